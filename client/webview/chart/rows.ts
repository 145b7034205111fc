/** Cells as a chart takes them: numbers, moments of time and words. */
import {
  formatValue,
  zonedMillis,
  type ResultBatch,
  type ResultColumn,
  type Value,
} from '../../../lakehouse/src/arrow';

/** What a chart reads: a result, of which more may come. */
export interface RowSource {
  /** Empty before the first batch. */
  schema(): readonly ResultColumn[];
  readonly rowCount: number;
  exact(row: number): { readonly batch: ResultBatch; readonly start: number };
}

/** Longest word on an axis or in a legend. */
const LONGEST = 80;

/** A cell as a number: a time in milliseconds, as a clock of the session shows it. NaN for NULL and what is none. */
export function numberReader({ sparkType: type }: ResultColumn): (value: Value) => number {
  switch (type.kind) {
    case 'decimal': {
      const unit = 10 ** type.scale;
      return (value) => (value === null ? NaN : Number(value) / unit);
    }
    case 'date':
      return (value) => (value === null ? NaN : (value as number) * 86_400_000);
    case 'time':
      return (value) => (value === null ? NaN : Number(value) / 1e6);
    case 'timestamp':
      return (value) => (value === null ? NaN : zonedMillis(value as bigint, type.timeZone));
    case 'timestamp_ntz':
      return (value) => (value === null ? NaN : Number(value) / 1000);
    default:
      return (value) => (typeof value === 'number' || typeof value === 'bigint' ? Number(value) : NaN);
  }
}

export function wordReader({ sparkType: type }: ResultColumn): (value: Value) => string {
  return (value) => (value === null ? 'NULL' : formatValue(value, type, { maxLength: LONGEST }).text);
}

/** Cells read between two looks at the clock, and how long the page may be busy at a time, in milliseconds. */
const AT_ONCE = 2_000;
const BUSY_MS = 12;

export interface Reading {
  readonly signal: AbortSignal;
  /** From 0 to 1. */
  readonly progress: (fraction: number) => void;
}

/**
 * Calls `take` for every row, or for one of each `step` rows, a little at a time, so that the page stays alive. Which one is
 * drawn by lot: every twentieth would see only one region where the rows go round four. The lots are the same each time.
 * Rejects once it is aborted.
 */
export async function eachRow(
  source: RowSource,
  step: number,
  { signal, progress }: Reading,
  take: (batch: ResultBatch, row: number) => void,
): Promise<void> {
  const { rowCount } = source;
  const lot = lots();
  let since = performance.now();
  for (let row = 0; row < rowCount;) {
    if (step === 1) {
      const { batch, start } = source.exact(row);
      const end = Math.min(rowCount, start + batch.rowCount, row + AT_ONCE);
      for (; row < end; row++) take(batch, row - start);
    } else {
      const end = Math.min(rowCount, row + AT_ONCE * step);
      for (; row < end; row += step) {
        const drawn = row + Math.floor(lot() * Math.min(step, rowCount - row));
        const { batch, start } = source.exact(drawn);
        take(batch, drawn - start);
      }
    }
    if (performance.now() - since < BUSY_MS) continue;
    progress(row / rowCount);
    await nextTask();
    signal.throwIfAborted();
    since = performance.now();
  }
  signal.throwIfAborted();
}

/** Numbers from 0 up to 1 (mulberry32). */
function lots(): () => number {
  let state = 1;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** The same in a page and in Node, whose types differ. */
interface Port {
  onmessage: (() => void) | null;
  postMessage(message: null): void;
  close(): void;
}

/** By a message: browsers hold timers of a hidden page back. */
function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel() as unknown as Readonly<Record<'port1' | 'port2', Port>>;
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
