import { sameName } from '../../sql/names';
import { finding, type Finding, type Rule } from './rule';
import { isIceberg } from './subject';

export const insertMissingColumn: Rule = {
  code: 'insert-missing-column',
  severity: 'information',
  title: 'INSERT whose list leaves out columns of an Iceberg table: Spark 4.0 refuses it unless they have defaults.',
  asksCatalogs: true,
  check(subject) {
    return subject.nodes('insert').flatMap(({ columns, partition, target }): Finding[] => {
      const shape = columns === null ? null : subject.shapeOf(target);
      if (columns === null || shape === null || !isIceberg(shape)) return [];
      const [first] = columns;
      const last = columns[columns.length - 1];
      if (first === undefined || last === undefined) return [];
      const given = [...columns, ...partition.map(({ name }) => name)].map(({ parts }) => parts[0]?.name ?? '');
      const lacking = shape.columns.filter(({ name }) => !given.some((one) => sameName(one, name)));
      // A name that is none is another rule's: the column it stands for may be the one that lacks.
      const isKnown = (one: string): boolean => shape.columns.some(({ name }) => sameName(one, name));
      if (lacking.length === 0 || !given.every(isKnown)) return [];
      const names = lacking.slice(0, 5).map(({ name }) => name);
      const shown = `${names.join(', ')}${lacking.length > names.length ? ', …' : ''}`;
      return [
        finding(
          { start: first.start, end: last.end },
          `The list leaves out ${shown}: Spark refuses that for columns without a default.`,
        ),
      ];
    });
  },
};
