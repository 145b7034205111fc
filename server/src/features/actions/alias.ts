import type { Relation, TableRelation } from '../../sql/ast';
import { quoteName, sameName } from '../../sql/names';
import type { TextChange } from '../format';
import type { Subject } from '../rules/subject';
import { change, type Rewriting, rewrite, touches } from './action';

/** A short name for the table at the caret, also where the table's own stands before columns. */
export const addAlias: Rewriting = (place) => {
  const { subject } = place;
  return subject.parsed.tables.flatMap((table) => {
    if (table.purpose !== 'read' || table.alias !== null || !touches(place, table.name)) return [];
    const scope = scopeOf(table, subject);
    if (scope === null) return [];
    const alias = aliasFor(table, subject);
    const changes = [change(table.end, table.end, ` ${alias}`), ...uses(table, alias, subject)];
    return [
      rewrite(
        `Add the alias ${alias}`,
        changes.sort((a, b) => a.start - b.start),
      ),
    ];
  });
};

/** The scope in which the table is a relation: elsewhere it takes no alias. */
function scopeOf(table: TableRelation, subject: Subject): object | null {
  if (table.scope.relations.includes(table)) return table.scope;
  return subject.nodes('select').find(({ scope }) => scope.relations.includes(table))?.scope ?? null;
}

/** The first letters of its words: `order_items` is `oi`; with a number where that is taken. */
function aliasFor(table: TableRelation, subject: Subject): string {
  const name = table.name.parts.at(-1)?.name ?? '';
  const letters = [...name.matchAll(/(?:^|[^A-Za-z]|(?<=[a-z])(?=[A-Z]))([A-Za-z])/g)].map(([, letter = '']) => letter);
  const base = letters.join('').toLowerCase().slice(0, 4) || 't';
  const taken = takenNames(subject);
  for (let n = 1; ; n++) {
    const alias = n === 1 ? base : `${base}${n}`;
    if (quoteName(alias) === alias && !reserved.has(alias) && !taken.some((one) => sameName(one, alias))) return alias;
  }
}

/** Short words that read as a clause. */
const reserved = new Set(['as', 'at', 'by', 'do', 'end', 'for', 'if', 'in', 'is', 'no', 'of', 'on', 'or', 'to']);

function takenNames({ parsed, binder }: Subject): string[] {
  const relations = parsed.tables.flatMap((table): Relation[] => [table, ...table.scope.relations]);
  return [
    ...relations.flatMap(({ alias }) => (alias === null ? [] : [alias.name])),
    ...relations.flatMap((relation) => binder.columnsOf(relation).columns.map(({ name }) => name)),
    ...parsed.tables.flatMap(({ name: { parts } }) => parts.slice(-1).map(({ name }) => name)),
    ...parsed.marks.flatMap(({ role, parts }) =>
      role === 'tableAlias' || role === 'cte' ? parts.map(({ name }) => name) : [],
    ),
  ];
}

/** Where the table's name stands before a column or a star. */
function uses(table: TableRelation, alias: string, subject: Subject): TextChange[] {
  const { binder } = subject;
  const columns = subject.parsed.columns.flatMap((column) => {
    const found = binder.resolve(column);
    const { parts } = column.name;
    let length = 0;
    if (found.kind === 'column' && found.relation === table) length = found.part;
    else if (found.kind === 'uncertain') {
      // The table is not loaded: what stands before the dot tells.
      for (let n = Math.min(parts.length - 1, 4); n > 0 && length === 0; n--) {
        if (binder.relationAround(parts.slice(0, n), column.scope) === table) length = n;
      }
    }
    const last = parts[length - 1];
    return last === undefined ? [] : [change(column.start, last.end, alias)];
  });
  const stars = subject.nodes('select').flatMap(({ items, scope }) =>
    items.flatMap(({ expr }) => {
      if (expr.kind !== 'star' || expr.qualifier === null) return [];
      const { parts, start, end } = expr.qualifier;
      return binder.relationAround(parts, scope) === table ? [change(start, end, alias)] : [];
    }),
  );
  return [...columns, ...stars];
}
