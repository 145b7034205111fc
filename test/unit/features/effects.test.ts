import { describe, expect, it } from 'vitest';
import { effectOf } from '../../../server/src/features/effects';

describe('reads', () => {
  it.each([
    'SELECT * FROM t',
    '-- DELETE\n(SELECT 1)',
    'WITH d AS (SELECT 1) SELECT * FROM d',
    'TABLE t',
    'FROM t |> WHERE x = 1',
    "SELECT replace(a, 'b', 'c'), `delete` FROM t.`drop`",
    "SELECT 'DROP TABLE t'",
    'SHOW TABLES',
    'DESCRIBE TABLE EXTENDED t',
    'EXPLAIN DELETE FROM t',
    'SET a.b = 1',
    'USE hive_prod.sales',
    'CACHE TABLE t',
    'REFRESH TABLE t',
    'DECLARE x INT DEFAULT 1',
    'VALUES (1), (2)',
    'BEGIN DECLARE x INT; IF true THEN SELECT 1; END IF; END',
  ])('%s', (sql) => expect(effectOf(sql)).toMatchObject({ reads: true, writes: [], losses: [] }));
});

describe('changes something', () => {
  it.each([
    'INSERT INTO t VALUES (1)',
    'WITH x AS (SELECT 1) INSERT INTO t SELECT * FROM x',
    'FROM s INSERT INTO t SELECT *',
    'UPDATE t SET a = 1',
    'MERGE INTO t USING s ON t.i = s.i WHEN MATCHED THEN DELETE',
    "CALL c.system.expire_snapshots('t')",
    'CREATE TABLE t (a INT)',
    'CREATE TEMPORARY VIEW v AS SELECT 1',
    'ALTER TABLE t ADD COLUMN b INT',
    'ANALYZE TABLE t COMPUTE STATISTICS',
    "EXECUTE IMMEDIATE 'DELETE FROM t'",
    "ADD JAR 'x.jar'",
    'MSCK REPAIR TABLE t',
    'BEGIN INSERT INTO t VALUES (1); END',
    'BEGIN SELECT 1; FROBNICATE t; END',
    // Nothing that is known: nobody says that it only reads.
    'FROBNICATE t',
    'SELECT 1; DELETE FROM t',
    // Half a statement whose words tell.
    'WITH x AS (SELECT 1 INSERT INTO t SELECT',
  ])('%s', (sql) => expect(effectOf(sql).reads).toBe(false));

  it('names the tables that get rows as the statement does', () => {
    expect(effectOf('INSERT INTO `a b`.t SELECT * FROM s').writes).toEqual([['a b', 't']]);
    expect(effectOf('MERGE INTO t AS x USING s ON x.i = s.i WHEN MATCHED THEN DELETE').writes).toEqual([['t']]);
    expect(effectOf('CREATE TABLE c.n.t AS SELECT 1').writes).toEqual([['c', 'n', 't']]);
    expect(effectOf('CREATE VIEW v AS SELECT 1').writes).toEqual([]);
    expect(effectOf('BEGIN INSERT INTO a VALUES (1); UPDATE b SET x = 1; END').writes).toEqual([['a'], ['b']]);
  });
});

describe('losses', () => {
  const losses = (sql: string) =>
    effectOf(sql).losses.map(({ action, what, name, condition }) => [action, what, name.join('|'), condition]);

  it.each([
    ['DELETE FROM c.n.t', ['DELETE', 'table', 'c|n|t', null]],
    ["delete from `a b` -- WHERE\n where x = 'WHERE'", ['DELETE', 'table', 'a b', "x = 'WHERE'"]],
    [
      'DELETE FROM where_t WHERE a IN (SELECT b FROM u WHERE c)',
      ['DELETE', 'table', 'where_t', 'a IN (SELECT b FROM u WHERE c)'],
    ],
    ['TRUNCATE TABLE t', ['TRUNCATE', 'table', 't', null]],
    ['DROP TABLE IF EXISTS t PURGE', ['DROP TABLE', 'table', 't', null]],
    ['DROP VIEW v', ['DROP VIEW', 'view', 'v', null]],
    ['DROP SCHEMA a.b CASCADE', ['DROP SCHEMA', 'namespace', 'a|b', null]],
    ['INSERT OVERWRITE t SELECT 1', ['INSERT OVERWRITE', 'table', 't', null]],
    ['CREATE OR REPLACE TABLE t AS SELECT 1', ['CREATE OR REPLACE TABLE', 'table', 't', null]],
    ['REPLACE TABLE t AS SELECT 1', ['REPLACE TABLE', 'table', 't', null]],
    ['ALTER TABLE t DROP COLUMN x', ['ALTER TABLE … DROP COLUMN', 'table', 't', null]],
    ['ALTER TABLE t DROP BRANCH b', ['ALTER TABLE … DROP BRANCH', 'table', 't', null]],
  ])('%s', (sql, expected) => expect(losses(sql)).toEqual([expected]));

  it.each([
    'SELECT * FROM t',
    'EXPLAIN DELETE FROM t',
    'INSERT INTO t VALUES (1)',
    'ALTER TABLE t DROP PARTITION FIELD days(ts)',
    'ALTER TABLE t ALTER COLUMN x DROP NOT NULL',
    'DROP FUNCTION f',
    'DROP TEMPORARY VARIABLE v',
    "SELECT 'DROP TABLE t'",
  ])('none of %s', (sql) => expect(losses(sql)).toEqual([]));

  it('of a script are those of its statements', () => {
    expect(losses('BEGIN DELETE FROM t WHERE a = 1; IF true THEN DROP TABLE u; END IF; END')).toEqual([
      ['DELETE', 'table', 't', 'a = 1'],
      ['DROP TABLE', 'table', 'u', null],
    ]);
  });
});

describe('parameters', () => {
  const parameters = (sql: string) => effectOf(sql).parameters;

  it('are named in the order of the text, each once', () => {
    expect(parameters("SELECT :a, ':no', :b -- :c\n FROM t WHERE x = :a AND y = `:d`")).toEqual({
      named: ['a', 'b'],
      positional: 0,
    });
    expect(parameters('BEGIN SELECT :x; INSERT INTO t VALUES (:y); END')).toEqual({ named: ['x', 'y'], positional: 0 });
  });

  it('without names are counted', () => {
    expect(parameters("SELECT * FROM t WHERE a = ? AND b IN (?, '?')")).toEqual({ named: [], positional: 2 });
    expect(parameters('SELECT 1')).toEqual({ named: [], positional: 0 });
  });
});
