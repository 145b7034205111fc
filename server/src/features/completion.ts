import { Binder } from '../sql/binder';
import { type CaretPlace, caretAt } from '../sql/caret';
import { type CatalogPicture, type TrackedPicture, trackWanted } from '../sql/catalog-picture';
import type { SqlDocument } from '../sql/document';
import { declaredAbove } from './declared';
import { byDistance, NO_FIT } from './fit';
import { type Offer, RANK } from './offers';
import { beforeFromOffers } from './offers-before-from';
import { settingOffers, settingPlace, zoneOffers } from './offers-options';
import { type Asked, offersAt } from './offers-at';
import { knownTableOffers } from './offers-tables';
import type { CompletionItem, CompletionResult, LanguageOptions } from './types';

/** More than this is not read by anybody: the list is then narrowed to what begins like the word, and asked for anew. */
const MOST_ITEMS = 1_000;

/** What can stand at an offset, best fit first. `wanted` names what the catalogs were asked and did not know. */
export function complete(
  document: SqlDocument,
  offset: number,
  picture: CatalogPicture,
  options: LanguageOptions = {},
): CompletionResult {
  const place = caretAt(document, offset);
  if (place === null) return { items: [], incomplete: false, wanted: [] };
  const tracked = trackWanted(picture);
  const session = sessionPlace(document, place, offset);
  const at = session?.place ?? place;
  const fits = byDistance(at.prefix.replace(/^[`'"]/, ''));
  const suits = (offer: Offer): boolean => suitsQuote(offer, at.prefix) && fits(offer) < NO_FIT;
  const offers = session?.offers ?? allOffers(document, place, offset, picture, tracked, options, suits);
  // A catalog may have tens of thousands of names: what does not fit goes first, and sorting is by counting.
  const fitting = ranked([...distinct(offers.filter(suits)), ...tablesElsewhere(at, picture, suits)], fits);
  const items = fitting.slice(0, MOST_ITEMS).map((offer, index) => toItem(offer, at, index, document.text));
  return { items, incomplete: tracked.wanted.length > 0 || fitting.length > items.length, wanted: tracked.wanted };
}

function allOffers(
  document: SqlDocument,
  place: CaretPlace,
  offset: number,
  picture: CatalogPicture,
  tracked: TrackedPicture,
  options: LanguageOptions,
  suits: (offer: Offer) => boolean,
): Offer[] {
  const declared = declaredAbove(document, offset, tracked, place.parsed.nodes);
  const asked: Asked = {
    place,
    picture: declared.picture,
    binder: new Binder(declared.picture),
    declared,
    caret: offset - place.base,
    sparkVersion: options.sparkVersion ?? '4.0',
  };
  const offers = offersAt(asked);
  const free = place.expectations.find(
    (one) => one.kind === 'column' && one.clause === 'select' && one.qualifier.length === 0,
  );
  if (free?.kind !== 'column') return offers;
  return [...offers, ...beforeFromOffers(document, place, offset, free.scope, declared.picture, picture, suits)];
}

/** SET and RESET take settings, which are no names: their words are read here. */
function sessionPlace(
  document: SqlDocument,
  place: CaretPlace,
  offset: number,
): { readonly place: CaretPlace; readonly offers: readonly Offer[] } | null {
  const before = document.text.slice(place.base, offset);
  if (!/^\s*(?:SET|RESET)\b/i.test(before)) return null;
  if (/^\s*SET\s+TIME\s+ZONE\s+(?:'[^']*)?$/i.test(before)) return { place, offers: zoneOffers() };
  const found = settingPlace(before);
  if (found === null || /^(?:CATALOG|VAR|VARIABLE|TIME)$/i.test(found.key)) return null;
  // A word alone may be one of these still.
  const isWord = found.value === null && !/[.-]/.test(found.key);
  const words: Offer[] = isWord
    ? place.expectations.flatMap((one) =>
        one.kind === 'keyword'
          ? [{ label: one.text, kind: 'keyword', insert: one.text, detail: '', rank: RANK.exact }]
          : [],
      )
    : [];
  const start = place.base + found.start;
  const end = offset + (/^[\w.-]*`?/.exec(document.text.slice(offset))?.[0].length ?? 0);
  const prefix = document.text.slice(start, offset);
  return {
    place: { ...place, prefix, replace: [start, end], expectations: [] },
    offers: [...words, ...settingOffers(found)],
  };
}

/** Tables of other namespaces that are known by now, once a word is begun. Nothing is loaded for them. */
function tablesElsewhere(place: CaretPlace, picture: CatalogPicture, suits: (offer: Offer) => boolean): Offer[] {
  if (place.prefix.length < 2 || !/^[A-Za-z_]/.test(place.prefix)) return [];
  const read = place.expectations.some(
    (one) => one.kind === 'table' && one.qualifier.length === 0 && one.purpose !== 'create',
  );
  return read ? knownTableOffers(picture, suits) : [];
}

const NO_NAMES: ReadonlySet<CompletionItem['kind']> = new Set([
  'keyword',
  'function',
  'type',
  'snapshot',
  'template',
  'value',
]);

/** Inside a string only strings can stand, inside backticks only names. */
function suitsQuote({ insert, kind }: Offer, prefix: string): boolean {
  if (/^['"]/.test(prefix)) return insert.startsWith("'");
  return !prefix.startsWith('`') || insert.startsWith('`') || !NO_NAMES.has(kind);
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

/** By distance, then rank, then as they came. */
function ranked(offers: readonly Offer[], fits: (offer: Offer) => number): Offer[] {
  const places: Offer[][] = [];
  for (const offer of offers) (places[fits(offer) * (RANK.rare + 1) + offer.rank] ??= []).push(offer);
  // Places that are not taken are holes, which flat() leaves out.
  return places.flat();
}

function toItem(given: Offer, place: CaretPlace, index: number, text: string): CompletionItem {
  const offer = cased(given, place.prefix);
  const { label, insert } = offer;
  const quote = /^[`'"]/.exec(place.prefix)?.[0] ?? '';
  const isQuoted = quote === '`' && !insert.startsWith('`');
  const item: CompletionItem = {
    label,
    kind: offer.kind,
    insertText: isQuoted ? `\`${insert}\`` : insert,
    filterText: filterOf(offer, place.prefix, quote),
    sortText: String(index).padStart(5, '0'),
    detail: offer.detail,
    documentation: offer.documentation,
    replace: place.replace,
  };
  // Parentheses that stand there already are not written again.
  const isCalled = offer.snippet?.startsWith(`${insert}(`) === true && /^\s*\(/.test(text.slice(place.replace[1]));
  return {
    ...item,
    ...(offer.snippet === undefined || isQuoted || isCalled ? {} : { snippet: offer.snippet }),
    ...(offer.next === undefined ? {} : { next: offer.next }),
    ...(offer.edits === undefined ? {} : { edits: offer.edits }),
    ...(offer.table === undefined ? {} : { table: offer.table }),
    ...(leadsOn(offer) ? { commitCharacters: ['.'] } : {}),
  };
}

/** What the editor matches the typed text against, quote and all; the label where it is left out. */
function filterOf({ label, match }: Offer, prefix: string, quote: string): string | undefined {
  const typed = prefix.slice(quote.length).toLowerCase();
  const bare = (text: string): string => text.replace(/^['"`]/, '').toLowerCase();
  const isByMatch = match !== undefined && typed !== '' && !bare(label).startsWith(typed);
  const words = isByMatch ? match : label;
  if (quote !== '' && !words.startsWith(quote)) return quote + words.replace(/^['"`]/, '');
  return isByMatch ? words : undefined;
}

/** Whether a dot may follow: then the dot accepts it. */
const leadsOn = ({ kind, detail }: Offer): boolean =>
  kind === 'catalog' ||
  kind === 'namespace' ||
  (kind === 'alias' && detail === 'table in this query') ||
  (kind === 'column' && detail.startsWith('struct<'));

/** A function's name in capitals where it was begun in capitals. */
function cased(offer: Offer, prefix: string): Offer {
  if (offer.kind !== 'function' || !/^[A-Z][A-Z0-9_]+$/.test(prefix)) return offer;
  const upper = (text: string): string => text.replace(/^[a-z0-9_]+/, (name) => name.toUpperCase());
  const { label, insert, snippet } = offer;
  return {
    ...offer,
    label: upper(label),
    insert: upper(insert),
    snippet: snippet === undefined ? undefined : upper(snippet),
  };
}
