import type {
  ColumnRef,
  Cte,
  Expr,
  Ident,
  Name,
  Output,
  Relation,
  Scope,
  SelectItem,
  Star,
  TableRelation,
} from './ast';
import type { CatalogPicture, PictureColumn, TableAnswer, TableShape } from './catalog-picture';
import { sameName, tablePath, type TablePath } from './names';
import { typeFields } from './type-string';

/** A column that can be named somewhere. What is not known of it is null. */
export interface BoundColumn {
  readonly name: string;
  readonly type: string | null;
  readonly nullable: boolean | null;
  readonly comment: string | null;
  /** The table it comes from, as SQL names it; null where it is computed. */
  readonly table: string | null;
  /** Where the statement gives it its name: an alias, or the last part of an item that has none; null for a table's own. */
  readonly origin: Ident | null;
}

/** `complete`: there are no other columns. */
export interface Columns {
  readonly columns: readonly BoundColumn[];
  readonly complete: boolean;
}

/** Functions that are called without parentheses; a column of that name comes first. */
const wordFunctions = new Set(
  'current_date current_time current_timestamp current_user session_user user grouping__id'.split(' '),
);

export const isWordFunction = (name: string): boolean => wordFunctions.has(name.toLowerCase());

const nothing: Columns = { columns: [], complete: false };

/** What a name of a column means. `part` is the index of the part that names the column; later ones are fields. */
export type Resolution =
  | {
      readonly kind: 'column';
      readonly column: BoundColumn;
      readonly relation: Relation | null;
      readonly part: number;
    }
  | { readonly kind: 'relation'; readonly relation: Relation }
  | { readonly kind: 'param'; readonly param: Ident }
  /** Certain: nothing that is in scope is called so. `candidates` are the names there are. */
  | { readonly kind: 'missing'; readonly part: number; readonly candidates: readonly string[] }
  | { readonly kind: 'uncertain' };

/** Aliases that name aliases are followed so far. */
const MAX_ALIASES = 40;

/** Resolves names of one statement against the catalogs. Lazy: only what is asked for is looked up, once. */
export class Binder {
  private readonly relations = new Map<Relation, Columns>();
  private readonly outputs = new Map<Output, Columns>();
  private readonly open = new Set<Cte>();
  private aliases = 0;
  private readonly labels = new Map<string, TablePath & { kind: 'table' }>();

  constructor(readonly picture: CatalogPicture) {}

  path(table: TableRelation): TablePath {
    return tablePath(table.name, table.scope, this.picture);
  }

  /** What the catalog says of a table; null for a CTE and where no catalog is known. */
  table(table: TableRelation): TableAnswer | null {
    return this.tableAt(this.path(table));
  }

  tableAt(path: TablePath): TableAnswer | null {
    return path.kind === 'table' ? this.picture.table(path.catalog, path.namespace, path.name) : null;
  }

  /** The table that a column of this binder says it comes from. */
  labelled(label: string): (TablePath & { kind: 'table' }) | null {
    return this.labels.get(label) ?? null;
  }

  columnsOf(relation: Relation): Columns {
    const known = this.relations.get(relation);
    if (known !== undefined) return known;
    const found = this.renamed(this.columnsBeforeAlias(relation), relation.columnAliases);
    this.relations.set(relation, found);
    return found;
  }

  private columnsBeforeAlias(relation: Relation): Columns {
    switch (relation.kind) {
      case 'table':
        return this.tableColumns(relation);
      case 'derived':
        return this.outputOf(relation.query.output);
      case 'step':
        return this.outputOf(relation.output);
      case 'function':
        return this.functionColumns(relation);
      case 'view':
        return { columns: relation.columnAliases.map(named), complete: false };
    }
  }

  private functionColumns(relation: Relation & { kind: 'function' }): Columns {
    if (relation.width > 0) {
      const columns = Array.from({ length: relation.width }, (_, i) => plain(`col${i + 1}`));
      return { columns, complete: true };
    }
    const name = relation.call?.name.parts[0]?.name.toLowerCase();
    if (name === 'range') return { columns: [{ ...plain('id'), type: 'bigint', nullable: false }], complete: true };
    return { columns: relation.columnAliases.map(named), complete: false };
  }

  private renamed(input: Columns, aliases: readonly Ident[]): Columns {
    if (aliases.length === 0) return input;
    const columns = aliases.map((alias, i) => rename(input.columns[i] ?? named(alias), alias));
    return { columns, complete: true };
  }

  private tableColumns(relation: TableRelation): Columns {
    const path = this.path(relation);
    if (path.kind === 'cte') return this.cteColumns(path.cte);
    if (path.kind === 'unknown') return nothing;
    const label = sqlPath(path);
    this.labels.set(label, path);
    const answer = this.tableAt(path);
    if (path.metadata !== null) {
      return { columns: path.metadata.columns.map((column) => fromPicture(column, label)), complete: true };
    }
    if (answer === null || typeof answer === 'string') return nothing;
    const columns = columnsOfShape(answer, label);
    // An older snapshot or another branch may have other columns.
    return { columns, complete: columns.length > 0 && relation.asOf === null && path.ref === null };
  }

  private cteColumns(cte: Cte): Columns {
    if (cte.query === null || this.open.has(cte)) return this.renamed(nothing, cte.columns);
    this.open.add(cte);
    const found = this.renamed(this.outputOf(cte.query.output), cte.columns);
    this.open.delete(cte);
    return found;
  }

  outputOf(output: Output): Columns {
    const known = this.outputs.get(output);
    if (known !== undefined) return known;
    // A query that reaches itself has unknown columns the second time round.
    this.outputs.set(output, nothing);
    const found = this.computeOutput(output);
    this.outputs.set(output, found);
    return found;
  }

  private computeOutput(output: Output): Columns {
    switch (output.kind) {
      case 'select':
        return this.itemColumns(output.items, output.scope);
      case 'relations':
        return this.allColumns(output.scope);
      case 'extend': {
        const input = this.outputOf(output.input);
        const added = this.itemColumns(output.items, null);
        return { columns: [...input.columns, ...added.columns], complete: input.complete && added.complete };
      }
      case 'drop': {
        const input = this.outputOf(output.input);
        const gone = new Set(output.names.map((name) => name.name.toLowerCase()));
        return { ...input, columns: input.columns.filter((column) => !gone.has(column.name.toLowerCase())) };
      }
      case 'unknown':
        return nothing;
    }
  }

  /** What `*` gives: the columns of all relations. */
  allColumns(scope: Scope): Columns {
    const columns: BoundColumn[] = [];
    let complete = !scope.opaque && scope.relations.length > 0;
    for (const relation of scope.relations) {
      const found = this.columnsOf(relation);
      for (const column of found.columns) columns.push(column);
      complete &&= found.complete;
    }
    return { columns, complete };
  }

  private itemColumns(items: readonly SelectItem[], scope: Scope | null): Columns {
    const columns: BoundColumn[] = [];
    let complete = true;
    for (const { expr, alias } of items) {
      if (alias !== null) columns.push(rename(this.valueOf(expr), alias));
      else if (expr.kind === 'star') {
        const found = this.columnsOfStar(expr, scope);
        for (const column of found.columns) columns.push(column);
        complete &&= found.complete;
      } else {
        const value = this.valueOf(expr);
        if (value.name === '') complete = false;
        else columns.push(value);
      }
    }
    return { columns, complete };
  }

  /** What `*` or `t.*` stands for, without what EXCEPT takes away. */
  columnsOfStar({ qualifier, except }: Star, scope: Scope | null): Columns {
    const found = this.starColumns(qualifier, scope);
    if (except.length === 0) return found;
    const gone = new Set(except.map((name) => (name.parts[0]?.name ?? '').toLowerCase()));
    return { ...found, columns: found.columns.filter(({ name }) => !gone.has(name.toLowerCase())) };
  }

  private starColumns(qualifier: Name | null, scope: Scope | null): Columns {
    if (scope === null) return nothing;
    if (qualifier === null) return this.allColumns(scope);
    const relation = this.relationNamed(qualifier.parts, scope);
    return relation === null ? nothing : this.columnsOf(relation);
  }

  /** Name and type of a select item's value; the name is empty where Spark makes one up. */
  private valueOf(expr: Expr): BoundColumn {
    switch (expr.kind) {
      case 'column': {
        const origin = expr.name.parts[expr.name.parts.length - 1] ?? null;
        const name = origin?.name ?? '';
        const found = this.resolve(expr);
        if (found.kind !== 'column') return { ...plain(name), origin };
        const { column, part } = found;
        if (part === expr.name.parts.length - 1) return { ...column, name, origin };
        return { ...plain(name), type: fieldType(column.type, expr.name.parts.slice(part + 1)), origin };
      }
      case 'cast': {
        const inner = expr.expr.kind === 'column' ? this.valueOf(expr.expr) : plain('');
        return { ...plain(inner.name), type: expr.type.toLowerCase(), origin: inner.origin };
      }
      case 'field':
        return named(expr.field);
      default:
        return plain('');
    }
  }

  /** Whether a name that no relation is known to have may still be a column there. */
  mayBeColumn(from: Scope | null): boolean {
    for (let scope = from; scope !== null; scope = scope.outer) {
      if (scope.relations.length > 0 && scope.opaque) return true;
      if (scope.relations.some((relation) => !this.columnsOf(relation).complete)) return true;
    }
    return false;
  }

  /** The relation a qualifier names, in this scope only. */
  relationNamed(parts: readonly Ident[], scope: Scope): Relation | null {
    for (const relation of scope.relations) if (qualifies(relation, parts)) return relation;
    return null;
  }

  /** The relation a qualifier names, here or around. */
  relationAround(parts: readonly Ident[], scope: Scope | null): Relation | null {
    for (let at = scope; at !== null; at = at.outer) {
      const found = this.relationNamed(parts, at);
      if (found !== null) return found;
    }
    return null;
  }

  resolve(ref: ColumnRef): Resolution {
    return this.resolveName(ref.name.parts, ref.scope);
  }

  resolveName(parts: readonly Ident[], from: Scope | null): Resolution {
    const first = parts[0]?.name ?? '';
    const at = parts[0]?.start ?? 0;
    let certain = true;
    let relations = 0;
    const candidates: string[] = [];
    for (let scope = from; scope !== null; scope = scope.outer) {
      const param = scope.params.find(({ name }) => sameName(name, first));
      if (param !== undefined) return { kind: 'param', param };
      const found =
        at >= scope.outputFirst
          ? (this.resolveItem(parts, scope, at) ?? this.resolveIn(parts, scope))
          : (this.resolveIn(parts, scope) ?? this.resolveItem(parts, scope, at));
      if (found !== null) return found;
      if (scope.opaque) certain = false;
      relations += scope.relations.length;
      for (const relation of scope.relations) {
        const { columns, complete } = this.columnsOf(relation);
        certain &&= complete;
        for (const column of columns) candidates.push(column.name);
      }
      for (const { alias } of scope.items) {
        if (alias === null) continue;
        if (sameName(alias.name, first)) return { kind: 'uncertain' };
        candidates.push(alias.name);
      }
    }
    certain &&= first !== '' && !first.startsWith('_') && !(parts.length === 1 && isWordFunction(first));
    return certain && relations > 0 ? { kind: 'missing', part: 0, candidates } : { kind: 'uncertain' };
  }

  /** An item of the select list by its alias: for later items, GROUP BY, HAVING and ORDER BY. */
  private resolveItem(parts: readonly Ident[], scope: Scope, at: number): Resolution | null {
    const first = parts[0]?.name ?? '';
    for (const { expr, alias, end } of scope.items) {
      if (alias === null || end > at || !sameName(alias.name, first)) continue;
      this.aliases++;
      const value = this.aliases > MAX_ALIASES ? plain('') : this.valueOf(expr);
      this.aliases--;
      return { kind: 'column', column: rename(value, alias), relation: null, part: 0 };
    }
    return null;
  }

  /** Tries qualifiers of every length, the longest first, then a column of any relation. */
  private resolveIn(parts: readonly Ident[], scope: Scope): Resolution | null {
    for (let length = Math.min(parts.length - 1, 4); length > 0; length--) {
      const relation = this.relationNamed(parts.slice(0, length), scope);
      if (relation === null) continue;
      const { columns, complete } = this.columnsOf(relation);
      const name = parts[length]?.name ?? '';
      const column = columns.find((one) => sameName(one.name, name));
      if (column !== undefined) return { kind: 'column', column, relation, part: length };
      // It may still be a struct column that is called like the relation.
      if (this.columnNamed(parts[0]?.name ?? '', scope) !== null) break;
      const certain = complete && !scope.opaque && !name.startsWith('_') && name !== '';
      const candidates = columns.map((one) => one.name);
      return certain ? { kind: 'missing', part: length, candidates } : { kind: 'uncertain' };
    }
    const found = this.columnNamed(parts[0]?.name ?? '', scope);
    if (found !== null) return { kind: 'column', ...found, part: 0 };
    if (parts.length === 1) {
      const relation = this.relationNamed(parts, scope);
      if (relation !== null) return { kind: 'relation', relation };
    }
    return null;
  }

  private columnNamed(name: string, scope: Scope): { column: BoundColumn; relation: Relation } | null {
    for (const relation of scope.relations) {
      const column = this.columnsOf(relation).columns.find((one) => sameName(one.name, name));
      if (column !== undefined) return { column, relation };
    }
    return null;
  }
}

/** The columns of tables as last made: a picture gives the same shape until the table changes. */
const madeOf = new WeakMap<TableShape, { readonly label: string; readonly columns: readonly BoundColumn[] }>();

function columnsOfShape(shape: TableShape, label: string): readonly BoundColumn[] {
  const known = madeOf.get(shape);
  if (known?.label === label) return known.columns;
  const columns = shape.columns.map((column) => fromPicture(column, label));
  madeOf.set(shape, { label, columns });
  return columns;
}

function plain(name: string): BoundColumn {
  return { name, type: null, nullable: null, comment: null, table: null, origin: null };
}

const named = (ident: Ident): BoundColumn => ({ ...plain(ident.name), origin: ident });

const rename = (column: BoundColumn, alias: Ident): BoundColumn => ({ ...column, name: alias.name, origin: alias });

function fromPicture({ name, type, nullable, comment }: PictureColumn, table: string): BoundColumn {
  return { name, type, nullable, comment, table, origin: null };
}

/** `catalog.namespace.table`, with the metadata table. */
export function sqlPath(path: TablePath & { kind: 'table' }): string {
  const parts = [path.catalog, ...path.namespace, path.name];
  if (path.metadata !== null) parts.push(path.metadata.name);
  return parts.join('.');
}

/** An alias hides the table's name; without one any tail of the name qualifies. */
function qualifies(relation: Relation, parts: readonly Ident[]): boolean {
  if (relation.alias !== null) return parts.length === 1 && sameName(relation.alias.name, parts[0]?.name ?? '');
  if (relation.kind !== 'table') return false;
  const own = relation.name.parts;
  if (parts.length > own.length) return false;
  return parts.every((part, i) => sameName(part.name, own[own.length - parts.length + i]?.name ?? ''));
}

/** The type at the end of a path of struct fields; null when it is not known. */
export function fieldType(type: string | null, path: readonly Ident[]): string | null {
  let current = type;
  for (const part of path) {
    if (current === null) return null;
    current = typeFields(current).find((field) => sameName(field.name, part.name))?.type ?? null;
  }
  return current;
}

export const isShape = (answer: TableAnswer | null): answer is TableShape =>
  answer !== null && typeof answer !== 'string';
