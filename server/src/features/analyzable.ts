import type { Parsed, Query } from '../sql/ast';
import type { DocumentStatement, SqlDocument } from '../sql/document';
import type { StatementSpan } from './types';

/** `format.path` reads files, whose schema Spark may have to run a job to know. */
const FILE_FORMATS: ReadonlySet<string> = new Set([
  'parquet',
  'orc',
  'avro',
  'csv',
  'json',
  'text',
  'binaryfile',
  'xml',
  'delta',
]);

/**
 * The queries in a document that Spark can be asked about without running anything, and whose answer holds: those that
 * only read, and what INSERT, CREATE TABLE and CREATE VIEW take their rows from. Spark runs a command that it is asked to
 * analyse, so no other statement is here. Nor is a query that depends on what the document itself makes or changes, since
 * nobody knows which of it has run.
 */
export function analyzable(document: SqlDocument, start = 0, end = document.text.length): StatementSpan[] {
  const made = new Set(document.statements.flatMap(namesMade));
  const found: StatementSpan[] = [];
  let used = false; // a USE comes before
  for (const statement of document.statements) {
    const { parsed, text } = statement;
    if (parsed.kind === 'use') used = true;
    if (statement.end < start || statement.start > end) continue;
    const query = isCertain(statement, used) ? querySpan(parsed) : null;
    if (query === null) continue;
    const piece = text.slice(query.start, query.end);
    if (mentions(piece, made)) continue;
    found.push({ start: statement.start + query.start, end: statement.start + query.end, text: piece });
  }
  return found;
}

function isCertain({ parsed, lexicalErrors, text }: DocumentStatement, used: boolean): boolean {
  const { errors, marks, tables } = parsed;
  if (errors.length > 0 || lexicalErrors.length > 0 || /\$\{|\ufffc/.test(text)) return false;
  if (marks.some(({ role }) => role === 'parameter')) return false;
  const ctes = new Set(marks.filter(({ role }) => role === 'cte').map(({ parts }) => lower(parts.at(-1)?.name)));
  return tables.every(({ name: { parts } }) => {
    const [first] = parts;
    if (parts.length === 1 && ctes.has(lower(first?.name))) return true;
    return !FILE_FORMATS.has(lower(first?.name)) && (!used || parts.length > 2);
  });
}

/** The query in a statement that can stand on its own, from the statement's start. */
function querySpan({ kind, query, nodes }: Parsed): { readonly start: number; readonly end: number } | null {
  const inserts = nodes.flatMap((node) => (node.kind === 'insert' ? [node] : []));
  switch (kind) {
    case 'query':
      return inserts.length === 0 ? query : null;
    case 'insert': {
      const [insert] = inserts;
      // Before WITH … INSERT there is more that the query needs.
      return insert !== undefined && inserts.length === 1 && insert.start === 0 ? insert.query : null;
    }
    case 'create': {
      const made = nodes.flatMap((node): Query[] =>
        node.kind === 'definition' && node.query !== null ? [node.query] : [],
      );
      return made.length === 1 ? (made[0] ?? null) : null;
    }
    default:
      return null;
  }
}

/** What a statement makes or changes, by the last part of its name: tables, views, functions, variables. */
function namesMade({ parsed, text }: DocumentStatement): string[] {
  const { kind, tables, marks } = parsed;
  const isCache = /^\s*cache\b/i.test(text);
  const evolves = kind === 'merge' && /\bschema\s+evolution\b/i.test(text);
  const changed = tables.filter(
    ({ purpose }) => purpose === 'create' || purpose === 'alter' || isCache || (evolves && purpose === 'write'),
  );
  const named = marks.filter(({ role, declares }) => declares && (role === 'variable' || role === 'function'));
  const renamed = /\brename\s+to\s+([\p{L}\p{N}_.`]+)/iu.exec(text)?.[1] ?? '';
  return [
    ...changed.map(({ name }) => name.parts.at(-1)?.name ?? ''),
    ...named.map(({ parts }) => parts.at(-1)?.name ?? ''),
    renamed.split('.').at(-1)?.replaceAll('`', '') ?? '',
  ].flatMap((name) => (name === '' ? [] : [name.toLowerCase()]));
}

function mentions(text: string, names: ReadonlySet<string>): boolean {
  if (names.size === 0) return false;
  const words = text.toLowerCase().match(/[\p{L}\p{N}_]+/gu) ?? [];
  // A quoted name may hold anything.
  return words.some((word) => names.has(word)) || [...names].some((name) => text.toLowerCase().includes(`\`${name}\``));
}

const lower = (name: string | undefined): string => (name ?? '').toLowerCase();
