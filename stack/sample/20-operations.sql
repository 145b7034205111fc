-- hive_prod.ops: events with nested payloads, and a table of every type.
CREATE NAMESPACE IF NOT EXISTS hive_prod.ops COMMENT 'What the machines say';

DROP TABLE IF EXISTS hive_prod.ops.events PURGE;
DROP TABLE IF EXISTS hive_prod.ops.every_type PURGE;

CREATE TABLE hive_prod.ops.events (
  event_id BIGINT NOT NULL,
  happened_at TIMESTAMP NOT NULL,
  device STRUCT<id: STRING, model: STRING, firmware: STRUCT<major: INT, minor: INT>>,
  readings ARRAY<STRUCT<sensor: STRING, value: DOUBLE>>,
  labels MAP<STRING, ARRAY<STRING>>,
  level STRING
) USING iceberg
PARTITIONED BY (days(happened_at), bucket(4, event_id))
COMMENT 'Telemetry: structs in arrays in structs';

INSERT INTO hive_prod.ops.events
SELECT
  id,
  timestamp_micros(1769904000000000 + id * 2592000),
  named_struct('id', concat('dev-', pmod(id, 400)), 'model', element_at(array('A1', 'B2', 'C3'), CAST(pmod(id, 3) + 1 AS INT)), 'firmware', named_struct('major', CAST(pmod(id, 4) AS INT), 'minor', CAST(pmod(id, 11) AS INT))),
  array(named_struct('sensor', 'temperature', 'value', pmod(id * 37, 4000) / 100.0D), named_struct('sensor', 'humidity', 'value', pmod(id * 53, 10000) / 100.0D)),
  map('site', array(concat('site-', pmod(id, 9)), 'indoor')),
  element_at(array('info', 'info', 'info', 'warning', 'error'), CAST(pmod(id * 3, 5) + 1 AS INT))
FROM range(0, 150000, 1, 2);

ALTER TABLE hive_prod.ops.events ADD COLUMN device.serial STRING COMMENT 'Since firmware 3';

DELETE FROM hive_prod.ops.events WHERE level = 'info' AND happened_at < TIMESTAMP '2026-02-01 06:00:00';

CREATE TABLE hive_prod.ops.every_type (
  id INT NOT NULL COMMENT 'Which row: 1 usual, 2 smallest, 3 largest, 4 odd, 5 nothing',
  a_boolean BOOLEAN,
  an_int INT,
  a_bigint BIGINT,
  a_float FLOAT,
  a_double DOUBLE,
  a_decimal_9_2 DECIMAL(9, 2),
  a_decimal_18_6 DECIMAL(18, 6),
  a_decimal_38_10 DECIMAL(38, 10),
  a_date DATE,
  a_timestamp TIMESTAMP COMMENT 'With time zone: an instant',
  a_timestamp_ntz TIMESTAMP_NTZ COMMENT 'Without time zone: what a wall clock shows',
  a_string STRING,
  a_binary BINARY,
  an_array ARRAY<INT>,
  a_map MAP<STRING, DECIMAL(5, 2)>,
  a_struct STRUCT<inner: STRUCT<deep: ARRAY<MAP<STRING, BIGINT>>>, flag: BOOLEAN>
) USING iceberg
COMMENT 'Every type Spark can write to Iceberg, with its extreme values';

INSERT INTO hive_prod.ops.every_type VALUES
  (1, true, 42, 42000000000, CAST(1.5 AS FLOAT), 2.25D, 1234567.89, 123456.789012, 1234567890.0123456789, DATE '2026-11-24',
   TIMESTAMP '2026-11-24 08:30:00.123456', TIMESTAMP_NTZ '2026-11-24 08:30:00.123456', 'text', X'CAFE00', array(1, 2, 3),
   map('one', 1.00, 'half', 0.50), named_struct('inner', named_struct('deep', array(map('k', 1L))), 'flag', true)),
  (2, false, -2147483648, -9223372036854775808, CAST('-3.4028235E38' AS FLOAT), -1.7976931348623157E308D, -9999999.99, -999999999999.999999, CAST('-9999999999999999999999999999.9999999999' AS DECIMAL(38, 10)), DATE '0001-01-01',
   TIMESTAMP '0001-01-01 00:00:00', TIMESTAMP_NTZ '0001-01-01 00:00:00', '', X'', array(), map(), named_struct('inner', named_struct('deep', array()), 'flag', false)),
  (3, true, 2147483647, 9223372036854775807, CAST('3.4028235E38' AS FLOAT), 1.7976931348623157E308D, 9999999.99, 999999999999.999999, CAST('9999999999999999999999999999.9999999999' AS DECIMAL(38, 10)), DATE '9999-12-31',
   TIMESTAMP '9999-12-31 23:59:59.999999', TIMESTAMP_NTZ '9999-12-31 23:59:59.999999', 'zürich 東京 🌊 <b>&amp;</b>', X'00FF7F80', array(2147483647, NULL), map('max', 999.99), named_struct('inner', named_struct('deep', array(map('max', 9223372036854775807L), NULL)), 'flag', NULL)),
  (4, NULL, 0, -1, CAST('NaN' AS FLOAT), CAST('-Infinity' AS DOUBLE), 0.00, -0.000001, CAST('0.0000000001' AS DECIMAL(38, 10)), DATE '1969-12-31',
   TIMESTAMP '1969-12-31 23:59:59.999999', TIMESTAMP_NTZ '2026-03-29 02:30:00', 'two\nlines\tand a tab', X'00', array(NULL), map('', NULL), named_struct('inner', NULL, 'flag', true)),
  (5, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
