/** What scripts/bench.mjs gives an area, and what it wants back. */

export interface BenchContext {
  /** The repository. */
  readonly root: string;
  /** Where downloads are kept. */
  readonly cache: string;
  /** The folder `key` (`name-version`) of the cache, filled by `fill` when it is not there. */
  cached(key: string, fill: (folder: string) => Promise<void> | void): Promise<string>;
  /** `--option NAME=VALUE` of the command line. */
  readonly options: Readonly<Record<string, string | undefined>>;
  log(text: string): void;
}

/** Less is better; `peer` was measured in the same run, alternating with ours. */
export interface BenchResult {
  readonly ours: number;
  readonly peer: number;
  readonly unit: 'ms';
}

/** Keys are `AREA/WORK/PEER`. */
export type BenchResults = Record<string, BenchResult>;

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const [low = NaN, high = NaN] = [sorted[middle - (sorted.length % 2 === 0 ? 1 : 0)], sorted[middle]];
  return (low + high) / 2;
}

/** Milliseconds that `work` takes. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** Runs the two in turns, so that whatever else the machine does meets both; medians after `warmup` turns. */
export async function alternate(
  ours: () => Promise<number>,
  peer: () => Promise<number>,
  turns: { readonly warmup: number; readonly measured: number },
): Promise<BenchResult> {
  const times = { ours: [] as number[], peer: [] as number[] };
  for (let turn = 0; turn < turns.warmup + turns.measured; turn++) {
    // Who goes first changes: the second may find the server warm, or collecting the first one's garbage.
    const order = turn % 2 === 0 ? (['ours', 'peer'] as const) : (['peer', 'ours'] as const);
    for (const who of order) {
      const time = await (who === 'ours' ? ours() : peer());
      if (turn >= turns.warmup) times[who].push(time);
    }
  }
  return { ours: median(times.ours), peer: median(times.peer), unit: 'ms' };
}
