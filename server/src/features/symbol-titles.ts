/** How a statement is called in the outline: `CREATE TABLE sales.orders`, `SELECT day, total`. */
import type { Parsed } from '../sql/ast';
import type { Tokens } from '../sql/lexer';
import { nameText } from '../sql/names';
import { T } from '../sql/token-kinds';
import type { SymbolItem, SymbolKind } from './symbols';

type Title = Pick<SymbolItem, 'name' | 'detail' | 'kind' | 'nameStart' | 'nameEnd'>;

/** Where a title ends: what follows is the statement's body. */
const BODY: ReadonlySet<T> = new Set([
  ...[T.LParen, T.AS, T.SELECT, T.FROM, T.VALUES, T.USING, T.WHERE, T.ON, T.TBLPROPERTIES, T.PARTITIONED],
  ...[T.LOCATION, T.COMMENT, T.SET, T.DO, T.THEN, T.Semicolon, T.RETURN, T.RETURNS, T.PARTITION, T.OPTIONS],
]);
const VERBS: ReadonlySet<T> = new Set([T.SELECT, T.FROM, T.VALUES, T.TABLE, T.INSERT, T.UPDATE, T.DELETE, T.MERGE]);
const MOST = 60;

/** The title of what stands between two offsets: the whole statement, or one within a script. */
export function titleOf(parsed: Parsed, tokens: Tokens, start: number, end: number, isBlock: boolean): Title {
  const first = firstToken(tokens, start, end);
  if (isBlock) return blockTitle(tokens, first, end);
  const verb = verbAt(tokens, first, end);
  const kind = tokens.kinds[verb] as T;
  const place = { nameStart: tokens.starts[verb] ?? start, nameEnd: tokens.ends[verb] ?? end };
  if (kind === T.SELECT || kind === T.FROM || kind === T.VALUES || kind === T.LParen || kind === T.TABLE) {
    return { ...queryTitle(parsed, tokens, verb, start, end), ...place };
  }
  return { name: headOf(tokens, verb, end), detail: '', kind: kindOf(tokens, verb), ...place };
}

function firstToken(tokens: Tokens, start: number, end: number): number {
  let at = 0;
  while (at < tokens.count && (tokens.starts[at] ?? 0) < start) at++;
  // A label has been read already.
  if (tokens.kinds[at + 1] === Number(T.Colon) && (tokens.starts[at + 2] ?? end) < end) return at + 2;
  return at;
}

/** The word that says what a statement does: after WITH and its queries. */
function verbAt(tokens: Tokens, first: number, end: number): number {
  if (tokens.kinds[first] !== Number(T.WITH)) return first;
  let depth = 0;
  for (let at = first + 1; at < tokens.count && (tokens.starts[at] ?? end) < end; at++) {
    const kind = tokens.kinds[at] as T;
    if (kind === T.LParen) depth++;
    else if (kind === T.RParen) depth--;
    else if (depth === 0 && VERBS.has(kind)) return at;
  }
  return first;
}

/** The text from a token to the statement's body, in one line. */
function headOf(tokens: Tokens, from: number, end: number): string {
  let text = '';
  let to = 0;
  for (let at = from; at < tokens.count && (tokens.starts[at] ?? end) < end; at++) {
    const kind = tokens.kinds[at] as T;
    const isSecond = at > from + 1 || (at > from && kind !== T.FROM && kind !== T.SET);
    if (at > from && isSecond && BODY.has(kind) && !isHead(tokens, from, at)) break;
    if (kind === T.IF && skipsIf(tokens, at)) {
      at += tokens.kinds[at + 1] === Number(T.EXISTS) ? 1 : 2;
      continue;
    }
    const word = tokens.text.slice(tokens.starts[at], tokens.ends[at]);
    text += text !== '' && (tokens.starts[at] ?? 0) > to ? ` ${word}` : word;
    to = tokens.ends[at] ?? 0;
    if (text.length > MOST) break;
  }
  return clip(text, MOST);
}

/** Words of the body that are part of some statements' heads: `DELETE FROM`, `COMMENT ON TABLE`, `SET VAR`. */
function isHead(tokens: Tokens, from: number, at: number): boolean {
  const first = tokens.kinds[from] as T;
  const kind = tokens.kinds[at] as T;
  if (first === T.ALTER) return kind === T.SET || kind === T.TBLPROPERTIES || kind === T.PARTITION;
  if (first === T.COMMENT) return kind === T.ON;
  if (first === T.SHOW || first === T.DESCRIBE || first === T.DESC) return kind !== T.Semicolon && kind !== T.LParen;
  return first === T.SET && kind !== T.Semicolon && kind !== T.LParen;
}

/** IF EXISTS and IF NOT EXISTS say nothing of what it is about. */
function skipsIf({ kinds }: Tokens, at: number): boolean {
  const next = kinds[at + 1] as T;
  return next === T.EXISTS || (next === T.NOT && kinds[at + 2] === Number(T.EXISTS));
}

function kindOf({ kinds }: Tokens, verb: number): SymbolKind {
  switch (kinds[verb] as T) {
    case T.CREATE:
    case T.REPLACE:
      for (let at = verb + 1; at < verb + 6; at++) {
        const kind = kinds[at] as T;
        if (kind === T.VIEW) return 'view';
        if (kind === T.FUNCTION) return 'function';
        if (kind === T.SCHEMA || kind === T.DATABASE || kind === T.NAMESPACE) return 'namespace';
        if (kind === T.TABLE) return 'table';
      }
      return 'table';
    case T.DECLARE:
      return 'variable';
    case T.SET:
    case T.RESET:
    case T.USE:
      return 'setting';
    case T.SHOW:
    case T.DESCRIBE:
    case T.DESC:
    case T.EXPLAIN:
      return 'query';
    default:
      return 'change';
  }
}

/** What a query gives, and beside it the tables it reads. */
function queryTitle(
  parsed: Parsed,
  tokens: Tokens,
  verb: number,
  start: number,
  end: number,
): Pick<Title, 'name' | 'detail' | 'kind'> {
  const names = new Set<string>();
  for (const { name, purpose } of parsed.tables)
    if (purpose === 'read' && name.start >= start && name.end <= end) names.add(nameText(name.parts));
  return { name: selectHead(tokens, verb, end), detail: clip([...names].join(', '), MOST), kind: 'query' };
}

function selectHead(tokens: Tokens, verb: number, end: number): string {
  const from = tokens.starts[verb] ?? 0;
  let depth = 0;
  let to = tokens.ends[verb] ?? from;
  for (let at = verb + 1; at < tokens.count && (tokens.starts[at] ?? end) < end; at++) {
    const kind = tokens.kinds[at] as T;
    if (kind === T.LParen) depth++;
    else if (kind === T.RParen) depth--;
    if (depth === 0 && (kind === T.FROM || kind === T.PipeOp || kind === T.UNION || kind === T.WHERE)) break;
    to = tokens.ends[at] ?? to;
    if (to - from > 4 * MOST) break;
  }
  return clip(
    tokens.text
      .slice(from, to)
      .replace(/--[^\n]*\n|\s+/g, ' ')
      .trim(),
    MOST,
  );
}

function blockTitle(tokens: Tokens, first: number, end: number): Title {
  let to = first;
  for (let at = first + 1; at < tokens.count && (tokens.starts[at] ?? end) < end && at < first + 30; at++) {
    const kind = tokens.kinds[at] as T;
    if (kind === T.THEN || kind === T.DO || kind === T.Semicolon) break;
    if (kind === T.BEGIN || tokens.kinds[first] === Number(T.BEGIN) || tokens.kinds[first] === Number(T.LOOP)) break;
    if (tokens.kinds[first] === Number(T.REPEAT) || (tokens.kinds[first] === Number(T.CASE) && kind === T.WHEN)) break;
    to = at;
  }
  const [start, last] = [tokens.starts[first] ?? 0, tokens.ends[to] ?? end];
  const name = clip(tokens.text.slice(start, last).replace(/\s+/g, ' '), MOST);
  return { name, detail: '', kind: 'block', nameStart: start, nameEnd: tokens.ends[first] ?? last };
}

export function clip(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1).trimEnd()}…`;
}
