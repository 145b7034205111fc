import type { ColumnRef, Relation } from '../../sql/ast';
import { quoteName, sameName } from '../../sql/names';
import { finding, type Finding, type Rule } from './rule';
import type { Subject } from './subject';

export const ambiguousColumn: Rule = {
  code: 'ambiguous-column',
  severity: 'warning',
  title: 'A column name that several tables in scope have.',
  asksCatalogs: true,
  check(subject) {
    if (!subject.isCertain) return [];
    return subject.parsed.columns.flatMap((column): Finding[] => {
      const relations = having(column, subject);
      if (relations.length < 2) return [];
      const { name } = column;
      const [part] = name.parts;
      if (part === undefined) return [];
      const owners = relations.map(ownName);
      const shown = owners.map((owner) => (owner === null ? 'a table without a name' : owner)).join(' and ');
      const replacements = owners.flatMap((owner) =>
        owner === null ? [] : [`${quoteName(owner)}.${subject.slice(part)}`],
      );
      return [finding(part, `${part.name} is ambiguous: ${shown} have it.`, replacements)];
    });
  },
};

/** The relations whose column the name may mean; none where another reading comes first. */
function having({ name, scope, start }: ColumnRef, { binder }: Subject): Relation[] {
  const [part] = name.parts;
  const [first] = scope.relations;
  if (part === undefined || first === undefined || scope.opaque || scope.relations.length < 2) return [];
  // What MERGE's clauses see of both sides differs.
  if (first.kind === 'table' && first.purpose === 'write') return [];
  if (scope.params.some((param) => sameName(param.name, part.name))) return [];
  if (scope.items.some(({ alias }) => alias !== null && sameName(alias.name, part.name))) return [];
  // `t.a`, or a column that is called like a relation.
  if (name.parts.length > 1 && binder.relationNamed([part], scope) !== null) return [];
  // In ON, what is joined later is not there yet.
  const before = scope.relations.filter((relation) => relation.start < start);
  const there = before.length === 0 ? scope.relations : before;
  if (there.some(({ join }) => join !== undefined && (join.natural || joins(join.using, part.name)))) return [];
  return there.filter(
    (relation) =>
      relation.join?.semi !== true && binder.columnsOf(relation).columns.some((one) => sameName(one.name, part.name)),
  );
}

const joins = (using: readonly { readonly name: string }[], column: string): boolean =>
  using.some(({ name }) => sameName(name, column));

function ownName(relation: Relation): string | null {
  if (relation.alias !== null) return relation.alias.name;
  if (relation.kind !== 'table') return null;
  return relation.name.parts[relation.name.parts.length - 1]?.name ?? null;
}
