import type { Cte, Ident, Name, Scope } from './ast';
import type { CatalogPicture } from './catalog-picture';
import { wordKind } from './keywords';
import { metadataTable, type MetadataTable } from './language/metadata-tables';
import { T } from './token-kinds';

/** Where a table's name leads. */
export type TablePath =
  | { readonly kind: 'cte'; readonly cte: Cte }
  | {
      readonly kind: 'table';
      readonly catalog: string;
      readonly namespace: readonly string[];
      readonly name: string;
      /** For `orders.snapshots`. */
      readonly metadata: MetadataTable | null;
      /** For `orders.branch_audit`: the branch or tag. */
      readonly ref: string | null;
    }
  /** `IDENTIFIER(…)`, a path, or no catalog is known. */
  | { readonly kind: 'unknown' };

const refPrefix = /^(?:branch|tag)_(.+)$/i;
const selector = /^(?:snapshot_id_\d+|at_timestamp_\d+)$/i;

export const sameName = (a: string, b: string): boolean => a === b || a.toLowerCase() === b.toLowerCase();

/** The CTE that a one-part name at that place means, or null. A CTE sees those before it, and itself when recursive. */
export function cteNamed(name: Name, scope: Scope | null): Cte | null {
  const [part] = name.parts;
  if (name.parts.length !== 1 || part === undefined) return null;
  for (let at = scope; at !== null; at = at.outer) {
    for (let i = at.ctes.length - 1; i >= 0; i--) {
      const cte = at.ctes[i];
      if (cte === undefined || cte.name.start >= part.start || !sameName(cte.name.name, part.name)) continue;
      const { query } = cte;
      const inside = query === null || (part.start >= query.start && part.start <= query.end);
      if (!inside || cte.recursive) return cte;
    }
  }
  return null;
}

/** The CTEs that can be named at a place, innermost first. */
export function visibleCtes(scope: Scope | null, offset: number): Cte[] {
  const found = new Map<string, Cte>();
  for (let at = scope; at !== null; at = at.outer) {
    for (const cte of at.ctes) {
      if (cte.name.start >= offset) continue;
      const inside = cte.query === null || (offset >= cte.query.start && offset <= cte.query.end);
      if (inside && !cte.recursive) continue;
      const key = cte.name.name.toLowerCase();
      if (!found.has(key)) found.set(key, cte);
    }
  }
  return [...found.values()];
}

/** Spark's rule: the first part is a catalog if one is called so; else all parts are in the current one. */
export function catalogOf(
  parts: readonly string[],
  picture: CatalogPicture,
): { readonly catalog: string; readonly rest: readonly string[] } | null {
  const [first = ''] = parts;
  const catalog = parts.length > 1 ? picture.catalogs.find((name) => sameName(name, first)) : undefined;
  if (catalog !== undefined) return { catalog, rest: parts.slice(1) };
  if (picture.defaultCatalog === null) return null;
  return { catalog: picture.defaultCatalog, rest: parts };
}

/** Resolves a table's name to its place in the catalogs; asks nothing of them. */
export function tablePath(name: Name, scope: Scope | null, picture: CatalogPicture): TablePath {
  const cte = cteNamed(name, scope);
  return cte === null
    ? catalogPath(
        name.parts.map((part) => part.name),
        picture,
      )
    : { kind: 'cte', cte };
}

export function catalogPath(parts: readonly string[], picture: CatalogPicture): TablePath {
  if (parts.some((part) => part === '' || part.includes('/'))) return { kind: 'unknown' };
  const found = catalogOf(parts, picture);
  if (found === null) return { kind: 'unknown' };
  const { catalog, rest } = found;
  let path = rest.length === 1 ? [...picture.defaultNamespace, ...rest] : [...rest];
  let metadata: MetadataTable | null = null;
  let ref: string | null = null;
  while (path.length > 2) {
    const last = path[path.length - 1] ?? '';
    const table: MetadataTable | null = metadata === null && ref === null ? metadataTable(last) : null;
    const match = refPrefix.exec(last);
    if (table !== null) metadata = table;
    else if (match !== null) ref = match[1] ?? null;
    else if (selector.test(last)) ref = last;
    else break;
    path = path.slice(0, -1);
  }
  const name = path[path.length - 1] ?? '';
  return { kind: 'table', catalog, namespace: path.slice(0, -1), name, metadata, ref };
}

/** A name as SQL writes it: in backticks where it is no plain word. */
export function quoteName(name: string): string {
  return needsQuotes(name) ? `\`${name.replaceAll('`', '``')}\`` : name;
}

function needsQuotes(name: string): boolean {
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) return true;
  // Words that would end a list or begin a clause where a name is meant.
  return reserved.has(wordKind(name, 0, name.length));
}

const reserved = new Set<T>([
  ...[T.SELECT, T.FROM, T.WHERE, T.GROUP, T.ORDER, T.BY, T.HAVING, T.LIMIT, T.OFFSET, T.UNION, T.EXCEPT, T.INTERSECT],
  ...[T.MINUS, T.JOIN, T.CROSS, T.INNER, T.LEFT, T.RIGHT, T.FULL, T.NATURAL, T.SEMI, T.ANTI, T.LATERAL, T.ON, T.USING],
  ...[T.AND, T.OR, T.NOT, T.IN, T.IS, T.LIKE, T.BETWEEN, T.CASE, T.WHEN, T.THEN, T.ELSE, T.END, T.AS, T.WITH, T.INTO],
  ...[T.VALUES, T.TABLE, T.NULL, T.TRUE, T.FALSE, T.DISTINCT, T.ALL, T.CAST, T.SET, T.CREATE, T.DROP, T.INSERT],
  ...[T.UPDATE, T.DELETE, T.MERGE, T.WINDOW, T.INTERVAL, T.EXISTS, T.PIVOT, T.UNPIVOT],
]);

export const nameText = (parts: readonly Ident[]): string => parts.map((part) => quoteName(part.name)).join('.');
