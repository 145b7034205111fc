import { describe, expect, it } from 'vitest';
import { decodeAnswer, DeclaredError, encodeCall, UnknownMethodError } from '../../../lakehouse/src/hive/codec';
import { CALLS } from '../../../lakehouse/src/hive/metastore';
import { call, list as listOf, map, struct as structOf } from '../../../lakehouse/src/hive/schema';
import { applicationException, i32, list, mapOf, reply, struct, text } from './answers';

describe('encodeCall', () => {
  it('writes the strict binary protocol, fields in order, absent ones left out', () => {
    const bytes = encodeCall(CALLS.getTableReq, { req: { dbName: 'd', tblName: 'tü' } }, 5);
    expect(bytes.toString('hex')).toBe(
      [
        '80010001',
        '0000000d',
        Buffer.from('get_table_req').toString('hex'),
        '00000005',
        '0c0001', // req: struct
        '0b0001' + '00000001' + '64',
        '0b0002' + '00000003' + '74c3bc',
        '00',
        '00',
      ].join(''),
    );
  });

  it('writes every type so that it reads back the same', () => {
    const Every = structOf('Every', {
      bool: [1, 'bool'],
      byte: [2, 'byte'],
      short: [3, 'i16'],
      int: [4, 'i32'],
      long: [5, 'i64'],
      double: [6, 'double'],
      string: [7, 'string'],
      list: [8, listOf(listOf('i32'))],
      map: [9, map(listOf('string'))],
    });
    const value = {
      bool: true,
      byte: -3,
      short: -30_000,
      int: -2_000_000_000,
      long: -9_007_199_254_740_993n,
      double: -0.1,
      string: 'snö 😀 \u0000',
      list: [[1, -2], [], [2_147_483_647]],
      map: { a: ['x', ''], b: [] },
    };
    // A call whose answer has the shape of its arguments: an answer is a call with another first word.
    const echo = call('echo', { success: [0, Every] }, Every, {});
    const bytes = encodeCall(echo, { success: value }, 1);
    bytes[3] = 2;
    expect(decodeAnswer(echo, bytes)).toEqual(value);
  });
});

describe('decodeAnswer', () => {
  it('skips fields that are not in the table, and those of another type than the IDL says', () => {
    const table = struct(
      [1, text('orders')],
      [2, i32(4)],
      [9, mapOf('string', ['k', text('v')])],
      [99, list('struct', [struct([1, mapOf('struct', ['x', struct([3, i32(1)])])])])],
      [12, text('EXTERNAL_TABLE')],
    );
    const answer = reply('get_table', 1, [0, table]);
    expect(decodeAnswer(CALLS.getTable, answer)).toEqual({
      tableName: 'orders',
      parameters: { k: 'v' },
      tableType: 'EXTERNAL_TABLE',
    });
  });

  it('throws what the IDL declares, with its name', () => {
    const answer = reply('get_table', 1, [2, struct([1, text('no such table')])]);
    const thrown = (() => {
      try {
        decodeAnswer(CALLS.getTable, answer);
        return undefined;
      } catch (error) {
        return error as DeclaredError;
      }
    })();
    expect(thrown).toBeInstanceOf(DeclaredError);
    expect(thrown?.exception).toBe('NoSuchObjectException');
    expect(thrown?.message).toBe('no such table');
  });

  it('tells an unknown method from other failures', () => {
    expect(() => decodeAnswer(CALLS.getTable, applicationException('get_table', 1, 1, 'Invalid method'))).toThrow(
      UnknownMethodError,
    );
    expect(() => decodeAnswer(CALLS.getTable, applicationException('get_table', 1, 6, 'Internal error'))).not.toThrow(
      UnknownMethodError,
    );
  });

  it('gives undefined for a null', () => {
    expect(decodeAnswer(CALLS.getTable, reply('get_table', 1))).toBeUndefined();
  });
});
