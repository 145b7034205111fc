import { describe, expect, it } from 'vitest';
import { type SymbolItem, symbols } from '../../../server/src/features/symbols';
import { SqlDocument } from '../../../server/src/sql/document';

/** `kind name (detail)`, children indented. */
function outline(text: string): string[] {
  const lines = (items: readonly SymbolItem[], indent: string): string[] =>
    items.flatMap(({ kind, name, detail, children }) => [
      `${indent}${kind} ${name}${detail === '' ? '' : ` (${detail})`}`,
      ...lines(children, `${indent}  `),
    ]);
  return lines(symbols(new SqlDocument(text)), '');
}

describe('the outline', () => {
  it.each([
    ['SELECT a, b FROM lake.sales.orders WHERE a > 1', ['query SELECT a, b (lake.sales.orders)']],
    ['SELECT\n  a,\n  b -- two\n FROM t JOIN u', ['query SELECT a, b (t, u)']],
    [
      'CREATE TABLE IF NOT EXISTS sales.orders (id BIGINT NOT NULL, `a b` STRING) USING iceberg',
      ['table CREATE TABLE sales.orders', '  column id (BIGINT NOT NULL)', '  column `a b` (STRING)'],
    ],
    ['CREATE OR REPLACE TEMP VIEW v AS SELECT 1 AS one', ['view CREATE OR REPLACE TEMP VIEW v']],
    ['CREATE NAMESPACE IF NOT EXISTS lake.x', ['namespace CREATE NAMESPACE lake.x']],
    ['CREATE FUNCTION twice(a INT) RETURNS INT RETURN a * 2', ['function CREATE FUNCTION twice']],
    ['INSERT INTO sales.orders (a, b) SELECT 1, 2', ['change INSERT INTO sales.orders']],
    ['INSERT OVERWRITE sales.orders SELECT 1', ['change INSERT OVERWRITE sales.orders']],
    ['MERGE INTO t USING s ON t.a = s.a WHEN MATCHED THEN DELETE', ['change MERGE INTO t']],
    ['UPDATE t SET a = 1', ['change UPDATE t']],
    ['DELETE FROM sales.orders WHERE a = 1', ['change DELETE FROM sales.orders']],
    ['ALTER TABLE t ADD COLUMNS (c INT)', ['change ALTER TABLE t ADD COLUMNS', '  column c (INT)']],
    ["ALTER TABLE t SET TBLPROPERTIES ('a' = 'b')", ['change ALTER TABLE t SET TBLPROPERTIES']],
    ['DROP TABLE IF EXISTS t', ['change DROP TABLE t']],
    ["CALL lake.system.expire_snapshots(table => 't')", ['change CALL lake.system.expire_snapshots']],
    ['SET spark.sql.shuffle.partitions = 8', ['setting SET spark.sql.shuffle.partitions = 8']],
    ['USE lake.sales', ['setting USE lake.sales']],
    ['DECLARE VARIABLE x INT DEFAULT 1', ['variable DECLARE VARIABLE x INT DEFAULT 1']],
    ['VALUES (1, 2)', ['query VALUES (1, 2)']],
    ['FROM t |> WHERE a > 1', ['query FROM t (t)']],
    ['', []],
    ['SELEC 1', ['change SELEC 1']],
  ])('%s', (text, expected) => {
    expect(outline(text)).toEqual(expected);
  });

  it('has CTEs below their statement, and their columns', () => {
    expect(
      outline(
        'WITH c AS (WITH i AS (SELECT 1 AS x) SELECT x, y + 1 AS z FROM i), d (p) AS (SELECT 2) INSERT INTO t SELECT * FROM c, d',
      ),
    ).toEqual([
      'change INSERT INTO t',
      '  cte c',
      '    cte i',
      '      column x',
      '    column x',
      '    column z',
      '  cte d',
      '    column p',
    ]);
  });

  it('has the blocks of a script and the statements in them', () => {
    const script = `main: BEGIN
  DECLARE n INT DEFAULT 0;
  DECLARE EXIT HANDLER FOR SQLEXCEPTION SELECT 0;
  top: WHILE n < 3 DO
    SET n = n + 1;
    IF n = 2 THEN INSERT INTO t VALUES (n); ELSE SELECT n FROM u; END IF;
  END WHILE top;
END main`;
    expect(outline(script)).toEqual([
      'block BEGIN',
      '  variable DECLARE n INT DEFAULT 0',
      '  block DECLARE EXIT HANDLER FOR SQLEXCEPTION SELECT 0',
      '    query SELECT 0',
      '  block top: WHILE n < 3',
      '    setting SET n = n + 1',
      '    block IF n = 2',
      '      change INSERT INTO t',
      '      query SELECT n (u)',
    ]);
  });

  it('keeps names within their symbols, whatever stands before', () => {
    const text = '-- first\nSELECT 1;\r\n\r\nWITH größe AS (SELECT 1 AS x) SELECT x FROM größe;';
    const check = (items: readonly SymbolItem[], start: number, end: number): void => {
      for (const item of items) {
        expect(item.start).toBeGreaterThanOrEqual(start);
        expect(item.end).toBeLessThanOrEqual(end);
        expect(item.nameStart).toBeGreaterThanOrEqual(item.start);
        expect(item.nameEnd).toBeLessThanOrEqual(item.end);
        check(item.children, item.start, item.end);
      }
    };
    const found = symbols(new SqlDocument(text));
    check(found, 0, text.length);
    expect(found.map(({ start, end }) => text.slice(start, end))).toEqual([
      'SELECT 1;',
      'WITH größe AS (SELECT 1 AS x) SELECT x FROM größe;',
    ]);
  });

  it('costs little for what did not change', () => {
    const lines = Array.from({ length: 2_000 }, (_, i) => `SELECT a${i}, b FROM t WHERE c = ${i};`);
    const document = new SqlDocument(lines.join('\n'));
    symbols(document);
    document.update(`${lines.join('\n')}\nSELECT 1`);
    const started = performance.now();
    expect(symbols(document)).toHaveLength(2_001);
    expect(performance.now() - started).toBeLessThan(100);
  });
});
