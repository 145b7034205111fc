/**
 * The one picture of all catalogs: the tree asks it, the editor's features read it, and one refresh serves both.
 * It owns a CatalogReader for each catalog of each connection, opened when first needed.
 */
import { openCatalog } from '../../../lakehouse/src/catalog';
import type {
  CatalogReader,
  NamespaceInfo,
  PartitionInfo,
  TableEntry,
  TableInfo,
} from '../../../lakehouse/src/catalog/types';
import type { CatalogConfig, ConnectionConfig } from '../../../lakehouse/src/config';
import { LakehouseError } from '../../../lakehouse/src/errors';
import type { CatalogPath, TreeItem } from '../protocol';
import { Loads } from './loads';

/** How old an answer may be, in milliseconds: a listing for the tree, a table whose snapshots are about to be offered. */
export const MAX_AGE = { listing: 60_000, table: 5_000, forget: 0 } as const;

/** No catalog call runs longer than this: nothing hangs. */
const CALL_TIMEOUT_MS = 60_000;

export type OpenCatalog = (config: CatalogConfig) => CatalogReader;

interface OpenedCatalog {
  readonly config: CatalogConfig;
  readonly reader: CatalogReader;
}

export class CatalogService {
  private connections: readonly ConnectionConfig[] = [];
  private readonly opened = new Map<string, OpenedCatalog>();
  private readonly fixed = new Map<string, ReadonlyMap<string, CatalogReader>>();
  private readonly loads = new Loads();
  private readonly listeners = new Set<(path?: CatalogPath) => void>();
  /** Grows with every change of what is known; an immutable picture belongs to one version. */
  version = 0;
  active: string | null = null;
  /** Time zones of Spark sessions, by connection, where one is open. */
  private readonly zones = new Map<string, string>();

  constructor(private readonly open: OpenCatalog = openCatalog) {}

  onChanged(listener: (path?: CatalogPath) => void): void {
    this.listeners.add(listener);
  }

  /** Replaces all connections; readers of catalogs whose configuration changed are closed, what they had told is forgotten. */
  async setConnections(connections: readonly ConnectionConfig[], active: string | null): Promise<void> {
    const before = new Map(this.opened);
    this.connections = connections;
    this.active = active;
    const stale: CatalogReader[] = [];
    for (const [key, opened] of before) {
      const [connection = '', catalog = ''] = key.split(SEPARATOR);
      const config = this.configOf(connection, catalog);
      if (config !== undefined && JSON.stringify(config) === JSON.stringify(opened.config)) continue;
      this.opened.delete(key);
      this.loads.forget(key);
      stale.push(opened.reader);
    }
    this.changed();
    await Promise.allSettled(stale.map((reader) => reader.close()));
  }

  /** The zone of the active connection's session; undefined while none is open. */
  get timeZone(): string | undefined {
    return this.active === null ? undefined : this.zones.get(this.active);
  }

  setTimeZone(connection: string, timeZone: string): void {
    if (this.zones.get(connection) === timeZone) return;
    this.zones.set(connection, timeZone);
    // What was said of times may be wrong now; catalogs are as they were.
    this.version++;
  }

  /** Adds catalogs that need no connection, such as those of catalog snapshot files, under a connection's name. */
  addFixed(connection: string, catalogs: ReadonlyMap<string, CatalogReader>): void {
    this.fixed.set(connection, catalogs);
    this.changed();
  }

  /** The names of a connection's catalogs, in the order of the configuration, which is Spark's default first. */
  catalogNames(connection: string): readonly string[] {
    const configured = this.connections.find(({ name }) => name === connection)?.catalogs ?? [];
    return [...configured.map(({ name }) => name), ...(this.fixed.get(connection)?.keys() ?? [])];
  }

  fixedConnections(): readonly string[] {
    return [...this.fixed.keys()];
  }

  /** Children of a connection, a catalog or a namespace. Throws LakehouseError. */
  async children(path: CatalogPath, signal?: AbortSignal): Promise<TreeItem[]> {
    const { connection, catalog, namespace } = path;
    if (catalog === undefined) return this.catalogItems(connection);
    if (namespace === undefined) {
      const namespaces = await this.namespaces(connection, catalog, MAX_AGE.listing, signal);
      return namespaces.map(({ name, comment }) => ({ kind: 'namespace', name, comment }));
    }
    const tables = await this.tables(connection, catalog, namespace, MAX_AGE.listing, signal);
    return tables.map(({ name, kind, format }) => ({ kind: 'table', name, tableKind: kind, format }));
  }

  namespaces(connection: string, catalog: string, maxAgeMs: number, signal?: AbortSignal): Promise<NamespaceInfo[]> {
    const key = keyOf(connection, catalog, 'namespaces');
    return this.load(key, connection, catalog, (reader, inner) => reader.listNamespaces(inner), maxAgeMs, signal);
  }

  tables(
    connection: string,
    catalog: string,
    namespace: readonly string[],
    maxAgeMs: number,
    signal?: AbortSignal,
  ): Promise<TableEntry[]> {
    const key = keyOf(connection, catalog, 'tables', ...namespace);
    return this.load(
      key,
      connection,
      catalog,
      (reader, inner) => reader.listTables(namespace, inner),
      maxAgeMs,
      signal,
    );
  }

  table(path: Required<CatalogPath>, maxAgeMs: number, signal?: AbortSignal): Promise<TableInfo> {
    const { connection, catalog, namespace, table } = path;
    const key = keyOf(connection, catalog, 'table', ...namespace, table);
    return this.load(
      key,
      connection,
      catalog,
      (reader, inner) => reader.loadTable(namespace, table, inner),
      maxAgeMs,
      signal,
    );
  }

  partitions(path: Required<CatalogPath>, signal?: AbortSignal): Promise<PartitionInfo[]> {
    const { connection, catalog, namespace, table } = path;
    const key = keyOf(connection, catalog, 'partitions', ...namespace, table);
    const ask = (reader: CatalogReader, inner: AbortSignal) => reader.listPartitions(namespace, table, inner);
    return this.load(key, connection, catalog, ask, MAX_AGE.table, signal);
  }

  /** What is known now, without asking anybody. */
  known(connection: string, catalog: string): { namespaces: readonly NamespaceInfo[] | undefined; ageMs: number } {
    const key = keyOf(connection, catalog, 'namespaces');
    return { namespaces: this.loads.peek(key), ageMs: this.loads.ageMs(key) };
  }
  knownTables(
    connection: string,
    catalog: string,
    namespace: readonly string[],
  ): { tables: readonly TableEntry[] | undefined; ageMs: number } {
    const key = keyOf(connection, catalog, 'tables', ...namespace);
    return { tables: this.loads.peek(key), ageMs: this.loads.ageMs(key) };
  }
  knownTable(
    connection: string,
    catalog: string,
    namespace: readonly string[],
    table: string,
  ): { table: TableInfo | undefined; ageMs: number } {
    const key = keyOf(connection, catalog, 'table', ...namespace, table);
    return { table: this.loads.peek(key), ageMs: this.loads.ageMs(key) };
  }

  /** The folders of the namespaces and tables that are known now. */
  knownLocations(): string[] {
    const found = new Set<string>();
    this.loads.each((key, value) => {
      const kind = key.split(SEPARATOR)[2];
      const known =
        kind === 'namespaces' ? (value as readonly NamespaceInfo[]) : kind === 'table' ? [value as TableInfo] : [];
      for (const { location } of known) if (location !== null && location !== '') found.add(location);
    });
    return [...found];
  }

  refresh(path?: CatalogPath): void {
    if (path === undefined) this.loads.forget('');
    else if (path.catalog === undefined) this.loads.forget(path.connection + SEPARATOR);
    else if (path.namespace === undefined) this.loads.forget(keyOf(path.connection, path.catalog) + SEPARATOR);
    else this.refreshBelow(path.connection, path.catalog, path.namespace, path.table);
    this.changed(path);
  }

  async dispose(): Promise<void> {
    const readers = [...this.opened.values()].map(({ reader }) => reader);
    this.opened.clear();
    await Promise.allSettled(readers.map((reader) => reader.close()));
  }

  private refreshBelow(
    connection: string,
    catalog: string,
    namespace: readonly string[],
    table: string | undefined,
  ): void {
    if (table === undefined) this.loads.forget(keyOf(connection, catalog, 'tables', ...namespace));
    for (const kind of ['table', 'partitions']) {
      const names = table === undefined ? namespace : [...namespace, table];
      const key = keyOf(connection, catalog, kind, ...names);
      this.loads.forget(table === undefined ? key + SEPARATOR : key);
    }
  }

  private catalogItems(connection: string): TreeItem[] {
    const config = this.connections.find(({ name }) => name === connection);
    const fixed = this.fixed.get(connection);
    if (config === undefined && fixed === undefined) {
      throw new LakehouseError('CONNECTION_UNKNOWN', `There is no connection "${connection}"`, {
        nextStep: { label: 'Open lakehouse.json', command: 'lakehouse.openConfig' },
      });
    }
    const items: TreeItem[] = (config?.catalogs ?? []).map((catalog) => {
      const detail = catalog.type === 'hive' ? catalog.uri : (catalog.endpoint ?? catalog.region ?? 'default region');
      return { kind: 'catalog', name: catalog.name, type: catalog.type, detail };
    });
    for (const [name, reader] of fixed ?? [])
      items.push({ kind: 'catalog', name, type: reader.type, detail: connection });
    return items;
  }

  private async load<T>(
    key: string,
    connection: string,
    catalog: string,
    ask: (reader: CatalogReader, signal: AbortSignal) => Promise<T>,
    maxAgeMs: number,
    signal: AbortSignal | undefined,
  ): Promise<T> {
    const before = this.loads.ageMs(key);
    try {
      const value = await this.loads.get(
        key,
        (inner) =>
          ask(this.reader(connection, catalog), AbortSignal.any([inner, AbortSignal.timeout(CALL_TIMEOUT_MS)])),
        { maxAgeMs, signal },
      );
      if (this.loads.ageMs(key) < before) this.version++;
      return value;
    } catch (error) {
      if (error instanceof Error && error.name === 'TimeoutError') {
        throw new LakehouseError('TIMEOUT', `Catalog ${catalog} did not answer within ${CALL_TIMEOUT_MS / 1000} s`, {
          cause: error,
        });
      }
      throw LakehouseError.from(error);
    }
  }

  private reader(connection: string, catalog: string): CatalogReader {
    const fixed = this.fixed.get(connection)?.get(catalog);
    if (fixed !== undefined) return fixed;
    const key = keyOf(connection, catalog);
    const known = this.opened.get(key);
    if (known !== undefined) return known.reader;
    const config = this.configOf(connection, catalog);
    if (config === undefined) {
      throw new LakehouseError('CONNECTION_UNKNOWN', `Connection "${connection}" has no catalog "${catalog}"`, {
        nextStep: { label: 'Open lakehouse.json', command: 'lakehouse.openConfig' },
      });
    }
    const reader = this.open(config);
    this.opened.set(key, { config, reader });
    return reader;
  }

  private configOf(connection: string, catalog: string): CatalogConfig | undefined {
    return this.connections.find(({ name }) => name === connection)?.catalogs?.find(({ name }) => name === catalog);
  }

  private changed(path?: CatalogPath): void {
    this.version++;
    for (const listener of this.listeners) listener(path);
  }
}

/** Cannot stand in a name that Hive or Glue allows. */
const SEPARATOR = '\u0000';

function keyOf(...parts: readonly string[]): string {
  return parts.join(SEPARATOR);
}
