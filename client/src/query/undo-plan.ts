/** How a write is undone: the table goes back to the snapshot before it. Knows no VS Code. */
import type { Written } from '../history-log/entry';
import { quoteName, quotePart } from '../sql-names';
import { ancestors, rowsText, type Ask, type Snapshot } from './table-state';

/** A history longer than this is not walked to its end. */
const LONGEST = 10_000;
/** So many of the dropped snapshots are named one by one. */
const NAMED = 10;

export type UndoPlan =
  | { readonly kind: 'impossible'; readonly reason: string }
  | {
      readonly kind: 'roll back';
      readonly sql: string;
      readonly message: string;
      /** What goes, newest first, and how many rows there are before and after. */
      readonly detail: string;
    };

/** Looks at the table as it is now: what else was written since goes too, and is named. */
export async function planUndo(session: Ask, written: Written, signal?: AbortSignal): Promise<UndoPlan> {
  const { table, branch, snapshotId, parentId } = written;
  const name = quoteName(table);
  if (parentId === null) {
    return {
      kind: 'impossible',
      reason: `${name} had no snapshot before this statement: there is nothing to go back to.`,
    };
  }
  const chain = await ancestors(session, { parts: table, branch }, LONGEST, signal);
  const at = chain.findIndex(({ id }) => id === snapshotId);
  if (at < 0) {
    const reason =
      chain[0]?.id === parentId
        ? `${name} is at snapshot ${parentId} already: the statement has been undone.`
        : `Snapshot ${snapshotId} is not part of ${name} any more: it was rolled back, expired or replaced.`;
    return { kind: 'impossible', reason };
  }
  const target = chain[at + 1];
  if (target === undefined) {
    return {
      kind: 'impossible',
      reason: `Snapshot ${parentId} of ${name} has expired: there is nothing to go back to.`,
    };
  }
  const dropped = chain.slice(0, at + 1);
  return {
    kind: 'roll back',
    sql: rollback(table, branch, target.id),
    message: `Roll ${name}${branch === 'main' ? '' : ` (branch ${branch})`} back to snapshot ${target.id}?`,
    detail: [
      dropped.length === 1 ? 'This snapshot goes:' : `These ${dropped.length} snapshots go, the last of them first:`,
      ...dropped.slice(0, NAMED).map((snapshot) => `• ${snapshotText(snapshot)}`),
      ...(dropped.length > NAMED ? [`• … and ${dropped.length - NAMED} more`] : []),
      ...countText(chain[0], target),
      'The files stay until snapshots are expired, so that this can be undone as well.',
    ].join('\n'),
  };
}

function rollback(table: readonly string[], branch: string, snapshotId: string): string {
  if (branch !== 'main') {
    return `ALTER TABLE ${quoteName(table)} REPLACE BRANCH ${quotePart(branch)} AS OF VERSION ${snapshotId}`;
  }
  const [catalog = '', ...path] = table;
  const text = quoteName(path).replace(/[\\']/g, '\\$&');
  return `CALL ${quotePart(catalog)}.system.rollback_to_snapshot(table => '${text}', snapshot_id => ${snapshotId})`;
}

function snapshotText({ id, operation, committedAt, added, deleted }: Snapshot): string {
  const counts = [added === null ? '' : `+${added}`, deleted === null ? '' : `−${deleted}`].filter(
    (part) => part !== '',
  );
  return [`${operation} of ${committedAt}`, ...(counts.length > 0 ? [`${counts.join(' ')} rows`] : []), id].join(', ');
}

function countText(current: Snapshot | undefined, target: Snapshot): string[] {
  const [before, after] = [rowsText(current?.total ?? null), rowsText(target.total)];
  return before === undefined || after === undefined ? [] : [`The table has ${before} now, and ${after} then.`];
}
