import { describe, expect, it } from 'vitest';
import {
  rowsPerPixel,
  scrollTopFor,
  visibleRows,
  wheelStep,
  type Geometry,
} from '../../../client/webview/results/geometry';

/** As regular-table lays it out: rows and header at their height, ten million pixels at most. */
function geometry(rows: number, viewHeight = 600): Geometry {
  const rowHeight = 22;
  return { rows, rowHeight, headerRows: 2, viewHeight, panelHeight: Math.min(10_000_000, (rows + 2) * rowHeight) };
}

const firstRow = (scrollTop: number, g: Geometry) => scrollTop * rowsPerPixel(g);

describe('rows and pixels', () => {
  for (const rows of [100, 10_000, 454_000, 1_000_000, 10_000_000]) {
    it(`brings each of ${rows} rows wholly on screen, from above and from below`, () => {
      const g = geometry(rows);
      const bottom = g.panelHeight - g.viewHeight;
      for (const row of [0, 1, Math.floor(rows / 3), rows - 2, rows - 1]) {
        for (const from of [0, bottom]) {
          const top = scrollTopFor(row, from, g);
          expect(top).toBeGreaterThanOrEqual(0);
          expect(top).toBeLessThanOrEqual(bottom);
          expect(firstRow(top, g)).toBeLessThanOrEqual(row + 1e-6);
          expect(firstRow(top, g) + visibleRows(g)).toBeGreaterThanOrEqual(row + 1 - 1e-6);
        }
      }
    });
  }

  it('does not scroll to a row on screen, nor when all rows fit', () => {
    const g = geometry(1000);
    expect(scrollTopFor(12, 22 * 5, g)).toBe(22 * 5);
    expect(scrollTopFor(9, 0, geometry(10))).toBe(0);
  });

  it('turns a wheel by as many rows whether or not the panel is cut', () => {
    for (const rows of [1000, 10_000_000]) {
      const g = geometry(rows);
      const moved = wheelStep(110, g) * rowsPerPixel(g);
      expect(moved).toBeGreaterThan(4);
      expect(moved).toBeLessThan(6);
    }
    expect(wheelStep(-1, geometry(10_000_000))).toBe(-1);
  });
});
