-- spark_catalog.legacy: a plain Hive table in Parquet, as there is in most lakehouses, to look at and to migrate.
CREATE NAMESPACE IF NOT EXISTS spark_catalog.legacy COMMENT 'From before Iceberg';

DROP TABLE IF EXISTS spark_catalog.legacy.page_views PURGE;

CREATE TABLE spark_catalog.legacy.page_views (page STRING, views BIGINT, day DATE)
USING parquet
PARTITIONED BY (day)
COMMENT 'Not Iceberg: no snapshots, no time travel';

INSERT INTO spark_catalog.legacy.page_views
SELECT concat('/p/', id), pmod(id * 37, 1000), date_add(DATE '2026-01-01', CAST(pmod(id, 3) AS INT))
FROM range(0, 300, 1, 1);
