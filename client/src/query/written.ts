/** Which snapshot a write made. Knows no VS Code. */
import type { Written } from '../history-log/entry';
import { ancestors, qualify, type Ask } from './table-state';

/** A slow catalog must not keep the next statement waiting longer, in milliseconds. */
const LOOK_MS = 10_000;
/** A script that writes more tables than this is not looked at to the end. */
const TABLES = 5;

/**
 * The snapshots that are the newest of the tables `names` and younger than the statement, which began `sinceMs` ago by a clock
 * that is not the server's. Tables of other formats, and what is gone again, are left out.
 */
export async function writtenSnapshots(
  session: Ask,
  names: readonly (readonly string[])[],
  elapsedMs: () => number,
  signal: AbortSignal,
): Promise<readonly Written[]> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(LOOK_MS)]);
  const distinct = [...new Map(names.map((name) => [JSON.stringify(name), name])).values()];
  const found: Written[] = [];
  for (const name of distinct.slice(0, TABLES)) {
    try {
      const table = await qualify(session, name, limit);
      const [newest] = await ancestors(session, table, 1, limit);
      if (newest === undefined || newest.ageMs > elapsedMs()) continue;
      const { id, parentId, operation, added, deleted } = newest;
      found.push({ table: table.parts, branch: table.branch, snapshotId: id, parentId, operation, added, deleted });
    } catch {
      // No Iceberg table, or none that can be read: nothing is known of it.
    }
  }
  return found;
}
