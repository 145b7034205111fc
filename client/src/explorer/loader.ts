/** Turns the catalog's answers into nodes. Knows no VS Code: requests come in by an interface. */
import type { PartitionInfo, TableInfo } from '../../../lakehouse/src/catalog/types';
import { type TypeField, type TypeNode, parseType } from '../../../lakehouse/src/catalog/type-tree';
import type { LakehouseError } from '../../../lakehouse/src/errors';
import type { CatalogPath, TreeItem } from '../../../server/src/protocol';
import { type GroupName, type Node, type NodeOf, ROOT, type TablePath, childId, pathId } from './nodes';

/** Where the nodes come from. Each call may throw a LakehouseError and ends with CANCELLED when `signal` is aborted. */
export interface CatalogSource {
  connections(): Promise<readonly ConnectionSummary[]>;
  configErrors(): readonly LakehouseError[];
  treeChildren(path: CatalogPath, signal: AbortSignal): Promise<readonly TreeItem[]>;
  table(path: TablePath, signal: AbortSignal): Promise<TableInfo>;
  partitions(path: TablePath, signal: AbortSignal): Promise<readonly PartitionInfo[]>;
}

export interface ConnectionSummary {
  readonly name: string;
  readonly active: boolean;
  readonly readOnly: boolean;
  readonly detail: string;
}

/** The children of a node, or of the tree. Empty lists say so with a node of their own. */
export async function loadChildren(
  source: CatalogSource,
  node: Node | undefined,
  signal: AbortSignal,
): Promise<Node[]> {
  if (node === undefined) return loadRoot(source);
  switch (node.kind) {
    case 'connection':
    case 'catalog':
    case 'namespace':
      return orEmpty(node, await loadItems(source, node, signal));
    case 'table': {
      const table = await source.table(node.path, signal);
      return groupsOf(table).map((group) => ({
        kind: 'group',
        id: childId(node.id, group),
        path: node.path,
        group,
        table,
      }));
    }
    case 'group':
      return orEmpty(node, await loadGroup(source, node, signal));
    case 'column':
      return fields(node, parseType(node.column.type));
    case 'field':
      return fields(node, node.field.type);
    default:
      return [];
  }
}

/** Whether expanding the node asks a catalog; the others are answered from what is there. */
export function asksCatalog(node: Node | undefined): boolean {
  if (node === undefined) return false;
  return ['connection', 'catalog', 'namespace', 'table'].includes(node.kind) || isPartitions(node);
}

function isPartitions(node: Node): boolean {
  return node.kind === 'group' && node.group === 'partitions';
}

async function loadRoot(source: CatalogSource): Promise<Node[]> {
  const connections = await source.connections();
  const errors = source.configErrors().map((error, index): Node => {
    return { kind: 'error', id: childId(ROOT, `error ${index}`), parent: ROOT, error };
  });
  const nodes = connections.map(({ name, active, readOnly, detail }): Node => {
    const path = { connection: name };
    return { kind: 'connection', id: pathId(path), path, active, readOnly, detail };
  });
  return [...errors, ...nodes];
}

async function loadItems(
  source: CatalogSource,
  node: NodeOf<'connection' | 'catalog' | 'namespace'>,
  signal: AbortSignal,
): Promise<Node[]> {
  const items = await source.treeChildren(node.path, signal);
  return items.map((item): Node => {
    switch (item.kind) {
      case 'catalog': {
        const path = { ...node.path, catalog: item.name };
        return { kind: 'catalog', id: pathId(path), path, type: item.type, detail: item.detail };
      }
      case 'namespace': {
        const path = { ...node.path, namespace: item.name };
        return { kind: 'namespace', id: pathId(path), path, comment: item.comment };
      }
      case 'table': {
        const path = { ...node.path, table: item.name } as TablePath;
        return { kind: 'table', id: pathId(path), path, tableKind: item.tableKind, format: item.format };
      }
    }
  });
}

function groupsOf(table: TableInfo): readonly GroupName[] {
  if (table.kind === 'view') return ['columns'];
  return table.iceberg === null
    ? ['columns', 'partitions']
    : ['columns', 'partitions', 'snapshots', 'branches', 'tags'];
}

async function loadGroup(source: CatalogSource, node: NodeOf<'group'>, signal: AbortSignal): Promise<Node[]> {
  const { path, table } = node;
  switch (node.group) {
    case 'columns': {
      const partitioned = new Set(
        table.partitionFields.flatMap((field) => field.match(/[A-Za-z0-9_.]+(?=\)?$)/g) ?? []),
      );
      return table.columns.map((column, index) => ({
        kind: 'column',
        id: childId(node.id, `${index}`, column.name),
        path,
        column,
        partitioned: partitioned.has(column.name),
      }));
    }
    case 'partitions':
      return (await source.partitions(path, signal)).map((partition) => ({
        kind: 'partition',
        id: childId(node.id, `${partition.specId}`, partition.path),
        path,
        partition,
      }));
    case 'snapshots':
      return snapshots(node);
    case 'branches':
      return refs(node, 'branch');
    case 'tags':
      return refs(node, 'tag');
  }
}

/** Newest first; of the same millisecond, the later in the table's metadata first. */
function snapshots(node: NodeOf<'group'>): Node[] {
  const iceberg = node.table.iceberg;
  const newestFirst = [...(iceberg?.snapshots ?? [])].reverse().sort((a, b) => b.timestampMs - a.timestampMs);
  return newestFirst.map((snapshot) => ({
    kind: 'snapshot',
    id: childId(node.id, snapshot.id),
    path: node.path,
    snapshot,
    current: snapshot.id === iceberg?.currentSnapshotId,
    refs: (iceberg?.refs ?? []).filter(({ snapshotId }) => snapshotId === snapshot.id),
  }));
}

function refs(node: NodeOf<'group'>, type: 'branch' | 'tag'): Node[] {
  const iceberg = node.table.iceberg;
  return (iceberg?.refs ?? [])
    .filter((ref) => ref.type === type)
    .map((ref) => ({
      kind: 'ref',
      id: childId(node.id, ref.name),
      path: node.path,
      ref,
      timestampMs: iceberg?.snapshots.find(({ id }) => id === ref.snapshotId)?.timestampMs ?? null,
    }));
}

/** Below an array or map of structs the fields come at once: nobody wants to open `element` first. */
function fields(node: NodeOf<'column' | 'field'>, type: TypeNode): Node[] {
  const only = type.kind === 'array' ? type.children[0] : undefined;
  const shown = only?.type.kind === 'struct' ? only.type.children : type.children;
  return shown.map((field: TypeField, index) => ({
    kind: 'field',
    id: childId(node.id, `${index}`, field.name),
    path: node.path,
    field,
  }));
}

function orEmpty(node: Node, children: Node[]): Node[] {
  if (children.length > 0) return children;
  const [text, hint] = emptyText(node);
  return [{ kind: 'empty', id: childId(node.id, 'empty'), text, hint }];
}

function emptyText(node: Node): readonly [string, string] {
  switch (node.kind) {
    case 'connection':
      return ['No catalogs', 'Add "catalogs" to this connection in lakehouse.json.'];
    case 'catalog':
      return ['No namespaces', 'Create one with CREATE NAMESPACE, then refresh.'];
    case 'namespace':
      return ['No tables', 'Create one with CREATE TABLE … USING iceberg, then refresh.'];
    case 'group':
      return emptyGroup(node.group);
    default:
      return ['Nothing here', ''];
  }
}

function emptyGroup(group: GroupName): readonly [string, string] {
  switch (group) {
    case 'columns':
      return ['No columns', ''];
    case 'partitions':
      return ['No partitions', 'The table holds no data yet.'];
    case 'snapshots':
      return ['No snapshots', 'Nothing has been written to the table yet.'];
    case 'branches':
      return ['No branches', 'The branch main comes with the first write.'];
    case 'tags':
      return ['No tags', 'Create one with ALTER TABLE … CREATE TAG.'];
  }
}
