/** The bar above a grid that finds cells, or shows only the rows that have them. */
import { button, el } from '../shared/dom';
import { formatCount } from '../shared/format';
import { testOf, type Filter } from './filter';
import { Slices } from './slices';
import type { Cell } from './selection';
import type { View } from './view';

export interface FindEvents {
  /** A cell that was found is to be shown. */
  readonly reveal: (cell: Cell) => void;
  /** The rows shown are to be those of a filter; null: all. */
  readonly filter: (filter: Filter | null) => void;
  readonly closed: () => void;
  readonly say: (text: string) => void;
}

/** While someone types nothing is looked for, in milliseconds. */
const typing = 200;

export class FindBar {
  readonly element: HTMLElement;
  private readonly input = el('input', { type: 'text', spellcheck: 'false', 'aria-label': 'Find in the result' });
  private readonly column = el('select', { 'aria-label': 'Column' });
  private readonly only = el('input', { type: 'checkbox' });
  private timer = 0;
  private work: AbortController | null = null;

  constructor(
    private readonly view: View,
    private readonly events: FindEvents,
    private readonly focus: () => Cell,
  ) {
    this.input.placeholder = 'Find: text, > 5, = x, null, !null';
    const names = (view.run.columns ?? []).map(({ name }, index) => el('option', { value: String(index) }, name));
    this.column.append(el('option', { value: '' }, 'Any column'), ...names);
    this.element = el(
      'div',
      { class: 'find', role: 'search' },
      this.input,
      this.column,
      el('label', { title: 'Show only the rows that match' }, this.only, 'Only matching rows'),
      button('↑', () => void this.next(-1), {
        class: 'secondary',
        'aria-label': 'Previous match',
        title: 'Previous match (Shift+Enter)',
      }),
      button('↓', () => void this.next(1), {
        class: 'secondary',
        'aria-label': 'Next match',
        title: 'Next match (Enter)',
      }),
      button('×', () => this.close(), { class: 'secondary', 'aria-label': 'Close', title: 'Close (Escape)' }),
    );
    this.element.hidden = true;
    this.only.checked = true;
    this.input.addEventListener('input', () => this.later());
    this.column.addEventListener('change', () => this.apply());
    this.only.addEventListener('change', () => this.apply());
    this.element.addEventListener('keydown', (event) => this.onKey(event));
  }

  /** Shows the bar, for a column and a text where they are given. */
  open(col: number | null = null, text?: string): void {
    this.element.hidden = false;
    if (col !== null) this.column.value = String(col);
    if (text !== undefined) {
      this.input.value = text;
      this.only.checked = true;
      this.apply();
    }
    this.input.focus();
    this.input.select();
  }

  close(): void {
    this.work?.abort();
    this.element.hidden = true;
    this.input.value = '';
    this.column.value = '';
    this.apply();
    this.events.closed();
  }

  private get filter(): Filter | null {
    const { value } = this.column;
    const text = this.input.value;
    return text.trim() === '' ? null : { text, col: value === '' ? null : Number(value) };
  }

  private onKey(event: KeyboardEvent): void {
    if (event.key === 'Escape') this.close();
    else if (event.key === 'Enter' && event.target === this.input) void this.next(event.shiftKey ? -1 : 1);
    else return;
    event.preventDefault();
  }

  private later(): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.apply(), typing);
  }

  private apply(): void {
    window.clearTimeout(this.timer);
    this.events.filter(this.only.checked ? this.filter : null);
  }

  /** Goes from the focused cell to the next that matches, around the end. */
  private async next(direction: 1 | -1): Promise<void> {
    this.work?.abort();
    const { filter, view } = this;
    if (filter === null || view.rowCount === 0) return;
    const work = new AbortController();
    this.work = work;
    const test = testOf(filter.text);
    const width = view.run.columns?.length ?? 0;
    const cells = view.rowCount * width;
    const { row, col } = this.focus();
    const start = row * width + col;
    const slices = new Slices();
    try {
      for (let distance = 1; distance <= cells; distance++) {
        const at = (((start + direction * distance) % cells) + cells) % cells;
        const cell = { row: Math.floor(at / width), col: at % width };
        if (filter.col !== null && cell.col !== filter.col) continue;
        if (test(view.text(cell.row, cell.col))) return this.events.reveal(cell);
        if (distance % 256 === 0) await slices.pause(work.signal);
      }
      this.events.say(`Nothing found in ${formatCount(view.rowCount)} rows`);
    } catch (thrown) {
      if (!work.signal.aborted) throw thrown;
    }
  }
}
