import { describe, expect, it } from 'vitest';
import { nameAt, quoteName } from '../../../client/src/sql-names';

describe('a name as SQL writes it', () => {
  it.each([
    [['hive_prod', 'sales', 'orders'], 'hive_prod.sales.orders'],
    [['a-b', '1x', 'o`k'], '`a-b`.`1x`.`o``k`'],
    [['select', 'Table', 'größe'], '`select`.`Table`.`größe`'],
  ])('%j', (parts, sql) => expect(quoteName(parts)).toBe(sql));
});

describe('the name at a caret', () => {
  it.each([
    ['SELECT * FROM hive_prod.sa|les.orders o', ['hive_prod', 'sales', 'orders']],
    ['SELECT * FROM sales.orders| o', ['sales', 'orders']],
    ['|sales.orders', ['sales', 'orders']],
    ['FROM `a.b`.`c``d`.e| WHERE', ['a.b', 'c`d', 'e']],
    ['SELECT  |  FROM', []],
    ['|', []],
  ])('%s', (text, parts) => {
    const column = text.indexOf('|');
    expect(nameAt(text.replace('|', ''), column)).toEqual(parts);
  });
});
