import type { SqlDocument } from '../sql/document';
import { type FormatOptions, formatStatement } from '../sql/format/index';
import { lex } from '../sql/lexer';

export { DEFAULT_FORMAT, type FormatOptions, type KeywordCase } from '../sql/format/index';

/** One change of a text; offsets are in the text before any change. */
export interface TextChange {
  readonly start: number;
  readonly end: number;
  readonly newText: string;
}

/** What formats a document, or the statements that a part of it touches. Changes are in order and do not overlap. */
export function format(document: SqlDocument, options: FormatOptions, part?: readonly [number, number]): TextChange[] {
  const { text, statements } = document;
  const eol = /\r?\n/.exec(text)?.[0] ?? '\n';
  const changes: TextChange[] = [];
  const change = (start: number, end: number, made: string): void => {
    if (made !== text.slice(start, end)) changes.push({ start, end, newText: made });
  };
  const touches = (start: number, end: number): boolean =>
    part === undefined || (start < Math.max(part[1], part[0] + 1) && end > part[0]);
  let before = 0; // the end of the statement before
  let touched = part === undefined;
  for (const [n, { start, stop, closed, end }] of statements.entries()) {
    const last = closed ? stop + 1 : end;
    const touch = touches(start, last);
    if (touched && touch) change(before, start, gap(text.slice(before, start), n === 0, false, eol));
    if (touch) change(start, last, formatted(text.slice(start, last), options, eol));
    touched = touch;
    before = last;
  }
  if (part === undefined) change(before, text.length, gap(text.slice(before), statements.length === 0, true, eol));
  return changes;
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
function formatted(text: string, options: FormatOptions, eol: string): string {
  const hasCrLf = text.includes('\r\n');
  const hasLf = /(?:^|[^\r])\n/.test(text);
  if (hasCrLf && hasLf) return text;
  const plain = text.replaceAll('\r\n', '\n');
  const made = formatStatement(plain, options);
  if (made === plain) return text;
  const own = hasCrLf ? '\r\n' : hasLf ? '\n' : eol;
  return own === '\n' ? made : made.replaceAll('\n', own);
}

/** What stands between two statements: comments, and at most one blank line in a row. */
function gap(text: string, isFirst: boolean, isLast: boolean, eol: string): string {
  const { comments, count } = lex(text);
  // Statements without anything in them.
  if (count > 0) return text;
  let out = '';
  let at = 0;
  for (const { start, end, block } of comments) {
    const blank = text.slice(at, start);
    out += separator(blank, out === '' && isFirst, block || at === 0, eol);
    const words = text.slice(start, end);
    out += block || words.trimEnd().endsWith('\\') ? words : words.trimEnd();
    at = end;
  }
  const blank = text.slice(at);
  if (isLast) return out === '' && isFirst ? '' : out + eol;
  const inline = comments.at(-1)?.block === true && startsLine(text, comments.at(-1)?.start ?? 0, isFirst);
  return out + separator(blank, out === '' && isFirst, inline, eol);
}

function startsLine(text: string, at: number, isFirst: boolean): boolean {
  const before = text.slice(0, at);
  return isFirst ? before.trim() === '' || /\n\s*$/.test(before) : /\n\s*$/.test(before);
}

/** As many lines as there were, at most a blank one; where there was none, a blank if the line may go on. */
function separator(blank: string, isStart: boolean, mayJoin: boolean, eol: string): string {
  if (isStart) return '';
  const lines = blank.split('\n').length - 1;
  if (lines === 0 && mayJoin) return ' ';
  return lines > 1 ? eol + eol : eol;
}
