/** Offers of values for arguments: of Iceberg's procedures, and of functions that know only certain words. */
import type { CallAt } from '../sql/call-at';
import type { CatalogPicture, TableShape } from '../sql/catalog-picture';
import type { Option } from '../sql/language/options';
import { type Parameter, type Procedure, procedureNamed } from '../sql/language/procedures';
import { zones } from '../sql/language/settings';
import { catalogPath, quoteName, sameName } from '../sql/names';
import { isShape } from '../sql/binder';
import { timeFunctionOffers } from './offers-functions';
import { optionText, refOffers, snapshotOffers, valueOffers } from './offers-iceberg';
import { tableNameOffers } from './offers-tables';
import { type Offer, RANK, stringLiteral, text } from './offers';

/** The procedure around a caret, with the parameter the caret gives a value for. */
export interface ProcedurePlace {
  readonly procedure: Procedure;
  readonly parameter: Parameter | null;
  readonly call: CallAt;
  /** A function between the procedure and the caret: `map(…)`, `array(…)`. */
  readonly inner: CallAt | null;
}

/** `calls` are those around the caret, the innermost first. Null where no known procedure is called. */
export function procedurePlace(calls: readonly CallAt[]): ProcedurePlace | null {
  const index = calls.findIndex(({ procedure }) => procedure);
  const call = calls[index];
  const procedure = procedureNamed(call?.name.at(-1) ?? '');
  if (call === undefined || procedure === null || index > 1) return null;
  const given = call.args[call.active];
  const byName = given?.name ?? null;
  const parameter =
    byName === null
      ? procedure.parameters[call.active]
      : procedure.parameters.find(({ name }) => sameName(name, byName));
  return { procedure, parameter: parameter ?? null, call, inner: index === 1 ? (calls[0] ?? null) : null };
}

/** The shape of the table that a procedure's other arguments are about; null where it is not known. */
export function procedureTable({ procedure, call }: ProcedurePlace, picture: CatalogPicture): TableShape | null {
  const index = procedure.parameters.findIndex(({ name }) => name === 'table');
  const given =
    call.args.find(({ name }) => name !== null && sameName(name, 'table')) ??
    (call.args[index]?.name === null ? call.args[index] : undefined);
  const match = /^'((?:[^'\\]|\\.)*)'$|^"((?:[^"\\]|\\.)*)"$/.exec(given?.text ?? '');
  const name = match?.[1] ?? match?.[2];
  if (name === undefined || name === '') return null;
  const parts = [...name.matchAll(/`((?:[^`]|``)*)`|([^.`]+)/g)].map(
    (part) => part[1]?.replaceAll('``', '`') ?? part[2]?.trim() ?? '',
  );
  const catalog = catalogOfCall(call, picture);
  if (catalog === null) return null;
  const path = catalogPath(parts, { ...picture, defaultCatalog: catalog });
  if (path.kind !== 'table') return null;
  const answer = picture.table(path.catalog, path.namespace, path.name);
  return isShape(answer) ? answer : null;
}

/** The catalog a procedure belongs to. */
function catalogOfCall({ name }: CallAt, picture: CatalogPicture): string | null {
  const [first = ''] = name;
  return picture.catalogs.find((one) => sameName(one, first)) ?? picture.defaultCatalog;
}

export function procedureValueOffers(place: ProcedurePlace, picture: CatalogPicture): (readonly Offer[])[] {
  if (place.parameter?.means !== 'table') return [valueOffersFor(place, picture)];
  const catalog = catalogOfCall(place.call, picture);
  return catalog === null ? [] : tableNameOffers(picture, catalog);
}

function valueOffersFor(place: ProcedurePlace, picture: CatalogPicture): Offer[] {
  const { procedure, parameter, inner } = place;
  if (parameter === null) return [];
  const zone = picture.timeZone ?? 'UTC';
  const shape = (): TableShape | null => procedureTable(place, picture);
  const listed = procedure.values[parameter.name];
  if (listed !== undefined) return listed.map((value) => text(stringLiteral(value), parameter.what));
  switch (parameter.means) {
    case 'snapshot': {
      const table = shape();
      const ids = table === null ? [] : snapshotOffers(table, { times: false, zone });
      return parameter.type.startsWith('array') && inner === null ? arrayOf(ids.map(({ insert }) => insert)) : ids;
    }
    case 'time': {
      const table = shape();
      const times = table === null ? [] : snapshotOffers(table, { times: 'literal', zone });
      return [...times, ...timeFunctionOffers()];
    }
    case 'branch':
    case 'ref': {
      const table = shape();
      return table === null ? [] : refOffers(table, parameter.means === 'branch' ? 'branch' : null, true);
    }
    case 'column': {
      const names = shape()?.columns.map(({ name }) => stringLiteral(quoteName(name))) ?? [];
      return inner === null ? arrayOf(names) : names.map((name) => ({ ...text(name, 'column'), kind: 'column' }));
    }
    case 'options':
      return optionOffers(procedure.options, inner);
    case 'flag':
      return ['true', 'false'].map((value) => text(value, parameter.what));
    case 'table':
    case 'newTable':
    case 'text':
      return parameter.name === 'properties' && inner === null ? [mapOffer()] : [];
  }
}

/** `ARRAY(…)` around what can stand in it; the first one is put in. */
function arrayOf(values: readonly string[]): Offer[] {
  const [first = ''] = values;
  return [{ ...text(`ARRAY(${first})`, 'list'), snippet: 'ARRAY($0)', next: 'suggest' }];
}

const mapOffer = (): Offer => ({
  ...text("map('', '')", 'keys and values'),
  snippet: "map('$1', '$2')$0",
  next: 'suggest',
});

/** Keys of a map at even places, a key's values at odd ones. */
function optionOffers(options: readonly Option[], inner: CallAt | null): Offer[] {
  if (inner === null) return [mapOffer()];
  if (inner.name.at(-1)?.toLowerCase() !== 'map') return [];
  if (inner.active % 2 === 1) {
    const key = inner.args[inner.active - 1]?.text.replace(/^'(.*)'$/s, '$1');
    return valueOffers(options.find(({ name }) => name === key) ?? null, undefined, true);
  }
  const given = new Set(inner.args.filter((_, i) => i % 2 === 0 && i !== inner.active).map((one) => one.text));
  return options
    .map((one) => ({
      label: stringLiteral(one.name),
      kind: 'property' as const,
      insert: stringLiteral(one.name),
      detail: one.default === '' ? '' : `default ${one.default}`,
      documentation: () => optionText(one),
      rank: RANK.exact,
    }))
    .filter(({ label }) => !given.has(label));
}

const units = 'YEAR QUARTER MONTH WEEK DAY HOUR MINUTE SECOND MILLISECOND MICROSECOND'.split(' ');
const parts =
  'YEAR YEAROFWEEK QUARTER MONTH WEEK DAY DAYOFWEEK DAYOFWEEK_ISO DOY HOUR MINUTE SECOND TIMEZONE_HOUR'.split(' ');
const charsets = ['UTF-8', 'US-ASCII', 'ISO-8859-1', 'UTF-16', 'UTF-16BE', 'UTF-16LE', 'UTF-32'];
const dateFormats = [
  'yyyy-MM-dd',
  'yyyy-MM-dd HH:mm:ss',
  "yyyy-MM-dd''T''HH:mm:ss",
  'dd.MM.yyyy',
  'MM/dd/yyyy',
  'yyyyMMdd',
  'EEEE',
  'HH:mm',
];
const weekdays = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY'];
const collations = [
  'UTF8_BINARY',
  'UTF8_LCASE',
  'UNICODE',
  'UNICODE_CI',
  'UNICODE_CI_AI',
  'de',
  'de_CI',
  'en_CI',
  'fr_CI_AI',
];

/** Strings that a function takes, by the place of the argument. */
const literals: Readonly<Record<string, readonly (readonly string[] | null)[]>> = {
  date_trunc: [units],
  trunc: [null, ['YEAR', 'QUARTER', 'MONTH', 'WEEK']],
  date_part: [parts],
  datepart: [parts],
  next_day: [null, weekdays],
  from_utc_timestamp: [null, zones],
  to_utc_timestamp: [null, zones],
  convert_timezone: [zones, zones],
  encode: [null, charsets],
  decode: [null, charsets],
  date_format: [null, dateFormats],
  to_date: [null, dateFormats],
  to_timestamp: [null, dateFormats],
  to_timestamp_ltz: [null, dateFormats],
  to_timestamp_ntz: [null, dateFormats],
  from_unixtime: [null, dateFormats],
  unix_timestamp: [null, dateFormats],
  collate: [null, collations],
  to_binary: [null, ['utf-8', 'hex', 'base64']],
  try_to_binary: [null, ['utf-8', 'hex', 'base64']],
  parse_url: [null, ['HOST', 'PATH', 'QUERY', 'REF', 'PROTOCOL', 'FILE', 'AUTHORITY', 'USERINFO']],
  aes_encrypt: [null, null, ['GCM', 'CBC', 'ECB'], ['PKCS', 'NONE', 'DEFAULT']],
  aes_decrypt: [null, null, ['GCM', 'CBC', 'ECB'], ['PKCS', 'NONE', 'DEFAULT']],
};

export function literalOffers(call: CallAt | undefined): Offer[] {
  if (call === undefined || call.name.length !== 1) return [];
  const known = literals[call.name[0]?.toLowerCase() ?? '']?.[call.active] ?? [];
  return known.map((value) => text(`'${value}'`, ''));
}
