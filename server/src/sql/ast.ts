import type { Node } from './nodes';
import type { T } from './token-kinds';

/**
 * The tree of one statement. Offsets are UTF-16 units from the start of the statement's text, so that a tree stays valid
 * when the statement moves. Long chains (`a + b + …`, `UNION ALL …`, joins) are flat lists: no walker recurses deep.
 */

export interface Ident {
  /** Without backticks. */
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/** A multipart name. `parts` is never empty; a last part of zero width is where one is missing. */
export interface Name {
  readonly parts: readonly Ident[];
  readonly start: number;
  readonly end: number;
}

/** Where names are looked up. Scopes know the one around them. */
export interface Scope {
  readonly outer: Scope | null;
  /** In the order of the FROM clause. */
  readonly relations: Relation[];
  readonly ctes: Cte[];
  /** The select list, for aliases in ORDER BY, GROUP BY, HAVING and later items. */
  items: readonly SelectItem[];
  /** From this offset on (HAVING, ORDER BY) the names of the select list come before the columns of the relations. */
  outputFirst: number;
  /** Parameters of a lambda or a function, variables of a script. */
  readonly params: Ident[];
  /** Something in here brings names that the binder does not know: PIVOT, a script's variables. */
  opaque: boolean;
}

export type Relation = TableRelation | DerivedRelation | FunctionRelation | ViewRelation | StepRelation;

interface RelationBase {
  alias: Ident | null;
  columnAliases: readonly Ident[];
  /** How it is joined to the relations before it; nothing for the first and after a comma. */
  join?: Join;
  readonly start: number;
  end: number;
}

/** `semi`: SEMI or ANTI, which give no columns. `using`: columns that both sides have once. */
export interface Join {
  readonly natural: boolean;
  readonly semi: boolean;
  readonly using: readonly Ident[];
}

/** A table, view or CTE by name. */
export interface TableRelation extends RelationBase {
  readonly kind: 'table';
  readonly name: Name;
  /** What the statement does with it. */
  readonly purpose: TablePurpose;
  readonly scope: Scope;
  asOf: AsOf | null;
}

export type TablePurpose = 'read' | 'write' | 'create' | 'drop' | 'alter' | 'describe';

export interface AsOf {
  readonly kind: 'timestamp' | 'version';
  readonly start: number;
  end: number;
  value: Expr | null;
}

export interface DerivedRelation extends RelationBase {
  readonly kind: 'derived';
  readonly query: Query;
}

/** A table function, or VALUES. */
export interface FunctionRelation extends RelationBase {
  readonly kind: 'function';
  readonly call: Call | null;
  /** VALUES rows have `col1`, `col2`, …; -1 where the columns are not known. */
  readonly width: number;
}

/** LATERAL VIEW. */
export interface ViewRelation extends RelationBase {
  readonly kind: 'view';
}

/** What the steps of a pipe before this one gave. */
export interface StepRelation extends RelationBase {
  readonly kind: 'step';
  readonly output: Output;
}

export interface Cte {
  readonly name: Ident;
  readonly columns: readonly Ident[];
  /** It may name itself. */
  readonly recursive: boolean;
  query: Query | null;
}

export interface Query {
  readonly kind: 'query';
  readonly scope: Scope;
  /** The columns it gives. */
  output: Output;
  /** Its ORDER BY; `limited`: a LIMIT or OFFSET follows. */
  order?: { readonly exprs: readonly Expr[]; readonly start: number; readonly end: number; readonly limited: boolean };
  readonly start: number;
  end: number;
}

/** How the columns of a query come about; the binder follows it. */
export type Output =
  | { readonly kind: 'select'; readonly items: readonly SelectItem[]; readonly scope: Scope }
  | { readonly kind: 'relations'; readonly scope: Scope }
  | { readonly kind: 'extend'; readonly input: Output; readonly items: readonly SelectItem[] }
  | { readonly kind: 'drop'; readonly input: Output; readonly names: readonly Ident[] }
  | { readonly kind: 'unknown' };

export interface SelectItem {
  readonly expr: Expr;
  readonly alias: Ident | null;
  readonly start: number;
  readonly end: number;
}

export type Expr = ColumnRef | Star | Literal | Call | FieldAccess | SubqueryExpr | Cast | Compound;

interface ExprBase {
  readonly start: number;
  end: number;
}

/** `a`, `t.a`, `t.a.field`: which part is what, the binder says. */
export interface ColumnRef extends ExprBase {
  readonly kind: 'column';
  readonly name: Name;
  readonly scope: Scope;
}

export interface Star extends ExprBase {
  readonly kind: 'star';
  readonly qualifier: Name | null;
  readonly except: readonly Name[];
}

export interface Literal extends ExprBase {
  readonly kind: 'literal';
  readonly type: 'string' | 'integer' | 'number' | 'boolean' | 'null' | 'date' | 'timestamp' | 'interval' | 'parameter';
}

export interface Call extends ExprBase {
  readonly kind: 'call';
  readonly name: Name;
  readonly args: readonly Expr[];
  /** A window follows: OVER. */
  over?: boolean;
  /** DISTINCT before the arguments. */
  distinct?: boolean;
  /** Beside `args`: the name of a named argument, or null. */
  readonly argNames: readonly (Ident | null)[];
}

/** A field of what is no plain name: `f(x).a`, `xs[0].a`. */
export interface FieldAccess extends ExprBase {
  readonly kind: 'field';
  readonly base: Expr;
  readonly field: Ident;
}

export interface SubqueryExpr extends ExprBase {
  readonly kind: 'subquery';
  readonly query: Query;
  /** `EXISTS (…)`. */
  readonly exists?: boolean;
}

export interface Cast extends ExprBase {
  readonly kind: 'cast';
  readonly expr: Expr;
  /** The type's text as written. */
  readonly type: string;
}

/** Everything else: operators, CASE, lambdas, rows, subscripts, what is missing. */
export interface Compound extends ExprBase {
  readonly kind: 'compound';
  readonly what: 'operator' | 'case' | 'lambda' | 'row' | 'subscript' | 'paren' | 'table' | 'interval' | 'missing';
  readonly operands: Expr[];
  /**
   * Of an operator: the signs or words between the operands. A predicate has one, its left side first: `a BETWEEN b AND c`
   * is `[BETWEEN]` on `[a, b, c]`; `a IS NULL` is `[IS, NULL]` on `[a]`.
   */
  readonly operators?: readonly T[];
  /** `NOT IN`, `IS NOT NULL`, … */
  readonly negated?: boolean;
}

export type StatementKind =
  | 'query'
  | 'insert'
  | 'update'
  | 'delete'
  | 'merge'
  | 'create'
  | 'alter'
  | 'drop'
  | 'call'
  | 'describe'
  | 'explain'
  | 'set'
  | 'use'
  | 'script'
  | 'other';

export interface SyntaxError {
  readonly start: number;
  readonly end: number;
  readonly message: string;
  /** What could have stood there: words and signs as written, `<expression>`, `<table>`, … */
  readonly expected: readonly string[];
}

/** What a name is that is no table, no column to look up and no call. */
export type MarkRole =
  | 'cte'
  | 'tableAlias'
  | 'columnAlias'
  /** A column as CREATE, ALTER or a function's result defines it. */
  | 'columnName'
  /** A column of the table that is written or altered. */
  | 'targetColumn'
  /** A column that is named where no expression stands: EXCEPT, PIVOT, `|> SET`. */
  | 'column'
  | 'field'
  | 'window'
  | 'variable'
  | 'param'
  /** `:name` */
  | 'parameter'
  | 'label'
  | 'condition'
  | 'namespace'
  | 'function'
  | 'procedure'
  | 'argument'
  | 'property'
  /** A branch or a tag. */
  | 'ref'
  /** An argument of a hint: a relation, if one in scope is called so. */
  | 'hint';

/** A name of one of these roles, declared or used. */
export interface Mark {
  readonly role: MarkRole;
  readonly parts: readonly Ident[];
  readonly scope: Scope;
  readonly declares: boolean;
  /** Of a CTE itself, of a target column its table. */
  readonly of: Cte | TableRelation | null;
  /** Where a declaration ends, its type and options included. */
  end: number;
}

/** A statement within a script. Those inside others come before them. */
export interface Block {
  readonly kind: BlockKind;
  readonly label: Ident | null;
  readonly start: number;
  readonly end: number;
}

export type BlockKind = 'begin' | 'if' | 'case' | 'while' | 'repeat' | 'loop' | 'for' | 'handler' | 'statement';

/** What the parser made of one statement. The lists hold every reference in it, in the order of the text. */
export interface Parsed {
  readonly kind: StatementKind;
  readonly query: Query | null;
  readonly tables: readonly TableRelation[];
  readonly columns: readonly ColumnRef[];
  readonly calls: readonly Call[];
  readonly nodes: readonly Node[];
  readonly marks: readonly Mark[];
  readonly blocks: readonly Block[];
  readonly errors: readonly SyntaxError[];
  /** What Spark reads, though only by taking a keyword for a name: `SELECT a, FROM t`. Errors in every other way. */
  readonly doubts: readonly SyntaxError[];
}
