/** Offers of hints, settings and folders. */
import type { Scope } from '../sql/ast';
import type { Binder } from '../sql/binder';
import { hintNamed, hints } from '../sql/language/hints';
import { setting, settings, zones } from '../sql/language/settings';
import { escapeText } from './markdown';
import { named, type Offer, RANK, stringLiteral, text } from './offers';
import { columnOffer, qualifierOf } from './offers-columns';
import { optionText, valueOffers } from './offers-iceberg';

export function hintOffers(lowerCase: boolean): Offer[] {
  return hints.map(({ name, takes, what }) => {
    const label = lowerCase ? name.toLowerCase() : name;
    return {
      label,
      kind: 'function' as const,
      insert: label,
      detail: takes,
      documentation: () => escapeText(what),
      rank: RANK.exact,
      snippet: takes === 'nothing' ? label : `${label}($0)`,
      next: 'suggest' as const,
    };
  });
}

export function hintArgumentOffers(binder: Binder, hint: string, scope: Scope): Offer[] {
  const known = hintNamed(hint);
  if (known === null) return [];
  if (known.takes === 'relations') {
    return scope.relations.flatMap((relation) => {
      const name = qualifierOf(relation);
      return name === null ? [] : [named(name, 'alias', RANK.exact, 'table in this query')];
    });
  }
  if (known.takes !== 'number and columns') return [];
  return scope.relations.flatMap((relation) => binder.columnsOf(relation).columns.map(columnOffer));
}

/** Where a setting is named or given a value; offsets are those of the text. */
export interface SettingPlace {
  readonly key: string;
  readonly start: number;
  /** Null while the name is written. */
  readonly value: string | null;
}

/** `before` is the statement's text up to the caret. Null where it is no SET or RESET of a setting. */
export function settingPlace(before: string): SettingPlace | null {
  const match = /^\s*(?:SET|RESET)\s+(?:(`?)([\w.-]*)|`?([\w.-]+)`?\s*=\s*([^;]*))$/i.exec(before);
  if (match === null) return null;
  const [, quote = '', key, assigned, value] = match;
  if (assigned !== undefined) return { key: assigned, start: before.length - (value ?? '').length, value: value ?? '' };
  return { key: key ?? '', start: before.length - (key ?? '').length - quote.length, value: null };
}

export function settingOffers({ key, value }: SettingPlace): Offer[] {
  if (value !== null) return valueOffers(setting(key), undefined, false);
  return settings.map((one) => ({
    label: one.name,
    kind: 'property' as const,
    insert: one.name,
    detail: one.default === '' ? '' : `default ${one.default}`,
    documentation: () => optionText(one),
    rank: RANK.column,
    snippet: one.name.endsWith('.') ? undefined : `${one.name} = $0`,
    next: 'suggest' as const,
  }));
}

export const zoneOffers = (): Offer[] => [
  text('LOCAL', "the machine's zone"),
  ...zones.map((zone) => text(`'${zone}'`, '')),
];

/** Known folders, as strings. */
export const locationOffers = (locations: readonly string[]): Offer[] =>
  locations.map((one) => ({ ...text(stringLiteral(one), 'known folder'), kind: 'value' as const }));

/** Known folders as what stands behind a format: `` parquet.`s3://…` ``. */
export const pathOffers = (locations: readonly string[]): Offer[] =>
  locations.map((one) => ({ ...text(one, 'known folder'), insert: `\`${one.replaceAll('`', '``')}\`` }));
