/** Offers of what Iceberg tables have beside columns: snapshots, branches, tags, properties, procedures. */
import { deletedRows } from '../../../lakehouse/src/iceberg/summary';
import { shownTime, textOfTime } from '../sql/as-of';
import type { Ident, TableRelation } from '../sql/ast';
import { type Binder, isShape } from '../sql/binder';
import type { CatalogPicture, PictureSnapshot, TableShape } from '../sql/catalog-picture';
import type { Option } from '../sql/language/options';
import {
  type Parameter,
  procedureNamed,
  procedures,
  procedureSignature,
  suitsTransform,
  transforms,
} from '../sql/language/procedures';
import { tableProperties } from '../sql/language/table-properties';
import { quoteName, sameName } from '../sql/names';
import { code, count, escapeText } from './markdown';
import { named, type Offer, RANK, stringLiteral } from './offers';
import { catalogOffers } from './offers-tables';

export function procedureOffers(picture: CatalogPicture, qualifier: readonly Ident[]): Offer[] {
  const [catalog, system] = qualifier;
  if (catalog === undefined) {
    const isAlone = picture.catalogs.length === 1 || picture.defaultCatalog !== null;
    const own = isAlone ? [{ ...named('system', 'namespace', RANK.namespace, 'procedures of Iceberg') }] : [];
    return [...catalogOffers(picture), ...own];
  }
  const isSystem = sameName(catalog.name, 'system') || (system !== undefined && sameName(system.name, 'system'));
  if (!isSystem)
    return system === undefined ? [named('system', 'namespace', RANK.namespace, 'procedures of Iceberg')] : [];
  return procedures.map((procedure) => {
    const needed = procedure.parameters.filter(({ optional }) => !optional);
    const list = needed.map((one, i) => `${one.name} => ${isText(one) ? `'\${${i + 1}}'` : `\${${i + 1}}`}`);
    return {
      label: procedure.name,
      kind: 'procedure' as const,
      insert: procedure.name,
      detail: procedureSignature(procedure),
      documentation: () => escapeText(procedure.what),
      rank: RANK.exact,
      snippet: `${procedure.name}(${list.join(', ')})$0`,
      next: 'suggest' as const,
    };
  });
}

const isText = ({ type }: Parameter): boolean => type === 'string';

/** Names of arguments that may come next. `used`: those given, an empty one for each by position. */
export function argumentOffers(procedure: string, used: readonly string[]): Offer[] {
  const parameters = procedureNamed(procedure)?.parameters ?? [];
  const byPosition = used.filter((name) => name === '').length;
  const left = parameters.slice(byPosition).filter(({ name }) => !used.some((one) => sameName(one, name)));
  return [...left.filter(({ optional }) => !optional), ...left.filter(({ optional }) => optional)].map((one) => ({
    label: one.name,
    kind: 'argument' as const,
    insert: `${one.name} => `,
    detail: `${one.type}${one.optional ? ', optional' : ''}`,
    documentation: () => escapeText(one.what),
    rank: RANK.exact,
    snippet: isText(one) ? `${one.name} => '$0'` : undefined,
    next: 'suggest' as const,
  }));
}

export interface SnapshotStyle {
  /** By time, as strings or as TIMESTAMP literals; else by id. */
  readonly times: false | 'string' | 'literal';
  readonly zone: string;
}

/** The snapshots of the table in question, newest first. */
export function snapshotOffers(shape: TableShape, { times, zone }: SnapshotStyle): Offer[] {
  const all = times === false ? (shape.snapshots ?? []) : snapshotsByTime(shape);
  const newest = [...all].sort((a, b) => b.timestampMs - a.timestampMs);
  const seen = new Set<string>();
  const offers: Offer[] = [];
  for (const snapshot of newest) {
    const time = `'${textOfTime(snapshot.timestampMs, zone)}'`;
    const label = times === false ? snapshot.id : times === 'string' ? time : `TIMESTAMP ${time}`;
    if (seen.has(label)) continue;
    seen.add(label);
    offers.push({
      label,
      kind: 'snapshot',
      insert: label,
      detail: snapshotDetail(snapshot, times === false ? zone : null),
      documentation: () => snapshotText(snapshot, shape, zone),
      rank: RANK.exact,
    });
  }
  return offers;
}

/** The snapshots that a time can lead to, at the time each became current: one that only a branch has is never reached. */
function snapshotsByTime({ snapshots, history }: TableShape): readonly PictureSnapshot[] {
  const all = snapshots ?? [];
  if (history === undefined || history === null || history.length === 0) return all;
  const byId = new Map(all.map((snapshot) => [snapshot.id, snapshot]));
  return history.flatMap(({ timestampMs, snapshotId }) => {
    const snapshot = byId.get(snapshotId);
    return snapshot === undefined ? [] : [{ ...snapshot, timestampMs }];
  });
}

/** `append, +4,000 rows`; with a zone also when it was made, which comes first. */
export function snapshotDetail({ summary, operation, timestampMs }: PictureSnapshot, zone: string | null): string {
  const changes = [
    { sign: '+', value: summary['added-records'] },
    { sign: '−', value: deletedRows(summary) },
  ].flatMap(({ sign, value }) =>
    value === undefined || value === null || value === '0' ? [] : [`${sign}${count(value)}`],
  );
  const noun = changes.length === 1 && /^.1$/.test(changes[0] ?? '') ? 'row' : 'rows';
  const rows = changes.length === 0 ? '' : `${changes.join(' ')} ${noun}`;
  const time = zone === null ? '' : shownTime(timestampMs, zone);
  return [time, operation ?? '', rows].filter((part) => part !== '').join(', ');
}

function snapshotText(snapshot: PictureSnapshot, { refs }: TableShape, zone: string): string {
  const names = (refs ?? []).filter(({ snapshotId }) => snapshotId === snapshot.id);
  const total = snapshot.summary['total-records'];
  return [
    `Snapshot ${code(snapshot.id)}`,
    snapshotDetail(snapshot, zone),
    total === undefined ? '' : `${count(total)} rows in all`,
    names.map(({ type, name }) => `${type} ${code(name)}`).join(', '),
  ]
    .filter((line) => line !== '')
    .join('\n\n');
}

/** Branches and tags; quoted as strings where a version is meant, as identifiers where a reference is named. */
export function refOffers(shape: TableShape, type: 'branch' | 'tag' | null, quoted: boolean): Offer[] {
  return (shape.refs ?? [])
    .filter((ref) => type === null || ref.type === type)
    .map((ref) => {
      const snapshot = shape.snapshots?.find(({ id }) => id === ref.snapshotId);
      return {
        label: ref.name,
        kind: ref.type,
        insert: quoted ? stringLiteral(ref.name) : quoteName(ref.name),
        detail: `${ref.type} at snapshot ${ref.snapshotId}`,
        documentation: snapshot === undefined ? undefined : () => escapeText(snapshotDetail(snapshot, 'UTC')),
        rank: RANK.exact,
      };
    });
}

/** Transforms that at least one column of the table fits, by the types of its columns. */
export function transformOffers(binder: Binder, table: TableRelation): Offer[] {
  const { columns } = binder.columnsOf(table);
  return transforms
    .filter((one) => columns.length === 0 || columns.some(({ type }) => suitsTransform(one, type) || isNested(type)))
    .map((one) => ({
      label: one.name,
      kind: 'function' as const,
      insert: one.name,
      detail: `${one.signature}: ${one.what}`,
      rank: RANK.exact,
      snippet: one.numbered ? `${one.name}(\${1}, \${2})$0` : `${one.name}(\${1})$0`,
      next: 'suggest' as const,
    }));
}

const isNested = (type: string | null): boolean => type?.startsWith('struct<') === true;

/** Properties of a table: those it has, with their values, then those there are. */
export function propertyOffers(shape: TableShape | null, format: string | null): Offer[] {
  const now = shape?.properties ?? {};
  const known = format === null || format === 'iceberg' ? tableProperties : [];
  const offers = known.map((one) => propertyOffer(one, now[one.name]));
  const names = new Set(known.map(({ name }) => name));
  const others = Object.entries(now).flatMap(([name, value]) =>
    names.has(name) ? [] : [propertyOffer({ name, default: '', values: [], what: '' }, value)],
  );
  const isSet = ({ detail }: Offer): boolean => detail.startsWith('now ');
  return [...others, ...offers.filter(isSet), ...offers.filter((one) => !isSet(one))];
}

function propertyOffer(one: Option, now: string | undefined): Offer {
  const label = stringLiteral(one.name);
  return {
    label,
    kind: 'property',
    insert: label,
    detail: now !== undefined ? `now ${now}` : one.default === '' ? '' : `default ${one.default}`,
    documentation: one.what === '' ? undefined : () => optionText(one),
    rank: RANK.exact,
  };
}

export function optionText(one: Option): string {
  return [
    escapeText(one.what),
    one.values.length === 0 ? '' : `Values: ${one.values.map(code).join(', ')}`,
    one.default === '' ? '' : `Default: ${code(one.default)}`,
  ]
    .filter((line) => line !== '')
    .join('\n\n');
}

/** Values of an option as strings, its default marked, the one in force first. */
export function valueOffers(one: Option | null, now: string | undefined, quoted: boolean): Offer[] {
  const values = one?.values.length === 0 && one.default !== '' ? [one.default] : (one?.values ?? []);
  const all = now === undefined || values.includes(now) ? values : [now, ...values];
  return all.map((value) => {
    const label = quoted ? stringLiteral(value) : value;
    const notes = [value === now ? 'now' : '', value === one?.default ? 'default' : ''].filter((note) => note !== '');
    return { label, kind: 'value', insert: label, detail: notes.join(', '), rank: RANK.exact };
  });
}

/** The shape of a table a statement names, once it is known. */
export function shapeOfTable(binder: Binder, table: TableRelation | null): TableShape | null {
  const answer = table === null ? null : binder.table(table);
  return isShape(answer) ? answer : null;
}
