import { describe, expect, it } from 'vitest';
import { analyzable } from '../../../server/src/features/analyzable';
import { SqlDocument } from '../../../server/src/sql/document';

const found = (text: string, ...part: [number, number] | []): string[] =>
  analyzable(new SqlDocument(text), ...part).map((span) => {
    expect(text.slice(span.start, span.end)).toBe(span.text);
    return span.text;
  });

describe('what Spark may be asked about', () => {
  it.each([
    ['SELECT 1'],
    ['WITH a AS (SELECT 1) SELECT * FROM a'],
    ['VALUES (1)'],
    ['FROM t |> WHERE x'],
    ['TABLE c.s.t'],
    ["SELECT * FROM c.s.t VERSION AS OF 'x'"],
  ])('%s', (text) => expect(found(`-- c\n${text} ;`)).toEqual([text]));

  it.each([
    ['INSERT INTO t SELECT 1', 'SELECT 1'],
    ['INSERT OVERWRITE c.s.t (a) WITH q AS (SELECT 1) SELECT * FROM q', 'WITH q AS (SELECT 1) SELECT * FROM q'],
    ['INSERT INTO t VALUES (1)', 'VALUES (1)'],
    ['CREATE TABLE t USING iceberg AS SELECT a FROM b', 'SELECT a FROM b'],
    ['CREATE OR REPLACE TEMP VIEW v AS SELECT 1', 'SELECT 1'],
  ])('only the query of %s', (text, query) => expect(found(text)).toEqual([query]));

  it.each([
    // What Spark would run.
    ['FROM t INSERT INTO x SELECT 1'],
    ['WITH a AS (SELECT 1) INSERT INTO t SELECT * FROM a'],
    ['CREATE TABLE t (a INT)'],
    ['MERGE INTO t USING s ON t.a = s.a WHEN MATCHED THEN DELETE'],
    ['UPDATE t SET a = 1'],
    ['DELETE FROM t'],
    ["CALL c.system.expire_snapshots(table => 's.t')"],
    ['DROP TABLE t'],
    ['SHOW TABLES'],
    ['EXPLAIN SELECT 1'],
    ['BEGIN SELECT 1; END'],
    ["EXECUTE IMMEDIATE 'DROP TABLE t'"],
    ['CACHE TABLE t AS SELECT 1'],
    // What is not whole, or not known.
    ['SELEC 1'],
    ['SELECT (1'],
    ["SELECT 'a"],
    ['SELECT ${x}'],
    ['SELECT :x'],
    // What Spark may run a job for.
    ['SELECT * FROM csv.`s3a://b/c.csv`'],
    [''],
  ])('not %s', (text) => expect(found(text)).toEqual([]));

  it.each([
    ['CREATE TABLE c.s.made (a INT)', 'SELECT * FROM c.s.made'],
    ['ALTER TABLE c.s.made ADD COLUMN x INT', 'SELECT x FROM c.s.`made`'],
    ['ALTER TABLE c.s.old RENAME TO c.s.made', 'SELECT * FROM c.s.Made'],
    ['CREATE TEMP VIEW `made one` AS SHOW TABLES', 'SELECT * FROM `made one`'],
    ['DECLARE made INT', 'SELECT made + 1'],
    ['CREATE FUNCTION c.s.made() RETURNS INT RETURN 1', 'SELECT c.s.made()'],
    ['CACHE TABLE made AS SELECT 1', 'SELECT * FROM made'],
    ['MERGE WITH SCHEMA EVOLUTION INTO c.s.made USING s ON a = b WHEN MATCHED THEN DELETE', 'SELECT x FROM c.s.made'],
  ])('nothing that depends on %s', (made, query) => {
    expect(found(`${made};\n${query};\nSELECT 2`).at(-1)).toBe('SELECT 2');
    expect(found(`${query};\n${made};`)).not.toContain(query);
    expect(found(query)).toEqual([query]);
  });

  it('after a USE only what has its whole name', () => {
    expect(
      found('SELECT * FROM t; USE c.s; SELECT * FROM t; SELECT * FROM c.s.t; WITH t AS (SELECT 1) SELECT * FROM t'),
    ).toEqual(['SELECT * FROM t', 'SELECT * FROM c.s.t', 'WITH t AS (SELECT 1) SELECT * FROM t']);
  });

  it('of a part, what touches it', () => {
    expect(found('SELECT 1;\nSELECT 2;\nSELECT 3', 12, 14)).toEqual(['SELECT 2']);
  });
});
