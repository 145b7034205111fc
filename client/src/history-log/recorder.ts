import { randomUUID } from 'node:crypto';
import type { HistoryEntry, StatementEnd } from './entry';
import { maskLiterals } from './mask';

/** Longer texts, in UTF-16 units, are kept cut: a generated script must not fill the disk. */
export const LONGEST_SQL = 100_000;
const LONGEST_MESSAGE = 2_000;

/** Told once of every statement that ended. Never throws and never makes the query wait. */
export type Recorder = (end: StatementEnd) => void;

/** A recorder that keeps entries with `append`; what goes wrong is told to `failed`, never to the query. */
export function recorder(
  append: (entry: HistoryEntry) => Promise<void>,
  masks: () => boolean,
  failed: (error: unknown) => void,
): Recorder {
  return (end) => {
    try {
      append(toEntry(end, masks())).catch(failed);
    } catch (error) {
      failed(error);
    }
  };
}

/** The entry of a statement. Spark's messages repeat literals and the statement: with `mask` only the condition is kept. */
export function toEntry(end: StatementEnd, mask: boolean): HistoryEntry {
  const text = mask ? maskLiterals(end.sql) : end.sql;
  const sql = text.slice(0, LONGEST_SQL);
  const { failure, ...rest } = end;
  const entry = { ...rest, id: randomUUID(), sql, whole: sql === end.sql };
  if (failure === undefined) return entry;
  const message = mask ? '' : failure.message.slice(0, LONGEST_MESSAGE);
  return { ...entry, failure: { condition: failure.condition, message } };
}
