/** What the history list shows of each snapshot, worked out once for all of them. Pure. */
import type { HistoryEntry, RefInfo, SnapshotInfo } from '../../../lakehouse/src/catalog/types';
import { deletedRows } from '../../../lakehouse/src/iceberg/summary';
import { formatLocal, formatUtc } from '../shared/format';
import { ancestry, layout, type GraphRow } from './graph';

/** `current`: an ancestor of the current snapshot; `ref`: of another branch or tag only; `off`: of none. */
export type Line = 'current' | 'ref' | 'off';

export interface Change {
  /** As the summary says, decimal digits; null when it does not say. */
  readonly added: string | null;
  readonly deleted: string | null;
}

export interface HistoryRow {
  readonly snapshot: SnapshotInfo;
  readonly graph: GraphRow;
  readonly line: Line;
  readonly isCurrent: boolean;
  readonly refs: readonly RefInfo[];
  readonly rows: Change;
  readonly files: Change;
  readonly totalRows: string | null;
  readonly local: string;
  readonly utc: string;
  /** Times at which the table was set back to this snapshot, oldest first. */
  readonly restoredAt: readonly number[];
  /** Lower-case text the filter looks in. */
  readonly haystack: string;
}

export interface HistoryInput {
  readonly currentSnapshotId: string | null;
  readonly snapshots: readonly SnapshotInfo[];
  readonly refs: readonly RefInfo[];
  readonly log: readonly HistoryEntry[];
}

/** All rows, newest first; same time: the higher sequence number first. */
export function buildHistory({ currentSnapshotId, snapshots, refs, log }: HistoryInput): HistoryRow[] {
  const sorted = [...snapshots].sort(
    (a, b) => b.timestampMs - a.timestampMs || compareDigits(b.sequenceNumber, a.sequenceNumber),
  );
  const byId = new Map(sorted.map((snapshot) => [snapshot.id, snapshot]));
  const current = ancestry(currentSnapshotId, byId);
  const referenced = new Set<string>();
  const refsOf = new Map<string, RefInfo[]>();
  for (const ref of refs) {
    refsOf.set(ref.snapshotId, [...(refsOf.get(ref.snapshotId) ?? []), ref]);
    for (const id of referenced.has(ref.snapshotId) ? [] : ancestry(ref.snapshotId, byId)) referenced.add(id);
  }
  const restored = restores(log);
  const graph = layout(sorted, current);
  return sorted.map((snapshot, row) => {
    const ofSnapshot = refsOf.get(snapshot.id) ?? [];
    const local = formatLocal(snapshot.timestampMs);
    const utc = formatUtc(snapshot.timestampMs);
    return {
      snapshot,
      graph: graph[row] ?? { lane: 0, through: [], into: [], below: 'none' },
      line: current.has(snapshot.id) ? 'current' : referenced.has(snapshot.id) ? 'ref' : 'off',
      isCurrent: snapshot.id === currentSnapshotId,
      refs: ofSnapshot,
      rows: { added: snapshot.summary['added-records'] ?? null, deleted: deletedRows(snapshot.summary) },
      files: {
        added: snapshot.summary['added-data-files'] ?? null,
        deleted: snapshot.summary['deleted-data-files'] ?? null,
      },
      totalRows: snapshot.summary['total-records'] ?? null,
      local,
      utc,
      restoredAt: restored.get(snapshot.id) ?? [],
      haystack: [
        snapshot.id,
        snapshot.operation ?? '',
        local,
        utc,
        ...ofSnapshot.map((ref) => `${ref.type} ${ref.name}`),
      ]
        .join(' ')
        .toLowerCase(),
    };
  });
}

/** Rows that hold every word of the filter. */
export function filterHistory(rows: readonly HistoryRow[], filter: string): readonly HistoryRow[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  return words.length === 0 ? rows : rows.filter((row) => words.every((word) => row.haystack.includes(word)));
}

/** A log entry whose snapshot was current before is a return to it: a rollback. */
function restores(log: readonly HistoryEntry[]): Map<string, number[]> {
  const seen = new Set<string>();
  const found = new Map<string, number[]>();
  let previous: string | null = null;
  for (const { snapshotId, timestampMs } of [...log].sort((a, b) => a.timestampMs - b.timestampMs)) {
    if (seen.has(snapshotId) && previous !== snapshotId) {
      found.set(snapshotId, [...(found.get(snapshotId) ?? []), timestampMs]);
    }
    seen.add(snapshotId);
    previous = snapshotId;
  }
  return found;
}

/** Compares two decimal strings without sign by value, whatever their length. */
function compareDigits(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);
}
