/** Avro files whose rows are encoded by avsc, another implementation: what it writes, ours must read. */
import { deflateRawSync } from 'node:zlib';
import avro from 'avsc';

/** avsc holds longs as doubles unless told otherwise: here they may be bigint. */
const longType = avro.types.LongType.__with({
  fromBuffer: (bytes: Buffer) => bytes.readBigInt64LE(),
  toBuffer: (value: bigint | number) => {
    const bytes = Buffer.alloc(8);
    bytes.writeBigInt64LE(BigInt(value));
    return bytes;
  },
  fromJSON: (value: string) => BigInt(value),
  toJSON: String,
  isValid: (value: unknown) => typeof value === 'bigint' || Number.isSafeInteger(value),
  compare: (a: bigint, b: bigint) => (a < b ? -1 : a > b ? 1 : 0),
});

export function avroType(schema: avro.Schema): avro.Type {
  return avro.Type.forSchema(schema, {
    wrapUnions: false,
    typeHook: (part) => (part === 'long' ? longType : undefined),
  });
}

export interface FileOptions {
  /** As `avro.codec`; `pack` says how, for others than null and deflate. */
  readonly codec?: string;
  readonly pack?: (block: Buffer) => Buffer;
  readonly rowsPerBlock?: number;
}

const bytesType = avro.Type.forSchema('bytes');
const plainLong = avro.Type.forSchema('long');
const SYNC = Buffer.from('0123456789abcdef');

/** The bytes of an object container file with these rows. */
export function avroFile(schema: avro.Schema, rows: readonly unknown[], options: FileOptions = {}): Buffer {
  const { codec = 'null', rowsPerBlock = 100 } = options;
  const pack = options.pack ?? ((block: Buffer) => (codec === 'deflate' ? deflateRawSync(block) : block));
  const type = avroType(schema);
  const metadata = { 'avro.schema': Buffer.from(JSON.stringify(schema)), 'avro.codec': Buffer.from(codec) };
  const header = avro.Type.forSchema({ type: 'map', values: 'bytes' }).toBuffer(metadata);
  const parts = [Buffer.from('Obj\x01', 'latin1'), header, SYNC];
  for (let at = 0; at < rows.length; at += rowsPerBlock) {
    const block = rows.slice(at, at + rowsPerBlock);
    const packed = pack(Buffer.concat(block.map((row) => type.toBuffer(row))));
    parts.push(plainLong.toBuffer(block.length), bytesType.toBuffer(packed), SYNC);
  }
  return Buffer.concat(parts);
}

/** Snappy without compression, with Avro's four bytes of checksum (which nobody here checks) behind it. */
export function snappyLiteral(block: Buffer): Buffer {
  const parts: Buffer[] = [varint(block.length)];
  for (let at = 0; at < block.length; at += 60) {
    const piece = block.subarray(at, at + 60);
    parts.push(Buffer.from([(piece.length - 1) << 2]), piece);
  }
  return Buffer.concat([...parts, Buffer.alloc(4)]);
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  return Buffer.from([...bytes, rest]);
}
