import * as arrow from '@uwdata/flechette';
import { describe, expect, it } from 'vitest';
import { decodeBatch, formatValue } from '../../../lakehouse/src/arrow';
import type { ResultBatch } from '../../../lakehouse/src/arrow';

function stream(columns: Record<string, [unknown[], arrow.DataType]>): Uint8Array {
  const built = Object.entries(columns).map(
    ([name, [values, type]]) => [name, arrow.columnFromArray(values, type)] as const,
  );
  const bytes = arrow.tableToIPC(arrow.tableFromColumns(built as never), { format: 'stream' });
  if (!bytes) throw new Error('no bytes');
  return bytes;
}

const texts = (batch: ResultBatch, column: number) =>
  Array.from({ length: batch.rowCount }, (_, row) => {
    const { sparkType } = batch.columns[column] as ResultBatch['columns'][number];
    return formatValue(batch.value(column, row), sparkType).text;
  });

describe('decodeBatch', () => {
  const bytes = stream({
    l: [[9223372036854775807n, null, -1n], arrow.int64()],
    ts: [[0.001, null, -0.001], arrow.timestamp(arrow.TimeUnit.MICROSECOND, 'UTC')],
    ntz: [[1_000, null, 0], arrow.timestamp(arrow.TimeUnit.MICROSECOND)],
    s: [['é€😀', null, ''], arrow.utf8()],
    a: [[[1n, null], null, []], arrow.list(arrow.int64())],
    st: [[{ x: 1, y: 'a' }, null, { x: null, y: null }], arrow.struct({ x: arrow.int32(), y: arrow.utf8() })],
    d: [[0, null, 1], arrow.float64()],
    b: [[true, null, false], arrow.bool()],
  });

  it('names columns and their Spark types', () => {
    const batch = decodeBatch(bytes);
    expect(batch.rowCount).toBe(3);
    expect(batch.columns.map(({ name, type }) => `${name} ${type}`)).toEqual([
      'l bigint',
      'ts timestamp',
      'ntz timestamp_ntz',
      's string',
      'a array<bigint>',
      'st struct<x:int,y:string>',
      'd double',
      'b boolean',
    ]);
  });

  it('reads values and nulls exactly', () => {
    const batch = decodeBatch(bytes);
    expect(texts(batch, 0)).toEqual(['9223372036854775807', 'NULL', '-1']);
    expect(texts(batch, 1)).toEqual(['1970-01-01 00:00:00.000001', 'NULL', '1969-12-31 23:59:59.999999']);
    expect(texts(batch, 2)).toEqual(['1970-01-01 00:00:01', 'NULL', '1970-01-01 00:00:00']);
    expect(texts(batch, 3)).toEqual(['é€😀', 'NULL', '']);
    expect(texts(batch, 4)).toEqual(['[1,null]', 'NULL', '[]']);
    expect(texts(batch, 5)).toEqual(['{"x":1,"y":"a"}', 'NULL', '{"x":null,"y":null}']);
    expect(texts(batch, 6)).toEqual(['0.0', 'NULL', '1.0']);
    expect(texts(batch, 7)).toEqual(['true', 'NULL', 'false']);
  });

  it('reads bytes at any place in memory', () => {
    for (let shift = 0; shift < 8; shift++) {
      // A Buffer, because its slice does not copy.
      const memory = Buffer.from(new Uint8Array(bytes.length + 8).buffer);
      memory.set(bytes, shift);
      expect(texts(decodeBatch(memory.subarray(shift, shift + bytes.length)), 0)[2]).toBe('-1');
    }
  });

  it('refuses what is no Arrow stream', () => {
    expect(() => decodeBatch(new TextEncoder().encode('<html>not arrow</html>'))).toThrow();
    expect(() => decodeBatch(new Uint8Array(0))).toThrow();
    expect(() => decodeBatch(bytes.slice(0, bytes.length >> 1))).toThrow();
  });
});
