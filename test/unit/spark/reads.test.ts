import { describe, expect, it } from 'vitest';
import { onlyReads } from '../../../lakehouse/src/spark/reads';

describe('statements that only read', () => {
  it.each([
    'SELECT 1',
    '  -- why\n/* INSERT */ select * from t',
    '((SELECT 1) UNION (SELECT 2))',
    'WITH a AS (SELECT 1) SELECT * FROM a',
    "SELECT 'DROP TABLE t', \"DELETE\", r'\\' AS x, `insert`",
    "SELECT 'it\\'s; DELETE FROM t'",
    'SELECT replace(a, b, c), insert(a, 1, 2, b) FROM t',
    'SELECT t.update, t.delete FROM t',
    'VALUES (1), (2)',
    'FROM t |> WHERE a > 1',
    'TABLE t',
    'SHOW CREATE TABLE t',
    'DESCRIBE TABLE update',
    'EXPLAIN SELECT 1',
    'SET spark.sql.session.timeZone = UTC',
    'USE hive_prod.sales',
    "SELECT * FROM t TIMESTAMP AS OF '2026-01-01'",
  ])('%s', (sql) => expect(onlyReads(sql)).toBe(true));
});

describe('statements that may write', () => {
  it.each([
    '',
    '-- nothing',
    'INSERT INTO t SELECT 1',
    'insert overwrite t select 1',
    'WITH a AS (SELECT 1) INSERT INTO t SELECT * FROM a',
    'WITH a AS (SELECT 1)\nMERGE INTO t USING a ON true WHEN MATCHED THEN DELETE',
    'FROM a INSERT INTO t SELECT *',
    'DELETE FROM t',
    'UPDATE t SET a = 1',
    'MERGE INTO t USING s ON true WHEN MATCHED THEN UPDATE SET *',
    'CREATE TABLE t (a INT)',
    '/* SELECT */ DROP TABLE t',
    'ALTER TABLE t DROP COLUMN a',
    'TRUNCATE TABLE t',
    "CALL c.system.expire_snapshots('t')",
    'CACHE TABLE t',
    'REFRESH TABLE t',
    'MSCK REPAIR TABLE t',
    'BEGIN SELECT 1; END',
    "EXECUTE IMMEDIATE 'DROP TABLE t'",
    'DECLARE x INT',
    "SELECT '\\\\'; DELETE FROM t",
    'EXPLAIN ANALYZE INSERT INTO t SELECT 1',
    '42',
  ])('%s', (sql) => expect(onlyReads(sql)).toBe(false));
});
