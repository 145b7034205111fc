import { describe, expect, it } from 'vitest';
import { diagnose } from '../../../server/src/features/diagnostics';
import { type CatalogPicture, emptyPicture } from '../../../server/src/sql/catalog-picture';
import { SqlDocument } from '../../../server/src/sql/document';
import { fixtures } from '../sql/fixtures';
import { pictureOf } from './caret';

const picture = pictureOf('rich.json');

/** `code: the text it is about`, for each diagnostic. */
function found(text: string, from: CatalogPicture = picture): string[] {
  return diagnose(new SqlDocument(text), from).diagnostics.map(
    ({ code, start, end }) => `${code}: ${text.slice(start, end)}`,
  );
}

describe('what is certain is said', () => {
  it.each([
    ['SELECT * FROM lake.sales.ordres', ['unknown-table: lake.sales.ordres']],
    ['SELECT file_path FROM lake.sales.gone.files', ['unknown-table: lake.sales.gone.files']],
    ['INSERT INTO lake.sales.nothing VALUES (1)', ['unknown-table: lake.sales.nothing']],
    ['SELECT amout FROM lake.sales.orders', ['unknown-column: amout']],
    ['SELECT o.amout FROM lake.sales.orders o', ['unknown-column: amout']],
    ['SELECT 1 FROM lake.sales.orders WHERE nope = 1 AND amount > 2', ['unknown-column: nope']],
    ['WITH c AS (SELECT amount AS a FROM lake.sales.orders) SELECT b FROM c', ['unknown-column: b']],
    ['SELECT d.y FROM (SELECT region AS x FROM lake.sales.regions) d', ['unknown-column: y']],
    ['UPDATE lake.sales.orders SET amout = 1 WHERE true', ['unknown-column: amout']],
    ['SELECT amount FROM lake.sales.orders.snapshots', ['unknown-column: amount']],
    ['SELECT x FROM (VALUES (1)) AS v (y)', ['unknown-column: x']],
    ['SELECT 1 FORM t; SELECT nope FROM lake.sales.orders', ['syntax: FORM', 'unknown-column: nope']],
  ])('%s', (text, expected) => expect(found(text)).toEqual(expected));

  it('offers the name that was meant', () => {
    const messageOf = (text: string) => diagnose(new SqlDocument(text), picture).diagnostics[0]?.message ?? '';
    expect(messageOf('SELECT * FROM lake.sales.ordrs')).toContain('Did you mean orders?');
    expect(messageOf('SELECT amuont FROM lake.sales.orders')).toContain('Did you mean amount?');
  });
});

describe('what is not certain is not said', () => {
  it.each([
    'SELECT * FROM nowhere',
    'SELECT * FROM other.catalog.table',
    'SELECT * FROM sales.perhaps_a_view',
    'USE lake.ops; SELECT event FROM events',
    'CREATE TABLE lake.sales.fresh AS SELECT 1 AS a; SELECT a FROM lake.sales.fresh',
    'ALTER TABLE lake.sales.orders ADD COLUMN extra INT; SELECT extra FROM lake.sales.orders',
    'SELECT gone FROM lake.sales.orders VERSION AS OF 5660770991823815685',
    'SELECT gone FROM lake.sales.orders.branch_audit',
    'SELECT _file, _pos, _spec_id, _partition FROM lake.sales.orders',
    'SELECT input_file_name(), current_date, current_timestamp, current_user FROM lake.sales.orders',
    'SELECT amount AS a, a + 1 AS b FROM lake.sales.orders ORDER BY b',
    'SELECT region, count(*) AS n FROM lake.sales.orders GROUP BY region HAVING n > 1 ORDER BY n',
    'SELECT orders.amount, sales.orders.amount, lake.sales.orders.amount FROM lake.sales.orders',
    'SELECT customer.address.city, o.customer.id FROM lake.sales.orders o',
    'SELECT AMOUNT, Order_Id FROM LAKE.SALES.ORDERS',
    'SELECT transform(array(1), x -> x + 1), filter(array(1), (a, i) -> a > i) FROM lake.sales.orders',
    'SELECT * FROM lake.sales.orders LATERAL VIEW explode(array(1)) t AS item WHERE item > 1',
    'SELECT item FROM lake.sales.orders, LATERAL explode(array(1)) AS t (item)',
    "SELECT q1 FROM lake.sales.orders PIVOT (sum(amount) FOR region IN ('a' AS q1))",
    'SELECT * FROM lake.sales.orders o WHERE EXISTS (SELECT 1 FROM lake.sales.regions r WHERE r.region = o.region)',
    'WITH c AS (SELECT * FROM lake.sales.orders) SELECT amount FROM c',
    'WITH c (x) AS (SELECT 1) SELECT x FROM c UNION ALL SELECT amount FROM lake.sales.orders ORDER BY x',
    'DECLARE limit_day DATE; SELECT limit_day FROM nowhere',
    'FROM lake.sales.orders |> EXTEND amount * 2 AS twice |> WHERE twice > 1 |> SELECT twice',
    'FROM lake.sales.orders |> AGGREGATE sum(amount) AS total GROUP BY region |> WHERE region IS NULL AND total > 1',
    'FROM lake.sales.orders |> SET amount = 1 |> DROP region |> AS o |> WHERE o.amount = 1',
    'MERGE INTO lake.sales.orders t USING lake.sales.regions s ON t.region = s.region WHEN MATCHED THEN UPDATE SET amount = 1 WHEN NOT MATCHED THEN INSERT (region) VALUES (s.country)',
    'INSERT INTO lake.sales.regions (region, country) SELECT region, customer.name FROM lake.sales.orders',
    'CREATE FUNCTION f(x INT) RETURNS INT RETURN SELECT max(amount + x) FROM lake.sales.orders',
    'BEGIN DECLARE n INT; SET n = 1; SELECT n, amount FROM lake.sales.orders; END',
    'SELECT extract(year FROM ts), timestampdiff(HOUR, ts, ts), dateadd(DAY, 1, ts) FROM lake.sales.orders',
    'SELECT * EXCEPT (amount) FROM lake.sales.orders',
    'SELECT orders FROM lake.sales.orders',
    'SELECT region, row_number() OVER w FROM lake.sales.orders WINDOW w AS (PARTITION BY region ORDER BY ts)',
    'SELECT region FROM lake.sales.orders GROUP BY GROUPING SETS ((region), ()) HAVING grouping_id() = 0',
    "SELECT struct(amount AS a).a, named_struct('b', 1).b FROM lake.sales.orders",
    'SELECT o.region, r.country FROM lake.sales.orders o JOIN lake.sales.regions r USING (region)',
    'SELECT `a b`, `select` FROM lake.sales.`odd name`',
    'SELECT id FROM range(10)',
    "CALL lake.system.expire_snapshots(table => 'sales.orders', retain_last => 1)",
    'ALTER TABLE lake.sales.orders ADD PARTITION FIELD bucket(4, customer.id) AS shard',
    'ANALYZE TABLE lake.sales.orders COMPUTE STATISTICS FOR COLUMNS amount',
    'DELETE FROM lake.sales.orders WHERE ts < current_date()',
    'INSERT INTO lake.sales.regions VALUES (DEFAULT, 1), (2, DEFAULT)',
    'UPDATE lake.sales.orders SET amount = DEFAULT WHERE region = 1',
    'SELECT pre_${x}, ${y} FROM lake.sales.orders_${z} JOIN lake.sales.regions USING (${k})',
    'SELECT pre_${x} FROM lake.sales.orders',
    'SELECT ${column} FROM ${table}',
    'DROP TABLE IF EXISTS lake.sales.nothing',
  ])('%s', (text) => expect(found(text)).toEqual([]));

  it('says nothing of names while a table is loading or nothing is connected', () => {
    const text = 'SELECT nope FROM lake.sales.nothing';
    expect(found(text, { ...picture, table: () => 'loading' })).toEqual([]);
    expect(found(text, { ...picture, table: () => 'unknown' })).toEqual([]);
    expect(found(text, emptyPicture)).toEqual([]);
    expect(found(text, { ...picture, tables: () => ({ items: [], complete: false }) })).toEqual([]);
  });

  it.each(fixtures('accept'))('accepted SQL with nothing connected: $name', ({ name, text }) => {
    expect(found(text, emptyPicture)).toEqual(meant[name] ?? []);
  });
});

/** What is right about fixtures that are there for their syntax. */
const meant: Readonly<Record<string, readonly string[]>> = {
  'alter-table-other': ['drop-purge: PURGE'],
  'common-table-expressions': ['insert-select-star: *'],
  'functions-without-arguments': ['wrong-arguments: coalesce'],
  insert: ['insert-select-star: *', 'insert-select-star: *'],
  namespaces: ['drop-cascade: CASCADE'],
  'update-delete': ['change-without-where: UPDATE t', 'change-without-where: DELETE FROM t'],
};
