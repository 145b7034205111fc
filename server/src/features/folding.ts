/** What an editor can fold: statements, brackets, CASE and BEGIN blocks, comments and regions over several lines. */
import type { SqlDocument } from '../sql/document';
import { T } from '../sql/token-kinds';

export interface FoldingSpan {
  /** In the line that stays. */
  readonly start: number;
  /** In the last line that is hidden. */
  readonly end: number;
  readonly kind: 'code' | 'comment' | 'region';
}

const REGION = /^--\s*#?region\b/i;
const END_REGION = /^--\s*#?endregion\b/i;

/** The spans in the order of their starts. One within a line may be among them: who knows lines leaves it out. */
export function folding(document: SqlDocument): FoldingSpan[] {
  const spans: FoldingSpan[] = [];
  for (const { start, end, closed, stop } of document.statements)
    spans.push({ start, end: closed ? stop : end, kind: 'code' });
  brackets(document, spans);
  blocks(document, spans);
  comments(document, spans);
  return spans
    .filter(({ start, end }) => hasBreak(document.text, start, end))
    .sort((a, b) => a.start - b.start || b.end - a.end);
}

/** From an opening to a closing token. What closes stays in sight where it begins its line. */
function between(text: string, start: number, close: number, kind: FoldingSpan['kind'] = 'code'): FoldingSpan {
  const line = text.lastIndexOf('\n', close - 1);
  const isFirst = line > start && text.slice(line + 1, close).trim() === '';
  return { start, end: isFirst ? line - (text.charAt(line - 1) === '\r' ? 1 : 0) : close, kind };
}

function brackets({ tokens, text }: SqlDocument, spans: FoldingSpan[]): void {
  const { kinds, starts, count } = tokens;
  const open: number[] = [];
  for (let at = 0; at < count; at++) {
    const kind = kinds[at] as T;
    if (kind === T.LParen) open.push(starts[at] ?? 0);
    else if (kind === T.RParen) {
      const start = open.pop();
      if (start !== undefined) spans.push(between(text, start, starts[at] ?? 0));
    } else if (kind === T.Semicolon) open.length = 0;
  }
}

/** CASE … END in expressions, and what scripts are made of. */
function blocks({ tokens, text, statements }: SqlDocument, spans: FoldingSpan[]): void {
  for (const { start, text: piece } of statements) {
    if (!/\bcase\b/i.test(piece) && !/\bbegin\b/i.test(piece)) continue;
    inStatement(start, start + piece.length);
  }
  function inStatement(from: number, to: number): void {
    const { kinds, starts, count } = tokens;
    const open: number[] = [];
    for (let at = firstAt(starts, count, from); at < count && (starts[at] ?? to) < to; at++) {
      const kind = kinds[at] as T;
      const before = kinds[at - 1] as T;
      if ((kind === T.CASE && before !== T.END && before !== T.Dot) || isBlock(kind, before, kinds[at + 1] as T)) {
        open.push(starts[at] ?? 0);
      } else if (kind === T.END && before !== T.Dot) {
        const start = open.pop();
        if (start !== undefined) spans.push(between(text, start, starts[at] ?? 0));
      }
    }
  }
}

/** The word opens a block that an END closes. */
function isBlock(kind: T, before: T, after: T): boolean {
  if (before === T.END) return false;
  const isFresh = [T.Semicolon, T.BEGIN, T.THEN, T.ELSE, T.DO, T.Colon, T.LOOP, T.REPEAT].includes(before);
  switch (kind) {
    case T.BEGIN:
      return after !== T.Dot && after !== T.Comma;
    case T.IF:
    case T.WHILE:
    case T.LOOP:
    case T.REPEAT:
    case T.FOR:
      return isFresh && after !== T.Semicolon;
    default:
      return false;
  }
}

/** The index of the first token that starts at an offset or after it. */
function firstAt(starts: Int32Array, count: number, offset: number): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Block comments, line comments that follow each other, and regions. */
function comments({ tokens, text }: SqlDocument, spans: FoldingSpan[]): void {
  const regions: number[] = [];
  let run: { start: number; end: number } | null = null;
  const close = (): void => {
    if (run !== null) spans.push({ ...run, kind: 'comment' });
    run = null;
  };
  for (const { start, end, block } of tokens.comments) {
    if (block) {
      close();
      spans.push({ start, end, kind: 'comment' });
      continue;
    }
    const line = text.slice(start, end);
    const isRegion = REGION.test(line);
    if (isRegion || END_REGION.test(line)) {
      close();
      const opened = isRegion ? undefined : regions.pop();
      if (isRegion) regions.push(start);
      else if (opened !== undefined) spans.push({ start: opened, end: start, kind: 'region' });
    } else if (run !== null && text.slice(run.end, start).trim() === '' && breaks(text.slice(run.end, start)) === 1) {
      run = { start: run.start, end };
    } else {
      close();
      // Behind code it is that line's own.
      const before = text.slice(text.lastIndexOf('\n', start - 1) + 1, start);
      run = before.trim() === '' ? { start, end } : null;
    }
  }
  close();
}

const breaks = (text: string): number => text.split('\n').length - 1;

function hasBreak(text: string, start: number, end: number): boolean {
  const line = text.indexOf('\n', start);
  return line >= 0 && line < end;
}
