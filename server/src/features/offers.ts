/** What completion can offer for each kind of name: plain items without a place, ranked by fit. */
import { deletedRows } from '../../../lakehouse/src/iceberg/summary';
import type { Ident, Relation, Scope, TableRelation } from '../sql/ast';
import type { Binder, BoundColumn } from '../sql/binder';
import { fieldType, isShape } from '../sql/binder';
import type { CatalogPicture, PictureSnapshot, PictureTable, TableShape } from '../sql/catalog-picture';
import { functions, tableFunctions } from '../sql/language/functions';
import { metadataTables } from '../sql/language/metadata-tables';
import { procedureNamed, procedures, procedureSignature } from '../sql/language/procedures';
import { catalogPath, quoteName, sameName, visibleCtes } from '../sql/names';
import { typeFields } from '../sql/type-string';
import { code, escapeText, count, plural, utcTimestamp } from './markdown';
import type { CompletionKind } from './types';

export interface Offer {
  readonly label: string;
  readonly kind: CompletionKind;
  readonly insert: string;
  readonly detail: string;
  readonly documentation?: string;
  /** Lower comes first; within a rank the order of the list holds. */
  readonly rank: number;
}

/** Where each kind of offer stands among the others. */
export const RANK = {
  exact: 0,
  column: 1,
  relation: 2,
  table: 3,
  namespace: 4,
  catalog: 5,
  elsewhere: 6,
  function: 7,
  keyword: 8,
} as const;

/** More equal names than this are no hint of how to join. */
const MOST_CONDITIONS = 8;

/** Functions that give a time to read a table at. */
const TIME_FUNCTIONS = new Set(
  'current_date current_timestamp date_add date_sub date_trunc now timestamp_micros timestamp_millis to_date to_timestamp'.split(
    ' ',
  ),
);

const named = (name: string, kind: CompletionKind, rank: number, detail: string): Offer => ({
  label: name,
  kind,
  insert: quoteName(name),
  detail,
  rank,
});

export function columnOffer(column: BoundColumn): Offer {
  const { name, type, comment, table, nullable } = column;
  const required = nullable === false ? ' not null' : '';
  const documentation = [
    table === null ? '' : `From ${escapeText(table)}`,
    comment === null ? '' : escapeText(comment),
  ];
  return {
    ...named(name, 'column', RANK.column, `${type ?? ''}${required}`),
    documentation: documentation.filter((line) => line !== '').join('\n\n') || undefined,
  };
}

function fieldOffers(type: string | null): Offer[] {
  if (type === null) return [];
  return typeFields(type).map((field) => named(field.name, 'field', RANK.column, field.type));
}

/** Columns, aliases and parameters that a name can mean, or the fields below `qualifier`. */
export function columnOffers(binder: Binder, qualifier: readonly Ident[], scope: Scope): Offer[] {
  if (qualifier.length > 0) return qualifiedOffers(binder, qualifier, scope);
  const offers: Offer[] = [];
  for (let at: Scope | null = scope; at !== null; at = at.outer) {
    const shared = sharedNames(binder, at);
    for (const relation of at.relations) {
      const qualifier = qualifierOf(relation);
      for (const column of binder.columnsOf(relation).columns) {
        const offer = columnOffer(column);
        const ambiguous = qualifier !== null && shared.has(column.name.toLowerCase());
        // The bare name would be ambiguous: Spark refuses it.
        offers.push(ambiguous ? qualified(offer, qualifier) : offer);
      }
    }
    for (const { alias } of at.items)
      if (alias !== null) offers.push(named(alias.name, 'alias', RANK.column, 'alias of the select list'));
    for (const param of at.params) offers.push(named(param.name, 'variable', RANK.column, 'parameter'));
    for (const relation of at.relations) {
      const name = qualifierOf(relation);
      if (name !== null) offers.push(named(name, 'alias', RANK.relation, 'table in this query'));
    }
  }
  return offers;
}

/** What names a relation in front of its columns; null where nothing does. */
function qualifierOf(relation: Relation): string | null {
  const name = relation.alias?.name ?? (relation.kind === 'table' ? relation.name.parts.at(-1)?.name : undefined);
  return name === undefined || name === '' ? null : name;
}

const qualified = (offer: Offer, qualifier: string): Offer => ({
  ...offer,
  label: `${qualifier}.${offer.label}`,
  insert: `${quoteName(qualifier)}.${offer.insert}`,
});

/** Names, lower case, that more than one relation of a scope has. */
function sharedNames(binder: Binder, scope: Scope): ReadonlySet<string> {
  const once = new Set<string>();
  const shared = new Set<string>();
  if (scope.relations.length < 2) return shared;
  for (const relation of scope.relations) {
    for (const { name } of binder.columnsOf(relation).columns) {
      const key = name.toLowerCase();
      (once.has(key) ? shared : once).add(key);
    }
  }
  return shared;
}

/** What USING can name: the columns that the relation joined last shares with one before it. */
export function usingOffers(binder: Binder, scope: Scope): Offer[] {
  const last = scope.relations.at(-1);
  if (last === undefined) return [];
  const shared = sharedNames(binder, scope);
  const own = binder.columnsOf(last).columns;
  return own.filter(({ name }) => shared.has(name.toLowerCase())).map(columnOffer);
}

/** Conditions for the relation that was joined last: columns that are called the same before it, its own ones first. */
export function joinOffers(binder: Binder, scope: Scope): Offer[] {
  const last = scope.relations.at(-1);
  const right = last === undefined ? null : qualifierOf(last);
  if (last === undefined || right === null) return [];
  const offers: Offer[] = [];
  for (const relation of scope.relations.slice(0, -1)) {
    const left = qualifierOf(relation);
    if (left === null) continue;
    const names = new Set(binder.columnsOf(relation).columns.map(({ name }) => name.toLowerCase()));
    for (const { name } of binder.columnsOf(last).columns) {
      if (!names.has(name.toLowerCase()) || offers.length >= MOST_CONDITIONS) continue;
      const column = quoteName(name);
      const condition = `${quoteName(left)}.${column} = ${quoteName(right)}.${column}`;
      offers.push({ label: condition, kind: 'value', insert: condition, detail: 'same name', rank: RANK.exact });
    }
  }
  return offers;
}

function qualifiedOffers(binder: Binder, qualifier: readonly Ident[], scope: Scope): Offer[] {
  const relation = binder.relationAround(qualifier, scope);
  const columns = relation === null ? [] : binder.columnsOf(relation).columns.map(columnOffer);
  const found = binder.resolveName(qualifier, scope);
  if (found.kind !== 'column') return columns;
  return [...columns, ...fieldOffers(fieldType(found.column.type, qualifier.slice(found.part + 1)))];
}

/** The columns of the table a statement writes to or changes, or the fields below `qualifier`. */
export function targetColumnOffers(binder: Binder, qualifier: readonly Ident[], target: TableRelation): Offer[] {
  const { columns } = binder.columnsOf(target);
  const [first, ...rest] = qualifier;
  if (first === undefined) return columns.map(columnOffer);
  const own = target.alias?.name ?? target.name.parts.at(-1)?.name ?? '';
  const column = columns.find(({ name }) => sameName(name, first.name));
  if (column !== undefined) return fieldOffers(fieldType(column.type, rest));
  return sameName(own, first.name) ? columns.map(columnOffer) : [];
}

/** Tables, views, and what leads to them; below a table its metadata tables, branches and tags. */
export function tableOffers(
  picture: CatalogPicture,
  qualifier: readonly Ident[],
  scope: Scope,
  offset: number,
): Offer[] {
  const parts = qualifier.map(({ name }) => name);
  const offers: Offer[] = [];
  const [first = ''] = parts;
  const catalog = picture.catalogs.find((name) => sameName(name, first));
  if (parts.length === 0) {
    for (const cte of visibleCtes(scope, offset))
      offers.push(named(cte.name.name, 'cte', RANK.relation, 'common table expression'));
    if (picture.defaultCatalog !== null) {
      offers.push(...tablesOf(picture, picture.defaultCatalog, picture.defaultNamespace));
      offers.push(...namespaceOffers(picture, picture.defaultCatalog));
    }
    offers.push(...catalogOffers(picture));
    return offers;
  }
  if (catalog !== undefined && parts.length === 1) offers.push(...namespaceOffers(picture, catalog));
  if (catalog !== undefined && parts.length > 1) offers.push(...tablesOf(picture, catalog, parts.slice(1)));
  if (catalog === undefined && picture.defaultCatalog !== null)
    offers.push(...tablesOf(picture, picture.defaultCatalog, parts));
  const isTable = catalog === undefined ? parts.length >= 2 : parts.length >= 3;
  if (isTable) offers.push(...belowTable(picture, parts));
  return offers;
}

function belowTable(picture: CatalogPicture, parts: readonly string[]): Offer[] {
  const path = catalogPath(parts, picture);
  if (path.kind !== 'table' || path.metadata !== null || path.ref !== null) return [];
  const table = picture.table(path.catalog, path.namespace, path.name);
  if (!isShape(table) || table.format !== 'iceberg') return [];
  const metadata = metadataTables.map(({ name, what }) => ({ ...named(name, 'metadataTable', RANK.relation, what) }));
  const refs = (table.refs ?? []).map((ref) =>
    named(`${ref.type}_${ref.name}`, ref.type, RANK.table, `snapshot ${ref.snapshotId}`),
  );
  return [...metadata, ...refs];
}

/** What a listing was last made into. A catalog keeps a listing until it is asked anew: then it is another array. */
const madeOf = new WeakMap<readonly PictureTable[], Offer[]>();

function tablesOf(picture: CatalogPicture, catalog: string, namespace: readonly string[]): readonly Offer[] {
  const { items } = picture.tables(catalog, namespace);
  let offers = madeOf.get(items);
  if (offers === undefined) {
    offers = items.map(({ name, kind, format }) =>
      named(name, kind, RANK.table, [format, kind].filter(Boolean).join(' ')),
    );
    madeOf.set(items, offers);
  }
  return offers;
}

export function catalogOffers(picture: CatalogPicture): Offer[] {
  return picture.catalogs.map((name) => named(name, 'catalog', RANK.catalog, 'catalog'));
}

export function namespaceOffers(picture: CatalogPicture, catalog: string): Offer[] {
  return picture.namespaces(catalog).items.map((name) => ({
    label: name.join('.'),
    kind: 'namespace' as const,
    insert: name.map(quoteName).join('.'),
    detail: `namespace of ${catalog}`,
    rank: RANK.namespace,
  }));
}

export function functionOffers(table: boolean): Offer[] {
  return (table ? tableFunctions : functions).map(({ name, signature, what }) => ({
    label: name,
    kind: 'function' as const,
    insert: name,
    detail: signature,
    documentation: escapeText(what),
    rank: RANK.function,
  }));
}

/** What a TIMESTAMP AS OF can be computed with. */
export const timeFunctionOffers = (): Offer[] => functionOffers(false).filter(({ label }) => TIME_FUNCTIONS.has(label));

/** Suitable tables of all listings that are known, by their own name; accepted, one is written with what leads to it. */
export function knownTableOffers(picture: CatalogPicture, suits: (offer: Offer) => boolean): Offer[] {
  const offers: Offer[] = [];
  for (const catalog of picture.catalogs) {
    const isDefault = catalog === picture.defaultCatalog;
    for (const namespace of picture.namespaces(catalog).items) {
      if (isDefault && namespace.join('.') === picture.defaultNamespace.join('.')) continue;
      const path = [...(isDefault ? [] : [catalog]), ...namespace].map(quoteName).join('.');
      const detail = [catalog, ...namespace].join('.');
      for (const offer of elsewhere(tablesOf(picture, catalog, namespace), path, detail))
        if (suits(offer)) offers.push(offer);
    }
  }
  return offers;
}

/** Offers of a listing with what leads to it, as last made. */
const withPaths = new WeakMap<readonly Offer[], { readonly path: string; readonly offers: readonly Offer[] }>();

function elsewhere(tables: readonly Offer[], path: string, detail: string): readonly Offer[] {
  const known = withPaths.get(tables);
  if (known?.path === path) return known.offers;
  const offers = tables.map((offer) => ({
    ...offer,
    insert: `${path}.${offer.insert}`,
    detail,
    rank: RANK.elsewhere,
  }));
  withPaths.set(tables, { path, offers });
  return offers;
}

export function procedureOffers(picture: CatalogPicture, qualifier: readonly Ident[]): Offer[] {
  const [catalog, system] = qualifier;
  if (catalog === undefined) return catalogOffers(picture);
  if (system === undefined) return [named('system', 'namespace', RANK.namespace, 'procedures of Iceberg')];
  if (!sameName(system.name, 'system')) return [];
  return procedures.map((procedure) => ({
    label: procedure.name,
    kind: 'procedure' as const,
    insert: procedure.name,
    detail: procedureSignature(procedure),
    documentation: escapeText(procedure.what),
    rank: RANK.exact,
  }));
}

export function argumentOffers(procedure: string, used: readonly string[]): Offer[] {
  const parameters = procedureNamed(procedure)?.parameters ?? [];
  return parameters
    .filter(({ name }) => !used.some((one) => sameName(one, name)))
    .map(({ name, type, optional }) => ({
      label: name,
      kind: 'argument' as const,
      insert: `${name} => `,
      detail: `${type}${optional ? ', optional' : ''}`,
      rank: RANK.exact,
    }));
}

/** The snapshots of the table in question, newest first; `times` as TIMESTAMP literals in UTC, else by id. */
export function snapshotOffers(binder: Binder, table: TableRelation, times: boolean): Offer[] {
  const shape = binder.table(table);
  if (!isShape(shape)) return [];
  const newest = [...(times ? snapshotsByTime(shape) : (shape.snapshots ?? []))].sort(
    (a, b) => b.timestampMs - a.timestampMs,
  );
  const seen = new Set<string>();
  const offers: Offer[] = [];
  for (const snapshot of newest) {
    const label = times ? `'${utcTimestamp(snapshot.timestampMs)}'` : snapshot.id;
    if (seen.has(label)) continue;
    seen.add(label);
    const documentation = times ? `Snapshot ${code(snapshot.id)}` : undefined;
    offers.push({
      label,
      kind: 'snapshot',
      insert: label,
      detail: snapshotDetail(snapshot, times),
      documentation,
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

/** `append, +4,000 rows`; by id also when it was made. */
function snapshotDetail(snapshot: PictureSnapshot, times: boolean): string {
  const { summary, operation, timestampMs } = snapshot;
  const changes = [
    { sign: '+', value: summary['added-records'] },
    { sign: '−', value: deletedRows(summary) },
  ].flatMap(({ sign, value }) =>
    value === undefined || value === null || value === '0' ? [] : [`${sign}${count(value)}`],
  );
  const noun = changes.length === 1 && /^.1$/.test(changes[0] ?? '') ? 'row' : 'rows';
  const rows = changes.length === 0 ? '' : `${changes.join(' ')} ${noun}`;
  return [operation ?? '', rows, times ? '' : utcTimestamp(timestampMs)].filter((part) => part !== '').join(', ');
}

/** Branches and tags; quoted as strings where a version is meant, as identifiers where a reference is named. */
export function refOffers(binder: Binder, table: TableRelation, type: 'branch' | 'tag' | null): Offer[] {
  const shape = binder.table(table);
  if (!isShape(shape)) return [];
  return (shape.refs ?? [])
    .filter((ref) => type === null || ref.type === type)
    .map((ref) => ({
      label: ref.name,
      kind: ref.type,
      insert: type === null ? `'${ref.name.replaceAll("'", "\\'")}'` : quoteName(ref.name),
      detail: `${ref.type} at snapshot ${ref.snapshotId}`,
      rank: RANK.exact,
    }));
}

export function propertyOffers(binder: Binder, table: TableRelation | null): Offer[] {
  const shape = table === null ? null : binder.table(table);
  if (!isShape(shape)) return [];
  return Object.entries(shape.properties).map(([name, value]) => ({
    label: `'${name}'`,
    kind: 'property' as const,
    insert: `'${name}'`,
    detail: `now ${value}`,
    rank: RANK.exact,
  }));
}

export const describeTable = (columns: number, snapshots: number | null): string =>
  [plural(columns, 'column'), snapshots === null ? '' : plural(snapshots, 'snapshot')]
    .filter((part) => part !== '')
    .join(', ');
