import type { Expr } from '../../sql/ast';
import { finding, type Finding, type Rule } from './rule';
import type { Subject } from './subject';
import { widthOf } from './width';
import { queriesOf } from './queries';

export const positionOutOfRange: Rule = {
  code: 'position-out-of-range',
  severity: 'error',
  title: 'ORDER BY or GROUP BY a position that the select list does not have.',
  asksCatalogs: true,
  check(subject) {
    if (!subject.isCertain) return [];
    const { binder } = subject;
    const grouped = subject.nodes('select').flatMap((node): Finding[] => {
      const width =
        node.groupBy?.plain === true ? widthOf({ kind: 'select', items: node.items, scope: node.scope }, binder) : null;
      return positions(node.groupBy?.exprs ?? [], width, 'GROUP BY', subject);
    });
    const ordered = queriesOf(subject).flatMap((query) => {
      if (query.order === undefined) return [];
      return positions(query.order.exprs, widthOf(query.output, binder), 'ORDER BY', subject);
    });
    return [...grouped, ...ordered];
  },
};

function positions(exprs: readonly Expr[], width: number | null, clause: string, subject: Subject): Finding[] {
  if (width === null) return [];
  return exprs.flatMap((expr): Finding[] => {
    if (expr.kind !== 'literal' || expr.type !== 'integer') return [];
    const at = subject.slice(expr);
    if (!/^\d+$/.test(at) || (Number(at) >= 1 && Number(at) <= width)) return [];
    return [finding(expr, `${clause} ${at}: the select list has ${width === 1 ? 'one column' : `${width} columns`}.`)];
  });
}
