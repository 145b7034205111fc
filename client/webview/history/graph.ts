/**
 * Lanes for a list of snapshots, newest first, joined by parent links: what a version control log draws. A table
 * whose history was only ever appended to has one lane; a rollback or a branch gives another. Pure.
 */
import type { SnapshotInfo } from '../../../lakehouse/src/catalog/types';

export interface GraphRow {
  /** Lane of the snapshot's dot, from 0 at the left. */
  readonly lane: number;
  /** Lanes with a line through the whole row. */
  readonly through: readonly number[];
  /** Lanes whose line comes from above and ends in the dot. */
  readonly into: readonly number[];
  /** Where the line below the dot goes: to a parent listed further down, to one no longer kept, or nowhere. */
  readonly below: 'parent' | 'expired' | 'none';
}

/**
 * One row a snapshot. `main` (the current snapshot and its ancestors) has the left-most lane to itself. A parent listed
 * above its child (clocks differ between writers) counts as no longer kept.
 */
export function layout(snapshots: readonly SnapshotInfo[], main: ReadonlySet<string>): GraphRow[] {
  const rowOf = new Map(snapshots.map((snapshot, row) => [snapshot.id, row]));
  const firstSide = main.size > 0 ? 1 : 0;
  /** The id each lane leads down to; null for a free lane. */
  const lanes: (string | null)[] = [];
  return snapshots.map((snapshot, row) => {
    const into: number[] = [];
    const through: number[] = [];
    lanes.forEach((id, lane) => {
      if (id === snapshot.id) into.push(lane);
      else if (id !== null) through.push(lane);
    });
    let lane = main.has(snapshot.id) ? 0 : (into[0] ?? lanes.indexOf(null, firstSide));
    if (lane < 0) lane = Math.max(firstSide, lanes.length);
    for (const ended of into) lanes[ended] = null;
    while (lanes.length < lane) lanes.push(null);
    const parentRow = snapshot.parentId === null ? undefined : rowOf.get(snapshot.parentId);
    const listed = parentRow !== undefined && parentRow > row;
    lanes[lane] = listed ? snapshot.parentId : null;
    while (lanes.length > 0 && lanes.at(-1) === null) lanes.pop();
    return { lane, through, into, below: listed ? 'parent' : snapshot.parentId === null ? 'none' : 'expired' };
  });
}

/** Ids reachable from a snapshot by parent links, itself included. Ends at a cycle, which no sound table has. */
export function ancestry(start: string | null, byId: ReadonlyMap<string, SnapshotInfo>): Set<string> {
  const seen = new Set<string>();
  for (let id = start; id !== null && !seen.has(id);) {
    const snapshot = byId.get(id);
    if (snapshot === undefined) break;
    seen.add(id);
    id = snapshot.parentId;
  }
  return seen;
}
