import type { SqlDocument } from '../../sql/document';
import type { Diagnostic } from '../types';

/**
 * Silencing in place: `-- lakehouse-ignore: code, code` above a line or at its end, `-- lakehouse-ignore-file: code` above
 * the first statement.
 */
export interface Ignores {
  readonly isSilenced: (diagnostic: Diagnostic, lineOf: (offset: number) => number) => boolean;
  /** Codes in such comments, with their places. */
  readonly codes: readonly IgnoredCode[];
}

export interface IgnoredCode {
  readonly code: string;
  readonly start: number;
  readonly end: number;
  /** For the file, but below the first statement: it has no effect. */
  readonly isLate: boolean;
}

const MARK = 'lakehouse-ignore';
const directive = /lakehouse-ignore(-file)?\s*:?\s*([^\r\n]*)/;

export function ignoresOf(document: SqlDocument): Ignores | null {
  const { text } = document;
  if (!text.includes(MARK)) return null;
  const first = document.statements[0]?.start ?? text.length;
  const codes: IgnoredCode[] = [];
  const inFile = new Set<string>();
  const byLine = new Map<number, Set<string>>();
  const lines = new Lines(text);
  const comments = document.tokens.comments;
  /** Lines that hold nothing but a comment. */
  const alone = new Set<number>();
  for (const comment of comments) {
    const line = lines.of(comment.start);
    if (text.slice(lines.startOf(line), comment.start).trim() === '') alone.add(line);
  }
  for (const comment of comments) {
    const match = directive.exec(text.slice(comment.start, comment.end));
    if (match === null) continue;
    const [whole, file, list = ''] = match;
    const from = comment.start + match.index + whole.length - list.length;
    const own = alone.has(lines.of(comment.start));
    let line = lines.of(comment.start);
    if (own) while (alone.has(line)) line++;
    for (const { 0: code, index } of list.replace(/\*\/.*$/, '').matchAll(/[A-Za-z][\w-]*/g)) {
      const isLate = file !== undefined && comment.start > first;
      codes.push({ code, start: from + index, end: from + index + code.length, isLate });
      if (isLate) continue;
      if (file !== undefined) inFile.add(code);
      else {
        const here = byLine.get(line) ?? new Set<string>();
        here.add(code);
        byLine.set(line, here);
      }
    }
  }
  return {
    codes,
    isSilenced: ({ code, start }, lineOf) => inFile.has(code) || byLine.get(lineOf(start))?.has(code) === true,
  };
}

/** Lines of a text by offset, counted from 0. */
export class Lines {
  private readonly starts: number[] = [0];

  constructor(readonly text: string) {
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) this.starts.push(at + 1);
  }

  of(offset: number): number {
    let low = 0;
    let high = this.starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  startOf(line: number): number {
    return this.starts[line] ?? this.text.length;
  }
}
