import { describe, expect, it } from 'vitest';
import { definition, typeDefinition } from '../../../server/src/features/definition';
import { emptyPicture } from '../../../server/src/sql/catalog-picture';
import { SqlDocument } from '../../../server/src/sql/document';
import { pictureOf } from './caret';
import { withMarks, withoutCaret, withSpans } from './marked';

const picture = pictureOf('rich.json');

function found(marked: string, feature = definition) {
  const { text, offset } = withMarks(marked);
  const result = feature(new SqlDocument(text), offset, picture);
  const targets = result?.targets ?? [];
  const here = targets.flatMap((target) => (target.kind === 'here' ? [target] : []));
  const tables = targets.flatMap((target) =>
    target.kind === 'table' ? [[target.catalog, ...target.namespace, target.name, target.column]] : [],
  );
  return { shown: withSpans(text, here), tables };
}

describe('definition in the document', () => {
  it.each([
    ['a CTE', 'WITH ⟦c⟧ AS (SELECT 1 AS x) SELECT * FROM |c'],
    ['a CTE, at its end', 'WITH ⟦c⟧ AS (SELECT 1 AS x) SELECT * FROM c|'],
    ['a CTE by a qualifier', 'WITH ⟦c⟧ AS (SELECT 1 AS x) SELECT |c.x FROM c'],
    ['the inner of two CTEs', 'WITH c AS (SELECT 1) SELECT * FROM (WITH ⟦c⟧ AS (SELECT 2) SELECT * FROM |c) d, c'],
    ['the outer of two CTEs', 'WITH ⟦c⟧ AS (SELECT 1) SELECT * FROM (WITH c AS (SELECT 2) SELECT * FROM c) d, |c'],
    ['a CTE that names itself', 'WITH RECURSIVE ⟦r⟧ AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM |r) SELECT * FROM r'],
    ['a CTE before INSERT', 'WITH ⟦c⟧ AS (SELECT 1) INSERT INTO lake.sales.orders SELECT * FROM |c'],
    ['an alias', 'SELECT |o.amount FROM lake.sales.orders ⟦o⟧'],
    ['an alias in quotes', 'SELECT `|my o`.amount FROM lake.sales.orders AS ⟦`my o`⟧'],
    ['an alias of a join', 'SELECT * FROM lake.sales.orders a JOIN lake.sales.orders ⟦b⟧ ON a.ts = |b.ts'],
    [
      'an alias from a correlated subquery',
      'SELECT * FROM lake.sales.orders ⟦o⟧ WHERE EXISTS (SELECT 1 FROM lake.sales.regions r WHERE |o.amount > 1)',
    ],
    [
      'an alias of MERGE',
      'MERGE INTO lake.sales.orders t USING lake.sales.orders ⟦s⟧ ON t.ts = s.ts WHEN MATCHED THEN UPDATE SET t.amount = |s.amount',
    ],
    [
      'the target of MERGE',
      'MERGE INTO lake.sales.orders ⟦t⟧ USING lake.sales.orders s ON t.ts = s.ts WHEN MATCHED THEN UPDATE SET |t.amount = s.amount',
    ],
    ['an alias in a hint', 'SELECT /*+ BROADCAST(|o) */ 1 FROM lake.sales.orders ⟦o⟧'],
    ['a column of a CTE', 'WITH c AS (SELECT amount AS ⟦total⟧ FROM lake.sales.orders) SELECT |total FROM c'],
    [
      'a column of a CTE without an alias',
      'WITH c AS (SELECT ⟦amount⟧ FROM lake.sales.orders) SELECT c.|amount FROM c',
    ],
    ['a column that a CTE lists', 'WITH c (⟦a⟧, b) AS (SELECT 1, 2) SELECT |a FROM c'],
    ['a column of a derived table', 'SELECT d.|x FROM (SELECT 1 AS ⟦x⟧) d'],
    ['a column that an alias lists', 'SELECT |b FROM VALUES (1, 2) AS t (a, ⟦b⟧)'],
    ['a column of LATERAL VIEW', 'SELECT |item FROM lake.sales.orders LATERAL VIEW explode(tags) e AS ⟦item⟧'],
    ['an alias in ORDER BY', 'SELECT amount + 1 AS ⟦more⟧ FROM lake.sales.orders ORDER BY |more'],
    [
      'an alias that hides a column in ORDER BY',
      'SELECT -amount AS ⟦amount⟧ FROM lake.sales.orders ORDER BY abs(|amount)',
    ],
    ['an alias in GROUP BY', 'SELECT date(ts) AS ⟦day⟧, count(*) FROM lake.sales.orders GROUP BY |day'],
    ['an alias in HAVING', 'SELECT sum(amount) AS ⟦s⟧ FROM lake.sales.orders HAVING |s > 1'],
    ['an alias in a later item', 'SELECT amount * 2 AS ⟦twice⟧, |twice + 1 FROM lake.sales.orders'],
    ['a column excluded', 'WITH c AS (SELECT 1 AS ⟦a⟧, 2 AS b) SELECT * EXCEPT (|a) FROM c'],
    ['a pipe’s column', 'FROM lake.sales.orders |> SELECT amount AS ⟦x⟧ |> WHERE |x > 1'],
    ['a named window', 'SELECT sum(amount) OVER |w FROM lake.sales.orders WINDOW ⟦w⟧ AS (PARTITION BY ts)'],
    [
      'a window from another',
      'SELECT 1 FROM lake.sales.orders WINDOW ⟦w⟧ AS (PARTITION BY ts), v AS (|w ORDER BY amount)',
    ],
    ['a lambda’s parameter', 'SELECT transform(array(1), ⟦x⟧ -> |x + 1)'],
    ['the inner of two lambdas', 'SELECT transform(a, x -> transform(x, ⟦x⟧ -> |x))'],
    ['one of two parameters', 'SELECT aggregate(a, 0, (acc, ⟦x⟧) -> acc + |x)'],
    ['a session variable', 'DECLARE VARIABLE ⟦x⟧ INT DEFAULT 1;\nSELECT |x'],
    ['a variable by its whole name', 'DECLARE ⟦x⟧ INT;\nSELECT system.session.|x'],
    [
      'the column of a field',
      'WITH c AS (SELECT customer AS ⟦who⟧ FROM lake.sales.orders) SELECT c.who.address.ci|ty FROM c',
    ],
    ['a variable that is set', 'DECLARE ⟦x⟧ INT;\nSET VAR |x = 2'],
    ['a script’s variable', 'BEGIN DECLARE ⟦x⟧ INT DEFAULT 0; SET |x = x + 1; END'],
    ['a variable of an inner block', 'BEGIN DECLARE x INT; BEGIN DECLARE ⟦x⟧ INT; SET x = |x + 1; END; END'],
    ['a script’s label', 'BEGIN ⟦top⟧: WHILE true DO LEAVE |top; END WHILE top; END'],
    ['a label at the end', '⟦main⟧: BEGIN SELECT 1; END |main'],
    ['a FOR variable', 'BEGIN FOR ⟦r⟧ AS SELECT 1 AS one DO SELECT |r.one; END FOR; END'],
    ['a condition', "BEGIN DECLARE ⟦bad⟧ CONDITION FOR SQLSTATE '22012'; DECLARE EXIT HANDLER FOR |bad SELECT 1; END"],
    ['a function’s parameter', 'CREATE FUNCTION f(⟦a⟧ INT) RETURNS INT RETURN |a + 1'],
    ['a function of this document', 'CREATE FUNCTION ⟦twice⟧(a INT) RETURNS INT RETURN a * 2;\nSELECT |twice(1)'],
    ['a table of this document', 'CREATE TABLE lake.sales.⟦fresh⟧ (a INT);\nSELECT * FROM lake.sales.|fresh'],
    [
      'a column of a table of this document',
      'CREATE TABLE lake.sales.fresh (⟦a⟧ INT);\nSELECT f.|a FROM lake.sales.fresh f',
    ],
    [
      'a column added to it',
      'CREATE TABLE sales.fresh (a INT);\nALTER TABLE sales.fresh ADD COLUMNS (⟦b⟧ INT);\nSELECT |b FROM sales.fresh',
    ],
    [
      'a column of a view of this document',
      'CREATE VIEW sales.v AS SELECT amount AS ⟦x⟧ FROM sales.orders;\nSELECT |x FROM sales.v',
    ],
    [
      'the later of two CREATEs',
      'CREATE TABLE sales.f (a INT);\nDROP TABLE sales.f;\nCREATE TABLE sales.⟦f⟧ (b INT);\nSELECT * FROM sales.|f',
    ],
    ['a partition’s column', 'CREATE TABLE sales.f (⟦t⟧ TIMESTAMP) PARTITIONED BY (days(|t))'],
    ['what stands before a broken end', 'WITH ⟦c⟧ AS (SELECT 1) SELECT * FROM |c WHERE ('],
    ['itself', 'SELECT 1 AS ⟦|x⟧'],
    ['in a second statement, CRLF', 'SELECT 1;\r\n\r\nWITH ⟦ü1⟧ AS (SELECT 1)\r\nSELECT * FROM |ü1'],
  ])('finds %s', (_, marked) => {
    expect(found(marked).shown).toBe(withoutCaret(marked));
  });

  it.each([
    ['a keyword', 'SEL|ECT 1'],
    ['a string', "SELECT 'c|' AS x"],
    ['a comment', 'SELECT 1 -- c|'],
    ['another argument of a procedure', "CALL lake.system.expire_snapshots(table => 'x', where => 'sales.or|ders')"],
    ['nothing', '|'],
    ['an unknown name', 'SELECT |x FROM lake.sales.nowhere'],
    ['a CTE before its time', 'WITH a AS (SELECT * FROM |b), b AS (SELECT 1) SELECT 1'],
  ])('finds none for %s', (_, marked) => {
    const { text, offset } = withMarks(marked);
    expect(definition(new SqlDocument(text), offset, picture)?.targets ?? []).toEqual([]);
  });
});

describe('definition in a catalog', () => {
  it.each([
    ['a table', 'SELECT * FROM lake.sales.or|ders', ['lake', 'sales', 'orders', null]],
    ['a short name', 'SELECT * FROM sales.|orders', ['lake', 'sales', 'orders', null]],
    ['a view', 'SELECT * FROM lake.sales.|totals', ['lake', 'sales', 'totals', null]],
    ['the table of a metadata table', 'SELECT * FROM lake.sales.|orders.snapshots', ['lake', 'sales', 'orders', null]],
    ['a table as qualifier', 'SELECT |orders.amount FROM lake.sales.orders', ['lake', 'sales', 'orders', null]],
    ['a column', 'SELECT am|ount FROM lake.sales.orders', ['lake', 'sales', 'orders', 'amount']],
    [
      'a column through *',
      'WITH c AS (SELECT * FROM lake.sales.orders) SELECT c.|amount FROM c',
      ['lake', 'sales', 'orders', 'amount'],
    ],
    ['a column of INSERT', 'INSERT INTO lake.sales.orders (|amount) VALUES (1)', ['lake', 'sales', 'orders', 'amount']],
    ['a column of UPDATE', 'UPDATE lake.sales.orders SET |amount = 1', ['lake', 'sales', 'orders', 'amount']],
    [
      'the table of a procedure',
      "CALL lake.system.expire_snapshots(table => 'sales.or|ders')",
      ['lake', 'sales', 'orders', null],
    ],
    [
      'the first argument of a procedure',
      "CALL lake.system.expire_snapshots('lake.sales.or|ders', now())",
      ['lake', 'sales', 'orders', null],
    ],
    ['a dropped column', 'ALTER TABLE lake.sales.orders DROP COLUMN |amount', ['lake', 'sales', 'orders', 'amount']],
    [
      'a partition field',
      'ALTER TABLE lake.sales.orders ADD PARTITION FIELD days(|ts)',
      ['lake', 'sales', 'orders', 'ts'],
    ],
  ])('leads to %s', (_, marked, table) => {
    expect(found(marked).tables).toEqual([table]);
  });

  it('wants what is not loaded, and says nothing until then', () => {
    const text = 'SELECT * FROM lake.sales.orders';
    const unknown = { ...emptyPicture, catalogs: ['lake'], defaultCatalog: 'lake' };
    const result = definition(new SqlDocument(text), text.length, unknown);
    expect(result?.targets).toEqual([]);
    expect(result?.wanted).toContainEqual({ kind: 'table', catalog: 'lake', namespace: ['sales'], name: 'orders' });
  });
});

describe('type definition', () => {
  it.each([
    ['an alias of a table', 'SELECT |o.amount FROM lake.sales.orders o', ['lake', 'sales', 'orders', null]],
    ['a column', 'SELECT o.|amount FROM lake.sales.orders o', ['lake', 'sales', 'orders', null]],
    [
      'a column of a CTE',
      'WITH c AS (SELECT amount FROM lake.sales.orders) SELECT |amount FROM c',
      ['lake', 'sales', 'orders', null],
    ],
  ])('of %s is its table', (_, marked, table) => {
    expect(found(marked, typeDefinition).tables).toEqual([table]);
  });

  it('of an alias of a CTE is the CTE', () => {
    const marked = 'WITH ⟦c⟧ AS (SELECT 1 AS a) SELECT |d.a FROM c d';
    expect(found(marked, typeDefinition).shown).toBe(withoutCaret(marked));
  });
});
