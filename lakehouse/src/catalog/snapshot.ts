/** Catalog snapshots (format: `Catalog snapshot` in the README): what catalogs hold, as data that outlives the connection. */
import { LakehouseError } from '../errors';
import { mapLimit } from '../iceberg/parallel';
import type { CatalogReader, CatalogType, ColumnInfo, SnapshotInfo, TableEntry, TableInfo } from './types';

export interface SnapshotTable {
  readonly name: string;
  /** Only of a view. */
  readonly kind?: 'view';
  readonly format: string | null;
  readonly comment?: string | null;
  /** Absent where the table could not be read: nothing is known of it but that it is there. */
  readonly columns?: readonly ColumnInfo[];
  readonly partitionFields?: readonly string[];
  readonly properties?: Readonly<Record<string, string>>;
  readonly snapshots?: readonly (Pick<SnapshotInfo, 'id' | 'parentId' | 'timestampMs' | 'operation'> & {
    readonly summary?: Readonly<Record<string, string>>;
  })[];
  readonly refs?: readonly { readonly name: string; readonly type: 'branch' | 'tag'; readonly snapshotId: string }[];
}
export interface SnapshotNamespace {
  readonly name: readonly string[];
  readonly tables: readonly SnapshotTable[];
}
export interface SnapshotCatalog {
  readonly name: string;
  readonly type: CatalogType;
  readonly namespaces: readonly SnapshotNamespace[];
}

export interface TakeOptions {
  readonly signal?: AbortSignal;
  /** Only these namespaces, by their names with dots; default all. */
  readonly namespaces?: readonly string[];
  /** How many tables of `total` are read. */
  readonly onProgress?: (read: number, total: number) => void;
  /** A table that could not be read: it is listed, with nothing known of it. */
  readonly onUnread?: (name: string, error: LakehouseError) => void;
}

/** How many tables are read at the same time: each is a call of the catalog and one of the object store. */
const PARALLEL = 16;

/** All of a catalog, sorted by name. Throws what the listings throw, and CANCELLED. */
export async function takeSnapshot(
  name: string,
  reader: CatalogReader,
  { signal, namespaces: wanted, onProgress, onUnread }: TakeOptions = {},
): Promise<SnapshotCatalog> {
  const all = (await reader.listNamespaces(signal)).map((each) => each.name);
  const chosen = wanted === undefined ? all : all.filter((each) => wanted.includes(each.join('.')));
  const sorted = chosen.sort((a, b) => compare(a.join('.'), b.join('.')));
  const listed = await mapLimit(sorted, PARALLEL, async (namespace) => {
    const entries = await reader.listTables(namespace, signal);
    return entries.map((entry) => ({ namespace, entry }));
  });
  const total = listed.reduce((sum, { length }) => sum + length, 0);
  let read = 0;
  const tables = await mapLimit(listed.flat(), PARALLEL, async ({ namespace, entry }) => {
    const table = await readTable(reader, namespace, entry, { signal, onUnread });
    onProgress?.(++read, total);
    return table;
  });
  let next = 0;
  return {
    name,
    type: reader.type,
    namespaces: sorted.map((namespace, i) => {
      const own = tables.slice(next, (next += listed[i]?.length ?? 0));
      return { name: namespace, tables: own.flatMap((table) => table ?? []).sort((a, b) => compare(a.name, b.name)) };
    }),
  };
}

/** A snapshot file's text, a table a line: what changed between two exports shows in a diff. */
export function snapshotText(catalogs: readonly SnapshotCatalog[]): string {
  const list = (items: readonly string[], indent: string): string =>
    items.length === 0 ? '[]' : `[\n${items.map((item) => `${indent}  ${item}`).join(',\n')}\n${indent}]`;
  const texts = catalogs.map(({ name, type, namespaces }) => {
    const spaces = namespaces.map((space) => {
      const tables = space.tables.map((table) => JSON.stringify(table));
      return `{ "name": ${JSON.stringify(space.name)}, "tables": ${list(tables, '      ')} }`;
    });
    return `{ "name": ${JSON.stringify(name)}, "type": ${JSON.stringify(type)}, "namespaces": ${list(spaces, '    ')} }`;
  });
  return `{ "version": 1, "catalogs": ${list(texts, '  ')} }\n`;
}

/** Null for a table that is gone by now. */
async function readTable(
  reader: CatalogReader,
  namespace: readonly string[],
  entry: TableEntry,
  { signal, onUnread }: Pick<TakeOptions, 'signal' | 'onUnread'>,
): Promise<SnapshotTable | null> {
  try {
    return tableOf(await reader.loadTable(namespace, entry.name, signal));
  } catch (thrown) {
    const error = LakehouseError.from(thrown);
    if (error.code === 'TABLE_NOT_FOUND') return null;
    // One table's broken metadata costs only that table; what none can be read without ends the export.
    if (error.code === 'CANCELLED' || signal?.aborted === true) throw error;
    onUnread?.([...namespace, entry.name].join('.'), error);
    const { name, kind, format } = entry;
    return { name, ...(kind === 'view' ? { kind } : {}), format };
  }
}

function tableOf(table: TableInfo): SnapshotTable {
  const { name, kind, format, comment, columns, partitionFields, iceberg } = table;
  return {
    name,
    ...(kind === 'view' ? { kind } : {}),
    format,
    comment,
    columns,
    partitionFields,
    properties: Object.fromEntries(Object.entries(table.properties).filter(([key]) => !SECRET.test(key))),
    snapshots: (iceberg?.snapshots ?? []).map(({ id, parentId, timestampMs, operation, summary }) => ({
      id,
      parentId,
      timestampMs,
      operation,
      summary: Object.fromEntries(Object.entries(summary).filter(([key]) => COUNTS.has(key))),
    })),
    refs: (iceberg?.refs ?? []).map(({ name: ref, type, snapshotId }) => ({ name: ref, type, snapshotId })),
  };
}

/** A file that is meant to be committed holds no secret that somebody wrote into a table's properties. */
const SECRET = /secret|password|token|credential|access[-_.]?key/i;
/** What completion shows beside a snapshot. */
const COUNTS: ReadonlySet<string> = new Set([
  'added-records',
  'deleted-records',
  'added-position-deletes',
  'total-records',
]);

/** By code units, the same on every machine. */
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
