/** A run as the grid shows it: all rows as they came, or those a filter keeps, in the order of a column. */
import { filtered, type Filter } from './filter';
import { firstNumbers, sorted, type Sort } from './order';
import type { Run } from './run';

export class View {
  filter: Filter | null = null;
  sort: Sort | null = null;
  private rows: Uint32Array | null = null;
  private work: AbortController | null = null;

  constructor(readonly run: Run) {}

  get rowCount(): number {
    return this.rows?.length ?? this.run.rowCount;
  }

  /** The rows that are shown, in order; null: all, as they came. */
  get order(): Uint32Array | null {
    return this.rows;
  }

  get busy(): boolean {
    return this.work !== null;
  }

  /** The row of the run behind a row of the view. */
  rowAt(row: number): number {
    return this.rows === null ? row : (this.rows[row] ?? 0);
  }

  text(row: number, col: number, maxLength?: number): string | null {
    return this.run.text(this.rowAt(row), col, maxLength);
  }

  /** Filters and sorts anew, for what is wanted or what has arrived. True when the rows shown have changed. */
  async update(): Promise<boolean> {
    this.work?.abort();
    const { filter, sort, run } = this;
    if (filter === null && sort === null) {
      this.work = null;
      const changed = this.rows !== null;
      this.rows = null;
      return changed;
    }
    const work = new AbortController();
    this.work = work;
    try {
      const { rowCount } = run;
      const kept = filter === null ? firstNumbers(rowCount) : await filtered(run, rowCount, filter, work.signal);
      const rows = sort === null ? kept : await sorted(run, kept, sort, work.signal);
      if (work.signal.aborted) return false;
      this.rows = rows;
      return true;
    } catch (thrown) {
      if (work.signal.aborted) return false;
      throw thrown;
    } finally {
      if (this.work === work) this.work = null;
    }
  }

  stop(): void {
    this.work?.abort();
  }
}
