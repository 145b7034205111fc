import { onlyReads } from '../../../lakehouse/src/spark/reads';
import type { Parsed, TableRelation } from '../sql/ast';
import { SqlDocument, type DocumentOptions, type DocumentStatement } from '../sql/document';
import { lex } from '../sql/lexer';
import { T } from '../sql/token-kinds';
import type { Effect, Loss } from './types';

/** Statements of no kind of their own that change the session at most: their first words. */
const SESSION = new Set(['DECLARE', 'CACHE', 'UNCACHE', 'CLEAR', 'LIST', 'RESET', 'REFRESH']);
const READING: ReadonlySet<Parsed['kind']> = new Set(['query', 'describe', 'explain', 'set', 'use']);
const CHANGING: ReadonlySet<TableRelation['purpose']> = new Set(['write', 'create', 'drop', 'alter']);

/** What ALTER TABLE drops that held something. */
const DROPPED = new Set(['COLUMN', 'COLUMNS', 'PARTITION', 'BRANCH', 'TAG']);

/**
 * What a statement does when it runs, read off its tree. Errs on the side of "changes something": a text that the parser does
 * not understand whole reads only where its words alone say so too.
 */
export function effectOf(text: string, options?: DocumentOptions): Effect {
  const found = new SqlDocument(text, options).statements.map((statement) => {
    const { parsed } = statement;
    const words = leadingWords(statement.text);
    const changed = parsed.kind === 'explain' ? [] : parsed.tables.filter(({ purpose }) => CHANGING.has(purpose));
    if (parsed.kind === 'script') return scriptEffect(statement.text, parsed, sure(statement), options);
    const reading = READING.has(parsed.kind) || (parsed.kind === 'other' && SESSION.has(words[0] ?? ''));
    return {
      reads: reading && changed.length === 0 && (sure(statement) || onlyReads(statement.text)),
      writes: changed
        .filter(({ purpose }) => purpose === 'write' || (purpose === 'create' && words.includes('TABLE')))
        .map(nameOf),
      losses: lossesOf(statement.text, parsed, words),
    };
  });
  return {
    parameters: parametersOf(text, options),
    reads: found.every(({ reads }) => reads),
    writes: found.flatMap(({ writes }) => writes),
    losses: found.flatMap(({ losses }) => losses),
  };
}

/** `:name`, each once, and how many `?`: a statement has the one or the other. */
function parametersOf(text: string, options: DocumentOptions | undefined): Effect['parameters'] {
  const { statements, tokens } = new SqlDocument(text, options);
  const names = statements.flatMap(({ parsed, text: own }) => [
    ...parsed.marks.filter(({ role }) => role === 'parameter').map(({ parts }) => parts[0]?.name ?? ''),
    ...(parsed.kind === 'script' ? parsed.blocks.filter(({ kind }) => kind === 'statement') : []).flatMap(
      ({ start, end }) => parametersOf(own.slice(start, end), options).named,
    ),
  ]);
  let positional = 0;
  for (let index = 0; index < tokens.count; index++) if (tokens.kinds[index] === T.Question) positional++;
  return { named: [...new Set(names.filter((name) => name !== ''))], positional };
}

function sure({ parsed, lexicalErrors }: DocumentStatement): boolean {
  return parsed.errors.length === 0 && lexicalErrors.length === 0;
}

/** What the statements of a script do, each on its own. */
function scriptEffect(
  text: string,
  { blocks }: Parsed,
  whole: boolean,
  options: DocumentOptions | undefined,
): Omit<Effect, 'parameters'> {
  const inner = blocks
    .filter(({ kind }) => kind === 'statement')
    .map(({ start, end }) => effectOf(text.slice(start, end), options));
  return {
    reads: whole && inner.every(({ reads }) => reads),
    writes: inner.flatMap(({ writes }) => writes),
    losses: inner.flatMap(({ losses }) => losses),
  };
}

/** What is deleted or dropped. */
function lossesOf(text: string, parsed: Parsed, words: readonly string[]): Loss[] {
  if (parsed.kind === 'explain') return [];
  const action = actionOf(parsed, words);
  if (action === null) return [];
  const table = parsed.tables.find(({ purpose }) => CHANGING.has(purpose));
  const condition = parsed.kind === 'delete' ? conditionOf(text, table) : null;
  if (table !== undefined) {
    const what = action === 'DROP VIEW' ? 'view' : 'table';
    return [{ action, what, name: nameOf(table), condition }];
  }
  const mark = parsed.marks.find(({ role }) => role === 'namespace');
  if (mark === undefined || !action.startsWith('DROP ')) return [];
  return [{ action, what: 'namespace', name: mark.parts.map((part) => part.name), condition: null }];
}

/** The words that delete or drop, or null. Views of a session and functions hold no data. */
function actionOf({ kind }: Parsed, words: readonly string[]): string | null {
  const [first = '', second = '', third = ''] = words;
  switch (kind) {
    case 'delete':
      return 'DELETE';
    case 'drop':
      return ['TABLE', 'VIEW', 'SCHEMA', 'DATABASE', 'NAMESPACE'].includes(second) ? `DROP ${second}` : null;
    case 'insert':
      return words.includes('OVERWRITE') ? 'INSERT OVERWRITE' : null;
    case 'create':
      if (first === 'REPLACE' && second === 'TABLE') return 'REPLACE TABLE';
      return second === 'OR' && third === 'REPLACE' && words[3] === 'TABLE' ? 'CREATE OR REPLACE TABLE' : null;
    case 'alter': {
      const [what = '', next = ''] = words.slice(words.indexOf('DROP') + 1);
      const lossy = words.includes('DROP') && DROPPED.has(what) && next !== 'FIELD';
      return lossy ? `ALTER TABLE … DROP ${what}` : null;
    }
    case 'other':
      return first === 'TRUNCATE' ? 'TRUNCATE' : null;
    default:
      return null;
  }
}

/** What follows WHERE; null when all rows go. */
function conditionOf(text: string, table: TableRelation | undefined): string | null {
  const tokens = lex(text);
  for (let index = 0; index < tokens.count; index++) {
    const start = tokens.starts[index] ?? 0;
    if (start < (table?.end ?? 0)) continue;
    const end = tokens.ends[index] ?? start;
    if (text.slice(start, end).toUpperCase() === 'WHERE') return text.slice(end).trim();
  }
  return null;
}

/** The words before anything in parentheses, in upper case; quoted names are left out. */
function leadingWords(text: string): string[] {
  const tokens = lex(text);
  const words: string[] = [];
  for (let index = 0; index < tokens.count; index++) {
    const word = text.slice(tokens.starts[index], tokens.ends[index]);
    if (word === '(' && words.length > 0) break;
    if (/^\p{L}/u.test(word)) words.push(word.toUpperCase());
  }
  return words;
}

function nameOf({ name }: TableRelation): readonly string[] {
  return name.parts.map((part) => part.name);
}
