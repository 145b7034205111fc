import type { Ident, Name, Scope, TableRelation } from '../../sql/ast';
import { quoteName, sameName } from '../../sql/names';
import { typeFields } from '../../sql/type-string';
import { closest, didYouMean } from './closest';
import { finding, type Finding, type Rule } from './rule';
import type { Subject } from './subject';
import { article, classOf } from './types';

export const unknownColumn: Rule = {
  code: 'unknown-column',
  severity: 'warning',
  title: 'A column or struct field that nothing in scope has.',
  asksCatalogs: true,
  check(subject) {
    if (!subject.isCertain) return [];
    return [...references(subject), ...keys(subject), ...targets(subject), ...stars(subject)];
  },
};

/** Columns in expressions. */
function references({ parsed, binder }: Subject): Finding[] {
  return parsed.columns.flatMap(({ name, scope }): Finding[] => {
    // GROUP BY ALL, ORDER BY ALL
    if (name.parts.length === 1 && /^all$/i.test(name.parts[0]?.name ?? '')) return [];
    const found = binder.resolveName(name.parts, scope);
    if (found.kind === 'column') return field(found.column.type, name.parts.slice(found.part + 1));
    const part = found.kind === 'missing' ? name.parts[found.part] : undefined;
    return found.kind === 'missing' && part !== undefined ? [missing(part, found.candidates)] : [];
  });
}

/** Columns of USING, which both sides must have; one that neither has is found among the references. */
function keys({ parsed, binder }: Subject): Finding[] {
  const scopes = new Set(parsed.columns.map(({ scope }) => scope));
  return [...scopes].flatMap(({ relations, opaque }) =>
    opaque
      ? []
      : relations.flatMap((relation, i) =>
          (relation.join?.using ?? []).flatMap((key): Finding[] => {
            const sides = [relations.slice(0, i), [relation]].map((side) => side.map((one) => binder.columnsOf(one)));
            if (sides.flat().some(({ complete }) => !complete)) return [];
            const has = sides.map((side) =>
              side.some(({ columns }) => columns.some(({ name }) => sameName(name, key.name))),
            );
            if (has[0] === has[1]) return [];
            const message = `USING needs ${key.name} on both sides: the ${has[0] === true ? 'right' : 'left'} one has no such column.`;
            return [finding(key, message)];
          }),
        ),
  );
}

/** Columns of the table that is written or altered. */
function targets(subject: Subject): Finding[] {
  // The parser reads the name of a transform before it sees the parenthesis.
  const transforms = new Set(
    subject.nodes('transform').flatMap(({ args, name }) => (args === null ? [] : [name.start])),
  );
  return subject.parsed.marks.flatMap(({ role, parts, declares, of }): Finding[] => {
    if (role !== 'targetColumn' || declares || of === null || !isTable(of)) return [];
    if (transforms.has(parts[0]?.start ?? -1)) return [];
    // A table that is made here has the columns its definition says.
    if (of.purpose === 'create') return [];
    const shape = subject.shapeOf(of);
    const [, second] = parts;
    // In MERGE, the table or its alias may stand before the column.
    const at = second !== undefined && isQualifier(of, parts[0]) ? 1 : 0;
    const part = parts[at];
    if (shape === null || shape.columns.length === 0 || part === undefined || part.name === '') return [];
    if (part.name.startsWith('_')) return [];
    const column = shape.columns.find(({ name }) => sameName(name, part.name));
    if (column !== undefined) return field(column.type, parts.slice(at + 1));
    return [
      missing(
        part,
        shape.columns.map(({ name }) => name),
      ),
    ];
  });
}

const isTable = (of: object): of is TableRelation => 'purpose' in of;

function isQualifier(table: TableRelation, part: Ident | undefined): boolean {
  const own = table.alias ?? table.name.parts[table.name.parts.length - 1];
  return own !== undefined && part !== undefined && sameName(own.name, part.name);
}

/** `nope.*` and `* EXCEPT (nope)`. */
function stars(subject: Subject): Finding[] {
  const { binder } = subject;
  return subject.nodes('select').flatMap(({ items, scope }) =>
    items.flatMap(({ expr }): Finding[] => {
      if (expr.kind !== 'star' || scope.opaque) return [];
      if (expr.qualifier !== null) return qualifier(expr.qualifier, scope, subject);
      if (expr.except.length === 0) return [];
      const { columns, complete } = binder.allColumns(scope);
      if (!complete) return [];
      const names = columns.map(({ name }) => name);
      return expr.except.flatMap(({ parts: [first] }) =>
        first === undefined || names.some((name) => sameName(name, first.name)) ? [] : [missing(first, names)],
      );
    }),
  );
}

/** What stands before `.*` is a relation or a struct. */
function qualifier({ parts }: Name, scope: Scope, { binder }: Subject): Finding[] {
  const [first] = parts;
  if (first === undefined || binder.relationAround(parts, scope) !== null) return [];
  if (binder.resolveName(parts, scope).kind !== 'missing') return [];
  const relations = scope.relations.flatMap((relation) => {
    const own =
      relation.alias ?? (relation.kind === 'table' ? relation.name.parts[relation.name.parts.length - 1] : null);
    return own === null || own === undefined ? [] : [own.name];
  });
  const like = closest(first.name, relations);
  const message = `There is no table and no struct ${first.name} here.${didYouMean(like)}`;
  return [finding(first, message, like === null ? [] : [quoteName(like)])];
}

/** Fields behind a column: those of a struct, or of the structs in an array; a map takes any key. */
function field(type: string | null, path: readonly Ident[]): Finding[] {
  let current = type;
  for (const part of path) {
    const kind = classOf(current);
    if (current === null || kind === null || kind === 'map' || part.name === '') return [];
    if (kind !== 'struct' && kind !== 'array')
      return [finding(part, `There is no field ${part.name}: this is ${article(kind)}.`)];
    const fields = typeFields(current);
    // Of some metadata columns only that they are structs is known.
    if (fields.length === 0) return [];
    const found = fields.find(({ name }) => sameName(name, part.name));
    if (found === undefined) {
      const names = fields.map(({ name }) => name);
      const like = closest(part.name, names);
      const message = `There is no field ${part.name} in ${kind === 'array' ? 'these structs' : 'this struct'}.`;
      return [finding(part, `${message}${didYouMean(like)}`, like === null ? [] : [quoteName(like)])];
    }
    current = found.type;
  }
  return [];
}

function missing(part: Ident, candidates: readonly string[]): Finding {
  const like = closest(part.name, candidates);
  const message = `There is no column ${part.name} here.${didYouMean(like)}`;
  return finding(part, message, like === null ? [] : [quoteName(like)]);
}
