import type { Parsed, TableRelation } from '../../sql/ast';
import { type Binder, isShape } from '../../sql/binder';
import type { TableShape } from '../../sql/catalog-picture';
import type { Node } from '../../sql/nodes';
import { DEFAULT_SPARK_VERSION, type SparkVersion } from '../../sql/spark-version';
import { type TablePath, sameName } from '../../sql/names';
import { Types } from './types';

/** What the rest of a document means for one of its statements. */
export interface Surroundings {
  readonly sparkVersion: SparkVersion;
  /** Keys of the tables that other statements create, change or drop. */
  readonly changed: ReadonlySet<string>;
  /** USE or SET CATALOG: what a short name means is not known. */
  readonly moves: boolean;
  /** Settings that make Spark lenient with types. */
  readonly lenientTypes: boolean;
  /** Names of functions that the document creates, in lower case. */
  readonly functions: ReadonlySet<string>;
  /** It creates namespaces. */
  readonly makesNamespaces: boolean;
}

type Of<K extends Node['kind']> = Extract<Node, { kind: K }>;

/** One statement as the rules see it. */
export class Subject {
  readonly types: Types;
  private named: boolean | null = null;

  constructor(
    readonly parsed: Parsed,
    readonly text: string,
    readonly binder: Binder,
    readonly around: Surroundings,
    readonly keyOf: (table: TableRelation) => string | null,
  ) {
    this.types = new Types(binder, text);
  }

  /** Newer ones may take more than is known here. */
  get isNewerSpark(): boolean {
    return this.around.sparkVersion !== DEFAULT_SPARK_VERSION;
  }

  nodes<K extends Node['kind']>(kind: K): Of<K>[] {
    return this.parsed.nodes.filter((node): node is Of<K> => node.kind === kind);
  }

  slice({ start, end }: { readonly start: number; readonly end: number }): string {
    return this.text.slice(start, end);
  }

  /** What the catalogs say of a table holds: it is named in full or nothing moves, and no other statement changes it. */
  trusts(table: TableRelation): boolean {
    const path = this.binder.path(table);
    if (path.kind === 'cte') return true;
    if (path.kind === 'unknown' || this.parsed.kind === 'script') return false;
    if (this.around.moves && !isFull(table, path)) return false;
    return !this.around.changed.has(this.keyOf(table) ?? '');
  }

  /** All names in it can be judged. */
  get isCertain(): boolean {
    this.named ??= this.parsed.kind !== 'script' && this.parsed.tables.every((table) => this.trusts(table));
    return this.named;
  }

  /** Columns have the types the catalogs say: no older snapshot, no setting that lets more pass. */
  get hasCertainTypes(): boolean {
    if (!this.isCertain || this.around.lenientTypes) return false;
    return this.parsed.tables.every((table) => table.asOf === null && this.refOf(table) === null);
  }

  private refOf(table: TableRelation): string | null {
    const path = this.binder.path(table);
    return path.kind === 'table' ? path.ref : null;
  }

  /** The table as the catalog has it, when that holds; null for a metadata table. */
  shapeOf(table: TableRelation): TableShape | null {
    const path = this.binder.path(table);
    if (path.kind !== 'table' || path.metadata !== null || !this.trusts(table)) return null;
    const answer = this.binder.tableAt(path);
    return isShape(answer) ? answer : null;
  }
}

/** Three parts or more, the first of them a catalog. */
export function isFull(table: TableRelation, path: TablePath & { kind: 'table' }): boolean {
  const { parts } = table.name;
  return parts.length > 2 && sameName(parts[0]?.name ?? '', path.catalog);
}

export const isIceberg = ({ kind, format }: TableShape): boolean => kind === 'table' && format === 'iceberg';
