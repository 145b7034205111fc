import { describe, expect, it } from 'vitest';
import {
  afterKey,
  all,
  rangeOf,
  wholeColumn,
  wholeRow,
  type Cell,
  type Extent,
  type Selection,
} from '../../../client/webview/results/selection';

const extent: Extent = { rows: 100, cols: 5, pageRows: 11 };
const at = (row: number, col: number): Selection => ({ anchor: { row, col }, focus: { row, col } });
const key = (name: string, ctrl = false, shift = false) => ({ key: name, ctrl, shift });

describe('a key moves the focus', () => {
  const cases: [string, boolean, Cell][] = [
    ['ArrowUp', false, { row: 49, col: 2 }],
    ['ArrowDown', false, { row: 51, col: 2 }],
    ['ArrowLeft', false, { row: 50, col: 1 }],
    ['ArrowRight', false, { row: 50, col: 3 }],
    ['ArrowUp', true, { row: 0, col: 2 }],
    ['ArrowDown', true, { row: 99, col: 2 }],
    ['ArrowLeft', true, { row: 50, col: 0 }],
    ['ArrowRight', true, { row: 50, col: 4 }],
    ['PageUp', false, { row: 40, col: 2 }],
    ['PageDown', false, { row: 60, col: 2 }],
    ['Home', false, { row: 50, col: 0 }],
    ['End', false, { row: 50, col: 4 }],
    ['Home', true, { row: 0, col: 0 }],
    ['End', true, { row: 99, col: 4 }],
  ];
  for (const [name, ctrl, focus] of cases) {
    it(`${ctrl ? 'Ctrl+' : ''}${name}`, () => {
      expect(afterKey(at(50, 2), key(name, ctrl), extent)).toEqual({ anchor: focus, focus });
    });
  }

  it('stops at the edges', () => {
    expect(afterKey(at(0, 0), key('ArrowUp'), extent)).toEqual(at(0, 0));
    expect(afterKey(at(99, 4), key('PageDown'), extent)).toEqual(at(99, 4));
  });

  it('starts at the first cell when nothing is selected', () => {
    expect(afterKey(null, key('ArrowDown'), extent)).toEqual(at(0, 0));
  });

  it('leaves other keys alone, and every key in an empty result', () => {
    expect(afterKey(at(1, 1), key('x'), extent)).toBeNull();
    expect(afterKey(null, key('ArrowDown'), { ...extent, rows: 0 })).toBeNull();
    expect(afterKey(null, key('a', true), { ...extent, cols: 0 })).toBeNull();
  });
});

describe('ranges', () => {
  it('grow from the anchor with Shift', () => {
    const one = afterKey(at(5, 3), key('ArrowUp', false, true), extent);
    const two = afterKey(one, key('Home', false, true), extent);
    expect(two === null ? null : rangeOf(two)).toEqual({ top: 4, bottom: 5, left: 0, right: 3 });
  });

  it('cover everything, whole rows and whole columns, on from an anchor with Shift', () => {
    expect(rangeOf(all(extent))).toEqual({ top: 0, bottom: 99, left: 0, right: 4 });
    expect(rangeOf(wholeRow(7, extent))).toEqual({ top: 7, bottom: 7, left: 0, right: 4 });
    expect(rangeOf(wholeRow(3, extent, at(7, 2)))).toEqual({ top: 3, bottom: 7, left: 0, right: 4 });
    expect(rangeOf(wholeColumn(1, extent, at(7, 2)))).toEqual({ top: 0, bottom: 99, left: 1, right: 2 });
  });
});
