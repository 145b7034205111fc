import type { Name, Relation } from '../sql/ast';
import { Binder } from '../sql/binder';
import { type CatalogPicture, trackWanted, type Wanted } from '../sql/catalog-picture';
import type { DocumentStatement, SqlDocument } from '../sql/document';
import { procedureNamed } from '../sql/language/procedures';
import { catalogPath, sameName, type TablePath } from '../sql/names';
import { type Occurrence, occurrencesOf, tableKey } from '../sql/occurrences';
import { declaredAbove } from './declared';
import { madeColumn, makerOf, madeTables, type MadeTable } from './made-tables';
import { DocumentNames, type Place } from './names';

/** Where a name leads: to a place in the document, or to a table of the catalogs, one of its columns perhaps. */
export type DefinitionTarget =
  | {
      readonly kind: 'here';
      /** The name. */
      readonly start: number;
      readonly end: number;
      /** What it names: a CTE with its query, a column with its type, a CREATE statement. */
      readonly whole: { readonly start: number; readonly end: number };
    }
  | {
      readonly kind: 'table';
      readonly catalog: string;
      readonly namespace: readonly string[];
      readonly name: string;
      readonly column: string | null;
    };

export interface DefinitionResult {
  /** The name that was asked about. */
  readonly start: number;
  readonly end: number;
  readonly targets: readonly DefinitionTarget[];
  readonly wanted: readonly Wanted[];
}

/** Where the name at an offset is defined; null where there is no name. */
export function definition(document: SqlDocument, offset: number, picture: CatalogPicture): DefinitionResult | null {
  return new Finder(document, picture).find(offset, (finder, place) => finder.definition(place));
}

/** The table behind the name at an offset: of a column, of an alias. */
export function typeDefinition(
  document: SqlDocument,
  offset: number,
  picture: CatalogPicture,
): DefinitionResult | null {
  return new Finder(document, picture).find(offset, (finder, place) => finder.typeDefinition(place));
}

class Finder {
  private readonly names: DocumentNames;
  private readonly tracked: ReturnType<typeof trackWanted>;
  private binder: Binder;
  private readonly made: ReadonlyMap<string, readonly MadeTable[]>;

  constructor(
    private readonly document: SqlDocument,
    picture: CatalogPicture,
  ) {
    this.names = new DocumentNames(document, picture);
    this.tracked = trackWanted(picture);
    this.made = madeTables(document, picture);
    this.binder = new Binder(this.tracked);
  }

  find(offset: number, look: (finder: Finder, place: Place) => readonly DefinitionTarget[]): DefinitionResult | null {
    const found = this.names.at(offset);
    if (found === null) return this.inCall(offset);
    const { statement } = found;
    // Once more, with the tables that the document makes.
    const { picture } = declaredAbove(this.document, offset, this.tracked, statement.parsed.nodes);
    this.binder = new Binder(picture);
    const occurrence = occurrencesOf(statement.parsed, this.binder).find(
      ({ start }) => start === found.occurrence.start,
    );
    if (occurrence === undefined) return null;
    return {
      start: statement.start + occurrence.start,
      end: statement.start + occurrence.end,
      targets: look(this, { statement, occurrence }),
      wanted: this.tracked.wanted,
    };
  }

  /** The table that a string among a procedure's arguments names: `CALL lake.system.expire_snapshots(table => 'sales.orders')`. */
  private inCall(offset: number): DefinitionResult | null {
    const statement = this.document.statements.find(({ start, end }) => offset >= start && offset <= end);
    if (statement === undefined) return null;
    const at = offset - statement.start;
    for (const node of statement.parsed.nodes) {
      if (node.kind !== 'procedure') continue;
      const argument = node.args.find(({ value }) => at >= value.start && at <= value.end);
      const index = argument === undefined ? -1 : node.args.indexOf(argument);
      const parameters = procedureNamed(node.name.parts[node.name.parts.length - 1]?.name ?? '')?.parameters ?? [];
      const name = argument?.name?.name ?? parameters[index]?.name;
      if (argument === undefined || !sameName(name ?? '', 'table')) return null;
      const { start, end } = argument.value;
      const path = tableInText(statement.text.slice(start, end), node.name, this.tracked);
      if (path === null) return null;
      const targets = this.table(path, statement.start);
      return { start: statement.start + start, end: statement.start + end, targets, wanted: this.tracked.wanted };
    }
    return null;
  }

  definition(place: Place): readonly DefinitionTarget[] {
    const { statement, occurrence } = place;
    const { target, table, kind, name } = occurrence;
    if (table !== null && kind === 'table') return this.table(table, statement.start);
    if (table !== null && kind === 'column' && !occurrence.declares) {
      if (target === null) return this.column(table, name, statement.start);
    }
    if (kind === 'field') {
      const column = this.columnBefore(place);
      return column === null ? [] : this.definition(column);
    }
    if (target !== null) return [here(statement, target, wholeOf(statement, target))];
    const key = this.names.key(place);
    if (key === null || !/^(?:variable|function) /.test(key)) return [];
    return this.declarations(key);
  }

  typeDefinition({ statement, occurrence }: Place): readonly DefinitionTarget[] {
    const { kind, table, target, scope } = occurrence;
    if (table !== null) return this.table(table, statement.start);
    const relation = kind === 'tableAlias' ? relationAt(statement, target) : null;
    if (relation !== null) return this.relation(statement, relation);
    if (kind !== 'column' && kind !== 'columnAlias') return [];
    // The column's way back to a table.
    const ref = statement.parsed.columns.find(({ name }) => name.parts.some(({ start }) => start === occurrence.start));
    const found = ref === undefined ? null : this.binder.resolveName(ref.name.parts, scope ?? ref.scope);
    if (found?.kind !== 'column') return [];
    const path = found.column.table === null ? null : this.binder.labelled(found.column.table);
    if (path !== null) return this.table(path, statement.start);
    return found.relation === null ? [] : this.relation(statement, found.relation);
  }

  /** The column that a struct's field is reached from: `customer` of `o.customer.address.city`. */
  private columnBefore({ statement, occurrence }: Place): Place | null {
    const all = occurrencesOf(statement.parsed, this.binder);
    let at = all.findIndex(({ start }) => start === occurrence.start);
    for (let one = all[at]; one?.kind === 'field'; one = all[at]) {
      const before = all[--at];
      if (before === undefined || statement.text.slice(before.end, one.start).trim() !== '.') return null;
    }
    const column = all[at];
    return column?.kind === 'column' ? { statement, occurrence: column } : null;
  }

  private relation(statement: DocumentStatement, relation: Relation): readonly DefinitionTarget[] {
    if (relation.kind === 'derived') {
      const { start, end } = relation;
      return [here(statement, relation.alias ?? { start, end }, relation)];
    }
    if (relation.kind !== 'table') return [];
    const path = this.binder.path(relation);
    if (path.kind === 'table') return this.table(path, statement.start);
    return path.kind === 'cte' ? [here(statement, path.cte.name, wholeOf(statement, path.cte.name))] : [];
  }

  private table(path: TablePath & { kind: 'table' }, from: number): readonly DefinitionTarget[] {
    const maker = makerOf(this.made.get(tableKey(path)), from);
    if (maker !== null) return [here(maker.statement, maker.name, { start: 0, end: maker.statement.text.length })];
    return this.inCatalog(path, null);
  }

  private column(path: TablePath & { kind: 'table' }, name: string, from: number): readonly DefinitionTarget[] {
    const made = madeColumn(this.made.get(tableKey(path)), name, from, this.binder);
    if (made !== null) return [{ kind: 'here', ...made, whole: made }];
    return this.inCatalog(path, name);
  }

  private inCatalog(path: TablePath & { kind: 'table' }, column: string | null): readonly DefinitionTarget[] {
    const { catalog, namespace, name } = path;
    const answer = this.tracked.table(catalog, namespace, name);
    return typeof answer === 'string' ? [] : [{ kind: 'table', catalog, namespace, name: answer.name, column }];
  }

  /** Where the document declares a session variable or a function. */
  private declarations(key: string): readonly DefinitionTarget[] {
    return this.document.statements.flatMap((statement) =>
      this.names
        .of(statement)
        .filter((occurrence) => occurrence.declares && this.names.key({ statement, occurrence }) === key)
        .map((occurrence) => here(statement, occurrence, { start: 0, end: statement.text.length })),
    );
  }
}

/** The table that a string names, as a procedure of a catalog reads it. */
function tableInText(literal: string, callee: Name, picture: CatalogPicture): (TablePath & { kind: 'table' }) | null {
  const text = /^(?:'([^'\\]*)'|"([^"\\]*)")$/.exec(literal);
  const parts = [...(text?.[1] ?? text?.[2] ?? '').matchAll(/`((?:[^`]|``)*)`|([^.`]+)/g)].map(
    (part) => part[1]?.replaceAll('``', '`') ?? part[2]?.trim() ?? '',
  );
  if (parts.length === 0) return null;
  const first = callee.parts[0]?.name ?? '';
  const defaultCatalog = picture.catalogs.find((one) => sameName(one, first)) ?? picture.defaultCatalog;
  const path = catalogPath(parts, { ...picture, defaultCatalog });
  return path.kind === 'table' ? path : null;
}

interface Span {
  readonly start: number;
  readonly end: number;
}

function here({ start }: DocumentStatement, name: Span, whole: Span): DefinitionTarget {
  return {
    kind: 'here',
    start: start + name.start,
    end: start + name.end,
    whole: { start: start + Math.min(whole.start, name.start), end: start + Math.max(whole.end, name.end) },
  };
}

/** The declaration that a name belongs to, from the name on. */
function wholeOf({ parsed }: DocumentStatement, name: Span): Span {
  const mark = parsed.marks.find(({ declares, parts }) => declares && parts[parts.length - 1]?.start === name.start);
  return mark === undefined ? name : { start: name.start, end: Math.max(mark.end, name.end) };
}

function relationAt({ parsed }: DocumentStatement, alias: Occurrence['target']): Relation | null {
  for (const { scope } of parsed.marks) {
    const found = scope.relations.find((relation) => relation.alias !== null && relation.alias === alias);
    if (found !== undefined) return found;
  }
  return null;
}
