/**
 * The custom messages between the extension and the language server: each name beside its parameter and result types.
 * Neither side declares them again. Errors cross as `ErrorData` inside results, never as JSON-RPC faults.
 */
import type { HistoryEntry, PartitionInfo, RefInfo, SnapshotInfo, TableInfo } from '../../lakehouse/src/catalog/types';
import type { ConnectionConfig } from '../../lakehouse/src/config/types';
import type { ErrorData } from '../../lakehouse/src/errors';
import type { Effect } from './features/types';

export type { Effect, Loss } from './features/types';

/** A position as LSP has it: line and UTF-16 character from 0. */
export interface WirePosition {
  readonly line: number;
  readonly character: number;
}
export interface WireRange {
  readonly start: WirePosition;
  readonly end: WirePosition;
}

export interface InitializationOptions {
  readonly catalogSnapshots?: readonly string[];
  readonly sparkVersion?: string;
  /** The commands the editor can run: of code lenses, and VS Code's own that open what comes next. Without one, none is sent. */
  readonly commands?: readonly string[];
  /** The editor shows documents of `TABLE_DOCUMENT_SCHEME`: definitions may lead there. */
  readonly tableDocuments?: boolean;
  /** The editor tells of large documents itself, by `LARGE_DOCUMENT`; else the server shows a message. */
  readonly largeDocuments?: boolean;
  /** Documents in other languages with SQL in them, for which the editor lets the server register features of its own. */
  readonly embeddedIn?: readonly { readonly language: string; readonly scheme?: string }[];
}

/**
 * Notification, client → server: all connections, secrets already put in. Only in memory on both sides.
 * `active` names the connection whose catalogs the editor's completion uses.
 */
export const SET_CONNECTIONS = 'lakehouse/setConnections';
export interface SetConnectionsParams {
  readonly connections: readonly ConnectionConfig[];
  readonly active: string | null;
}

/** Notification, client → server: the time zone of a connection's Spark session, once one is open. */
export const SESSION_ZONE = 'lakehouse/sessionZone';
export interface SessionZoneParams {
  readonly connection: string;
  /** Such as `Europe/Berlin`. */
  readonly timeZone: string;
}

/** Addresses a node of the catalog: the more is given, the deeper. */
export interface CatalogPath {
  readonly connection: string;
  readonly catalog?: string;
  readonly namespace?: readonly string[];
  readonly table?: string;
}

/** What the tree shows below a path. Groups: `columns`, `partitions`, `snapshots`, `branches`, `tags` of one table. */
export type TreeItem =
  | { readonly kind: 'catalog'; readonly name: string; readonly type: 'hive' | 'glue'; readonly detail: string }
  | { readonly kind: 'namespace'; readonly name: readonly string[]; readonly comment: string | null }
  | {
      readonly kind: 'table';
      readonly name: string;
      readonly tableKind: 'table' | 'view';
      readonly format: string | null;
    };

/** Request: the children of a connection (catalogs), a catalog (namespaces) or a namespace (tables and views). */
export const TREE_CHILDREN = 'lakehouse/treeChildren';
export interface TreeChildrenParams {
  readonly path: CatalogPath;
}
export type TreeChildrenResult = { readonly items: readonly TreeItem[] } | { readonly error: ErrorData };

/** Request: one table, whole. */
export const TABLE = 'lakehouse/table';
export interface TableParams {
  readonly path: Required<CatalogPath>;
}
export type TableResult = { readonly table: TableInfo } | { readonly error: ErrorData };

/** Request: the partitions of one table. */
export const PARTITIONS = 'lakehouse/partitions';
export interface PartitionsParams {
  readonly path: Required<CatalogPath>;
}
export type PartitionsResult = { readonly partitions: readonly PartitionInfo[] } | { readonly error: ErrorData };

/** Request: what the snapshot history webview draws. */
export const HISTORY = 'lakehouse/history';
export interface HistoryParams {
  readonly path: Required<CatalogPath>;
}
export interface TableHistory {
  /** The table's name as SQL writes it, quoted where needed. */
  readonly sqlName: string;
  readonly currentSnapshotId: string | null;
  readonly snapshots: readonly SnapshotInfo[];
  readonly refs: readonly RefInfo[];
  readonly log: readonly HistoryEntry[];
}
export type HistoryResult = { readonly history: TableHistory } | { readonly error: ErrorData };

/** Request: forget what is cached at and below a path, so that the next question asks the catalog again. */
export const REFRESH = 'lakehouse/refresh';
export interface RefreshParams {
  readonly path?: CatalogPath;
}

/** Notification, server → client: something below the path changed or was forgotten; the tree asks again. */
export const CATALOG_CHANGED = 'lakehouse/catalogChanged';
export interface CatalogChangedParams {
  readonly path?: CatalogPath;
}

/** One statement of a document. `text` is what is sent to Spark: without the semicolon and surrounding blanks. */
export interface WireStatement {
  readonly text: string;
  readonly range: WireRange;
}

/** Request: the statement at a position (the one before it, when it stands between two), or null in an empty text. */
export const STATEMENT_AT = 'lakehouse/statementAt';
export interface StatementAtParams {
  readonly uri: string;
  readonly position: WirePosition;
}
export type StatementAtResult = WireStatement | null;

/** Request: the statements of a document, or of a part of it (run selection). */
export const STATEMENTS = 'lakehouse/statements';
export interface StatementsParams {
  readonly uri: string;
  readonly range?: WireRange;
  /** The text itself, for one that is not open, or newer than what the server was told. */
  readonly text?: string;
}
export type StatementsResult = readonly WireStatement[];

/** Notification, server → client: a document has become too large for most of the help with it, or is no longer. */
export const LARGE_DOCUMENT = 'lakehouse/largeDocument';
export interface LargeDocumentParams {
  readonly uri: string;
  readonly isLarge: boolean;
}

/** Notification, client → server: a large document is to be helped with all the same, until it is closed. */
export const HELP_ANYWAY = 'lakehouse/helpAnyway';
export interface HelpAnywayParams {
  readonly uri: string;
}

/** Request: the queries, of a part of a document where one is given, that Spark can be asked about: to analyse them runs nothing. */
export const ANALYZABLE = 'lakehouse/analyzable';
export type AnalyzableParams = StatementsParams;
export type AnalyzableResult = StatementsResult;

/** Commands of the code lenses: the editor implements those it names in its initialization options. */
export const RUN_STATEMENT = 'lakehouse.runStatement';
export const EXPLAIN_STATEMENT = 'lakehouse.explainStatement';

/** Their one argument: a statement by its first character, in the document as it was at `version`. */
export interface StatementTarget {
  readonly uri: string;
  readonly version: number;
  readonly position: WirePosition;
}

/** The scheme of definition documents: read-only, the DDL of a table or view, asked for by `TABLE_DOCUMENT`. */
export const TABLE_DOCUMENT_SCHEME = 'lakehouse-table';

/** Request: the text of a definition document. */
export const TABLE_DOCUMENT = 'lakehouse/tableDocument';
export interface TableDocumentParams {
  /** As a definition's location has it. */
  readonly uri: string;
}
export type TableDocumentResult = { readonly text: string } | { readonly error: ErrorData };

/** Request: what each of some statements does when it runs; a text is one statement or a script. */
export const EFFECTS = 'lakehouse/effects';
export interface EffectsParams {
  readonly texts: readonly string[];
}
export type EffectsResult = readonly Effect[];

/**
 * A part of a script that is one cell of a notebook: offsets in UTF-16 units; together the cells are the text. `open` is
 * where the semicolon of its statement would go, null where there is one or no statement.
 */
export interface WireCell {
  readonly start: number;
  readonly end: number;
  readonly open: number | null;
}

/** Request: a script, which need not be open, cut into cells. */
export const CELLS = 'lakehouse/cells';
export interface CellsParams {
  readonly text: string;
}
export type CellsResult = readonly WireCell[];
