/** Spark's VARIANT: the binary encoding of the Parquet variant specification, as JSON text. */
import { decimalText, doubleText, floatText } from './numbers';
import { dateText, localTimestampText, timestampIso } from './time';
import type { Variant } from './types';

/** JSON text of a variant; numbers keep every digit, timestamps are ISO 8601. Throws a RangeError on bytes cut short. */
export function variantJson(variant: Variant, timeZone: string): string {
  const names = dictionary(variant.metadata);
  return read(new Cursor(variant.value), 0, names, timeZone);
}

class Cursor {
  private readonly view: DataView;
  constructor(readonly bytes: Uint8Array) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }
  /** An unsigned little-endian integer of 1 to 4 bytes. */
  unsigned(at: number, size: number): number {
    let value = 0;
    for (let index = size - 1; index >= 0; index--) value = value * 256 + this.view.getUint8(at + index);
    return value;
  }
  signed(at: number, size: number): bigint {
    let value = 0n;
    for (let index = size - 1; index >= 0; index--) value = (value << 8n) | BigInt(this.view.getUint8(at + index));
    return BigInt.asIntN(size * 8, value);
  }
  double(at: number): number {
    return this.view.getFloat64(at, true);
  }
  float(at: number): number {
    return this.view.getFloat32(at, true);
  }
  text(at: number, length: number): string {
    return utf8.decode(this.slice(at, length));
  }
  slice(at: number, length: number): Uint8Array {
    if (at + length > this.bytes.length) throw new RangeError('a variant cut short');
    return this.bytes.subarray(at, at + length);
  }
}

const utf8 = new TextDecoder();

/** The metadata: a header with the width of offsets, a count, offsets, and the names one after the other. */
function dictionary(metadata: Uint8Array): string[] {
  const cursor = new Cursor(metadata);
  const width = (cursor.unsigned(0, 1) >> 6) + 1;
  const count = cursor.unsigned(1, width);
  const offsets = 1 + width;
  const texts = offsets + (count + 1) * width;
  return Array.from({ length: count }, (_, index) => {
    const start = cursor.unsigned(offsets + index * width, width);
    const end = cursor.unsigned(offsets + (index + 1) * width, width);
    return cursor.text(texts + start, end - start);
  });
}

function read(cursor: Cursor, at: number, names: readonly string[], timeZone: string): string {
  const header = cursor.unsigned(at, 1);
  const info = header >> 2;
  switch (header & 3) {
    case 0:
      return primitive(cursor, at + 1, info, timeZone);
    case 1:
      return JSON.stringify(cursor.text(at + 1, info));
    case 2:
      return object(cursor, at, info, names, timeZone);
    default:
      return array(cursor, at, info, names, timeZone);
  }
}

function object(cursor: Cursor, at: number, info: number, names: readonly string[], timeZone: string): string {
  const offsetWidth = (info & 3) + 1;
  const idWidth = ((info >> 2) & 3) + 1;
  const sizeWidth = info & 16 ? 4 : 1;
  const count = cursor.unsigned(at + 1, sizeWidth);
  const ids = at + 1 + sizeWidth;
  const offsets = ids + count * idWidth;
  const values = offsets + (count + 1) * offsetWidth;
  const fields = Array.from({ length: count }, (_, index) => {
    const name = names[cursor.unsigned(ids + index * idWidth, idWidth)] ?? '';
    const value = values + cursor.unsigned(offsets + index * offsetWidth, offsetWidth);
    return `${JSON.stringify(name)}:${read(cursor, value, names, timeZone)}`;
  });
  return `{${fields.join(',')}}`;
}

function array(cursor: Cursor, at: number, info: number, names: readonly string[], timeZone: string): string {
  const offsetWidth = (info & 3) + 1;
  const sizeWidth = info & 4 ? 4 : 1;
  const count = cursor.unsigned(at + 1, sizeWidth);
  const offsets = at + 1 + sizeWidth;
  const values = offsets + (count + 1) * offsetWidth;
  const items = Array.from({ length: count }, (_, index) =>
    read(cursor, values + cursor.unsigned(offsets + index * offsetWidth, offsetWidth), names, timeZone),
  );
  return `[${items.join(',')}]`;
}

/** The numbers of the primitive types are those of the specification. */
function primitive(cursor: Cursor, at: number, type: number, timeZone: string): string {
  switch (type) {
    case 0:
      return 'null';
    case 1:
      return 'true';
    case 2:
      return 'false';
    case 3:
    case 4:
    case 5:
    case 6:
      return String(cursor.signed(at, 1 << (type - 3)));
    case 7:
      return jsonDouble(cursor.double(at), doubleText);
    case 8:
    case 9:
    case 10:
      return decimalText(cursor.signed(at + 1, 4 << (type - 8)), cursor.unsigned(at, 1));
    case 11:
      return JSON.stringify(dateText(Number(cursor.signed(at, 4))));
    case 12:
      return JSON.stringify(timestampIso(cursor.signed(at, 8), timeZone));
    case 13:
      return JSON.stringify(localTimestampText(cursor.signed(at, 8), 'T'));
    case 14:
      return jsonDouble(cursor.float(at), floatText);
    case 15:
      return JSON.stringify(base64(cursor.slice(at + 4, cursor.unsigned(at, 4))));
    case 16:
      return JSON.stringify(cursor.text(at + 4, cursor.unsigned(at, 4)));
    default:
      return JSON.stringify(`variant type ${type}`);
  }
}

/** JSON has no NaN and no infinities: they are strings, as in Spark's to_json. */
export function jsonDouble(value: number, text: (value: number) => string): string {
  return Number.isFinite(value) ? text(value) : JSON.stringify(String(value));
}

/** Standard base64, in a webview as in Node. */
export function base64(bytes: Uint8Array): string {
  let binary = '';
  for (let start = 0; start < bytes.length; start += 0x8000) {
    binary += String.fromCharCode(...bytes.subarray(start, start + 0x8000));
  }
  return btoa(binary);
}
