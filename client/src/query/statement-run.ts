/** What running a statement is, wherever its rows are shown: one more try in a new session, what the history is told. */
import type { ConnectionConfig } from '../../../lakehouse/src/config';
import { LakehouseError } from '../../../lakehouse/src/errors';
import type { Effect } from '../../../server/src/protocol';
import type { ErrorUi } from '../errors-ui';
import type { Outcome, Written } from '../history-log/entry';
import type { Recorder } from '../history-log/recorder';
import type { Sessions } from './sessions';
import { writtenSnapshots } from './written';

/** How far a statement is. */
export interface Execution {
  rows: number;
  /** As the server's reports of progress have it: a statement that is done before the first has none. */
  bytesRead: number;
  /** The server has done something for the statement: running it again could do it twice. */
  answered: boolean;
}

/** Tells the history how a statement ended: `startedMs` is a time of day, `elapsedMs` how long it runs by now. */
export function recordOf(
  record: Recorder,
  connection: string,
  sql: string,
  execution: Execution,
  { startedMs, elapsedMs }: { readonly startedMs: number; readonly elapsedMs: () => number },
) {
  return (outcome: Outcome, error?: LakehouseError, durationMs = elapsedMs(), written?: readonly Written[]): void =>
    record({
      connection,
      sql,
      startedMs,
      durationMs,
      rows: execution.rows,
      bytesRead: execution.bytesRead > 0 ? execution.bytesRead : undefined,
      written: written?.length ? written : undefined,
      outcome,
      failure: error && { condition: error.condition ?? error.code, message: error.message },
    });
}

/**
 * Where the session is gone before a reading statement got an answer, it runs once more in a new session; what may write
 * is left to the user to run again. Throws what the last try threw.
 */
export async function withRetry(
  sessions: Sessions,
  connection: string,
  effect: Effect,
  execution: Execution,
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!isLostSession(error) || execution.answered || !effect.reads) throw error;
    sessions.drop(connection);
    await work();
  }
}

/** The snapshots a statement made. Never rejects: what cannot be known is not told. */
export async function writtenBy(
  { sessions, errors }: { readonly sessions: Sessions; readonly errors: ErrorUi },
  config: ConnectionConfig,
  { writes }: Effect,
  elapsedMs: () => number,
  signal: AbortSignal,
): Promise<readonly Written[]> {
  try {
    const { session } = await sessions.get(config, signal);
    return await writtenSnapshots(session, writes, elapsedMs, signal);
  } catch (error) {
    errors.record(LakehouseError.from(error), 'snapshot of a write');
    return [];
  }
}

export function isLostSession(error: unknown): boolean {
  return error instanceof LakehouseError && error.code === 'SESSION_LOST';
}
