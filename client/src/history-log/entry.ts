/** What the history keeps of a statement, and the line of JSON it is kept as. */

export type Outcome = 'done' | 'failed' | 'cancelled';

/** How a statement ended, as the one who ran it tells it. */
export interface StatementEnd {
  readonly connection: string;
  readonly sql: string;
  /** Milliseconds since 1970. */
  readonly startedMs: number;
  readonly durationMs: number;
  readonly rows: number;
  /** As far as the server told of it while it ran. */
  readonly bytesRead?: number;
  /** The snapshots it made. */
  readonly written?: readonly Written[];
  readonly outcome: Outcome;
  /** Of a statement that failed: Spark's condition or our code, and what was said. */
  readonly failure?: { readonly condition: string; readonly message: string };
}

/** A snapshot of an Iceberg table that a statement made. */
export interface Written {
  /** Parts of the name, catalog first. */
  readonly table: readonly string[];
  readonly branch: string;
  readonly snapshotId: string;
  /** The snapshot before, null for the table's first. */
  readonly parentId: string | null;
  readonly operation: string;
  /** Counts of rows. */
  readonly added: string | null;
  readonly deleted: string | null;
}

export interface HistoryEntry extends StatementEnd {
  readonly id: string;
  /** Whether `sql` is the text that ran; false when literals were masked or a long text was cut. */
  readonly whole: boolean;
}

const OUTCOMES: readonly unknown[] = ['done', 'failed', 'cancelled'] satisfies Outcome[];

export function toLine(entry: HistoryEntry): string {
  return `${JSON.stringify(entry)}\n`;
}

/** The entry of a line, or undefined for a line that was cut off or that is none of ours. */
export function parseLine(line: string): HistoryEntry | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  return isEntry(value) ? value : undefined;
}

function isEntry(value: unknown): value is HistoryEntry {
  if (typeof value !== 'object' || value === null) return false;
  const entry = value as Readonly<Record<keyof HistoryEntry, unknown>>;
  return (
    [entry.id, entry.connection, entry.sql].every((text) => typeof text === 'string') &&
    [entry.startedMs, entry.durationMs, entry.rows].every(isCount) &&
    typeof entry.whole === 'boolean' &&
    OUTCOMES.includes(entry.outcome) &&
    (entry.bytesRead === undefined || isCount(entry.bytesRead)) &&
    (entry.written === undefined || (Array.isArray(entry.written) && entry.written.every(isWritten))) &&
    (entry.failure === undefined || isFailure(entry.failure))
  );
}

/** A time beyond what a date can hold would throw where it is shown. */
function isCount(value: unknown): boolean {
  return typeof value === 'number' && value >= 0 && value <= 8.64e15;
}

function isFailure(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const failure = value as Readonly<Record<string, unknown>>;
  return typeof failure.condition === 'string' && typeof failure.message === 'string';
}

function isWritten(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { table, branch, snapshotId, parentId, operation, added, deleted } = value as Readonly<Record<string, unknown>>;
  return (
    Array.isArray(table) &&
    table.every((part) => typeof part === 'string') &&
    [branch, snapshotId, operation].every((text) => typeof text === 'string') &&
    [parentId, added, deleted].every((text) => text === null || typeof text === 'string')
  );
}
