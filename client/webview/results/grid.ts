/** The result grid: regular-table over a run, with selection, keyboard, widths and what a screen reader needs. */
import 'regular-table';
import type { RegularTableElement } from 'regular-table';
import subCellScrolling from 'regular-table/dist/css/sub-cell-scrolling.css';
import { detach, faultText } from '../shared/host';
import { visibleRows, rowsPerPixel, scrollTopFor, wheelStep, type Geometry } from './geometry';
import { Paint } from './paint';
import {
  afterKey,
  all,
  contains,
  rangeOf,
  wholeColumn,
  wholeRow,
  type Cell,
  type Extent,
  type Selection,
} from './selection';
import { cellLength, oneLine } from './text';
import { fitWidth, textWidth } from './widths';
import type { View } from './view';

export interface GridEvents {
  /** A cell was asked for in full. */
  readonly open: (cell: Cell) => void;
  readonly fault: (text: string) => void;
  /** A menu was asked for at a point of the page: of a cell, or of a column where there is no row. */
  readonly menu?: (at: { readonly row: number | null; readonly col: number }, x: number, y: number) => void;
  readonly find?: () => void;
  readonly selected?: (selection: Selection | null) => void;
}

/** Rows of the header: names, then types. */
const headerRows = 2;
/** Between two drawings while batches arrive, in milliseconds. */
const drawEvery = 150;

/** Where the mark of a column's menu is, in pixels from the right edge: beside the handle that resizes it. */
const menuMark = { from: 24, to: 6 };

function onMenuMark(target: HTMLElement, event: MouseEvent): boolean {
  const cell = target.closest('th');
  if (cell === null || cell.parentElement?.classList.contains('types') === true) return false;
  const fromRight = cell.getBoundingClientRect().right - event.clientX;
  return fromRight <= menuMark.from && fromRight >= menuMark.to;
}

let adopted = false;

function adoptLibraryStyles(): void {
  if (adopted) return;
  adopted = true;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(subCellScrolling);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}

export class Grid {
  readonly element: RegularTableElement;
  private selected: Selection | null = null;
  private readonly paint: Paint;
  private readonly resize: ResizeObserver;
  private readonly rowHeight: number;
  private readonly font: string;
  private fitted = false;
  private drawTimer = 0;
  private lastDraw = -Infinity;
  private drag: { timer: number; rows: number } | null = null;

  /** `parent` must be in the document: the row height comes from its style. */
  constructor(
    private readonly view: View,
    private readonly events: GridEvents,
    parent: HTMLElement,
  ) {
    adoptLibraryStyles();
    this.element = document.createElement('regular-table');
    parent.append(this.element);
    const style = getComputedStyle(this.element);
    this.font = `${style.fontSize} ${style.fontFamily}`;
    this.rowHeight = Math.round(parseFloat(style.fontSize) * 1.7);
    this.element.style.setProperty('--row-height', `${this.rowHeight}px`);
    this.element.setAttribute('role', 'grid');
    this.element.setAttribute('aria-label', 'Query result');
    this.element.setAttribute('aria-multiselectable', 'true');
    this.element.setAttribute('aria-readonly', 'true');
    this.paint = new Paint(this.element, view, headerRows, events.menu !== undefined);
    this.element.setDataListener((x0, y0, x1, y1) => Promise.resolve(this.slice(x0, y0, x1, y1)), {
      column_classes: true,
    });
    this.element.addStyleListener(() => this.paint.all(this.selected));
    this.listen();
    this.resize = new ResizeObserver(() => this.refresh());
    this.resize.observe(this.element);
  }

  dispose(): void {
    this.resize.disconnect();
    window.clearTimeout(this.drawTimer);
    this.endDrag();
    this.element.remove();
  }

  /** Shows what the run has by now. Cheap to call for each batch: drawings are held apart. */
  refresh(): void {
    if (this.drawTimer !== 0) return;
    const wait = Math.max(0, this.lastDraw + drawEvery - performance.now());
    if (wait === 0) this.draw();
    else {
      this.drawTimer = window.setTimeout(() => {
        this.drawTimer = 0;
        this.draw();
      }, wait);
    }
  }

  get selection(): Selection | null {
    return this.selected;
  }

  /** Other rows are shown: what was selected is somewhere else now. */
  reset(): void {
    this.select(null, false);
    this.element.scrollTop = 0;
    this.draw();
  }

  select(selection: Selection | null, reveal = true): void {
    this.selected = selection;
    this.events.selected?.(selection);
    this.paint.selection(selection);
    if (reveal && selection !== null) detach(this.reveal(selection.focus), this.events.fault);
  }

  private draw(): void {
    // A hidden grid has no size to fill; it is drawn when its tab is shown again.
    if (this.element.clientWidth === 0 || this.element.closest('.off') !== null) return;
    this.lastDraw = performance.now();
    this.fit();
    this.element.setAttribute('aria-rowcount', String(this.view.rowCount + headerRows));
    this.element.setAttribute('aria-colcount', String((this.view.run.columns?.length ?? 0) + 1));
    detach(this.element.draw(), this.events.fault);
  }

  private slice(x0: number, y0: number, x1: number, y1: number) {
    const columns = this.view.run.columns ?? [];
    const rows = this.view.rowCount;
    const lastCol = Math.min(x1, columns.length);
    const lastRow = Math.min(y1, rows);
    const data: string[][] = [];
    const metadata: boolean[][] = [];
    const column_headers: string[][] = [];
    for (let x = x0; x < lastCol; x++) {
      const texts: string[] = [];
      const nulls: boolean[] = [];
      for (let y = y0; y < lastRow; y++) {
        const text = this.textOf(y, x);
        nulls.push(text === null);
        texts.push(text === null ? 'NULL' : oneLine(text));
      }
      data.push(texts);
      metadata.push(nulls);
      column_headers.push([oneLine(columns[x]?.name ?? ''), columns[x]?.type ?? '']);
    }
    const row_headers: string[][] = [];
    for (let y = y0; y < lastRow; y++) row_headers.push([String(this.view.rowAt(y) + 1)]);
    return {
      data,
      metadata,
      column_headers,
      row_headers,
      num_rows: rows,
      num_columns: columns.length,
      num_row_headers: 1,
      num_column_headers: headerRows,
      column_header_merge_depth: 0,
      merge_headers: 'column' as const,
      row_height: this.rowHeight,
    };
  }

  /** A batch that cannot be read must not stop the drawing of the others. */
  private textOf(row: number, col: number): string | null {
    try {
      return this.view.text(row, col, cellLength);
    } catch (thrown) {
      return `(cannot be read: ${faultText(thrown)})`;
    }
  }

  private listen(): void {
    const { element } = this;
    element.addEventListener('keydown', (event) => this.onKey(event));
    element.addEventListener('mousedown', (event) => this.onMouseDown(event));
    // Before the library's own listener, whose way of fitting is the widest cell it happens to have drawn.
    element.addEventListener('mousedown', (event) => this.onHandle(event), { capture: true });
    element.addEventListener('dblclick', (event) => {
      const at = this.metaAt(event.target as HTMLElement);
      if (at !== null && at.row !== null && at.col !== null) this.events.open({ row: at.row, col: at.col });
    });
    element.addEventListener('contextmenu', (event) => this.onMenu(event));
    element.addEventListener('wheel', (event) => this.onWheel(event), { passive: false });
    element.addEventListener('focus', () => {
      if (this.selected === null && this.extent().rows > 0) {
        const origin = { row: this.firstVisibleRow(), col: 0 };
        this.select({ anchor: origin, focus: origin }, false);
      }
    });
  }

  private onKey(event: KeyboardEvent): void {
    if (event.altKey) return;
    if (event.key === 'Enter' && this.selected !== null) {
      event.preventDefault();
      this.events.open(this.selected.focus);
      return;
    }
    if (event.key.toLowerCase() === 'f' && (event.ctrlKey || event.metaKey) && this.events.find !== undefined) {
      event.preventDefault();
      this.events.find();
      return;
    }
    const key = { key: event.key, ctrl: event.ctrlKey || event.metaKey, shift: event.shiftKey };
    const next = afterKey(this.selected, key, this.extent());
    if (next === null) return;
    event.preventDefault();
    this.select(next, !(key.ctrl && event.key.toLowerCase() === 'a'));
  }

  /** By the mouse where it is; by the keyboard at the focused cell. */
  private onMenu(event: MouseEvent): void {
    const { menu } = this.events;
    if (menu === undefined) return;
    event.preventDefault();
    const target = event.target as HTMLElement;
    const at = this.metaAt(target);
    if (at !== null) {
      const { row, col } = at;
      if (col === null) return;
      if (row !== null && (this.selected === null || !contains(rangeOf(this.selected), row, col))) {
        this.select({ anchor: { row, col }, focus: { row, col } }, false);
      }
      return menu({ row, col }, event.clientX, event.clientY);
    }
    if (this.selected === null) return;
    const box = (this.element.querySelector('td.active') ?? this.element).getBoundingClientRect();
    menu(this.selected.focus, box.left, box.bottom);
  }

  /** The second press of a double click on a column's edge. */
  private onHandle(event: MouseEvent): void {
    const target = event.target as HTMLElement;
    if (event.detail < 2 || !target.classList.contains('rt-column-resize')) return;
    event.stopImmediatePropagation();
    event.preventDefault();
    this.autoFit(this.metaAt(target)?.col ?? null);
  }

  private onMouseDown(event: MouseEvent): void {
    if (event.button !== 0) return;
    const target = event.target as HTMLElement;
    const at = this.metaAt(target);
    if (at === null) return;
    if (this.events.menu !== undefined && at.row === null && at.col !== null && onMenuMark(target, event)) {
      const { left, bottom } = target.getBoundingClientRect();
      event.preventDefault();
      return this.events.menu({ row: null, col: at.col }, left, bottom);
    }
    const from = event.shiftKey ? this.selected : null;
    if (at.row === null && at.col === null) return this.select(all(this.extent()), false);
    if (at.row === null) return this.select(wholeColumn(at.col ?? 0, this.extent(), from), false);
    if (at.col === null) return this.select(wholeRow(at.row, this.extent(), from), false);
    const focus = { row: at.row, col: at.col };
    this.select({ anchor: from?.anchor ?? focus, focus });
    this.startDrag();
  }

  /** Dragging extends the selection; beyond the upper or lower edge it keeps scrolling. */
  private startDrag(): void {
    this.endDrag();
    const drag = { timer: 0, rows: 0 };
    this.drag = drag;
    const extend = (cell: Cell) => {
      if (this.selected) this.select({ anchor: this.selected.anchor, focus: cell });
    };
    const move = (event: MouseEvent) => {
      const box = this.element.getBoundingClientRect();
      const under = document.elementFromPoint(event.clientX, event.clientY);
      const at = under instanceof HTMLElement ? this.metaAt(under) : null;
      if (at !== null && at.row !== null && at.col !== null) extend({ row: at.row, col: at.col });
      const top = box.top + headerRows * this.rowHeight;
      drag.rows = event.clientY < top ? -1 : event.clientY > box.bottom ? 1 : 0;
    };
    drag.timer = window.setInterval(() => {
      if (drag.rows === 0 || this.selected === null) return;
      const { row, col } = this.selected.focus;
      extend({ row: Math.max(0, Math.min(this.view.rowCount - 1, row + drag.rows * 2)), col });
    }, 40);
    const end = () => {
      document.removeEventListener('mousemove', move);
      document.removeEventListener('mouseup', end);
      this.endDrag();
    };
    document.addEventListener('mousemove', move);
    document.addEventListener('mouseup', end);
  }

  private endDrag(): void {
    if (this.drag) window.clearInterval(this.drag.timer);
    this.drag = null;
  }

  /** Which row and column an element stands for; null means the header of it. Null when it is no cell. */
  private metaAt(target: HTMLElement): { row: number | null; col: number | null } | null {
    const cell = target.closest<HTMLElement>('td, th');
    const meta = cell === null ? undefined : this.element.getMeta(cell);
    if (meta === undefined) return null;
    switch (meta.type) {
      case 'body':
        return { row: meta.y, col: meta.x };
      case 'row_header':
        return { row: meta.y, col: null };
      case 'column_header':
        return { row: null, col: meta.x };
      case 'corner':
        return { row: null, col: null };
    }
  }

  /** Where one pixel of the panel is more than one of content, the wheel moves content by what was turned. */
  private onWheel(event: WheelEvent): void {
    const geometry = this.geometry();
    if (event.deltaY === 0 || event.ctrlKey || event.shiftKey) return;
    if (rowsPerPixel(geometry) * this.rowHeight < 1.05) return;
    event.preventDefault();
    const pixels = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? event.deltaY * this.rowHeight : event.deltaY;
    this.element.scrollTop += wheelStep(pixels, geometry);
  }

  private async reveal({ row, col }: Cell): Promise<void> {
    const { element } = this;
    // Columns never drawn before have a guessed width in the library: after drawing, look again.
    for (let attempt = 0; attempt < 6; attempt++) {
      const top = scrollTopFor(row, element.scrollTop, this.geometry());
      const left = this.scrollLeftFor(col);
      if (top === element.scrollTop && left === element.scrollLeft) return;
      const before = [element.scrollTop, element.scrollLeft];
      element.scrollTop = top;
      element.scrollLeft = left;
      if (element.scrollTop === before[0] && element.scrollLeft === before[1]) return;
      await element.flush();
    }
  }

  private scrollLeftFor(col: number): number {
    const widths = this.element.saveColumnSizes();
    let left = 0;
    for (let i = 0; i < col; i++) left += widths[i + 1] ?? 0;
    const view = this.element.clientWidth - (widths[0] ?? 0);
    const right = left + (widths[col + 1] ?? 0);
    const { scrollLeft } = this.element;
    if (left < scrollLeft || right - left > view) return left;
    return right > scrollLeft + view ? Math.ceil(right - view) : scrollLeft;
  }

  private geometry(): Geometry {
    return {
      rows: this.view.rowCount,
      rowHeight: this.rowHeight,
      headerRows,
      viewHeight: this.element.clientHeight,
      panelHeight: this.element.scrollHeight,
    };
  }

  private extent(): Extent {
    const pageRows = Math.floor(visibleRows(this.geometry()));
    return { rows: this.view.rowCount, cols: this.view.run.columns?.length ?? 0, pageRows };
  }

  private firstVisibleRow(): number {
    const row = Math.ceil(this.element.scrollTop * rowsPerPixel(this.geometry()));
    return Math.min(row, Math.max(0, this.view.rowCount - 1));
  }

  /** Sets the widths once, from the header and the first rows; later the row numbers' only, as they get longer. */
  private fit(): void {
    const columns = this.view.run.columns ?? [];
    const widths = this.element.saveColumnSizes();
    if (!this.fitted) {
      const rows = Math.min(this.view.rowCount, Math.max(8, Math.floor(3000 / Math.max(1, columns.length))), 200);
      columns.forEach((_, col) => (widths[col + 1] = this.widthOf(col, 0, rows)));
      this.fitted = this.view.rowCount > 0;
    }
    widths[0] = Math.ceil(textWidth('0'.repeat(Math.max(3, String(this.view.run.rowCount).length)), this.font)) + 20;
    this.element.restoreColumnSizes(widths);
  }

  private widthOf(col: number, from: number, to: number): number {
    const column = this.view.run.columns?.[col];
    const samples: (string | null)[] = [];
    for (let row = from; row < to; row++) samples.push(this.textOf(row, col));
    return fitWidth([oneLine(column?.name ?? ''), column?.type ?? ''], samples, this.font);
  }

  private autoFit(col: number | null): void {
    if (col === null) return;
    const first = this.firstVisibleRow();
    const width = this.widthOf(col, first, Math.min(this.view.rowCount, first + 500));
    this.element.restoreColumnSizes({ ...this.element.saveColumnSizes(), [col + 1]: width });
    detach(this.element.draw(), this.events.fault);
  }
}
