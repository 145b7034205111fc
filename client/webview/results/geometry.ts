/**
 * Where rows lie in the scrolled panel. The panel cannot be higher than browsers allow (regular-table stops at ten
 * million pixels), so with many rows one pixel stands for more than a row's height: row and pixel relate by ratio.
 * Pure; lengths in CSS pixels.
 */
export interface Geometry {
  readonly rows: number;
  readonly rowHeight: number;
  readonly headerRows: number;
  /** Height of the visible area, header included. */
  readonly viewHeight: number;
  /** Height of the panel being scrolled. */
  readonly panelHeight: number;
}

/** Rows that fit below the header, with a fraction. */
export function visibleRows(g: Geometry): number {
  return Math.max(0, g.viewHeight / g.rowHeight - g.headerRows);
}

/** Rows scrolled per pixel of scrollTop. */
export function rowsPerPixel(g: Geometry): number {
  return Math.max(0, g.rows - visibleRows(g)) / Math.max(1, g.panelHeight - g.viewHeight);
}

/** The scrollTop at which a row is whole and on screen: the current one when it already is. */
export function scrollTopFor(row: number, scrollTop: number, g: Geometry): number {
  const ratio = rowsPerPixel(g);
  if (ratio === 0) return 0;
  const first = scrollTop * ratio;
  if (row < first) return Math.floor(row / ratio);
  const last = row + 1 - visibleRows(g);
  if (last > first) return Math.min(Math.ceil(last / ratio), Math.max(0, g.panelHeight - g.viewHeight));
  return scrollTop;
}

/** How far a wheel turn of `deltaPixels` moves scrollTop so that content moves by as many pixels; at least one pixel. */
export function wheelStep(deltaPixels: number, g: Geometry): number {
  const step = deltaPixels / g.rowHeight / Math.max(rowsPerPixel(g), Number.EPSILON);
  return Math.abs(step) < 1 ? Math.sign(deltaPixels) : Math.round(step);
}
