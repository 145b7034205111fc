/** Catalog snapshot files (format: `Catalog snapshot` in the README): catalogs to complete from with nothing connected. */
import { readFile } from 'node:fs/promises';
import { parse as parseLossless } from 'lossless-json';
import type {
  CatalogReader,
  CatalogType,
  ColumnInfo,
  NamespaceInfo,
  PartitionInfo,
  RefInfo,
  SnapshotInfo,
  TableEntry,
  TableInfo,
} from '../../../lakehouse/src/catalog/types';
import { LakehouseError } from '../../../lakehouse/src/errors';

interface FileTable {
  readonly name: string;
  readonly format?: string | null;
  readonly kind?: 'table' | 'view';
  readonly comment?: string | null;
  readonly columns?: readonly Partial<ColumnInfo>[];
  readonly partitionFields?: readonly string[];
  readonly properties?: Readonly<Record<string, string>>;
  readonly snapshots?: readonly Partial<SnapshotInfo>[];
  readonly refs?: readonly Partial<RefInfo>[];
}
interface FileNamespace {
  readonly name: readonly string[];
  readonly tables?: readonly FileTable[];
}
interface FileCatalog {
  readonly name: string;
  readonly type: CatalogType;
  readonly namespaces?: readonly FileNamespace[];
}

/** The catalogs of one snapshot file by name. Throws CONFIG_INVALID naming the file. */
export async function readCatalogSnapshot(file: string): Promise<ReadonlyMap<string, CatalogReader>> {
  const fault = (words: string, cause?: unknown) =>
    new LakehouseError('CONFIG_INVALID', `Catalog snapshot ${file}: ${words}`, {
      cause,
      nextStep: { label: 'Write it again with: lakehouse catalog export FILE' },
    });
  let content: { version?: unknown; catalogs?: unknown };
  try {
    content = parseLossless(await readFile(file, 'utf8'), undefined, (text) => {
      const value = Number(text);
      return Number.isSafeInteger(value) || !/^-?\d+$/.test(text) ? value : text;
    }) as typeof content;
  } catch (error) {
    throw fault((error as Error).message, error);
  }
  if (typeof content !== 'object' || content === null || content.version !== 1) throw fault('"version" must be 1');
  if (!Array.isArray(content.catalogs)) throw fault('"catalogs" must be an array');
  const readers = new Map<string, CatalogReader>();
  for (const catalog of content.catalogs as readonly FileCatalog[]) {
    if (typeof catalog?.name !== 'string') throw fault('a catalog needs "name"');
    readers.set(catalog.name, new SnapshotReader(catalog));
  }
  return readers;
}

class SnapshotReader implements CatalogReader {
  readonly type: CatalogType;
  private readonly namespaces = new Map<string, FileNamespace>();

  constructor(catalog: FileCatalog) {
    this.type = catalog.type === 'glue' ? 'glue' : 'hive';
    for (const namespace of catalog.namespaces ?? []) this.namespaces.set(namespace.name.join('.'), namespace);
  }

  listNamespaces(): Promise<NamespaceInfo[]> {
    return Promise.resolve([...this.namespaces.values()].map(({ name }) => ({ name, location: null, comment: null })));
  }

  listTables(namespace: readonly string[]): Promise<TableEntry[]> {
    const tables = this.namespaces.get(namespace.join('.'))?.tables ?? [];
    return Promise.resolve(
      tables.map(({ name, kind, format }) => ({ name, kind: kind ?? ('table' as const), format: format ?? null })),
    );
  }

  loadTable(namespace: readonly string[], name: string): Promise<TableInfo> {
    const table = this.namespaces.get(namespace.join('.'))?.tables?.find((one) => one.name === name);
    if (table === undefined) {
      return Promise.reject(
        new LakehouseError('TABLE_NOT_FOUND', `The catalog snapshot has no table ${[...namespace, name].join('.')}`),
      );
    }
    return Promise.resolve(tableOf(table));
  }

  listPartitions(): Promise<PartitionInfo[]> {
    return Promise.resolve([]);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

function tableOf(table: FileTable): TableInfo {
  const snapshots = (table.snapshots ?? []).map((snapshot) => ({
    id: String(snapshot.id),
    parentId: snapshot.parentId === undefined || snapshot.parentId === null ? null : String(snapshot.parentId),
    sequenceNumber: String(snapshot.sequenceNumber ?? '0'),
    timestampMs: Number(snapshot.timestampMs),
    operation: snapshot.operation ?? null,
    summary: snapshot.summary ?? {},
    manifestList: null,
    schemaId: null,
  }));
  const refs = (table.refs ?? []).map((ref) => ({
    name: String(ref.name),
    type: ref.type === 'tag' ? ('tag' as const) : ('branch' as const),
    snapshotId: String(ref.snapshotId),
    maxRefAgeMs: null,
    maxSnapshotAgeMs: null,
    minSnapshotsToKeep: null,
  }));
  const main = refs.find((ref) => ref.name === 'main')?.snapshotId;
  return {
    name: table.name,
    kind: table.kind ?? 'table',
    format: table.format ?? null,
    comment: table.comment ?? null,
    location: null,
    columns: (table.columns ?? []).map((column) => ({
      name: String(column.name),
      type: String(column.type),
      nullable: column.nullable ?? true,
      comment: column.comment ?? null,
    })),
    partitionFields: table.partitionFields ?? [],
    properties: table.properties ?? {},
    viewText: null,
    iceberg:
      table.format === 'iceberg'
        ? {
            formatVersion: 2,
            metadataLocation: '',
            currentSnapshotId: main ?? snapshots.at(-1)?.id ?? null,
            snapshots,
            refs,
            history: snapshots.map(({ id, timestampMs }) => ({ snapshotId: id, timestampMs })),
            lastUpdatedMs: snapshots.at(-1)?.timestampMs ?? 0,
          }
        : null,
  };
}
