/**
 * Reads Avro object container files, as Iceberg's manifests are: https://avro.apache.org/docs/1.12.0/specification/.
 * Only the fields asked for are built; the rest (column bounds, mostly) is stepped over. Not with avsc: most of what is
 * needed (exact longs, zstd and snappy, files that are in memory already) would be ours there too. Tests read what avsc
 * writes.
 */
import { decompress } from './codecs';
import { parseExact } from './json';

/** What to read of a record: the fields by name, each whole (`true`) or in part. */
export type Projection = true | { readonly [field: string]: Projection };

/** Longs up to 2^48 are numbers, larger ones bigint; `bytes` and `fixed` are views on the file's bytes. */
export type AvroValue =
  null | boolean | number | bigint | string | Uint8Array | readonly AvroValue[] | { readonly [key: string]: AvroValue };

export interface AvroFile {
  /** The writer's schema as JSON. */
  readonly schema: unknown;
  readonly metadata: ReadonlyMap<string, string>;
  readonly rows: AvroValue[];
}

interface RecordSchema {
  readonly type: 'record';
  readonly fields: readonly { readonly name: string; readonly type: unknown }[];
}

const MAGIC = Buffer.from('Obj\x01', 'latin1');

/** All rows of a file. Throws Error when it is not Avro, ends early, or is packed by a codec not known here. */
export function readAvro(bytes: Buffer, projection: Projection): AvroFile {
  const input = new Input(bytes);
  if (!input.bytes(4).equals(MAGIC)) throw new Error('it is no Avro file');
  const metadata = new Map<string, string>();
  for (let count = input.blockCount(); count !== 0; count = input.blockCount()) {
    for (let i = 0; i < count; i++) {
      const key = input.string();
      metadata.set(key, input.string());
    }
  }
  const sync = input.bytes(16);
  const schema = parseExact(metadata.get('avro.schema') ?? '');
  const codec = metadata.get('avro.codec') ?? 'null';
  const read = new Compiler().reader(schema, projection);
  const rows: AvroValue[] = [];
  while (!input.atEnd) {
    const count = input.int();
    const block = new Input(decompress(codec, input.bytes(input.int())));
    for (let i = 0; i < count; i++) rows.push(read(block));
    if (!input.bytes(16).equals(sync)) throw new Error('its blocks do not end where they should');
  }
  return { schema, metadata, rows };
}

type Read = (input: Input) => AvroValue;
type Skip = (input: Input) => void;

/** Turns a schema into functions once, so that each row runs without looking at the schema again. */
class Compiler {
  private readonly named = new Map<string, { schema: RecordSchema | Record<string, unknown>; skip?: Skip }>();

  reader(schema: unknown, want: Projection): Read {
    if (Array.isArray(schema)) {
      const branches = schema.map((branch) => this.reader(branch, want));
      return (input) => branchAt(branches, input.int())(input);
    }
    if (typeof schema === 'string') {
      const named = this.named.get(schema);
      return named ? this.reader(named.schema, want) : primitive(schema);
    }
    const type = this.define(schema);
    switch (type['type']) {
      case 'record':
        return this.recordReader(type as unknown as RecordSchema, want);
      case 'array': {
        const item = this.reader(type['items'], want);
        return (input) => {
          const items: AvroValue[] = [];
          for (let count = input.blockCount(); count !== 0; count = input.blockCount()) {
            for (let i = 0; i < count; i++) items.push(item(input));
          }
          return items;
        };
      }
      case 'map': {
        const value = this.reader(type['values'], want);
        return (input) => {
          const entries: Record<string, AvroValue> = {};
          for (let count = input.blockCount(); count !== 0; count = input.blockCount()) {
            for (let i = 0; i < count; i++) {
              const key = input.string();
              entries[key] = value(input);
            }
          }
          return entries;
        };
      }
      case 'fixed': {
        const size = Number(type['size']);
        return (input) => input.bytes(size);
      }
      case 'enum': {
        const symbols = type['symbols'] as readonly string[];
        return (input) => symbols[input.int()] ?? null;
      }
      default:
        return this.reader(type['type'], want);
    }
  }

  private recordReader(record: RecordSchema, want: Projection): Read {
    // Unwanted fields next to each other are stepped over together; a wanted one follows, or the record's end.
    const steps = record.fields.map(({ name, type }) => {
      const wanted = want === true ? true : want[name];
      return wanted === undefined
        ? { name: '', read: undefined, skip: this.skipper(type) }
        : { name, read: this.reader(type, wanted), skip: undefined };
    });
    return (input) => {
      const row: Record<string, AvroValue> = {};
      for (const step of steps) {
        if (step.read) row[step.name] = step.read(input);
        else step.skip(input);
      }
      return row;
    };
  }

  private skipper(schema: unknown): Skip {
    if (Array.isArray(schema)) {
      const branches = schema.map((branch) => this.skipper(branch));
      return (input) => branchAt(branches, input.int())(input);
    }
    if (typeof schema === 'string') {
      const named = this.named.get(schema);
      // Looked up when it runs: a named type may hold itself.
      return named ? (input) => (named.skip ??= this.skipper(named.schema))(input) : primitiveSkip(schema);
    }
    const type = this.define(schema);
    switch (type['type']) {
      case 'record': {
        const fields = (type as unknown as RecordSchema).fields.map((field) => this.skipper(field.type));
        return (input) => {
          for (const field of fields) field(input);
        };
      }
      case 'array':
        return skipBlocks(this.skipper(type['items']));
      case 'map': {
        const value = this.skipper(type['values']);
        return skipBlocks((input) => {
          input.skipBytes();
          value(input);
        });
      }
      case 'fixed': {
        const size = Number(type['size']);
        return (input) => input.skip(size);
      }
      case 'enum':
        return (input) => input.skipVarint();
      default:
        return this.skipper(type['type']);
    }
  }

  /** Remembers a named type, which a later part of the schema may mention by name alone. */
  private define(schema: unknown): Record<string, unknown> {
    if (typeof schema !== 'object' || schema === null) throw new Error('its schema is no Avro schema');
    const type = schema as Record<string, unknown>;
    if (typeof type['name'] === 'string') {
      const namespace = typeof type['namespace'] === 'string' ? `${type['namespace']}.` : '';
      for (const name of [type['name'], namespace + type['name']]) {
        if (!this.named.has(name)) this.named.set(name, { schema: type });
      }
    }
    return type;
  }
}

function branchAt<T>(branches: readonly T[], index: number): T {
  const branch = branches[index];
  if (branch === undefined) throw new Error('it holds a value of no known type');
  return branch;
}

function skipBlocks(item: Skip): Skip {
  return (input) => {
    for (let count = input.int(); count !== 0; count = input.int()) {
      // A negative count comes with the block's size, made for stepping over.
      if (count < 0) input.skip(input.int());
      else for (let i = 0; i < count; i++) item(input);
    }
  };
}

function primitive(type: string): Read {
  switch (type) {
    case 'null':
      return () => null;
    case 'boolean':
      return (input) => input.byte() !== 0;
    case 'int':
    case 'long':
      return (input) => input.long();
    case 'float':
      return (input) => input.float();
    case 'double':
      return (input) => input.double();
    case 'string':
      return (input) => input.string();
    case 'bytes':
      return (input) => input.bytes(input.int());
    default:
      throw new Error(`its schema names the unknown type ${type}`);
  }
}

function primitiveSkip(type: string): Skip {
  switch (type) {
    case 'null':
      return () => undefined;
    case 'boolean':
      return (input) => input.skip(1);
    case 'int':
    case 'long':
      return (input) => input.skipVarint();
    case 'float':
      return (input) => input.skip(4);
    case 'double':
      return (input) => input.skip(8);
    case 'string':
    case 'bytes':
      return (input) => input.skipBytes();
    default:
      throw new Error(`its schema names the unknown type ${type}`);
  }
}

class Input {
  private position = 0;

  constructor(private readonly buffer: Buffer) {}

  get atEnd(): boolean {
    return this.position >= this.buffer.length;
  }

  byte(): number {
    const byte = this.buffer[this.position++];
    if (byte === undefined) throw new Error('it ends early');
    return byte;
  }

  /** Zigzag and variable length. Seven bytes (49 bits) are summed as a double, exactly; longer ones as a bigint. */
  long(): number | bigint {
    const start = this.position;
    let sum = 0;
    let weight = 1;
    for (let i = 0; i < 7; i++) {
      const byte = this.byte();
      sum += (byte & 0x7f) * weight;
      if (byte < 0x80) return sum % 2 === 0 ? sum / 2 : -(sum + 1) / 2;
      weight *= 128;
    }
    this.position = start;
    let big = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = this.byte();
      big |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return (big >> 1n) ^ -(big & 1n);
    }
    throw new Error('it holds a number of more than 64 bits');
  }

  /** A long that counts or measures something in this file. */
  int(): number {
    return Number(this.long());
  }

  /** How many items the next block of an array or map has; 0 at its end. A block's size in bytes is stepped over. */
  blockCount(): number {
    const count = this.int();
    if (count >= 0) return count;
    this.skipVarint();
    return -count;
  }

  float(): number {
    return this.buffer.readFloatLE(this.advance(4));
  }
  double(): number {
    return this.buffer.readDoubleLE(this.advance(8));
  }
  string(): string {
    const length = this.int();
    const start = this.advance(length);
    return this.buffer.toString('utf8', start, start + length);
  }
  bytes(length: number): Buffer {
    const start = this.advance(length);
    return this.buffer.subarray(start, start + length);
  }

  skip(length: number): void {
    this.advance(length);
  }
  skipBytes(): void {
    this.advance(this.int());
  }
  skipVarint(): void {
    while (this.byte() >= 0x80);
  }

  private advance(length: number): number {
    const start = this.position;
    if (!(length >= 0 && start + length <= this.buffer.length)) throw new Error('it ends early');
    this.position = start + length;
    return start;
  }
}
