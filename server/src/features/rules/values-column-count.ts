import { counted, rowWidth } from './insert-column-count';
import { finding, type Finding, type Rule } from './rule';

export const valuesColumnCount: Rule = {
  code: 'values-column-count',
  severity: 'error',
  title: 'Rows of VALUES that have different numbers of columns.',
  check(subject) {
    return subject.nodes('values').flatMap(({ rows: [first, ...others] }): Finding[] => {
      if (first === undefined || [first, ...others].some((row) => row.kind === 'call')) return [];
      const wanted = rowWidth(first);
      return others.flatMap((row) =>
        rowWidth(row) === wanted
          ? []
          : [finding(row, `This row has ${counted(rowWidth(row), 'value')}, the first one ${wanted}.`)],
      );
    });
  },
};
