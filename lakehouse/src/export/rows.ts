/** Rows of Arrow batches, in any order. */
import { decodeBatch, type ResultBatch, type ResultColumn } from '../arrow';

/** One IPC stream as Spark sent it, and its values. */
export interface OpenBatch {
  readonly bytes: Uint8Array;
  readonly result: ResultBatch;
}

/** Throws an Error on bytes that are no Arrow stream. */
export function openBatch(bytes: Uint8Array): OpenBatch {
  const aligned = bytes.byteOffset % 8 === 0 ? bytes : new Uint8Array(bytes);
  return { bytes: aligned, result: decodeBatch(aligned) };
}

/** Rows to write: a stretch of one batch, or picked rows of one or several. */
export class Rows {
  private constructor(
    /** At least one, all with the same columns. */
    readonly batches: readonly [OpenBatch, ...OpenBatch[]],
    readonly length: number,
    private readonly from: number,
    private readonly picked: Uint32Array | undefined,
    private readonly which: Uint32Array | undefined,
  ) {}

  /** Rows `from` up to, not with, `to`. */
  static stretch(batch: OpenBatch, from = 0, to = batch.result.rowCount): Rows {
    return new Rows([batch], to - from, from, undefined, undefined);
  }

  /** Row `rows[i]` of batch `which[i]`, of the first batch without `which`. */
  static picked(batches: readonly [OpenBatch, ...OpenBatch[]], rows: Uint32Array, which?: Uint32Array): Rows {
    return new Rows(batches, rows.length, 0, rows, which);
  }

  get columns(): readonly ResultColumn[] {
    return this.batches[0].result.columns;
  }

  /** All rows of one batch, in order: its bytes can be taken as they are. */
  get isWhole(): boolean {
    return this.picked === undefined && this.from === 0 && this.length === this.batches[0].result.rowCount;
  }

  batchAt(index: number): number {
    return this.which?.[index] ?? 0;
  }

  rowAt(index: number): number {
    return this.picked === undefined ? this.from + index : (this.picked[index] ?? 0);
  }

  batch(index: number): OpenBatch {
    return this.batches[index] ?? this.batches[0];
  }
}
