/** One run on screen: error or note above, the grid, the status line. */
import { button, el } from '../shared/dom';
import { errorView } from '../shared/errorView';
import { faultText } from '../shared/host';
import { formatCount, formatElapsed, plural } from '../shared/format';
import { ChartSwitch } from '../chart/switch';
import { copySelection } from './copy';
import { Grid } from './grid';
import { Status } from './status';
import { openViewer } from './viewer';
import { rangeOf } from './selection';
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
  private grid: Grid | null = null;
  private shownState = '';

  constructor(
    readonly run: Run,
    private readonly actions: PaneActions,
  ) {
    this.chart = new ChartSwitch(this.body, run, {
      save: actions.saveChart,
      fault: (text) => this.say(text),
    });
    this.status = new Status(
      run,
      {
        cancel: () => actions.cancel(run.id),
        rerun: () => actions.rerun(run.id),
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
    const { columns } = this.run;
    if (this.grid === null && columns !== null && columns.length > 0) {
      this.grid = new Grid(
        this.run,
        {
          open: (cell) => this.openCell(cell),
          fault: (text) => this.say(text),
        },
        this.body,
      );
    }
    this.grid?.refresh();
    this.chart.refresh();
    this.status.refresh();
    this.refreshTop();
  }

  say(text: string): void {
    this.status.say(text);
  }

  /** Copies the selection. False when nothing is selected. */
  copy(data: DataTransfer | null): boolean {
    const selection = this.grid?.selection ?? null;
    if (selection === null) return false;
    const { text, rows, selectedRows } = copySelection(this.run, selection);
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
      rowCount: this.run.rowCount,
      columnCount: this.run.columns?.length ?? 0,
      timeZone: this.run.timeZone,
      selection: selection === null || this.run.rowCount === 0 ? null : rangeOf(selection),
    };
  }

  private openCell(cell: { row: number; col: number }): void {
    try {
      openViewer(this.run, cell, this.actions.copy, () => this.focus());
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

/** The page before any run. */
export function emptyPage(): HTMLElement {
  return el('div', { class: 'welcome' }, 'Run a statement to see its result here.');
}

/** A closing cross for a tab. */
export function closeButton(label: string, onClick: () => void): HTMLButtonElement {
  return button('×', onClick, { class: 'close', 'aria-label': label, title: label });
}
