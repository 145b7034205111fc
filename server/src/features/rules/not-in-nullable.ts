import { T } from '../../sql/token-kinds';
import { walk } from '../../sql/walk';
import { finding, type Finding, type Rule } from './rule';
import { roots } from './roots';

export const notInNullable: Rule = {
  code: 'not-in-nullable',
  severity: 'information',
  title: 'NOT IN over a column that may be NULL: one NULL, and no row passes.',
  asksCatalogs: true,
  check(subject) {
    if (!subject.isCertain) return [];
    const found: Finding[] = [];
    for (const root of roots(subject)) {
      walk(root, (expr) => {
        if (expr.kind !== 'compound' || expr.operators?.[0] !== T.IN || expr.negated !== true) return true;
        const [, list] = expr.operands;
        if (list?.kind !== 'subquery' || list.query.output.kind !== 'select') return true;
        const { columns, complete } = subject.binder.outputOf(list.query.output);
        const [column] = columns;
        if (!complete || columns.length !== 1 || column?.table == null || column.nullable !== true) return true;
        // Whoever wrote IS NOT NULL has thought of it.
        if (/\bIS\s+NOT\s+NULL\b/i.test(subject.slice(list))) return true;
        const message = `${column.name} may be NULL, and one NULL in the list lets no row pass: add IS NOT NULL, or use NOT EXISTS.`;
        found.push(finding(expr, message));
        return true;
      });
    }
    return found;
  },
};
