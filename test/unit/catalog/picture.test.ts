import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { CatalogReader } from '../../../lakehouse/src/catalog/types';
import { LakehouseError } from '../../../lakehouse/src/errors';
import { PictureSource } from '../../../server/src/catalog/picture';
import { CatalogService } from '../../../server/src/catalog/service';
import { readCatalogSnapshot } from '../../../server/src/catalog/snapshot-file';
import { trackWanted } from '../../../server/src/sql/catalog-picture';

const file = join(import.meta.dirname, '../../fixtures/catalogs/lake.json');
const never = new AbortController().signal;

describe('PictureSource', () => {
  let lake: CatalogReader;
  let service: CatalogService;
  let source: PictureSource;
  let asked: string[];
  let down: boolean;

  beforeEach(async () => {
    const readers = await readCatalogSnapshot(file);
    const reader = readers.get('lake');
    if (reader === undefined) throw new Error('the fixture has no catalog lake');
    lake = reader;
    asked = [];
    down = false;
    /** The file's catalog, noting what is asked and failing while `down`. */
    const watched: CatalogReader = {
      type: 'hive',
      listNamespaces: () => note('namespaces', () => lake.listNamespaces()),
      listTables: (namespace) => note('tables', () => lake.listTables(namespace)),
      loadTable: (namespace, name) => note(`table ${name}`, () => lake.loadTable(namespace, name)),
      listPartitions: (namespace, name) => lake.listPartitions(namespace, name),
      close: () => Promise.resolve(),
    };
    const note = <T>(what: string, work: () => Promise<T>): Promise<T> => {
      asked.push(what);
      return down ? Promise.reject(new LakehouseError('CONNECTION_REFUSED', 'nothing answers')) : work();
    };
    service = new CatalogService(() => watched);
    source = new PictureSource(service);
    const catalogs = [{ name: 'lake', type: 'hive' as const, uri: 'thrift://h:1' }];
    await service.setConnections([{ name: 'local', catalogs }], 'local');
  });

  it('answers at once, says what it lacks, and knows it after loading', async () => {
    const first = trackWanted(source.picture(false));
    expect(first.catalogs).toEqual(['lake']);
    expect(first.namespaces('lake')).toEqual({ items: [], complete: false });
    expect(first.table('lake', ['sales'], 'orders')).toBe('unknown');
    expect(await source.load(first.wanted, never)).toBe(true);
    const second = trackWanted(source.picture(false));
    expect(second.namespaces('lake').items).toEqual([['sales'], ['ops']]);
    expect(second.table('lake', ['SALES'], 'Orders')).toMatchObject({ name: 'orders', format: 'iceberg' });
    expect(second.wanted).toEqual([]);
  });

  it('says a table is missing once the listing is known, without asking for it', async () => {
    const picture = trackWanted(source.picture(true));
    picture.tables('lake', ['sales']);
    await source.load(picture.wanted, never);
    expect(source.picture(true).table('lake', ['sales'], 'nothing')).toBe('missing');
    expect(asked).toEqual(['tables']);
  });

  it('does not ask a catalog that is down at every key, and asks at once after a refresh', async () => {
    down = true;
    const wanted = [{ kind: 'table', catalog: 'lake', namespace: ['sales'], name: 'orders' }] as const;
    expect(await source.load(wanted, never)).toBe(false);
    expect(await source.load(wanted, never)).toBe(false);
    expect(asked).toEqual(['table orders']);
    down = false;
    service.refresh();
    expect(await source.load(wanted, never)).toBe(true);
    expect(source.picture(true).table('lake', ['sales'], 'orders')).toMatchObject({ name: 'orders' });
  });

  it('forgets what a changed connection had told', async () => {
    const wanted = [{ kind: 'namespaces', catalog: 'lake' }] as const;
    await source.load(wanted, never);
    const catalogs = [{ name: 'lake', type: 'hive' as const, uri: 'thrift://other:1' }];
    await service.setConnections([{ name: 'local', catalogs }], 'local');
    expect(source.picture(true).namespaces('lake').complete).toBe(false);
  });

  it('keeps what is known when a connection comes again unchanged', async () => {
    await source.load([{ kind: 'namespaces', catalog: 'lake' }], never);
    const catalogs = [{ name: 'lake', type: 'hive' as const, uri: 'thrift://h:1' }];
    await service.setConnections([{ name: 'local', catalogs }], 'local');
    expect(source.picture(true).namespaces('lake').complete).toBe(true);
  });

  it('knows the zone of the active connection’s session', () => {
    expect(source.picture(true).timeZone).toBeUndefined();
    service.setTimeZone('local', 'Europe/Berlin');
    service.setTimeZone('other', 'Asia/Tokyo');
    expect(trackWanted(source.picture(true)).timeZone).toBe('Europe/Berlin');
  });

  it('serves catalogs of a snapshot file with nothing connected', async () => {
    await service.setConnections([], null);
    service.addFixed(file, new Map([['lake', lake]]));
    await source.load([{ kind: 'namespaces', catalog: 'lake' }], never);
    expect(source.picture(true).defaultCatalog).toBe('lake');
    expect(source.picture(true).namespaces('lake').items).toEqual([['sales'], ['ops']]);
  });
});
