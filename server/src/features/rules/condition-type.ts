import { finding, type Finding, type Rule } from './rule';
import { article } from './types';

const words = { where: 'WHERE', on: 'ON', filter: 'FILTER' } as const;

export const conditionType: Rule = {
  code: 'condition-type',
  severity: 'warning',
  title: 'A condition that is no boolean.',
  asksCatalogs: true,
  check(subject) {
    if (!subject.hasCertainTypes) return [];
    return subject.nodes('condition').flatMap(({ clause, expr }): Finding[] => {
      // Spark casts what HAVING and WHEN … AND are given.
      if (clause === 'having' || clause === 'when') return [];
      const type = subject.types.of(expr);
      if (type === null || type === 'boolean') return [];
      return [finding(expr, `${words[clause]} needs a boolean; this is ${article(type)}.`)];
    });
  },
};
