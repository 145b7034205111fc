/** What can be said of many values: counts, extremes, sum, the most frequent, and how they spread. */
import { formatValue, type ResultColumn, type SparkType, type Value } from '../../../lakehouse/src/arrow';
import { Slices } from './slices';
import type { View } from './view';

export interface Stats {
  readonly count: number;
  readonly nulls: number;
  /** Null when there are too many to keep apart. */
  readonly distinct: number | null;
  readonly min: string | null;
  readonly max: string | null;
  /** Of numbers: exact for integers and decimals. */
  readonly sum: string | null;
  readonly mean: string | null;
  readonly top: readonly (readonly [text: string, count: number])[];
  /** Of numbers and times: counts of equal stretches from min to max. */
  readonly histogram: readonly number[];
}

/** Distinct values kept apart at most: about 100 MB of short texts. */
const distinctLimit = 1_000_000;
const topCount = 8;
const bins = 20;
const step = 512;

export interface Area {
  readonly top: number;
  readonly bottom: number;
  readonly cols: readonly number[];
}

/** Of the cells of an area. Throws an AbortError when `signal` aborts. */
export async function statsOf(view: View, area: Area, signal: AbortSignal): Promise<Stats> {
  const schema = view.run.schema();
  const parts = area.cols.map((col) => ({ col, column: schema[col] }));
  const types = new Set(parts.map(({ column }) => column?.type));
  const total = new Totals(types.size === 1 ? (parts[0]?.column ?? null) : null);
  const slices = new Slices();
  for (let row = area.top; row <= area.bottom; row++) {
    const at = view.rowAt(row);
    const { batch, start } = view.run.exact(at);
    for (const { col, column } of parts) {
      if (column !== undefined) total.add(batch.value(col, at - start), column.sparkType);
    }
    if ((row * parts.length) % step < parts.length) await slices.pause(signal);
  }
  return total.done(slices, signal);
}

class Totals {
  private count = 0;
  private nulls = 0;
  private counts: Map<string, number> | null = new Map();
  private least: Value = null;
  private most: Value = null;
  private exact = 0n;
  private rough = 0;
  private readonly numbers: number[] = [];

  /** Sums and extremes are of one column, or of columns of one type. */
  constructor(private readonly column: ResultColumn | null) {}

  add(value: Value, type: SparkType): void {
    this.count++;
    if (value === null || value === undefined) {
      this.nulls++;
      return;
    }
    const { counts } = this;
    if (counts !== null) {
      const { text } = formatValue(value, type, { maxLength: 200 });
      counts.set(text, (counts.get(text) ?? 0) + 1);
      if (counts.size > distinctLimit) this.counts = null;
    }
    if (this.column === null || !isOrdered(type)) return;
    if (this.least === null || less(value, this.least)) this.least = value;
    if (this.most === null || less(this.most, value)) this.most = value;
    if (typeof value === 'bigint') this.exact += value;
    else if (typeof value === 'number') this.rough += value;
    if (typeof value === 'bigint' || typeof value === 'number') this.numbers.push(Number(value));
  }

  async done(slices: Slices, signal: AbortSignal): Promise<Stats> {
    const { column, count, nulls, counts } = this;
    const text = (value: Value): string | null =>
      value === null || column === null ? null : formatValue(value, column.sparkType).text;
    const sums = column !== null && isNumber(column.sparkType) && count > nulls;
    const integers = sums && ['tinyint', 'smallint', 'int'].includes(column.sparkType.kind);
    const big = sums && ['bigint', 'decimal'].includes(column.sparkType.kind);
    const sum = !sums ? null : big ? text(this.exact) : integers ? String(this.rough) : formatNumber(this.rough);
    const scale = sums && column.sparkType.kind === 'decimal' ? 10 ** column.sparkType.scale : 1;
    const total = big ? Number(this.exact) / scale : this.rough;
    return {
      count,
      nulls,
      distinct: counts?.size ?? null,
      min: text(this.least),
      max: text(this.most),
      sum,
      mean: sums ? formatNumber(total / (count - nulls)) : null,
      top: counts === null ? [] : topOf(counts),
      histogram: await this.histogram(slices, signal),
    };
  }

  private async histogram(slices: Slices, signal: AbortSignal): Promise<number[]> {
    const [least, most] = [Number(this.least), Number(this.most)];
    if (this.numbers.length === 0 || !(most > least) || !Number.isFinite(most - least)) return [];
    const found = new Array<number>(bins).fill(0);
    for (const [index, number] of this.numbers.entries()) {
      const bin = Math.min(bins - 1, Math.floor(((number - least) / (most - least)) * bins));
      if (bin >= 0) found[bin] = (found[bin] ?? 0) + 1;
      if (index % 4096 === 0) await slices.pause(signal);
    }
    return found;
  }
}

function less(a: Value, b: Value): boolean {
  // NaN is the greatest, as Spark has it.
  if (typeof a === 'number' && Number.isNaN(a)) return false;
  if (typeof b === 'number' && Number.isNaN(b)) return true;
  return (a as number) < (b as number);
}

function isOrdered(type: SparkType): boolean {
  return (
    isNumber(type) ||
    ['string', 'boolean', 'date', 'time', 'timestamp', 'timestamp_ntz', 'year-month', 'day-time'].includes(type.kind)
  );
}

function isNumber({ kind }: SparkType): boolean {
  return ['tinyint', 'smallint', 'int', 'bigint', 'float', 'double', 'decimal'].includes(kind);
}

function topOf(counts: ReadonlyMap<string, number>): [string, number][] {
  const top: [string, number][] = [];
  for (const entry of counts) {
    if (top.length === topCount && entry[1] <= (top.at(-1)?.[1] ?? 0)) continue;
    const at = top.findIndex(([, count]) => count < entry[1]);
    top.splice(at < 0 ? top.length : at, 0, entry);
    top.length = Math.min(top.length, topCount);
  }
  return top;
}

function formatNumber(value: number): string {
  return Number.isFinite(value) ? String(Number(value.toPrecision(12))) : String(value);
}
