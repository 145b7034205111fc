/** Requests to bytes and answers to values, by the table of structs, over the binary protocol of the `thrift` package. */
import TBinaryProtocol from 'thrift/lib/nodejs/lib/thrift/binary_protocol.js';
import Thrift from 'thrift/lib/nodejs/lib/thrift/thrift.js';
import type { ThriftTransport } from 'thrift/lib/nodejs/lib/thrift/binary_protocol.js';
import type { Call, Fields, StructType, ThriftType, ValueOf } from './schema';

const { Type, MessageType, TApplicationExceptionType } = Thrift;

/** The server does not know the method: an older or newer metastore, or another Thrift service. */
export class UnknownMethodError extends Error {}
/** The server could not answer at all (TApplicationException): its own words. */
export class ApplicationError extends Error {}
/** An exception that the IDL declares for the call: its struct's name and message. */
export class DeclaredError extends Error {
  constructor(
    readonly exception: string,
    message: string,
  ) {
    super(message);
  }
}

/** The bytes of a call, without a frame length. */
export function encodeCall<A extends Fields, R>(call: Call<A, R>, args: ValueOf<StructType<A>>, seqId: number): Buffer {
  const memory = new Memory(Buffer.alloc(0));
  const protocol = new Protocol(memory);
  protocol.writeMessageBegin(call.name, MessageType.CALL, seqId);
  writeStruct(protocol, call.args, args);
  protocol.writeMessageEnd();
  return Buffer.concat(memory.written);
}

/** The sequence id of an answer, so that it can be given to who asked. */
export function messageSeqId(message: Buffer): number {
  const nameLength = message.readInt32BE(4);
  return message.readInt32BE(8 + nameLength);
}

/**
 * What the call returned. Throws UnknownMethodError, ApplicationError, DeclaredError; undefined when the answer holds
 * neither a value nor an exception (a null on the server's side).
 */
export function decodeAnswer<A extends Fields, R>(call: Call<A, R>, message: Buffer): ValueOf<R> | undefined {
  const protocol = new Protocol(new Memory(message));
  const { mtype } = protocol.readMessageBegin();
  if (mtype === MessageType.EXCEPTION) throw readApplicationError(protocol);
  const result = readStruct(protocol, call.result);
  for (const [name, [id, type]] of Object.entries(call.result.fields)) {
    const value = result[name];
    if (id === 0 || value === undefined) continue;
    throw new DeclaredError((type as StructType<Fields>).name, String((value as { message?: string }).message ?? ''));
  }
  return result['success'] as ValueOf<R> | undefined;
}

function readApplicationError(protocol: TBinaryProtocol): Error {
  let message = '';
  let kind = 0;
  for (let field = protocol.readFieldBegin(); field.ftype !== Type.STOP; field = protocol.readFieldBegin()) {
    if (field.fid === 1 && field.ftype === Type.STRING) message = protocol.readString();
    else if (field.fid === 2 && field.ftype === Type.I32) kind = protocol.readI32();
    else protocol.skip(field.ftype);
  }
  return kind === TApplicationExceptionType.UNKNOWN_METHOD
    ? new UnknownMethodError(message)
    : new ApplicationError(message);
}

function wireType(type: ThriftType): number {
  if (typeof type === 'object') {
    return type.kind === 'list' ? Type.LIST : type.kind === 'map' ? Type.MAP : Type.STRUCT;
  }
  switch (type) {
    case 'bool':
      return Type.BOOL;
    case 'byte':
      return Type.BYTE;
    case 'i16':
      return Type.I16;
    case 'i32':
      return Type.I32;
    case 'i64':
      return Type.I64;
    case 'double':
      return Type.DOUBLE;
    case 'string':
      return Type.STRING;
  }
}

function writeStruct(protocol: Protocol, type: StructType<Fields>, value: Readonly<Record<string, unknown>>): void {
  for (const [name, [id, fieldType]] of Object.entries(type.fields)) {
    const field = value[name];
    if (field === undefined) continue;
    protocol.writeFieldBegin(name, wireType(fieldType as ThriftType), id);
    writeValue(protocol, fieldType as ThriftType, field);
  }
  protocol.writeFieldStop();
}

function writeValue(protocol: Protocol, type: ThriftType, value: unknown): void {
  if (typeof type === 'object') {
    if (type.kind === 'struct') {
      writeStruct(protocol, type, value as Record<string, unknown>);
    } else if (type.kind === 'list') {
      const items = value as unknown[];
      protocol.writeListBegin(wireType(type.of as ThriftType), items.length);
      for (const item of items) writeValue(protocol, type.of as ThriftType, item);
    } else {
      const entries = Object.entries(value as Record<string, unknown>);
      protocol.writeMapBegin(Type.STRING, wireType(type.value as ThriftType), entries.length);
      for (const [key, item] of entries) {
        protocol.writeString(key);
        writeValue(protocol, type.value as ThriftType, item);
      }
    }
    return;
  }
  switch (type) {
    case 'bool':
      return protocol.writeBool(value as boolean);
    case 'byte':
      return protocol.writeByte(value as number);
    case 'i16':
      return protocol.writeI16(value as number);
    case 'i32':
      return protocol.writeI32(value as number);
    case 'i64':
      return protocol.writeLong(value as bigint);
    case 'double':
      return protocol.writeDouble(value as number);
    case 'string':
      return protocol.writeString(value as string);
  }
}

type FieldTable = readonly (readonly [name: string, type: ThriftType, wire: number] | undefined)[];
const fieldTables = new WeakMap<StructType<Fields>, FieldTable>();

function fieldTable(type: StructType<Fields>): FieldTable {
  let table = fieldTables.get(type);
  if (!table) {
    const byId: (readonly [string, ThriftType, number] | undefined)[] = [];
    for (const [name, [id, fieldType]] of Object.entries(type.fields)) {
      byId[id] = [name, fieldType as ThriftType, wireType(fieldType as ThriftType)];
    }
    table = byId;
    fieldTables.set(type, table);
  }
  return table;
}

function readStruct(protocol: Protocol, type: StructType<Fields>): Record<string, unknown> {
  const table = fieldTable(type);
  const value: Record<string, unknown> = {};
  for (let field = protocol.readFieldBegin(); field.ftype !== Type.STOP; field = protocol.readFieldBegin()) {
    const known = table[field.fid];
    // Another wire type than the IDL's means another version of the field: skip it, as Thrift's own readers do.
    if (known?.[2] !== field.ftype) protocol.skip(field.ftype);
    else value[known[0]] = readValue(protocol, known[1]);
  }
  return value;
}

function readValue(protocol: Protocol, type: ThriftType): unknown {
  if (typeof type === 'object') {
    if (type.kind === 'struct') return readStruct(protocol, type);
    if (type.kind === 'list') {
      const { size } = protocol.readListBegin();
      const items: unknown[] = [];
      for (let i = 0; i < size; i++) items.push(readValue(protocol, type.of as ThriftType));
      return items;
    }
    const { size } = protocol.readMapBegin();
    const entries: Record<string, unknown> = {};
    for (let i = 0; i < size; i++) {
      const key = protocol.readString();
      entries[key] = readValue(protocol, type.value as ThriftType);
    }
    return entries;
  }
  switch (type) {
    case 'bool':
      return protocol.readBool();
    case 'byte':
      return protocol.readByte();
    case 'i16':
      return protocol.readI16();
    case 'i32':
      return protocol.readI32();
    case 'i64':
      return protocol.readLong();
    case 'double':
      return protocol.readDouble();
    case 'string':
      return protocol.readString();
  }
}

/** The package's protocol, with writes that do not use `new Buffer` (deprecated) and 64-bit integers that stay exact. */
class Protocol extends TBinaryProtocol {
  constructor(private readonly memory: Memory) {
    super(memory, false, true);
  }

  override writeByte(value: number): void {
    this.memory.write(Buffer.from([value & 0xff]));
  }
  override writeI16(value: number): void {
    const bytes = Buffer.alloc(2);
    bytes.writeInt16BE(value);
    this.memory.write(bytes);
  }
  override writeI32(value: number): void {
    const bytes = Buffer.alloc(4);
    bytes.writeInt32BE(value | 0);
    this.memory.write(bytes);
  }
  override writeDouble(value: number): void {
    const bytes = Buffer.alloc(8);
    bytes.writeDoubleBE(value);
    this.memory.write(bytes);
  }
  override writeString(value: string): void {
    const bytes = Buffer.from(value, 'utf8');
    this.writeI32(bytes.length);
    this.memory.write(bytes);
  }
  writeLong(value: bigint): void {
    const bytes = Buffer.alloc(8);
    bytes.writeBigInt64BE(value);
    this.memory.write(bytes);
  }
  readLong(): bigint {
    return this.memory.read(8).readBigInt64BE();
  }
}

/** A transport over one whole message in memory. */
class Memory implements ThriftTransport {
  readonly written: Uint8Array[] = [];
  private position = 0;

  constructor(private readonly bytes: Buffer) {}

  write(bytes: Uint8Array): void {
    this.written.push(bytes);
  }
  flush(): void {}
  setCurrSeqId(): void {}

  read(length: number): Buffer {
    const start = this.advance(length);
    return this.bytes.subarray(start, start + length);
  }
  readByte(): number {
    return this.bytes.readInt8(this.advance(1));
  }
  readI16(): number {
    return this.bytes.readInt16BE(this.advance(2));
  }
  readI32(): number {
    return this.bytes.readInt32BE(this.advance(4));
  }
  readDouble(): number {
    return this.bytes.readDoubleBE(this.advance(8));
  }
  readString(length: number): string {
    const start = this.advance(length);
    return this.bytes.toString('utf8', start, start + length);
  }

  private advance(length: number): number {
    const start = this.position;
    if (length < 0 || start + length > this.bytes.length) throw new Error('The message ends early');
    this.position = start + length;
    return start;
  }
}
