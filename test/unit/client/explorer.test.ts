import { describe, expect, it } from 'vitest';
import { type CatalogSource, asksCatalog, loadChildren } from '../../../client/src/explorer/loader';
import { type Node, ROOT, covers, pathId, refreshPath } from '../../../client/src/explorer/nodes';
import { render, size } from '../../../client/src/explorer/render';
import type { IcebergInfo, SnapshotInfo, TableInfo } from '../../../lakehouse/src/catalog/types';
import { LakehouseError } from '../../../lakehouse/src/errors';
import type { CatalogPath, TreeItem } from '../../../server/src/protocol';

const PATH = { connection: 'local', catalog: 'hive_prod', namespace: ['sales'], table: 'orders' };

function snapshot(id: string, timestampMs: number, summary: Record<string, string> = {}): SnapshotInfo {
  const rest = { parentId: null, sequenceNumber: '1', manifestList: null, schemaId: 0 };
  return { ...rest, id, timestampMs, operation: 'append', summary };
}

const ICEBERG: IcebergInfo = {
  formatVersion: 2,
  metadataLocation: 's3://lakehouse/metadata.json',
  currentSnapshotId: '5660770991823815685',
  snapshots: [
    snapshot('1', 1000),
    snapshot('5660770991823815685', 3000, { 'added-records': '12345' }),
    snapshot('3', 2000),
  ],
  refs: [
    {
      name: 'main',
      type: 'branch',
      snapshotId: '5660770991823815685',
      maxRefAgeMs: null,
      maxSnapshotAgeMs: null,
      minSnapshotsToKeep: null,
    },
    {
      name: 'q1',
      type: 'tag',
      snapshotId: '1',
      maxRefAgeMs: 31_536_000_000,
      maxSnapshotAgeMs: null,
      minSnapshotsToKeep: null,
    },
  ],
  history: [],
  lastUpdatedMs: 3000,
};

const TABLE: TableInfo = {
  name: 'orders',
  kind: 'table',
  format: 'iceberg',
  comment: null,
  location: null,
  columns: [
    { name: 'id', type: 'bigint', nullable: false, comment: 'the key' },
    { name: 'ts', type: 'timestamp', nullable: true, comment: null },
    { name: 'lines', type: 'array<struct<sku:string,price:decimal(10,2)>>', nullable: true, comment: null },
  ],
  partitionFields: ['days(ts)', 'bucket(16, id)'],
  properties: {},
  viewText: null,
  iceberg: ICEBERG,
};

/** A catalog that answers from `items` and with `table`. */
function source(items: readonly TreeItem[] = [], table: TableInfo = TABLE): CatalogSource {
  return {
    connections: async () => [{ name: 'local', active: true, readOnly: false, detail: 'local stack' }],
    configErrors: () => [],
    treeChildren: async () => items,
    table: async () => table,
    partitions: async () => [],
  };
}

const { signal } = new AbortController();
const load = (of: CatalogSource, node?: Node): Promise<Node[]> => loadChildren(of, node, signal);
const tableNode: Node = { kind: 'table', id: pathId(PATH), path: PATH, tableKind: 'table', format: 'iceberg' };

async function group(name: string, table = TABLE): Promise<Node[]> {
  const groups = await load(source([], table), tableNode);
  return load(
    source([], table),
    groups.find((node) => node.kind === 'group' && node.group === name),
  );
}

describe('the tree', () => {
  it('goes from connections to tables with ids that name the place', async () => {
    const [connection] = await load(source());
    expect(connection).toMatchObject({ kind: 'connection', id: pathId({ connection: 'local' }) });
    const [catalog] = await load(
      source([{ kind: 'catalog', name: 'hive_prod', type: 'hive', detail: 'thrift://h:9083' }]),
      connection,
    );
    const [namespace] = await load(source([{ kind: 'namespace', name: ['sales'], comment: null }]), catalog);
    const [table] = await load(
      source([{ kind: 'table', name: 'orders', tableKind: 'table', format: null }]),
      namespace,
    );
    expect(table).toMatchObject({ kind: 'table', id: pathId(PATH), path: PATH });
  });

  it('says of every empty list what it is that is missing', async () => {
    const empty = (path: CatalogPath, kind: 'connection' | 'catalog' | 'namespace'): Promise<Node[]> =>
      load(source(), {
        kind,
        id: pathId(path),
        path,
        active: true,
        readOnly: false,
        detail: '',
        type: 'hive',
        comment: null,
      });
    const texts = await Promise.all([
      empty({ connection: 'a' }, 'connection'),
      empty({ connection: 'a', catalog: 'b' }, 'catalog'),
      empty({ connection: 'a', catalog: 'b', namespace: ['c'] }, 'namespace'),
    ]);
    expect(texts.flat().map((node) => render(node).label)).toEqual(['No catalogs', 'No namespaces', 'No tables']);
  });

  it('puts what is wrong with the configuration above the connections', async () => {
    const error = new LakehouseError('CONFIG_INVALID', 'lakehouse.json, line 3, column 1: wrong', {
      nextStep: { label: 'Open lakehouse.json', command: 'lakehouse.openConfig', args: [3, 1] },
    });
    const nodes = await load({ ...source(), configErrors: () => [error] });
    expect(nodes.map(({ kind }) => kind)).toEqual(['error', 'connection']);
    expect(render(nodes[0] as Node).command).toEqual({
      title: 'Open lakehouse.json',
      command: 'lakehouse.openConfig',
      args: [3, 1],
    });
  });

  it('lets errors through to whoever asked', async () => {
    const failing = { ...source(), table: () => Promise.reject(new LakehouseError('TIMEOUT', 'late')) };
    await expect(load(failing, tableNode)).rejects.toThrow('late');
  });
});

describe('a table', () => {
  const kinds = async (table: TableInfo): Promise<string[]> =>
    (await load(source([], table), tableNode)).map((node) => (node.kind === 'group' ? node.group : node.kind));

  it('has the groups its kind has', async () => {
    expect(await kinds(TABLE)).toEqual(['columns', 'partitions', 'snapshots', 'branches', 'tags']);
    expect(await kinds({ ...TABLE, iceberg: null })).toEqual(['columns', 'partitions']);
    expect(await kinds({ ...TABLE, kind: 'view', iceberg: null })).toEqual(['columns']);
  });

  it('marks the columns it is partitioned by, and shows nested fields at once', async () => {
    const columns = await group('columns');
    expect(columns.map((node) => node.kind === 'column' && node.partitioned)).toEqual([true, true, false]);
    const fields = await load(source(), columns[2]);
    expect(fields.map((node) => render(node).label)).toEqual(['sku', 'price']);
    expect(render(columns[0] as Node)).toMatchObject({
      label: 'id',
      description: 'bigint not null',
      collapsible: 'none',
    });
    expect(render(columns[2] as Node).collapsible).toBe('collapsed');
  });

  it('lists snapshots newest first, with the current one and 64-bit ids as they are', async () => {
    const snapshots = await group('snapshots');
    expect(snapshots.map((node) => node.kind === 'snapshot' && node.snapshot.id)).toEqual([
      '5660770991823815685',
      '3',
      '1',
    ]);
    const current = render(snapshots[0] as Node);
    expect(current.description).toBe('append · +12,345 rows · main');
    expect(current.tooltip).toContain('Snapshot 5660770991823815685 (current)');
    expect(render(snapshots[2] as Node).description).toBe('append · q1');
  });

  it('parts branches from tags', async () => {
    expect((await group('branches')).map((node) => render(node).label)).toEqual(['main']);
    const [tag] = await group('tags');
    expect(render(tag as Node).tooltip).toContain('Kept for: 365 days');
    expect(
      (await group('tags', { ...TABLE, iceberg: { ...ICEBERG, refs: [] } })).map((node) => render(node).label),
    ).toEqual(['No tags']);
  });
});

describe('paths', () => {
  it('of one table are touched by changes at and above it, and by no other', () => {
    expect(covers(undefined, PATH)).toBe(true);
    expect(covers({ connection: 'local' }, PATH)).toBe(true);
    expect(covers(PATH, PATH)).toBe(true);
    expect(covers({ ...PATH, table: 'order' }, PATH)).toBe(false);
    expect(covers({ connection: 'loc' }, PATH)).toBe(false);
  });

  it('cannot be mistaken for one another', () => {
    expect(pathId({ connection: 'a/b' })).not.toBe(pathId({ connection: 'a', catalog: 'b' }));
    expect(pathId({ connection: 'a', catalog: 'b', namespace: ['c', 'd'] })).not.toBe(
      pathId({ connection: 'a', catalog: 'b', namespace: ['c.d'] }),
    );
    expect(pathId({ connection: 'a' }).startsWith(ROOT)).toBe(true);
  });

  it('of groups and leaves are refreshed with their table', async () => {
    const [column] = await group('columns');
    expect(refreshPath(column)).toEqual(PATH);
    expect(refreshPath(undefined)).toBeUndefined();
  });

  it('ask a catalog only where the answer is not there', async () => {
    const groups = await load(source(), tableNode);
    expect(asksCatalog(tableNode)).toBe(true);
    expect(groups.map((node) => asksCatalog(node))).toEqual([false, true, false, false, false]);
  });
});

describe('rendering', () => {
  it('offers to try again where an error has no step of its own', () => {
    const error = new LakehouseError('TIMEOUT', 'Hive Metastore: h:9083 does not answer');
    const node: Node = { kind: 'error', id: '/x/error', parent: '/x', error };
    expect(render(node).command).toEqual({ title: 'Try Again', command: 'lakehouse.refreshCatalog', args: [node] });
  });

  it('leaves out what a catalog does not know of a partition', () => {
    const partition = { path: 'day=1', specId: 0, records: -1, files: -1, bytes: 2048 };
    const rendered = render({ kind: 'partition', id: '/x', path: PATH, partition });
    expect(rendered.description).toBe('2.0 KiB');
    expect(rendered.tooltip).toContain('Rows: not known');
  });

  it('tells partitions apart by their values, with the whole path in the tooltip', () => {
    const partition = { path: 'ts_day=2026-01-01/id_bucket=3', specId: 1, records: 1200, files: 1, bytes: 2048 };
    const rendered = render({ kind: 'partition', id: '/x', path: PATH, partition });
    expect([rendered.label, rendered.description]).toEqual(['2026-01-01 / 3', '1,200 rows, 1 file, 2.0 KiB']);
    expect(rendered.tooltip).toContain('ts_day=2026-01-01/id_bucket=3');
  });

  it('writes sizes in binary units', () => {
    expect([0, 1023, 1024, 1_572_864].map(size)).toEqual(['0 B', '1023 B', '1.0 KiB', '1.5 MiB']);
  });
});
