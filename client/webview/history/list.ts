/** The list of snapshots: drawn rows, the active one, keys. */
import { el } from '../shared/dom';
import { VirtualList } from '../shared/virtualList';
import { graphWidth, rowElement, rowHeight, type RowActions } from './row';
import type { HistoryRow } from './model';

const titles: readonly (readonly [string, string])[] = [
  ['graph', ''],
  ['time', 'Time'],
  ['id', 'Snapshot'],
  ['operation', 'Operation'],
  ['rows', 'Rows'],
  ['refs', 'References'],
  ['files', 'Data files'],
  ['total', 'Total rows'],
  ['parent', 'Parent'],
];

export class HistoryList {
  readonly element = el('div', { class: 'list', role: 'grid', tabindex: '0', 'aria-label': 'Snapshots' });
  private readonly panel = el('div', { class: 'panel', role: 'rowgroup' });
  private readonly list: VirtualList;
  private rows: readonly HistoryRow[] = [];
  private largest = 0;
  private graph = true;
  private active = 0;

  constructor(private readonly actions: RowActions) {
    const header = el(
      'div',
      { class: 'row header', role: 'row', 'aria-rowindex': '1' },
      ...titles.map(([name, title]) => el('div', { class: `cell ${name}`, role: 'columnheader' }, title)),
    );
    this.element.append(header, this.panel);
    this.list = new VirtualList(this.element, this.panel, { rowHeight, render: (index) => this.render(index) });
    this.element.addEventListener('keydown', (event) => this.onKey(event));
    this.panel.addEventListener('mousedown', (event) => {
      const row = (event.target as HTMLElement).closest<HTMLElement>('.row');
      if (row !== null) this.activate(Number(row.id.slice('row-'.length)));
    });
    this.panel.addEventListener('dblclick', (event) => {
      if ((event.target as HTMLElement).closest('button') === null) this.open();
    });
  }

  /** Shows rows, the active snapshot staying active where it is still there. `graph`: whether to join them by lines. */
  show(rows: readonly HistoryRow[], graph: boolean): void {
    const activeId = this.activeRow()?.snapshot.id;
    this.rows = rows;
    this.graph = graph;
    const lanes = rows.reduce(
      (most, row) => Math.max(most, row.graph.lane + 1, ...row.graph.through.map((l) => l + 1)),
      1,
    );
    this.element.style.setProperty('--graph-width', `${graphWidth(graph ? lanes : 1)}px`);
    this.largest = rows.reduce((most, { rows: change }) => {
      return Math.max(most, Number(change.added ?? 0), Number(change.deleted ?? 0));
    }, 0);
    this.active = Math.max(
      0,
      rows.findIndex((row) => row.snapshot.id === activeId),
    );
    this.element.setAttribute('aria-rowcount', String(rows.length + 1));
    this.list.reset(rows.length);
    this.activate(this.active, false);
  }

  activeRow(): HistoryRow | undefined {
    return this.rows[this.active];
  }

  private render(index: number): HTMLElement {
    const row = this.rows[index];
    if (row === undefined) return el('div', { class: 'row' });
    const element = rowElement(row, index, this.largest, this.graph, this.actions);
    if (index === this.active) mark(element, true);
    return element;
  }

  private activate(index: number, reveal = true): void {
    const before = this.list.element(this.active);
    if (before !== undefined) mark(before, false);
    this.active = Math.max(0, Math.min(this.rows.length - 1, index));
    if (reveal) this.list.reveal(this.active);
    const now = this.list.element(this.active);
    if (now === undefined) {
      this.element.removeAttribute('aria-activedescendant');
      return;
    }
    mark(now, true);
    this.element.setAttribute('aria-activedescendant', now.id);
  }

  private open(): void {
    const row = this.activeRow();
    if (row !== undefined) this.actions.queryAsOf(row.snapshot.id);
  }

  private onKey(event: KeyboardEvent): void {
    if (event.altKey || this.rows.length === 0) return;
    const onButton = event.target instanceof HTMLButtonElement;
    const target = this.targetOf(event.key);
    if (target !== null) {
      event.preventDefault();
      this.activate(target);
      if (onButton) this.element.focus();
    } else if (event.key === 'Enter' && !onButton) {
      event.preventDefault();
      this.open();
    }
  }

  private targetOf(key: string): number | null {
    switch (key) {
      case 'ArrowUp':
        return this.active - 1;
      case 'ArrowDown':
        return this.active + 1;
      case 'PageUp':
        return this.active - this.list.pageRows;
      case 'PageDown':
        return this.active + this.list.pageRows;
      case 'Home':
        return 0;
      case 'End':
        return this.rows.length - 1;
      default:
        return null;
    }
  }
}

/** Tab reaches the buttons of the active row only. */
function mark(row: HTMLElement, active: boolean): void {
  row.classList.toggle('active', active);
  row.setAttribute('aria-selected', String(active));
  for (const control of row.querySelectorAll('button')) control.tabIndex = active ? 0 : -1;
}
