/** Columns of likely tables where a query has no FROM yet, with the FROM added. */
import type { CaretPlace } from '../sql/caret';
import type { Scope } from '../sql/ast';
import { Binder, isShape } from '../sql/binder';
import type { CatalogPicture, TableShape } from '../sql/catalog-picture';
import type { SqlDocument } from '../sql/document';
import { catalogPath, quoteName, visibleCtes } from '../sql/names';
import { T } from '../sql/token-kinds';
import type { Tokens } from '../sql/lexer';
import { escapeText } from './markdown';
import { type Offer, RANK } from './offers';

/** So many tables of the default namespace are looked at, and so many that the document names. */
const MOST_TABLES = { near: 50, named: 20 };

interface Likely {
  readonly table: string;
  readonly columns: readonly { readonly name: string; readonly type: string | null; readonly comment: string | null }[];
  readonly rank: number;
}

/**
 * `suits` says which offers fit what is typed. Tables that the document names elsewhere come first, as they are named there;
 * those are loaded for it. Of the default namespace only what is known is offered, once a word is begun.
 */
export function beforeFromOffers(
  document: SqlDocument,
  place: CaretPlace,
  offset: number,
  scope: Scope,
  picture: CatalogPicture,
  known: CatalogPicture,
  suits: (offer: Offer) => boolean,
): Offer[] {
  if (scope.relations.length > 0 || scope.params.length > 0) return [];
  for (let at = scope.outer; at !== null; at = at.outer) if (at.relations.length > 0) return [];
  const tokens = place.tokens;
  const caret = offset - place.base;
  const end = endOfList(tokens, caret);
  if (end === null) return [];
  const likely = [...ctesOf(scope, caret, picture), ...tablesOf(document, offset, picture)];
  if (place.prefix.length > 0) likely.push(...defaultTables(known));
  const from = place.lowerAround ? 'from' : 'FROM';
  const seen = new Set<string>();
  const offers: Offer[] = [];
  for (const { table, columns, rank } of likely) {
    if (seen.has(table.toLowerCase())) continue;
    seen.add(table.toLowerCase());
    for (const { name, type, comment } of columns) {
      const clause = ` ${from} ${table}`;
      const column = quoteName(name);
      const here = end <= caret;
      const offer: Offer = {
        label: name,
        kind: 'column',
        insert: here ? `${column}${clause}` : column,
        snippet: here ? `${escapeSnippet(column)}$0${escapeSnippet(clause)}` : undefined,
        edits: here ? undefined : [{ at: place.base + end, text: clause }],
        detail: `${type ?? ''} from ${table}`.trim(),
        documentation: comment === null || comment === '' ? undefined : () => escapeText(comment),
        rank,
      };
      if (suits(offer)) offers.push(offer);
    }
  }
  return offers;
}

export const escapeSnippet = (text: string): string => text.replace(/[\\$}]/g, '\\$&');

/** Where the select list ends: before the next clause, at the end of the statement. Null where there is a FROM. */
function endOfList(tokens: Tokens, caret: number): number | null {
  let depth = 0;
  let end = caret;
  for (let at = 0; at < tokens.count; at++) {
    const start = tokens.starts[at] ?? 0;
    const kind: T = tokens.kinds[at] ?? T.Eof;
    if (start < caret) continue;
    if (kind === T.LParen) depth++;
    else if (kind === T.RParen && --depth < 0) break;
    if (depth > 0) {
      end = tokens.ends[at] ?? end;
      continue;
    }
    if (kind === T.FROM) return null;
    if (clauses.has(kind) || kind === T.Semicolon || kind === T.PipeOp) break;
    end = tokens.ends[at] ?? end;
  }
  return end;
}

const clauses: ReadonlySet<T> = new Set([
  ...[T.WHERE, T.GROUP, T.HAVING, T.ORDER, T.LIMIT, T.UNION, T.EXCEPT, T.INTERSECT, T.MINUS, T.WINDOW, T.SORT],
  ...[T.CLUSTER, T.DISTRIBUTE, T.OFFSET],
]);

function ctesOf(scope: Scope, caret: number, picture: CatalogPicture): Likely[] {
  const binder = new Binder(picture);
  return visibleCtes(scope, caret).flatMap(({ name, query, columns }) => {
    if (query === null) return [];
    const found = binder.outputOf(query.output).columns;
    const named = columns.length > 0 ? columns.map((one, i) => ({ ...found[i], name: one.name })) : found;
    const list = named.map((one) => ({ name: one.name, type: one.type ?? null, comment: one.comment ?? null }));
    return [{ table: quoteName(name.name), columns: list, rank: RANK.column }];
  });
}

/** Tables that the document reads or writes, the nearest first. */
function tablesOf(document: SqlDocument, offset: number, picture: CatalogPicture): Likely[] {
  const named = document.statements.flatMap(({ start, parsed }) =>
    parsed.tables
      .filter(
        ({ purpose, name }) =>
          (purpose === 'read' || purpose === 'write') && name.parts.every((one) => one.name !== ''),
      )
      .map(({ name, scope }) => ({ name, scope, distance: Math.abs(start + name.start - offset) })),
  );
  named.sort((a, b) => a.distance - b.distance);
  const found: Likely[] = [];
  const seen = new Set<string>();
  for (const { name } of named) {
    const from = name.parts.map((part) => quoteName(part.name)).join('.');
    if (seen.has(from.toLowerCase())) continue;
    seen.add(from.toLowerCase());
    if (seen.size > MOST_TABLES.named) break;
    const path = catalogPath(
      name.parts.map((part) => part.name),
      picture,
    );
    if (path.kind !== 'table' || path.ref !== null || path.metadata !== null) continue;
    const answer = picture.table(path.catalog, path.namespace, path.name);
    if (isShape(answer)) found.push(likely(from, answer, RANK.column));
  }
  return found;
}

function defaultTables(known: CatalogPicture): Likely[] {
  const { defaultCatalog, defaultNamespace } = known;
  if (defaultCatalog === null) return [];
  const found: Likely[] = [];
  for (const { name } of known.tables(defaultCatalog, defaultNamespace).items) {
    const answer = known.table(defaultCatalog, defaultNamespace, name);
    if (isShape(answer)) found.push(likely(quoteName(name), answer, RANK.elsewhere));
    if (found.length >= MOST_TABLES.near) break;
  }
  return found;
}

const likely = (table: string, { columns }: TableShape, rank: number): Likely => ({ table, columns, rank });
