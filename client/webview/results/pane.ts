/** One run on screen: error or note above, the grid, the status line. */
import { button, el } from '../shared/dom';
import { errorView } from '../shared/errorView';
import { detach, faultText } from '../shared/host';
import { formatCount, formatElapsed, plural } from '../shared/format';
import { ChartSwitch } from '../chart/switch';
import { copySelection } from './copy';
import { Grid } from './grid';
import { Status } from './status';
import { FindBar } from './find';
import type { Filter } from './filter';
import { openMenu, type MenuItem } from './menu';
import type { Sort } from './order';
import { rangeOf, type Cell, type Selection } from './selection';
import { statsOf } from './stats';
import { openStats } from './stats-view';
import { cellLength } from './text';
import { View } from './view';
import { openViewer } from './viewer';
import type { Run } from './run';
import type { TransferSource } from '../messages';

export interface PaneActions {
  readonly cancel: (runId: number) => void;
  readonly rerun: (runId: number) => void;
  readonly reveal: (runId: number) => void;
  readonly copy: (text: string) => void;
  readonly saveChart: (format: 'svg' | 'png', data: Uint8Array) => void;
  readonly transfer: (type: 'export' | 'copyAs', source: TransferSource) => void;
  readonly nextStep: (command: string, args: readonly unknown[]) => void;
}

export class Pane {
  readonly element: HTMLElement;
  private readonly top = el('div', { class: 'top' });
  private readonly body = el('div', { class: 'body' });
  private readonly chart: ChartSwitch;
  private readonly status: Status;
  readonly view: View;
  private grid: Grid | null = null;
  private find: FindBar | null = null;
  /** Rows there were when the view was made last. */
  private seenRows = 0;
  private summing: AbortController | null = null;
  private shownState = '';

  constructor(
    readonly run: Run,
    private readonly actions: PaneActions,
  ) {
    this.view = new View(run);
    this.chart = new ChartSwitch(this.body, run, {
      save: actions.saveChart,
      fault: (text) => this.say(text),
    });
    this.status = new Status(
      this.view,
      {
        cancel: () => actions.cancel(run.id),
        rerun: () => actions.rerun(run.id),
        find: () => this.find?.open(),
        copyAs: () => actions.transfer('copyAs', this.source()),
        exportRows: () => actions.transfer('export', this.source()),
      },
      this.chart.element,
    );
    this.element = el(
      'section',
      { class: 'pane', role: 'tabpanel', id: `pane-${run.id}`, 'aria-labelledby': `tab-${run.id}` },
      this.top,
      this.body,
      this.status.element,
    );
  }

  dispose(): void {
    this.view.stop();
    this.summing?.abort();
    this.grid?.dispose();
    this.chart.dispose();
    this.status.dispose();
    this.element.remove();
  }

  /** Shows or hides the pane; a hidden one keeps its size and scroll position. */
  show(visible: boolean): void {
    this.element.classList.toggle('off', !visible);
    this.element.inert = !visible;
    if (visible) this.grid?.refresh();
  }

  focus(): void {
    this.grid?.element.focus();
  }

  /** Shows what changed in the run. */
  refresh(): void {
    const { columns, state, rowCount } = this.run;
    if (this.grid === null && columns !== null && columns.length > 0) this.makeGrid();
    // What was filtered or sorted while rows came is made anew once all are there.
    if (state.kind !== 'running' && (this.view.filter ?? this.view.sort) !== null && this.seenRows < rowCount) {
      this.change({});
    }
    this.grid?.refresh();
    this.chart.refresh();
    this.status.refresh();
    this.refreshTop();
  }

  private makeGrid(): void {
    const grid = new Grid(
      this.view,
      {
        open: (cell) => this.openCell(cell),
        fault: (text) => this.say(text),
        menu: (at, x, y) => this.openMenu(at, x, y),
        find: () => this.find?.open(),
        selected: (selection) => this.sum(selection),
      },
      this.body,
    );
    this.grid = grid;
    this.find = new FindBar(
      this.view,
      {
        reveal: (cell) => grid.select({ anchor: cell, focus: cell }),
        filter: (filter) => this.change({ filter }),
        closed: () => this.focus(),
        say: (text) => this.say(text),
      },
      () => grid.selection?.focus ?? { row: -1, col: 0 },
    );
    this.body.before(this.find.element);
  }

  /** Filters or sorts; the rows shown change when that is done. */
  private change({ filter, sort }: { readonly filter?: Filter | null; readonly sort?: Sort | null }): void {
    if (filter !== undefined) this.view.filter = filter;
    if (sort !== undefined) this.view.sort = sort;
    this.seenRows = this.run.rowCount;
    const update = async (): Promise<void> => {
      if (await this.view.update()) this.grid?.reset();
      this.status.refresh();
    };
    detach(update(), (text) => this.say(text));
    this.status.refresh();
  }

  private openMenu({ row, col }: { readonly row: number | null; readonly col: number }, x: number, y: number): void {
    const column = this.run.columns?.[col];
    if (column === undefined) return;
    const { sort, filter } = this.view;
    const sortItem = (label: string, descending: boolean): MenuItem => {
      const checked = sort?.col === col && sort.descending === descending;
      return { label, checked, run: () => this.change({ sort: checked ? null : { col, descending } }) };
    };
    const ofCell: MenuItem[] =
      row === null
        ? []
        : [
            { label: 'Copy', run: () => this.copy(null) },
            { label: 'Copy as…', run: () => this.actions.transfer('copyAs', this.source()) },
            { label: 'Open Cell', run: () => this.openCell({ row, col }) },
            { label: 'Only Rows with This Value', run: () => this.filterBy({ row, col }) },
          ];
    openMenu(
      column.name,
      [
        ...ofCell,
        { ...sortItem('Sort Ascending', false), apart: row !== null },
        sortItem('Sort Descending', true),
        { label: 'Find in This Column', run: () => this.find?.open(col) },
        { label: 'Column Statistics', run: () => openStats(this.view, col, this.actions.copy, () => this.focus()) },
        { label: 'Copy Column Name', run: () => this.actions.copy(column.name), apart: true },
        { label: 'Export…', run: () => this.actions.transfer('export', this.source()) },
        ...(sort === null && filter === null
          ? []
          : [{ label: 'Show All Rows as They Came', run: () => this.showAll() }]),
      ],
      x,
      y,
      () => this.focus(),
    );
  }

  private filterBy({ row, col }: Cell): void {
    const text = this.view.text(row, col, cellLength);
    this.find?.open(col, text === null ? 'null' : `= ${text}`);
  }

  private showAll(): void {
    this.view.sort = null;
    if (this.find !== null && !this.find.element.hidden) this.find.close();
    else this.change({ filter: null });
  }

  /** Says what is selected, a moment after it was. */
  private sum(selection: Selection | null): void {
    this.summing?.abort();
    this.status.selection('');
    const range = selection === null ? null : rangeOf(selection);
    if (range === null || (range.top === range.bottom && range.left === range.right)) return;
    const work = new AbortController();
    this.summing = work;
    const cols = Array.from({ length: range.right - range.left + 1 }, (_, index) => range.left + index);
    const count = async (): Promise<void> => {
      await new Promise((resolve) => setTimeout(resolve, 150));
      if (work.signal.aborted) return;
      const stats = await statsOf(this.view, { ...range, cols }, work.signal);
      this.status.selection(
        [
          plural(stats.count, 'cell'),
          ...(stats.nulls > 0 ? [`${formatCount(stats.nulls)} NULL`] : []),
          ...(stats.distinct === null ? [] : [`${formatCount(stats.distinct)} distinct`]),
          ...(stats.sum === null ? [] : [`sum ${stats.sum}`]),
          ...(stats.min === null ? [] : [`min ${short(stats.min)}`, `max ${short(stats.max ?? '')}`]),
        ].join(' · '),
      );
    };
    count().catch((thrown: unknown) => {
      if (!work.signal.aborted) this.say(faultText(thrown));
    });
  }

  say(text: string): void {
    this.status.say(text);
  }

  /** Copies the selection. False when nothing is selected. */
  copy(data: DataTransfer | null): boolean {
    const selection = this.grid?.selection ?? null;
    if (selection === null) return false;
    const { text, rows, selectedRows } = copySelection(this.view, selection);
    data?.setData('text/plain', text);
    this.actions.copy(text);
    this.say(
      rows < selectedRows
        ? `Copied the first ${formatCount(rows)} of ${formatCount(selectedRows)} rows`
        : `Copied ${plural(rows, 'row')}`,
    );
    return true;
  }

  /** What there is to copy or export by now. */
  source(): TransferSource {
    const selection = this.grid?.selection ?? null;
    return {
      runId: this.run.id,
      rowCount: this.view.rowCount,
      columnCount: this.run.columns?.length ?? 0,
      timeZone: this.run.timeZone,
      selection: selection === null || this.view.rowCount === 0 ? null : rangeOf(selection),
    };
  }

  private openCell(cell: { row: number; col: number }): void {
    try {
      openViewer(this.view, cell, this.actions.copy, () => this.focus());
    } catch (thrown) {
      this.say(faultText(thrown));
    }
  }

  /** The part above the grid changes with the state only: an open stack trace stays open while rows arrive. */
  private refreshTop(): void {
    const { state, columns, rowCount } = this.run;
    const empty = columns === null || columns.length === 0;
    const key = `${state.kind} ${empty ? 'plain' : rowCount === 0 ? 'none' : 'rows'}`;
    if (key === this.shownState) return;
    this.shownState = key;
    const elapsed = formatElapsed(this.run.elapsedMs());
    this.top.replaceChildren();
    this.element.classList.toggle('plain', empty);
    if (state.kind === 'error') {
      this.top.append(
        errorView(state.error, {
          reveal: () => this.actions.reveal(this.run.id),
          nextStep: this.actions.nextStep,
        }),
      );
    } else if (state.kind === 'cancelled') {
      const kept =
        rowCount > 0 ? ` ${plural(rowCount, 'row')} had arrived and ${rowCount === 1 ? 'is' : 'are'} kept.` : '';
      this.top.append(el('div', { class: 'notice' }, `Cancelled after ${elapsed}.${kept}`));
    } else if (state.kind === 'done' && empty) {
      this.top.append(el('div', { class: 'notice' }, `Done in ${elapsed}. The statement gives no rows.`));
    } else if (state.kind === 'done' && rowCount === 0) {
      this.top.append(el('div', { class: 'notice' }, '0 rows'));
    } else if (state.kind === 'running' && empty) {
      this.top.append(el('pre', { class: 'sql' }, this.run.sql));
    }
  }
}

const short = (text: string): string => (text.length > 24 ? `${text.slice(0, 24)}…` : text);

/** The page before any run. */
export function emptyPage(): HTMLElement {
  return el('div', { class: 'welcome' }, 'Run a statement to see its result here.');
}

/** A closing cross for a tab. */
export function closeButton(label: string, onClick: () => void): HTMLButtonElement {
  return button('×', onClick, { class: 'close', 'aria-label': label, title: label });
}
