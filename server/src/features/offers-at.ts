/** What can stand at a caret: an offer for each thing the parser expects there. */
import type { TableRelation } from '../sql/ast';
import type { Binder } from '../sql/binder';
import { callsAround } from '../sql/call-at';
import type { CaretPlace } from '../sql/caret';
import type { CatalogPicture } from '../sql/catalog-picture';
import type { Expectation } from '../sql/expectations';
import { tableProperty } from '../sql/language/table-properties';
import { typeNames } from '../sql/parser/types';
import { T } from '../sql/token-kinds';
import type { Declared } from './declared';
import { keywordOrder, named, type Offer, RANK, text, word } from './offers';
import { literalOffers, procedurePlace, procedureValueOffers } from './offers-arguments';
import {
  columnOffers,
  fieldOffers,
  joinOffers,
  subscriptOffers,
  targetColumnOffers,
  usingOffers,
} from './offers-columns';
import { functionOffers, timeFunctionOffers } from './offers-functions';
import {
  argumentOffers,
  procedureOffers,
  propertyOffers,
  refOffers,
  shapeOfTable,
  snapshotOffers,
  transformOffers,
  valueOffers,
} from './offers-iceberg';
import { hintArgumentOffers, hintOffers, locationOffers, pathOffers } from './offers-options';
import { catalogOffers, namespacesBelow, tableOffers } from './offers-tables';
import { insertColumnsOffers, mergeOffers } from './offers-whole';
import { expressionTemplates, statementTemplates, windowTemplates } from './templates';
import { ValueTypes } from './value-types';

export interface Asked {
  readonly place: CaretPlace;
  /** With what the statements above declare. */
  readonly picture: CatalogPicture;
  readonly binder: Binder;
  readonly declared: Declared;
  /** The caret, from the statement's start. */
  readonly caret: number;
  readonly sparkVersion: string;
}

const FORMATS = ['iceberg', 'parquet', 'orc', 'avro', 'csv', 'json', 'delta', 'text', 'jdbc'];
const FILES = /^(?:parquet|orc|avro|csv|json|text|binaryfile|delta)$/i;

/** Kinds of expectation that leave no room for anything else. */
const ALONE: ReadonlySet<Expectation['kind']> = new Set([
  'propertyValue',
  'location',
  'hint',
  'hintArgument',
  'variable',
]);

/** Lists may be long: they are not copied. */
export function offersAt(asked: Asked): (readonly Offer[])[] {
  const { expectations } = asked.place;
  const calls = callsAround(asked.place.tokens, asked.caret);
  const procedure = procedurePlace(calls);
  if (procedure !== null) {
    const names = procedure.inner === null ? argumentNames(asked) : [];
    const values = procedureValueOffers(procedure, asked.picture);
    return [names, ...(afterTimestamp(asked) ? values.map((list) => list.map(withoutType)) : values)];
  }
  const time = timeLiteralOffers(asked);
  if (time !== null) return [time];
  const alone = expectations.filter(({ kind }) => ALONE.has(kind));
  const all = alone.length > 0 ? alone : expectations;
  const keywords = all.flatMap((one) => (one.kind === 'keyword' ? [one.text] : []));
  const likely = keywordOrder(keywords);
  keywords.sort((a, b) => likely(a) - likely(b));
  return [
    ...all.flatMap((one) => (one.kind === 'table' ? tables(one, asked) : [offersFor(one, asked)])),
    literalOffers(calls[0]),
    keywords.map((one) => word(one, asked.place.lowerCase)),
    templatesFor(keywords, asked.place.lowerCase),
  ];
}

function tables(one: Expectation & { kind: 'table' }, { declared, picture, caret }: Asked): (readonly Offer[])[] {
  const { qualifier, scope, purpose } = one;
  const isPath = qualifier.length === 1 && FILES.test(qualifier[0]?.name ?? '');
  return [
    qualifier.length === 0 && purpose !== 'create' ? declaredTables(declared) : [],
    ...tableOffers(picture, qualifier, scope, caret, purpose),
    isPath && purpose === 'read' ? pathOffers(picture.locations?.() ?? []) : [],
  ];
}

/** Names of a procedure's arguments; none where the name has been written. */
function argumentNames({ place }: Asked): Offer[] {
  return place.expectations.flatMap((one) =>
    one.kind === 'argument' && one.procedure ? argumentOffers(one.callee.parts.at(-1)?.name ?? '', one.used) : [],
  );
}

/** Whether the word before the caret is TIMESTAMP, whose string is being written. */
function afterTimestamp({ place, caret }: Asked): boolean {
  if (!/^['"]/.test(place.prefix)) return false;
  const { tokens } = place;
  const start = caret - place.prefix.length;
  let before = -1;
  for (let at = 0; at < tokens.count && (tokens.starts[at] ?? 0) < start; at++) before = at;
  return tokens.kinds[before] === Number(T.TIMESTAMP);
}

const withoutType = (offer: Offer): Offer => {
  const bare = (words: string): string => words.replace(/^TIMESTAMP /, '');
  return { ...offer, label: bare(offer.label), insert: bare(offer.insert) };
};

/** The string of `TIMESTAMP AS OF TIMESTAMP '…'`. */
function timeLiteralOffers(asked: Asked): Offer[] | null {
  if (!afterTimestamp(asked)) return null;
  const { caret, place } = asked;
  const table = place.parsed.tables.find(
    ({ asOf }) => asOf?.kind === 'timestamp' && asOf.start < caret && asOf.end >= caret - place.prefix.length - 12,
  );
  return table === undefined ? null : snapshots(asked, table, 'string');
}

function snapshots({ binder, picture }: Asked, table: TableRelation, times: 'string' | false): Offer[] {
  const shape = shapeOfTable(binder, table);
  return shape === null ? [] : snapshotOffers(shape, { times, zone: picture.timeZone ?? 'UTC' });
}

function refs({ binder }: Asked, table: TableRelation, type: 'branch' | 'tag' | null): Offer[] {
  const shape = shapeOfTable(binder, table);
  return shape === null ? [] : refOffers(shape, type, type === null);
}

function templatesFor(keywords: readonly string[], lowerCase: boolean): Offer[] {
  if (keywords.includes('MERGE INTO') && keywords.includes('CREATE')) return statementTemplates(lowerCase);
  if (keywords.includes('CASE')) return expressionTemplates(lowerCase);
  return keywords.includes('OVER') ? windowTemplates(lowerCase) : [];
}

function offersFor(expectation: Exclude<Expectation, { kind: 'table' }>, asked: Asked): readonly Offer[] {
  const { binder, declared, picture, place } = asked;
  switch (expectation.kind) {
    case 'column': {
      // No column has a value before its table is read.
      if (expectation.clause === 'asOf') return [];
      if (expectation.clause === 'using') return usingOffers(binder, expectation.scope);
      const { qualifier, scope } = expectation;
      const types = new ValueTypes(binder, place.parsed);
      return [
        ...(expectation.clause === 'on' && qualifier.length === 0 ? joinOffers(binder, scope) : []),
        ...columnOffers(binder, types, qualifier, scope),
        ...variables(
          declared,
          qualifier.map(({ name }) => name),
        ),
      ];
    }
    case 'targetColumn':
      return targetColumnOffers(binder, expectation);
    case 'field':
      return fieldOffers(new ValueTypes(binder, place.parsed).of(expectation.base));
    case 'subscript': {
      const { base } = expectation;
      const name = base.kind === 'column' ? (base.name.parts.at(-1)?.name.toLowerCase() ?? '') : '';
      return subscriptOffers(new ValueTypes(binder, place.parsed).of(base), name);
    }
    case 'namespace':
      return namespacesBelow(
        picture,
        expectation.qualifier.map(({ name }) => name),
      );
    case 'catalog':
      return catalogOffers(picture);
    case 'function':
      if (place.expectations.some(({ kind }) => kind === 'timestamp')) return timeFunctionOffers();
      return expectation.qualifier.length === 0 ? functionOffers(false, asked.sparkVersion) : [];
    case 'tableFunction':
      return functionOffers(true, asked.sparkVersion);
    case 'transform':
      return transformOffers(binder, expectation.table);
    case 'procedure':
      return procedureOffers(picture, expectation.qualifier);
    case 'timestamp':
      return snapshots(asked, expectation.table, 'string');
    case 'version':
      return [...refs(asked, expectation.table, null), ...snapshots(asked, expectation.table, false)];
    case 'snapshotId':
      return snapshots(asked, expectation.table, false);
    case 'ref':
      return refs(asked, expectation.table, expectation.type);
    case 'type':
      return typeNames.map((name) => typeOffer(place.lowerCase ? name.toLowerCase() : name));
    case 'property':
      return propertyOffers(shapeOfTable(binder, expectation.table), formatOf(asked, expectation.table));
    case 'propertyValue': {
      const now = shapeOfTable(binder, expectation.table)?.properties[expectation.property];
      return valueOffers(tableProperty(expectation.property), now, true);
    }
    case 'format':
      return FORMATS.map((name) => text(name, 'table format'));
    case 'hint':
      return hintOffers(place.lowerCase);
    case 'hintArgument':
      return hintArgumentOffers(binder, expectation.hint, expectation.scope);
    case 'insertColumns':
      return insertColumnsOffers(binder, expectation.target, expectation.open);
    case 'mergeAction':
      return mergeOffers(binder, expectation, place.parsed, place.lowerCase);
    case 'location':
      return locationOffers(picture.locations?.() ?? []);
    case 'variable':
      return variables(declared, []);
    case 'keyword': // in the order of how often they are meant: see offersAt
    case 'sign':
    case 'argument':
    case 'argumentValue':
    case 'option':
    case 'newName':
      return [];
  }
}

const TYPE_SNIPPETS: Readonly<Record<string, string>> = {
  ARRAY: 'ARRAY<$0>',
  MAP: 'MAP<${1:STRING}, ${2:STRING}>$0',
  STRUCT: 'STRUCT<${1:name}: ${2:STRING}>$0',
  DECIMAL: 'DECIMAL(${1:18}, ${2:2})$0',
  CHAR: 'CHAR(${1:10})$0',
  VARCHAR: 'VARCHAR(${1:255})$0',
  INTERVAL: 'INTERVAL ${1|YEAR,MONTH,DAY,HOUR,MINUTE,SECOND|}$0',
};

function typeOffer(name: string): Offer {
  const snippet = TYPE_SNIPPETS[name.toUpperCase()];
  const isLower = name === name.toLowerCase();
  const cased = isLower ? snippet?.replace(/[A-Z]{2,}/g, (one) => one.toLowerCase()) : snippet;
  return { label: name, kind: 'type', insert: name, detail: '', rank: RANK.exact, snippet: cased };
}

/** Session variables, also behind `session.` and `system.session.`. */
function variables({ variables: all }: Declared, qualifier: readonly string[]): Offer[] {
  const path = qualifier.join('.').toLowerCase();
  if (path !== '' && path !== 'session' && path !== 'system.session') return [];
  return all.map(({ name, type }) => named(name, 'variable', RANK.relation, `${type}, session variable`));
}

/** Tables and views of the statements above that the catalogs do not have. */
const declaredTables = ({ tables }: Declared): Offer[] =>
  tables.map(({ parts, kind }) => {
    const offer = named(parts.at(-1) ?? '', kind, RANK.relation, `${kind} of this document`);
    const path = parts.map((part) => named(part, kind, 0, '').insert).join('.');
    return { ...offer, label: parts.join('.'), insert: path, match: parts.at(-1) };
  });

/** The format a table has, or that the statement gives it; null where neither says. */
function formatOf({ binder, place }: Asked, table: TableRelation | null): string | null {
  const definition = place.parsed.nodes.find((node) => node.kind === 'definition');
  const given = definition?.kind === 'definition' ? definition.format?.parts.at(-1)?.name.toLowerCase() : undefined;
  return given ?? shapeOfTable(binder, table)?.format ?? null;
}
