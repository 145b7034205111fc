/** What a catalog holds, the same for Hive and Glue. Snapshot ids and other 64-bit integers are decimal strings. */

export type CatalogType = 'hive' | 'glue';

export interface NamespaceInfo {
  /** One element a level; Hive and Glue have one level. */
  readonly name: readonly string[];
  readonly location: string | null;
  readonly comment: string | null;
}

export type TableKind = 'table' | 'view';

/** What a listing gives without loading the table. `format` is `iceberg`, `hive`, `delta`, … or null when not known. */
export interface TableEntry {
  readonly name: string;
  readonly kind: TableKind;
  readonly format: string | null;
}

/** A column; `type` is Spark's DDL type string, such as `struct<id:bigint,name:string>`. */
export interface ColumnInfo {
  readonly name: string;
  readonly type: string;
  readonly nullable: boolean;
  readonly comment: string | null;
}

/** `summary` is the snapshot summary of the Iceberg spec (`added-records`, `total-records`, …) as written. */
export interface SnapshotInfo {
  readonly id: string;
  readonly parentId: string | null;
  readonly sequenceNumber: string;
  readonly timestampMs: number;
  readonly operation: string | null;
  readonly summary: Readonly<Record<string, string>>;
  readonly manifestList: string | null;
  readonly schemaId: number | null;
}

export interface RefInfo {
  readonly name: string;
  readonly type: 'branch' | 'tag';
  readonly snapshotId: string;
  readonly maxRefAgeMs: number | null;
  readonly maxSnapshotAgeMs: number | null;
  readonly minSnapshotsToKeep: number | null;
}

/** One entry of the metadata's `snapshot-log`: which snapshot was current from which time. */
export interface HistoryEntry {
  readonly timestampMs: number;
  readonly snapshotId: string;
}

export interface TableInfo {
  readonly name: string;
  readonly kind: TableKind;
  readonly format: string | null;
  readonly comment: string | null;
  readonly location: string | null;
  readonly columns: readonly ColumnInfo[];
  /** Partition fields as Spark DDL writes them: `days(ts)`, `bucket(16, order_id)`, `region`. */
  readonly partitionFields: readonly string[];
  readonly properties: Readonly<Record<string, string>>;
  /** Only of a view: its SQL text. */
  readonly viewText: string | null;
  /** Only of an Iceberg table; null otherwise. */
  readonly iceberg: IcebergInfo | null;
}

export interface IcebergInfo {
  /** Null where a catalog snapshot file does not say it. */
  readonly formatVersion: number | null;
  readonly metadataLocation: string;
  readonly currentSnapshotId: string | null;
  readonly snapshots: readonly SnapshotInfo[];
  readonly refs: readonly RefInfo[];
  readonly history: readonly HistoryEntry[];
  readonly lastUpdatedMs: number;
  /** Fields of WRITE ORDERED BY as DDL writes them; unknown where the table comes from a catalog snapshot file. */
  readonly sortOrder?: readonly string[];
  /** Columns of SET IDENTIFIER FIELDS, quoted where needed. */
  readonly identifierFields?: readonly string[];
}

/**
 * One partition of a table with what its live files hold, from the manifests of one snapshot. Counts are exact integers;
 * -1 where the catalog does not know (a Hive partition without statistics).
 */
export interface PartitionInfo {
  /** As a path: `ts_day=2026-01-01/order_id_bucket=3`; `` for an unpartitioned table. */
  readonly path: string;
  readonly specId: number;
  readonly records: number;
  readonly files: number;
  readonly bytes: number;
  /** Only of Iceberg: files that delete rows of this partition. */
  readonly deleteFiles?: number;
}

/** A connected catalog. Each call may throw a LakehouseError; each takes a signal that ends it with `CANCELLED`. */
export interface CatalogReader {
  readonly type: CatalogType;
  listNamespaces(signal?: AbortSignal): Promise<NamespaceInfo[]>;
  /** Sorted by name. Does not load metadata files. */
  listTables(namespace: readonly string[], signal?: AbortSignal): Promise<TableEntry[]>;
  loadTable(namespace: readonly string[], name: string, signal?: AbortSignal): Promise<TableInfo>;
  /** Partitions of the current snapshot (Iceberg, from its manifests) or of the catalog (Hive tables). */
  listPartitions(namespace: readonly string[], name: string, signal?: AbortSignal): Promise<PartitionInfo[]>;
  close(): Promise<void>;
}
