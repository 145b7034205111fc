/** One Arrow batch as the grid reads it: columns, and a text for each cell, decoded when asked. */
import { cellKind, decodeBatch, formatValue, type CellKind, type ResultBatch } from '../../../lakehouse/src/arrow';

export interface GridColumn {
  readonly name: string;
  /** Spark's DDL text of the type, such as `decimal(10,2)`. */
  readonly type: string;
  readonly kind: CellKind;
}

export interface GridBatch {
  readonly columns: readonly GridColumn[];
  readonly rowCount: number;
  /** The exact values. */
  readonly exact: ResultBatch;
  /** A value as text, ending in `…` after `maxLength` characters; null for SQL NULL. */
  text(row: number, col: number, maxLength?: number): string | null;
}

/**
 * Opens one IPC stream; values are decoded by `text`. Throws when the bytes are no Arrow stream. Timestamps show in the
 * zone their type carries, the session's; `timeZone` is for variants, which carry none.
 */
export function openBatch(data: Uint8Array, timeZone: string): GridBatch {
  const batch = decodeBatch(data);
  return {
    columns: batch.columns.map(({ name, type, sparkType }) => ({ name, type, kind: cellKind(sparkType) })),
    rowCount: batch.rowCount,
    exact: batch,
    text(row, col, maxLength) {
      const type = batch.columns[col]?.sparkType;
      const value = batch.value(col, row);
      if (type === undefined || value === null) return null;
      return formatValue(value, type, { maxLength, timeZone: type.kind === 'variant' ? timeZone : undefined }).text;
    },
  };
}
