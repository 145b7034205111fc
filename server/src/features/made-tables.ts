/** The tables and views that a document itself makes. */
import type { DefinitionNode } from '../sql/nodes';
import type { Ident } from '../sql/ast';
import type { Binder } from '../sql/binder';
import type { CatalogPicture, TableShape } from '../sql/catalog-picture';
import type { DocumentStatement, SqlDocument } from '../sql/document';
import { sameName, tablePath, type TablePath } from '../sql/names';
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

/** A picture in which the tables that the document makes are there, where the catalogs know none of that name. */
export function withMadeTables(
  picture: CatalogPicture,
  made: ReadonlyMap<string, readonly MadeTable[]>,
  binder: () => Binder,
): CatalogPicture {
  if (made.size === 0) return picture;
  const shapes = new Map<string, TableShape | null>();
  const shapeOf = (key: string): TableShape | null => {
    const known = shapes.get(key);
    if (known !== undefined) return known;
    shapes.set(key, null); // a view of itself
    const maker = makerOf(made.get(key), Number.MAX_SAFE_INTEGER);
    const shape = maker === null ? null : shapeFrom(maker, made.get(key) ?? [], binder());
    shapes.set(key, shape);
    return shape;
  };
  return {
    catalogs: picture.catalogs,
    defaultCatalog: picture.defaultCatalog,
    defaultNamespace: picture.defaultNamespace,
    namespaces: (catalog) => picture.namespaces(catalog),
    tables: (catalog, namespace) => picture.tables(catalog, namespace),
    table(catalog, namespace, name) {
      const answer = picture.table(catalog, namespace, name);
      if (typeof answer !== 'string') return answer;
      const path: TablePath = { kind: 'table', catalog, namespace, name, metadata: null, ref: null };
      return shapeOf(tableKey(path)) ?? answer;
    },
  };
}

function shapeFrom({ node, name }: MadeTable, all: readonly MadeTable[], binder: Binder): TableShape {
  const output = node.query === null ? [] : binder.outputOf(node.query.output).columns;
  const definitions = [node, ...all.filter((one) => one.node.what === 'columns').map((one) => one.node)];
  const written = definitions.flatMap(({ columns }) =>
    columns.map((column) => ({ name: column.name.parts[0]?.name ?? '', type: column.type })),
  );
  const columns =
    written.length > 0 ? written : output.map((column) => ({ name: column.name, type: column.type ?? '' }));
  return {
    name: name.name,
    kind: node.what === 'view' ? 'view' : 'table',
    format: null,
    comment: null,
    columns: columns.map((column) => ({ ...column, nullable: true, comment: null })),
    partitionFields: [],
    properties: {},
    snapshots: null,
    refs: null,
  };
}
