import { isShape } from '../../sql/binder';
import { snapshotAtTime, snapshotOfVersion, textOfTime, timeOfText } from '../../sql/as-of';
import type { TableShape } from '../../sql/catalog-picture';
import type { AsOf, TableRelation } from '../../sql/ast';
import { stringValue } from '../rules/literals';
import { change, type CodeAction, type Place, type Rewriting, rewrite, touches } from './action';

/** A time as the exact snapshot, a snapshot as the time from which it was current, a branch or tag as its snapshot. */
export const convertTimeTravel: Rewriting = (place) => {
  const { subject } = place;
  return subject.parsed.tables.flatMap((table) => {
    const { asOf } = table;
    if (asOf === null || !touches(place, { start: table.start, end: asOf.end })) return [];
    const path = subject.binder.path(table);
    if (path.kind !== 'table' || path.metadata !== null || !subject.trusts(table)) return [];
    const answer = subject.binder.tableAt(path);
    const title = asOf.kind === 'timestamp' ? 'Convert to VERSION AS OF' : 'Convert to TIMESTAMP AS OF';
    if (answer === 'loading' || answer === 'unknown') return [rewrite(title, null)];
    if (!isShape(answer) || answer.snapshots === null) return [];
    return asOf.kind === 'timestamp' ? toVersion(asOf, answer, place) : toTime(table, asOf, answer, place);
  });
};

function toVersion(asOf: AsOf, shape: TableShape, { subject, picture }: Place): CodeAction[] {
  const { value } = asOf;
  if (value?.kind !== 'literal') return [];
  const text = stringValue(subject.slice(value).replace(/^timestamp(?:_ltz)?\s*/i, ''));
  const ms = text === null ? null : timeOfText(text, picture.timeZone ?? 'UTC');
  const snapshot = ms === null ? null : snapshotAtTime(shape, ms);
  if (snapshot === null) return [];
  const form = written(asOf, 'VERSION', subject.slice(asOf));
  return [rewrite(`Convert to VERSION AS OF ${snapshot.id}`, [change(asOf.start, asOf.end, `${form} ${snapshot.id}`)])];
}

function toTime(_: TableRelation, asOf: AsOf, shape: TableShape, { subject, picture }: Place): CodeAction[] {
  const { value } = asOf;
  if (value?.kind !== 'literal') return [];
  const isText = value.type === 'string';
  const version = isText ? stringValue(subject.slice(value)) : subject.slice(value).replace(/l$/i, '');
  const snapshot = version === null ? null : snapshotOfVersion(shape, version);
  if (snapshot === null) return [];
  const actions: CodeAction[] = [];
  if (isText && snapshot.id !== version) {
    actions.push(
      rewrite(`Convert to the exact snapshot ${snapshot.id}`, [change(value.start, value.end, snapshot.id)]),
    );
  }
  // When it became current; a snapshot of a branch alone never did.
  const log = shape.history ?? shape.snapshots?.map(({ id, timestampMs }) => ({ snapshotId: id, timestampMs })) ?? [];
  const entry = log.findLast(({ snapshotId }) => snapshotId === snapshot.id);
  if (entry === undefined || snapshotAtTime(shape, entry.timestampMs)?.id !== snapshot.id) return actions;
  const time = textOfTime(entry.timestampMs, picture.timeZone ?? 'UTC');
  // Without a zone it would move with the session.
  const text = picture.timeZone === undefined ? `${time}Z` : time;
  const form = written(asOf, 'TIMESTAMP', subject.slice(asOf));
  actions.push(rewrite(`Convert to TIMESTAMP AS OF '${text}'`, [change(asOf.start, asOf.end, `${form} '${text}'`)]));
  return actions;
}

/** In the form that is there: with FOR, with SYSTEM_, in its case. */
function written(_: AsOf, word: 'VERSION' | 'TIMESTAMP', text: string): string {
  const isSystem = /\bSYSTEM_/i.test(text);
  const head = `${/^FOR\b/i.test(text) ? 'FOR ' : ''}${isSystem ? (word === 'VERSION' ? 'SYSTEM_VERSION' : 'SYSTEM_TIME') : word} AS OF`;
  return /^[a-z]/.test(text) ? head.toLowerCase() : head;
}
