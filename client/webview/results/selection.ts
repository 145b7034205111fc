/** The rectangle of selected cells and how keys and clicks move it. Pure: rows and columns are indexes from 0. */

export interface Cell {
  readonly row: number;
  readonly col: number;
}

/** `anchor` stays where the selection began; `focus` is the cell that has the focus ring. */
export interface Selection {
  readonly anchor: Cell;
  readonly focus: Cell;
}

export interface Extent {
  readonly rows: number;
  readonly cols: number;
  /** Whole rows that fit on screen: how far PageUp and PageDown go. */
  readonly pageRows: number;
}

export interface Range {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

export interface Key {
  readonly key: string;
  readonly ctrl: boolean;
  readonly shift: boolean;
}

export function rangeOf({ anchor, focus }: Selection): Range {
  return {
    top: Math.min(anchor.row, focus.row),
    bottom: Math.max(anchor.row, focus.row),
    left: Math.min(anchor.col, focus.col),
    right: Math.max(anchor.col, focus.col),
  };
}

export function contains(range: Range, row: number, col: number): boolean {
  return row >= range.top && row <= range.bottom && col >= range.left && col <= range.right;
}

/** The selection after a key, or null when the key does not move it. Shift keeps the anchor, as in spreadsheets. */
export function afterKey(selection: Selection | null, key: Key, extent: Extent): Selection | null {
  if (extent.rows === 0 || extent.cols === 0) return null;
  if (key.ctrl && key.key.toLowerCase() === 'a') return all(extent);
  const from = selection?.focus ?? { row: 0, col: 0 };
  const target = targetOf(from, key, extent);
  if (target === null) return null;
  const focus = selection === null ? from : clamp(target, extent);
  return { anchor: key.shift && selection !== null ? selection.anchor : focus, focus };
}

/** Every cell; the focus stays at the first so that selecting all does not scroll. */
export function all(extent: Extent): Selection {
  return { anchor: { row: extent.rows - 1, col: extent.cols - 1 }, focus: { row: 0, col: 0 } };
}

export function wholeRow(row: number, extent: Extent, extendFrom: Selection | null = null): Selection {
  return { anchor: { row: extendFrom?.anchor.row ?? row, col: extent.cols - 1 }, focus: { row, col: 0 } };
}

export function wholeColumn(col: number, extent: Extent, extendFrom: Selection | null = null): Selection {
  return { anchor: { row: extent.rows - 1, col: extendFrom?.anchor.col ?? col }, focus: { row: 0, col } };
}

function targetOf({ row, col }: Cell, { key, ctrl }: Key, extent: Extent): Cell | null {
  const lastRow = extent.rows - 1;
  const lastCol = extent.cols - 1;
  const page = Math.max(1, extent.pageRows - 1);
  switch (key) {
    case 'ArrowUp':
      return { row: ctrl ? 0 : row - 1, col };
    case 'ArrowDown':
      return { row: ctrl ? lastRow : row + 1, col };
    case 'ArrowLeft':
      return { row, col: ctrl ? 0 : col - 1 };
    case 'ArrowRight':
      return { row, col: ctrl ? lastCol : col + 1 };
    case 'PageUp':
      return { row: row - page, col };
    case 'PageDown':
      return { row: row + page, col };
    case 'Home':
      return { row: ctrl ? 0 : row, col: 0 };
    case 'End':
      return { row: ctrl ? lastRow : row, col: lastCol };
    default:
      return null;
  }
}

function clamp({ row, col }: Cell, extent: Extent): Cell {
  return {
    row: Math.max(0, Math.min(extent.rows - 1, row)),
    col: Math.max(0, Math.min(extent.cols - 1, col)),
  };
}
