/** A hint of `SELECT /*+ … *\/`. `takes`: what stands in its parentheses. */
export interface Hint {
  readonly name: string;
  readonly takes: 'relations' | 'number' | 'columns' | 'number and columns' | 'nothing';
  readonly what: string;
}

const hint = (name: string, takes: Hint['takes'], what: string): Hint => ({ name, takes, what });

/** Spark 4's hints. Some have more names than one; the usual one is offered. */
export const hints: readonly Hint[] = [
  hint('BROADCAST', 'relations', 'Sends these relations whole to every executor. Also BROADCASTJOIN, MAPJOIN.'),
  hint('MERGE', 'relations', 'Sorts both sides and merges them. Also SHUFFLE_MERGE, MERGEJOIN.'),
  hint('SHUFFLE_HASH', 'relations', 'Shuffles both sides and hashes this one.'),
  hint('SHUFFLE_REPLICATE_NL', 'relations', 'Cartesian product, tested row by row.'),
  hint('COALESCE', 'number', 'No more than so many partitions, without a shuffle.'),
  hint('REPARTITION', 'number and columns', 'So many partitions, by these columns.'),
  hint('REPARTITION_BY_RANGE', 'number and columns', 'Partitions by ranges of these columns.'),
  hint('REBALANCE', 'number and columns', 'Partitions of about equal size, before files are written.'),
];

export function hintNamed(name: string): Hint | null {
  const key = name.toUpperCase();
  const usual = /^(?:BROADCASTJOIN|MAPJOIN)$/.test(key)
    ? 'BROADCAST'
    : /^(?:SHUFFLE_MERGE|MERGEJOIN)$/.test(key)
      ? 'MERGE'
      : key;
  return hints.find(({ name: one }) => one === usual) ?? null;
}
