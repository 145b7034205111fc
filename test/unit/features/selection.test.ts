import { describe, expect, it } from 'vitest';
import { selectionAt } from '../../../server/src/features/selection';
import { SqlDocument } from '../../../server/src/sql/document';
import { withMarks } from './marked';

function expand(marked: string): string[] {
  const { text, offset } = withMarks(marked);
  return selectionAt(new SqlDocument(text), offset).map(({ start, end }) => text.slice(start, end));
}

describe('expanding the selection', () => {
  it('goes from a word over its expression, item, clause and query to the document', () => {
    expect(expand('SELECT a, sum(o.am|ount + 1) AS total FROM orders o WHERE x = 1;\nSELECT 2')).toEqual([
      'amount',
      'o.amount',
      'o.amount + 1',
      '(o.amount + 1)',
      'sum(o.amount + 1)',
      'sum(o.amount + 1) AS total',
      'a, sum(o.amount + 1) AS total',
      'SELECT a, sum(o.amount + 1) AS total',
      'SELECT a, sum(o.amount + 1) AS total FROM orders o WHERE x = 1',
      'SELECT a, sum(o.amount + 1) AS total FROM orders o WHERE x = 1;',
      'SELECT a, sum(o.amount + 1) AS total FROM orders o WHERE x = 1;\nSELECT 2',
    ]);
  });

  it('goes through conditions', () => {
    expect(expand('SELECT 1 FROM t WHERE a = 1 AND b| > 2 GROUP BY c')).toEqual([
      'b',
      'b > 2',
      'a = 1 AND b > 2',
      'WHERE a = 1 AND b > 2',
      'SELECT 1 FROM t WHERE a = 1 AND b > 2 GROUP BY c',
    ]);
  });

  it('goes through CTEs and subqueries', () => {
    const found = expand('WITH c AS (SELECT x FROM t|) SELECT * FROM c');
    expect(found).toEqual([
      't',
      'FROM t',
      'SELECT x FROM t',
      '(SELECT x FROM t)',
      'c AS (SELECT x FROM t)',
      'WITH c AS (SELECT x FROM t)',
      'WITH c AS (SELECT x FROM t) SELECT * FROM c',
    ]);
  });

  it('goes through joins', () => {
    const found = expand('SELECT 1 FROM a LEFT JOIN b ON a.x = b.|x WHERE y');
    expect(found).toEqual([
      'x',
      'b.x',
      'a.x = b.x',
      'ON a.x = b.x',
      'SELECT 1 FROM a LEFT JOIN b ON a.x = b.x WHERE y',
    ]);
  });

  it('goes from a word of a string to the string', () => {
    expect(expand("SELECT 'one tw|o'").slice(0, 3)).toEqual(['two', 'one two', "'one two'"]);
    expect(expand('SELECT `a b|`').slice(0, 3)).toEqual(['b', 'a b', '`a b`']);
  });

  it('goes from a word of a comment to the comment and those beside it', () => {
    expect(expand('-- one\n-- tw|o\nSELECT 1')).toEqual([
      'two',
      '-- two',
      '-- one\n-- two',
      '-- one\n-- two\nSELECT 1',
    ]);
    expect(expand('SELECT /* a b| */ 1').slice(0, 2)).toEqual(['b', '/* a b */']);
  });

  it('goes through the blocks of a script', () => {
    const found = expand('BEGIN IF a THEN SELECT |1; END IF; END');
    expect(found[0]).toBe('1');
    expect(found).toContain('SELECT 1');
    expect(found).toContain('IF a THEN SELECT 1; END IF');
  });

  it('goes from one column’s definition to all', () => {
    expect(expand('CREATE TABLE t (a INT, b STRI|NG NOT NULL)').slice(0, 4)).toEqual([
      'STRING',
      'b STRING NOT NULL',
      'a INT, b STRING NOT NULL',
      '(a INT, b STRING NOT NULL)',
    ]);
  });

  it('ends with the document wherever it starts', () => {
    expect(expand('|')).toEqual([]);
    expect(expand('SELECT 1;\n|\nSELECT 2')).toEqual(['SELECT 1;\n\nSELECT 2']);
    expect(expand('SELECT ((|').at(-1)).toBe('SELECT ((');
  });
});
