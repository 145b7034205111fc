-- hive_prod.sales: customers, products, orders with a long history, and a view.
-- Of the file as a whole: a statement ends where a line ends with a semicolon. The values follow from the row numbers, so
-- every sample lakehouse is the same.
CREATE NAMESPACE IF NOT EXISTS hive_prod.sales COMMENT 'Customers, products and orders of a web shop';

DROP VIEW IF EXISTS hive_prod.sales.daily_revenue;
DROP TABLE IF EXISTS hive_prod.sales.orders PURGE;
DROP TABLE IF EXISTS hive_prod.sales.products PURGE;
DROP TABLE IF EXISTS hive_prod.sales.customers PURGE;

CREATE TABLE hive_prod.sales.customers (
  customer_id BIGINT NOT NULL COMMENT 'Given at sign-up, never reused',
  name STRING,
  email STRING COMMENT 'Unconfirmed until verified_at is set',
  country STRING COMMENT 'ISO 3166-1 alpha-2',
  address STRUCT<street: STRING, city: STRING, zip: STRING, geo: STRUCT<lat: DOUBLE, lon: DOUBLE>>,
  tags ARRAY<STRING>,
  preferences MAP<STRING, STRING>,
  verified_at TIMESTAMP
) USING iceberg
PARTITIONED BY (bucket(4, customer_id))
COMMENT 'One row a customer, with nested address and preferences';

INSERT INTO hive_prod.sales.customers
SELECT
  id,
  concat(
    element_at(array('Ada', 'Bo', 'Chen', 'Dilip', 'Emre', 'Fatou', 'Grete', 'Hiro', 'Inés', 'Jürgen'), CAST(pmod(id * 7, 10) + 1 AS INT)),
    ' ',
    element_at(array('Nowak', 'Okafor', 'Silva', 'Müller', 'Tanaka', 'Haddad', 'Olsen', 'Kumar'), CAST(pmod(id * 13, 8) + 1 AS INT))
  ),
  concat('customer', id, '@example.com'),
  element_at(array('DE', 'FR', 'NG', 'BR', 'JP', 'IN', 'NO', 'US', 'TR'), CAST(pmod(id * 31, 9) + 1 AS INT)),
  named_struct(
    'street', concat(pmod(id * 17, 200) + 1, ' Main Street'),
    'city', concat('City ', pmod(id, 120)),
    'zip', lpad(CAST(pmod(id * 97, 100000) AS STRING), 5, '0'),
    'geo', named_struct('lat', pmod(id * 37, 18000) / 100.0D - 90, 'lon', pmod(id * 53, 36000) / 100.0D - 180)
  ),
  CASE pmod(id, 4) WHEN 0 THEN array('newsletter', 'loyal') WHEN 1 THEN array('newsletter') WHEN 2 THEN array() END,
  map('language', element_at(array('de', 'en', 'fr'), CAST(pmod(id, 3) + 1 AS INT)), 'theme', if(pmod(id, 2) = 0, 'dark', 'light')),
  if(pmod(id, 5) = 0, NULL, timestamp_seconds(1735689600 + id * 1800))
FROM range(0, 20000, 1, 2);

CREATE TABLE hive_prod.sales.products (
  product_id INT NOT NULL,
  name STRING NOT NULL,
  category STRING,
  price DECIMAL(10, 2),
  dimensions STRUCT<width_mm: INT, height_mm: INT, depth_mm: INT>,
  attributes MAP<STRING, STRING>
) USING iceberg
COMMENT 'The catalogue; small enough to read whole';

INSERT INTO hive_prod.sales.products
SELECT
  CAST(id AS INT),
  concat('Product ', id),
  element_at(array('books', 'garden', 'kitchen', 'toys', 'tools'), CAST(pmod(id, 5) + 1 AS INT)),
  CAST(pmod(id * 379, 50000) / 100.0 + 0.99 AS DECIMAL(10, 2)),
  named_struct('width_mm', CAST(pmod(id * 3, 900) + 10 AS INT), 'height_mm', CAST(pmod(id * 5, 900) + 10 AS INT), 'depth_mm', CAST(pmod(id * 7, 300) + 5 AS INT)),
  map('colour', element_at(array('red', 'green', 'blue'), CAST(pmod(id, 3) + 1 AS INT)), 'sku', concat('SKU-', lpad(CAST(id AS STRING), 6, '0')))
FROM range(0, 500, 1, 1);

-- Orders live through everything a table can: appends, late data, corrections, new columns, a finer partitioning.
CREATE TABLE hive_prod.sales.orders (
  order_id BIGINT NOT NULL COMMENT 'Ascending with time',
  customer_id BIGINT NOT NULL,
  product_id INT NOT NULL,
  ordered_at TIMESTAMP NOT NULL,
  quantity INT,
  amount DECIMAL(12, 2),
  state STRING COMMENT 'new, paid, shipped, returned'
) USING iceberg
PARTITIONED BY (days(ordered_at))
COMMENT 'One row an order; partitioned by day, later also by customer'
TBLPROPERTIES (
  'format-version' = '2',
  'write.update.mode' = 'merge-on-read',
  'write.delete.mode' = 'merge-on-read',
  'write.merge.mode' = 'merge-on-read'
);

INSERT INTO hive_prod.sales.orders
SELECT
  id,
  pmod(id * 7919, 20000),
  CAST(pmod(id * 104729, 500) AS INT),
  timestamp_micros(1767225600000000 + id * 4320000 + pmod(id * 7907, 1000000)),
  CAST(pmod(id * 3, 5) + 1 AS INT),
  CAST(pmod(id * 379, 90000) / 100.0 + 1 AS DECIMAL(12, 2)),
  element_at(array('paid', 'shipped', 'shipped', 'returned'), CAST(pmod(id * 11, 4) + 1 AS INT))
FROM range(0, 200000, 1, 2);

ALTER TABLE hive_prod.sales.orders CREATE TAG first_load;

INSERT INTO hive_prod.sales.orders
SELECT id, pmod(id * 7919, 20000), CAST(pmod(id * 104729, 500) AS INT), timestamp_micros(1768089600000000 + (id - 200000) * 30000000), 1, CAST(pmod(id * 379, 90000) / 100.0 AS DECIMAL(12, 2)), 'new'
FROM range(200000, 202000, 1, 1);

INSERT INTO hive_prod.sales.orders
SELECT id, pmod(id * 7919, 20000), CAST(pmod(id * 104729, 500) AS INT), timestamp_micros(1768176000000000 + (id - 202000) * 30000000), 2, CAST(pmod(id * 379, 90000) / 100.0 AS DECIMAL(12, 2)), 'new'
FROM range(202000, 204000, 1, 1);

UPDATE hive_prod.sales.orders SET state = 'paid' WHERE state = 'new' AND order_id < 201000;

INSERT INTO hive_prod.sales.orders
SELECT id, pmod(id * 7919, 20000), CAST(pmod(id * 104729, 500) AS INT), timestamp_micros(1768262400000000 + (id - 204000) * 30000000), 3, CAST(pmod(id * 379, 90000) / 100.0 AS DECIMAL(12, 2)), 'new'
FROM range(204000, 206000, 1, 1);

-- A late batch, for days that were thought done.
INSERT INTO hive_prod.sales.orders VALUES
  (206000, 17, 4, TIMESTAMP '2026-01-03 10:15:00', 1, 19.90, 'paid'),
  (206001, 18, 5, TIMESTAMP '2026-01-04 11:30:00', 2, 44.00, 'paid'),
  (206002, 19, 6, TIMESTAMP '2026-01-05 23:59:59.999999', 1, 7.25, 'shipped');

DELETE FROM hive_prod.sales.orders WHERE order_id BETWEEN 150000 AND 150099;

ALTER TABLE hive_prod.sales.orders ADD COLUMNS (
  currency STRING COMMENT 'ISO 4217; null before 2026-01-14 means EUR',
  discount DECIMAL(5, 2)
);

INSERT INTO hive_prod.sales.orders
SELECT id, pmod(id * 7919, 20000), CAST(pmod(id * 104729, 500) AS INT), timestamp_micros(1768348800000000 + (id - 207000) * 40000000), 1, CAST(pmod(id * 379, 90000) / 100.0 AS DECIMAL(12, 2)), 'new', element_at(array('EUR', 'USD', 'JPY'), CAST(pmod(id, 3) + 1 AS INT)), if(pmod(id, 10) = 0, 5.00, NULL)
FROM range(207000, 209000, 1, 1);

ALTER TABLE hive_prod.sales.orders ALTER COLUMN quantity TYPE BIGINT;

ALTER TABLE hive_prod.sales.orders RENAME COLUMN state TO status;

INSERT INTO hive_prod.sales.orders
SELECT id, pmod(id * 7919, 20000), CAST(pmod(id * 104729, 500) AS INT), timestamp_micros(1768435200000000 + (id - 209000) * 40000000), 3000000000, CAST(pmod(id * 379, 90000) / 100.0 AS DECIMAL(12, 2)), 'new', 'EUR', NULL
FROM range(209000, 209500, 1, 1);

MERGE INTO hive_prod.sales.orders AS t
USING (SELECT id AS order_id, 'shipped' AS status FROM range(203500, 203800, 1, 1) UNION ALL SELECT id, 'paid' FROM range(209900, 209950, 1, 1)) AS s
ON t.order_id = s.order_id
WHEN MATCHED THEN UPDATE SET t.status = s.status
WHEN NOT MATCHED THEN INSERT (order_id, customer_id, product_id, ordered_at, quantity, amount, status, currency, discount)
  VALUES (s.order_id, 1, 1, TIMESTAMP '2026-01-15 12:00:00', 1, 10.00, s.status, 'EUR', NULL);

ALTER TABLE hive_prod.sales.orders ADD PARTITION FIELD bucket(4, customer_id) AS customer_bucket;

INSERT INTO hive_prod.sales.orders
SELECT id, pmod(id * 7919, 20000), CAST(pmod(id * 104729, 500) AS INT), timestamp_micros(1768521600000000 + (id - 210000) * 20000000), 1, CAST(pmod(id * 379, 90000) / 100.0 AS DECIMAL(12, 2)), 'new', 'EUR', NULL
FROM range(210000, 214000, 1, 1);

INSERT INTO hive_prod.sales.orders
SELECT id, pmod(id * 7919, 20000), CAST(pmod(id * 104729, 500) AS INT), timestamp_micros(1768608000000000 + (id - 214000) * 20000000), 2, CAST(pmod(id * 379, 90000) / 100.0 AS DECIMAL(12, 2)), 'new', 'USD', 2.50
FROM range(214000, 218000, 1, 1);

UPDATE hive_prod.sales.orders SET discount = 10.00 WHERE ordered_at >= TIMESTAMP '2026-01-17' AND pmod(order_id, 100) = 0;

DELETE FROM hive_prod.sales.orders WHERE status = 'returned' AND ordered_at < TIMESTAMP '2026-01-02';

INSERT INTO hive_prod.sales.orders
SELECT id, pmod(id * 7919, 20000), CAST(pmod(id * 104729, 500) AS INT), timestamp_micros(1768694400000000 + (id - 218000) * 20000000), 1, CAST(pmod(id * 379, 90000) / 100.0 AS DECIMAL(12, 2)), 'new', 'EUR', NULL
FROM range(218000, 222000, 1, 1);

ALTER TABLE hive_prod.sales.orders CREATE TAG end_of_week_3 RETAIN 365 DAYS;

ALTER TABLE hive_prod.sales.orders CREATE BRANCH audit;

INSERT INTO hive_prod.sales.orders.branch_audit VALUES
  (900000, 1, 1, TIMESTAMP '2026-01-18 08:00:00', 1, 1.00, 'new', 'EUR', NULL),
  (900001, 2, 2, TIMESTAMP '2026-01-18 08:00:01', 1, 2.00, 'new', 'EUR', NULL);

DELETE FROM hive_prod.sales.orders.branch_audit WHERE order_id = 900001;

CALL hive_prod.system.rewrite_data_files(table => 'sales.orders', where => 'ordered_at >= TIMESTAMP "2026-01-17 00:00:00" AND ordered_at < TIMESTAMP "2026-01-18 00:00:00"', options => map('rewrite-all', 'true'));

INSERT INTO hive_prod.sales.orders
SELECT id, pmod(id * 7919, 20000), CAST(pmod(id * 104729, 500) AS INT), timestamp_micros(1768780800000000 + (id - 222000) * 20000000), 1, CAST(pmod(id * 379, 90000) / 100.0 AS DECIMAL(12, 2)), 'new', 'EUR', NULL
FROM range(222000, 226000, 1, 1);

UPDATE hive_prod.sales.orders SET status = 'paid' WHERE status = 'new' AND order_id BETWEEN 222000 AND 223999;

INSERT INTO hive_prod.sales.orders
SELECT id, pmod(id * 7919, 20000), CAST(pmod(id * 104729, 500) AS INT), timestamp_micros(1768867200000000 + (id - 226000) * 20000000), 1, CAST(pmod(id * 379, 90000) / 100.0 AS DECIMAL(12, 2)), 'new', 'EUR', NULL
FROM range(226000, 230000, 1, 1);

DELETE FROM hive_prod.sales.orders WHERE amount = 0;

INSERT INTO hive_prod.sales.orders VALUES
  (230000, 42, 7, TIMESTAMP '2026-01-21 00:00:00', 1, 99999999.99, 'new', 'JPY', 0.00);

CREATE VIEW hive_prod.sales.daily_revenue
COMMENT 'What was earned a day, returned orders left out'
AS SELECT CAST(ordered_at AS DATE) AS day, count(*) AS orders, sum(amount) AS revenue
FROM hive_prod.sales.orders
WHERE status <> 'returned'
GROUP BY CAST(ordered_at AS DATE);
