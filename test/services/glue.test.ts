/** The Glue reader against a real Glue endpoint. */
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { openCatalog } from '../../lakehouse/src/catalog';
import { glueConfig } from './catalogs';
import { createGlueDatabase, createGluePartition, createGlueTable, dropGlueDatabase } from './glue-writer';
import type { CatalogReader } from '../../lakehouse/src/catalog';

const stack = inject('stack');
const SCHEMA = 'catalog_readers_glue';
let reader: CatalogReader;

const parquet = {
  Columns: [{ Name: 'id', Type: 'bigint', Comment: 'the id' }],
  Location: `s3://${stack.bucket}/x`,
  InputFormat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat',
  SerdeInfo: { SerializationLibrary: 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe' },
};

beforeAll(async () => {
  await dropGlueDatabase(SCHEMA);
  await createGlueDatabase(SCHEMA, 'Made by a test');
  await createGlueTable(SCHEMA, {
    Name: 'by_day',
    Description: 'A parquet table',
    TableType: 'EXTERNAL_TABLE',
    StorageDescriptor: parquet,
    PartitionKeys: [{ Name: 'day', Type: 'date' }],
  });
  for (const day of ['2026-01-02', '2026-01-01']) {
    await createGluePartition(SCHEMA, 'by_day', {
      Values: [day],
      StorageDescriptor: parquet,
      Parameters: day.endsWith('01') ? { recordCount: '5', objectCount: '2', sizeKey: '100' } : {},
    });
  }
  await createGlueTable(SCHEMA, {
    Name: 'a_view',
    TableType: 'VIRTUAL_VIEW',
    StorageDescriptor: { Columns: [{ Name: 'n', Type: 'int' }] },
    ViewOriginalText: 'SELECT 1 AS n',
  });
  // More than one page of a listing.
  for (let i = 0; i < 120; i++) {
    await createGlueTable(SCHEMA, {
      Name: `ice_${String(i).padStart(3, '0')}`,
      TableType: 'EXTERNAL_TABLE',
      Parameters: { table_type: 'ICEBERG', metadata_location: `s3://${stack.bucket}/none/${String(i)}.metadata.json` },
    });
  }
  reader = openCatalog(glueConfig);
});

afterAll(async () => {
  await reader.close();
  await dropGlueDatabase(SCHEMA);
});

describe('a Glue catalog', () => {
  it('lists namespaces with what is said about them', async () => {
    const namespaces = await reader.listNamespaces();
    expect(namespaces.find((n) => n.name[0] === SCHEMA)?.comment).toBe('Made by a test');
    expect(namespaces.map((n) => n.name[0])).toContain('marketing');
  });

  it('lists all pages of tables, sorted, metadata files unread', async () => {
    const tables = await reader.listTables([SCHEMA]);
    expect(tables).toHaveLength(122);
    expect(tables.slice(0, 3)).toEqual([
      { name: 'a_view', kind: 'view', format: null },
      { name: 'by_day', kind: 'table', format: 'parquet' },
      { name: 'ice_000', kind: 'table', format: 'iceberg' },
    ]);
    expect(tables.at(-1)?.name).toBe('ice_119');
  });

  it('loads tables and views', async () => {
    expect(await reader.loadTable([SCHEMA], 'by_day')).toMatchObject({
      format: 'parquet',
      comment: 'A parquet table',
      columns: [
        { name: 'id', type: 'bigint', nullable: true, comment: 'the id' },
        { name: 'day', type: 'date', nullable: true, comment: null },
      ],
      partitionFields: ['day'],
    });
    expect(await reader.loadTable([SCHEMA], 'a_view')).toMatchObject({ kind: 'view', viewText: 'SELECT 1 AS n' });
  });

  it('lists partitions with statistics where there are any', async () => {
    expect(await reader.listPartitions([SCHEMA], 'by_day')).toEqual([
      { path: 'day=2026-01-01', specId: 0, records: 5, files: 2, bytes: 100 },
      { path: 'day=2026-01-02', specId: 0, records: -1, files: -1, bytes: -1 },
    ]);
  });

  it('names what is not there', async () => {
    await expect(reader.listTables(['nowhere'])).rejects.toMatchObject({
      code: 'NAMESPACE_NOT_FOUND',
      message: 'Glue has no database nowhere',
    });
    await expect(reader.loadTable([SCHEMA], 'nothing')).rejects.toMatchObject({
      code: 'TABLE_NOT_FOUND',
      message: `There is no table ${SCHEMA}.nothing`,
    });
    await expect(reader.loadTable([SCHEMA], 'ice_000')).rejects.toMatchObject({
      code: 'METADATA_MISSING',
      message: `The metadata file of ${SCHEMA}.ice_000 is gone: s3://${stack.bucket}/none/0.metadata.json`,
    });
  });

  it.each([
    ['Spark Connect', stack.spark],
    ['the metastore', stack.hive],
    ['S3', stack.s3],
  ])('is NOT_THIS_SERVICE or CONNECTION_LOST when %s answers', async (_, url) => {
    const endpoint = `http://${/\/\/([^/;]+)/.exec(url)?.[1] ?? ''}`;
    const wrong = openCatalog({ ...glueConfig, endpoint }, { connectTimeoutMs: 2_000 });
    const error: unknown = await wrong.listNamespaces().catch((thrown: unknown) => thrown);
    await wrong.close();
    expect(['NOT_THIS_SERVICE', 'CONNECTION_LOST', 'TIMEOUT', 'ACCESS_DENIED', 'AUTH_FAILED']).toContain(
      (error as { code: string }).code,
    );
    expect((error as Error).message).toContain(endpoint);
  });
});
