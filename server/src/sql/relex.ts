import { type Comment, hasOpenString, lex, Lexer, type LexicalError, type Tokens } from './lexer';
import { T } from './token-kinds';

/** Where two texts differ: the first is `[start, oldEnd)`, the second `[start, newEnd)`; the rest is the same. */
export interface Change {
  readonly start: number;
  readonly oldEnd: number;
  readonly newEnd: number;
}

/** The tokens of the new text, and how many of the old ones they begin and end with. */
export interface Relexed {
  readonly tokens: Tokens;
  readonly head: number;
  readonly tail: number;
}

/** The smallest piece that has to be replaced to make one text the other. */
export function changeBetween(before: string, after: string): Change {
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before.charCodeAt(start) === after.charCodeAt(start)) start++;
  let same = 0;
  while (
    same < most - start &&
    before.charCodeAt(before.length - 1 - same) === after.charCodeAt(after.length - 1 - same)
  ) {
    same++;
  }
  return { start, oldEnd: before.length - same, newEnd: after.length - same };
}

/**
 * The tokens of a text after one change, read anew only from the semicolon before it to the first one after it that was one
 * before, too: right after a semicolon the lexer remembers nothing. What is not closed was looked for to the text's end, so
 * reading begins before the first such place. Equal to `lex(text)`.
 */
export function relex(before: Tokens, text: string, change: Change): Relexed {
  if (hasOpenString(before)) return { tokens: lex(text), head: 0, tail: 0 };
  const delta = change.newEnd - change.oldEnd;
  const firstError = before.errors[0]?.start ?? Infinity;
  const head = afterSemicolon(before, Math.min(change.start, firstError));
  const from = head === 0 ? 0 : (before.ends[head - 1] ?? 0);
  let tail = before.count;
  const lexer = new Lexer(text, change.newEnd - from + 1_000);
  const stopped = lexer.runUntil(from, (semicolon) => {
    if (semicolon < change.newEnd) return false;
    const at = indexOf(before, semicolon - delta);
    if (at < 0) return false;
    tail = at + 1;
    return true;
  });
  const middle = lexer.tokens();
  if (hasOpenString(middle)) return { tokens: lex(text), head: 0, tail: 0 };
  const tokens = join(before, middle, text, { head, tail, delta, from, stopped });
  return { tokens, head, tail: before.count - tail };
}

/** How many tokens there are up to the last semicolon that ends at `limit` or before. */
function afterSemicolon({ kinds, ends, count }: Tokens, limit: number): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ends[middle] ?? 0) <= limit) low = middle + 1;
    else high = middle;
  }
  while (low > 0 && kinds[low - 1] !== Number(T.Semicolon)) low--;
  return low;
}

/** The index of the semicolon that starts there, or -1. */
function indexOf({ kinds, starts, count }: Tokens, start: number): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) < start) low = middle + 1;
    else high = middle;
  }
  return low < count && starts[low] === start && kinds[low] === Number(T.Semicolon) ? low : -1;
}

interface Seams {
  readonly head: number;
  /** The index of the first old token that stays. */
  readonly tail: number;
  readonly delta: number;
  readonly from: number;
  /** Where in the new text the old tokens go on. */
  readonly stopped: number;
}

function join(before: Tokens, middle: Tokens, text: string, seams: Seams): Tokens {
  const { head, tail, delta, from, stopped } = seams;
  const count = head + middle.count + before.count - tail;
  const kinds = new Uint16Array(count + 16);
  const starts = new Int32Array(count + 16);
  const ends = new Int32Array(count + 16);
  kinds.set(before.kinds.subarray(0, head));
  starts.set(before.starts.subarray(0, head));
  ends.set(before.ends.subarray(0, head));
  kinds.set(middle.kinds.subarray(0, middle.count), head);
  starts.set(middle.starts.subarray(0, middle.count), head);
  ends.set(middle.ends.subarray(0, middle.count), head);
  const next = head + middle.count;
  kinds.set(before.kinds.subarray(tail, before.count), next);
  for (let at = tail, to = next; at < before.count; at++, to++) {
    starts[to] = (before.starts[at] ?? 0) + delta;
    ends[to] = (before.ends[at] ?? 0) + delta;
  }
  const resume = stopped - delta;
  const around = <One extends Comment | LexicalError>(old: readonly One[], fresh: readonly One[]): One[] => {
    const last = old[old.length - 1];
    const first = old.findIndex(({ start }) => start >= from);
    const kept = first < 0 ? [...old] : old.slice(0, first);
    kept.push(...fresh);
    if (tail >= before.count && stopped >= text.length) return kept;
    if (last === undefined || last.start < resume) return kept;
    for (const one of old) {
      if (one.start >= resume)
        kept.push(delta === 0 ? one : { ...one, start: one.start + delta, end: one.end + delta });
    }
    return kept;
  };
  const comments = around(before.comments, middle.comments);
  return { text, kinds, starts, ends, count, comments, errors: around(before.errors, middle.errors) };
}
