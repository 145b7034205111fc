import type { Cte, Expr, Ident, Name, Output, Query, Scope, SelectItem, TableRelation } from './ast';

/**
 * The parts of a statement beside its names: clauses, lists, definitions. The parser notes them in the order in which it
 * is done with them, so inner ones come before the ones around. Offsets count from the statement's start.
 */
export type Node =
  | SelectNode
  | ConditionNode
  | SetOperationNode
  | ValuesNode
  | CteNode
  | InsertNode
  | ChangeNode
  | AssignmentNode
  | MergeInsertNode
  | DefinitionNode
  | TransformNode
  | ProcedureNode
  | ReferenceNode
  | DropNode;

interface Span {
  readonly start: number;
  readonly end: number;
}

/** One SELECT with its list and what it groups by. `pipe`: a step of a pipe, whose FROM is what came before. */
export interface SelectNode extends Span {
  readonly kind: 'select';
  readonly scope: Scope;
  readonly items: readonly SelectItem[];
  readonly distinct: boolean;
  readonly pipe: boolean;
  readonly groupBy: GroupBy | null;
  readonly having: Expr | null;
}

/** `plain`: no ROLLUP, CUBE, GROUPING SETS and no ALL. */
export interface GroupBy extends Span {
  readonly exprs: readonly Expr[];
  readonly plain: boolean;
}

/** What has to be true: of WHERE, ON, HAVING, FILTER and WHEN … AND. */
export interface ConditionNode extends Span {
  readonly kind: 'condition';
  readonly clause: 'where' | 'on' | 'having' | 'filter' | 'when';
  readonly expr: Expr;
  readonly scope: Scope;
}

/** UNION and the like; start and end are those of the right side. */
export interface SetOperationNode extends Span {
  readonly kind: 'setOperation';
  readonly left: Output;
  readonly right: Output;
}

export interface ValuesNode extends Span {
  readonly kind: 'values';
  readonly rows: readonly Expr[];
}

export interface CteNode extends Span {
  readonly kind: 'cte';
  readonly cte: Cte;
  readonly scope: Scope;
}

/** `columns` is null without a list. `headEnd`: where a list would go. */
export interface InsertNode extends Span {
  readonly kind: 'insert';
  readonly target: TableRelation;
  readonly columns: readonly Name[] | null;
  readonly headEnd: number;
  readonly byName: boolean;
  readonly overwrite: boolean;
  /** Columns of PARTITION (…). */
  readonly partition: readonly PartitionValue[];
  query: Query | null;
  end: number;
}

export interface PartitionValue {
  readonly name: Name;
  /** Null without a value: a dynamic partition. */
  readonly value: Expr | null;
}

/** UPDATE and DELETE. */
export interface ChangeNode extends Span {
  readonly kind: 'update' | 'delete';
  readonly target: TableRelation;
  readonly where: Expr | null;
}

/** `name = value` in SET of an UPDATE or a MERGE. */
export interface AssignmentNode extends Span {
  readonly kind: 'assignment';
  readonly target: TableRelation;
  readonly name: Name;
  readonly value: Expr;
  /** The first assignment of the same SET has the same list. */
  readonly list: readonly AssignmentNode[];
}

export interface MergeInsertNode extends Span {
  readonly kind: 'mergeInsert';
  readonly target: TableRelation;
  readonly columns: readonly Name[];
  readonly values: readonly Expr[];
}

/** What a CREATE or an ALTER … ADD COLUMNS defines. */
export interface DefinitionNode extends Span {
  readonly kind: 'definition';
  readonly what: 'table' | 'view' | 'columns';
  readonly table: TableRelation;
  readonly columns: readonly ColumnDefinition[];
  /** After USING. */
  readonly format: Name | null;
  readonly query: Query | null;
}

export interface ColumnDefinition {
  readonly name: Name;
  /** As written; empty where there is none. */
  readonly type: string;
}

/** `days(ts)`, `bucket(16, id)`; `args` is null for a column alone. */
export interface TransformNode extends Span {
  readonly kind: 'transform';
  readonly table: TableRelation;
  readonly name: Name;
  readonly args: readonly TransformArgument[] | null;
}

/** A column, or a literal's text. */
export interface TransformArgument extends Span {
  readonly column: Name | null;
  readonly text: string;
}

/** CALL. */
export interface ProcedureNode extends Span {
  readonly kind: 'procedure';
  readonly name: Name;
  readonly args: readonly { readonly name: Ident | null; readonly value: Expr }[];
}

/** A branch or a tag that ALTER TABLE makes, moves or drops. */
export interface ReferenceNode extends Span {
  readonly kind: 'reference';
  readonly action: 'create' | 'replace' | 'createOrReplace' | 'drop';
  readonly type: 'branch' | 'tag';
  readonly table: TableRelation;
  readonly name: Ident;
  /** IF EXISTS, IF NOT EXISTS. */
  readonly lenient: boolean;
  /** The snapshot's id in AS OF VERSION. */
  readonly version: (Span & { readonly text: string }) | null;
}

export interface DropNode extends Span {
  readonly kind: 'drop';
  readonly what: 'table' | 'view' | 'namespace';
  readonly lenient: boolean;
  /** PURGE or CASCADE, where it stands. */
  readonly force: Span | null;
}
