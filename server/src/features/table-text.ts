/** A table, view or snapshot in words, for hover and for the details of an offer. */
import { expiryOf, shownTime } from '../sql/as-of';
import type { PictureSnapshot, TableShape } from '../sql/catalog-picture';
import { bytes, code, count, escapeText, plural } from './markdown';
import { snapshotDetail } from './offers-iceberg';

/** More columns are counted, not shown. */
const MOST_COLUMNS = 12;

export function tableText(table: TableShape, name: string, zone: string): string {
  const { kind, format, comment, columns, partitionFields, properties } = table;
  const version = table.formatVersion ?? null;
  const what = [format === null ? '' : escapeText(format), version === null ? '' : `format version ${version}`];
  const counts = [plural(columns.length, 'column')];
  if (table.snapshots !== null) counts.push(plural(table.snapshots.length, 'snapshot'));
  const current = currentOf(table);
  const layout = [
    partitionFields.length === 0 ? '' : `Partitioned by ${code(partitionFields.join(', '))}`,
    (table.sortFields ?? []).length === 0 ? '' : `Sorted by ${code((table.sortFields ?? []).join(', '))}`,
    table.location ? `Location ${code(table.location)}` : '',
  ];
  const lines = [
    `${kind === 'view' ? 'View' : 'Table'} ${code(name)}`,
    comment === null ? '' : escapeText(comment),
    [...what, ...counts].filter((part) => part !== '').join(', '),
    current === null ? '' : sizeText(current),
    current === null ? '' : `Last commit ${shownTime(current.timestampMs, zone)}: ${snapshotDetail(current, null)}`,
    layout.filter((part) => part !== '').join('  \n'),
    kind === 'table' ? retentionText(properties) : '',
    columnsText(table),
  ];
  return lines.filter((line) => line !== '').join('\n\n');
}

function currentOf({ snapshots, refs, currentSnapshotId }: TableShape): PictureSnapshot | null {
  const id = currentSnapshotId ?? refs?.find(({ name }) => name === 'main')?.snapshotId;
  return snapshots?.find((one) => one.id === id) ?? null;
}

/** `1,200 rows in 3 files, 4.5 MB`, by the snapshot's own totals. */
export function sizeText({ summary }: PictureSnapshot): string {
  const rows = summary['total-records'];
  const files = summary['total-data-files'];
  const size = summary['total-files-size'];
  const deletes = summary['total-delete-files'];
  return [
    rows === undefined ? '' : `${count(rows)} ${rows === '1' ? 'row' : 'rows'}`,
    files === undefined ? '' : `${count(files)} data ${files === '1' ? 'file' : 'files'}`,
    deletes === undefined || deletes === '0' ? '' : `${count(deletes)} delete ${deletes === '1' ? 'file' : 'files'}`,
    size === undefined ? '' : bytes(size),
  ]
    .filter((part) => part !== '')
    .join(', ');
}

function retentionText(properties: TableShape['properties']): string {
  const age = properties['history.expire.max-snapshot-age-ms'];
  const least = properties['history.expire.min-snapshots-to-keep'];
  const days = age === undefined || !/^\d+$/.test(age) ? null : Number(age) / 86_400_000;
  const parts = [
    days === null ? '' : `snapshots expire after ${plural(Math.round(days * 10) / 10, 'day')}`,
    least === undefined ? '' : `the last ${count(least)} are kept`,
  ].filter((part) => part !== '');
  return parts.length === 0 ? '' : escapeText(`${parts.join(', ')}.`.replace(/^./, (letter) => letter.toUpperCase()));
}

function columnsText({ columns }: TableShape): string {
  if (columns.length === 0) return '';
  const shown = columns.slice(0, MOST_COLUMNS).map(({ name, type, nullable, comment }) => {
    const note = comment === null || comment === '' ? '' : ` ${escapeText(comment)}`;
    return `- ${code(`${name} ${type}${nullable ? '' : ' NOT NULL'}`)}${note}`;
  });
  const more = columns.length - MOST_COLUMNS;
  return [...shown, ...(more > 0 ? [`- and ${plural(more, 'more column')}`] : [])].join('\n');
}

/** What a snapshot is, what holds it, and when expire_snapshots may take it. `now` in milliseconds. */
export function snapshotText(table: TableShape, snapshot: PictureSnapshot, zone: string, now: number): string {
  const names = (table.refs ?? []).filter(({ snapshotId }) => snapshotId === snapshot.id);
  const { at, keptBy } = expiryOf(table, snapshot);
  const size = sizeText(snapshot);
  const lines = [
    `Snapshot ${code(snapshot.id)}`,
    `Committed ${shownTime(snapshot.timestampMs, zone)}: ${snapshotDetail(snapshot, null)}`,
    size,
    names.map(({ type, name }) => `${type} ${code(name)}`).join(', '),
    at === null
      ? `Kept${keptBy === null ? '' : ` by ${code(keptBy)}`}: expire\\_snapshots does not take it`
      : `${at <= now ? 'Can expire since' : 'Expires from'} ${shownTime(at, zone)}`,
  ];
  return lines.filter((line) => line !== '').join('\n\n');
}
