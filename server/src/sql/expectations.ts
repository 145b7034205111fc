import type { Expr, Ident, Name, Scope, TablePurpose, TableRelation } from './ast';

/** The clause a column can stand in; completion ranks by it. */
export type Clause =
  | 'select'
  | 'from'
  | 'on'
  | 'using'
  | 'where'
  | 'group'
  | 'having'
  | 'order'
  | 'window'
  | 'values'
  | 'set'
  | 'argument'
  | 'asOf'
  | 'other';

/**
 * What can stand at the caret, noted by the parser itself as it comes by. `qualifier` are the parts of the name before the
 * caret: for `hive_prod.sales.|` these are `hive_prod` and `sales`.
 */
export type Expectation =
  | { readonly kind: 'keyword'; readonly text: string }
  | { readonly kind: 'sign'; readonly text: string }
  | {
      readonly kind: 'column';
      readonly qualifier: readonly Ident[];
      readonly scope: Scope;
      readonly clause: Clause;
    }
  | {
      readonly kind: 'table';
      readonly qualifier: readonly Ident[];
      readonly scope: Scope;
      readonly purpose: TablePurpose;
    }
  /** A column of that table: INSERT lists, SET, partition fields, column statistics. */
  | {
      readonly kind: 'targetColumn';
      readonly qualifier: readonly Ident[];
      readonly target: TableRelation;
      /** The transform whose argument it is, and which one. */
      readonly transform: { readonly name: string; readonly index: number } | null;
      /** In PARTITION (…). */
      readonly partition: boolean;
    }
  /** A field of what is no plain name: `f(x).|`. */
  | { readonly kind: 'field'; readonly base: Expr }
  /** A key or an index between brackets. */
  | { readonly kind: 'subscript'; readonly base: Expr }
  /** The columns that INSERT fills, as a whole; `open`: their parenthesis has been read. */
  | { readonly kind: 'insertColumns'; readonly target: TableRelation; readonly open: boolean }
  /** What a clause of MERGE does, as a whole. The source is what `scope` has beside the target. */
  | {
      readonly kind: 'mergeAction';
      readonly action: 'update' | 'set' | 'insert' | 'insertColumns' | 'values';
      readonly target: TableRelation;
      readonly scope: Scope;
      /** Of `values`: the columns to fill. */
      readonly columns: readonly Name[];
    }
  | { readonly kind: 'namespace'; readonly qualifier: readonly Ident[] }
  | { readonly kind: 'catalog' }
  | { readonly kind: 'function'; readonly qualifier: readonly Ident[] }
  | { readonly kind: 'tableFunction' }
  | { readonly kind: 'transform'; readonly table: TableRelation }
  | { readonly kind: 'procedure'; readonly qualifier: readonly Ident[] }
  /** The name of an argument; `used` are those given already. */
  | { readonly kind: 'argument'; readonly callee: Name; readonly procedure: boolean; readonly used: readonly string[] }
  /** A value for that argument of that callee. */
  | { readonly kind: 'argumentValue'; readonly callee: Name; readonly argument: string | number }
  | { readonly kind: 'timestamp'; readonly table: TableRelation }
  | { readonly kind: 'version'; readonly table: TableRelation }
  | { readonly kind: 'ref'; readonly table: TableRelation; readonly type: 'branch' | 'tag' }
  | { readonly kind: 'snapshotId'; readonly table: TableRelation }
  | { readonly kind: 'type' }
  | { readonly kind: 'property'; readonly table: TableRelation | null }
  | { readonly kind: 'propertyValue'; readonly table: TableRelation | null; readonly property: string }
  | { readonly kind: 'hint' }
  | { readonly kind: 'hintArgument'; readonly hint: string; readonly scope: Scope }
  /** Where files are: a string. */
  | { readonly kind: 'location' }
  /** A session variable that is written to. */
  | { readonly kind: 'variable' }
  | { readonly kind: 'option' }
  | { readonly kind: 'format' }
  /** A name of the user's own choice: nothing to offer. */
  | { readonly kind: 'newName' };

/** What a name that the parser reads stands for. */
export type NameRole =
  | 'column'
  | 'targetColumn'
  | TablePurpose
  | 'namespace'
  | 'function'
  | 'procedure'
  | 'property'
  | 'variable'
  | 'newName';

/** How an expectation is called in a message. */
export function expectationText(expectation: Expectation): string {
  switch (expectation.kind) {
    case 'keyword':
    case 'sign':
      return expectation.text;
    case 'column':
      return '<expression>';
    case 'targetColumn':
      return '<column>';
    case 'newName':
      return '<name>';
    case 'timestamp':
      return '<timestamp>';
    case 'version':
    case 'snapshotId':
      return '<snapshot>';
    default:
      return `<${expectation.kind}>`;
  }
}
