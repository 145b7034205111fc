/** The tables and views that a document itself makes. */
import type { DefinitionNode } from '../sql/nodes';
import type { Ident } from '../sql/ast';
import type { Binder } from '../sql/binder';
import type { CatalogPicture } from '../sql/catalog-picture';
import type { DocumentStatement, SqlDocument } from '../sql/document';
import { sameName, tablePath } from '../sql/names';
import { tableKey } from '../sql/occurrences';

export interface MadeTable {
  readonly statement: DocumentStatement;
  readonly node: DefinitionNode;
  /** The last part of its name. */
  readonly name: Ident;
}

/** By the table's key, in the order of the text; ALTER … ADD COLUMNS stands beside CREATE. */
export function madeTables(document: SqlDocument, picture: CatalogPicture): ReadonlyMap<string, readonly MadeTable[]> {
  const made = new Map<string, MadeTable[]>();
  for (const statement of document.statements) {
    for (const node of statement.parsed.nodes) {
      const { parts } = node.kind === 'definition' ? node.table.name : { parts: [] };
      const name = parts[parts.length - 1];
      if (node.kind !== 'definition' || name === undefined) continue;
      const path = tablePath(node.table.name, node.table.scope, picture);
      if (path.kind !== 'table') continue;
      const key = tableKey(path);
      made.set(key, [...(made.get(key) ?? []), { statement, node, name }]);
    }
  }
  return made;
}

/** The statement that made the table, as seen from an offset: the last before it, else the first after. */
export function makerOf(made: readonly MadeTable[] | undefined, offset: number): MadeTable | null {
  const creators = (made ?? []).filter(({ node }) => node.what !== 'columns');
  return creators.filter(({ statement }) => statement.start <= offset).at(-1) ?? creators[0] ?? null;
}

/** Where a column of a table that the document makes is written, in the document. */
export function madeColumn(
  made: readonly MadeTable[] | undefined,
  column: string,
  offset: number,
  binder: Binder,
): { readonly start: number; readonly end: number } | null {
  const maker = makerOf(made, offset);
  const additions = (made ?? []).filter(({ node }) => node.what === 'columns');
  for (const { statement, node } of [...(maker === null ? [] : [maker]), ...additions]) {
    const defined = node.columns.map(({ name }) => name.parts[0]).find((part) => sameName(part?.name ?? '', column));
    const output = node.columns.length === 0 && node.query !== null ? binder.outputOf(node.query.output).columns : [];
    const found = defined ?? output.find(({ name }) => sameName(name, column))?.origin;
    if (found === undefined || found === null) continue;
    return { start: statement.start + found.start, end: statement.start + found.end };
  }
  return null;
}
