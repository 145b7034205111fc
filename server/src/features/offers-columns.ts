/** Offers of columns, fields and whole conditions on them. */
import type { Ident, Relation, Scope, TableRelation } from '../sql/ast';
import { type Binder, type BoundColumn, fieldType } from '../sql/binder';
import { suitsTransform, transformNamed } from '../sql/language/procedures';
import { summaryKeys } from '../sql/language/table-properties';
import { isShape } from '../sql/binder';
import { quoteName, sameName } from '../sql/names';
import { typeFields } from '../sql/type-string';
import { escapeText } from './markdown';
import { named, type Offer, RANK, stringLiteral, text } from './offers';
import type { ValueTypes } from './value-types';

/** More equal names than this are no hint of how to join. */
const MOST_CONDITIONS = 8;

export function columnOffer(column: BoundColumn): Offer {
  const { name, type, comment, table, nullable } = column;
  const required = nullable === false ? ' not null' : '';
  const documentation = (): string =>
    [table === null ? '' : `From ${escapeText(table)}`, comment === null ? '' : escapeText(comment)]
      .filter((line) => line !== '')
      .join('\n\n');
  const isTold = table !== null || comment !== null;
  return {
    ...named(name, 'column', RANK.column, `${type ?? ''}${required}`),
    documentation: isTold ? documentation : undefined,
  };
}

export function fieldOffers(type: string | null): Offer[] {
  if (type === null) return [];
  return typeFields(type).map((field) => named(field.name, 'field', RANK.column, field.type));
}

/** Columns, aliases and parameters that a name can mean, or the fields below `qualifier`. */
export function columnOffers(binder: Binder, types: ValueTypes, qualifier: readonly Ident[], scope: Scope): Offer[] {
  if (qualifier.length > 0) return qualifiedOffers(binder, types, qualifier, scope);
  const offers: Offer[] = [];
  for (let at: Scope | null = scope; at !== null; at = at.outer) {
    // What a lambda or a function declares hides columns of the same name.
    for (const [i, param] of at.params.entries()) {
      const type = types.parameter(param, i);
      offers.push(named(param.name, 'variable', RANK.exact, type ?? 'parameter'));
    }
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
    for (const relation of at.relations) {
      const name = qualifierOf(relation);
      if (name !== null) offers.push(named(name, 'alias', RANK.relation, 'table in this query'));
    }
  }
  return offers;
}

/** What names a relation in front of its columns; null where nothing does. */
export function qualifierOf(relation: Relation): string | null {
  const name = relation.alias?.name ?? (relation.kind === 'table' ? relation.name.parts.at(-1)?.name : undefined);
  return name === undefined || name === '' ? null : name;
}

const qualified = (offer: Offer, qualifier: string): Offer => ({
  ...offer,
  label: `${qualifier}.${offer.label}`,
  insert: `${quoteName(qualifier)}.${offer.insert}`,
  match: offer.label,
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

/**
 * Conditions for the relation that was joined last: columns that are called the same in one before it, then an `id` and
 * the `orders_id` or `order_id` that means it.
 */
export function joinOffers(binder: Binder, scope: Scope): Offer[] {
  const last = scope.relations.at(-1);
  const right = last === undefined ? null : qualifierOf(last);
  if (last === undefined || right === null) return [];
  const same: Offer[] = [];
  const meant: Offer[] = [];
  const lasts = binder.columnsOf(last).columns;
  for (const relation of scope.relations.slice(0, -1)) {
    const left = qualifierOf(relation);
    if (left === null) continue;
    const before = binder.columnsOf(relation).columns;
    const condition = (a: BoundColumn, b: BoundColumn, detail: string): Offer => {
      const label = `${quoteName(left)}.${quoteName(a.name)} = ${quoteName(right)}.${quoteName(b.name)}`;
      return { ...text(label, detail), match: a.name };
    };
    const byName = new Map(before.map((column) => [column.name.toLowerCase(), column]));
    for (const column of lasts) {
      const other = byName.get(column.name.toLowerCase());
      if (other !== undefined) same.push(condition(other, column, 'same name'));
    }
    for (const [a, b] of [
      ...idPairs(before, lasts, last).map(([key, id]) => [key, id] as const),
      ...idPairs(lasts, before, relation).map(([key, id]) => [id, key] as const),
    ])
      meant.push(condition(a, b, 'by id'));
  }
  // Keys first: `order_id` says more of how tables belong together than `region` does.
  const isKey = ({ match = '' }: Offer): boolean => /(?:^|_)(?:id|key|uuid|code)$/i.test(match);
  return [...same.filter(isKey), ...meant, ...same.filter((one) => !isKey(one))].slice(0, MOST_CONDITIONS);
}

/** A column of `from` such as `order_id`, and the `id` of a relation that is called `orders`. */
function idPairs(
  from: readonly BoundColumn[],
  to: readonly BoundColumn[],
  target: Relation,
): (readonly [BoundColumn, BoundColumn])[] {
  const id = to.find(({ name }) => sameName(name, 'id'));
  const table = target.kind === 'table' ? (target.name.parts.at(-1)?.name ?? '') : (target.alias?.name ?? '');
  if (id === undefined || table === '') return [];
  const singular = table.toLowerCase().replace(/ies$/, 'y').replace(/s$/, '');
  const keys = new Set([table.toLowerCase(), singular].flatMap((name) => [`${name}_id`, `${name}id`]));
  return from.filter(({ name }) => keys.has(name.toLowerCase())).map((key) => [key, id] as const);
}

function qualifiedOffers(binder: Binder, types: ValueTypes, qualifier: readonly Ident[], scope: Scope): Offer[] {
  const relation = binder.relationAround(qualifier, scope);
  const columns = relation === null ? [] : binder.columnsOf(relation).columns.map(columnOffer);
  const found = binder.resolveName(qualifier, scope);
  if (found.kind === 'column') {
    return [...columns, ...fieldOffers(fieldType(found.column.type, qualifier.slice(found.part + 1)))];
  }
  const [first] = qualifier;
  const param = found.kind === 'param' && first !== undefined ? types.parameterNamed(first.name, scope) : null;
  return param === null ? columns : [...columns, ...fieldOffers(fieldType(param, qualifier.slice(1)))];
}

export interface TargetPlace {
  readonly qualifier: readonly Ident[];
  readonly target: TableRelation;
  readonly transform: { readonly name: string; readonly index: number } | null;
  readonly partition: boolean;
}

/** The columns of the table a statement writes to or changes, or the fields below `qualifier`. */
export function targetColumnOffers(binder: Binder, { qualifier, target, transform, partition }: TargetPlace): Offer[] {
  const known = transform === null ? null : transformNamed(transform.name);
  if (known?.numbered === true && transform?.index === 0) {
    const example = known.name === 'bucket' ? 'number of buckets' : 'width';
    return ['8', '16', '32', '64', '128'].map((n) => text(n, example));
  }
  const { columns } = binder.columnsOf(target);
  const fits = (offer: Offer, type: string | null): boolean =>
    known === null || suitsTransform(known, type) || typeFields(type ?? '').length > 0 || offer.kind === 'alias';
  const [first, ...rest] = qualifier;
  if (first === undefined) {
    const keys = partition ? partitionKeys(binder, target) : null;
    return columns
      .filter(({ name }) => keys === null || keys.has(name.toLowerCase()))
      .map((column) => ({ offer: columnOffer(column), type: column.type }))
      .filter(({ offer, type }) => fits(offer, type))
      .map(({ offer }) => offer);
  }
  const own = target.alias?.name ?? target.name.parts.at(-1)?.name ?? '';
  const column = columns.find(({ name }) => sameName(name, first.name));
  if (column !== undefined) return fieldOffers(fieldType(column.type, rest)).filter((one) => fits(one, one.detail));
  return sameName(own, first.name) ? columns.map(columnOffer) : [];
}

/** Columns a table is partitioned by as they are; null where that is not known. */
function partitionKeys(binder: Binder, target: TableRelation): ReadonlySet<string> | null {
  const shape = binder.table(target);
  if (!isShape(shape)) return null;
  const keys = shape.partitionFields
    .filter((field) => !field.includes('('))
    .map((field) => field.replace(/^`|`$/g, ''));
  return keys.length === 0 ? null : new Set(keys.map((key) => key.toLowerCase()));
}

/** Keys of a map in brackets, where they are known: those of a snapshot's summary. */
export function subscriptOffers(type: string | null, name: string): Offer[] {
  if (name !== 'summary' || type?.startsWith('map<string') !== true) return [];
  return summaryKeys.map((key) => ({
    ...text(stringLiteral(key.name), key.what),
    kind: 'property' as const,
  }));
}
