/** The catalog service as the SQL language sees it: answers at once from what is known, and loads what was wanted. */
import type { TableInfo } from '../../../lakehouse/src/catalog/types';
import { LakehouseError } from '../../../lakehouse/src/errors';
import type { CatalogPicture, Listing, PictureTable, TableAnswer, TableShape, Wanted } from '../sql/catalog-picture';
import { type CatalogService, MAX_AGE } from './service';

/** After a failure the editor asks the catalog again no sooner than this, in milliseconds; a refresh asks at once. */
const RETRY_AFTER_MS = 5_000;
/** How many questions one completion may have under way at the same time. */
const PARALLEL = 8;

interface Failure {
  readonly at: number;
  readonly missing: boolean;
}

export interface TableName {
  readonly catalog: string;
  readonly namespace: readonly string[];
  readonly name: string;
}

/** Pictures of one connection's catalogs, and the loading of what they lack. */
export class PictureSource {
  private readonly failures = new Map<string, Failure>();
  /** Settled once the catalogs that need no connection are read. */
  ready: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly service: CatalogService,
    private readonly now: () => number = Date.now,
  ) {
    service.onChanged(() => this.failures.clear());
  }

  /** Null when no connection is active and no catalog snapshot is loaded. */
  private connectionOf(catalog: string): string | null {
    const { active } = this.service;
    if (active !== null && this.service.catalogNames(active).includes(catalog)) return active;
    return this.service.fixedConnections().find((name) => this.service.catalogNames(name).includes(catalog)) ?? null;
  }

  private catalogNames(): readonly string[] {
    const { active } = this.service;
    const names = active === null ? [] : this.service.catalogNames(active);
    return [
      ...new Set([...names, ...this.service.fixedConnections().flatMap((name) => this.service.catalogNames(name))]),
    ];
  }

  /** With `allowStale` false, what is older than it may be counts as unknown, and so becomes wanted. */
  picture(allowStale: boolean): CatalogPicture {
    const catalogs = this.catalogNames();
    const usable = (ageMs: number, maxAgeMs: number) => allowStale || ageMs <= maxAgeMs;
    return {
      catalogs,
      defaultCatalog: catalogs[0] ?? null,
      defaultNamespace: ['default'],
      namespaces: (catalog) => {
        const connection = this.connectionOf(catalog);
        const known = connection === null ? undefined : this.service.known(connection, catalog);
        if (known?.namespaces === undefined || !usable(known.ageMs, MAX_AGE.listing)) return NOTHING;
        return { items: known.namespaces.map(({ name }) => name), complete: true };
      },
      tables: (catalog, namespace): Listing<PictureTable> => {
        const connection = this.connectionOf(catalog);
        const known = connection === null ? undefined : this.service.knownTables(connection, catalog, lower(namespace));
        if (known?.tables === undefined || !usable(known.ageMs, MAX_AGE.listing)) return NOTHING;
        return { items: known.tables, complete: true };
      },
      table: (catalog, namespace, name) => this.table(catalog, lower(namespace), name.toLowerCase(), usable),
      locations: () => this.service.knownLocations(),
      timeZone: this.service.timeZone,
    };
  }

  private table(
    catalog: string,
    namespace: readonly string[],
    name: string,
    usable: (ageMs: number, maxAgeMs: number) => boolean,
  ): TableAnswer {
    const connection = this.connectionOf(catalog);
    if (connection === null) return 'missing';
    const known = this.service.knownTable(connection, catalog, namespace, name);
    if (known.table !== undefined && usable(known.ageMs, MAX_AGE.table)) return shapeOf(known.table);
    const failure = this.recentFailure({ kind: 'table', catalog, namespace, name });
    if (failure !== undefined) return failure.missing ? 'missing' : 'loading';
    const { tables } = this.service.knownTables(connection, catalog, namespace);
    const absent = tables !== undefined && !tables.some((entry) => entry.name.toLowerCase() === name);
    return absent ? 'missing' : 'unknown';
  }

  /** One table whole, and the connection it is of; the active one's unless another is named. Throws LakehouseError. */
  async describe(
    { catalog, namespace, name }: TableName,
    signal: AbortSignal,
    from?: string,
  ): Promise<{ readonly connection: string; readonly table: TableInfo }> {
    const connection = from ?? this.connectionOf(catalog);
    if (connection === null) throw new LakehouseError('CONNECTION_UNKNOWN', `No connection has a catalog ${catalog}`);
    const path = { connection, catalog, namespace: lower(namespace), table: name.toLowerCase() };
    return { connection, table: await this.service.table(path, MAX_AGE.listing, signal) };
  }

  /** Loads what was wanted, failures apart, until the signal fires. True when anything new became known. */
  async load(wanted: readonly Wanted[], signal: AbortSignal): Promise<boolean> {
    const before = this.service.version;
    const queue = wanted.filter((one) => this.recentFailure(one) === undefined);
    const worker = async (): Promise<void> => {
      for (let next = queue.shift(); next !== undefined && !signal.aborted; next = queue.shift())
        await this.loadOne(next, signal);
    };
    await Promise.all(Array.from({ length: Math.min(PARALLEL, queue.length) }, worker));
    return this.service.version !== before;
  }

  private async loadOne(wanted: Wanted, signal: AbortSignal): Promise<void> {
    const connection = this.connectionOf(wanted.catalog);
    if (connection === null) return;
    try {
      if (wanted.kind === 'namespaces')
        await this.service.namespaces(connection, wanted.catalog, MAX_AGE.listing, signal);
      else if (wanted.kind === 'tables')
        await this.service.tables(connection, wanted.catalog, lower(wanted.namespace), MAX_AGE.listing, signal);
      else {
        const path = {
          connection,
          catalog: wanted.catalog,
          namespace: lower(wanted.namespace),
          table: wanted.name.toLowerCase(),
        };
        await this.service.table(path, MAX_AGE.table, signal);
      }
    } catch (thrown) {
      const { code } = LakehouseError.from(thrown);
      if (code === 'CANCELLED') return;
      this.failures.set(keyOf(wanted), {
        at: this.now(),
        missing: code === 'TABLE_NOT_FOUND' || code === 'NAMESPACE_NOT_FOUND',
      });
    }
  }

  private recentFailure(wanted: Wanted): Failure | undefined {
    const failure = this.failures.get(keyOf(wanted));
    return failure !== undefined && this.now() - failure.at < RETRY_AFTER_MS ? failure : undefined;
  }
}

const NOTHING = { items: [], complete: false } as const;

function keyOf(wanted: Wanted): string {
  const namespace = wanted.kind === 'namespaces' ? [] : lower(wanted.namespace);
  return JSON.stringify([
    wanted.kind,
    wanted.catalog,
    namespace,
    wanted.kind === 'table' ? wanted.name.toLowerCase() : null,
  ]);
}

/** Hive and Glue hold names in lower case. */
function lower(names: readonly string[]): readonly string[] {
  return names.map((name) => name.toLowerCase());
}

/** One shape for each table as loaded, so that what was made of a shape can be kept with it. */
const shapes = new WeakMap<TableInfo, TableShape>();

function shapeOf(table: TableInfo): TableShape {
  const known = shapes.get(table);
  if (known !== undefined) return known;
  const shape = newShape(table);
  shapes.set(table, shape);
  return shape;
}

function newShape(table: TableInfo): TableShape {
  const { name, kind, format, comment, location, columns, partitionFields, properties, iceberg } = table;
  return {
    name,
    kind,
    format,
    comment,
    columns,
    partitionFields,
    properties,
    snapshots: iceberg?.snapshots ?? null,
    refs: iceberg?.refs ?? null,
    history: iceberg?.history ?? null,
    currentSnapshotId: iceberg?.currentSnapshotId ?? null,
    location,
    formatVersion: iceberg?.formatVersion ?? null,
    sortFields: iceberg?.sortOrder ?? [],
  };
}
