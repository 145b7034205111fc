/** Sorting rows by a column, in short pieces. Stable, NULL first and NaN last, as Spark's ORDER BY has them. */
import { jsonText, type SparkType, type Value } from '../../../lakehouse/src/arrow';
import { Slices } from './slices';
import type { Run } from './run';

export interface Sort {
  readonly col: number;
  readonly descending: boolean;
}

/** Rows handled between two looks at the clock. */
const step = 2048;

/** The rows of `rows` (all when null) in the order of a column. Throws an AbortError when `signal` aborts. */
export async function sorted(run: Run, rows: Uint32Array, { col, descending }: Sort, signal: AbortSignal) {
  const type = run.schema()[col]?.sparkType ?? { kind: 'void' };
  const slices = new Slices();
  const keys = await keysOf(run, rows, col, type, slices, signal);
  const direction = descending ? -1 : 1;
  const places = await mergeSorted(rows.length, (a, b) => direction * keys(a, b), slices, signal);
  for (let at = 0; at < places.length; at++) places[at] = rows[places[at] ?? 0] ?? 0;
  return places;
}

/** How the values at two places compare. */
type Compare = (a: number, b: number) => number;

async function keysOf(
  run: Run,
  rows: Uint32Array,
  col: number,
  type: SparkType,
  slices: Slices,
  signal: AbortSignal,
): Promise<Compare> {
  const nulls = new Uint8Array(rows.length);
  const store = storeFor(type, rows.length);
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at] ?? 0;
    const { batch, start } = run.exact(row);
    const value = batch.value(col, row - start);
    if (value === null || value === undefined) nulls[at] = 1;
    else store.set(at, value);
    if (at % step === 0) await slices.pause(signal);
  }
  return (a, b) => {
    const [left, right] = [nulls[a] ?? 0, nulls[b] ?? 0];
    return left + right > 0 ? right - left : store.compare(a, b);
  };
}

/** Keeps values as small as their type allows: a million of them is usual. */
function storeFor(type: SparkType, length: number): { set(at: number, value: Value): void; compare: Compare } {
  switch (type.kind) {
    case 'boolean':
    case 'tinyint':
    case 'smallint':
    case 'int':
    case 'float':
    case 'double':
    case 'date':
    case 'year-month': {
      const numbers = new Float64Array(length);
      return {
        set: (at, value) => (numbers[at] = Number(value)),
        compare: (a, b) => compareNumbers(numbers[a] ?? 0, numbers[b] ?? 0),
      };
    }
    case 'bigint':
    case 'timestamp':
    case 'timestamp_ntz':
    case 'day-time':
    case 'time': {
      const numbers = new BigInt64Array(length);
      return {
        set: (at, value) => (numbers[at] = BigInt(value as bigint)),
        compare: (a, b) => order(numbers[a] ?? 0n, numbers[b] ?? 0n),
      };
    }
    case 'decimal': {
      const numbers = new Array<bigint>(length);
      return {
        set: (at, value) => (numbers[at] = BigInt(value as bigint)),
        compare: (a, b) => order(numbers[a] ?? 0n, numbers[b] ?? 0n),
      };
    }
    default: {
      const texts = new Array<string>(length);
      const text = type.kind === 'string' ? (value: Value) => value as string : (value: Value) => jsonText(value, type);
      return {
        set: (at, value) => (texts[at] = text(value)),
        compare: (a, b) => order(texts[a] ?? '', texts[b] ?? ''),
      };
    }
  }
}

function order<T extends bigint | string>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function compareNumbers(a: number, b: number): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
  return a - b;
}

/** 0 to `length - 1`: by a loop, since `from` with a function takes a hundred times as long. */
export function firstNumbers(length: number): Uint32Array {
  const numbers = new Uint32Array(length);
  for (let index = 0; index < length; index++) numbers[index] = index;
  return numbers;
}

/** The places 0 to `length - 1` in order: a merge sort from the bottom up, which can stop anywhere for a moment. */
export async function mergeSorted(
  length: number,
  compare: Compare,
  slices: Slices,
  signal: AbortSignal,
): Promise<Uint32Array> {
  let from: Uint32Array = firstNumbers(length);
  for (let start = 0; start < length; start += step) {
    from.subarray(start, start + step).sort(compare);
    await slices.pause(signal);
  }
  let to: Uint32Array = new Uint32Array(length);
  for (let width = step; width < length; width *= 2) {
    for (let start = 0; start < length; start += 2 * width) {
      const middle = Math.min(start + width, length);
      const end = Math.min(start + 2 * width, length);
      let [left, right] = [start, middle];
      for (let at = start; at < end; at++) {
        const takeLeft = left < middle && (right >= end || compare(from[left] ?? 0, from[right] ?? 0) <= 0);
        to[at] = from[takeLeft ? left++ : right++] ?? 0;
        if (at % step === 0) await slices.pause(signal);
      }
    }
    [from, to] = [to, from];
  }
  return from;
}
