/** Offers of more than one word: column lists of INSERT, what a clause of MERGE does. */
import type { Name, Parsed, Relation, Scope, TableRelation } from '../sql/ast';
import type { Binder } from '../sql/binder';
import { quoteName, sameName } from '../sql/names';
import { type Offer, text } from './offers';
import { qualifierOf } from './offers-columns';

/** Beyond so many columns the list is no help to look at; it is inserted whole all the same. */
const SHOWN = 60;

const shortened = (label: string): string => (label.length > SHOWN ? `${label.slice(0, SHOWN - 1)}…` : label);

const whole = (insert: string, detail: string): Offer => ({ ...text(insert, detail), label: shortened(insert) });

const list = (names: readonly string[]): string => names.map(quoteName).join(', ');

export function insertColumnsOffers(binder: Binder, target: TableRelation, open: boolean): Offer[] {
  const names = binder.columnsOf(target).columns.map(({ name }) => name);
  if (names.length === 0) return [];
  return [whole(open ? list(names) : `(${list(names)})`, 'all columns')];
}

export interface MergePlace {
  readonly action: 'update' | 'set' | 'insert' | 'insertColumns' | 'values';
  readonly target: TableRelation;
  readonly scope: Scope;
  readonly columns: readonly Name[];
}

export function mergeOffers(
  binder: Binder,
  { action, target, scope, columns }: MergePlace,
  parsed: Pick<Parsed, 'nodes'>,
  lowerCase: boolean,
): Offer[] {
  const source = scope.relations.find((relation) => relation !== target);
  if (source === undefined) return [];
  const cased = (words: string): string => (lowerCase ? words.toLowerCase() : words);
  const prefix = prefixOf(source);
  const shared = sharedColumns(binder, target, source);
  const values = shared.map(({ source: name }) => `${prefix}${quoteName(name)}`).join(', ');
  const inserts = `(${list(shared.map(({ target: name }) => name))}) ${cased('VALUES')} (${values})`;
  const keys = keysOf(parsed);
  const sets = shared
    .filter(({ target: name }) => !keys.has(name.toLowerCase()))
    .map((one) => `${quoteName(one.target)} = ${prefix}${quoteName(one.source)}`);
  const some = shared.length > 0;
  switch (action) {
    case 'update': {
      const offers = [whole(cased('UPDATE SET *'), 'all columns, by name')];
      if (sets.length > 0) offers.push(whole(`${cased('UPDATE SET')} ${sets.join(', ')}`, 'columns of one name'));
      return [...offers, whole(cased('DELETE'), '')];
    }
    case 'set':
      return [
        whole('*', 'all columns, by name'),
        ...(sets.length > 0 ? [whole(sets.join(', '), 'columns of one name')] : []),
        ...sets.map((one) => ({ ...text(one, 'same name'), match: one.replace(/ = .*/s, '') })),
      ];
    case 'insert': {
      const offers = [whole(cased('INSERT *'), 'all columns, by name')];
      return some ? [...offers, whole(`${cased('INSERT')} ${inserts}`, 'columns of one name')] : offers;
    }
    case 'insertColumns':
      return [whole('*', 'all columns, by name'), ...(some ? [whole(inserts, 'columns of one name')] : [])];
    case 'values': {
      const bySource = new Map(shared.map((one) => [one.target.toLowerCase(), one.source]));
      const found = columns.map(({ parts }) => bySource.get(parts.at(-1)?.name.toLowerCase() ?? ''));
      if (found.length === 0 || found.includes(undefined)) return [];
      const text = found.map((name) => `${prefix}${quoteName(name ?? '')}`).join(', ');
      return [whole(text, 'columns of the source')];
    }
  }
}

function prefixOf(source: Relation): string {
  const name = qualifierOf(source);
  return name === null ? '' : `${quoteName(name)}.`;
}

function sharedColumns(
  binder: Binder,
  target: TableRelation,
  source: Relation,
): { readonly target: string; readonly source: string }[] {
  const columns = binder.columnsOf(source).columns;
  return binder.columnsOf(target).columns.flatMap(({ name }) => {
    const other = columns.find((one) => sameName(one.name, name));
    return other === undefined ? [] : [{ target: name, source: other.name }];
  });
}

/** Columns that ON compares: they are equal already. */
function keysOf({ nodes }: Pick<Parsed, 'nodes'>): ReadonlySet<string> {
  const keys = new Set<string>();
  for (const node of nodes) {
    if (node.kind !== 'condition' || node.clause !== 'on') continue;
    const pending = [node.expr];
    for (let expr = pending.pop(); expr !== undefined; expr = pending.pop()) {
      if (expr.kind === 'column') keys.add(expr.name.parts.at(-1)?.name.toLowerCase() ?? '');
      else if (expr.kind === 'compound') pending.push(...expr.operands);
    }
  }
  return keys;
}
