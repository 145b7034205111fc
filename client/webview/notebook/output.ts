/** One result below a notebook cell: the grid of the results panel in a frame as high as its rows, and a status line. */
import type { PacketBatch } from '../../../lakehouse/src/arrow/packet';
import type { NotebookOutbound, NotebookResult } from '../messages';
import { ChartSwitch } from '../chart/switch';
import { copySelection } from '../results/copy';
import { Grid } from '../results/grid';
import { Run } from '../results/run';
import { View } from '../results/view';
import { openViewer } from '../results/viewer';
import { button, el } from '../shared/dom';
import { faultText } from '../shared/host';
import { formatCount, formatElapsed, plural } from '../shared/format';

/** Rows on screen at most; the others scroll. */
const SHOWN_ROWS = 16;
const HEADER_ROWS = 2;
/** Room for the bar that scrolls sideways, in pixels. */
const SCROLLBAR = 12;
const CHART_HEIGHT = '380px';

export class Output {
  private readonly run: Run;
  private readonly view: View;
  private readonly frame = el('div', { class: 'frame' });
  private readonly note = el('span', { class: 'note', role: 'status' });
  private readonly chart: ChartSwitch;
  private grid: Grid | null = null;
  private gridHeight = '';

  /** `host` must be in the document. Throws when the bytes are no Arrow data. */
  constructor(
    private readonly host: HTMLElement,
    private readonly head: NotebookResult,
    batches: readonly PacketBatch[],
    private readonly post: (message: NotebookOutbound) => void,
  ) {
    this.run = new Run(0, head.sql, head.connection, head.timeZone);
    this.view = new View(this.run);
    for (const { data, rowCount } of batches) this.run.append(data, rowCount);
    this.run.state = { kind: head.cancelled ? 'cancelled' : 'done', elapsedMs: head.elapsedMs };
    const shape = (this.run.columns?.length ?? 0) > 0;
    this.frame.hidden = !shape;
    const actions = {
      save: (format: 'svg' | 'png', data: Uint8Array) => post({ type: 'saveChart', format, data }),
      fault: (text: string) => void (this.note.textContent = text),
    };
    this.chart = new ChartSwitch(this.frame, this.run, actions, (charting) => {
      this.frame.style.height = charting ? CHART_HEIGHT : this.gridHeight;
    });
    host.append(this.frame, this.status(shape));
    if (shape) this.showGrid();
  }

  dispose(): void {
    this.grid?.dispose();
    this.chart.dispose();
    this.host.replaceChildren();
  }

  /** Copies the selected cells where they are what was meant. */
  copy(data: DataTransfer | null): boolean {
    const selection = this.grid?.selection ?? null;
    const focused = this.grid !== null && this.grid.element.contains(document.activeElement);
    if (selection === null || !focused) return false;
    const { text, rows, selectedRows } = copySelection(this.view, selection);
    data?.setData('text/plain', text);
    this.post({ type: 'copy', text });
    const first = rows < selectedRows ? `the first ${formatCount(rows)} of ${plural(selectedRows, 'row')}` : '';
    this.note.textContent = `Copied ${first || plural(rows, 'row')}`;
    return true;
  }

  private showGrid(): void {
    const grid = new Grid(
      this.view,
      { open: (cell) => this.open(cell), fault: (text) => (this.note.textContent = text) },
      this.frame,
    );
    const rowHeight = parseFloat(grid.element.style.getPropertyValue('--row-height'));
    const rows = Math.min(SHOWN_ROWS, this.run.rowCount) + HEADER_ROWS;
    this.gridHeight = `${rows * rowHeight + SCROLLBAR}px`;
    this.frame.style.height = this.gridHeight;
    this.grid = grid;
    grid.refresh();
  }

  private open(cell: { readonly row: number; readonly col: number }): void {
    this.host.querySelector('dialog')?.remove();
    const copy = (text: string): void => this.post({ type: 'copy', text });
    try {
      openViewer(this.view, cell, copy, () => this.grid?.element.focus(), this.host);
    } catch (thrown) {
      this.note.textContent = faultText(thrown);
    }
  }

  private status(shape: boolean): HTMLElement {
    const { head } = this;
    const line = el(
      'div',
      { class: 'status', 'data-state': this.run.state.kind },
      el('span', { class: 'state', 'aria-hidden': 'true' }),
      el(
        'span',
        { class: 'what' },
        head.cancelled ? 'Cancelled' : shape ? 'Done' : 'Done. The statement gives no rows.',
      ),
      shape && el('span', { class: 'rows' }, rowsText(head)),
      el('span', { class: 'elapsed' }, formatElapsed(head.elapsedMs)),
    );
    if (head.cut) {
      line.append(
        el('span', { class: 'more' }, 'There are more than an output keeps.'),
        button('Open in Results', () => this.post({ type: 'openInResults', cell: head.cell, sql: head.sql }), {
          class: 'link',
          title: 'Runs the statement again in the results panel, for all its rows',
        }),
      );
    }
    line.append(
      this.note,
      el('span', { class: 'gap' }),
      shape ? this.chart.element : '',
      el('span', { class: 'connection', title: `Session time zone ${head.timeZone}` }, head.connection),
    );
    return line;
  }
}

function rowsText({ rowCount, cut, cancelled }: NotebookResult): string {
  if (cut) return `First ${plural(rowCount, 'row')}`;
  return cancelled && rowCount > 0 ? `${plural(rowCount, 'row')} had arrived` : plural(rowCount, 'row');
}
