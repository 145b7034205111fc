/** The Hive reader against a real metastore. */
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { openCatalog } from '../../lakehouse/src/catalog';
import { hiveConfig, sql } from './catalogs';
import { HiveWriter } from './hive-writer';
import type { CatalogReader } from '../../lakehouse/src/catalog';
import type { HiveTable } from '../../lakehouse/src/hive/client';

const stack = inject('stack');
const SCHEMA = 'catalog_readers_hive';
const MANY = 'catalog_readers_many';
const location = (schema: string, table: string) => `s3://${stack.bucket}/hive/${schema}.db/${table}`;

const writer = new HiveWriter(stack.hive);
let reader: CatalogReader;

function table(schema: string, tableName: string, changes: HiveTable = {}): HiveTable {
  return {
    tableName,
    dbName: schema,
    tableType: 'EXTERNAL_TABLE',
    sd: {
      cols: [
        { name: 'id', type: 'bigint', comment: 'the id' },
        { name: 'address', type: 'struct<street:string,zip:int>' },
      ],
      location: location(schema, tableName),
      inputFormat: 'org.apache.hadoop.hive.ql.io.orc.OrcInputFormat',
      outputFormat: 'org.apache.hadoop.hive.ql.io.orc.OrcOutputFormat',
      serdeInfo: { name: 's', serializationLib: 'org.apache.hadoop.hive.ql.io.orc.OrcSerde', parameters: {} },
      parameters: {},
      bucketCols: [],
      compressed: false,
      numBuckets: 0,
    },
    partitionKeys: [],
    parameters: { EXTERNAL: 'TRUE' },
    ...changes,
  };
}

beforeAll(async () => {
  const locationUri = location(SCHEMA, '');
  await writer.database({ name: SCHEMA, locationUri, description: 'Made by a test' });
  await writer.table(table(SCHEMA, 'plain', { parameters: { EXTERNAL: 'TRUE', comment: 'An ORC table' } }));
  await writer.table(
    table(SCHEMA, 'by_day', {
      partitionKeys: [
        { name: 'day', type: 'date' },
        { name: 'region', type: 'string' },
      ],
    }),
  );
  const { sd } = table(SCHEMA, 'by_day');
  const statistics = { numRows: '5', numFiles: '2', totalSize: '9007199254740991' };
  await writer.partitions(
    Array.from({ length: 510 }, (_, i) => ({
      values: [`2026-01-${String((i % 28) + 1).padStart(2, '0')}`, `r/${String(i)}`],
      dbName: SCHEMA,
      tableName: 'by_day',
      // All in one place: making a folder for each takes the metastore a minute.
      sd,
      parameters: i === 0 ? statistics : {},
    })),
  );
  await writer.table(
    table(SCHEMA, 'insert_only', {
      parameters: { transactional: 'true', transactional_properties: 'insert_only' },
      tableType: 'MANAGED_TABLE',
    }),
  );
  await writer.table(
    table(SCHEMA, 'no_bucket', {
      parameters: {
        EXTERNAL: 'TRUE',
        table_type: 'ICEBERG',
        metadata_location: 's3://no-such-bucket/t/1.metadata.json',
      },
    }),
  );
  const view = { viewOriginalText: 'SELECT id FROM plain', viewExpandedText: 'SELECT `plain`.`id`' };
  await writer.table(table(SCHEMA, 'a_view', { tableType: 'VIRTUAL_VIEW', parameters: {}, ...view }));
  reader = openCatalog(hiveConfig);
});

afterAll(async () => {
  await reader.close();
  await writer.clean();
});

describe('a Hive catalog', () => {
  it('lists namespaces with what is said about them', async () => {
    const namespaces = await reader.listNamespaces();
    expect(namespaces.find((n) => n.name[0] === SCHEMA)).toEqual({
      name: [SCHEMA],
      location: expect.stringContaining(`/${SCHEMA}.db`) as string,
      comment: 'Made by a test',
    });
    const names = namespaces.map((n) => n.name[0] ?? '');
    expect(names).toEqual([...names].sort());
    expect(names).toEqual(expect.arrayContaining(['sales', 'ops', 'default']));
  });

  it('lists tables and views with their formats, metadata files unread', async () => {
    expect(await reader.listTables([SCHEMA])).toEqual([
      { name: 'a_view', kind: 'view', format: null },
      { name: 'by_day', kind: 'table', format: 'orc' },
      { name: 'insert_only', kind: 'table', format: 'orc' },
      { name: 'no_bucket', kind: 'table', format: 'iceberg' },
      { name: 'plain', kind: 'table', format: 'orc' },
    ]);
  });

  it('loads tables, views and tables that only newer clients may see', async () => {
    expect(await reader.loadTable([SCHEMA], 'plain')).toMatchObject({
      name: 'plain',
      kind: 'table',
      format: 'orc',
      comment: 'An ORC table',
      location: location(SCHEMA, 'plain'),
      columns: [
        { name: 'id', type: 'bigint', nullable: true, comment: 'the id' },
        { name: 'address', type: 'struct<street:string,zip:int>', nullable: true, comment: null },
      ],
      partitionFields: [],
      iceberg: null,
    });
    expect(await reader.loadTable([SCHEMA], 'a_view')).toMatchObject({
      kind: 'view',
      viewText: 'SELECT id FROM plain',
    });
    expect(await reader.loadTable([SCHEMA], 'insert_only')).toMatchObject({ kind: 'table', format: 'orc' });
  });

  it('lists partitions, more than one call may hold, with statistics where there are any', async () => {
    const partitions = await reader.listPartitions([SCHEMA], 'by_day');
    expect(partitions).toHaveLength(510);
    expect(partitions[0]).toEqual({
      path: 'day=2026-01-01/region=r/0',
      specId: 0,
      records: 5,
      files: 2,
      bytes: 9_007_199_254_740_991,
    });
    expect(partitions.filter((partition) => partition.records === -1)).toHaveLength(509);
    expect(await reader.listPartitions([SCHEMA], 'plain')).toEqual([]);
  });

  it('shows a Spark table as Spark wrote it: case, varchar, partition columns', async () => {
    const name = `spark_catalog.${SCHEMA}.from_spark`;
    await sql(
      `CREATE TABLE ${name} (Id BIGINT COMMENT 'Cased', code VARCHAR(10), Inner STRUCT<A: INT>, Day DATE)
       USING parquet PARTITIONED BY (Day) COMMENT 'By Spark'`,
      `INSERT INTO ${name} SELECT id, 'x', named_struct('A', 1), date'2026-01-01' FROM range(0, 3, 1, 1)`,
    );
    expect(await reader.loadTable([SCHEMA], 'from_spark')).toMatchObject({
      format: 'parquet',
      comment: 'By Spark',
      columns: [
        { name: 'Id', type: 'bigint', comment: 'Cased' },
        { name: 'code', type: 'varchar(10)' },
        { name: 'Inner', type: 'struct<A:int>' },
        { name: 'Day', type: 'date' },
      ],
      partitionFields: ['Day'],
    });
    const partitions = await reader.listPartitions([SCHEMA], 'from_spark');
    expect(partitions.map((partition) => [partition.path.toLowerCase(), partition.files])).toEqual([
      ['day=2026-01-01', 1],
    ]);
  });

  it('lists hundreds of tables at once', async () => {
    await writer.database({ name: MANY, locationUri: location(MANY, '') });
    const names = Array.from({ length: 620 }, (_, i) => `t_${String(i).padStart(4, '0')}`);
    let next = 0;
    const make = async () => {
      for (let i = next++; i < names.length; i = next++) {
        const iceberg = { EXTERNAL: 'TRUE', table_type: 'ICEBERG', metadata_location: 's3://b/m.json' };
        // Views alone need no folder in the object store, which takes the metastore longer than all else.
        const parameters = i < 3 ? iceberg : {};
        await writer.table(
          table(MANY, names[i] ?? '', {
            tableType: i < 3 ? 'EXTERNAL_TABLE' : 'VIRTUAL_VIEW',
            parameters,
            ...(i < 3 ? {} : { viewOriginalText: 'SELECT 1', viewExpandedText: 'SELECT 1' }),
          }),
        );
      }
    };
    await Promise.all([make(), make(), make(), make()]);
    await reader.listTables([MANY]);
    const started = performance.now();
    const listed = await reader.listTables([MANY]);
    expect(performance.now() - started).toBeLessThan(1_000);
    expect(listed.map((entry) => entry.name)).toEqual(names);
    expect(listed.filter((entry) => entry.format === 'iceberg')).toHaveLength(3);
    expect(listed.filter((entry) => entry.kind === 'view')).toHaveLength(617);
  });
});

describe('what is not there', () => {
  it('is NAMESPACE_NOT_FOUND or TABLE_NOT_FOUND, with its name', async () => {
    await expect(reader.listTables(['nowhere'])).rejects.toMatchObject({
      code: 'NAMESPACE_NOT_FOUND',
      message: 'There is no namespace nowhere',
    });
    await expect(reader.loadTable([SCHEMA], 'nothing')).rejects.toMatchObject({
      code: 'TABLE_NOT_FOUND',
      message: `There is no table ${SCHEMA}.nothing`,
    });
    await expect(reader.listPartitions([SCHEMA], 'nothing')).rejects.toMatchObject({ code: 'TABLE_NOT_FOUND' });
    await expect(reader.listTables(['a', 'b'])).rejects.toMatchObject({ code: 'NAMESPACE_NOT_FOUND' });
  });

  it('is BUCKET_NOT_FOUND for metadata in a bucket that does not exist', async () => {
    await expect(reader.loadTable([SCHEMA], 'no_bucket')).rejects.toMatchObject({
      code: 'BUCKET_NOT_FOUND',
      message: expect.stringContaining('no bucket no-such-bucket') as string,
      nextStep: { command: 'lakehouse.openConfig' },
    });
  });
});

describe('another service at the address', () => {
  const port = (url: string) => /:(\d+)/.exec(url.replace(/^[a-z]+:\/\//, ''))?.[1] ?? '';

  it.each([
    ['S3', port(stack.s3)],
    ['Glue', port(stack.glue)],
    ['Spark Connect', port(stack.spark)],
  ])('%s is NOT_THIS_SERVICE within seconds, in both transports', async (_, at) => {
    for (const transport of ['buffered', 'framed'] as const) {
      const wrong = openCatalog({ ...hiveConfig, uri: `thrift://127.0.0.1:${at}`, transport });
      const started = performance.now();
      const error: unknown = await wrong.listNamespaces().catch((thrown: unknown) => thrown);
      await wrong.close();
      expect(error).toMatchObject({ nextStep: { command: 'lakehouse.startStack' } });
      expect(['NOT_THIS_SERVICE', 'TIMEOUT']).toContain((error as { code: string }).code);
      expect((error as Error).message).toContain(`127.0.0.1:${at}`);
      expect(performance.now() - started).toBeLessThan(8_000);
    }
  });

  it('a metastore asked in the wrong transport says so, or that nothing fits', async () => {
    const framed = openCatalog({ ...hiveConfig, transport: 'framed' }, { connectTimeoutMs: 1_500 });
    const error: unknown = await framed.listNamespaces().catch((thrown: unknown) => thrown);
    await framed.close();
    expect(['NOT_THIS_SERVICE', 'TIMEOUT']).toContain((error as { code: string }).code);
  });
});
