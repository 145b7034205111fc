/** What Iceberg's metadata tables say of a table now, asked through the session that names it. Knows no VS Code. */
import type { SparkSession } from '../../../lakehouse/src/spark/types';
import { quoteName } from '../sql-names';

/** Asks of a session; its rows are texts. */
export type Ask = Pick<SparkSession, 'texts'>;

export interface Snapshot {
  readonly id: string;
  readonly parentId: string | null;
  readonly operation: string;
  readonly committedAt: string;
  /** Counts of rows as the summary has them. */
  readonly added: string | null;
  readonly deleted: string | null;
  readonly total: string | null;
  /** Milliseconds since it was committed, by the server's clock. */
  readonly ageMs: number;
}

export interface TableName {
  /** Catalog first: means the same in every session. */
  readonly parts: readonly string[];
  /** The branch that is written, `main` where none is named. */
  readonly branch: string;
}

const BRANCH = /^branch_(.+)$/i;

/** What `name` means in the session now: Spark's rule is that a first part which names a catalog is one. */
export async function qualify(session: Ask, name: readonly string[], signal?: AbortSignal): Promise<TableName> {
  const last = BRANCH.exec(name.at(-1) ?? '')?.[1];
  const branch = name.length > 1 ? last : undefined;
  const parts = branch === undefined ? name : name.slice(0, -1);
  const [current] = await session.texts('SELECT current_catalog(), current_schema()', signal);
  const catalogs = (await session.texts('SHOW CATALOGS', signal)).map(([catalog]) => catalog);
  const [catalog, schema] = [current?.[0] ?? '', current?.[1] ?? ''];
  const [first = ''] = parts;
  if (parts.length > 1 && (catalogs.includes(first) || first === catalog)) return { parts, branch: branch ?? 'main' };
  const path = parts.length > 1 ? parts : [...schemaParts(schema), ...parts];
  return { parts: [catalog, ...path], branch: branch ?? 'main' };
}

/** `a.b` or `` `a.b`.c ``, as `current_schema()` quotes it. */
function schemaParts(schema: string): string[] {
  const quoted = /`((?:[^`]|``)*)`|([^.`]+)/g;
  return [...schema.matchAll(quoted)].map(([, inQuotes, bare]) => inQuotes?.replaceAll('``', '`') ?? bare ?? '');
}

/** The snapshots of an Iceberg table from the newest of its branch back through its parents, at most `limit`. */
export async function ancestors(
  session: Ask,
  { parts, branch }: TableName,
  limit: number,
  signal?: AbortSignal,
): Promise<readonly Snapshot[]> {
  const table = quoteName(parts);
  const rows = await session.texts(
    `SELECT snapshot_id, parent_id, operation, CAST(committed_at AS STRING), summary['added-records'],
       summary['deleted-records'], summary['total-records'], summary['total-position-deletes'],
       unix_millis(current_timestamp()) - unix_millis(committed_at),
       snapshot_id = (SELECT max(snapshot_id) FROM ${table}.refs WHERE name = '${branch.replace(/[\\']/g, '\\$&')}')
     FROM ${table}.snapshots ORDER BY committed_at DESC`,
    signal,
  );
  const known = new Map(rows.map((row) => [row[0] ?? '', row]));
  const found: Snapshot[] = [];
  let id = rows.find((row) => row[9] === 'true')?.[0] ?? null;
  while (id !== null && found.length < limit) {
    const row = known.get(id);
    if (row === undefined) break;
    found.push(toSnapshot(row));
    id = row[1] ?? null;
  }
  return found;
}

function toSnapshot(row: readonly (string | null)[]): Snapshot {
  const [id, parentId, operation, committedAt, added, deleted, total, positionDeletes, age] = row;
  return {
    id: id ?? '',
    parentId: parentId ?? null,
    operation: operation ?? '',
    committedAt: committedAt ?? '',
    added: added ?? null,
    deleted: deleted ?? null,
    total: total == null ? null : String(BigInt(total) - BigInt(positionDeletes ?? '0')),
    ageMs: Number(age ?? Infinity),
  };
}

/** A count of rows as people read it: `12,345 rows`. */
export function rowsText(count: string | null): string | undefined {
  return count === null ? undefined : `${BigInt(count).toLocaleString('en')} ${count === '1' ? 'row' : 'rows'}`;
}
