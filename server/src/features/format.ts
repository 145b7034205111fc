import type { SqlDocument } from '../sql/document';
import { type FormatOptions, type FormattedStatement, formatStatement } from '../sql/format/index';
import { lex, type Tokens } from '../sql/lexer';

export { DEFAULT_FORMAT, type FormatOptions, type KeywordCase } from '../sql/format/index';

/** One change of a text; offsets are in the text before any change. */
export interface TextChange {
  readonly start: number;
  readonly end: number;
  readonly newText: string;
}

/** A statement that can be read and was left as it is: a fault of the formatter, for the log. */
export interface FormatFault {
  readonly start: number;
  readonly end: number;
  readonly fault: NonNullable<FormattedStatement['fault']>;
}

export interface FormatResult {
  /** In order; they do not overlap. */
  readonly changes: readonly TextChange[];
  readonly faults: readonly FormatFault[];
}

/** What formats a document, or the statements that a part of it touches. */
export function format(document: SqlDocument, options: FormatOptions, part?: readonly [number, number]): FormatResult {
  const { text, statements } = document;
  // The first that stays: blank lines at the start do not.
  const eol = /\r?\n/.exec(text.trimStart())?.[0] ?? '\n';
  const changes: TextChange[] = [];
  const faults: FormatFault[] = [];
  const change = (start: number, end: number, made: string): void => {
    if (made !== text.slice(start, end)) changes.push({ start, end, newText: made });
  };
  const touches = (start: number, end: number): boolean =>
    part === undefined || (start < Math.max(part[1], part[0] + 1) && end > part[0]);
  let before = 0; // the end of the statement before
  let isTouched = part === undefined;
  let last: Written = { isTall: false, isOpen: false, isTorn: false };
  for (const [n, { start, stop, closed, end, lexicalErrors }] of statements.entries()) {
    const close = closed ? stop + 1 : end;
    const touch = touches(start, close);
    if (touch) {
      const { text: made, fault } = formatted(text.slice(start, close), options, eol);
      if (fault !== null) faults.push({ start, end, fault });
      const next = written(made, lexicalErrors.length > 0);
      const isApart = n > 0 && (last.isTall || next.isTall);
      if (isTouched && !next.isTorn) {
        change(before, start, gap(text.slice(before, start), { isFirst: n === 0, isLast: false, isApart, last }, eol));
      }
      change(start, close, made);
      last = next;
    }
    isTouched = touch;
    before = close;
  }
  const place = { isFirst: statements.length === 0, isLast: true, isApart: false, last };
  if (part === undefined) change(before, text.length, gap(text.slice(before), place, eol));
  if (isSame(document.tokens, lex(apply(text, changes)))) return { changes, faults };
  return { changes: [], faults: [{ start: 0, end: text.length, fault: 'tokens' }] };
}

/** Whether two texts have the same tokens and comments, by kind and length: each statement was compared more closely. */
function isSame(a: Tokens, b: Tokens): boolean {
  if (a.count !== b.count || a.comments.length !== b.comments.length || a.errors.length !== b.errors.length)
    return false;
  for (let i = 0; i < a.count; i++) {
    if (a.kinds[i] !== b.kinds[i] || lengthOf(a, i) !== lengthOf(b, i)) return false;
  }
  return true;
}

function lengthOf({ starts, ends }: Tokens, i: number): number {
  return (ends[i] ?? 0) - (starts[i] ?? 0);
}

/** The text after its changes. */
export function apply(text: string, changes: readonly TextChange[]): string {
  let result = '';
  let at = 0;
  for (const { start, end, newText } of changes) {
    result += text.slice(at, start) + newText;
    at = end;
  }
  return result + text.slice(at);
}

/** Ends its lines as it did: a string may go over several. What mixes line ends is left alone. */
function formatted(text: string, options: FormatOptions, eol: string): FormattedStatement {
  const hasCrLf = text.includes('\r\n');
  const hasLf = /(?:^|[^\r])\n/.test(text);
  if (hasCrLf && hasLf) return { text, fault: null };
  const made = formatStatement(hasCrLf ? text.replaceAll('\r\n', '\n') : text, options);
  const own = hasCrLf ? '\r\n' : hasLf ? '\n' : eol;
  return own === '\n' ? made : { ...made, text: made.text.replaceAll('\n', own) };
}

/** What counts of a statement for what stands behind it. */
interface Written {
  /** It has several lines. */
  readonly isTall: boolean;
  /** It ends with a comment that goes on to the end of the line. */
  readonly isOpen: boolean;
  /** A string or a comment of it has no end, and so may go on in what follows. */
  readonly isTorn: boolean;
}

function written(text: string, isTorn: boolean): Written {
  const comment = text.includes('--') ? lex(text).comments.at(-1) : undefined;
  return { isTall: text.includes('\n'), isOpen: comment?.block === false && comment.end === text.length, isTorn };
}

interface Place {
  readonly isFirst: boolean;
  readonly isLast: boolean;
  /** Whether a blank line is due. */
  readonly isApart: boolean;
  /** The statement before. */
  readonly last: Written;
}

/** What stands between two statements: comments, and at most one blank line in a row. */
function gap(text: string, { isFirst, isLast, isApart, last }: Place, eol: string): string {
  const { comments, count, errors } = lex(text);
  // Statements without anything in them, and what has no end.
  if (count > 0 || errors.length > 0 || last.isTorn)
    return last.isOpen && !/^[^\S\n]*\n/.test(text) ? eol + text : text;
  let out = '';
  let at = 0;
  let isDue = isApart;
  const between = (blank: string, mayJoin: boolean): string => {
    if (out === '' && isFirst) return '';
    const made = separator(blank, mayJoin && !(out === '' && last.isOpen), isDue, eol);
    if (made !== ' ') isDue = false;
    return made;
  };
  for (const { start, end, block } of comments) {
    out += between(text.slice(at, start), block || at === 0);
    const words = text.slice(start, end);
    out += block || words.trimEnd().endsWith('\\') ? words : words.trimEnd();
    at = end;
  }
  if (isLast) return out === '' && isFirst ? '' : out + eol;
  const inline = comments.at(-1)?.block === true && startsLine(text, comments.at(-1)?.start ?? 0, isFirst);
  return out + between(text.slice(at), inline);
}

function startsLine(text: string, at: number, isFirst: boolean): boolean {
  const before = text.slice(0, at);
  return isFirst ? before.trim() === '' || /\n\s*$/.test(before) : /\n\s*$/.test(before);
}

/** As many lines as there were, at most a blank one; where there was none, a blank if the line may go on. */
function separator(blank: string, mayJoin: boolean, isDue: boolean, eol: string): string {
  const lines = blank.split('\n').length - 1;
  if (lines === 0 && mayJoin) return ' ';
  return lines > 1 || isDue ? eol + eol : eol;
}
