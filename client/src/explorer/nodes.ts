/** What the catalog tree is made of, as plain data: no VS Code here. */
import type {
  ColumnInfo,
  PartitionInfo,
  RefInfo,
  SnapshotInfo,
  TableInfo,
  TableKind,
} from '../../../lakehouse/src/catalog/types';
import type { TypeField } from '../../../lakehouse/src/catalog/type-tree';
import type { LakehouseError } from '../../../lakehouse/src/errors';
import type { CatalogPath } from '../../../server/src/protocol';

export type TablePath = Required<CatalogPath>;
export type GroupName = 'columns' | 'partitions' | 'snapshots' | 'branches' | 'tags';

interface Base {
  /** Stable over refreshes, so that what is expanded stays so. */
  readonly id: string;
}
/** A node with a place in the catalog, which can be asked for again. */
interface Placed extends Base {
  readonly path: CatalogPath;
}
interface OfTable extends Base {
  readonly path: TablePath;
}

export type Node =
  | (Placed & {
      readonly kind: 'connection';
      readonly active: boolean;
      readonly readOnly: boolean;
      readonly detail: string;
    })
  | (Placed & { readonly kind: 'catalog'; readonly type: 'hive' | 'glue'; readonly detail: string })
  | (Placed & { readonly kind: 'namespace'; readonly comment: string | null })
  | (OfTable & { readonly kind: 'table'; readonly tableKind: TableKind; readonly format: string | null })
  | (OfTable & { readonly kind: 'group'; readonly group: GroupName; readonly table: TableInfo })
  | (OfTable & { readonly kind: 'column'; readonly column: ColumnInfo; readonly partitioned: boolean })
  | (OfTable & { readonly kind: 'field'; readonly field: TypeField })
  | (OfTable & { readonly kind: 'partition'; readonly partition: PartitionInfo })
  | (OfTable & {
      readonly kind: 'snapshot';
      readonly snapshot: SnapshotInfo;
      readonly current: boolean;
      readonly refs: readonly RefInfo[];
    })
  | (OfTable & { readonly kind: 'ref'; readonly ref: RefInfo; readonly timestampMs: number | null })
  | (Base & { readonly kind: 'loading'; readonly parent: string; readonly text: string })
  | (Base & { readonly kind: 'empty'; readonly text: string; readonly hint: string })
  | (Base & { readonly kind: 'error'; readonly parent: string; readonly error: LakehouseError })
  | (Base & { readonly kind: 'more'; readonly parent: string; readonly remaining: number });

export type NodeOf<K extends Node['kind']> = Extract<Node, { readonly kind: K }>;

/** The id of the tree's root, which is no node. */
export const ROOT = '';

/** A child's id: no name can be mistaken for a path. */
export function childId(parent: string, ...names: readonly string[]): string {
  return [parent, ...names.map(encodeURIComponent)].join('/');
}

/** The id of the node at a path; the loader gives nodes these ids. */
export function pathId(path: CatalogPath): string {
  const namespace = path.namespace?.join('\u0001');
  const parts = [path.connection, path.catalog, namespace, path.table].filter((part) => part !== undefined);
  return childId(ROOT, ...parts);
}

/** Whether a change at `changed` touches what is shown of the table at `path`. */
export function covers(changed: CatalogPath | undefined, path: TablePath): boolean {
  if (changed === undefined) return true;
  const inner = pathId(path);
  const outer = pathId(changed);
  return inner === outer || inner.startsWith(`${outer}/`);
}

/** What has to be asked for again so that `node` is fresh: groups and leaves come with their table. */
export function refreshPath(node: Node | undefined): CatalogPath | undefined {
  return node !== undefined && 'path' in node ? node.path : undefined;
}
