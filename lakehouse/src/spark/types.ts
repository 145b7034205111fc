/** What the Spark Connect client offers to the extension, the command line and the stack. */
import type { SparkConfig } from '../config/types';

/** What a running statement tells. `batch.data` is one Arrow IPC stream (schema and record batch) as Spark sent it. */
export type ExecuteEvent =
  | { readonly type: 'started'; readonly operationId: string; readonly sessionId: string }
  | {
      readonly type: 'progress';
      readonly stages: number;
      readonly tasks: number;
      readonly completedTasks: number;
      readonly inputBytes: number;
    }
  | { readonly type: 'batch'; readonly data: Uint8Array; readonly rowCount: number; readonly startOffset: number }
  | { readonly type: 'complete'; readonly rowCount: number };

export interface ExecuteOptions {
  /** Aborting interrupts the operation on the server, then ends the iteration with `CANCELLED`. */
  readonly signal?: AbortSignal;
  readonly tags?: readonly string[];
}

/** One session on a server. Every failure is a LakehouseError: Spark's own carry condition, SQLSTATE and position. */
export interface SparkSession {
  readonly sessionId: string;
  readonly sparkVersion: string;
  /** Runs one statement. Commands (DDL, DML) run once, eagerly; queries stream. Backpressure: pulls as you iterate. */
  execute(sql: string, options?: ExecuteOptions): AsyncIterable<ExecuteEvent>;
  getConfig(keys: readonly string[], signal?: AbortSignal): Promise<Readonly<Record<string, string | null>>>;
  setConfig(pairs: Readonly<Record<string, string>>, signal?: AbortSignal): Promise<void>;
  interruptAll(): Promise<void>;
  close(): Promise<void>;
}

export interface ConnectOptions {
  readonly spark: SparkConfig;
  /** A UUID; a new one when absent. */
  readonly sessionId?: string;
  readonly userName?: string;
  readonly userAgent?: string;
  /** How long to wait for the first answer, in milliseconds; default 30,000. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}
