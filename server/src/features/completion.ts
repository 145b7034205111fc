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
import { knownTables } from './offers-tables';
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
  const sieve = new Sieve(at.prefix);
  if (session === null) collect(document, place, offset, picture, tracked, options, sieve);
  else sieve.take(session.offers);
  if (readsTable(at)) for (const offers of knownTables(picture)) sieve.take(offers);
  const items = sieve.best(MOST_ITEMS).map((offer, index) => toItem(offer, at, index, document.text));
  return { items, incomplete: tracked.wanted.length > 0 || sieve.count > MOST_ITEMS, wanted: tracked.wanted };
}

/** Sorts offers by how they fit, by counting: a catalog may have tens of thousands of names. */
class Sieve {
  private readonly places: Offer[][] = [];
  private readonly fits: (offer: Offer) => number;
  count = 0;

  private readonly quote: string;

  constructor(prefix: string) {
    this.fits = byDistance(prefix.replace(/^[`'"]/, ''));
    this.quote = /^[`'"]/.exec(prefix)?.[0] ?? '';
  }

  readonly suits = (offer: Offer): boolean => suitsQuote(offer, this.quote) && this.fits(offer) < NO_FIT;

  take(offers: readonly Offer[]): void {
    for (const offer of offers) {
      if (this.quote !== '' && !suitsQuote(offer, this.quote)) continue;
      const distance = this.fits(offer);
      if (distance >= NO_FIT) continue;
      this.count++;
      const place = (this.places[distance * (RANK.rare + 1) + offer.rank] ??= []);
      // More of one place than the whole list holds are only counted.
      if (place.length < 2 * MOST_ITEMS) place.push(offer);
    }
  }

  /** By distance, then rank, then as they came; the same only once. */
  best(most: number): Offer[] {
    const seen = new Map<string, Offer[]>();
    const found: Offer[] = [];
    // Places that are not taken are holes, which forEach leaves out.
    this.places.forEach((offers) => {
      for (const offer of offers) {
        if (found.length >= most) return;
        const others = seen.get(offer.label);
        if (others?.some(({ kind, insert }) => kind === offer.kind && insert === offer.insert) === true) continue;
        if (others === undefined) seen.set(offer.label, [offer]);
        else others.push(offer);
        found.push(offer);
      }
    });
    return found;
  }
}

function collect(
  document: SqlDocument,
  place: CaretPlace,
  offset: number,
  picture: CatalogPicture,
  tracked: TrackedPicture,
  options: LanguageOptions,
  sieve: Sieve,
): void {
  const declared = declaredAbove(document, offset, tracked, place.parsed.nodes);
  const asked: Asked = {
    place,
    picture: declared.picture,
    binder: new Binder(declared.picture),
    declared,
    caret: offset - place.base,
    sparkVersion: options.sparkVersion ?? '4.0',
  };
  for (const offers of offersAt(asked)) sieve.take(offers);
  const free = place.expectations.find(
    (one) => one.kind === 'column' && one.clause === 'select' && one.qualifier.length === 0,
  );
  if (free?.kind !== 'column') return;
  sieve.take(beforeFromOffers(document, place, offset, free.scope, declared.picture, picture, sieve.suits));
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

/** Whether tables of other namespaces are offered: those that are known by now, once a word is begun. */
function readsTable(place: CaretPlace): boolean {
  if (place.prefix.length < 2 || !/^[A-Za-z_]/.test(place.prefix)) return false;
  return place.expectations.some(
    (one) => one.kind === 'table' && one.qualifier.length === 0 && one.purpose !== 'create',
  );
}

const DOT: readonly string[] = ['.'];
const NO_NAMES: ReadonlySet<CompletionItem['kind']> = new Set([
  'keyword',
  'function',
  'type',
  'snapshot',
  'template',
  'value',
]);

/** Inside a string only strings can stand, inside backticks only names. */
function suitsQuote({ insert, kind }: Offer, quote: string): boolean {
  switch (quote) {
    case "'":
    case '"':
      return insert.startsWith("'");
    case '`':
      return insert.startsWith('`') || !NO_NAMES.has(kind);
    default:
      return true;
  }
}

function toItem(given: Offer, place: CaretPlace, index: number, text: string): CompletionItem {
  const offer = cased(given, place.prefix);
  const { label, insert, kind, detail, documentation, snippet, next, edits, table } = offer;
  const quote = /^[`'"]/.exec(place.prefix)?.[0] ?? '';
  const isQuoted = quote === '`' && !insert.startsWith('`');
  // Parentheses that stand there already are not written again.
  const isCalled = snippet?.startsWith(`${insert}(`) === true && /^\s*\(/.test(text.slice(place.replace[1]));
  return {
    label,
    kind,
    insertText: isQuoted ? `\`${insert}\`` : insert,
    filterText: filterOf(offer, place.prefix, quote),
    sortText: String(index).padStart(5, '0'),
    detail,
    documentation,
    replace: place.replace,
    snippet: isQuoted || isCalled ? undefined : snippet,
    next: isQuoted || isCalled ? undefined : next,
    edits,
    table,
    commitCharacters: leadsOn(offer) ? DOT : undefined,
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
