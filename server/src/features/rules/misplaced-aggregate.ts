import type { Call, Expr } from '../../sql/ast';
import { walk } from '../../sql/walk';
import { aggregatesIn } from './aggregates';
import { finding, type Finding, type Rule } from './rule';
import { roots } from './roots';

export const misplacedAggregate: Rule = {
  code: 'misplaced-aggregate',
  severity: 'error',
  title: 'An aggregate or window function in WHERE, an aggregate in GROUP BY or inside another one.',
  check(subject) {
    const where = subject.nodes('condition').flatMap(({ clause, expr }): Finding[] => {
      if (clause !== 'where') return [];
      return [
        ...aggregatesIn(expr).map((call) =>
          finding(call, `WHERE comes before grouping: ${call.name.parts[0]?.name ?? ''} belongs into HAVING.`),
        ),
        ...windows(expr).map((call) => finding(call, 'WHERE comes before windows: filter in a query around this one.')),
      ];
    });
    const keys = subject
      .nodes('select')
      .flatMap(({ groupBy }) => groupBy?.exprs ?? [])
      .flatMap((expr) => aggregatesIn(expr))
      .map((call) => finding(call, 'GROUP BY cannot hold an aggregate.'));
    const nested = roots(subject)
      .flatMap((expr) => aggregatesIn(expr))
      .flatMap((call) => call.args.flatMap((arg) => aggregatesIn(arg)))
      .map((call) => finding(call, 'An aggregate cannot be inside another one: compute it in a subquery.'));
    return [...where, ...keys, ...nested];
  },
};

function windows(expr: Expr): Call[] {
  const found: Call[] = [];
  walk(expr, (part) => {
    if (part.kind === 'call' && part.over === true) found.push(part);
    return true;
  });
  return found;
}
