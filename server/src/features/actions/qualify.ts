import type { ColumnRef, Relation } from '../../sql/ast';
import { quoteName, sameName } from '../../sql/names';
import type { SelectNode } from '../../sql/nodes';
import { qualifierOf } from '../offers-columns';
import type { TextChange } from '../format';
import type { Subject } from '../rules/subject';
import { change, type Place, type Rewriting, rewrite, touches } from './action';

/** The names of tables before the columns of the SELECT at the caret, or taken away. */
export const qualifyColumns: Rewriting = (place) => {
  const node = selectAt(place);
  if (node === null || node.scope.opaque) return [];
  const { subject } = place;
  if (node.scope.relations.some((relation) => !subject.binder.columnsOf(relation).complete)) return [];
  const columns = subject.parsed.columns.filter(({ scope, start }) => scope === node.scope && !isKey(node, start));
  return [
    ...action(
      'Write the tables before the columns',
      columns.flatMap((column) => qualified(column, node, subject)),
    ),
    ...action(
      'Take the tables away from the columns',
      columns.flatMap((column) => bared(column, node, subject)),
    ),
  ];
};

const action = (title: string, changes: readonly TextChange[]) =>
  changes.length === 0 ? [] : [rewrite(title, changes)];

/** The innermost SELECT around the selection. */
export function selectAt(place: Place): SelectNode | null {
  let best: SelectNode | null = null;
  for (const node of place.subject.nodes('select')) {
    if (!touches(place, node)) continue;
    if (best === null || node.end - node.start < best.end - best.start) best = node;
  }
  return best;
}

/** A column of USING has no qualifier. */
const isKey = ({ scope }: SelectNode, start: number): boolean =>
  scope.relations.some(({ join }) => join?.using.some((key) => key.start === start) === true);

function qualified(column: ColumnRef, { scope }: SelectNode, { binder }: Subject): TextChange[] {
  const found = binder.resolve(column);
  if (found.kind !== 'column' || found.part !== 0 || found.relation === null) return [];
  if (!scope.relations.includes(found.relation) || isJoined(scope.relations, column.name.parts[0]?.name ?? ''))
    return [];
  const qualifier = qualifierOf(found.relation);
  return qualifier === null ? [] : [change(column.start, column.start, `${quoteName(qualifier)}.`)];
}

const isJoined = (relations: readonly Relation[], name: string): boolean =>
  relations.some(
    ({ join }) => join !== undefined && (join.natural || join.using.some((key) => sameName(key.name, name))),
  );

function bared(column: ColumnRef, { scope }: SelectNode, { binder }: Subject): TextChange[] {
  const found = binder.resolve(column);
  if (found.kind !== 'column' || found.part === 0 || found.relation === null) return [];
  const { parts } = column.name;
  const part = parts[found.part];
  if (part === undefined || !scope.relations.includes(found.relation)) return [];
  // The bare name must mean the same: no other table has it, no item of the list is called so.
  const owners = scope.relations.filter((relation) =>
    binder.columnsOf(relation).columns.some(({ name }) => sameName(name, part.name)),
  );
  const named = [...scope.items].some(({ alias }) => alias !== null && sameName(alias.name, part.name));
  const isRelation = binder.relationNamed([part], scope) !== null;
  if (owners.length !== 1 || named || isRelation) return [];
  return [change(column.start, part.start, '')];
}
