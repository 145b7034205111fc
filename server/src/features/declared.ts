/** What statements above a place declare: tables and views that the catalogs do not have yet, columns to be, variables. */
import type { Ident } from '../sql/ast';
import { Binder } from '../sql/binder';
import type { CatalogPicture, PictureColumn, TableAnswer, TableShape } from '../sql/catalog-picture';
import type { DocumentStatement, SqlDocument } from '../sql/document';
import { catalogPath, sameName } from '../sql/names';
import type { DefinitionNode, Node } from '../sql/nodes';

export interface Declared {
  /** The catalogs as they are once the statements above have run, as far as that can be told. */
  readonly picture: CatalogPicture;
  /** Tables and views the catalogs do not have, as they were named. */
  readonly tables: readonly { readonly parts: readonly string[]; readonly kind: 'table' | 'view' }[];
  readonly variables: readonly { readonly name: string; readonly type: string }[];
}

interface Made {
  readonly parts: readonly string[];
  readonly kind: 'table' | 'view';
  readonly format: string | null;
  readonly columns: () => readonly PictureColumn[];
  /** By ALTER TABLE … ADD COLUMNS: they come beside those there are. */
  readonly added: boolean;
  /** Nothing else is known of the table that matters. */
  readonly alone?: boolean;
}

/** Reads the statements that end before `offset`; `current` is what is known of the one there. */
export function declaredAbove(
  document: SqlDocument,
  offset: number,
  picture: CatalogPicture,
  current: readonly Node[] = [],
): Declared {
  const made = new Map<string, Made[]>();
  const tables: Declared['tables'][number][] = [];
  const variables: Declared['variables'][number][] = [];
  let overlay = picture;
  for (const statement of document.statements) {
    if (statement.start >= offset) break;
    for (const mark of statement.parsed.marks) {
      if (mark.role !== 'variable' || !mark.declares || statement.parsed.kind === 'script') continue;
      const [name] = mark.parts.slice(-1);
      if (name !== undefined) variables.push({ name: name.name, type: typeAfter(statement, name) });
    }
    if (statement.end >= offset) continue;
    for (const node of statement.parsed.nodes) {
      if (node.kind !== 'definition') continue;
      const before = overlay;
      const one = madeBy(node, () => new Binder(before));
      const key = keyOf(one.parts, picture);
      if (key === null) continue;
      const all = one.added ? [...(made.get(key) ?? []), one] : [one];
      made.set(key, all);
      if (!one.added) tables.push({ parts: one.parts, kind: one.kind });
      overlay = over(picture, new Map(made));
    }
  }
  for (const node of current) {
    // Its own columns hold, whatever the catalog says of a table of that name.
    if (node.kind !== 'definition' || node.what !== 'table' || node.columns.length === 0) continue;
    const key = keyOf(
      node.table.name.parts.map(({ name }) => name),
      picture,
    );
    if (key !== null) made.set(key, [{ ...madeBy(node, () => new Binder(picture)), alone: true }]);
    overlay = over(picture, new Map(made));
  }
  const isNew = ({ parts }: Declared['tables'][number]): boolean => {
    const path = catalogPath(parts, picture);
    return path.kind !== 'table' || typeof picture.table(path.catalog, path.namespace, path.name) === 'string';
  };
  return { picture: overlay, tables: tables.filter(isNew), variables };
}

function madeBy({ table, what, columns, format, query }: DefinitionNode, binder: () => Binder): Made {
  const own = columns.map(({ name, type }) => column(name.parts.map((part) => part.name).join('.'), type));
  return {
    parts: table.name.parts.map(({ name }) => name),
    kind: what === 'view' ? 'view' : 'table',
    format: format?.parts.at(-1)?.name.toLowerCase() ?? null,
    added: what === 'columns',
    columns: () => {
      if (query === null) return own;
      const found = binder().outputOf(query.output).columns;
      // A list of names goes before the query's own.
      return own.length > 0
        ? own.map((one, i) => ({ ...one, type: found[i]?.type ?? '' }))
        : found.map((one) => ({ ...column(one.name, one.type ?? ''), comment: one.comment }));
    },
  };
}

const column = (name: string, type: string): PictureColumn => ({ name, type, nullable: true, comment: null });

function over(picture: CatalogPicture, made: ReadonlyMap<string, readonly Made[]>): CatalogPicture {
  const shapes = new Map<string, TableAnswer>();
  return {
    ...picture,
    table(catalog, namespace, name) {
      const key = pathKey(catalog, namespace, name);
      const all = made.get(key);
      if (all === undefined) return picture.table(catalog, namespace, name);
      const known = shapes.get(key);
      if (known !== undefined) return known;
      const shape = shapeOf(name, all, picture.table(catalog, namespace, name));
      shapes.set(key, shape);
      return shape;
    },
  };
}

function shapeOf(name: string, made: readonly Made[], answer: TableAnswer): TableAnswer {
  let shape: TableShape | null = typeof answer === 'string' || made[0]?.alone === true ? null : answer;
  for (const one of made) {
    const columns = one.columns();
    if (shape === null) {
      // What only gets further columns is not known as a whole.
      if (one.added) return answer;
      const { kind, format } = one;
      const nothing = { comment: null, partitionFields: [], properties: {}, snapshots: null, refs: null };
      shape = { name, kind, format, columns, ...nothing };
    } else if (one.added) {
      const has = shape.columns;
      const extra = columns.filter((a) => !a.name.includes('.') && !has.some((b) => sameName(a.name, b.name)));
      shape = { ...shape, columns: [...has, ...extra] };
    }
  }
  return shape ?? answer;
}

function keyOf(parts: readonly string[], picture: CatalogPicture): string | null {
  const path = catalogPath(parts, picture);
  return path.kind === 'table' ? pathKey(path.catalog, path.namespace, path.name) : null;
}

const pathKey = (catalog: string, namespace: readonly string[], name: string): string =>
  [catalog, ...namespace, name].join('\u0000').toLowerCase();

/** The word after a declared name: its type, unless DEFAULT or `=` follows. */
function typeAfter({ text }: DocumentStatement, name: Ident): string {
  const match = /^\s+(?!default\b)([a-z_]\w*(?:\s*<[^;]*>|\s*\([^)]*\))?)/i.exec(text.slice(name.end));
  return match?.[1]?.toLowerCase() ?? 'variable';
}
