import { finding, type Finding, type Rule } from './rule';
import { innerQueries } from './queries';

export const orderInSubquery: Rule = {
  code: 'order-in-subquery',
  severity: 'hint',
  title: 'ORDER BY without LIMIT inside another query: the order is lost.',
  tag: 'unnecessary',
  check(subject) {
    return innerQueries(subject).flatMap(({ order }): Finding[] => {
      if (order === undefined || order.limited) return [];
      return [finding(order, 'The query around this one need not keep the order: sort there.')];
    });
  },
};
