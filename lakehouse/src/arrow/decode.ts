/** Arrow batches as Spark sends them, read cell by cell: nothing is converted until it is asked for. */
import { tableFromIPC } from '@uwdata/flechette';
import type { Batch } from '@uwdata/flechette';
import { sparkType } from './schema';
import { CalendarInterval, MapValue, typeText, Variant } from './types';
import type { SparkType, Value } from './types';

export interface ResultColumn {
  readonly name: string;
  /** Spark's type as DDL text. */
  readonly type: string;
  readonly sparkType: SparkType;
}

export interface ResultBatch {
  readonly columns: readonly ResultColumn[];
  readonly rowCount: number;
  /** The exact value of a cell; see `Value`. Both indices from 0, in range. */
  value(column: number, row: number): Value;
}

type Reader = (row: number) => Value;

/** Decodes one Arrow IPC stream (a schema and record batches). Throws an Error on bytes that are none. */
export function decodeBatch(bytes: Uint8Array): ResultBatch {
  // Typed arrays need aligned memory; bytes cut out of a gRPC message seldom are.
  const aligned = bytes.byteOffset % 8 === 0 ? bytes : new Uint8Array(bytes);
  if (!looksLikeStream(aligned)) throw new Error('not an Arrow stream');
  const table = tableFromIPC(aligned, { useBigInt: true, useDecimalInt: true });
  const columns = table.schema.fields.map((field) => {
    const type = sparkType(field);
    return { name: field.name, type: typeText(type), sparkType: type };
  });
  const readers = columns.map((column, index) => {
    const batches = (table.getChildAt(index)?.data ?? []) as readonly Batch<unknown>[];
    return columnReader(batches, column.sparkType);
  });
  return {
    columns,
    rowCount: table.numRows,
    value(column, row) {
      const read = readers[column];
      if (!read) throw new RangeError(`no column ${column}`);
      return read(row);
    },
  };
}

/** A stream starts with the continuation marker, since Arrow 0.15. */
function looksLikeStream(bytes: Uint8Array): boolean {
  return bytes.length >= 8 && bytes[0] === 0xff && bytes[1] === 0xff && bytes[2] === 0xff && bytes[3] === 0xff;
}

/** Spark sends one record batch a stream; more are allowed by the format. */
function columnReader(batches: readonly Batch<unknown>[], type: SparkType): Reader {
  const readers = batches.map((batch) => ({ length: batch.length, read: reader(batch, type) }));
  const [only] = readers;
  if (only && readers.length === 1) return only.read;
  return (row) => {
    let index = row;
    for (const part of readers) {
      if (index < part.length) return part.read(index);
      index -= part.length;
    }
    throw new RangeError(`no row ${row}`);
  };
}

/** Reads one field of one record batch. */
function reader(batch: Batch<unknown>, type: SparkType): Reader {
  const value = valueReader(batch, type);
  const { validity } = batch;
  if (type.kind === 'void') return () => null;
  if (batch.nullCount === 0 || !validity || validity.length === 0) return value;
  return (row) => (((validity[row >> 3] ?? 0) >> (row & 7)) & 1 ? value(row) : null);
}

function valueReader(batch: Batch<unknown>, type: SparkType): Reader {
  switch (type.kind) {
    // The library turns these into milliseconds, which cannot hold every microsecond: the buffer can.
    case 'timestamp':
    case 'timestamp_ntz':
    case 'day-time':
    case 'time':
    case 'date':
    case 'year-month': {
      const values = batch.values as unknown as { readonly [index: number]: number | bigint };
      return (row) => values[row] ?? null;
    }
    case 'interval': {
      const view = viewOf(batch.values);
      return (row) =>
        new CalendarInterval(
          view.getInt32(row * 16, true),
          view.getInt32(row * 16 + 4, true),
          view.getBigInt64(row * 16 + 8, true) / 1000n,
        );
    }
    case 'array': {
      const child = childReader(batch, 0, type.element);
      return (row) => range(batch, row, child);
    }
    case 'map': {
      const entries = childOf(batch, 0);
      const key = childReader(entries, 0, type.key);
      const value = childReader(entries, 1, type.value);
      return (row) => new MapValue(range(batch, row, (index) => [key(index), value(index)] as const));
    }
    case 'struct': {
      const fields = type.fields.map((field, index) => childReader(batch, index, field.type));
      return (row) => fields.map((field) => field(row));
    }
    case 'variant': {
      const value = childReader(batch, 0, { kind: 'binary' });
      const metadata = childReader(batch, 1, { kind: 'binary' });
      return (row) => new Variant(value(row) as Uint8Array, metadata(row) as Uint8Array);
    }
    default:
      return (row) => batch.value(row) as Value;
  }
}

function range<T>(batch: Batch<unknown>, row: number, child: (index: number) => T): T[] {
  const start = Number(batch.offsets?.[row] ?? 0);
  const end = Number(batch.offsets?.[row + 1] ?? 0);
  const items: T[] = [];
  for (let index = start; index < end; index++) items.push(child(index));
  return items;
}

function childOf(batch: Batch<unknown>, index: number): Batch<unknown> {
  const child = batch.children?.[index];
  if (!child) throw new Error('an Arrow batch without the child its type names');
  return child as Batch<unknown>;
}

function childReader(batch: Batch<unknown>, index: number, type: SparkType): Reader {
  return reader(childOf(batch, index), type);
}

function viewOf(buffer: ArrayBufferView): DataView {
  return new DataView(buffer.buffer, buffer.byteOffset, buffer.byteLength);
}
