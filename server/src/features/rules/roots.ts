import type { Expr } from '../../sql/ast';
import type { Subject } from './subject';

const known = new WeakMap<Subject, readonly Expr[]>();

/** The expressions of a statement that stand for themselves, each once: items, conditions, keys, values, assignments. */
export function roots(subject: Subject): readonly Expr[] {
  const found = known.get(subject) ?? find(subject);
  known.set(subject, found);
  return found;
}

function find(subject: Subject): readonly Expr[] {
  const found: Expr[] = [];
  for (const node of subject.parsed.nodes) {
    switch (node.kind) {
      case 'select':
        for (const { expr } of node.items) found.push(expr);
        if (node.groupBy !== null) found.push(...node.groupBy.exprs);
        break;
      case 'condition':
        found.push(node.expr);
        break;
      case 'values':
        found.push(...node.rows);
        break;
      case 'assignment':
        found.push(node.value);
        break;
      case 'mergeInsert':
        found.push(...node.values);
        break;
      default:
    }
  }
  return found;
}
