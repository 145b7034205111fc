/** The status line under a result: state, rows, time, connection, and Cancel or Run again. */
import { button, el } from '../shared/dom';
import { formatCount, formatElapsed, plural } from '../shared/format';
import type { View } from './view';

export interface StatusActions {
  readonly cancel: () => void;
  readonly rerun: () => void;
  readonly find: () => void;
  readonly copyAs: () => void;
  readonly exportRows: () => void;
}

export class Status {
  readonly element: HTMLElement;
  private readonly icon = el('span', { class: 'state', 'aria-hidden': 'true' });
  /** What a screen reader hears: changes of state only, not the running clock. */
  private readonly state = el('span', { class: 'what', role: 'status' });
  private readonly rows = el('span', { class: 'rows' });
  private readonly elapsed = el('span', { class: 'elapsed' });
  /** What is selected. */
  private readonly sums = el('span', { class: 'sums', role: 'status' });
  private readonly note = el('span', { class: 'note', role: 'status' });
  private readonly connection = el('span', { class: 'connection' });
  private readonly bar = el('progress', { max: '1', 'aria-label': 'Query progress' });
  private readonly cancelButton: HTMLButtonElement;
  private readonly rerunButton: HTMLButtonElement;
  private readonly tools: HTMLElement;
  private noteTimer = 0;
  private clock = 0;

  constructor(
    private readonly view: View,
    actions: StatusActions,
    charts?: HTMLElement,
  ) {
    this.cancelButton = button(
      'Cancel',
      () => {
        this.cancelButton.disabled = true;
        this.cancelButton.textContent = 'Cancelling…';
        actions.cancel();
      },
      { class: 'secondary' },
    );
    this.rerunButton = button('Run again', actions.rerun, { class: 'secondary' });
    this.tools = el(
      'span',
      { class: 'tools', role: 'toolbar', 'aria-label': 'Result' },
      button('Find', actions.find, {
        class: 'secondary',
        title: 'Find cells, or show only the rows that have them (Ctrl+F)',
      }),
      button('Copy as…', actions.copyAs, { class: 'secondary', title: 'Copy the selected cells, or all' }),
      button('Export…', actions.exportRows, { class: 'secondary', title: 'Write the result to a file' }),
      charts,
    );
    this.connection.textContent = view.run.connection;
    this.connection.title = `Connection ${view.run.connection}, session time zone ${view.run.timeZone}`;
    this.element = el(
      'div',
      { class: 'status' },
      this.icon,
      this.state,
      this.bar,
      this.rows,
      this.elapsed,
      this.sums,
      this.note,
      el('span', { class: 'gap' }),
      this.connection,
      this.tools,
      this.cancelButton,
      this.rerunButton,
    );
    this.clock = window.setInterval(() => this.tick(), 100);
    this.refresh();
  }

  dispose(): void {
    window.clearInterval(this.clock);
    window.clearTimeout(this.noteTimer);
  }

  refresh(): void {
    const { state, rowCount, columns } = this.view.run;
    const running = state.kind === 'running';
    this.element.dataset['state'] = state.kind;
    this.cancelButton.hidden = !running;
    this.rerunButton.hidden = running;
    this.bar.hidden = !running;
    const shape = columns !== null && columns.length > 0;
    this.tools.hidden = !shape;
    this.rows.textContent = shape ? this.rowsText(rowCount, running) : '';
    switch (state.kind) {
      case 'running':
        setText(this.state, state.text);
        if (state.fraction === null) this.bar.removeAttribute('value');
        else this.bar.value = state.fraction;
        break;
      case 'done':
        setText(this.state, 'Done');
        break;
      case 'cancelled':
        setText(this.state, 'Cancelled');
        break;
      case 'error':
        setText(this.state, 'Failed');
        break;
    }
    if (!running) window.clearInterval(this.clock);
    this.tick();
  }

  selection(text: string): void {
    this.sums.textContent = text;
    this.sums.title = text;
  }

  private rowsText(rowCount: number, running: boolean): string {
    const { filter, busy, rowCount: shown } = this.view;
    const doing = filter !== null ? 'Filtering…' : 'Sorting…';
    if (busy) return `${plural(rowCount, 'row')}, ${doing}`;
    if (filter !== null) return `${formatCount(shown)} of ${plural(rowCount, 'row')}`;
    return `${plural(rowCount, 'row')}${running ? ' so far' : ''}`;
  }

  /** A short word about something just done, such as copying; goes away by itself. */
  say(text: string): void {
    this.note.textContent = text;
    window.clearTimeout(this.noteTimer);
    this.noteTimer = window.setTimeout(() => (this.note.textContent = ''), 6000);
  }

  private tick(): void {
    this.elapsed.textContent = formatElapsed(this.view.run.elapsedMs());
  }
}

/** Unchanged text is left alone, so that a live region does not speak it again. */
function setText(element: HTMLElement, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}
