import type { Parsed } from './ast';
import type { SqlDocument } from './document';
import type { Expectation } from './expectations';
import { lex, type Tokens } from './lexer';
import { watchTokens } from './parser/index';
import { T } from './token-kinds';

/** What the parser says of a caret. Offsets of `expectations` and `parsed` count from `base`. */
export interface CaretPlace {
  readonly base: number;
  /** What is typed already of the word, name or string at the caret. */
  readonly prefix: string;
  /** The text that an offer takes the place of, in the document. */
  readonly replace: readonly [number, number];
  readonly expectations: readonly Expectation[];
  readonly parsed: Omit<Parsed, 'errors' | 'doubts'>;
  /** The statement's tokens without the one at the caret; from `base` as well. */
  readonly tokens: Tokens;
  /** Keywords are written in lower case here. */
  readonly lowerCase: boolean;
  /** The same, whatever is typed of the word at the caret. */
  readonly lowerAround: boolean;
}

/** Asks the parser what can stand at an offset; null inside a comment, and outside of the SQL in a text. */
export function caretAt(document: SqlDocument, offset: number): CaretPlace | null {
  if (!document.holds(offset)) return null;
  for (const { start, end, block } of document.tokens.comments) {
    if (start >= offset) break;
    if (block ? offset < end : offset <= end) return null;
  }
  const statement = document.statements.find(({ start, stop }) => offset >= start && offset <= stop);
  const base = statement?.start ?? offset;
  const text =
    statement === undefined ? '' : document.text.slice(base, cutAtNext(document.text, offset, statement.stop));
  return place(document, text, base, offset - base);
}

/**
 * A statement that is still being written swallows the one after it. After the caret, a line that begins with a word
 * which only begins statements, below a blank line, is taken to be another one.
 */
function cutAtNext(text: string, offset: number, stop: number): number {
  const next = /\n[ \t]*\r?\n(?=(?:SELECT|WITH|INSERT|UPDATE|DELETE|MERGE|CREATE|ALTER|DROP|CALL|SHOW|DESCRIBE)\b)/i;
  const match = next.exec(text.slice(offset, stop));
  return match === null ? stop : offset + match.index;
}

function place(document: SqlDocument, given: string, base: number, caret: number): CaretPlace {
  let text = given;
  let tokens = lex(text);
  let at = tokenAt(tokens, caret);
  if (at >= 0 && isQuoted(tokens, at) && text.slice(tokens.starts[at], tokens.ends[at]).includes('\n')) {
    // A quote that is not closed yet reaches into what follows: close it at the end of the line.
    const line = text.indexOf('\n', caret);
    const end = line < 0 ? text.length : line;
    const quote = text.charAt(tokens.starts[at] ?? 0);
    text = text.slice(0, end) + quote + text.slice(end);
    tokens = lex(text);
    at = tokenAt(tokens, caret);
  }
  const from = at < 0 ? caret : (tokens.starts[at] ?? caret);
  const prefix = text.slice(from, caret);
  // An unclosed string or name ends where its word ends.
  const closed = at < 0 || !isQuoted(tokens, at) || isClosed(text, tokens, at, given);
  const to = at < 0 ? caret : closed ? (tokens.ends[at] ?? caret) : caret + wordAfter(text.slice(caret));
  if (at >= 0) tokens = without(tokens, at);
  let token = 0;
  while (token < tokens.count && (tokens.starts[token] ?? 0) < caret) token++;
  const watched = watchTokens(tokens, 0, tokens.count, 0, { token, offset: caret });
  return {
    base,
    prefix,
    replace: [base + from, base + Math.min(to, given.length)],
    expectations: watched.expectations,
    parsed: watched.parsed,
    tokens,
    lowerCase: isLowerCase(prefix, document.tokens, base),
    lowerAround: isLowerCase('', document.tokens, base),
  };
}

/** The word, name, number or string that the caret is in or right after; -1 when there is none. */
function tokenAt(tokens: Tokens, caret: number): number {
  for (let at = 0; at < tokens.count; at++) {
    const start = tokens.starts[at] ?? 0;
    const end = tokens.ends[at] ?? 0;
    if (start >= caret) return -1;
    if (caret > end) continue;
    const kind: T = tokens.kinds[at] ?? T.Eof;
    if (kind === T.String || kind === T.Quoted) {
      return caret < end || !isClosed(tokens.text, tokens, at, tokens.text) ? at : -1;
    }
    const isWord = kind > T.FirstKeyword || kind === T.Ident || kind === T.Integer || kind === T.Number;
    if (isWord) return at;
  }
  return -1;
}

function isQuoted(tokens: Tokens, at: number): boolean {
  return tokens.kinds[at] === Number(T.String) || tokens.kinds[at] === Number(T.Quoted);
}

/** Whether the quote at the token's end is one that the user typed. */
function isClosed(text: string, tokens: Tokens, at: number, given: string): boolean {
  const start = tokens.starts[at] ?? 0;
  const end = tokens.ends[at] ?? 0;
  return end - start > 1 && text.charAt(start) === text.charAt(end - 1) && text.length === given.length;
}

const wordAfter = (text: string): number => /^[\p{L}\d_.:-]*/u.exec(text)?.[0].length ?? 0;

function without(tokens: Tokens, at: number): Tokens {
  const kinds = tokens.kinds.filter((_, i) => i !== at);
  const starts = tokens.starts.filter((_, i) => i !== at);
  const ends = tokens.ends.filter((_, i) => i !== at);
  return { ...tokens, kinds, starts, ends, count: tokens.count - 1 };
}

/** The case of the word being typed says it; else that of the keywords nearby. Upper case when there are none. */
function isLowerCase(prefix: string, tokens: Tokens, base: number): boolean {
  if (/[a-z]/.test(prefix)) return true;
  if (/[A-Z]/.test(prefix)) return false;
  let balance = 0;
  let looked = 0;
  for (let at = 0; at < tokens.count && looked < 200; at++) {
    if ((tokens.kinds[at] ?? 0) <= Number(T.FirstKeyword)) continue;
    const code = tokens.text.charCodeAt(tokens.starts[at] ?? 0);
    // The words of this statement count more than those of others.
    const weight = (tokens.starts[at] ?? 0) >= base ? 10 : 1;
    balance += code >= 97 ? weight : -weight;
    looked++;
  }
  return balance > 0;
}
