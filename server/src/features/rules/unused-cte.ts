import { cteNamed } from '../../sql/names';
import { finding, type Finding, type Rule } from './rule';

export const unusedCte: Rule = {
  code: 'unused-cte',
  severity: 'hint',
  title: 'A CTE that nothing reads.',
  tag: 'unnecessary',
  check(subject) {
    const used = new Set(subject.parsed.tables.map(({ name, scope }) => cteNamed(name, scope)));
    // A name made of a value may be that of any.
    if (/\bIDENTIFIER\s*\(/i.test(subject.text)) return [];
    return subject
      .nodes('cte')
      .flatMap(({ cte }): Finding[] =>
        used.has(cte) || cte.name.name === '' ? [] : [finding(cte.name, `Nothing reads ${cte.name.name}.`)],
      );
  },
};
