import { describe, expect, it } from 'vitest';
import { binsOf, collect, MOST_POINTS } from '../../../client/webview/chart/collect';
import type { RowSource } from '../../../client/webview/chart/rows';
import { guess, withType, type ChartColumn, type ChartSpec } from '../../../client/webview/chart/spec';
import { extremes } from '../../../client/webview/chart/thin';
import { axisMoment, axisNumber, momentText, numberText, shortened } from '../../../client/webview/chart/labels';
import type { SparkType, Value } from '../../../lakehouse/src/arrow';

type Column = readonly [name: string, type: SparkType, value: (row: number) => Value];

/** Rows in batches of 1,000, computed when asked for. */
function rows(rowCount: number, ...columns: readonly Column[]): RowSource {
  const schema = columns.map(([name, sparkType]) => ({ name, sparkType, type: sparkType.kind }));
  return {
    schema: () => schema,
    rowCount,
    exact(row) {
      const start = Math.floor(row / 1000) * 1000;
      const count = Math.min(1000, rowCount - start);
      const value = (col: number, at: number): Value => columns[col]?.[2](start + at) ?? null;
      return { batch: { columns: schema, rowCount: count, value }, start };
    },
  };
}

const int: SparkType = { kind: 'int' };
const double: SparkType = { kind: 'double' };
const word: SparkType = { kind: 'string' };
const date: SparkType = { kind: 'date' };
const spec = (more: Partial<ChartSpec>): ChartSpec => ({
  type: 'bar',
  x: 0,
  y: [1],
  split: null,
  aggregate: 'sum',
  ...more,
});
const reading = () => ({ signal: new AbortController().signal, progress: () => undefined });

describe('the first guess', () => {
  const columns = (text: string): ChartColumn[] =>
    text.split(' ').map((part) => {
      const [name = '', kind = ''] = part.split(':');
      return { name, kind: kind as ChartColumn['kind'] };
    });
  it.each([
    ['day:time amount:number tax:number', { type: 'line', x: 0, y: [1, 2], split: null }],
    ['day:time order_id:number amount:number', { type: 'line', x: 0, y: [2], split: null }],
    ['amount:number region:text day:time', { type: 'line', x: 2, y: [0], split: 1 }],
    ['region:text orders:number', { type: 'bar', x: 0, y: [1], aggregate: 'sum' }],
    ['open:boolean orders:number', { type: 'bar', x: 0, y: [1] }],
    ['width:number height:number', { type: 'scatter', x: 0, y: [1], aggregate: null }],
    ['width:number', { type: 'histogram', x: 0, y: [] }],
    ['customer_id:number', { type: 'histogram', x: 0 }],
    ['region:text', { type: 'bar', x: 0, y: [], aggregate: 'count' }],
    ['day:time', { type: 'bar', x: 0, y: [], aggregate: 'count' }],
  ])('of %s', (text, expected) => {
    expect(guess(columns(text))).toMatchObject(expected);
  });

  it('is none where nothing can be drawn', () => {
    expect(guess(columns('a:nested b:binary c:null'))).toBeNull();
    expect(guess([])).toBeNull();
  });

  it('keeps columns where they fit when the type changes', () => {
    const three = columns('region:text amount:number day:time');
    const bar = guess(columns('region:text amount:number')) as ChartSpec;
    expect(withType(bar, 'pie', three)).toMatchObject({ type: 'pie', x: 0, y: [1], aggregate: 'sum' });
    expect(withType(bar, 'histogram', three)).toMatchObject({ type: 'histogram', x: 1 });
    expect(withType(bar, 'scatter', three)).toMatchObject({ type: 'scatter', x: 1, y: [1] });
    expect(withType(bar, 'scatter', columns('region:text'))).toBeNull();
    const split = guess(three) as ChartSpec;
    expect(split).toMatchObject({ type: 'line', x: 2, split: 0 });
    expect(withType(split, 'bar', three)).toMatchObject({ type: 'bar', x: 0, y: [1], split: null });
  });
});

describe('what is drawn', () => {
  it('sums, averages, counts and takes extremes by category, in the order of the rows', async () => {
    const source = rows(
      6,
      ['region', word, (row) => (row === 4 ? null : row % 2 === 0 ? 'south' : 'north')],
      ['n', int, (row) => row],
    );
    const values = async (aggregate: ChartSpec['aggregate']) => {
      const { categories, series } = await collect(source, spec({ aggregate }), reading());
      expect(categories).toEqual(['south', 'north', 'NULL']);
      return series[0]?.points.map(([, value]) => value);
    };
    expect(await values('sum')).toEqual([2, 9, 4]);
    expect(await values('avg')).toEqual([1, 3, 4]);
    expect(await values('min')).toEqual([0, 1, 4]);
    expect(await values('max')).toEqual([2, 5, 4]);
    expect(await values('count')).toEqual([2, 3, 1]);
  });

  it('takes the largest of many categories and puts the others together where that is the truth', async () => {
    const source = rows(10_000, ['name', word, (row) => `c${row % 100}`], ['n', int, (row) => row % 100]);
    const sum = await collect(source, spec({ type: 'pie' }), reading());
    expect(sum.categories).toHaveLength(13);
    expect(sum.categories.at(-1)).toBe('Others');
    expect(sum.categories[0]).toBe('c99');
    const total = sum.series[0]?.points.reduce((all, [, value]) => all + value, 0);
    expect(total).toBe(100 * ((99 * 100) / 2));
    expect(sum.notes).toEqual(['The largest 12 of 100 values of name; the other 88 are together as “Others”.']);
    const bars = await collect(source, spec({}), reading());
    expect(bars.categories).toHaveLength(40);
    expect(bars.categories[0]).toBe('c60');
    expect(bars.notes).toEqual(['The largest 40 of 100 values of name; the others, together 177,000, are left out.']);
    const avg = await collect(source, spec({ aggregate: 'avg' }), reading());
    expect(avg.categories).toHaveLength(40);
    expect(avg.notes[0]).toMatch(/the others are left out/);
  });

  it('says which rows have nothing to draw', async () => {
    const source = rows(4, ['x', double, (row) => row], ['y', double, (row) => [1, NaN, null, Infinity][row] ?? null]);
    const { series, notes } = await collect(source, spec({ type: 'scatter', aggregate: null }), reading());
    expect(series[0]?.points).toEqual([[0, 1]]);
    expect(notes).toEqual(['3 rows without a value to draw (NULL, NaN or infinite) left out.']);
  });

  it('draws a sample of many points, and says so', async () => {
    const source = rows(25_000, ['x', int, (row) => row], ['y', int, (row) => -row]);
    const { series, notes } = await collect(source, spec({ type: 'scatter', aggregate: null }), reading());
    expect(series[0]?.points).toHaveLength(Math.ceil(25_000 / 3));
    expect(series[0]?.points.length).toBeLessThanOrEqual(MOST_POINTS);
    const xs = series[0]?.points.map(([at]) => at) ?? [];
    expect(xs.every((at, index) => at >= index * 3 && at < index * 3 + 3)).toBe(true);
    // By lot: of rows that go round three, each third comes about as often.
    for (const rest of [0, 1, 2]) expect(xs.filter((at) => at % 3 === rest).length).toBeGreaterThan(2_500);
    expect(notes).toEqual(['A sample: 8,334 of 25,000 rows, by lot one of each 3.']);
  });

  it('draws a line of many rows with each of its peaks', async () => {
    const peak = 70_123;
    const source = rows(
      100_000,
      ['day', date, (row) => 99_999 - row],
      ['n', double, (row) => (row === peak ? 1e6 : Math.sin(row))],
    );
    const { series, notes, scale } = await collect(source, spec({ type: 'line' }), reading());
    const points = series[0]?.points ?? [];
    expect(scale).toBe('time');
    expect(points.length).toBeLessThan(6_100);
    expect(points).toContainEqual([(99_999 - peak) * 86_400_000, 1e6]);
    expect(points[0]?.[0]).toBe(0);
    expect(points.every(([x], index) => index === 0 || x >= (points[index - 1]?.[0] ?? 0))).toBe(true);
    expect(notes[0]).toMatch(/of 100,000 points drawn/);
  });

  it('counts into bins of round edges, and loses no row', async () => {
    const source = rows(1_000, ['n', int, (row) => row % 97]);
    const { series, binWidth } = await collect(
      source,
      spec({ type: 'histogram', y: [], aggregate: 'count' }),
      reading(),
    );
    expect(binWidth).toBe(5);
    expect(series[0]?.points.reduce((all, [, value]) => all + value, 0)).toBe(1_000);
    expect(binsOf(3, 3, true)).toEqual({ start: 3, width: 1, count: 1 });
    expect(binsOf(0, 4, true)).toEqual({ start: 0, width: 1, count: 5 });
    expect(binsOf(-0.3, 0.3, false)).toMatchObject({ width: 0.02 });
  });

  it('splits into series, of many the largest', async () => {
    const source = rows(600, ['x', int, (row) => row], ['y', int, (row) => row], ['s', word, (row) => `s${row % 12}`]);
    const { series, notes } = await collect(source, spec({ type: 'line', split: 2 }), reading());
    expect(series.map(({ name }) => name)).toHaveLength(10);
    expect(notes).toEqual(['The 10 series with the most points, of 12; the others are left out.']);
  });

  it('reads times as a clock of the session shows them, and decimals with their scale', async () => {
    const zoned: SparkType = { kind: 'timestamp', timeZone: 'Asia/Tokyo' };
    const money: SparkType = { kind: 'decimal', precision: 10, scale: 2 };
    const source = rows(1, ['at', zoned, () => 0n], ['price', money, () => -1250n]);
    const { series } = await collect(source, spec({ type: 'line' }), reading());
    expect(series[0]?.points).toEqual([[9 * 3600 * 1000, -12.5]]);
  });

  it('stops reading when it is aborted', async () => {
    const source = rows(5_000_000, ['x', int, (row) => row], ['y', int, (row) => row]);
    const abort = new AbortController();
    const work = collect(source, spec({}), { signal: abort.signal, progress: () => abort.abort() });
    await expect(work).rejects.toThrow();
  });
});

it('a stretch of a line keeps its first, lowest, highest and last point', () => {
  const points = Array.from({ length: 30_000 }, (_, index): [number, number] => [
    index,
    index % 20 === 7 ? -5 : index % 20 === 13 ? 5 : 0,
  ]);
  const kept = extremes(points);
  expect(kept.length).toBeLessThan(6_010);
  expect(kept.slice(0, 4)).toEqual([
    [0, 0],
    [7, -5],
    [13, 5],
    [19, 0],
  ]);
  expect(extremes(points.slice(0, 10))).toEqual(points.slice(0, 10));
});

it('labels are short and exact enough', () => {
  expect([0, 1234.5, 1e16, 0.00001].map(numberText)).toEqual(['0', '1,234.5', '1.0000e+16', '1.0000e-5']);
  expect([0, 500_000, 1_000_000].map(axisNumber([0, 500_000, 1_000_000]))).toEqual(['0', '500K', '1M']);
  expect([1_000_001, 1_000_002].map(axisNumber([1_000_001, 1_000_002]))).toEqual(['1,000,001', '1,000,002']);
  expect([0, 1500, 86_400_000].map(momentText)).toEqual(['1970-01-01', '1970-01-01 00:00:01.500', '1970-01-02']);
  const day = 86_400_000;
  const moments = (...ticks: number[]) => ticks.map(axisMoment(ticks));
  expect(moments(0, day, 2 * day)).toEqual(['Jan 1, 1970', 'Jan 2', 'Jan 3']);
  expect(moments(0, 31 * day, 365 * day)).toEqual(['Jan 1970', 'Feb', 'Jan 1971']);
  expect(moments(day - 3_600_000, day, day + 3_600_000)).toEqual(['Jan 1 23:00', 'Jan 2 00:00', '01:00']);
  expect(shortened('one\ntwo 😀😀', 9)).toBe('one two …');
});
