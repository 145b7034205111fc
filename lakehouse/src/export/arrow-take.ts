/**
 * Rows taken out of Arrow batches, buffer by buffer: what is not asked for is not decoded, and each value keeps its bytes.
 * Knows the layouts of https://arrow.apache.org/docs/format/Columnar.html that Spark sends.
 */
import { Batch, Type, type DataType } from '@uwdata/flechette';

/** Where a row is: row `rows[i]` of source `which[i]`. */
export interface Places {
  readonly rows: Uint32Array;
  readonly which: Uint32Array;
}

/** One batch with the rows of `places`. Throws an Error on a type that Spark never sends. */
export function take(sources: readonly Batch<unknown>[], type: DataType, places: Places): Batch<unknown> {
  const length = places.rows.length;
  const { validity, nullCount } = takeValidity(sources, type, places);
  const base = { length, nullCount, type, validity };
  switch (type.typeId) {
    case Type.Null:
      return new Batch({ length, nullCount: length, type });
    case Type.Bool:
      return new Batch({ ...base, values: takeBits(sources, places) });
    case Type.Utf8:
    case Type.Binary:
      return new Batch({ ...base, ...takeBytes(sources, places) });
    case Type.List:
    case Type.Map: {
      const { offsets, below } = takeLists(sources, places);
      return new Batch({ ...base, offsets, children: children(sources, type.children, below) });
    }
    case Type.Struct:
      return new Batch({ ...base, children: children(sources, type.children, places) });
    default:
      return new Batch({ ...base, values: takeFixed(sources, widthOf(type), places) });
  }
}

function children(
  sources: readonly Batch<unknown>[],
  fields: readonly { readonly type: DataType }[],
  places: Places,
): Batch<unknown>[] {
  return fields.map(({ type }, index) =>
    take(
      sources.map((source) => {
        const child = source.children?.[index] as Batch<unknown> | undefined;
        if (child === undefined) throw new Error('an Arrow batch without the child its type names');
        return child;
      }),
      type,
      places,
    ),
  );
}

/** Bytes of a value of fixed width. */
function widthOf(type: DataType): number {
  switch (type.typeId) {
    case Type.Int:
    case Type.Time:
    case Type.Decimal:
      return type.bitWidth / 8;
    case Type.Float:
      return [2, 4, 8][type.precision] ?? 8;
    case Type.Date:
      return type.unit === 0 ? 4 : 8;
    case Type.Timestamp:
    case Type.Duration:
      return 8;
    case Type.Interval:
      return [4, 8, 16][type.unit] ?? 16;
    default:
      throw new Error(`an Arrow type that Spark does not send: ${type.typeId}`);
  }
}

function takeValidity(sources: readonly Batch<unknown>[], type: DataType, { rows, which }: Places) {
  // An absent or empty buffer means that nothing is null.
  const maps = sources.map(({ nullCount, validity }) => (nullCount > 0 && validity?.length ? validity : undefined));
  if (type.typeId === Type.Null || maps.every((map) => map === undefined)) {
    return { validity: new Uint8Array(0), nullCount: 0 };
  }
  const validity = new Uint8Array(Math.ceil(rows.length / 8));
  let valid = 0;
  for (let index = 0; index < rows.length; index++) {
    const map = maps[which[index] ?? 0];
    if (map !== undefined && !bitAt(map, rows[index] ?? 0)) continue;
    setBit(validity, index);
    valid++;
  }
  return { validity, nullCount: rows.length - valid };
}

function takeBits(sources: readonly Batch<unknown>[], { rows, which }: Places): Uint8Array {
  const maps = sources.map(bytesOf);
  const values = new Uint8Array(Math.ceil(rows.length / 8));
  for (let index = 0; index < rows.length; index++) {
    const map = maps[which[index] ?? 0];
    if (map !== undefined && bitAt(map, rows[index] ?? 0)) setBit(values, index);
  }
  return values;
}

function takeFixed(sources: readonly Batch<unknown>[], width: number, { rows, which }: Places): Uint8Array {
  const buffers = sources.map(bytesOf);
  const values = new Uint8Array(rows.length * width);
  for (let index = 0; index < rows.length; index++) {
    const start = (rows[index] ?? 0) * width;
    const source = buffers[which[index] ?? 0];
    if (source !== undefined) values.set(source.subarray(start, start + width), index * width);
  }
  return values;
}

function takeBytes(sources: readonly Batch<unknown>[], places: Places) {
  const { rows, which } = places;
  const offsets = takeOffsets(sources, places);
  const buffers = sources.map(bytesOf);
  const values = new Uint8Array(offsets[rows.length] ?? 0);
  for (let index = 0; index < rows.length; index++) {
    const from = which[index] ?? 0;
    const [start, end] = extent(sources[from], rows[index] ?? 0);
    const source = buffers[from];
    if (source !== undefined && end > start) values.set(source.subarray(start, end), offsets[index]);
  }
  return { offsets, values };
}

/** The offsets of lists, and where their items are. */
function takeLists(sources: readonly Batch<unknown>[], places: Places): { offsets: Int32Array; below: Places } {
  const { rows, which } = places;
  const offsets = takeOffsets(sources, places);
  const count = offsets[rows.length] ?? 0;
  const below = { rows: new Uint32Array(count), which: new Uint32Array(count) };
  for (let index = 0; index < rows.length; index++) {
    const from = which[index] ?? 0;
    const [start, end] = extent(sources[from], rows[index] ?? 0);
    const at = offsets[index] ?? 0;
    for (let item = start; item < end; item++) below.rows[at + item - start] = item;
    below.which.fill(from, at, at + end - start);
  }
  return { offsets, below };
}

/** Throws a RangeError where 32-bit offsets cannot hold the sum: Spark itself could not have sent it. */
function takeOffsets(sources: readonly Batch<unknown>[], { rows, which }: Places): Int32Array {
  const offsets = new Int32Array(rows.length + 1);
  let sum = 0;
  for (let index = 0; index < rows.length; index++) {
    const [start, end] = extent(sources[which[index] ?? 0], rows[index] ?? 0);
    sum += end - start;
    if (sum > 0x7fffffff) throw new RangeError('more than 2 GiB in one batch');
    offsets[index + 1] = sum;
  }
  return offsets;
}

function extent(source: Batch<unknown> | undefined, row: number): [number, number] {
  return [Number(source?.offsets?.[row] ?? 0), Number(source?.offsets?.[row + 1] ?? 0)];
}

function bytesOf({ values }: Batch<unknown>): Uint8Array {
  if (!ArrayBuffer.isView(values)) return new Uint8Array(0);
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

function bitAt(bits: Uint8Array, index: number): boolean {
  return (((bits[index >> 3] ?? 0) >> (index & 7)) & 1) === 1;
}

function setBit(bits: Uint8Array, index: number): void {
  bits[index >> 3] = (bits[index >> 3] ?? 0) | (1 << (index & 7));
}
