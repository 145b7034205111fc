/**
 * What a statement may do, judged by its words alone: neither the extension host nor this library parses SQL. Errs on the side of
 * "changes something".
 */

/** First words of statements that only read. `SET` changes the session, never data. */
const READING = new Set([
  'select',
  'with',
  'values',
  'show',
  'describe',
  'desc',
  'explain',
  'from',
  'table',
  'use',
  'set',
  'list',
]);

/** Words that, anywhere outside strings and names, make a statement write: `WITH … INSERT`, `FROM … INSERT`. */
const WRITING = new Set([
  'insert',
  'merge',
  'update',
  'delete',
  'create',
  'drop',
  'alter',
  'truncate',
  'replace',
  'call',
  'load',
  'refresh',
]);

/** Functions and modifiers that share a word with a writing statement: `replace(a, b)`, `SELECT * REPLACE (…)`. */
const ALSO_FUNCTIONS = new Set(['replace', 'insert']);

/** Whether the statement only reads, so that it may run on a read-only connection and leaves the catalog as it is. */
export function onlyReads(sql: string): boolean {
  const words = tokens(sql);
  const first = words.find(({ text }) => text !== '(');
  if (first === undefined || !READING.has(first.text)) return false;
  // What DESCRIBE and SHOW name may be called anything; EXPLAIN plans without running.
  if (['show', 'describe', 'desc', 'list', 'use', 'set'].includes(first.text)) return true;
  return !words.some(({ text }, index) => {
    if (!WRITING.has(text) || words[index - 1]?.text === '.') return false;
    return !(ALSO_FUNCTIONS.has(text) && words[index + 1]?.text === '(');
  });
}

interface Token {
  readonly text: string;
}

/** Words in lower case and single signs; comments, strings and quoted names are left out. */
function tokens(sql: string): readonly Token[] {
  const pattern =
    /--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|r'[^']*(?:'|$)|r"[^"]*(?:"|$)|'(?:[^'\\]|\\[\s\S])*(?:'|$)|"(?:[^"\\]|\\[\s\S])*(?:"|$)|`(?:[^`]|``)*(?:`|$)|([\p{L}_][\p{L}\p{N}_]*)|([().,;])/giu;
  const found: Token[] = [];
  for (const [, word, sign] of sql.matchAll(pattern)) {
    const text = word?.toLowerCase() ?? sign;
    if (text !== undefined) found.push({ text });
  }
  return found;
}
