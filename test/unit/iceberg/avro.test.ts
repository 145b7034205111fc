import type { Schema } from 'avsc';
import { describe, expect, it } from 'vitest';
import { readAvro } from '../../../lakehouse/src/iceberg/avro';
import { decompress, unsnappy } from '../../../lakehouse/src/iceberg/codecs';
import { avroFile, snappyLiteral } from './avroFile';

/** Every shape of Avro that manifests have, and some that they do not. */
const SCHEMA: Schema = {
  type: 'record',
  name: 'row',
  fields: [
    { name: 'flag', type: 'boolean' },
    { name: 'small', type: 'int' },
    { name: 'big', type: 'long' },
    { name: 'maybe', type: ['null', 'long'] },
    { name: 'f', type: 'float' },
    { name: 'd', type: 'double' },
    { name: 's', type: 'string' },
    { name: 'b', type: 'bytes' },
    { name: 'fixed', type: { type: 'fixed', name: 'four', size: 4 } },
    { name: 'kind', type: { type: 'enum', name: 'kind', symbols: ['A', 'B'] } },
    { name: 'm', type: { type: 'map', values: 'long' } },
    {
      name: 'bounds',
      type: {
        type: 'array',
        items: {
          type: 'record',
          name: 'k1_v2',
          fields: [
            { name: 'key', type: 'int' },
            { name: 'value', type: 'bytes' },
          ],
        },
      },
    },
    { name: 'again', type: ['null', 'k1_v2'] },
    { name: 'last', type: 'string' },
  ],
};

const LONGS = [
  0n,
  -1n,
  63n,
  64n,
  2n ** 48n - 1n,
  2n ** 48n,
  -(2n ** 48n),
  2n ** 53n + 1n,
  2n ** 63n - 1n,
  -(2n ** 63n),
];

const ROWS = LONGS.map((big, i) => ({
  flag: i % 2 === 0,
  small: i - 5,
  big,
  maybe: i % 3 === 0 ? null : -big - 1n,
  f: i / 4,
  d: i / 3,
  s: 'ü'.repeat(i),
  b: Buffer.alloc(i, i),
  fixed: Buffer.from([1, 2, 3, i]),
  kind: i % 2 === 0 ? 'A' : 'B',
  m: { a: big, b: 2n },
  bounds: Array.from({ length: i }, (_, key) => ({ key, value: Buffer.alloc(key) })),
  again: i % 2 === 0 ? null : { key: i, value: Buffer.from('x') },
  last: `row ${String(i)}`,
}));

/** Longs as one kind of number, bytes as hex: so that values of both implementations compare. */
const plain = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, (_, v: unknown) => {
      if (typeof v === 'bigint' || typeof v === 'number') return String(v);
      if (typeof v !== 'object' || v === null) return v;
      const { type, data } = v as { type?: unknown; data?: number[] };
      return type === 'Buffer' && data ? Buffer.from(data).toString('hex') : v;
    }),
  );

describe('readAvro', () => {
  it.each([
    ['null', undefined],
    ['deflate', undefined],
    ['snappy', snappyLiteral],
  ])('reads what avsc encodes, packed with %s, in several blocks', (codec, pack) => {
    const { rows } = readAvro(avroFile(SCHEMA, ROWS, { codec, pack, rowsPerBlock: 4 }), true);
    expect(plain(rows)).toEqual(plain(ROWS));
  });

  it.each(['flag', 'm', 'bounds', 'again', 'last'])('reads only the field %s, stepping over the others', (name) => {
    const { rows } = readAvro(avroFile(SCHEMA, ROWS), { [name]: true });
    expect(plain(rows)).toEqual(plain(ROWS.map((row) => ({ [name]: row[name as keyof typeof row] }))));
  });

  it('reads a part of a record inside, and of one that may be null', () => {
    const { rows } = readAvro(avroFile(SCHEMA, ROWS), { again: { key: true } });
    expect(rows.slice(0, 2)).toEqual([{ again: null }, { again: { key: 1 } }]);
  });

  it('reads arrays and maps that say their size in bytes, as some writers do', () => {
    const schema: Schema = {
      type: 'record',
      name: 'r',
      fields: [
        { name: 'a', type: { type: 'array', items: 'string' } },
        { name: 'z', type: 'string' },
      ],
    };
    // A block of -2 items in 4 bytes, then the end; z is "q".
    const row = Buffer.from([3, 8, 2, 0x78, 2, 0x79, 0, 2, 0x71]);
    const whole = avroFile(schema, []);
    const bytes = Buffer.concat([whole, Buffer.from([2, row.length * 2]), row, whole.subarray(-16)]);
    expect(readAvro(bytes, true).rows).toEqual([{ a: ['x', 'y'], z: 'q' }]);
    expect(readAvro(bytes, { z: true }).rows).toEqual([{ z: 'q' }]);
  });

  it('gives a schema with field ids as it was written', () => {
    expect(readAvro(avroFile(SCHEMA, []), true).schema).toEqual(SCHEMA);
  });

  it('throws for anything cut off, at every length, and never runs on', () => {
    const bytes = avroFile(SCHEMA, ROWS.slice(0, 3));
    const whole = readAvro(bytes, true).rows.length;
    expect(whole).toBe(3);
    const header = avroFile(SCHEMA, []).length;
    for (let length = 0; length < bytes.length; length++) {
      // Cut behind the header it is a whole file without rows.
      if (length === header) continue;
      expect(() => readAvro(bytes.subarray(0, length), true), String(length)).toThrow();
    }
  });

  it('throws for what is no Avro, and for a codec that is not known', () => {
    expect(() => readAvro(Buffer.from('PAR1....'), true)).toThrow('no Avro file');
    expect(() => readAvro(avroFile(SCHEMA, ROWS, { codec: 'xz' }), true)).toThrow('packed with xz');
  });
});

describe('decompress', () => {
  it('unpacks Zstandard', () => {
    // `zstd -19 --no-check` of the text below.
    const packed = 'KLUv/QBozQEAokMMEbDrBDKzbaFmKWI4ab5oshIByI7q24RzzzMWRL78PVqZCzZqRDQN3+24nVwDa0olAwEAmUsR';
    expect(decompress('zstandard', Buffer.from(packed, 'base64')).toString()).toBe(
      'hello hello hello hello, this is a block of Avro data packed with Zstandard',
    );
  });
});

describe('unsnappy', () => {
  const snappy = (...bytes: number[]) => unsnappy(Uint8Array.from(bytes)).toString();

  it('copies, also over what it has just written, by each form of offset', () => {
    // "abc", then 9 bytes from 3 back (one-byte offset, length 4 to 11).
    expect(snappy(12, 8, 97, 98, 99, ((9 - 4) << 2) | 1, 3)).toBe('abcabcabcabc');
    // Two-byte and four-byte offsets.
    expect(snappy(8, 4, 97, 98, ((6 - 1) << 2) | 2, 2, 0)).toBe('abababab');
    expect(snappy(8, 4, 97, 98, ((6 - 1) << 2) | 3, 2, 0, 0, 0)).toBe('abababab');
  });

  it('takes literals whose length stands in its own bytes', () => {
    const text = 'x'.repeat(300);
    expect(snappy(0xac, 0x02, 61 << 2, 0x2b, 0x01, ...Buffer.from(text))).toBe(text);
  });

  it.each([
    ['an offset before the start', [4, 0, 97, 1, 9]],
    ['a literal beyond the end', [4, 12, 97]],
    ['more than it said', [1, 4, 97, 98]],
    ['less than it said', [9, 0, 97]],
    ['an impossible length', [0xff, 0xff, 0xff, 0xff, 0x0f]],
    ['nothing at all', []],
  ])('throws for %s', (_, bytes) => {
    expect(() => unsnappy(Uint8Array.from(bytes))).toThrow(/Snappy/);
  });
});
