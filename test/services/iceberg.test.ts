/** Iceberg tables as Spark made them, read by us, compared with what Spark says of them. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openCatalog } from '../../lakehouse/src/catalog';
import { LakehouseError } from '../../lakehouse/src/errors';
import { deleteObject, deletePrefix, glueConfig, hiveConfig, holds, putObject, s3Settings, sql } from './catalogs';
import { dropGlueDatabase } from './glue-writer';
import { HiveWriter } from './hive-writer';
import type { CatalogReader, TableInfo } from '../../lakehouse/src/catalog';

const SCHEMA = 'catalog_readers_iceberg';

/** Drops what a test broke: Spark cannot, where the metadata file is missing. */
async function dropAll(): Promise<void> {
  const writer = new HiveWriter(hiveConfig.uri);
  await writer.drop(SCHEMA);
  writer.client.close();
  await dropGlueDatabase(SCHEMA);
  for (const folder of ['hive', 'glue']) await deletePrefix(`s3://lakehouse/${folder}/${SCHEMA}.db/`);
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);

describe.each([
  ['hive_prod', hiveConfig],
  ['glue_catalog', glueConfig],
])('%s', (catalog, config) => {
  const reader: CatalogReader = openCatalog(config);
  const table = (name: string) => `${catalog}.${SCHEMA}.${name}`;
  const load = (name: string): Promise<TableInfo> => reader.loadTable([SCHEMA], name);

  beforeAll(async () => {
    await dropAll();
    await sql(
      `CREATE NAMESPACE ${catalog}.${SCHEMA}`,
      `CREATE TABLE ${table('everything')} (id BIGINT NOT NULL COMMENT 'the id', ts TIMESTAMP, ntz TIMESTAMP_NTZ, d DATE,
         name STRING, amount DECIMAL(10,2), bin BINARY, flag BOOLEAN, f FLOAT, dbl DOUBLE, i INT,
         address STRUCT<street: STRING, zip: INT>, tags ARRAY<STRING>, props MAP<STRING, STRUCT<a: INT, b: ARRAY<BIGINT>>>)
       USING iceberg PARTITIONED BY (days(ts), bucket(4, id), truncate(2, name)) COMMENT 'all sorts'
       TBLPROPERTIES ('write.delete.mode'='merge-on-read')`,
      `INSERT INTO ${table('everything')} SELECT id, timestamp'2026-01-01 10:00:00' + make_interval(0, 0, 0, CAST(id % 3 AS INT)),
         timestamp_ntz'2026-01-01 10:00:00.123456', date'2026-01-05', if(id % 7 = 0, null, concat('n/', id)),
         CAST(id AS DECIMAL(10,2)), CAST('x' AS BINARY), true, 1.5f, 2.5d, 3, named_struct('street', 'a', 'zip', 1),
         array('x'), map('k', named_struct('a', 1, 'b', array(1L))) FROM range(300)`,
      `ALTER TABLE ${table('everything')} CREATE BRANCH audit RETAIN 7 DAYS WITH SNAPSHOT RETENTION 2 SNAPSHOTS`,
      `ALTER TABLE ${table('everything')} CREATE TAG first RETAIN 365 DAYS`,
      `DELETE FROM ${table('everything')} WHERE id % 10 = 1`,
      `ALTER TABLE ${table('everything')} ADD COLUMN extra STRING COMMENT 'later'`,
      `ALTER TABLE ${table('everything')} ADD PARTITION FIELD hours(ntz)`,
      `ALTER TABLE ${table('everything')} DROP PARTITION FIELD truncate(2, name)`,
      `INSERT INTO ${table('everything')} SELECT id, timestamp'2026-02-01 10:00:00', timestamp_ntz'2026-02-03 04:05:06', null,
         'zz', 1, null, true, 1.5f, 2.5d, 3, null, null, null, 'e' FROM range(1000, 1100)`,
    );
  });
  afterAll(async () => {
    await reader.close();
    await dropAll();
  });

  it('gives the columns, partition fields and comments that Spark was given', async () => {
    const info = await load('everything');
    expect(info).toMatchObject({ kind: 'table', format: 'iceberg', comment: 'all sorts', viewText: null });
    expect(info.partitionFields).toEqual(['days(ts)', 'bucket(4, id)', 'hours(ntz)']);
    expect(info.columns[0]).toEqual({ name: 'id', type: 'bigint', nullable: false, comment: 'the id' });
    expect(info.columns.at(-1)).toEqual({ name: 'extra', type: 'string', nullable: true, comment: 'later' });
    const types = info.columns.map((column) => `typeof(${column.name}) = '${column.type}'`);
    await holds(types.join(' AND '), `SELECT * FROM ${table('everything')} LIMIT 1`);
  });

  it('gives every snapshot and reference with its exact id', async () => {
    const { iceberg } = await load('everything');
    const rows = (iceberg?.snapshots ?? []).map((s) => `${s.id}L, '${s.operation ?? ''}', ${s.parentId ?? 'null'}`);
    expect(rows).toHaveLength(3);
    await holds(
      `n = 0`,
      `SELECT count(*) AS n FROM (SELECT snapshot_id, operation, parent_id FROM ${table('everything')}.snapshots
       EXCEPT SELECT * FROM VALUES (${rows.join('), (')}))`,
    );
    expect(iceberg?.refs.map(({ name, type }) => `${type} ${name}`).sort()).toEqual([
      'branch audit',
      'branch main',
      'tag first',
    ]);
    const audit = iceberg?.refs.find((ref) => ref.name === 'audit');
    expect(audit).toMatchObject({ maxRefAgeMs: 7 * 86_400_000, minSnapshotsToKeep: 2 });
    await holds(
      `snapshot_id = ${audit?.snapshotId ?? ''}`,
      `SELECT snapshot_id FROM ${table('everything')}.refs WHERE name = 'audit'`,
    );
    expect(iceberg?.currentSnapshotId).toBe(iceberg?.snapshots.at(-1)?.id);
  });

  it('adds up the live files of each partition as Spark does', async () => {
    const partitions = await reader.listPartitions([SCHEMA], 'everything');
    const total = `sum(record_count) AS records, sum(file_count) AS files, count(*) AS n,
      sum(total_data_file_size_in_bytes) AS bytes, sum(position_delete_file_count) AS deletes`;
    await holds(
      `records = ${String(sum(partitions.map((p) => p.records)))} AND files = ${String(sum(partitions.map((p) => p.files)))}
       AND bytes = ${String(sum(partitions.map((p) => p.bytes)))} AND n = ${String(partitions.length)}
       AND deletes = ${String(sum(partitions.map((p) => p.deleteFiles ?? 0)))}`,
      `SELECT ${total} FROM ${table('everything')}.partitions`,
    );
    expect(partitions.map((p) => p.path)).toContain('ts_day=2026-01-02/id_bucket=1/name_trunc=n%2F');
    expect(partitions.map((p) => p.path)).toContain('ts_day=2026-02-01/id_bucket=0/ntz_hour=2026-02-03-04');
  });

  it.each([
    ['1', 'snappy'],
    ['2', 'zstd'],
    ['3', 'gzip'],
  ])('reads format version %s with manifests in %s and gzipped metadata', async (version, codec) => {
    const name = `v${version}`;
    await sql(
      `CREATE TABLE ${table(name)} (id BIGINT, d DATE, amount DECIMAL(9,3)) USING iceberg PARTITIONED BY (d, amount)
       TBLPROPERTIES ('format-version'='${version}', 'write.metadata.compression-codec'='gzip',
       'write.avro.compression-codec'='${codec}', 'write.delete.mode'='merge-on-read')`,
      `INSERT INTO ${table(name)} SELECT id, date'1969-12-30' + CAST(id % 3 AS INT), -2.5 FROM range(6)`,
      ...(version === '1' ? [] : [`DELETE FROM ${table(name)} WHERE id = 2`]),
    );
    const info = await load(name);
    expect(info.iceberg?.formatVersion).toBe(Number(version));
    expect(info.iceberg?.metadataLocation).toContain('.gz.metadata.json');
    const partitions = await reader.listPartitions([SCHEMA], name);
    expect(partitions.map((p) => [p.path, p.records, p.deleteFiles])).toEqual([
      ['d=1969-12-30/amount=-2.500', 2, 0],
      ['d=1969-12-31/amount=-2.500', 2, 0],
      ['d=1970-01-01/amount=-2.500', 2, version === '1' ? 0 : 1],
    ]);
  });

  it('shows a table without snapshots', async () => {
    await sql(`CREATE TABLE ${table('empty')} (id BIGINT) USING iceberg`);
    expect((await load('empty')).iceberg).toMatchObject({ currentSnapshotId: null, snapshots: [], refs: [] });
    expect(await reader.listPartitions([SCHEMA], 'empty')).toEqual([]);
  });

  it('names table and file when the metadata file is gone, then when it is corrupt', async () => {
    await sql(`CREATE TABLE ${table('broken')} (id BIGINT) USING iceberg`);
    const location = (await load('broken')).iceberg?.metadataLocation ?? '';
    await deleteObject(location);
    for (const ask of [load, (name: string) => reader.listPartitions([SCHEMA], name)]) {
      await expect(ask('broken')).rejects.toMatchObject({
        code: 'METADATA_MISSING',
        message: `The metadata file of ${SCHEMA}.broken is gone: ${location}`,
        nextStep: { label: expect.stringContaining('register') as string },
      });
    }
    await putObject(location, '{"format-version": 2, ');
    await expect(load('broken')).rejects.toMatchObject({
      code: 'METADATA_INVALID',
      message: expect.stringContaining(location) as string,
    });
    // The listing does not read metadata, so the other tables stay in sight.
    expect((await reader.listTables([SCHEMA])).map((entry) => entry.name)).toContain('broken');
  });

  it('names a manifest that is gone', async () => {
    await sql(
      `CREATE TABLE ${table('torn')} (id BIGINT) USING iceberg`,
      `INSERT INTO ${table('torn')} SELECT id FROM range(3)`,
    );
    const list = (await load('torn')).iceberg?.snapshots[0]?.manifestList ?? '';
    await deleteObject(list);
    await expect(reader.listPartitions([SCHEMA], 'torn')).rejects.toMatchObject({
      code: 'METADATA_MISSING',
      message: `The manifest ${list} is gone`,
    });
  });

  it('names the key when S3 does not accept the credentials, though the catalog does', async () => {
    const wrong = openCatalog({ ...config, s3: { ...s3Settings, secretAccessKey: 'wrong' } });
    const unknown = openCatalog({ ...config, s3: { ...s3Settings, accessKeyId: 'nobody' } });
    try {
      for (const [each, key] of [
        [wrong, s3Settings.accessKeyId ?? ''],
        [unknown, 'nobody'],
      ] as const) {
        expect((await each.listTables([SCHEMA])).length).toBeGreaterThan(0);
        await expect(each.loadTable([SCHEMA], 'everything')).rejects.toMatchObject({
          code: 'AUTH_FAILED',
          message: expect.stringContaining(key) as string,
          nextStep: { command: 'lakehouse.openConfig' },
        });
      }
    } finally {
      await wrong.close();
      await unknown.close();
    }
  });

  it('ends with CANCELLED when it is cancelled on the way', async () => {
    const controller = new AbortController();
    const loading = reader.listPartitions([SCHEMA], 'everything', controller.signal);
    controller.abort();
    await expect(loading).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(await load('everything')).toMatchObject({ name: 'everything' });
  });
});

describe('the sample lakehouse', () => {
  it.each([
    ['hive', hiveConfig],
    ['glue', glueConfig],
  ])('%s: the partitions of every Iceberg table add up to what its current snapshot says', async (_, config) => {
    const reader = openCatalog(config);
    let checked = 0;
    try {
      for (const namespace of await reader.listNamespaces()) {
        for (const entry of await reader.listTables(namespace.name)) {
          const info = await reader.loadTable(namespace.name, entry.name).catch((error: unknown) => {
            // Another test may drop its table in between.
            if (LakehouseError.from(error).code === 'TABLE_NOT_FOUND') return undefined;
            throw error;
          });
          const current = info?.iceberg?.snapshots.find((s) => s.id === info.iceberg?.currentSnapshotId);
          if (!current) continue;
          const partitions = await reader.listPartitions(namespace.name, entry.name);
          const name = `${namespace.name.join('.')}.${entry.name}`;
          expect(sum(partitions.map((p) => p.records)), name).toBe(Number(current.summary['total-records']));
          expect(sum(partitions.map((p) => p.files)), name).toBe(Number(current.summary['total-data-files']));
          expect(sum(partitions.map((p) => p.deleteFiles ?? 0)), name).toBe(
            Number(current.summary['total-delete-files']),
          );
          checked++;
        }
      }
    } finally {
      await reader.close();
    }
    expect(checked).toBeGreaterThan(0);
  });

  it('has a view with its text, and a table with a long history', async () => {
    const reader = openCatalog(hiveConfig);
    try {
      const view = await reader.loadTable(['sales'], 'daily_revenue');
      expect(view).toMatchObject({ kind: 'view', iceberg: null });
      expect(view.viewText).toMatch(/select/i);
      expect(view.columns.length).toBeGreaterThan(1);
      const orders = await reader.loadTable(['sales'], 'orders');
      expect(orders.iceberg?.snapshots.length).toBeGreaterThanOrEqual(20);
      expect(orders.iceberg?.refs.map((ref) => ref.name).sort()).toEqual([
        'audit',
        'end_of_week_3',
        'first_load',
        'main',
      ]);
    } finally {
      await reader.close();
    }
  });
});
