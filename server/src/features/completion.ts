import { Binder } from '../sql/binder';
import { type CaretPlace, caretAt } from '../sql/caret';
import { type CatalogPicture, type TrackedPicture, trackWanted } from '../sql/catalog-picture';
import type { SqlDocument } from '../sql/document';
import type { Expectation } from '../sql/expectations';
import { transforms } from '../sql/language/procedures';
import { sameName } from '../sql/names';
import { typeNames } from '../sql/parser/types';
import {
  argumentOffers,
  catalogOffers,
  columnOffers,
  functionOffers,
  joinOffers,
  knownTableOffers,
  namespaceOffers,
  type Offer,
  procedureOffers,
  propertyOffers,
  RANK,
  refOffers,
  snapshotOffers,
  tableOffers,
  targetColumnOffers,
  usingOffers,
  timeFunctionOffers,
} from './offers';
import type { CompletionItem, CompletionResult } from './types';

/** More than this is not read by anybody: the list is then narrowed to what begins like the word, and asked for anew. */
const MOST_ITEMS = 1_000;
const FORMATS = ['iceberg', 'parquet', 'orc', 'avro', 'csv', 'json', 'delta'];

/** What can stand at an offset, best fit first. `wanted` names what the catalogs were asked and did not know. */
export function complete(document: SqlDocument, offset: number, picture: CatalogPicture): CompletionResult {
  const tracked = trackWanted(picture);
  const place = caretAt(document, offset);
  if (place === null) return { items: [], incomplete: false, wanted: [] };
  const binder = new Binder(tracked);
  const offers = place.expectations.flatMap((expectation) => offersFor(expectation, place, tracked, binder, offset));
  const typed = place.prefix.replace(/^[`'"]/, '').toLowerCase();
  const fits = byDistance(typed);
  const suits = (offer: Offer): boolean => suitsQuote(offer, place.prefix) && fits(offer) < NO_FIT;
  // A catalog may have tens of thousands of names: what does not fit goes first, and sorting is by counting.
  const fitting = ranked([...distinct(offers.filter(suits)), ...tablesElsewhere(place, picture, suits)], fits);
  const items = fitting.slice(0, MOST_ITEMS).map((offer, index) => toItem(offer, place, index));
  return { items, incomplete: tracked.wanted.length > 0 || fitting.length > items.length, wanted: tracked.wanted };
}

function offersFor(
  expectation: Expectation,
  place: CaretPlace,
  picture: TrackedPicture,
  binder: Binder,
  offset: number,
): Offer[] {
  switch (expectation.kind) {
    case 'keyword':
      return [word(place.lowerCase ? expectation.text.toLowerCase() : expectation.text)];
    case 'column':
      // No column has a value before its table is read.
      if (expectation.clause === 'asOf') return [];
      if (expectation.clause === 'using') return usingOffers(binder, expectation.scope);
      return [
        ...columnOffers(binder, expectation.qualifier, expectation.scope),
        ...(expectation.clause === 'on' && expectation.qualifier.length === 0
          ? joinOffers(binder, expectation.scope)
          : []),
      ];
    case 'targetColumn':
      return targetColumnOffers(binder, expectation.qualifier, expectation.target);
    case 'table':
      return tableOffers(picture, expectation.qualifier, expectation.scope, offset - place.base);
    case 'namespace':
      return namespacesBelow(
        picture,
        expectation.qualifier.map(({ name }) => name),
      );
    case 'catalog':
      return catalogOffers(picture);
    case 'function':
      if (place.expectations.some(({ kind }) => kind === 'timestamp')) return timeFunctionOffers();
      return expectation.qualifier.length === 0 ? functionOffers(false) : [];
    case 'tableFunction':
      return functionOffers(true);
    case 'transform':
      return transforms.map(({ name, insert, what }) => ({
        label: name,
        kind: 'function',
        insert,
        detail: what,
        rank: RANK.exact,
      }));
    case 'procedure':
      return procedureOffers(picture, expectation.qualifier);
    case 'argument':
      return expectation.procedure ? argumentOffers(expectation.callee.parts.at(-1)?.name ?? '', expectation.used) : [];
    case 'timestamp':
      return snapshotOffers(binder, expectation.table, true);
    case 'version':
      return [...snapshotOffers(binder, expectation.table, false), ...refOffers(binder, expectation.table, null)];
    case 'snapshotId':
      return snapshotOffers(binder, expectation.table, false);
    case 'ref':
      return refOffers(binder, expectation.table, expectation.type);
    case 'type':
      return typeNames.map((name) => ({
        ...word(place.lowerCase ? name.toLowerCase() : name),
        kind: 'type',
        rank: RANK.exact,
      }));
    case 'property':
      return propertyOffers(binder, expectation.table);
    case 'format':
      return FORMATS.map((name) => ({
        label: name,
        kind: 'value',
        insert: name,
        detail: 'table format',
        rank: RANK.exact,
      }));
    case 'sign':
    case 'argumentValue':
    case 'option':
    case 'newName':
      return [];
  }
}

function namespacesBelow(picture: CatalogPicture, qualifier: readonly string[]): Offer[] {
  const [first] = qualifier;
  if (first === undefined) {
    const own = picture.defaultCatalog === null ? [] : namespaceOffers(picture, picture.defaultCatalog);
    return [...own, ...catalogOffers(picture)];
  }
  const catalog = picture.catalogs.find((name) => sameName(name, first));
  return catalog === undefined || qualifier.length > 1 ? [] : namespaceOffers(picture, catalog);
}

/** Tables of other namespaces that are known by now, once a word is begun. Nothing is loaded for them. */
function tablesElsewhere(place: CaretPlace, picture: CatalogPicture, suits: (offer: Offer) => boolean): Offer[] {
  if (place.prefix.length < 2 || !/^[A-Za-z_]/.test(place.prefix)) return [];
  const read = place.expectations.some(
    (one) => one.kind === 'table' && one.qualifier.length === 0 && one.purpose !== 'create',
  );
  return read ? knownTableOffers(picture, suits) : [];
}

/** Inside a string only strings can stand, inside backticks only names. */
function suitsQuote({ insert, kind }: Offer, prefix: string): boolean {
  if (/^['"]/.test(prefix)) return insert.startsWith("'");
  return !prefix.startsWith('`') || !['keyword', 'function', 'type', 'snapshot'].includes(kind);
}

function word(text: string): Offer {
  return { label: text, kind: 'keyword', insert: text, detail: '', rank: RANK.keyword };
}

/** The first of offers that are the same in kind, label and text. */
function distinct(offers: readonly Offer[]): Offer[] {
  const seen = new Map<string, Offer>();
  const others: Offer[] = []; // those whose label another one had before
  return offers.filter((offer) => {
    const first = seen.get(offer.label);
    if (first === undefined) {
      seen.set(offer.label, offer);
      return true;
    }
    const isSame = ({ kind, label, insert }: Offer): boolean =>
      kind === offer.kind && label === offer.label && insert === offer.insert;
    if (isSame(first) || others.some(isSame)) return false;
    others.push(offer);
    return true;
  });
}

const NO_FIT = 4;

/**
 * How far an offer is from what is typed: 0 it begins so, 1 one of its words does, 2 it holds it, 3 it has the letters in
 * this order, `NO_FIT` not even that.
 */
function byDistance(typed: string): (offer: Offer) => number {
  if (typed === '') return () => 0;
  return ({ label }) => {
    const text = label.replace(/^['"]/, '').toLowerCase();
    if (text.startsWith(typed)) return 0;
    const inside = text.indexOf(typed);
    if (inside > 0) return /[^a-z0-9]/.test(text.charAt(inside - 1)) ? 1 : 2;
    let at = 0;
    for (const letter of typed) {
      at = text.indexOf(letter, at) + 1;
      if (at === 0) return NO_FIT;
    }
    return 3;
  };
}

/** By distance, then rank, then as they came. */
function ranked(offers: readonly Offer[], fits: (offer: Offer) => number): Offer[] {
  const places: Offer[][] = [];
  for (const offer of offers) (places[fits(offer) * (RANK.keyword + 1) + offer.rank] ??= []).push(offer);
  // Places that are not taken are holes, which flat() leaves out.
  return places.flat();
}

function toItem(offer: Offer, place: CaretPlace, index: number): CompletionItem {
  const quoted = place.prefix.startsWith('`') && !offer.insert.startsWith('`') ? `\`${offer.insert}\`` : offer.insert;
  return {
    label: offer.label,
    kind: offer.kind,
    insertText: quoted,
    // The editor matches what was typed, quote and all, against this.
    filterText:
      /^[`'"]/.test(place.prefix) && !offer.label.startsWith(place.prefix.charAt(0))
        ? place.prefix.charAt(0) + offer.label
        : undefined,
    sortText: String(index).padStart(5, '0'),
    detail: offer.detail,
    documentation: offer.documentation,
    replace: place.replace,
  };
}
