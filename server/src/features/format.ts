import type { SqlDocument } from '../sql/document';
import { type FormatOptions, type FormattedStatement, formatStatement } from '../sql/format/index';
import { lex } from '../sql/lexer';

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
  const eol = /\r?\n/.exec(text)?.[0] ?? '\n';
  const changes: TextChange[] = [];
  const faults: FormatFault[] = [];
  const change = (start: number, end: number, made: string): void => {
    if (made !== text.slice(start, end)) changes.push({ start, end, newText: made });
  };
  const touches = (start: number, end: number): boolean =>
    part === undefined || (start < Math.max(part[1], part[0] + 1) && end > part[0]);
  let before = 0; // the end of the statement before
  let isTouched = part === undefined;
  let isTall = false; // whether it has several lines
  for (const [n, { start, stop, closed, end }] of statements.entries()) {
    const last = closed ? stop + 1 : end;
    const touch = touches(start, last);
    if (touch) {
      const { text: made, fault } = formatted(text.slice(start, last), options, eol);
      if (fault !== null) faults.push({ start, end, fault });
      const wasTall = isTall;
      isTall = made.includes('\n');
      const isApart = n > 0 && (wasTall || isTall);
      if (isTouched)
        change(before, start, gap(text.slice(before, start), { isFirst: n === 0, isLast: false, isApart }, eol));
      change(start, last, made);
    }
    isTouched = touch;
    before = last;
  }
  const isFirst = statements.length === 0;
  if (part === undefined)
    change(before, text.length, gap(text.slice(before), { isFirst, isLast: true, isApart: false }, eol));
  return { changes, faults };
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

interface Place {
  readonly isFirst: boolean;
  readonly isLast: boolean;
  /** Whether a blank line is due. */
  readonly isApart: boolean;
}

/** What stands between two statements: comments, and at most one blank line in a row. */
function gap(text: string, { isFirst, isLast, isApart }: Place, eol: string): string {
  const { comments, count } = lex(text);
  // Statements without anything in them.
  if (count > 0) return text;
  let out = '';
  let at = 0;
  let isDue = isApart;
  const between = (blank: string, mayJoin: boolean): string => {
    if (out === '' && isFirst) return '';
    const made = separator(blank, mayJoin, isDue, eol);
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
