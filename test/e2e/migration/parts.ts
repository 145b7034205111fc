/** The parts of the migration that are pasted; what stands between them is typed. */

/** What it is for. */
export const HEAD = `-- Moves the orders and the old page views into tables of their own, laid out for years to come.
-- Run it as often as you like: it begins by taking away what it made before.

`;

/** Takes away what it made before. */
export const AFRESH = `-- 1. Begin afresh.
CREATE NAMESPACE IF NOT EXISTS hive_prod.migration;

DROP VIEW IF EXISTS hive_prod.migration.revenue;
DROP TABLE IF EXISTS hive_prod.migration.orders;
DROP TABLE IF EXISTS hive_prod.migration.page_views;
DROP TABLE IF EXISTS hive_prod.migration.corrections;

`;

/** Up to its USING. */
export const ORDERS = `-- 2. The tables.
CREATE TABLE hive_prod.migration.orders (
  order_id BIGINT NOT NULL,
  customer_id BIGINT NOT NULL,
  ordered_at TIMESTAMP NOT NULL,
  quantity BIGINT,
  amount DECIMAL(12, 2),
  status STRING COMMENT 'new, paid, shipped, returned'
)
`;

/** After its partitions. */
export const ORDERS_END = `COMMENT 'The orders, moved'
TBLPROPERTIES (
  'format-version' = '2',
  'write.delete.mode' = 'merge-on-read',
  'write.merge.mode' = 'merge-on-read'
);

`;

export const PAGE_VIEWS = `CREATE TABLE hive_prod.migration.page_views (
  page STRING,
  views BIGINT,
  day DATE
)
USING iceberg
PARTITIONED BY (months(day));

`;

/** Up to the table it reads. */
export const CORRECTIONS = `CREATE TABLE hive_prod.migration.corrections
USING iceberg
AS
SELECT
  order_id,
  amount,
  'returned' AS status
`;

export const CORRECTIONS_END = `ORDER BY order_id
LIMIT 25;

`;

/** With a column that is not there. */
export const LOOK = `-- 3. The rows.
SELECT statuss, count(*) AS n
FROM hive_prod.sales.orders
GROUP BY ALL;

`;

/** Up to its condition. */
export const ORDERS_ROWS = `INSERT INTO hive_prod.migration.orders (
  order_id,
  customer_id,
  ordered_at,
  quantity,
  amount,
  status
)
SELECT
  order_id,
  customer_id,
  ordered_at,
  quantity,
  amount,
  status
FROM hive_prod.sales.orders
`;

export const VIEWS_ROWS = `INSERT INTO hive_prod.migration.page_views
SELECT
  page,
  views,
  day
FROM spark_catalog.legacy.page_views;

`;

export const TAG = `ALTER TABLE hive_prod.migration.orders CREATE TAG before_changes RETAIN 30 DAYS;

`;

/** Up to the partition fields. */
export const SHAPE = `-- 4. The shape: new columns, partitions and order.
ALTER TABLE hive_prod.migration.orders ADD COLUMNS (
  currency STRING COMMENT 'ISO 4217',
  source STRING
);

ALTER TABLE hive_prod.migration.orders ALTER COLUMN amount TYPE DECIMAL(14, 2);

ALTER TABLE hive_prod.migration.orders RENAME COLUMN status TO state;

ALTER TABLE hive_prod.migration.orders ALTER COLUMN currency AFTER amount;

`;

export const SHAPE_END = `ALTER TABLE hive_prod.migration.orders REPLACE PARTITION FIELD ordered_at_day WITH months(ordered_at);

ALTER TABLE hive_prod.migration.orders WRITE ORDERED BY ordered_at, order_id;

ALTER TABLE hive_prod.migration.orders SET TBLPROPERTIES (
  'write.target-file-size-bytes' = '134217728'
);

`;

/** Up to its condition. */
export const MERGE = `-- 5. The corrections.
MERGE INTO hive_prod.migration.orders AS t
USING hive_prod.migration.corrections AS c
`;

export const MERGE_END = `WHEN MATCHED AND t.state <> c.status THEN
  UPDATE SET
    t.amount = c.amount,
    t.state = c.status,
    t.source = 'correction'
WHEN NOT MATCHED THEN
  INSERT (order_id, customer_id, ordered_at, amount, state)
  VALUES (c.order_id, 0, current_timestamp(), c.amount, c.status);

UPDATE hive_prod.migration.orders
SET currency = 'EUR'
WHERE currency IS NULL;

`;

export const HOUSE = `-- 6. House-keeping.
`;

export const HOUSE_END = `CALL hive_prod.system.rewrite_manifests(table => 'migration.orders');

CALL hive_prod.system.expire_snapshots(
  table => 'migration.orders',
  older_than => TIMESTAMP '2020-01-01 00:00:00',
  retain_last => 5
);

`;

/** Up to the version. */
export const BEFORE = `-- 7. What it was like before, and how it went.
SELECT count(*) AS rows_before
FROM hive_prod.migration.orders `;

/** Up to the time. */
export const THEN = `SELECT count(*) AS rows_then
FROM hive_prod.sales.orders `;

export const HISTORY = `SELECT
  committed_at,
  operation,
  summary['added-records'] AS added
FROM hive_prod.migration.orders.snapshots
ORDER BY committed_at;

SELECT
  partition,
  record_count,
  file_count
FROM hive_prod.migration.orders.partitions
ORDER BY record_count DESC
LIMIT 10;

CREATE VIEW hive_prod.migration.revenue AS
SELECT
  CAST(ordered_at AS DATE) AS day,
  sum(amount) AS revenue
FROM hive_prod.migration.orders
GROUP BY CAST(ordered_at AS DATE);

`;

/** With a name that is changed later. */
export const CHECKS = `-- 8. The checks: each fails when it is not so.
WITH shifted AS (
  SELECT
    count(*) AS n,
    count(DISTINCT order_id) AS distinct_orders
  FROM hive_prod.migration.orders
),
original AS (
  SELECT
    count(*) AS n,
    count(DISTINCT order_id) AS distinct_orders
  FROM hive_prod.sales.orders
)
SELECT
  assert_true(shifted.n = original.n, 'rows were lost'),
  assert_true(shifted.distinct_orders = original.distinct_orders, 'orders were lost')
FROM shifted
CROSS JOIN original;

SELECT assert_true(count(*) >= 25, 'not all corrections are there')
FROM hive_prod.migration.orders
WHERE order_id IN (
  SELECT order_id
  FROM hive_prod.migration.corrections
);

SELECT assert_true(count_if(currency IS NULL) = 0, 'an order without currency')
FROM hive_prod.migration.orders;

`;

export const BACK = `-- 9. Back to the tag for a look.
CALL hive_prod.system.set_current_snapshot(
  table => 'migration.orders',
  ref => 'before_changes'
);

SELECT 'migrated' AS outcome;
`;

export const CLEAN_UP = `DROP VIEW hive_prod.migration.revenue;
DROP TABLE hive_prod.migration.orders;
DROP TABLE hive_prod.migration.page_views;
DROP TABLE hive_prod.migration.corrections;
DROP SCHEMA hive_prod.migration;
SELECT 'gone' AS outcome;
`;
