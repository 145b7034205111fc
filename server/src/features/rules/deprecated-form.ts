import { sameName } from '../../sql/names';
import { finding, type Finding, type Rule } from './rule';

const transforms: Readonly<Record<string, string>> = { date: 'days', date_hour: 'hours' };

export const deprecatedForm: Rule = {
  code: 'deprecated-form',
  severity: 'hint',
  title: 'A form that Spark or Iceberg keeps only for old scripts.',
  tag: 'deprecated',
  check(subject) {
    const old = subject.nodes('transform').flatMap(({ name, args }): Finding[] => {
      const [part, more] = name.parts;
      if (args === null || part === undefined || more !== undefined) return [];
      const now = transforms[part.name.toLowerCase()];
      return now === undefined ? [] : [finding(part, `${part.name} is an old name: write ${now}.`, [now])];
    });
    const grouping = subject.parsed.columns.flatMap(({ name: { parts } }): Finding[] => {
      const [part, more] = parts;
      if (part === undefined || more !== undefined || !sameName(part.name, 'grouping__id')) return [];
      return [finding(part, "grouping__id is Hive's name: write grouping_id().", ['grouping_id()'])];
    });
    const table = /^CREATE\s+(?:TEMPORARY|TEMP)\s+(TABLE)\b/i.exec(subject.text);
    if (table === null) return [...old, ...grouping];
    const start = table[0].length - 5;
    const message = 'A temporary table is a temporary view by an old name: write CREATE TEMPORARY VIEW.';
    return [...old, ...grouping, finding({ start, end: table[0].length }, message, ['VIEW'])];
  },
};
