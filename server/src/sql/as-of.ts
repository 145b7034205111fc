import type { PictureRef, PictureSnapshot, TableShape } from './catalog-picture';

/** `2026-01-31`, `2026-01-31 10:20`, with seconds, a fraction and a zone; what Spark reads beyond that is left to Spark. */
const literal =
  /^\s*(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T](\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.(\d{1,9}))?)?)?\s*(.*?)\s*$/;

/** Milliseconds of a time as Spark reads it in a session of that zone; null where that is not certain. */
export function timeOfText(text: string, zone: string): number | null {
  const match = literal.exec(text);
  if (match === null) return null;
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = match
    .slice(1, 7)
    .map((part) => Number(part ?? 0));
  if (month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 || minute > 59 || second > 59) return null;
  const local = Date.UTC(
    year,
    month - 1,
    day,
    hour,
    minute,
    second,
    Number((match[7] ?? '').padEnd(3, '0').slice(0, 3)),
  );
  if (new Date(local).getUTCDate() !== day) return null;
  const offset = offsetOf(match[8] === '' ? zone : (match[8] ?? zone), local);
  return offset === null ? null : local - offset;
}

/** Milliseconds by which a zone is ahead of UTC at a local time; null for a zone that is not known. */
function offsetOf(zone: string, local: number): number | null {
  const fixed = /^(?:(?:UTC|GMT)?([+-])(\d{1,2})(?::?(\d{2}))?)$/.exec(zone);
  if (fixed !== null) {
    const minutes = Number(fixed[2]) * 60 + Number(fixed[3] ?? 0);
    return (fixed[1] === '-' ? -minutes : minutes) * 60_000;
  }
  if (/^(?:Z|UTC|GMT)$/i.test(zone)) return 0;
  // The offset depends on the time it leads to: once more at the first guess.
  const first = zoneOffset(zone, local);
  return first === null ? null : zoneOffset(zone, local - first);
}

const formats = new Map<string, Intl.DateTimeFormat | null>();

function zoneOffset(zone: string, ms: number): number | null {
  let format = formats.get(zone);
  if (format === undefined) {
    format = formatOf(zone);
    formats.set(zone, format);
  }
  if (format === null) return null;
  const parts = new Map(format.formatToParts(ms).map(({ type, value }) => [type, Number(value)]));
  const part = (name: Intl.DateTimeFormatPartTypes): number => parts.get(name) ?? 0;
  const shown = Date.UTC(
    part('year'),
    part('month') - 1,
    part('day'),
    part('hour') % 24,
    part('minute'),
    part('second'),
  );
  return shown - Math.floor(ms / 1000) * 1000;
}

function formatOf(timeZone: string): Intl.DateTimeFormat | null {
  const two = '2-digit' as const;
  const fields = { year: 'numeric', month: two, day: two, hour: two, minute: two, second: two } as const;
  try {
    return new Intl.DateTimeFormat('en-US', { ...fields, timeZone, hourCycle: 'h23' });
  } catch {
    return null;
  }
}

/** `2026-11-24 08:10:11.123` as a session of that zone writes it; empty for what is no time. */
export function textOfTime(ms: number, zone: string): string {
  const offset = zone === 'UTC' ? 0 : (zoneOffset(zone, ms) ?? 0);
  const date = new Date(ms + offset);
  return Number.isNaN(date.getTime()) ? '' : date.toISOString().replace('T', ' ').replace('Z', '');
}

/** The same to look at: a full second has no fraction. */
export const shownTime = (ms: number, zone: string): string => textOfTime(ms, zone).replace(/\.000$/, '');

/** The snapshot that was current at a time; null when there was none yet. */
export function snapshotAtTime(table: TableShape, ms: number): PictureSnapshot | null {
  const snapshots = table.snapshots ?? [];
  const log = table.history ?? [];
  const entries = log.length > 0 ? log : snapshots.map(({ id, timestampMs }) => ({ snapshotId: id, timestampMs }));
  let found: { readonly snapshotId: string; readonly timestampMs: number } | null = null;
  for (const entry of entries)
    if (entry.timestampMs <= ms && (found === null || entry.timestampMs >= found.timestampMs)) found = entry;
  return snapshots.find(({ id }) => id === found?.snapshotId) ?? null;
}

/** The snapshot that a version means: a branch or tag of that name, else the id. */
export function snapshotOfVersion(table: TableShape, version: string): PictureSnapshot | null {
  const ref = (table.refs ?? []).find(({ name }) => name === version);
  return (table.snapshots ?? []).find(({ id }) => id === (ref?.snapshotId ?? version)) ?? null;
}

/** The snapshot that a literal after AS OF means; null where it takes Spark to tell. */
export function snapshotOfLiteral(
  table: TableShape,
  kind: 'timestamp' | 'version',
  literal: string,
  zone: string,
): PictureSnapshot | null {
  const text = /^(?:TIMESTAMP|DATE)?\s*'([^']*)'$/i.exec(literal)?.[1] ?? (/^\d+$/.test(literal) ? literal : null);
  if (text === null) return null;
  if (kind === 'version') return snapshotOfVersion(table, text);
  const time = timeOfText(text, zone);
  return time === null ? null : snapshotAtTime(table, time);
}

/** When expire_snapshots would remove a snapshot at the earliest. `keptBy`: the branch or tag that keeps it longest. */
export interface Expiry {
  /** Milliseconds; null for never. */
  readonly at: number | null;
  readonly keptBy: string | null;
}

const FIVE_DAYS = 432_000_000;

/**
 * By the rules of Iceberg's RemoveSnapshots: a branch keeps its newest `min-snapshots-to-keep` and those younger than
 * `max-snapshot-age-ms`, a tag its own; a reference other than main is itself dropped after `max-ref-age-ms`.
 */
export function expiryOf(table: TableShape, snapshot: PictureSnapshot): Expiry {
  const number = (name: string, fallback: number): number => Number(table.properties[name] ?? fallback) || fallback;
  const age = number('history.expire.max-snapshot-age-ms', FIVE_DAYS);
  const least = number('history.expire.min-snapshots-to-keep', 1);
  const refAge = number('history.expire.max-ref-age-ms', Infinity);
  const byId = new Map((table.snapshots ?? []).map((one) => [one.id, one]));
  let at = 0;
  let keptBy: string | null = null;
  for (const ref of table.refs ?? []) {
    const head = byId.get(ref.snapshotId);
    const until =
      head === undefined
        ? 0
        : Math.min(kept(ref, head), ref.name === 'main' ? Infinity : head.timestampMs + (ref.maxRefAgeMs ?? refAge));
    if (until > at) {
      at = until;
      keptBy = ref.name;
    }
  }
  if (keptBy === null) at = snapshot.timestampMs + age;
  return { at: Number.isFinite(at) && at < 8.64e15 ? at : null, keptBy };

  function kept(ref: PictureRef, head: PictureSnapshot): number {
    if (ref.type === 'tag') return head.id === snapshot.id ? Infinity : 0;
    const seen = new Set<string>();
    for (let one: PictureSnapshot | undefined = head; one !== undefined && !seen.has(one.id); one = parentOf(one)) {
      if (one.id === snapshot.id)
        return seen.size < (ref.minSnapshotsToKeep ?? least)
          ? Infinity
          : one.timestampMs + (ref.maxSnapshotAgeMs ?? age);
      seen.add(one.id);
    }
    return 0;
  }
  function parentOf({ parentId }: PictureSnapshot): PictureSnapshot | undefined {
    return parentId === null ? undefined : byId.get(parentId);
  }
}
