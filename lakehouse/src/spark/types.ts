/** What the Spark Connect client offers to the extension, the command line and the stack. */
import type { SparkConfig } from '../config/types';

/** What a running statement tells. `batch.data` is one Arrow IPC stream (schema and record batch) as Spark sent it. */
export type ExecuteEvent =
  /** Comes again for the query that a command answers with. */
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
  /** Values of `:name` or of each `?` in turn, as SQL writes them: `5`, `'x'`, `DATE'2026-01-01'`, `array(1, 2)`. */
  readonly parameters?: StatementParameters;
  /** At most so many rows of a query. Spark plans with it: without, its driver collects every partition it is slow to send. */
  readonly limit?: number;
}

export type StatementParameters =
  { readonly named: Readonly<Record<string, string>> } | { readonly positional: readonly string[] };

/** One session on a server. Every failure is a LakehouseError: Spark's own carry condition, SQLSTATE and position. */
export interface SparkSession {
  readonly sessionId: string;
  readonly sparkVersion: string;
  /** Runs one statement. Commands (DDL, DML) run once, eagerly; queries stream. Backpressure: pulls as you iterate. */
  execute(sql: string, options?: ExecuteOptions): AsyncIterable<ExecuteEvent>;
  getConfig(keys: readonly string[], signal?: AbortSignal): Promise<Readonly<Record<string, string | null>>>;
  setConfig(pairs: Readonly<Record<string, string>>, signal?: AbortSignal): Promise<void>;
  /** The rows of a small result as texts, null for NULL: for questions about tables, not for results that are shown. */
  texts(sql: string, signal?: AbortSignal): Promise<readonly (readonly (string | null)[])[]>;
  /** The columns a query would have, without running it. */
  schema(sql: string, signal?: AbortSignal): Promise<readonly QueryColumn[]>;
  /** Spark's plan of a statement, formatted, and its logical plans; nothing of it runs. */
  explain(sql: string, signal?: AbortSignal): Promise<string>;
  interruptAll(): Promise<void>;
  /** Ends the session on the server: its temporary views are gone. */
  close(): Promise<void>;
  /** Drops the connection and leaves the session to the server, for a later `connect` with the same `sessionId`. */
  disconnect(): void;
}

/** A column of a query; `type` is Spark's DDL type string. */
export interface QueryColumn {
  readonly name: string;
  readonly type: string;
  readonly nullable: boolean;
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
