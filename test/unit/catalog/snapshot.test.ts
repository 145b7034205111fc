/** Catalog snapshots: what is taken of catalogs, and that what is read back is the same. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { snapshotText, takeSnapshot, type SnapshotCatalog } from '../../../lakehouse/src/catalog/snapshot';
import type { CatalogReader, TableInfo } from '../../../lakehouse/src/catalog/types';
import { LakehouseError } from '../../../lakehouse/src/errors';
import { readCatalogSnapshot } from '../../../server/src/catalog/snapshot-file';

const lake = join(import.meta.dirname, '../../fixtures/catalogs/lake.json');

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lakehouse-snapshot-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function readerOf(file: string, name: string): Promise<CatalogReader> {
  const reader = (await readCatalogSnapshot(file)).get(name);
  if (reader === undefined) throw new Error(`${file} has no catalog ${name}`);
  return reader;
}

/** A catalog that is there, but for what `others` says. */
async function lakeBut(others: Partial<CatalogReader>): Promise<CatalogReader> {
  const reader = await readerOf(lake, 'lake');
  return {
    type: reader.type,
    listNamespaces: () => reader.listNamespaces(),
    listTables: (namespace) => reader.listTables(namespace),
    loadTable: (namespace, table) => reader.loadTable(namespace, table),
    listPartitions: () => Promise.resolve([]),
    close: () => Promise.resolve(),
    ...others,
  };
}

const tablesOf = ({ namespaces }: SnapshotCatalog) => namespaces.flatMap(({ tables }) => tables);

describe('a catalog snapshot', () => {
  it('holds namespaces and tables by name, and is the same when it is read back', async () => {
    const taken = await takeSnapshot('lake', await readerOf(lake, 'lake'));
    expect(taken.namespaces.map(({ name }) => name)).toEqual([['ops'], ['sales']]);
    const orders = tablesOf(taken).find(({ name }) => name === 'orders');
    const source = JSON.parse(readFileSync(lake, 'utf8')) as { catalogs: SnapshotCatalog[] };
    const [original] = source.catalogs.flatMap(tablesOf);
    expect(orders).toMatchObject({
      ...original,
      snapshots: original?.snapshots?.map((one) => ({ ...one, summary: {} })),
    });

    const file = join(folder, 'again.json');
    writeFileSync(file, snapshotText([taken]));
    expect(await takeSnapshot('lake', await readerOf(file, 'lake'))).toEqual(taken);
  });

  it('has a table a line, in the same order however they came', async () => {
    const reader = await readerOf(lake, 'lake');
    const reversed = await lakeBut({
      listNamespaces: async () => (await reader.listNamespaces()).reverse(),
      listTables: async (namespace) => (await reader.listTables(namespace)).reverse(),
    });
    const text = snapshotText([await takeSnapshot('lake', reader)]);
    expect(snapshotText([await takeSnapshot('lake', reversed)])).toBe(text);
    expect(text.split('\n').filter((line) => line.trimStart().startsWith('{"name":'))).toHaveLength(2);
    expect(JSON.parse(snapshotText([]))).toEqual({ version: 1, catalogs: [] });
  });

  it('counts what is read, and takes only the namespaces that are wanted', async () => {
    const counts: [number, number][] = [];
    const onProgress = (read: number, total: number): number => counts.push([read, total]);
    await takeSnapshot('lake', await readerOf(lake, 'lake'), { onProgress });
    expect(counts).toEqual([
      [1, 2],
      [2, 2],
    ]);
    const ops = await takeSnapshot('lake', await readerOf(lake, 'lake'), { namespaces: ['ops'] });
    expect(ops.namespaces).toEqual([{ name: ['ops'], tables: [] }]);
  });

  it('lists a table that cannot be read without columns, and leaves out one that is gone', async () => {
    const reader = await readerOf(lake, 'lake');
    const unread: string[] = [];
    const failing = await lakeBut({
      loadTable: async () => {
        throw new LakehouseError('METADATA_MISSING', 'The metadata file is gone');
      },
    });
    const taken = await takeSnapshot('lake', failing, { onUnread: (name, { code }) => unread.push(`${name} ${code}`) });
    expect(unread.sort()).toEqual(['sales.orders METADATA_MISSING', 'sales.regions METADATA_MISSING']);
    expect(tablesOf(taken)).toEqual([
      { name: 'orders', format: 'iceberg' },
      { name: 'regions', format: 'iceberg' },
    ]);
    const dropped = await lakeBut({
      loadTable: async (namespace, name) => {
        if (name === 'orders') throw new LakehouseError('TABLE_NOT_FOUND', 'gone');
        return reader.loadTable(namespace, name);
      },
    });
    expect(tablesOf(await takeSnapshot('lake', dropped)).map(({ name }) => name)).toEqual(['regions']);
  });

  it('ends when it is cancelled, or a listing fails', async () => {
    const gone = await lakeBut({
      listTables: async () => {
        throw new LakehouseError('CONNECTION_LOST', 'gone');
      },
    });
    await expect(takeSnapshot('lake', gone)).rejects.toMatchObject({ code: 'CONNECTION_LOST' });
    const stop = new AbortController();
    stop.abort();
    const cancelled = await lakeBut({
      loadTable: async () => {
        throw new LakehouseError('CANCELLED', 'Cancelled');
      },
    });
    await expect(takeSnapshot('lake', cancelled, { signal: stop.signal })).rejects.toMatchObject({ code: 'CANCELLED' });
  });

  it('holds no secret that stands in properties, and of summaries what is shown', async () => {
    const reader = await readerOf(lake, 'lake');
    const withMore = await lakeBut({
      loadTable: async (namespace, name): Promise<TableInfo> => {
        const table = await reader.loadTable(namespace, name);
        const properties = { 's3.secret-access-key': 'x', 'jdbc.password': 'y', 'format-version': '2' };
        const summary = { 'added-records': '5', 'spark.app.id': 'local-1' };
        const iceberg = table.iceberg && {
          ...table.iceberg,
          snapshots: table.iceberg.snapshots.map((each) => ({ ...each, summary })),
        };
        return { ...table, properties, iceberg };
      },
    });
    const [orders] = tablesOf(await takeSnapshot('lake', withMore));
    expect(orders?.properties).toEqual({ 'format-version': '2' });
    expect(orders?.snapshots?.[0]?.summary).toEqual({ 'added-records': '5' });
  });
});
