/** Catalog snapshot files (format: `Catalog snapshot` in the README): catalogs to complete from with nothing connected. */
import type {
  CatalogReader,
  CatalogType,
  IcebergInfo,
  NamespaceInfo,
  PartitionInfo,
  TableEntry,
  TableInfo,
} from '../../../lakehouse/src/catalog/types';
import { LakehouseError } from '../../../lakehouse/src/errors';
import type { TableShape } from '../sql/catalog-picture';
import { type SnapshotCatalog, StaticCatalog } from '../sql/static-picture';
import { readJsonFile } from './json-file';

/** The catalogs of one snapshot file by name. Throws CONFIG_INVALID naming the file. */
export async function readCatalogSnapshot(file: string): Promise<ReadonlyMap<string, CatalogReader>> {
  const fault = (words: string, cause?: unknown) =>
    new LakehouseError('CONFIG_INVALID', `Catalog snapshot ${file}: ${words}`, {
      cause,
      nextStep: { label: 'Write it again with: lakehouse catalog export FILE' },
    });
  let content: unknown;
  try {
    content = await readJsonFile(file, compact());
  } catch (error) {
    throw fault((error as Error).message, error);
  }
  if (!isObject(content) || content['version'] !== 1) throw fault('"version" must be 1');
  if (!Array.isArray(content['catalogs'])) throw fault('"catalogs" must be an array');
  const readers = new Map<string, CatalogReader>();
  for (const catalog of content['catalogs'] as readonly unknown[]) {
    if (!isObject(catalog) || typeof catalog['name'] !== 'string') throw fault('a catalog needs "name"');
    const why = faultOf(catalog);
    if (why !== null) throw fault(why);
    // What is not as it should be beyond that is met with defaults.
    readers.set(catalog['name'], new SnapshotReader(catalog as unknown as SnapshotCatalog));
  }
  return readers;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What of a catalog cannot be used at all; fields that are merely missing have defaults. */
function faultOf(catalog: Record<string, unknown>): string | null {
  const of = String(catalog['name']);
  const namespaces = catalog['namespaces'] ?? [];
  if (!Array.isArray(namespaces)) return `"namespaces" of ${of} must be an array`;
  for (const namespace of namespaces as readonly unknown[]) {
    const name = isObject(namespace) ? namespace['name'] : undefined;
    if (!isObject(namespace) || !Array.isArray(name)) return `"name" of a namespace of ${of} must be an array`;
    const path = [of, ...name.map(String)].join('.');
    const tables = namespace['tables'] ?? [];
    if (!Array.isArray(tables)) return `"tables" of ${path} must be an array`;
    if (!tables.every((table: unknown) => isObject(table) && typeof table['name'] === 'string'))
      return `a table of ${path} needs "name"`;
  }
  return null;
}

/** Tables have the same columns again and again: one object stands for all that are alike. */
function compact(): (key: string, value: unknown) => unknown {
  const known = new Map<string, unknown>();
  return (key, value) => {
    if (key !== 'columns' || !Array.isArray(value)) return value;
    return value.map((column: unknown) => {
      const text = JSON.stringify(column);
      const first = known.get(text);
      if (first !== undefined) return first;
      known.set(text, column);
      return column;
    });
  };
}

class SnapshotReader implements CatalogReader {
  readonly type: CatalogType;
  private readonly content: StaticCatalog;

  constructor(catalog: SnapshotCatalog) {
    this.type = catalog.type === 'glue' ? 'glue' : 'hive';
    this.content = new StaticCatalog(catalog);
  }

  listNamespaces(): Promise<NamespaceInfo[]> {
    const { namespaces } = this.content;
    return Promise.resolve(
      namespaces.map(({ name, location, comment }) => ({ name, location: location ?? null, comment: comment ?? null })),
    );
  }

  listTables(namespace: readonly string[]): Promise<TableEntry[]> {
    return Promise.resolve([...(this.content.tables(namespace) ?? [])]);
  }

  loadTable(namespace: readonly string[], name: string): Promise<TableInfo> {
    const shape = this.content.table(namespace, name);
    if (shape === null) {
      return Promise.reject(
        new LakehouseError('TABLE_NOT_FOUND', `The catalog snapshot has no table ${[...namespace, name].join('.')}`),
      );
    }
    return Promise.resolve(infoOf(shape, this.content.source(namespace, name)?.viewText ?? null));
  }

  listPartitions(): Promise<PartitionInfo[]> {
    return Promise.resolve([]);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

function infoOf(shape: TableShape, viewText: string | null): TableInfo {
  const { name, kind, format, comment, columns, partitionFields, properties } = shape;
  const iceberg = format === 'iceberg' && kind === 'table' ? icebergOf(shape) : null;
  const location = shape.location ?? null;
  return { name, kind, format, comment, location, columns, partitionFields, properties, viewText, iceberg };
}

function icebergOf(shape: TableShape): IcebergInfo {
  const snapshots = (shape.snapshots ?? []).map((snapshot) => ({
    ...snapshot,
    sequenceNumber: '0',
    manifestList: null,
    schemaId: null,
  }));
  const refs = (shape.refs ?? []).map((ref) => ({
    name: ref.name,
    type: ref.type === 'tag' ? ('tag' as const) : ('branch' as const),
    snapshotId: ref.snapshotId,
    maxRefAgeMs: ref.maxRefAgeMs ?? null,
    maxSnapshotAgeMs: ref.maxSnapshotAgeMs ?? null,
    minSnapshotsToKeep: ref.minSnapshotsToKeep ?? null,
  }));
  return {
    formatVersion: shape.formatVersion ?? (Number(shape.properties['format-version']) || null),
    metadataLocation: '',
    currentSnapshotId: shape.currentSnapshotId ?? null,
    snapshots,
    refs,
    history: shape.history ?? snapshots.map(({ id, timestampMs }) => ({ snapshotId: id, timestampMs })),
    lastUpdatedMs: snapshots.at(-1)?.timestampMs ?? 0,
    sortOrder: shape.sortFields,
  };
}
