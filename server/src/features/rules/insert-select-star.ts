import { finding, type Finding, type Rule } from './rule';

export const insertSelectStar: Rule = {
  code: 'insert-select-star',
  severity: 'information',
  title: '`SELECT *` into INSERT: columns go by position, and a new one changes what goes where.',
  check(subject) {
    return subject.nodes('insert').flatMap(({ query, byName }): Finding[] => {
      if (byName || query?.output.kind !== 'select') return [];
      return query.output.items.flatMap(({ expr }) =>
        expr.kind === 'star'
          ? [finding(expr, 'INSERT takes these columns by position: name them, or write INSERT INTO … BY NAME.')]
          : [],
      );
    });
  },
};
