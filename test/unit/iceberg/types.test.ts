import { describe, expect, it } from 'vitest';
import { fieldsById, quoted, sparkType } from '../../../lakehouse/src/iceberg/types';
import type { IcebergType } from '../../../lakehouse/src/iceberg/types';

describe('sparkType', () => {
  it.each([
    ['boolean', 'boolean'],
    ['int', 'int'],
    ['long', 'bigint'],
    ['float', 'float'],
    ['double', 'double'],
    ['decimal(38, 9)', 'decimal(38,9)'],
    ['decimal(9,2)', 'decimal(9,2)'],
    ['date', 'date'],
    ['timestamp', 'timestamp_ntz'],
    ['timestamptz', 'timestamp'],
    ['string', 'string'],
    ['uuid', 'string'],
    ['fixed[16]', 'binary'],
    ['binary', 'binary'],
    ['variant', 'variant'],
    ['unknown', 'void'],
    ['time', 'time'],
    ['timestamptz_ns', 'timestamptz_ns'],
  ])('%s is %s', (iceberg, spark) => {
    expect(sparkType(iceberg)).toBe(spark);
  });

  it('writes nested types as DESCRIBE does, with odd names in backticks', () => {
    const field = (id: number, name: string, type: IcebergType) => ({ id, name, required: false, type });
    const type: IcebergType = {
      type: 'map',
      'key-id': 1,
      key: 'string',
      'value-id': 2,
      'value-required': true,
      value: {
        type: 'list',
        'element-id': 3,
        'element-required': false,
        element: { type: 'struct', fields: [field(4, 'id', 'long'), field(5, 'odd `name`', 'timestamptz')] },
      },
    };
    expect(sparkType(type)).toBe('map<string,array<struct<id:bigint,`odd ``name```:timestamp>>>');
    expect([...fieldsById({ type: 'struct', fields: [field(9, 'm', type)] })].map(([id, f]) => [id, f.name])).toEqual([
      [9, 'm'],
      [1, 'm.key'],
      [2, 'm.value'],
      [3, 'm.value.element'],
      [4, 'm.value.element.id'],
      [5, 'm.value.element.odd `name`'],
    ]);
  });
});

describe('quoted', () => {
  it('leaves plain names', () => {
    expect(['a', 'A_1', '1a', 'a-b', 'ü', ''].map(quoted)).toEqual(['a', 'A_1', '`1a`', '`a-b`', '`ü`', '``']);
  });
});
