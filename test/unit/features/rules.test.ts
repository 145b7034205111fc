import { describe, expect, it } from 'vitest';
import { diagnose } from '../../../server/src/features/diagnostics';
import { SqlDocument } from '../../../server/src/sql/document';
import type { CatalogPicture } from '../../../server/src/sql/catalog-picture';
import { pictureOf } from './caret';

const picture = pictureOf('rules.json');
const O = 'hive_prod.sales.orders';
const C = 'hive_prod.sales.customers';
const P = 'hive_prod.sales.products';

/** `code: the text it is about`, for each diagnostic. */
function found(text: string, from: CatalogPicture = picture, sparkVersion: '4.0' | '4.1' = '4.0'): string[] {
  return diagnose(new SqlDocument(text, { sparkVersion }), from).diagnostics.map(
    ({ code, start, end }) => `${code}: ${text.slice(start, end)}`,
  );
}
const says = (text: string): string => diagnose(new SqlDocument(text), picture).diagnostics[0]?.message ?? '';
const offers = (text: string): readonly string[] =>
  diagnose(new SqlDocument(text), picture).diagnostics[0]?.replacements ?? [];

/** What Spark 4.0.1 with Iceberg refuses, each asked of it, and what is dangerous; with the place. */
describe('said', () => {
  it.each([
    // names
    [`SELECT * FROM hive_prdo.sales.orders`, 'unknown-catalog: hive_prdo'],
    [`SELECT * FROM hive_prod.slaes.orders`, 'unknown-namespace: slaes'],
    [`CREATE TABLE hive_prod.slaes.t (a INT) USING iceberg`, 'unknown-namespace: slaes'],
    [`ALTER TABLE hive_prod.sales.nothing ADD COLUMN a INT`, 'unknown-table: hive_prod.sales.nothing'],
    [`SELECT address.cty FROM ${C}`, 'unknown-column: cty'],
    [`SELECT c.address.cty FROM ${C} c`, 'unknown-column: cty'],
    [`SELECT x.* FROM ${C} c`, 'unknown-column: x'],
    [`SELECT * EXCEPT (nme) FROM ${C}`, 'unknown-column: nme'],
    [`INSERT INTO ${P} (product_id, nme, price) VALUES (1, 'a', 2.5)`, 'unknown-column: nme'],
    [`ALTER TABLE ${C} DROP COLUMN nme`, 'unknown-column: nme'],
    [`ALTER TABLE ${C} RENAME COLUMN nme TO n`, 'unknown-column: nme'],
    [`ALTER TABLE ${C} WRITE ORDERED BY nme`, 'unknown-column: nme'],
    [
      `MERGE INTO ${O} t USING ${O} s ON t.order_id = s.order_id WHEN MATCHED THEN UPDATE SET t.amont = 1`,
      'unknown-column: amont',
    ],
    [`SELECT name FROM ${P}, ${C}`, 'ambiguous-column: name'],
    [`SELECT o.amount FROM ${O} o JOIN ${C} c ON customer_id = 1`, 'ambiguous-column: customer_id'],
    [`SELECT amount FROM ${O} JOIN ${C} USING (name)`, 'unknown-column: name'],
    [`SELECT amount FROM ${O} JOIN ${C} USING (nope)`, 'unknown-column: nope'],
    [`SELECT * FROM sales.ordrs`, 'unknown-table: ordrs'],
    [`SELECT status.nope FROM ${O}`, 'unknown-column: nope'],
    [`SELECT * FROM hive_prod.orders`, 'unknown-table: hive_prod.orders'],
    [`SELECT status[0] FROM ${O}`, 'type-mismatch: status'],
    [`SELECT * FROM ${O} GROUP BY status`, 'missing-group-by: *'],
    // functions and procedures
    [`SELECT concatt('a')`, 'unknown-function: concatt'],
    [`SELECT upper()`, 'wrong-arguments: upper'],
    [`SELECT upper('a', 'b')`, 'wrong-arguments: upper'],
    [`SELECT coalesce()`, 'wrong-arguments: coalesce'],
    [`SELECT greatest(1)`, 'wrong-arguments: greatest'],
    [`SELECT * FROM range(1, 2, 3, 4, 5)`, 'wrong-arguments: range'],
    [`SELECT mask('a', nope => 'x')`, 'wrong-arguments: nope'],
    [`SELECT mask(upperChar => 'x', 'a')`, `wrong-arguments: 'a'`],
    [`SELECT mask('a', 'b', upperChar => 'x')`, 'wrong-arguments: upperChar'],
    [`CALL hive_prod.system.expire_snapshots('sales.orders', nope => 1)`, 'wrong-arguments: nope'],
    [`CALL hive_prod.system.expire_snapshots(retain_last => 5)`, 'wrong-arguments: hive_prod.system.expire_snapshots'],
    [
      `CALL hive_prod.system.expire_snapshots(table => 'sales.orders', table => 'sales.orders')`,
      'wrong-arguments: table',
    ],
    [`CALL hive_prod.system.expire_snapshots('sales.orders', table => 'sales.orders')`, 'wrong-arguments: table'],
    [
      `CALL hive_prod.system.expire_snapshots(table => 'sales.orders', TIMESTAMP '2026-01-01')`,
      `wrong-arguments: TIMESTAMP '2026-01-01'`,
    ],
    [`CALL hive_prod.system.expire_snapshots(TABLE => 'sales.orders')`, 'wrong-arguments: TABLE'],
    [`CALL hive_prod.system.rollback_to_snapshot('sales.orders', 5660770991823815685, 2)`, 'wrong-arguments: 2'],
    [`CALL hive_prod.system.expire_snapshots('sales.orders', retain_last => 'x')`, `argument-type: 'x'`],
    [`CALL hive_prod.system.expire_snapshots('sales.orders', older_than => 'x')`, `argument-type: 'x'`],
    [`CALL hive_prod.system.expire_snapshots('sales.orders', stream_results => 1)`, 'argument-type: 1'],
    [`CALL hive_prod.system.expire_snapshots('sales.orders', snapshot_ids => 5)`, 'argument-type: 5'],
    [`CALL hive_prod.system.rewrite_data_files('sales.orders', options => 'a')`, `argument-type: 'a'`],
    [`CALL hive_prod.system.expire_snapshots(table => 5)`, 'argument-type: 5'],
    [`CALL hive_prod.sytem.expire_snapshots('sales.orders')`, 'unknown-procedure: sytem'],
    // time travel
    [`SELECT * FROM hive_prod.sales.daily_revenue VERSION AS OF 1`, 'time-travel-target: VERSION AS OF 1'],
    [`WITH c AS (SELECT 1 AS a) SELECT * FROM c VERSION AS OF 5`, 'time-travel-target: VERSION AS OF 5'],
    [`SELECT * FROM ${O} TIMESTAMP AS OF 'soon'`, `time-travel-range: 'soon'`],
    [
      `SELECT * FROM ${O} TIMESTAMP AS OF TIMESTAMP '2026-01-01 00:00:00'`,
      `time-travel-range: TIMESTAMP '2026-01-01 00:00:00'`,
    ],
    [`SELECT * FROM ${P} TIMESTAMP AS OF '2099-01-01'`, `time-travel-range: '2099-01-01'`],
    [`SELECT * FROM ${O} FOR SYSTEM_VERSION AS OF 7`, 'unknown-snapshot: 7'],
    [`SELECT * FROM ${O} VERSION AS OF '7'`, `unknown-snapshot: '7'`],
    [`SELECT * FROM ${O}.snapshot_id_7`, 'unknown-snapshot: snapshot_id_7'],
    [`ALTER TABLE ${O} CREATE BRANCH b AS OF VERSION 7`, 'unknown-snapshot: 7'],
    [`CALL hive_prod.system.rollback_to_snapshot('sales.orders', 7)`, 'unknown-snapshot: 7'],
    [
      `CALL hive_prod.system.cherrypick_snapshot(snapshot_id => 7, table => 'hive_prod.sales.orders')`,
      'unknown-snapshot: 7',
    ],
    [`SELECT * FROM ${O}.branch_audti`, 'unknown-reference: branch_audti'],
    [`SELECT * FROM ${O}.tag_audit`, 'unknown-reference: tag_audit'],
    [`ALTER TABLE ${O} DROP BRANCH nope`, 'unknown-reference: nope'],
    [`ALTER TABLE ${O} CREATE BRANCH audit`, 'unknown-reference: audit'],
    [`CALL hive_prod.system.set_current_snapshot(table => 'sales.orders', ref => 'nope')`, `unknown-reference: 'nope'`],
    // partitions
    [`CREATE TABLE hive_prod.sales.t (a STRING) USING iceberg PARTITIONED BY (days(a))`, 'partition-transform: a'],
    [`CREATE TABLE hive_prod.sales.t (a DATE) USING iceberg PARTITIONED BY (hours(a))`, 'partition-transform: a'],
    [`CREATE TABLE hive_prod.sales.t (a INT) USING iceberg PARTITIONED BY (bucket(0, a))`, 'partition-transform: 0'],
    [`CREATE TABLE hive_prod.sales.t (a INT) USING iceberg PARTITIONED BY (bucket(-1, a))`, 'partition-transform: -1'],
    [`CREATE TABLE hive_prod.sales.t (a DOUBLE) USING iceberg PARTITIONED BY (bucket(4, a))`, 'partition-transform: a'],
    [
      `CREATE TABLE hive_prod.sales.t (a DOUBLE) USING iceberg PARTITIONED BY (truncate(4, a))`,
      'partition-transform: a',
    ],
    [`CREATE TABLE hive_prod.sales.t (a DATE) USING iceberg PARTITIONED BY (truncate(4, a))`, 'partition-transform: a'],
    [`CREATE TABLE hive_prod.sales.t (a ARRAY<INT>) USING iceberg PARTITIONED BY (a)`, 'partition-transform: a'],
    [`CREATE TABLE hive_prod.sales.t (a INT) USING iceberg PARTITIONED BY (b)`, 'partition-transform: b'],
    [`CREATE TABLE hive_prod.sales.t (a INT) USING iceberg PARTITIONED BY (bucket(a, 4))`, 'partition-transform: 4'],
    [
      `CREATE TABLE hive_prod.sales.t (a INT) USING iceberg PARTITIONED BY (bucket(4))`,
      'partition-transform: bucket(4)',
    ],
    [`CREATE TABLE hive_prod.sales.t (a INT) USING iceberg PARTITIONED BY (buckt(4, a))`, 'partition-transform: buckt'],
    [`ALTER TABLE ${O} ADD PARTITION FIELD truncate(4, ordered_at)`, 'partition-transform: ordered_at'],
    [`ALTER TABLE ${O} WRITE ORDERED BY days(status)`, 'partition-transform: status'],
    // columns and values
    [`INSERT INTO ${P} SELECT 1, 'a'`, `insert-column-count: SELECT 1, 'a'`],
    [`INSERT INTO ${P} (product_id, name, price) VALUES (1, 'a')`, `insert-column-count: (1, 'a')`],
    [
      `INSERT INTO ${P} SELECT * FROM ${C}`,
      ['insert-column-count: SELECT * FROM hive_prod.sales.customers', 'insert-select-star: *'],
    ],
    [
      `MERGE INTO ${P} t USING ${P} s ON t.product_id = s.product_id WHEN NOT MATCHED THEN INSERT (product_id, name) VALUES (s.product_id)`,
      'insert-column-count: (product_id, name) VALUES (s.product_id)',
    ],
    [`VALUES (1, 2), (3)`, 'values-column-count: (3)'],
    [`SELECT 1, 2 UNION ALL SELECT 1`, 'set-operation-column-count: SELECT 1'],
    [`SELECT product_id FROM ${P} EXCEPT SELECT * FROM ${P}`, `set-operation-column-count: SELECT * FROM ${P}`],
    [`FROM ${P} |> UNION ALL SELECT 1`, 'set-operation-column-count: SELECT 1'],
    [`SELECT * FROM (SELECT 1, 2) AS t (a)`, 'alias-column-count: a'],
    [`SELECT * FROM ${P} AS t (a)`, 'alias-column-count: a'],
    [`CREATE VIEW hive_prod.sales.v (a, b) AS SELECT 1`, 'alias-column-count: a, b'],
    [
      `SELECT * FROM ${O} WHERE order_id = (SELECT customer_id, name FROM ${C})`,
      `subquery-columns: (SELECT customer_id, name FROM ${C})`,
    ],
    [
      `INSERT INTO ${P} (product_id, name, Name) VALUES (1, 'a', 'b')`,
      ['insert-missing-column: product_id, name, Name', 'duplicate-name: Name'],
    ],
    [`UPDATE ${P} SET name = 'a', name = 'b' WHERE true`, 'duplicate-name: name'],
    [`WITH c AS (SELECT 1), c AS (SELECT 2) SELECT * FROM c`, ['unused-cte: c', 'duplicate-name: c']],
    [`CREATE VIEW hive_prod.sales.v AS SELECT 1 AS a, 2 AS A`, 'duplicate-name: A'],
    // types
    [`SELECT * FROM ${C} WHERE address = 1`, 'type-mismatch: 1'],
    [`SELECT * FROM ${O} WHERE ordered_at = 5`, 'type-mismatch: 5'],
    [`SELECT * FROM ${O} WHERE ordered_at IN (1)`, 'type-mismatch: 1'],
    [`SELECT * FROM ${O} WHERE quantity BETWEEN ordered_at AND 3`, 'type-mismatch: ordered_at'],
    [`SELECT * FROM ${O} WHERE quantity = 'a'`, `type-mismatch: 'a'`],
    [`SELECT * FROM ${O} WHERE ordered_at > 'abc'`, `type-mismatch: 'abc'`],
    [`SELECT ordered_at + 1 FROM ${O}`, 'type-mismatch: ordered_at'],
    [`SELECT address + 1 FROM ${C}`, 'type-mismatch: address'],
    [`SELECT * FROM ${O} WHERE NOT quantity`, 'type-mismatch: quantity'],
    [`SELECT * FROM ${O} WHERE quantity AND true`, 'type-mismatch: quantity'],
    [`SELECT * FROM ${C} WHERE address LIKE 'a'`, 'type-mismatch: address'],
    [`SELECT * FROM ${O} WHERE status`, 'condition-type: status'],
    [`SELECT * FROM ${O} WHERE quantity + 1`, 'condition-type: quantity + 1'],
    [`SELECT * FROM ${O} o JOIN ${C} c ON o.customer_id`, 'condition-type: o.customer_id'],
    [`INSERT INTO ${P} VALUES ('x', 'a', 1)`, `insert-type: 'x'`],
    [
      `INSERT INTO ${P} SELECT product_id, name, ordered_at FROM ${O} CROSS JOIN (SELECT 'a' AS name)`,
      'insert-type: ordered_at',
    ],
    [`INSERT INTO ${C} VALUES (1, 'a', 'b', NULL, 20260101)`, 'insert-type: 20260101'],
    [`UPDATE ${O} SET ordered_at = '2026-01-01' WHERE true`, `insert-type: '2026-01-01'`],
    // grouping
    [`SELECT status FROM ${O} WHERE count(*) > 1`, 'misplaced-aggregate: count(*)'],
    [
      `SELECT status FROM ${O} WHERE row_number() OVER (ORDER BY status) = 1`,
      'misplaced-aggregate: row_number() OVER (ORDER BY status)',
    ],
    [`SELECT status FROM ${O} GROUP BY sum(amount)`, ['missing-group-by: status', 'misplaced-aggregate: sum(amount)']],
    [`SELECT sum(count(*)) FROM ${O}`, 'misplaced-aggregate: count(*)'],
    [`SELECT status, count(*) FROM ${O}`, 'missing-group-by: status'],
    [`SELECT status, amount FROM ${O} GROUP BY status`, 'missing-group-by: amount'],
    [`SELECT status, amount FROM ${O} GROUP BY 1`, 'missing-group-by: amount'],
    [`SELECT status FROM ${O} GROUP BY upper(status)`, 'missing-group-by: status'],
    [`SELECT address FROM ${C} GROUP BY address.city`, 'missing-group-by: address'],
    [`SELECT row_number() FROM ${O}`, 'window-without-over: row_number'],
    [`SELECT status, amount FROM ${O} GROUP BY status, amount, 3`, 'position-out-of-range: 3'],
    [`SELECT status FROM ${O} ORDER BY 2`, 'position-out-of-range: 2'],
    // harmful and old
    [`SELECT * FROM ${O} WHERE NULL <> amount`, 'null-comparison: NULL <> amount'],
    [`UPDATE ${O} SET amount = 0`, `change-without-where: UPDATE ${O}`],
    [`CREATE TABLE hive_prod.sales.t (a TIMESTAMP) USING iceberg PARTITIONED BY (date(a))`, 'deprecated-form: date'],
    [`SELECT grouping__id FROM ${O} GROUP BY status WITH CUBE`, 'deprecated-form: grouping__id'],
    [`CREATE TEMPORARY TABLE t USING parquet OPTIONS (path 'x')`, 'deprecated-form: TABLE'],
  ] as [string, string | string[]][])('%s', (text, expected) => {
    expect(found(text).sort()).toEqual([expected].flat().sort());
  });

  it('how many and which', () => {
    expect(says('SELECT upper()')).toBe('upper takes 1 argument, not 0.');
    expect(says(`CALL hive_prod.system.rollback_to_snapshot(table => 'sales.orders')`)).toBe(
      'rollback_to_snapshot needs snapshot_id.',
    );
    expect(says(`INSERT INTO ${P} VALUES (1)`)).toBe('This row has 1 value, but products has 3 columns.');
    expect(says(`SELECT * FROM ${O} TIMESTAMP AS OF '2020-01-01'`)).toContain('goes back to 2026-01-11 00:00:00 UTC');
  });

  it('with what was meant', () => {
    expect(offers('SELECT * FROM hive_prod.sales.ordrs')).toEqual(['hive_prod.sales.orders']);
    expect(offers(`SELECT name FROM ${P} p, ${C}`)).toEqual(['p.name', 'customers.name']);
    expect(offers(`SELECT * FROM ${O} WHERE amount = NULL`)).toEqual(['amount IS NULL']);
    expect(offers('SELECT UPER(1)')).toEqual(['UPPER']);
    expect(offers(`SELECT * FROM ${O}.branch_audti`)).toEqual(['branch_audit']);
  });
});

/** What Spark takes, or what depends on what only it knows. */
describe('not said', () => {
  it.each([
    `SELECT my_function(1), upperr_case_of_mine(2)`,
    `CREATE FUNCTION uper(x STRING) RETURNS STRING RETURN upper(x); SELECT uper('a')`,
    `SELECT hive_prod.system.bucket(4, order_id) FROM ${O}`,
    `SELECT concat(), array(), map(), count(DISTINCT *), count(*), struct(*) FROM ${O}`,
    `SELECT first(amount IGNORE NULLS), percentile_cont(0.5) WITHIN GROUP (ORDER BY amount), mode() WITHIN GROUP (ORDER BY status) FROM ${O}`,
    `SELECT substring('abc' FROM 2), trim(BOTH 'a' FROM 'abc'), position('a' IN 'b'), extract(YEAR FROM ordered_at), dateadd(DAY, 1, ordered_at) FROM ${O}`,
    `SELECT * FROM explode(collection => array(1))`,
    `CALL hive_prod.system.expire_snapshots(table => 'sales.orders', retain_last => '5', older_than => DATE '2026-01-01')`,
    `CALL hive_prod.system.expire_snapshots(table => 'sales.orders', older_than => current_timestamp() - INTERVAL 7 DAYS)`,
    `CALL hive_prod.system.rewrite_manifests(table => 'sales.orders', use_caching => NULL)`,
    `CALL hive_prod.system.my_procedure(1, 2, 3)`,
    `CALL other.system.rollback_to_snapshot('sales.orders', 7)`,
    `CALL hive_prod.system.rollback_to_snapshot('sales.nothing', 7)`,
    `SELECT * FROM ${O} TIMESTAMP AS OF '2026-01-11'`,
    `SELECT * FROM ${O} TIMESTAMP AS OF '2026-01-10 18:00:00'`,
    `SELECT * FROM ${O} TIMESTAMP AS OF current_timestamp()`,
    `SELECT * FROM ${O} VERSION AS OF 'audit'`,
    `SELECT * FROM ${O}.branch_audit`,
    `SELECT * FROM ${O}.tag_first_load`,
    `ALTER TABLE ${O} DROP BRANCH IF EXISTS nope`,
    `ALTER TABLE ${O} CREATE OR REPLACE BRANCH nope`,
    `ALTER TABLE ${O} CREATE BRANCH nope; SELECT * FROM ${O}.branch_nope`,
    `CREATE TABLE hive_prod.sales.t (a TIMESTAMP, b DECIMAL(10,2), c BINARY, d STRUCT<x: INT>) USING iceberg PARTITIONED BY (hours(a), truncate(10, b), bucket(4, c), d.x)`,
    `CREATE TABLE hive_prod.sales.t (a DOUBLE) USING parquet PARTITIONED BY (a)`,
    `CREATE TABLE hive_prod.sales.t USING iceberg PARTITIONED BY (days(ordered_at)) AS SELECT * FROM ${O}`,
    `ALTER TABLE ${O} ADD COLUMN note STRING; UPDATE ${O} SET note = 'x' WHERE true`,
    `INSERT INTO ${P} BY NAME SELECT 1 AS product_id, 'a' AS name, 2.5 AS price`,
    `INSERT INTO ${P} SELECT p.* FROM ${P} p WHERE false -- lakehouse-ignore: insert-select-star`,
    `INSERT INTO ${P} SELECT product_id, name, price FROM ${P} UNION ALL SELECT 1, 'a', NULL`,
    `INSERT INTO ${P} VALUES (1, 2, 3)`,
    `INSERT INTO ${C} VALUES (1, 'a', 'b', NULL, DATE '2026-01-01')`,
    `SELECT inline(array(struct(1, 2))) UNION ALL SELECT 1, 2`,
    `SELECT * FROM ${O} JOIN ${C} USING (customer_id) UNION ALL SELECT 1`,
    `SELECT customer_id FROM ${O} JOIN ${C} USING (customer_id)`,
    `SELECT customer_id FROM ${O} NATURAL JOIN ${C}`,
    `SELECT customer_id FROM ${O} o LEFT SEMI JOIN ${C} c ON o.customer_id = c.customer_id`,
    `SELECT o.customer_id AS customer_id FROM ${O} o JOIN ${C} c ON o.customer_id = c.customer_id ORDER BY customer_id`,
    `SELECT * FROM ${O} o JOIN ${P} p ON o.product_id = p.product_id AND amount > 1 JOIN ${C} c ON c.name = 'a'`,
    `SELECT (SELECT max(name) FROM ${C}) FROM ${P}`,
    `MERGE INTO ${P} t USING ${P} s ON t.product_id = s.product_id WHEN NOT MATCHED THEN INSERT (product_id, name, price) VALUES (product_id, name, price)`,
    `SELECT status, count(*) FROM ${O} GROUP BY ALL`,
    `SELECT status, count(*) FROM ${O} GROUP BY status WITH ROLLUP`,
    `SELECT upper(status), count(*) FROM ${O} GROUP BY status`,
    `SELECT upper( status ) FROM ${O} GROUP BY UPPER(status)`,
    `SELECT upper(status) AS u, count(*) FROM ${O} GROUP BY u`,
    `SELECT status AS u, count(*) FROM ${O} GROUP BY 1`,
    `SELECT address.city, count(*) FROM ${C} GROUP BY address`,
    `SELECT address.city, count(*) FROM ${C} GROUP BY c.address.city`.replace(C, `${C} c`),
    `SELECT o.status, count(*) FROM ${O} o GROUP BY status`,
    `SELECT status, my_aggregate(amount) FROM ${O} GROUP BY status`,
    `SELECT sum(amount) OVER (PARTITION BY status), status FROM ${O}`,
    `SELECT status, sum(sum(amount)) OVER (ORDER BY status) FROM ${O} GROUP BY status`,
    `SELECT order_id FROM ${O} o WHERE amount > (SELECT avg(amount) FROM ${O})`,
    `SELECT status FROM ${O} GROUP BY status HAVING count(*)`,
    `SELECT * FROM ${O} WHERE status = 5 AND ordered_at > '2026-01-01' AND quantity = '12' AND status AND true`,
    `SELECT date_add(ordered_at, 1), ordered_at - INTERVAL 1 DAY, current_date() + 1 FROM ${O}`,
    `SET spark.sql.ansi.enabled = false; SELECT * FROM ${O} WHERE ordered_at = 5`,
    `SELECT * FROM ${O} VERSION AS OF 5660770991823815685 WHERE ordered_at = 5`,
    `SELECT * FROM ${C} WHERE address = named_struct('street', 'a', 'city', 'b')`,
    `SELECT * FROM ${O} WHERE (order_id, customer_id) IN (SELECT order_id, customer_id FROM ${O})`,
    `SELECT * FROM ${O} WHERE EXISTS (SELECT * FROM ${C})`,
    `SELECT * FROM ${O} WHERE amount <=> NULL`,
    `SELECT * FROM ${O} WHERE order_id NOT IN (SELECT order_id FROM ${O})`,
    `EXPLAIN DELETE FROM ${O}`,
    `SELECT * FROM ${P} GROUP BY product_id, name, price`,
    `SELECT array(1)[0], map('a', 1)['a'], address.city, address FROM ${C}`,
    `SELECT * FROM other_namespace.orders`,
    `SELECT * FROM legacy.page_views`,
    `SELECT * FROM global_temp.ordrs`,
    `MERGE INTO ${O} t USING ${O} s ON t.order_id = s.order_id WHEN MATCHED AND s.quantity THEN UPDATE SET amount = 1`,
    `DROP TABLE IF EXISTS ${P}`,
    `WITH RECURSIVE r (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < 5) SELECT n FROM r`,
    `WITH c AS (SELECT 1 AS a) SELECT * FROM IDENTIFIER('c')`,
    `SELECT * FROM (SELECT order_id FROM ${O} ORDER BY amount LIMIT 3)`,
    `USE hive_prod.other; SELECT nope FROM sales.orders`,
    `CREATE SCHEMA hive_prod.fresh; CREATE TABLE hive_prod.fresh.t (a INT) USING iceberg`,
    `DROP TABLE IF EXISTS hive_prod.gone.t`,
    `BEGIN SELECT nope FROM ${O}; END`,
    `SELECT \${x} FROM ${O} WHERE count(*) > 1`,
    `SELECT transform(array(1), x -> x + 1), aggregate(array(1), 0, (a, x) -> a + x) FROM ${O}`,
    `SELECT status, collect_list(named_struct('a', amount)) FROM ${O} GROUP BY status`,
  ])('%s', (text) => expect(found(text)).toEqual([]));

  it('that there are too many arguments, of a Spark that may take more', () => {
    expect(found(`SELECT upper('a', 'b')`, picture, '4.1')).toEqual([]);
    expect(found('SELECT upper()', picture, '4.1')).toEqual(['wrong-arguments: upper']);
  });
});
