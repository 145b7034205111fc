import type { TableShape } from '../../sql/catalog-picture';
import { instants, isTimeText, stringValue } from './literals';
import { finding, type Finding, type Rule } from './rule';
import { isIceberg } from './subject';

export const timeTravelRange: Rule = {
  code: 'time-travel-range',
  severity: 'warning',
  title: 'TIMESTAMP AS OF a time from which the table has no snapshot.',
  asksCatalogs: true,
  check(subject) {
    return subject.parsed.tables.flatMap((table): Finding[] => {
      const value = table.asOf?.kind === 'timestamp' ? table.asOf.value : null;
      if (value?.kind !== 'literal') return [];
      const text = subject.slice(value).replace(/^timestamp(?:_ltz|_ntz)?\s*/i, '');
      if (value.type === 'string' && !isTimeText(text)) return [finding(value, `${text} is no time.`)];
      const written = value.type === 'string' || value.type === 'timestamp' ? stringValue(text) : null;
      const when = written === null ? null : instants(written);
      const shape = subject.shapeOf(table);
      if (when === null || shape === null || !isIceberg(shape) || shape.snapshots === null) return [];
      const first = firstTime(shape);
      if (first === null) return [finding(value, `${shape.name} has no snapshots yet.`)];
      if (when.to >= first) return [];
      const since = new Date(first).toISOString().replace('T', ' ').slice(0, 19);
      return [finding(value, `${shape.name} has no snapshot from that time: its history goes back to ${since} UTC.`)];
    });
  },
};

/** Since when the table has a snapshot that is still there. */
function firstTime({ history, snapshots }: TableShape): number | null {
  const there = new Set(snapshots?.map(({ id }) => id));
  const log = history?.filter(({ snapshotId }) => there.has(snapshotId)) ?? [];
  const times = log.length > 0 ? log : (snapshots ?? []);
  if (times.length === 0) return null;
  let first = Infinity;
  for (const { timestampMs } of times) first = Math.min(first, timestampMs);
  return first;
}
