/** How the history looks, as plain data: days with their entries, and what of them a filter leaves. */
import type { Rendered } from '../explorer/render';
import { COMMANDS } from '../ids';
import { quoteName } from '../sql-names';
import type { HistoryEntry, Outcome, Written } from './entry';

export interface Day {
  readonly kind: 'day';
  /** `2026-11-24`, in local time. */
  readonly id: string;
  readonly entries: readonly HistoryEntry[];
}
export type HistoryNode = Day | { readonly kind: 'entry'; readonly entry: HistoryEntry };

const LONGEST_LABEL = 120;
/** A hover of more text than this is no help and slow. */
const LONGEST_TOOLTIP = 10_000;
const DAY_NAME = new Intl.DateTimeFormat('en', { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' });

const ICONS: Readonly<Record<Outcome, { readonly icon: string; readonly color?: string }>> = {
  done: { icon: 'check', color: 'charts.green' },
  failed: { icon: 'error', color: 'charts.red' },
  cancelled: { icon: 'circle-slash' },
};

/** Entries by the day they started on, in the order they come. */
export function groupByDay(entries: readonly HistoryEntry[]): Day[] {
  const days = new Map<string, HistoryEntry[]>();
  for (const entry of entries) {
    const id = dayOf(new Date(entry.startedMs));
    days.set(id, [...(days.get(id) ?? []), entry]);
  }
  return [...days].map(([id, list]) => ({ kind: 'day', id, entries: list }));
}

/** Entries that have every word of `filter` in text, connection, outcome or error, in any case. */
export function matching(entries: readonly HistoryEntry[], filter: string): readonly HistoryEntry[] {
  const words = filter
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  return entries.filter(({ sql, connection, outcome, failure }) => {
    const text = [sql, connection, outcome, failure?.condition, failure?.message].join('\n').toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

export function renderNode(node: HistoryNode, now: Date): Rendered {
  return node.kind === 'day' ? renderDay(node, now) : renderEntry(node.entry, node);
}

function renderDay({ id, entries }: Day, now: Date): Rendered {
  const yesterday = new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1);
  const known = new Map([
    [dayOf(now), 'Today'],
    [dayOf(yesterday), 'Yesterday'],
  ]);
  return {
    label: known.get(id) ?? DAY_NAME.format(new Date(`${id}T00:00:00`)),
    description: counted(entries.length, 'statement'),
    icon: 'calendar',
    collapsible: id === dayOf(now) ? 'expanded' : 'collapsed',
    context: 'day',
  };
}

function renderEntry(entry: HistoryEntry, node: HistoryNode): Rendered {
  return {
    label: oneLine(entry.sql),
    description: [...facts(entry), entry.connection].join(' · '),
    tooltip: tooltip(entry),
    ...ICONS[entry.outcome],
    collapsible: 'none',
    context: canUndo(entry) ? 'entry undo' : 'entry',
    command: { title: 'Open', command: COMMANDS.openFromHistory, args: [node] },
  };
}

/** The statement on one line, cut to what a row can show. */
export function oneLine(sql: string): string {
  const text = sql
    .slice(0, 10 * LONGEST_LABEL)
    .replace(/\s+/g, ' ')
    .trim();
  return text.length > LONGEST_LABEL ? `${text.slice(0, LONGEST_LABEL)}…` : text;
}

/** It made a snapshot that has one before it. */
export function canUndo({ written }: HistoryEntry): boolean {
  return written?.some(({ parentId }) => parentId !== null) === true;
}

/** Time of day, and what came of it. */
export function facts({ startedMs, durationMs, rows, outcome, failure, written }: HistoryEntry): string[] {
  const done = written?.length ? written.map(changeText).join(', ') : counted(rows, 'row');
  const result = { done, failed: failure?.condition ?? 'failed', cancelled: 'cancelled' };
  return [timeOf(new Date(startedMs)), duration(durationMs), result[outcome]];
}

/** What a write did: `append +5 rows`. */
function changeText({ operation, added, deleted }: Written): string {
  const counts = [added === null ? '' : `+${grouped(added)}`, deleted === null ? '' : `−${grouped(deleted)}`].filter(
    (part) => part !== '',
  );
  return counts.length === 0 ? operation : `${operation} ${counts.join(' ')} rows`;
}

const grouped = (digits: string): string => digits.replace(/\B(?=(\d{3})+$)/g, ',');

/** `512 B`, `1.5 MB`, in powers of 1000. */
export function bytesText(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];
  let value = bytes;
  let unit = 0;
  for (; value >= 999.5 && unit < units.length - 1; unit++) value /= 1000;
  return `${unit === 0 || value >= 99.95 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`;
}

function tooltip(entry: HistoryEntry): string[] {
  const { sql, startedMs, connection, failure, whole, bytesRead, written } = entry;
  const text = sql.length > LONGEST_TOOLTIP ? `${sql.slice(0, LONGEST_TOOLTIP)}…` : sql;
  const [, ...rest] = facts(entry);
  const start = new Date(startedMs);
  return [
    [`${dayOf(start)} ${timeOf(start)}`, ...rest, connection].join(' · '),
    ...(bytesRead === undefined ? [] : [`Read ${bytesText(bytesRead)}`]),
    ...(written ?? []).map(({ table, snapshotId, parentId }) =>
      [`Snapshot ${snapshotId} of ${quoteName(table)}`, ...(parentId === null ? [] : [`after ${parentId}`])].join(', '),
    ),
    ...(failure === undefined || failure.message === '' ? [] : [failure.message]),
    ...(whole ? [] : ['Kept with masked literals or cut: not the text that ran.']),
    text,
  ];
}

/** `350 ms`, `1.2 s`, `3 min 5 s`. */
export function duration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  const seconds = ms / 1000;
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

function counted(count: number, what: string): string {
  return `${count.toLocaleString('en')} ${what}${count === 1 ? '' : 's'}`;
}

const two = (value: number): string => String(value).padStart(2, '0');

function dayOf(date: Date): string {
  return `${String(date.getFullYear()).padStart(4, '0')}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

function timeOf(date: Date): string {
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}
