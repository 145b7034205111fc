/** Sorting, filtering and counting of a run's rows. */
import * as arrow from '@uwdata/flechette';
import { describe, expect, it } from 'vitest';
import { testOf } from '../../../client/webview/results/filter';
import { mergeSorted } from '../../../client/webview/results/order';
import { Run } from '../../../client/webview/results/run';
import { Slices } from '../../../client/webview/results/slices';
import { statsOf } from '../../../client/webview/results/stats';
import { View } from '../../../client/webview/results/view';
import { kinds, orders } from '../../e2e/webview/arrow';

const { signal } = new AbortController();

function bytes(columns: Record<string, arrow.Column<unknown>>): Uint8Array {
  const stream = arrow.tableToIPC(arrow.tableFromColumns(columns), { format: 'stream' });
  if (stream === null) throw new Error('no bytes');
  return stream;
}

function viewOf(...batches: readonly (readonly [Uint8Array, number])[]): View {
  const run = new Run(1, 'SELECT 1', 'local', 'UTC');
  for (const [data, rows] of batches) run.append(data, rows);
  return new View(run);
}

const numbers = (...values: (number | null)[]): readonly [Uint8Array, number] => [
  bytes({ n: arrow.columnFromArray(values, arrow.float64()) }),
  values.length,
];
const texts = (view: View, col = 0) => Array.from({ length: view.rowCount }, (_, row) => view.text(row, col));

describe('sorting', () => {
  it('has NULL first and NaN last, over batches, and the other way round when descending', async () => {
    const view = viewOf(numbers(3, NaN, null), numbers(-1, 10, 2));
    view.sort = { col: 0, descending: false };
    expect(await view.update()).toBe(true);
    expect(texts(view)).toEqual([null, '-1.0', '2.0', '3.0', '10.0', 'NaN']);
    expect(view.rowAt(1)).toBe(3);
    view.sort = { col: 0, descending: true };
    await view.update();
    expect(texts(view)).toEqual(['NaN', '10.0', '3.0', '2.0', '-1.0', null]);
    view.sort = null;
    await view.update();
    expect(view.order).toBeNull();
  });

  it('sorts every kind of column by its values, not by their digits', async () => {
    const view = viewOf([kinds(), 3]);
    view.sort = { col: 0, descending: false };
    await view.update();
    const sorted = texts(view).filter((text) => text !== null);
    expect(sorted).toEqual(['-9223372036854775808', '9223372036854775807']);
    for (let col = 0; col < (view.run.columns?.length ?? 0); col++) {
      view.sort = { col, descending: false };
      expect(await view.update()).toBe(true);
      expect(new Set(view.order)).toEqual(new Set([0, 1, 2]));
    }
  });

  it('is stable, and right for any length', async () => {
    let seed = 7;
    const random = (below: number) => (seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0) % below;
    for (const length of [0, 1, 2, 2047, 2048, 2049, 6000, 20_000]) {
      const keys = Array.from({ length }, () => random(50));
      const compare = (a: number, b: number) => (keys[a] ?? 0) - (keys[b] ?? 0);
      const found = await mergeSorted(length, compare, new Slices(), signal);
      const expected = keys.map((_, index) => index).sort((a, b) => compare(a, b) || a - b);
      expect([...found]).toEqual(expected);
    }
  });

  it('that is overtaken by another changes nothing', async () => {
    const view = viewOf([orders(20_000), 20_000]);
    view.sort = { col: 1, descending: false };
    const first = view.update();
    view.sort = { col: 0, descending: true };
    const second = view.update();
    expect(await first).toBe(false);
    expect(await second).toBe(true);
    expect(view.text(0, 0)).toBe('19999');
    expect(view.busy).toBe(false);
  });
});

describe('filtering', () => {
  it.each([
    ['AB', 'xaby', true],
    ['AB', null, false],
    ['null', null, true],
    ['null', 'null', false],
    ['!null', '', true],
    ['!NULL', null, false],
    ['> 9', '10', true],
    ['> 9', '9.0', false],
    ['>= 9', '9.0', true],
    ['= 9007199254740993', '9007199254740992', false],
    ['= 9007199254740993', '9007199254740993', true],
    ['< 2026-02', '2026-01-31', true],
    ['!= x', 'y', true],
    ['<> x', null, false],
    ['= ', '', true],
    ['=', 'x', false],
  ])('%s of %s is %s', (filter, cell, expected) => expect(testOf(filter)(cell)).toBe(expected));

  it('keeps the rows that have it in any column or in one, and sorts what it keeps', async () => {
    const view = viewOf([orders(1000), 1000], [orders(1000, 1000), 1000]);
    view.filter = { text: 'north', col: null };
    view.sort = { col: 0, descending: true };
    await view.update();
    expect(view.rowCount).toBeGreaterThan(100);
    expect(new Set(texts(view, 2))).toEqual(new Set(['north']));
    const ids = texts(view).map(Number);
    expect(ids).toEqual([...ids].sort((a, b) => b - a));
    view.filter = { text: 'north', col: 1 };
    await view.update();
    expect(view.rowCount).toBe(0);
  });
});

describe('statistics', () => {
  it('are exact for 64-bit integers, and count NULL apart', async () => {
    const view = viewOf([kinds(), 3]);
    const stats = await statsOf(view, { top: 0, bottom: 2, cols: [0] }, signal);
    expect(stats).toMatchObject({
      count: 3,
      nulls: 1,
      distinct: 2,
      min: '-9223372036854775808',
      max: '9223372036854775807',
      sum: '-1',
    });
    const price = await statsOf(view, { top: 0, bottom: 2, cols: [4] }, signal);
    expect(price).toMatchObject({ sum: '12.49', min: '-0.01', max: '12.50', mean: '6.245' });
  });

  it('spread over bins and tell the most frequent first', async () => {
    const view = viewOf(numbers(...Array.from({ length: 100 }, (_, index) => (index < 60 ? 1 : index))));
    const stats = await statsOf(view, { top: 0, bottom: 99, cols: [0] }, signal);
    expect(stats.top[0]).toEqual(['1.0', 60]);
    expect(stats.histogram[0]).toBe(60);
    expect(stats.histogram.reduce((sum, count) => sum + count)).toBe(100);
    expect(stats).toMatchObject({ min: '1.0', max: '99.0', sum: '3240', mean: '32.4', distinct: 41 });
  });

  it('of columns of several types have counts alone', async () => {
    const view = viewOf([orders(10), 10]);
    const stats = await statsOf(view, { top: 0, bottom: 9, cols: [0, 1] }, signal);
    expect(stats).toMatchObject({ count: 20, min: null, sum: null });
  });
});
