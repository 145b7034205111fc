/** The rows of a result brought down to what a picture can hold, and a word about everything that was left out. */
import type { ResultColumn } from '../../../lakehouse/src/arrow';
import { formatCount, plural } from '../shared/format';
import { Groups } from './groups';
import { numberText } from './labels';
import { eachRow, numberReader, wordReader, type Reading, type RowSource } from './rows';
import type { ChartSpec } from './spec';
import { thinned } from './thin';

export type Scale = 'time' | 'number' | 'category';

export interface Series {
  readonly name: string;
  /** Pairs of x and y in order of x; a category is its index. */
  readonly points: readonly (readonly [number, number])[];
}

export interface ChartData {
  readonly scale: Scale;
  /** The names along the axis, for `category`. */
  readonly categories: readonly string[];
  readonly series: readonly Series[];
  readonly xName: string;
  readonly yName: string;
  /** Of a histogram: the width of a bin. */
  readonly binWidth: number | null;
  /** What the picture does not show of the rows. */
  readonly notes: readonly string[];
}

/** Points of a scatter chart, and rows a line is made from, at most. */
export const MOST_POINTS = 10_000;
const MOST_LINE_ROWS = 1_000_000;
const MOST_BARS = 40;
const MOST_SLICES = 12;
const MOST_SERIES = 10;
const BINS = 30;

export async function collect(source: RowSource, spec: ChartSpec, reading: Reading): Promise<ChartData> {
  const columns = source.schema();
  const x = columnAt(columns, spec.x);
  if (spec.type === 'histogram') return histogram(source, spec, x, reading);
  if (spec.type === 'bar' || spec.type === 'pie') return bars(source, spec, x, reading);
  const scale = scaleOf(x);
  if (scale === 'category') return bars(source, spec, x, reading);
  return spec.aggregate === null ? points(source, spec, x, reading) : line(source, spec, x, reading);
}

function columnAt(columns: readonly ResultColumn[], index: number): ResultColumn {
  const column = columns[index];
  if (column === undefined) throw new Error('this result has other columns now');
  return column;
}

function scaleOf({ sparkType: { kind } }: ResultColumn): Scale {
  if (['date', 'timestamp', 'timestamp_ntz'].includes(kind)) return 'time';
  return ['tinyint', 'smallint', 'int', 'bigint', 'float', 'double', 'decimal', 'time'].includes(kind)
    ? 'number'
    : 'category';
}

/** Every row a point: of many rows every so manyth. */
async function points(source: RowSource, spec: ChartSpec, x: ResultColumn, reading: Reading): Promise<ChartData> {
  const columns = source.schema();
  const most = spec.type === 'scatter' ? MOST_POINTS : MOST_LINE_ROWS;
  const step = Math.max(1, Math.ceil(source.rowCount / most));
  const ys = spec.y.map((index) => ({ index, read: numberReader(columnAt(columns, index)) }));
  const split = spec.split === null ? null : wordReader(columnAt(columns, spec.split));
  const readX = numberReader(x);
  const found = new Map<string, [number, number][]>();
  const left = { rows: 0 };
  let seen = 0;
  await eachRow(source, step, reading, (batch, row) => {
    seen++;
    const at = readX(batch.value(spec.x, row));
    let drawn = false;
    for (const { index, read } of ys) {
      const value = read(batch.value(index, row));
      if (!Number.isFinite(at) || !Number.isFinite(value)) continue;
      drawn = true;
      const name = split === null ? (columns[index]?.name ?? '') : split(batch.value(spec.split ?? 0, row));
      const list = found.get(name);
      if (list === undefined) found.set(name, [[at, value]]);
      else list.push([at, value]);
    }
    if (!drawn) left.rows++;
  });
  const notes = [...sampleNote(step, seen, source.rowCount), ...leftNote(left.rows)];
  let series = largest(found, notes).map(([name, list]) => ({ name, points: list }));
  if (spec.type === 'line') {
    for (const { points } of series) points.sort(([a], [b]) => a - b);
    series = thinned(series, notes);
  }
  return { ...named(spec, columns), scale: scaleOf(x), categories: [], series, binWidth: null, notes };
}

/** Rows of one x are one point. */
async function line(source: RowSource, spec: ChartSpec, x: ResultColumn, reading: Reading): Promise<ChartData> {
  const columns = source.schema();
  const { groups, notes } = await grouped(source, spec, numberReader(x), reading);
  const found = new Map(
    [...groups.series()].map(([name, values]): [string, [number, number][]] => [
      name,
      [...values].filter(([at]) => Number.isFinite(at)).sort(([a], [b]) => a - b),
    ]),
  );
  const series = thinned(
    largest(found, notes).map(([name, list]) => ({ name, points: list })),
    notes,
  );
  return { ...named(spec, columns), scale: scaleOf(x), categories: [], series, binWidth: null, notes };
}

/** A bar, slice or point a category; of many the largest. */
async function bars(source: RowSource, spec: ChartSpec, x: ResultColumn, reading: Reading): Promise<ChartData> {
  const columns = source.schema();
  const read = wordReader(x);
  const { groups, notes } = await grouped(source, spec, read, reading);
  const series = largest(groups.series(), notes, (values) => values.size);
  const totals = new Map<string, number>();
  for (const [, values] of series) {
    for (const [name, value] of values) totals.set(name, (totals.get(name) ?? 0) + Math.abs(value));
  }
  const most = spec.type === 'pie' ? MOST_SLICES : spec.type === 'line' ? MOST_POINTS : MOST_BARS;
  let categories = [...totals.keys()];
  const all = categories.length;
  const kept =
    spec.type === 'pie' || all > most
      ? [...categories].sort((a, b) => (totals.get(b) ?? 0) - (totals.get(a) ?? 0))
      : categories;
  const rest = new Set(kept.slice(most));
  categories = spec.type === 'pie' ? kept.slice(0, most) : categories.filter((name) => !rest.has(name));
  // Sums and counts of the others add up to one more slice; beside bars it would dwarf them. Averages do not add up.
  const additive = spec.aggregate === 'sum' || spec.aggregate === 'count';
  const together = rest.size > 0 && additive && spec.type === 'pie';
  if (rest.size > 0) {
    let restTotal = 0;
    for (const [, values] of series) for (const name of rest) restTotal += values.get(name) ?? 0;
    const others = together
      ? `the other ${formatCount(rest.size)} are together as “Others”`
      : additive
        ? `the others, together ${numberText(restTotal)}, are left out`
        : 'the others are left out';
    notes.push(`The largest ${formatCount(categories.length)} of ${plural(all, 'value')} of ${x.name}; ${others}.`);
  }
  const result = series.map(([name, values]) => {
    const points = categories.flatMap((category, index): [number, number][] => {
      const value = values.get(category);
      return value === undefined ? [] : [[index, value]];
    });
    if (together) {
      let sum = 0;
      for (const other of rest) sum += values.get(other) ?? 0;
      points.push([categories.length, sum]);
    }
    return { name, points };
  });
  if (spec.type === 'pie' && result.some(({ points }) => points.some(([, value]) => value < 0))) {
    notes.push('Negative values have no slice.');
  }
  const named_ = named(spec, columns);
  return {
    ...named_,
    scale: 'category',
    categories: together ? [...categories, 'Others'] : categories,
    series: result,
    binWidth: null,
    notes,
  };
}

async function grouped<X extends number | string>(
  source: RowSource,
  spec: ChartSpec,
  readX: (value: Parameters<ReturnType<typeof wordReader>>[0]) => X,
  reading: Reading,
): Promise<{ groups: Groups<X>; notes: string[] }> {
  const columns = source.schema();
  const groups = new Groups<X>(spec.aggregate ?? 'sum');
  const ys = spec.y.map((index) => ({
    index,
    name: columnAt(columns, index).name,
    read: numberReader(columnAt(columns, index)),
  }));
  const split = spec.split === null ? null : wordReader(columnAt(columns, spec.split));
  let left = 0;
  await eachRow(source, 1, reading, (batch, row) => {
    const at = readX(batch.value(spec.x, row));
    if (typeof at === 'number' && !Number.isFinite(at)) {
      left++;
      return;
    }
    const word = split === null ? null : split(batch.value(spec.split ?? 0, row));
    if (ys.length === 0 || spec.aggregate === 'count') {
      groups.add(word ?? 'Rows', at, 1);
      return;
    }
    let drawn = false;
    for (const { index, name, read } of ys) {
      const value = read(batch.value(index, row));
      if (!Number.isFinite(value)) continue;
      drawn = true;
      groups.add(word ?? name, at, value);
    }
    if (!drawn) left++;
  });
  const notes = leftNote(left);
  if (groups.overflow > 0)
    notes.push(`${plural(groups.overflow, 'row')} of further values left out: there are too many to tell apart.`);
  return { groups, notes };
}

async function histogram(source: RowSource, spec: ChartSpec, x: ResultColumn, reading: Reading): Promise<ChartData> {
  const read = numberReader(x);
  let [low, high, left] = [Infinity, -Infinity, 0];
  const half = (offset: number): Reading => ({ ...reading, progress: (done) => reading.progress((offset + done) / 2) });
  await eachRow(source, 1, half(0), (batch, row) => {
    const value = read(batch.value(spec.x, row));
    if (!Number.isFinite(value)) left++;
    else {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  });
  const scale = scaleOf(x);
  const base = { xName: x.name, yName: 'Rows', scale, categories: [], notes: leftNote(left) };
  if (low > high) return { ...base, series: [], binWidth: null };
  const whole = x.type.endsWith('int');
  const { start, width, count } = binsOf(low, high, whole);
  const counts = new Array<number>(count).fill(0);
  await eachRow(source, 1, half(1), (batch, row) => {
    const value = read(batch.value(spec.x, row));
    if (!Number.isFinite(value)) return;
    const bin = Math.max(0, Math.min(count - 1, Math.floor((value - start) / width)));
    counts[bin] = (counts[bin] ?? 0) + 1;
  });
  const points = counts.map((rows, index): [number, number] => [start + index * width, rows]);
  return { ...base, series: [{ name: 'Rows', points }], binWidth: width };
}

/** About thirty bins whose edges are round numbers; of whole numbers no bin is narrower than one. */
export function binsOf(low: number, high: number, whole: boolean): { start: number; width: number; count: number } {
  const spread = high - low;
  if (!(spread > 0)) {
    const width = whole ? 1 : Math.abs(low) > 0 ? Math.abs(low) / 10 : 1;
    return { start: whole ? low : low - width / 2, width, count: 1 };
  }
  const raw = spread / BINS;
  const power = 10 ** Math.floor(Math.log10(raw));
  const factor = [1, 2, 5, 10].find((candidate) => candidate * power >= raw) ?? 10;
  const width = whole ? Math.max(1, Math.round(factor * power)) : factor * power;
  const start = Math.floor(low / width) * width;
  return { start, width, count: Math.floor((high - start) / width) + 1 };
}

/** The series with the most; a legend of hundreds is none. */
function largest<T extends { readonly length: number } | ReadonlyMap<unknown, unknown>>(
  found: ReadonlyMap<string, T>,
  notes: string[],
  size: (list: T) => number = (list) => ('length' in list ? list.length : list.size),
): [string, T][] {
  const all = [...found];
  if (all.length <= MOST_SERIES) return all;
  notes.push(`The ${MOST_SERIES} series with the most points, of ${formatCount(all.length)}; the others are left out.`);
  const kept = new Set([...all].sort(([, a], [, b]) => size(b) - size(a)).slice(0, MOST_SERIES));
  return all.filter((one) => kept.has(one));
}

function named(spec: ChartSpec, columns: readonly ResultColumn[]): { xName: string; yName: string } {
  const names = spec.y.map((index) => columns[index]?.name ?? '').join(', ');
  const { aggregate } = spec;
  const yName =
    names === '' || aggregate === 'count' ? 'Rows' : aggregate === null ? names : `${aggregate} of ${names}`;
  return { xName: columns[spec.x]?.name ?? '', yName };
}

function sampleNote(step: number, seen: number, rowCount: number): string[] {
  if (step === 1) return [];
  return [`A sample: ${formatCount(seen)} of ${plural(rowCount, 'row')}, by lot one of each ${formatCount(step)}.`];
}

function leftNote(rows: number): string[] {
  return rows === 0 ? [] : [`${plural(rows, 'row')} without a value to draw (NULL, NaN or infinite) left out.`];
}
