import type { Query, Relation, Scope } from '../../sql/ast';
import { walk } from '../../sql/walk';
import { roots } from './roots';
import type { Subject } from './subject';

/** All queries of a statement that can be reached: its own, those of CTEs, derived tables and expressions. */
export function queriesOf(subject: Subject): readonly Query[] {
  const found = new Set<Query>();
  if (subject.parsed.query !== null) found.add(subject.parsed.query);
  for (const query of innerQueries(subject)) found.add(query);
  for (const node of subject.parsed.nodes) {
    if ((node.kind === 'insert' || node.kind === 'definition') && node.query !== null) found.add(node.query);
  }
  return [...found];
}

const known = new WeakMap<Subject, readonly Query[]>();

/** Those that stand within another one. */
export function innerQueries(subject: Subject): readonly Query[] {
  const found = known.get(subject) ?? find(subject);
  known.set(subject, found);
  return found;
}

function find(subject: Subject): readonly Query[] {
  const found = new Set<Query>();
  const scopes = new Set<Scope>();
  for (const node of subject.parsed.nodes) {
    if (node.kind === 'cte' && node.cte.query !== null) found.add(node.cte.query);
    if (node.kind === 'select' || node.kind === 'condition') scopes.add(node.scope);
  }
  for (const scope of scopes)
    for (const relation of scope.relations) if (isDerived(relation)) found.add(relation.query);
  for (const root of roots(subject)) {
    walk(root, (part) => {
      if (part.kind === 'subquery') found.add(part.query);
      return true;
    });
  }
  return [...found];
}

const isDerived = (relation: Relation): relation is Relation & { kind: 'derived' } => relation.kind === 'derived';
