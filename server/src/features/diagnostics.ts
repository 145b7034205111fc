import type { Parsed, TableRelation } from '../sql/ast';
import { Binder, sqlPath } from '../sql/binder';
import { type CatalogPicture, trackWanted } from '../sql/catalog-picture';
import type { DocumentStatement, SqlDocument } from '../sql/document';
import { nearest } from '../sql/parser/messages';
import type { Diagnostic, DiagnosticsResult } from './types';

/** What is wrong with a document. Names are judged only when it is certain: no false alarm is the harder rule. */
export function diagnose(document: SqlDocument, picture: CatalogPicture): DiagnosticsResult {
  const tracked = trackWanted(picture);
  const binder = new Binder(tracked);
  const changed = changedTables(document, binder);
  const diagnostics = document.statements.flatMap((statement) => [
    ...syntax(statement),
    ...(statement.parsed.errors.length > 0 ? [] : names(statement, binder, changed)),
  ]);
  return { diagnostics: diagnostics.sort((a, b) => a.start - b.start), wanted: tracked.wanted };
}

function syntax({ start, parsed, lexicalErrors }: DocumentStatement): Diagnostic[] {
  return [...lexicalErrors, ...parsed.errors].map((error) => ({
    start: start + error.start,
    end: start + Math.max(error.end, error.start + 1),
    severity: 'error',
    code: 'syntax',
    message: error.message,
  }));
}

/** Tables that a statement of the document creates, changes or drops: what the catalog says of them may not hold any more. */
function changedTables(document: SqlDocument, binder: Binder): ReadonlySet<string> {
  const changed = new Set<string>();
  for (const { parsed } of document.statements) {
    for (const table of parsed.tables) {
      if (table.purpose !== 'create' && table.purpose !== 'alter' && table.purpose !== 'drop') continue;
      const key = keyOf(binder, table);
      if (key !== null) changed.add(key);
    }
  }
  return changed;
}

function keyOf(binder: Binder, table: TableRelation): string | null {
  const path = binder.path(table);
  return path.kind === 'table' ? sqlPath({ ...path, metadata: null }).toLowerCase() : null;
}

function names({ start, text, parsed }: DocumentStatement, binder: Binder, changed: ReadonlySet<string>): Diagnostic[] {
  // What the session puts in for `${…}` may be any part of a name.
  if (parsed.kind === 'script' || text.includes('${')) return [];
  const found = parsed.tables.flatMap((table) => unknownTable(table, start, binder, changed));
  if (parsed.tables.some((table) => changed.has(keyOf(binder, table) ?? ''))) return found;
  return [...found, ...unknownColumns(parsed, start, binder)];
}

function unknownTable(table: TableRelation, start: number, binder: Binder, changed: ReadonlySet<string>): Diagnostic[] {
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
  const { start: from, end } = table.name;
  const message = `${path.catalog}.${path.namespace.join('.')} has no table or view ${path.name}.${hint}`;
  return [{ start: start + from, end: start + end, severity: 'warning', code: 'unknown-table', message }];
}

function unknownColumns(parsed: Parsed, start: number, binder: Binder): Diagnostic[] {
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
        start: start + part.start,
        end: start + part.end,
        severity: 'warning' as const,
        code: 'unknown-column',
        message,
      },
    ];
  });
}
