import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { connect } from '../../lakehouse/src/spark';
import type { SparkSession } from '../../lakehouse/src/spark';
import { query } from './spark-rows';

let session: SparkSession;
beforeAll(async () => {
  session = await connect({ spark: { url: inject('stack').spark } });
});
afterAll(() => session.close());

/** Spark's own CAST to string is the oracle. */
describe('values are shown as Spark writes them', () => {
  it.each([
    ['12345678901234567890123456789.123456789BD', 'decimal(38,9)'],
    ['CAST(-0.01 AS DECIMAL(10,2))', 'decimal(10,2)'],
    ['CAST(0 AS DECIMAL(38,18))', 'decimal(38,18)'],
    ["CAST('99999999999999999999999999999999999999' AS DECIMAL(38,0))", 'decimal(38,0)'],
    ['9223372036854775807L', 'bigint'],
    ['-9223372036854775808L', 'bigint'],
    ['-128Y', 'tinyint'],
    ['-32768S', 'smallint'],
    ['2147483647', 'int'],
    ["double('NaN')", 'double'],
    ["double('-Infinity')", 'double'],
    ['-0.0D', 'double'],
    ['0.1D', 'double'],
    ['1.0E10D', 'double'],
    ['123456.789D', 'double'],
    ['1.0E-5D', 'double'],
    ['9999999.0D', 'double'],
    ['float(0.1)', 'float'],
    ["float('NaN')", 'float'],
    ['float(16777216)', 'float'],
    ['true', 'boolean'],
    ["'é€😀 \\\\ \"'", 'string'],
    ["''", 'string'],
    ["DATE'1582-10-04'", 'date'],
    ["DATE'1582-10-15'", 'date'],
    ["DATE'0001-01-01'", 'date'],
    ["DATE'9999-12-31'", 'date'],
    ["TIMESTAMP_NTZ'9999-12-31 23:59:59.999999'", 'timestamp_ntz'],
    ["TIMESTAMP_NTZ'0001-01-01 00:00:00.000001'", 'timestamp_ntz'],
    ["INTERVAL '-1-2' YEAR TO MONTH", 'interval year to month'],
    ["INTERVAL '1 02:03:04.000005' DAY TO SECOND", 'interval day to second'],
    ["INTERVAL '-1 02:03:04' DAY TO SECOND", 'interval day to second'],
    ['make_interval(1,2,3,4,5,6,7.008)', 'interval'],
    ['make_interval(-1,-2,0,-4,-5,0,-7.5)', 'interval'],
  ])('%s', async (expression, type) => {
    const { columns, texts } = await query(session, `SELECT ${expression} AS v, CAST(${expression} AS STRING) AS s`);
    expect(columns[0]?.type).toBe(type);
    expect(texts[0]?.[0]).toBe(texts[0]?.[1]);
  });

  it.each(['UTC', 'Europe/Berlin', 'America/St_Johns', 'Asia/Kolkata', '+05:30', 'GMT-08:00', 'Australia/Lord_Howe'])(
    'timestamps in %s, from the year 1 to 9999',
    async (zone) => {
      await session.setConfig({ 'spark.sql.session.timeZone': zone });
      try {
        const { texts, columns } = await query(
          session,
          `SELECT ts, CAST(ts AS STRING) FROM (SELECT timestamp_micros(m) ts FROM VALUES
             (-62135596800000000L + 864000000000), (-14826626703876544L), (-2208988800000001L), (-1L), (0L), (1L), (951782400000000L),
             (1774745999999999L), (1774746000000000L), (1792890000000000L), (1767225600123000L), (253402300799999999L - 864000000000) t(m))`,
        );
        expect(columns[0]?.type).toBe('timestamp');
        expect(texts.map(([shown]) => shown)).toEqual(texts.map(([, spark]) => spark));
      } finally {
        await session.setConfig({ 'spark.sql.session.timeZone': 'UTC' });
      }
    },
  );

  it('nested values, maps, nulls, binary and variants', async () => {
    const { columns, texts } = await query(
      session,
      `SELECT named_struct('a', 9007199254740993L, 'b', array(named_struct('c', map('k', 2.50BD, 'z', NULL)))) AS st,
              map(1, array(1L, NULL), 2, NULL) AS m,
              array(DATE'2026-01-01', NULL) AS a,
              NULL AS n,
              X'00FF10' AS b,
              parse_json('{"a":[1,2.5,"x",null,true,{"b":12345678901}]}') AS v,
              CAST(NULL AS STRUCT<x: INT>) AS sn,
              array() AS e`,
    );
    expect(columns.map(({ type }) => type)).toEqual([
      'struct<a:bigint,b:array<struct<c:map<string,decimal(3,2)>>>>',
      'map<int,array<bigint>>',
      'array<date>',
      'void',
      'binary',
      'variant',
      'struct<x:int>',
      'array<void>',
    ]);
    expect(texts).toEqual([
      [
        '{"a":9007199254740993,"b":[{"c":{"k":2.50,"z":null}}]}',
        '{"1":[1,null],"2":null}',
        '["2026-01-01",null]',
        'NULL',
        '0x00FF10',
        '{"a":[1,2.5,"x",null,true,{"b":12345678901}]}',
        'NULL',
        '[]',
      ],
    ]);
  });

  it('columns keep their order and names when names are the same, and empty results their columns', async () => {
    const { columns, texts } = await query(session, 'SELECT 1 AS a, 2 AS a, 3 AS `b c`');
    expect(columns.map(({ name }) => name)).toEqual(['a', 'a', 'b c']);
    expect(texts).toEqual([['1', '2', '3']]);
    const empty = await query(session, 'SELECT 1 AS a WHERE false');
    expect(empty.columns.map(({ name, type }) => [name, type])).toEqual([['a', 'int']]);
    expect(empty.texts).toEqual([]);
  });

  it('the schema of a query is known without running it', async () => {
    expect(
      await session.schema("SELECT id, map('a', 1.5BD) m, INTERVAL 3 DAYS i, CAST('x' AS VARCHAR(3)) v FROM range(1)"),
    ).toEqual([
      { name: 'id', type: 'bigint', nullable: false },
      { name: 'm', type: 'map<string,decimal(2,1)>', nullable: false },
      { name: 'i', type: 'interval day', nullable: false },
      { name: 'v', type: 'string', nullable: false },
    ]);
  });
});
