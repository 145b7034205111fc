import { describe, expect, it } from 'vitest';
import { SqlDocument } from '../../../server/src/sql/document';

/** Texts on which a loop of the parser once stood still, and shapes that could exhaust the stack or grow without end. */
const texts: Record<string, string> = {
  'PRIMARY without KEY': 'CREATE TABLE t (id INT PRIMARY K EY)',
  'a check that is not one': 'CREATE TABLE t (id INT CONSTRAINT c CHECK',
  parentheses: '('.repeat(50_000),
  'selects in selects': 'SELECT ('.repeat(10_000),
  'long chain of OR': `SELECT 1${' OR 1'.repeat(50_000)}`,
  'NOT after NOT': `SELECT ${'NOT '.repeat(30_000)}1`,
  'CASE in CASE': `SELECT ${'CASE WHEN '.repeat(10_000)}`,
  'blocks in blocks': 'BEGIN '.repeat(30_000),
  'arrays of arrays': `SELECT CAST(1 AS ${'ARRAY<'.repeat(10_000)}`,
  'open comments': '/*'.repeat(30_000),
  'open quotes': "'".repeat(50_001),
  'signs that are none': '@'.repeat(50_000),
};

describe('a text that is unfinished or absurd', () => {
  it.each(Object.entries(texts))('%s is read in time', (_name, text) => {
    const start = performance.now();
    for (const { parsed } of new SqlDocument(text).statements) expect(parsed.errors).toBeInstanceOf(Array);
    // A hang never ends; a quadratic reading would take many seconds.
    expect(performance.now() - start).toBeLessThan(2_000);
  });

  it('says no error that ends before it begins', () => {
    for (const text of [
      'CREATE TABLE t (a INT CONSTRAINT',
      'CREATE TABLE t (a INT PRIMARY )',
      'ALTER TABLE t ADD CHECK',
    ]) {
      const [statement] = new SqlDocument(text).statements;
      for (const { start, end } of statement?.parsed.errors ?? []) expect(end).toBeGreaterThanOrEqual(start);
    }
  });

  it('reads ten thousand operands flat', () => {
    const [statement] = new SqlDocument(`SELECT a${' + a'.repeat(10_000)} FROM t`).statements;
    expect(statement?.parsed.errors).toEqual([]);
    expect(statement?.parsed.columns).toHaveLength(10_001);
  });
});
