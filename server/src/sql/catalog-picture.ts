/**
 * What the language knows of the catalogs at one moment. It is asked synchronously and answers at once with what is
 * known; what was missing is collected as `Wanted`, so that whoever owns the connections can load it and ask again.
 */

/** A listing; `complete` is false while it is loading, failed or was never asked for. */
export interface Listing<T> {
  readonly items: readonly T[];
  readonly complete: boolean;
}

export interface PictureTable {
  readonly name: string;
  readonly kind: 'table' | 'view';
  /** `iceberg`, `hive`, … or null when not known. */
  readonly format: string | null;
}

/** A column; `type` is Spark's DDL type string, such as `struct<id:bigint,name:string>`. */
export interface PictureColumn {
  readonly name: string;
  readonly type: string;
  readonly nullable: boolean;
  readonly comment: string | null;
}

/** A snapshot; `summary` is Iceberg's snapshot summary (`added-records`, …) as written. */
export interface PictureSnapshot {
  readonly id: string;
  readonly parentId: string | null;
  readonly timestampMs: number;
  readonly operation: string | null;
  readonly summary: Readonly<Record<string, string>>;
}

export interface PictureRef {
  readonly name: string;
  readonly type: 'branch' | 'tag';
  readonly snapshotId: string;
  /** Milliseconds; null or missing where the table's properties hold. */
  readonly maxRefAgeMs?: number | null;
  readonly maxSnapshotAgeMs?: number | null;
  readonly minSnapshotsToKeep?: number | null;
}

/** One table, whole. The shapes fit `lakehouse/src/catalog/types.ts`; the language itself imports nothing. */
export interface TableShape {
  readonly name: string;
  readonly kind: 'table' | 'view';
  readonly format: string | null;
  readonly comment: string | null;
  readonly columns: readonly PictureColumn[];
  /** As Spark DDL writes them: `days(ts)`, `bucket(16, order_id)`, `region`. */
  readonly partitionFields: readonly string[];
  readonly properties: Readonly<Record<string, string>>;
  /** Only of an Iceberg table; null otherwise. Any order. */
  readonly snapshots: readonly PictureSnapshot[] | null;
  readonly refs: readonly PictureRef[] | null;
  /** Iceberg's snapshot log: which snapshot became current when. TIMESTAMP AS OF goes by it. */
  readonly history?: readonly { readonly timestampMs: number; readonly snapshotId: string }[] | null;
  readonly currentSnapshotId?: string | null;
  readonly location?: string | null;
  readonly formatVersion?: number | null;
  /** As Spark DDL writes them: `ts DESC NULLS LAST`. */
  readonly sortFields?: readonly string[];
}

/** `loading`: being fetched. `unknown`: not asked for yet, or it failed. `missing`: the catalog says there is none. */
export type TableAnswer = TableShape | 'loading' | 'unknown' | 'missing';

/** Immutable from the outside: two questions in one feature call see the same catalogs. Names compare as given; the
 * implementation decides about case (Hive and Glue hold lower case, so an answer to `Orders` is that of `orders`). */
export interface CatalogPicture {
  readonly catalogs: readonly string[];
  /** What an unqualified name means; null when nothing is connected. */
  readonly defaultCatalog: string | null;
  readonly defaultNamespace: readonly string[];
  namespaces(catalog: string): Listing<readonly string[]>;
  tables(catalog: string, namespace: readonly string[]): Listing<PictureTable>;
  table(catalog: string, namespace: readonly string[], name: string): TableAnswer;
  /** Folders that are known, of namespaces and tables; nothing is loaded for them. */
  locations?(): readonly string[];
  /** The zone of the session, such as `Europe/Berlin`; UTC where it is not known. */
  readonly timeZone?: string;
}

/** What a feature would have liked to know. Loading it and asking again gives a better answer. */
export type Wanted =
  | { readonly kind: 'namespaces'; readonly catalog: string }
  | { readonly kind: 'tables'; readonly catalog: string; readonly namespace: readonly string[] }
  | {
      readonly kind: 'table';
      readonly catalog: string;
      readonly namespace: readonly string[];
      readonly name: string;
    };

/** Nothing connected. */
export const emptyPicture: CatalogPicture = {
  catalogs: [],
  defaultCatalog: null,
  defaultNamespace: [],
  namespaces: () => ({ items: [], complete: false }),
  tables: () => ({ items: [], complete: false }),
  table: () => 'unknown',
};

/** A picture that notes in `wanted`, once each, what could not be answered. */
export interface TrackedPicture extends CatalogPicture {
  readonly wanted: readonly Wanted[];
}

export function trackWanted(picture: CatalogPicture): TrackedPicture {
  const wanted: Wanted[] = [];
  const seen = new Set<string>();
  const want = (entry: Wanted, key: string): void => {
    if (seen.has(key)) return;
    seen.add(key);
    wanted.push(entry);
  };
  return {
    wanted,
    catalogs: picture.catalogs,
    defaultCatalog: picture.defaultCatalog,
    defaultNamespace: picture.defaultNamespace,
    timeZone: picture.timeZone,
    locations: () => picture.locations?.() ?? [],
    namespaces(catalog) {
      const answer = picture.namespaces(catalog);
      if (!answer.complete) want({ kind: 'namespaces', catalog }, JSON.stringify([catalog]));
      return answer;
    },
    tables(catalog, namespace) {
      const answer = picture.tables(catalog, namespace);
      if (!answer.complete) want({ kind: 'tables', catalog, namespace }, JSON.stringify([catalog, namespace]));
      return answer;
    },
    table(catalog, namespace, name) {
      const answer = picture.table(catalog, namespace, name);
      if (answer === 'loading' || answer === 'unknown')
        want({ kind: 'table', catalog, namespace, name }, JSON.stringify([catalog, namespace, name]));
      return answer;
    },
  };
}
