import type { Ident, Name, Scope, TablePurpose, TableRelation } from './ast';

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
  | { readonly kind: 'targetColumn'; readonly qualifier: readonly Ident[]; readonly target: TableRelation }
  | { readonly kind: 'namespace'; readonly qualifier: readonly Ident[] }
  | { readonly kind: 'catalog' }
  | { readonly kind: 'function'; readonly qualifier: readonly Ident[] }
  | { readonly kind: 'tableFunction' }
  | { readonly kind: 'transform' }
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
  | 'transform'
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
