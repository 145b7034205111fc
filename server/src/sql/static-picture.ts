import type {
  CatalogPicture,
  Listing,
  PictureColumn,
  PictureRef,
  PictureSnapshot,
  PictureTable,
  TableShape,
} from './catalog-picture';

/** A catalog snapshot, version 1: what `catalog export` writes. Fields beyond these are ignored. */
export interface CatalogSnapshot {
  readonly version: number;
  readonly catalogs: readonly SnapshotCatalog[];
}

export interface SnapshotCatalog {
  readonly name: string;
  readonly type?: string;
  readonly namespaces?: readonly SnapshotNamespace[];
}

export interface SnapshotNamespace {
  readonly name: readonly string[];
  readonly location?: string | null;
  readonly comment?: string | null;
  readonly tables?: readonly SnapshotTable[];
}

export interface SnapshotTable {
  readonly name: string;
  readonly kind?: 'table' | 'view';
  readonly format?: string | null;
  readonly comment?: string | null;
  readonly location?: string | null;
  readonly viewText?: string | null;
  readonly formatVersion?: number;
  readonly columns?: readonly (Omit<PictureColumn, 'nullable' | 'comment'> & {
    readonly nullable?: boolean;
    readonly comment?: string | null;
  })[];
  readonly partitionFields?: readonly string[];
  readonly sortFields?: readonly string[];
  readonly properties?: Readonly<Record<string, string>>;
  readonly snapshots?: readonly (Omit<PictureSnapshot, 'summary' | 'operation' | 'parentId'> & {
    readonly parentId?: string | null;
    readonly operation?: string | null;
    readonly summary?: Readonly<Record<string, string>>;
  })[];
  readonly refs?: readonly PictureRef[];
  readonly history?: TableShape['history'];
}

/** One catalog of a snapshot. Names are found in any case; the shape of a table is made when it is first asked for. */
export class StaticCatalog {
  readonly namespaces: readonly SnapshotNamespace[];
  private readonly spaces = new Map<string, Space>();

  constructor(readonly catalog: SnapshotCatalog) {
    this.namespaces = catalog.namespaces ?? [];
    for (const { name, tables } of this.namespaces) this.spaces.set(keyOf(name), new Space(tables ?? []));
  }

  /** Null where there is no such namespace. */
  tables(namespace: readonly string[]): readonly PictureTable[] | null {
    return this.spaces.get(keyOf(namespace))?.listing ?? null;
  }

  table(namespace: readonly string[], name: string): TableShape | null {
    return this.spaces.get(keyOf(namespace))?.shape(name) ?? null;
  }

  source(namespace: readonly string[], name: string): SnapshotTable | null {
    return this.spaces.get(keyOf(namespace))?.table(name) ?? null;
  }
}

class Space {
  private readonly byName = new Map<string, SnapshotTable>();
  private readonly shapes = new Map<SnapshotTable, TableShape>();
  private made: readonly PictureTable[] | null = null;

  constructor(tables: readonly SnapshotTable[]) {
    for (const table of tables) this.byName.set(table.name.toLowerCase(), table);
  }

  get listing(): readonly PictureTable[] {
    this.made ??= [...this.byName.values()].map(({ name, kind, format }) => ({
      name,
      kind: kind ?? 'table',
      format: format ?? null,
    }));
    return this.made;
  }

  table(name: string): SnapshotTable | null {
    return this.byName.get(name.toLowerCase()) ?? null;
  }

  shape(name: string): TableShape | null {
    const table = this.table(name);
    if (table === null) return null;
    let shape = this.shapes.get(table);
    if (shape === undefined) {
      shape = shapeOf(table);
      this.shapes.set(table, shape);
    }
    return shape;
  }
}

/** A complete picture of catalogs that are wholly at hand: a catalog snapshot file, or a test's. */
export function staticPicture(
  snapshot: CatalogSnapshot,
  defaults: { readonly catalog?: string; readonly namespace?: readonly string[] } = {},
): CatalogPicture {
  const catalogs = new Map(snapshot.catalogs.map((one) => [one.name.toLowerCase(), new StaticCatalog(one)]));
  const none: Listing<never> = { items: [], complete: true };
  const find = (catalog: string): StaticCatalog | undefined => catalogs.get(catalog.toLowerCase());
  return {
    catalogs: snapshot.catalogs.map((catalog) => catalog.name),
    defaultCatalog: defaults.catalog ?? snapshot.catalogs[0]?.name ?? null,
    defaultNamespace: defaults.namespace ?? [],
    namespaces(catalog) {
      const found = find(catalog);
      return found === undefined ? none : { items: found.namespaces.map((one) => one.name), complete: true };
    },
    tables(catalog, namespace) {
      const items = find(catalog)?.tables(namespace) ?? null;
      return items === null ? none : { items, complete: true };
    },
    table: (catalog, namespace, name) => find(catalog)?.table(namespace, name) ?? 'missing',
    locations: () => [...catalogs.values()].flatMap((one) => locationsOf(one.namespaces)),
  };
}

/** The folders of namespaces and tables. */
export function locationsOf(namespaces: readonly SnapshotNamespace[]): string[] {
  return namespaces.flatMap(({ location, tables }) => [
    ...(location ? [location] : []),
    ...(tables ?? []).flatMap((table) => (table.location ? [table.location] : [])),
  ]);
}

const keyOf = (namespace: readonly string[]): string => namespace.join('\u0000').toLowerCase();

function shapeOf(table: SnapshotTable): TableShape {
  const refs = table.refs ?? null;
  const snapshots =
    table.snapshots?.map(({ id, parentId, timestampMs, operation, summary }) => ({
      id: String(id),
      parentId: parentId === undefined || parentId === null ? null : String(parentId),
      timestampMs: Number(timestampMs),
      operation: operation ?? null,
      summary: summary ?? {},
    })) ?? null;
  return {
    name: table.name,
    kind: table.kind ?? 'table',
    format: table.format ?? null,
    comment: table.comment ?? null,
    columns: (table.columns ?? []).map(({ name, type, nullable, comment }) => ({
      name: String(name),
      type: String(type),
      nullable: nullable ?? true,
      comment: comment ?? null,
    })),
    partitionFields: table.partitionFields ?? [],
    properties: table.properties ?? {},
    snapshots,
    refs: refs?.map((ref) => ({ ...ref, name: String(ref.name), snapshotId: String(ref.snapshotId) })) ?? null,
    history: table.history?.map((entry) => ({ ...entry, snapshotId: String(entry.snapshotId) })) ?? null,
    currentSnapshotId: refs?.find(({ name }) => name === 'main')?.snapshotId ?? snapshots?.at(-1)?.id ?? null,
    location: table.location ?? null,
    formatVersion: table.formatVersion ?? null,
    sortFields: table.sortFields ?? [],
  };
}
