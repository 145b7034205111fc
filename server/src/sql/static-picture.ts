import type {
  CatalogPicture,
  Listing,
  PictureColumn,
  PictureRef,
  PictureSnapshot,
  PictureTable,
  TableShape,
} from './catalog-picture';

/** A catalog snapshot file, version 1: what `catalog export` writes. Fields beyond these are ignored. */
export interface CatalogSnapshot {
  readonly version: number;
  readonly catalogs: readonly {
    readonly name: string;
    readonly namespaces: readonly {
      readonly name: readonly string[];
      readonly tables: readonly SnapshotTable[];
    }[];
  }[];
}

export interface SnapshotTable {
  readonly name: string;
  readonly kind?: 'table' | 'view';
  readonly format?: string | null;
  readonly comment?: string | null;
  readonly columns?: readonly (Omit<PictureColumn, 'nullable' | 'comment'> & {
    readonly nullable?: boolean;
    readonly comment?: string | null;
  })[];
  readonly partitionFields?: readonly string[];
  readonly properties?: Readonly<Record<string, string>>;
  readonly snapshots?: readonly (Omit<PictureSnapshot, 'summary' | 'operation' | 'parentId'> & {
    readonly parentId?: string | null;
    readonly operation?: string | null;
    readonly summary?: Readonly<Record<string, string>>;
  })[];
  readonly refs?: readonly PictureRef[];
}

interface Space {
  readonly name: readonly string[];
  readonly listing: readonly PictureTable[];
  readonly tables: ReadonlyMap<string, TableShape>;
}

/** A complete picture of catalogs that are wholly at hand: a catalog snapshot file, or a test's. Names are found in any case. */
export function staticPicture(
  snapshot: CatalogSnapshot,
  defaults: { readonly catalog?: string; readonly namespace?: readonly string[] } = {},
): CatalogPicture {
  const catalogs = new Map<string, Map<string, Space>>();
  for (const catalog of snapshot.catalogs) {
    const spaces = new Map<string, Space>();
    for (const { name, tables } of catalog.namespaces) {
      const shapes = tables.map(shapeOf);
      spaces.set(key(name), {
        name,
        listing: shapes.map(({ name: table, kind, format }) => ({ name: table, kind, format })),
        tables: new Map(shapes.map((shape) => [shape.name.toLowerCase(), shape])),
      });
    }
    catalogs.set(catalog.name.toLowerCase(), spaces);
  }
  const none: Listing<never> = { items: [], complete: true };
  const space = (catalog: string, namespace: readonly string[]): Space | undefined =>
    catalogs.get(catalog.toLowerCase())?.get(key(namespace));
  return {
    catalogs: snapshot.catalogs.map((catalog) => catalog.name),
    defaultCatalog: defaults.catalog ?? snapshot.catalogs[0]?.name ?? null,
    defaultNamespace: defaults.namespace ?? [],
    namespaces(catalog) {
      const spaces = catalogs.get(catalog.toLowerCase());
      if (spaces === undefined) return none;
      return { items: [...spaces.values()].map((one) => one.name), complete: true };
    },
    tables(catalog, namespace) {
      const found = space(catalog, namespace);
      return found === undefined ? none : { items: found.listing, complete: true };
    },
    table(catalog, namespace, name) {
      return space(catalog, namespace)?.tables.get(name.toLowerCase()) ?? 'missing';
    },
  };
}

const key = (namespace: readonly string[]): string => JSON.stringify(namespace).toLowerCase();

function shapeOf(table: SnapshotTable): TableShape {
  return {
    name: table.name,
    kind: table.kind ?? 'table',
    format: table.format ?? null,
    comment: table.comment ?? null,
    columns: (table.columns ?? []).map(({ name, type, nullable, comment }) => ({
      name,
      type,
      nullable: nullable ?? true,
      comment: comment ?? null,
    })),
    partitionFields: table.partitionFields ?? [],
    properties: table.properties ?? {},
    snapshots:
      table.snapshots?.map(({ id, parentId, timestampMs, operation, summary }) => ({
        id: String(id),
        parentId: parentId ?? null,
        timestampMs,
        operation: operation ?? null,
        summary: summary ?? {},
      })) ?? null,
    refs: table.refs ?? null,
  };
}
