/** Snapshot histories as the language server sends them. */
import type { HistoryEntry, RefInfo, SnapshotInfo } from '../../../lakehouse/src/catalog/types';

export interface History {
  readonly type: 'history';
  readonly table: string;
  readonly currentSnapshotId: string | null;
  readonly snapshots: readonly SnapshotInfo[];
  readonly refs: readonly RefInfo[];
  readonly log: readonly HistoryEntry[];
}

/** 2026-01-01T00:00:00Z. */
const start = 1767225600000;

export function snapshot(
  id: string,
  parentId: string | null,
  sequence: number,
  operation: string | null = 'append',
  summary: Record<string, string> = {},
): SnapshotInfo {
  return {
    id,
    parentId,
    sequenceNumber: String(sequence),
    timestampMs: start + sequence * 3_600_000,
    operation,
    summary,
    manifestList: null,
    schemaId: 0,
  };
}

export function ref(name: string, type: RefInfo['type'], snapshotId: string): RefInfo {
  return { name, type, snapshotId, maxRefAgeMs: null, maxSnapshotAgeMs: null, minSnapshotsToKeep: null };
}

/**
 * Eight snapshots: three appends; a delete and an overwrite that a rollback to the third undid; two more on it; one on
 * a branch. The first one's parent is expired.
 */
export function rolledBack(table = 'hive_prod.sales.orders'): History {
  const id = (n: number) => `900719925474099${n}`;
  const rows = (added: number, deleted: number, total: number) => ({
    'added-records': String(added),
    'deleted-records': String(deleted),
    'added-data-files': String(Math.ceil(added / 1000)),
    'deleted-data-files': String(Math.ceil(deleted / 1000)),
    'total-records': String(total),
  });
  const snapshots = [
    snapshot(id(1), '12', 1, 'append', rows(10_000, 0, 10_000)),
    snapshot(id(2), id(1), 2, 'append', rows(2500, 0, 12_500)),
    snapshot(id(3), id(2), 3, 'append', rows(400, 0, 12_900)),
    snapshot(id(4), id(3), 4, 'delete', rows(0, 6000, 6900)),
    snapshot(id(5), id(4), 5, 'overwrite', rows(1200, 1100, 7000)),
    snapshot(id(6), id(3), 7, 'append', rows(90, 0, 12_990)),
    snapshot(id(7), id(6), 8, 'replace', rows(12_990, 12_990, 12_990)),
    snapshot(id(8), id(6), 9, null, {}),
  ];
  const log = [1, 2, 3, 4, 5].map((n) => ({ timestampMs: start + n * 3_600_000, snapshotId: id(n) }));
  log.push({ timestampMs: start + 6 * 3_600_000, snapshotId: id(3) });
  log.push({ timestampMs: start + 7 * 3_600_000, snapshotId: id(6) });
  log.push({ timestampMs: start + 8 * 3_600_000, snapshotId: id(7) });
  return {
    type: 'history',
    table,
    currentSnapshotId: id(7),
    snapshots,
    refs: [ref('main', 'branch', id(7)), ref('audit', 'branch', id(8)), ref('eoy_2025', 'tag', id(2))],
    log,
  };
}

/** As many snapshots, each the child of the one before. */
export function linear(count: number): History {
  const snapshots = Array.from({ length: count }, (_, n) =>
    snapshot(String(10n ** 18n + BigInt(n)), n === 0 ? null : String(10n ** 18n + BigInt(n - 1)), n + 1, 'append', {
      'added-records': String((n * 7919) % 5000),
      'total-records': String(n * 2500),
      'added-data-files': String(n % 7),
    }),
  );
  const last = snapshots.at(-1)?.id ?? null;
  return {
    type: 'history',
    table: 'hive_prod.sales.events',
    currentSnapshotId: last,
    snapshots,
    refs: last === null ? [] : [ref('main', 'branch', last)],
    log: snapshots.map(({ id, timestampMs }) => ({ snapshotId: id, timestampMs })),
  };
}
