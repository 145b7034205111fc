import type { SyntaxError } from '../ast';
import type { Tokens } from '../lexer';
import { T } from '../token-kinds';

interface Failure {
  readonly tokens: Tokens;
  readonly first: number;
  readonly last: number;
  readonly base: number;
  /** The token that does not fit; `last` at the end of the statement. */
  readonly at: number;
  readonly expected: readonly string[];
  /** Tokens that were taken as aliases without AS. */
  readonly aliases: readonly number[];
}

/** The error for a token that does not fit, in words a reader can act on. */
export function messageFor(failure: Failure): SyntaxError {
  const { tokens, first, last, base, at, expected, aliases } = failure;
  const span = (token: number): { start: number; end: number; text: string } => {
    const start = tokens.starts[token] ?? 0;
    const end = tokens.ends[token] ?? start;
    return { start: start - base, end: end - base, text: tokens.text.slice(start, end) };
  };
  // `SELECT * FORM t`: the word before was taken as an alias, but is a keyword misspelt.
  const before = at - 1;
  if (at > first && aliases.includes(before)) {
    const word = span(before);
    const meant = nearest(word.text, expected);
    if (meant !== null) return { ...word, message: `Unexpected ${quote(word.text)}: did you mean ${meant}?`, expected };
  }
  if (at >= last) {
    const end = span(Math.max(first, last - 1));
    return { start: end.start, end: end.end, message: `The statement ends too early.${hopes(expected)}`, expected };
  }
  const word = span(at);
  const meant = tokens.kinds[at] === Number(T.Ident) ? nearest(word.text, expected) : null;
  const message =
    meant === null
      ? `Unexpected ${quote(word.text)}.${hopes(expected)}`
      : `Unexpected ${quote(word.text)}: did you mean ${meant}?`;
  return { start: word.start, end: word.end, message, expected };
}

function quote(text: string): string {
  const line = text.split('\n', 1)[0] ?? '';
  return `"${line.length > 40 ? `${line.slice(0, 40)}…` : line}"`;
}

/** A list of up to six; more would not be read. */
function hopes(expected: readonly string[]): string {
  const shown = expected.filter((text) => text !== ';');
  if (shown.length === 0 || shown.length > 12) return '';
  if (shown.length === 1) return ` Expected ${shown[0] ?? ''}.`;
  const list = shown.slice(0, 6);
  return ` Expected ${list.join(', ')}${shown.length > 6 ? ', …' : ''}.`;
}

/** The expected keyword that the word is a slip of the fingers away from, or null. */
export function nearest(word: string, expected: readonly string[]): string | null {
  const upper = word.toUpperCase();
  if (upper.length < 3) return null;
  const limit = upper.length < 5 ? 1 : 2;
  let best: string | null = null;
  let bestDistance = limit + 1;
  for (const phrase of expected) {
    const first = phrase.split(' ', 1)[0] ?? '';
    if (!/^[A-Z_]+$/.test(first) || first.length < 3 || first === upper) continue;
    const distance = editDistance(upper, first, limit);
    if (distance < bestDistance) {
      bestDistance = distance;
      best = first;
    }
  }
  return best;
}

/** Insertions, deletions, changes and swaps of neighbours between two short words; above `limit` any larger number. */
export function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let cost = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        cost = Math.min(cost, (beforeLast[j - 2] ?? 0) + 1);
      }
      row.push(cost);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length] ?? limit + 1;
}
