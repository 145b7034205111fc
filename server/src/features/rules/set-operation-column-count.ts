import { counted, firstLine } from './insert-column-count';
import { finding, type Finding, type Rule } from './rule';
import { widthOf } from './width';

export const setOperationColumnCount: Rule = {
  code: 'set-operation-column-count',
  severity: 'error',
  title: 'UNION, EXCEPT or INTERSECT of queries with different numbers of columns.',
  asksCatalogs: true,
  check(subject) {
    const { binder } = subject;
    return subject.nodes('setOperation').flatMap(({ left, right, start, end }): Finding[] => {
      if (!subject.isCertain) return [];
      const [first, second] = [widthOf(left, binder), widthOf(right, binder)];
      if (first === null || second === null || first === second) return [];
      const span = firstLine({ start, end }, subject);
      return [finding(span, `This side gives ${counted(second, 'column')}, the first one ${first}.`)];
    });
  },
};
