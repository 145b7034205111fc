/** A Hive Metastore as a catalog. */
import { entryOf, icebergPartitions, loadRawTable } from '../catalog/load';
import { isIceberg } from '../catalog/raw';
import { LakehouseError } from '../errors';
import { mapLimit } from '../iceberg/parallel';
import { HiveClient } from './client';
import type { RawColumn, RawTable } from '../catalog/raw';
import type { CatalogReader, NamespaceInfo, PartitionInfo, TableEntry, TableInfo } from '../catalog/types';
import type { HiveCatalogConfig } from '../config/types';
import type { ObjectStore } from '../storage';
import type { HiveClientOptions, HivePartition, HiveTable } from './client';

/** Names asked for in one call: more make single answers slow, fewer make more round trips. */
const TABLES_PER_CALL = 100;
const PARTITIONS_PER_CALL = 500;
/** Up to so many tables that no query could classify are looked at one by one to tell their format. */
const LOOK_AT = 500;
/** A metastore whose database cannot answer a filter tries for 20 s before it says so. */
const FILTER_TIMEOUT_MS = 2_000;

export class HiveReader implements CatalogReader {
  readonly type = 'hive';
  private readonly client: HiveClient;
  private filterWorks = true;

  constructor(
    config: HiveCatalogConfig,
    private readonly store: ObjectStore,
    options: HiveClientOptions = {},
  ) {
    this.client = new HiveClient(config.uri, { ...options, transport: config.transport });
  }

  async listNamespaces(signal?: AbortSignal): Promise<NamespaceInfo[]> {
    const names = (await this.client.databases(signal)).sort(byText);
    return mapLimit(
      names,
      8,
      async (name) => {
        const database = await this.client.database(name, signal).catch(unlessCancelled);
        return {
          name: [name],
          location: database?.locationUri ?? null,
          comment: emptyToNull(database?.description),
        };
      },
      signal,
    );
  }

  /**
   * Names, views and Iceberg tables are three queries of names alone, answered in tens of milliseconds for 10,000 tables;
   * table objects would take ten seconds. What is left over is looked at only when it is little.
   */
  async listTables(namespace: readonly string[], signal?: AbortSignal): Promise<TableEntry[]> {
    const database = databaseOf(namespace);
    const [names, views, materialized, iceberg] = await Promise.all([
      this.client.tableNames(database, signal),
      this.client.tableNamesOfType(database, 'VIRTUAL_VIEW', signal),
      this.client.tableNamesOfType(database, 'MATERIALIZED_VIEW', signal).catch(unlessCancelled),
      this.icebergNames(database, signal),
    ]);
    // An unknown database has no tables either; only asking for it tells.
    if (names.length === 0) await this.client.database(database, signal);
    const viewNames = new Set([...views, ...(materialized ?? [])]);
    const icebergNames = new Set(iceberg ?? []);
    const rest = names.filter((name) => !icebergNames.has(name));
    const known = new Map<string, TableEntry>();
    if (rest.length <= LOOK_AT) {
      const batches = chunks(rest, TABLES_PER_CALL);
      const found = await mapLimit(batches, 4, (batch) => this.client.tables(database, batch, signal), signal);
      for (const table of found.flat()) known.set(table.tableName ?? '', entryOf(rawTable(table)));
    }
    return names.sort(byText).map((name) => {
      if (icebergNames.has(name)) return { name, kind: 'table', format: 'iceberg' };
      return known.get(name) ?? { name, kind: viewNames.has(name) ? 'view' : 'table', format: null };
    });
  }

  async loadTable(namespace: readonly string[], name: string, signal?: AbortSignal): Promise<TableInfo> {
    const table = await this.client.table(databaseOf(namespace), name, signal);
    return loadRawTable(rawTable(table), this.store, signal);
  }

  async listPartitions(namespace: readonly string[], name: string, signal?: AbortSignal): Promise<PartitionInfo[]> {
    const database = databaseOf(namespace);
    const table = rawTable(await this.client.table(database, name, signal));
    if (isIceberg(table)) return icebergPartitions(table, this.store, signal);
    if (table.partitionKeys.length === 0) return [];
    const names = await this.client.partitionNames(database, name, signal);
    const found = await mapLimit(
      chunks(names, PARTITIONS_PER_CALL),
      4,
      (batch) => this.client.partitions(database, name, batch, signal),
      signal,
    );
    const keys = table.partitionKeys.map((key) => key.name);
    return found
      .flat()
      .map((partition) => partitionInfo(partition, keys))
      .sort((a, b) => byText(a.path, b.path));
  }

  close(): Promise<void> {
    this.client.close();
    this.store.close();
    return Promise.resolve();
  }

  /** Names of Iceberg tables by a filter on their parameters; null when this metastore cannot do that. */
  private async icebergNames(database: string, signal?: AbortSignal): Promise<string[] | null> {
    if (!this.filterWorks) return null;
    const limit = AbortSignal.timeout(FILTER_TIMEOUT_MS);
    const either = signal ? AbortSignal.any([signal, limit]) : limit;
    try {
      return await this.client.tableNamesWithParameter(database, 'table_type', 'ICEBERG', either);
    } catch (error) {
      const { code } = LakehouseError.from(error);
      const refused =
        code === 'CATALOG_FAILED' || code === 'NOT_THIS_SERVICE' || (code === 'CANCELLED' && limit.aborted);
      if (signal?.aborted || !refused) throw error;
      this.filterWorks = false;
      return null;
    }
  }
}

/** Hive's table in the model that Glue shares. */
export function rawTable(table: HiveTable): RawTable {
  const parameters = table.parameters ?? {};
  return {
    database: table.dbName ?? '',
    name: table.tableName ?? '',
    tableType: table.tableType ?? null,
    parameters,
    columns: (table.sd?.cols ?? []).map(rawColumn),
    partitionKeys: (table.partitionKeys ?? []).map(rawColumn),
    location: emptyToNull(table.sd?.location),
    inputFormat: emptyToNull(table.sd?.inputFormat),
    serde: emptyToNull(table.sd?.serdeInfo?.serializationLib),
    viewText: emptyToNull(table.viewOriginalText) ?? emptyToNull(table.viewExpandedText),
    comment: emptyToNull(parameters['comment']),
  };
}

function rawColumn(column: { name?: string; type?: string; comment?: string }): RawColumn {
  return { name: column.name ?? '', type: column.type ?? '', comment: emptyToNull(column.comment) };
}

/** A partition's statistics, where something has gathered them, lie in its parameters. */
function partitionInfo(partition: HivePartition, keys: readonly string[]): PartitionInfo {
  const count = (key: string) => {
    const value = Number(partition.parameters?.[key] ?? NaN);
    return Number.isSafeInteger(value) && value >= 0 ? value : -1;
  };
  return {
    path: keys.map((key, i) => `${key}=${partition.values?.[i] ?? ''}`).join('/'),
    specId: 0,
    records: count('numRows'),
    files: count('numFiles'),
    bytes: count('totalSize'),
  };
}

/** Hive has one level of namespaces. */
function databaseOf(namespace: readonly string[]): string {
  const [name, ...deeper] = namespace;
  if (name === undefined || deeper.length > 0) {
    throw new LakehouseError('NAMESPACE_NOT_FOUND', `Hive has no namespace ${namespace.join('.') || '(empty)'}`);
  }
  return name;
}

function unlessCancelled(error: unknown): undefined {
  const { code } = LakehouseError.from(error);
  if (code === 'CATALOG_FAILED' || code === 'NAMESPACE_NOT_FOUND' || code === 'ACCESS_DENIED') return undefined;
  throw error;
}

function chunks<T>(items: readonly T[], size: number): T[][] {
  const result: T[][] = [];
  for (let i = 0; i < items.length; i += size) result.push(items.slice(i, i + size));
  return result;
}

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function emptyToNull(value: string | undefined): string | null {
  return value === undefined || value === '' ? null : value;
}
