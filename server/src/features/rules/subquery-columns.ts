import { T } from '../../sql/token-kinds';
import { walk } from '../../sql/walk';
import { counted } from './insert-column-count';
import { finding, type Finding, type Rule } from './rule';
import { roots } from './roots';
import { widthOf } from './width';

export const subqueryColumns: Rule = {
  code: 'subquery-columns',
  severity: 'error',
  title: 'A subquery with several columns where one value is meant.',
  asksCatalogs: true,
  check(subject) {
    if (!subject.isCertain) return [];
    const found: Finding[] = [];
    const wanted = new Map<object, number>();
    for (const root of roots(subject)) {
      walk(root, (expr) => {
        if (expr.kind === 'compound' && expr.operators?.[0] === T.IN) {
          const [left, list] = expr.operands;
          const width = left?.kind === 'compound' && left.what === 'row' ? left.operands.length : 1;
          // A struct may stand for its fields.
          const certain = left !== undefined && (width > 1 || subject.types.of(left) !== 'struct');
          if (list?.kind === 'subquery') wanted.set(list, certain ? width : -1);
        }
        if (expr.kind !== 'subquery' || expr.exists === true) return true;
        const width = widthOf(expr.query.output, subject.binder);
        const meant = wanted.get(expr) ?? 1;
        if (width === null || width === meant || meant < 0) return true;
        found.push(
          finding(
            expr,
            `This subquery gives ${counted(width, 'column')}; ${meant === 1 ? 'one is' : `${meant} are`} meant.`,
          ),
        );
        return true;
      });
    }
    return found;
  },
};
