/** AWS Glue's data catalog, over the AWS SDK, which is loaded with the first call. */
import type * as Sdk from '@aws-sdk/client-glue';
import { entryOf, icebergPartitions, loadRawTable } from '../catalog/load';
import { openConfig } from '../catalog/nextStep';
import { isIceberg } from '../catalog/raw';
import { LakehouseError } from '../errors';
import { awsClientConfig, awsError, FirstContact, quietSdk } from '../storage/aws';
import type { RawColumn, RawTable } from '../catalog/raw';
import type { CatalogReader, NamespaceInfo, PartitionInfo, TableEntry, TableInfo } from '../catalog/types';
import type { GlueCatalogConfig } from '../config/types';
import type { AwsTimeouts, ObjectStore } from '../storage';

interface Opened {
  readonly sdk: typeof Sdk;
  readonly client: Sdk.GlueClient;
}

/** What Glue gives in one page at most. */
const PAGE = 100;
const PARTITIONS_PAGE = 1000;
/** Parts that a table's partitions are read in at the same time. */
const SEGMENTS = 4;

export class GlueReader implements CatalogReader {
  readonly type = 'glue';
  private opened: Promise<Opened> | undefined;
  private readonly contact: FirstContact;

  constructor(
    private readonly config: GlueCatalogConfig,
    private readonly store: ObjectStore,
    private readonly timeouts: AwsTimeouts = {},
  ) {
    this.contact = new FirstContact('Glue', config, timeouts.firstAnswerMs);
  }

  async listNamespaces(signal?: AbortSignal): Promise<NamespaceInfo[]> {
    const databases = await this.pages('Listing databases', signal, ({ sdk, client }, NextToken, abortSignal) =>
      client
        .send(new sdk.GetDatabasesCommand({ ...this.scope, NextToken, MaxResults: PAGE }), { abortSignal })
        .then((page) => [page.DatabaseList, page.NextToken]),
    );
    return databases
      .map((database) => ({
        name: [database.Name ?? ''],
        location: emptyToNull(database.LocationUri),
        comment: emptyToNull(database.Description),
      }))
      .sort((a, b) => byText(a.name[0] ?? '', b.name[0] ?? ''));
  }

  async listTables(namespace: readonly string[], signal?: AbortSignal): Promise<TableEntry[]> {
    const DatabaseName = databaseOf(namespace);
    const tables = await this.pages(
      `Listing tables of ${DatabaseName}`,
      signal,
      ({ sdk, client }, NextToken, abortSignal) =>
        client
          .send(new sdk.GetTablesCommand({ ...this.scope, DatabaseName, NextToken, MaxResults: PAGE }), { abortSignal })
          .then((page) => [page.TableList, page.NextToken]),
      () => namespaceNotFound(DatabaseName),
    );
    return tables.map((table) => entryOf(rawTable(table, DatabaseName))).sort((a, b) => byText(a.name, b.name));
  }

  async loadTable(namespace: readonly string[], name: string, signal?: AbortSignal): Promise<TableInfo> {
    return loadRawTable(await this.table(namespace, name, signal), this.store, signal);
  }

  async listPartitions(namespace: readonly string[], name: string, signal?: AbortSignal): Promise<PartitionInfo[]> {
    const table = await this.table(namespace, name, signal);
    if (isIceberg(table)) return icebergPartitions(table, this.store, signal);
    if (table.partitionKeys.length === 0) return [];
    const keys = table.partitionKeys.map((key) => key.name);
    const segments = await Promise.all(
      Array.from({ length: SEGMENTS }, (_, SegmentNumber) =>
        this.pages(
          `Listing partitions of ${table.database}.${name}`,
          signal,
          ({ sdk, client }, NextToken, abortSignal) =>
            client
              .send(
                new sdk.GetPartitionsCommand({
                  ...this.scope,
                  DatabaseName: table.database,
                  TableName: name,
                  Segment: { SegmentNumber, TotalSegments: SEGMENTS },
                  ExcludeColumnSchema: true,
                  NextToken,
                  MaxResults: PARTITIONS_PAGE,
                }),
                { abortSignal },
              )
              .then((page) => [page.Partitions, page.NextToken]),
        ),
      ),
    );
    const byPath = new Map<string, PartitionInfo>();
    for (const partition of segments.flat()) {
      const info = partitionInfo(partition, keys);
      // An endpoint that does not know segments answers each with all.
      byPath.set(info.path, info);
    }
    return [...byPath.values()].sort((a, b) => byText(a.path, b.path));
  }

  close(): Promise<void> {
    void this.opened?.then(
      ({ client }) => client.destroy(),
      () => undefined,
    );
    this.opened = undefined;
    this.store.close();
    return Promise.resolve();
  }

  private get scope(): { CatalogId?: string } {
    return this.config.catalogId === undefined ? {} : { CatalogId: this.config.catalogId };
  }

  private async table(namespace: readonly string[], name: string, signal?: AbortSignal): Promise<RawTable> {
    const DatabaseName = databaseOf(namespace);
    const missing = () =>
      new LakehouseError('TABLE_NOT_FOUND', `There is no table ${DatabaseName}.${name}`, {
        nextStep: { label: 'Refresh', command: 'lakehouse.refreshCatalog' },
      });
    const { Table } = await this.guard(
      `Reading ${DatabaseName}.${name}`,
      signal,
      ({ sdk, client }, abortSignal) =>
        client.send(new sdk.GetTableCommand({ ...this.scope, DatabaseName, Name: name }), { abortSignal }),
      missing,
    );
    if (!Table) throw missing();
    return rawTable(Table, DatabaseName);
  }

  /** All pages of a listing, one after the other: each needs the token of the one before. */
  private async pages<T>(
    what: string,
    signal: AbortSignal | undefined,
    ask: (opened: Opened, token: string | undefined, signal?: AbortSignal) => Promise<readonly [T[]?, string?]>,
    missing?: () => LakehouseError,
  ): Promise<T[]> {
    const items: T[] = [];
    let token: string | undefined;
    do {
      const [page, next] = await this.guard(what, signal, (opened, s) => ask(opened, token, s), missing);
      items.push(...(page ?? []));
      token = next;
    } while (token !== undefined && token !== '');
    return items;
  }

  private async guard<T>(
    what: string,
    signal: AbortSignal | undefined,
    run: (opened: Opened, signal?: AbortSignal) => Promise<T>,
    missing?: () => LakehouseError,
  ): Promise<T> {
    try {
      signal?.throwIfAborted();
      this.opened ??= this.open();
      const opened = await this.opened;
      return await this.contact.run((abortSignal) => run(opened, abortSignal), signal);
    } catch (error) {
      if (signal?.aborted) throw new LakehouseError('CANCELLED', 'Cancelled', { cause: error });
      const name = error instanceof Error ? error.name : '';
      if (name === 'EntityNotFoundException') throw missing?.() ?? new LakehouseError('CATALOG_FAILED', what);
      const known = awsError(error, 'Glue', what, this.config);
      if (known) throw known;
      const message = error instanceof Error ? error.message : String(error);
      throw new LakehouseError('CATALOG_FAILED', `Glue: ${message}`, { cause: error, nextStep: openConfig });
    }
  }

  private async open(): Promise<Opened> {
    quietSdk();
    const sdk = await import('@aws-sdk/client-glue');
    return { sdk, client: new sdk.GlueClient(awsClientConfig(this.config, this.timeouts)) };
  }
}

/** Glue's table in the model that Hive shares. */
export function rawTable(table: Sdk.Table, database: string): RawTable {
  const storage = table.StorageDescriptor;
  const parameters = table.Parameters ?? {};
  return {
    database,
    name: table.Name ?? '',
    tableType: table.IsMaterializedView === true ? 'MATERIALIZED_VIEW' : emptyToNull(table.TableType),
    parameters,
    columns: (storage?.Columns ?? []).map(rawColumn),
    partitionKeys: (table.PartitionKeys ?? []).map(rawColumn),
    location: emptyToNull(storage?.Location),
    inputFormat: emptyToNull(storage?.InputFormat),
    serde: emptyToNull(storage?.SerdeInfo?.SerializationLibrary),
    viewText: emptyToNull(table.ViewOriginalText) ?? emptyToNull(table.ViewExpandedText),
    comment: emptyToNull(table.Description) ?? emptyToNull(parameters['comment']),
  };
}

function rawColumn(column: Sdk.Column): RawColumn {
  return { name: column.Name ?? '', type: column.Type ?? '', comment: emptyToNull(column.Comment) };
}

/** Statistics as Hive, Spark and Glue's crawlers write them. */
function partitionInfo(partition: Sdk.Partition, keys: readonly string[]): PartitionInfo {
  const count = (...names: string[]) => {
    const text = names.map((name) => partition.Parameters?.[name]).find((value) => value !== undefined);
    const value = Number(text ?? NaN);
    return Number.isSafeInteger(value) && value >= 0 ? value : -1;
  };
  return {
    path: keys.map((key, i) => `${key}=${partition.Values?.[i] ?? ''}`).join('/'),
    specId: 0,
    records: count('numRows', 'recordCount'),
    files: count('numFiles', 'objectCount'),
    bytes: count('totalSize', 'sizeKey'),
  };
}

/** Glue has one level of namespaces. */
function databaseOf(namespace: readonly string[]): string {
  const [name, ...deeper] = namespace;
  if (name === undefined || deeper.length > 0) throw namespaceNotFound(namespace.join('.') || '(empty)');
  return name;
}

function namespaceNotFound(name: string): LakehouseError {
  return new LakehouseError('NAMESPACE_NOT_FOUND', `Glue has no database ${name}`, {
    nextStep: { label: 'Refresh', command: 'lakehouse.refreshCatalog' },
  });
}

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function emptyToNull(value: string | undefined): string | null {
  return value === undefined || value === '' ? null : value;
}
