import { T } from '../../sql/token-kinds';
import { bare, walk } from '../../sql/walk';
import { finding, type Finding, type Rule } from './rule';
import { roots } from './roots';

export const nullComparison: Rule = {
  code: 'null-comparison',
  severity: 'warning',
  title: 'A comparison with NULL, which is never true: IS NULL is meant.',
  check(subject) {
    const found: Finding[] = [];
    for (const root of roots(subject)) {
      walk(root, (expr) => {
        if (expr.kind !== 'compound' || expr.what !== 'operator') return true;
        const { operators: [sign, more] = [], operands } = expr;
        const [left, right] = operands;
        if (more !== undefined || left === undefined || right === undefined || (sign !== T.Eq && sign !== T.Neq))
          return true;
        const isNull = [left, right].map((one) => {
          const at = bare(one);
          return at.kind === 'literal' && /^null$/i.test(subject.slice(at));
        });
        if (isNull[0] === isNull[1]) return true;
        const value = subject.slice(isNull[0] === true ? right : left);
        const test = sign === T.Eq ? 'IS NULL' : 'IS NOT NULL';
        found.push(finding(expr, `A comparison with NULL is never true: write ${test}.`, [`${value} ${test}`]));
        return true;
      });
    }
    return found;
  },
};
