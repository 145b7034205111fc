/** Hints between the words: what `*` stands for, which column a value goes to, which snapshot an AS OF means. */
import type { Expr, SelectItem, TableRelation } from '../sql/ast';
import { snapshotOfLiteral, textOfTime } from '../sql/as-of';
import { Binder, type BoundColumn, isShape } from '../sql/binder';
import { type CatalogPicture, trackWanted, type Wanted } from '../sql/catalog-picture';
import type { DocumentStatement, SqlDocument } from '../sql/document';
import { quoteName, sameName } from '../sql/names';
import type { InsertNode, MergeInsertNode, SelectNode } from '../sql/nodes';
import { declaredAbove } from './declared';
import { code, escapeText } from './markdown';
import { snapshotText } from './table-text';

export interface InlayHint {
  readonly offset: number;
  readonly label: string;
  /** Markdown; outside text in it is escaped. */
  readonly tooltip: string;
  /** `column`: before a value, and its name. `text`: after a word. */
  readonly kind: 'column' | 'text';
}

export interface InlayOptions {
  readonly star: boolean;
  /** More columns than this are counted, not named. */
  readonly starColumns: number;
  readonly insertColumns: boolean;
  readonly timeTravel: boolean;
}

export interface InlayResult {
  readonly hints: readonly InlayHint[];
  readonly wanted: readonly Wanted[];
}

/** The hints between two offsets. Only what is certain: nothing of a table that is not loaded. `now` in milliseconds. */
export function inlayHints(
  document: SqlDocument,
  picture: CatalogPicture,
  from: number,
  to: number,
  options: InlayOptions,
  now = Date.now(),
): InlayResult {
  const tracked = trackWanted(picture);
  const hints: InlayHint[] = [];
  for (const statement of document.statements) {
    if (statement.end < from || statement.start > to) continue;
    const { nodes, tables } = statement.parsed;
    const isStar = ({ expr }: SelectItem): boolean => expr.kind === 'star';
    const selects = options.star ? nodes.filter((node) => node.kind === 'select' && node.items.some(isStar)) : [];
    const inserts = options.insertColumns
      ? nodes.filter((node) => node.kind === 'insert' || node.kind === 'mergeInsert')
      : [];
    const travels = options.timeTravel ? tables.filter(({ asOf }) => asOf !== null && asOf.value !== null) : [];
    if (selects.length + inserts.length + travels.length === 0) continue;
    const binder = new Binder(declaredAbove(document, statement.start, tracked, nodes).picture);
    const found: InlayHint[] = [];
    for (const node of selects) if (node.kind === 'select') found.push(...starHints(node, binder, options.starColumns));
    for (const node of inserts) {
      if (node.kind === 'insert') found.push(...insertHints(statement, node, binder));
      else if (node.kind === 'mergeInsert') found.push(...mergeHints(node));
    }
    for (const table of travels) found.push(...asOfHints(statement, table, binder, picture.timeZone ?? 'UTC', now));
    for (const hint of found) {
      const offset = hint.offset + statement.start;
      if (offset >= from && offset <= to) hints.push({ ...hint, offset });
    }
  }
  return { hints: hints.sort((a, b) => a.offset - b.offset), wanted: tracked.wanted };
}

// What * stands for

function starHints({ items, scope }: SelectNode, binder: Binder, most: number): InlayHint[] {
  return items.flatMap(({ expr }) => {
    if (expr.kind !== 'star') return [];
    const { columns, complete } = binder.columnsOfStar(expr, scope);
    if (!complete || columns.length === 0) return [];
    const names: string[] = [];
    let length = 0;
    for (const { name } of columns.slice(0, most)) {
      const quoted = quoteName(name);
      length += quoted.length + 2;
      if (length > MOST_SHOWN && names.length > 0) break;
      names.push(quoted);
    }
    const more = columns.length - names.length;
    const label = [...names, ...(more > 0 ? [more === columns.length ? `${more} columns` : `+${more}`] : [])].join(
      ', ',
    );
    return [{ offset: expr.end, label, tooltip: columnList(columns), kind: 'text' as const }];
  });
}

/** The signs of a hint beside `*`: a line is not to be filled by it. */
const MOST_SHOWN = 100;
/** A tooltip longer than this is not read. */
const MOST_LISTED = 200;

function columnList(columns: readonly BoundColumn[]): string {
  const lines = columns.slice(0, MOST_LISTED).map(({ name, type, comment }) => {
    const about = comment === null || comment === '' ? '' : ` ${escapeText(comment)}`;
    return `- ${code(`${quoteName(name)} ${type ?? ''}`.trim())}${about}`;
  });
  const more = columns.length - lines.length;
  return [...lines, ...(more > 0 ? [`- and ${more} more`] : [])].join('\n');
}

// Where values go

interface Target {
  readonly name: string;
  readonly tooltip: string;
}

function insertHints({ parsed, text }: DocumentStatement, insert: InsertNode, binder: Binder): InlayHint[] {
  if (insert.byName || insert.query === null) return [];
  const targets = targetsOf(insert, binder);
  if (targets === null) return [];
  const { query } = insert;
  const values = parsed.nodes.find(
    (node) => node.kind === 'values' && node.start >= query.start && node.end <= query.end,
  );
  // VALUES of the query itself, not of a subquery in it.
  if (
    values?.kind === 'values' &&
    /^[\s(]*(?:\/\*[\s\S]*?\*\/\s*|--[^\n]*\n\s*)*VALUES\b/i.test(text.slice(query.start))
  ) {
    return values.rows.flatMap((row) => beside(targets, valuesOf(row)));
  }
  return query.output.kind === 'select' ? besideItems(targets, query.output.items, query.output.scope, binder) : [];
}

/** Of `(1, 2)`, `(1)` and `1`. */
function valuesOf(row: Expr): readonly Expr[] {
  return row.kind === 'compound' && (row.what === 'row' || row.what === 'paren') ? row.operands : [row];
}

/** The columns that values go to, in order; null where that is not certain. */
function targetsOf({ target, columns, partition }: InsertNode, binder: Binder): readonly Target[] | null {
  const known = binder.columnsOf(target);
  const describe = (name: string): Target => {
    const column = known.columns.find((one) => sameName(one.name, name));
    return { name, tooltip: column === undefined ? '' : columnText(column) };
  };
  if (columns !== null) return columns.map(({ parts }) => describe(parts.map(({ name }) => name).join('.')));
  if (!known.complete) return null;
  // Partition columns with a value of their own take none from the query.
  const fixed = partition.filter(({ value }) => value !== null).map(({ name }) => name.parts[0]?.name ?? '');
  return known.columns
    .filter(({ name }) => !fixed.some((one) => sameName(one, name)))
    .map((column) => ({ name: column.name, tooltip: columnText(column) }));
}

function columnText({ name, type, nullable, comment }: BoundColumn): string {
  const about = comment === null || comment === '' ? '' : `\n\n${escapeText(comment)}`;
  return code(`${quoteName(name)} ${type ?? ''}${nullable === false ? ' NOT NULL' : ''}`.trim()) + about;
}

function mergeHints({ columns, values }: MergeInsertNode): InlayHint[] {
  const targets = columns.map(({ parts }) => ({ name: parts[parts.length - 1]?.name ?? '', tooltip: '' }));
  return beside(targets, values);
}

function beside(targets: readonly Target[], values: readonly Expr[]): InlayHint[] {
  return values.flatMap((value, i) => hintFor(targets[i], value, null));
}

function besideItems(
  targets: readonly Target[],
  items: readonly SelectItem[],
  scope: Parameters<Binder['columnsOfStar']>[1],
  binder: Binder,
): InlayHint[] {
  const hints: InlayHint[] = [];
  let at = 0;
  for (const { expr, alias } of items) {
    if (expr.kind === 'star') {
      const { columns, complete } = binder.columnsOfStar(expr, scope);
      // How many columns come before the next item is not known.
      if (!complete) break;
      at += columns.length;
      continue;
    }
    hints.push(...hintFor(targets[at], expr, alias?.name ?? null));
    at++;
  }
  return hints;
}

/** None where the value says its column's name itself, or nothing is written. */
function hintFor(target: Target | undefined, value: Expr, alias: string | null): InlayHint[] {
  if (target === undefined || target.name === '' || value.end <= value.start) return [];
  const own = alias ?? (value.kind === 'column' ? (value.name.parts[value.name.parts.length - 1]?.name ?? '') : '');
  if (sameName(own, target.name)) return [];
  return [{ offset: value.start, label: quoteName(target.name), tooltip: target.tooltip, kind: 'column' }];
}

// What AS OF means

function asOfHints(
  { text }: DocumentStatement,
  table: TableRelation,
  binder: Binder,
  zone: string,
  now: number,
): InlayHint[] {
  const { asOf } = table;
  const answer = binder.table(table);
  if (asOf === null || asOf.value === null || !isShape(answer)) return [];
  const { start, end } = asOf.value;
  const literal = text.slice(start, end);
  const found = snapshotOfLiteral(answer, asOf.kind, literal, zone);
  if (found === null) return [];
  const { id, operation, timestampMs } = found;
  const time = textOfTime(timestampMs, zone).replace(/\.\d+$/, '');
  const what = [time, operation ?? ''].filter((part) => part !== '').join(', ');
  const label = literal === id ? what : `${id}, ${what}`;
  return [{ offset: end, label, tooltip: snapshotText(answer, found, zone, now), kind: 'text' }];
}
