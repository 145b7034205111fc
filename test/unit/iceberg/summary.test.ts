import { describe, expect, it } from 'vitest';
import { deletedRows } from '../../../lakehouse/src/iceberg/summary';

describe('the rows a snapshot took away', () => {
  it.each([
    [{}, null],
    [{ 'added-records': '5' }, null],
    [{ 'deleted-records': '0' }, '0'],
    [{ 'deleted-records': '40' }, '40'],
    [{ 'added-position-deletes': '42' }, '42'],
    [{ 'deleted-records': '9007199254740993', 'added-position-deletes': '1' }, '9007199254740994'],
    [{ 'deleted-records': 'many', 'added-position-deletes': '3' }, '3'],
  ])('%o is %s', (summary, rows) => expect(deletedRows(summary as Record<string, string>)).toBe(rows));
});
