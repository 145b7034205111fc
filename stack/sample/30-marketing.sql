-- glue_catalog.marketing and glue_catalog.finance: the same kinds of tables in another catalog.
CREATE NAMESPACE IF NOT EXISTS glue_catalog.marketing COMMENT 'Campaigns and what came of them';
CREATE NAMESPACE IF NOT EXISTS glue_catalog.finance COMMENT 'Closed books';

DROP TABLE IF EXISTS glue_catalog.marketing.campaigns PURGE;
DROP TABLE IF EXISTS glue_catalog.marketing.clicks PURGE;
DROP TABLE IF EXISTS glue_catalog.finance.ledger PURGE;

CREATE TABLE glue_catalog.marketing.campaigns (
  campaign_id INT NOT NULL,
  name STRING,
  channel STRING,
  budget DECIMAL(12, 2),
  runs STRUCT<from_day: DATE, to_day: DATE>
) USING iceberg
COMMENT 'What was planned';

INSERT INTO glue_catalog.marketing.campaigns
SELECT CAST(id AS INT), concat('Campaign ', id), element_at(array('mail', 'search', 'social'), CAST(pmod(id, 3) + 1 AS INT)), CAST(pmod(id * 997, 100000) AS DECIMAL(12, 2)), named_struct('from_day', date_add(DATE '2026-01-01', CAST(id AS INT)), 'to_day', date_add(DATE '2026-01-15', CAST(id AS INT)))
FROM range(0, 40, 1, 1);

CREATE TABLE glue_catalog.marketing.clicks (
  click_id BIGINT NOT NULL,
  campaign_id INT,
  customer_id BIGINT,
  clicked_at TIMESTAMP,
  url STRING
) USING iceberg
PARTITIONED BY (days(clicked_at), bucket(2, campaign_id))
COMMENT 'One row a click';

INSERT INTO glue_catalog.marketing.clicks
SELECT id, CAST(pmod(id * 31, 40) AS INT), pmod(id * 7919, 20000), timestamp_micros(1767225600000000 + id * 5184000), concat('https://shop.example.com/p/', pmod(id * 104729, 500), '?utm=', pmod(id, 40))
FROM range(0, 100000, 1, 2);

INSERT INTO glue_catalog.marketing.clicks
SELECT id, CAST(pmod(id * 31, 40) AS INT), pmod(id * 7919, 20000), timestamp_micros(1767744000000000 + (id - 100000) * 5184000), NULL
FROM range(100000, 102000, 1, 1);

ALTER TABLE glue_catalog.marketing.clicks CREATE TAG launch;

DELETE FROM glue_catalog.marketing.clicks WHERE url IS NULL AND pmod(click_id, 2) = 0;

ALTER TABLE glue_catalog.marketing.clicks ADD COLUMN referrer STRING;

CREATE TABLE glue_catalog.finance.ledger (
  entry_id BIGINT NOT NULL,
  booked_on DATE,
  account STRING,
  amount DECIMAL(38, 4) COMMENT 'Wide on purpose: no double holds it'
) USING iceberg
PARTITIONED BY (months(booked_on))
COMMENT 'Double entry, closed';

INSERT INTO glue_catalog.finance.ledger
SELECT id, date_add(DATE '2026-01-01', CAST(pmod(id, 90) AS INT)), element_at(array('cash', 'sales', 'tax'), CAST(pmod(id, 3) + 1 AS INT)), CAST(id AS DECIMAL(38, 4)) * 1000000007.0001
FROM range(0, 3000, 1, 1);
