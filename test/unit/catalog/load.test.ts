import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { icebergPartitions, loadRawTable } from '../../../lakehouse/src/catalog/load';
import { nextStepFor } from '../../../lakehouse/src/catalog/nextStep';
import { sparkColumns, sparkPartitionColumns } from '../../../lakehouse/src/catalog/sparkSchema';
import { LakehouseError } from '../../../lakehouse/src/errors';
import type { RawTable } from '../../../lakehouse/src/catalog/raw';
import type { ObjectStore } from '../../../lakehouse/src/storage';

const raw = (part: Partial<RawTable>): RawTable => ({
  database: 'sales',
  name: 'orders',
  tableType: 'EXTERNAL_TABLE',
  parameters: {},
  columns: [],
  partitionKeys: [],
  location: 's3://b/orders',
  inputFormat: null,
  serde: null,
  viewText: null,
  comment: null,
  ...part,
});
const column = (name: string, type: string) => ({ name, type, comment: null });

const storeOf = (files: Readonly<Record<string, Buffer>>): ObjectStore => ({
  read: async (uri) => {
    const bytes = files[uri];
    if (!bytes) throw new LakehouseError('OBJECT_NOT_FOUND', `There is no object ${uri}`);
    return bytes;
  },
  head: () => Promise.reject(new Error('not used')),
  list: () => {
    throw new Error('not used');
  },
  close: () => undefined,
});
const none = storeOf({});

const SPARK_SCHEMA = JSON.stringify({
  type: 'struct',
  fields: [
    { name: 'Id', type: 'long', nullable: false, metadata: { comment: 'the id' } },
    { name: 'code', type: 'string', nullable: true, metadata: { __CHAR_VARCHAR_TYPE_STRING: 'varchar(10)' } },
    {
      name: 'nested',
      nullable: true,
      metadata: {},
      type: {
        type: 'map',
        keyType: 'integer',
        valueContainsNull: true,
        valueType: {
          type: 'array',
          containsNull: true,
          elementType: {
            type: 'struct',
            fields: [{ name: 'odd name', type: 'decimal(9,2)', nullable: true, metadata: {} }],
          },
        },
      },
    },
    { name: 'Day', type: 'date', nullable: true, metadata: {} },
  ],
});
const SPARK_COLUMNS = [
  { name: 'Id', type: 'bigint', nullable: false, comment: 'the id' },
  { name: 'code', type: 'varchar(10)', nullable: true, comment: null },
  { name: 'nested', type: 'map<int,array<struct<`odd name`:decimal(9,2)>>>', nullable: true, comment: null },
  { name: 'Day', type: 'date', nullable: true, comment: null },
];

describe("Spark's schema in the parameters", () => {
  it('is read whole and in parts', () => {
    expect(sparkColumns({ 'spark.sql.sources.schema': SPARK_SCHEMA })).toEqual(SPARK_COLUMNS);
    expect(
      sparkColumns({
        'spark.sql.sources.schema.numParts': '2',
        'spark.sql.sources.schema.part.0': SPARK_SCHEMA.slice(0, 100),
        'spark.sql.sources.schema.part.1': SPARK_SCHEMA.slice(100),
      }),
    ).toEqual(SPARK_COLUMNS);
  });

  it.each<[string, Record<string, string>]>([
    ['missing', {}],
    ['without columns', { 'spark.sql.sources.schema': '{"type":"struct","fields":[]}' }],
    ['broken', { 'spark.sql.sources.schema': '{"type":' }],
    [
      'in parts of which one is missing',
      { 'spark.sql.sources.schema.numParts': '2', 'spark.sql.sources.schema.part.0': '{' },
    ],
    [
      'of a type not known',
      { 'spark.sql.sources.schema': '{"type":"struct","fields":[{"name":"a","type":{"type":"new"}}]}' },
    ],
  ])('gives way to the catalog when it is %s', (_, parameters) => {
    expect(sparkColumns(parameters)).toBeNull();
  });

  it('names the partition columns', () => {
    const prefix = 'spark.sql.sources.schema';
    expect(sparkPartitionColumns({ [`${prefix}.numPartCols`]: '1', [`${prefix}.partCol.0`]: 'Day' })).toEqual(['Day']);
    expect(sparkPartitionColumns({ [`${prefix}.numPartCols`]: '2', [`${prefix}.partCol.0`]: 'Day' })).toBeNull();
    expect(sparkPartitionColumns({})).toBeNull();
  });
});

describe('loadRawTable', () => {
  it('prefers what Spark wrote to what Hive made of it', async () => {
    const table = raw({
      parameters: { 'spark.sql.sources.schema': SPARK_SCHEMA, 'spark.sql.sources.provider': 'parquet' },
      columns: [column('id', 'bigint')],
      partitionKeys: [column('day', 'date')],
    });
    expect(await loadRawTable(table, none)).toMatchObject({
      format: 'parquet',
      columns: SPARK_COLUMNS,
      partitionFields: ['day'],
      iceberg: null,
      viewText: null,
    });
  });

  it("takes Hive's columns, the partition keys last, in Spark's words", async () => {
    const table = raw({
      columns: [column('a', 'struct<x:int>'), column('t', 'timestamp with local time zone')],
      partitionKeys: [column('odd key', 'string')],
    });
    const { columns, partitionFields } = await loadRawTable(table, none);
    expect(columns.map((c) => `${c.name} ${c.type}`)).toEqual(['a struct<x:int>', 't timestamp', 'odd key string']);
    expect(partitionFields).toEqual(['`odd key`']);
  });

  it('shows what people wrote of a view, Trino ones too', async () => {
    const view = raw({ tableType: 'VIRTUAL_VIEW', viewText: 'SELECT 1' });
    expect(await loadRawTable(view, none)).toMatchObject({ kind: 'view', viewText: 'SELECT 1', location: null });
    const json = Buffer.from(JSON.stringify({ originalSql: 'SELECT 2' })).toString('base64');
    expect((await loadRawTable({ ...view, viewText: `/* Presto View: ${json} */` }, none)).viewText).toBe('SELECT 2');
    expect((await loadRawTable({ ...view, viewText: '/* Presto View: !! */' }, none)).viewText).toContain('Presto');
  });

  const location = 's3://lakehouse/x/00011.metadata.json';
  const iceberg = raw({ parameters: { table_type: 'ICEBERG', metadata_location: location } });

  it('reads an Iceberg table from its metadata file alone', async () => {
    const bytes = readFileSync(new URL('../../fixtures/iceberg/events.metadata.json', import.meta.url));
    const info = await loadRawTable({ ...iceberg, columns: [column('stale', 'int')] }, storeOf({ [location]: bytes }));
    expect(info).toMatchObject({ name: 'orders', format: 'iceberg', comment: 'all sorts', kind: 'table' });
    expect(info.columns[0]).toEqual({ name: 'id', type: 'bigint', nullable: false, comment: 'the id' });
    expect(info.iceberg?.metadataLocation).toBe(location);
  });

  it('names table and file when the metadata file is gone, and a next step', async () => {
    for (const ask of [loadRawTable, icebergPartitions]) {
      await expect(ask(iceberg, none)).rejects.toMatchObject({
        code: 'METADATA_MISSING',
        message: `The metadata file of sales.orders is gone: ${location}`,
        nextStep: { label: expect.stringContaining('register') as string },
      });
    }
  });

  it('names the table when the catalog knows no metadata file', async () => {
    await expect(loadRawTable(raw({ parameters: { table_type: 'ICEBERG' } }), none)).rejects.toMatchObject({
      code: 'METADATA_MISSING',
      message: expect.stringContaining('sales.orders') as string,
    });
  });

  it('names the file when it is corrupt', async () => {
    await expect(
      loadRawTable(iceberg, storeOf({ [location]: Buffer.from('{"format-version":') })),
    ).rejects.toMatchObject({
      code: 'METADATA_INVALID',
      message: expect.stringContaining(location) as string,
    });
  });
});

describe('nextStepFor', () => {
  it.each([
    '127.0.0.1',
    'localhost',
    '::1',
    'http://localhost:9000',
    'http://127.0.0.2',
    'http://[::1]:9000/x',
    'a.localhost',
  ])('starts our stack for %s', (where) => {
    expect(nextStepFor(where).command).toBe('lakehouse.startStack');
  });
  it.each([undefined, 'metastore', 'https://s3.example.com', 'http://10.0.0.1:9000', '127.0.0.1.example.com'])(
    'opens the configuration for %s',
    (where) => {
      expect(nextStepFor(where).command).toBe('lakehouse.openConfig');
    },
  );
});
