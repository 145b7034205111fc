import { finding, type Finding, type Rule } from './rule';

/** Formats that keep no snapshots. */
const withoutHistory = new Set(['hive', 'parquet', 'orc', 'avro', 'csv', 'json', 'text']);

export const timeTravelTarget: Rule = {
  code: 'time-travel-target',
  severity: 'warning',
  title: 'AS OF on what has no snapshots: a view, a CTE, a table of another format.',
  asksCatalogs: true,
  check(subject) {
    return subject.parsed.tables.flatMap((table): Finding[] => {
      const { asOf } = table;
      if (asOf === null) return [];
      const path = subject.binder.path(table);
      if (path.kind === 'cte') return [finding(asOf, `${path.cte.name.name} is a CTE: it has no snapshots.`)];
      const shape = subject.shapeOf(table);
      if (shape === null) return [];
      if (shape.kind === 'view') return [finding(asOf, `${shape.name} is a view: it has no snapshots.`)];
      if (!withoutHistory.has(shape.format ?? '')) return [];
      return [finding(asOf, `${shape.name} is no Iceberg table (${shape.format ?? ''}): it has no snapshots.`)];
    });
  },
};
