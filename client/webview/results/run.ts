/** One statement's result: its state and its rows, kept as the bytes that came and opened when looked at. */
import type { ErrorData } from '../../../lakehouse/src/errors';
import type { ResultBatch, ResultColumn } from '../../../lakehouse/src/arrow';
import { openBatch, type GridBatch, type GridColumn } from './batch';

export type RunState =
  | { readonly kind: 'running'; readonly text: string; readonly fraction: number | null }
  | { readonly kind: 'done'; readonly elapsedMs: number }
  | { readonly kind: 'cancelled'; readonly elapsedMs: number }
  | { readonly kind: 'error'; readonly elapsedMs: number; readonly error: ErrorData };

/** Opened batches kept for scrolling back and forth; opening one again costs well under a millisecond. */
const openLimit = 32;

export class Run {
  state: RunState = { kind: 'running', text: 'Starting', fraction: null };
  columns: readonly GridColumn[] | null = null;
  rowCount = 0;
  readonly startedAt = performance.now();
  private exactColumns: readonly ResultColumn[] = [];
  /** The first batch there was, which may have no rows: it has the columns. */
  private first: Uint8Array = new Uint8Array(0);
  private readonly batches: Uint8Array[] = [];
  /** Row at which each batch starts. */
  private readonly starts: number[] = [];
  private readonly open = new Map<number, GridBatch>();

  constructor(
    readonly id: number,
    readonly sql: string,
    readonly connection: string,
    readonly timeZone: string,
  ) {}

  /** The columns with their types; empty before the first batch. */
  schema(): readonly ResultColumn[] {
    return this.exactColumns;
  }

  /** Takes a batch; the first one gives the columns. Throws when its bytes are not an Arrow stream. */
  append(data: Uint8Array, rowCount: number): void {
    if (this.columns === null) {
      const { columns, exact } = openBatch(data, this.timeZone);
      this.columns = columns;
      this.exactColumns = exact.columns;
      this.first = data;
    }
    if (rowCount === 0) return;
    this.batches.push(data);
    this.starts.push(this.rowCount);
    this.rowCount += rowCount;
  }

  /** The text of a cell, cut after `maxLength` characters; null for SQL NULL. Throws when its batch cannot be read. */
  text(row: number, col: number, maxLength?: number): string | null {
    const index = this.batchOf(row);
    return this.opened(index).text(row - (this.starts[index] ?? 0), col, maxLength);
  }

  /** The batch that holds a row, and the row at which it starts. Throws when the batch cannot be read. */
  exact(row: number): { readonly batch: ResultBatch; readonly start: number } {
    const index = this.batchOf(row);
    return { batch: this.opened(index).exact, start: this.starts[index] ?? 0 };
  }

  /** The bytes that hold a row, the row at which they start, and how many rows they have. */
  raw(row: number): { readonly bytes: Uint8Array; readonly start: number; readonly rowCount: number } {
    const index = this.batchOf(row);
    const start = this.starts[index] ?? 0;
    const bytes = this.batches[index];
    if (bytes === undefined) throw new Error(`no batch ${index}`);
    return { bytes, start, rowCount: (this.starts[index + 1] ?? this.rowCount) - start };
  }

  /** The bytes of the first batch, for the columns of a result without rows. */
  firstBytes(): Uint8Array {
    return this.first;
  }

  elapsedMs(): number {
    return this.state.kind === 'running' ? performance.now() - this.startedAt : this.state.elapsedMs;
  }

  /** Index of the batch that holds a row: the last one that starts at or before it. */
  private batchOf(row: number): number {
    let low = 0;
    let high = this.starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.starts[middle] ?? 0) <= row) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  private opened(index: number): GridBatch {
    const known = this.open.get(index);
    if (known) return known;
    const data = this.batches[index];
    if (data === undefined) throw new Error(`no batch ${index}`);
    const batch = openBatch(data, this.timeZone);
    if (this.open.size >= openLimit) {
      const oldest = this.open.keys().next();
      if (!oldest.done) this.open.delete(oldest.value);
    }
    this.open.set(index, batch);
    return batch;
  }
}
