import type { Parsed, TableRelation } from '../sql/ast';
import { Binder, sqlPath } from '../sql/binder';
import { type CatalogPicture, trackWanted } from '../sql/catalog-picture';
import type { DocumentStatement, SqlDocument } from '../sql/document';
import { nearest } from '../sql/parser/messages';
import { Memo } from './memo';
import type { Diagnostic, DiagnosticsResult } from './types';

/** What is kept of a document from one diagnosis to the next, by its statements' trees. */
class Kept {
  readonly tables = new Memo<Parsed, Keys>();
  /** Their offsets are a statement's own. */
  readonly names = new Memo<Parsed, readonly Diagnostic[]>();
}

/** The tables of a statement by their keys; `changed` are those it creates, changes or drops. */
interface Keys {
  readonly all: readonly string[];
  readonly changed: readonly string[];
}

const kept = new WeakMap<SqlDocument, Kept>();

/** What is wrong with a document. Names are judged only when it is certain: no false alarm is the harder rule. */
export function diagnose(document: SqlDocument, picture: CatalogPicture): DiagnosticsResult {
  const tracked = trackWanted(picture);
  const memos = kept.get(document) ?? new Kept();
  kept.set(document, memos);
  memos.tables.open(tracked);
  const binder = new Binder(memos.names.open(tracked));
  const keys = document.statements.map(({ parsed }) => memos.tables.get(parsed, '', () => keysOf(parsed, binder)));
  // What the catalog says of these may not hold any more.
  const changed = new Set(keys.flatMap((one) => one.changed));
  const diagnostics: Diagnostic[] = [];
  for (const [i, statement] of document.statements.entries()) {
    const { parsed, start, text } = statement;
    diagnostics.push(...syntax(statement));
    if (parsed.errors.length > 0 || parsed.doubts.length > 0) continue;
    const touched = changed.size === 0 ? '' : JSON.stringify(keys[i]?.all.filter((key) => changed.has(key)));
    const found = memos.names.get(parsed, touched, () => names(parsed, text, binder, changed));
    for (const one of found) diagnostics.push({ ...one, start: start + one.start, end: start + one.end });
  }
  return { diagnostics: diagnostics.sort((a, b) => a.start - b.start), wanted: tracked.wanted };
}

function syntax({ start, parsed, lexicalErrors }: DocumentStatement): Diagnostic[] {
  if (lexicalErrors.length + parsed.errors.length + parsed.doubts.length === 0) return [];
  const place = ({ start: from, end }: { start: number; end: number }) => ({
    start: start + from,
    end: start + Math.max(end, from + 1),
  });
  const errors = [...lexicalErrors, ...parsed.errors].map((error): Diagnostic => ({
    ...place(error),
    severity: 'error',
    code: 'syntax',
    message: error.message,
  }));
  const doubts = parsed.doubts.map((doubt): Diagnostic => ({
    ...place(doubt),
    severity: 'warning',
    code: 'keyword-as-name',
    message: doubt.message,
  }));
  return [...errors, ...doubts];
}

function keysOf({ tables }: Parsed, binder: Binder): Keys {
  const keys = tables.flatMap((table) => {
    const key = keyOf(binder, table);
    return key === null ? [] : [{ key, purpose: table.purpose }];
  });
  const changes = keys.filter(({ purpose }) => purpose === 'create' || purpose === 'alter' || purpose === 'drop');
  return { all: keys.map(({ key }) => key), changed: changes.map(({ key }) => key) };
}

function keyOf(binder: Binder, table: TableRelation): string | null {
  const path = binder.path(table);
  return path.kind === 'table' ? sqlPath({ ...path, metadata: null }).toLowerCase() : null;
}

function names(parsed: Parsed, text: string, binder: Binder, changed: ReadonlySet<string>): Diagnostic[] {
  // What the session puts in for `${…}` may be any part of a name.
  if (parsed.kind === 'script' || text.includes('${')) return [];
  const found = parsed.tables.flatMap((table) => unknownTable(table, binder, changed));
  if (parsed.tables.some((table) => changed.has(keyOf(binder, table) ?? ''))) return found;
  return [...found, ...unknownColumns(parsed, binder)];
}

function unknownTable(table: TableRelation, binder: Binder, changed: ReadonlySet<string>): Diagnostic[] {
  const path = binder.path(table);
  if (path.kind !== 'table' || (table.purpose !== 'read' && table.purpose !== 'write')) return [];
  // A shorter name may mean a temporary view, or follow a USE that ran elsewhere.
  const [first] = table.name.parts;
  const isFull = table.name.parts.length > 2 && first?.name.toLowerCase() === path.catalog.toLowerCase();
  if (!isFull || changed.has(keyOf(binder, table) ?? '') || binder.tableAt(path) !== 'missing') return [];
  const { items, complete } = binder.picture.tables(path.catalog, path.namespace);
  if (!complete) return [];
  const like = nearest(
    path.name,
    items.map(({ name }) => name.toUpperCase()),
  );
  const hint = like === null ? '' : ` Did you mean ${like.toLowerCase()}?`;
  const { start, end } = table.name;
  const message = `${path.catalog}.${path.namespace.join('.')} has no table or view ${path.name}.${hint}`;
  return [{ start, end, severity: 'warning', code: 'unknown-table', message }];
}

function unknownColumns(parsed: Parsed, binder: Binder): Diagnostic[] {
  return parsed.columns.flatMap((column) => {
    const found = binder.resolve(column);
    const part = found.kind === 'missing' ? column.name.parts[found.part] : undefined;
    if (found.kind !== 'missing' || part === undefined) return [];
    const like = nearest(
      part.name,
      found.candidates.map((name) => name.toUpperCase()),
    );
    const original = found.candidates.find((name) => name.toUpperCase() === like);
    const hint = original === undefined ? '' : ` Did you mean ${original}?`;
    const message = `There is no column ${part.name} here.${hint}`;
    return [
      {
        start: part.start,
        end: part.end,
        severity: 'warning' as const,
        code: 'unknown-column',
        message,
      },
    ];
  });
}
