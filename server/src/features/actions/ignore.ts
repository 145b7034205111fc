import type { SqlDocument } from '../../sql/document';
import type { Diagnostic } from '../types';
import { change, type CodeAction, indentAt } from './action';

/** The comment that silences a rule: for the line of the finding, and for the file. Offsets are the document's. */
export function ignoreActions(diagnostic: Diagnostic, document: SqlDocument, eol: string): CodeAction[] {
  const { code } = diagnostic;
  if (code === 'unknown-ignore') return [];
  const line = lineAction(diagnostic, document, eol);
  const file = change(...fileComment(document, code, eol));
  return [
    ...(line === null ? [] : [line]),
    { title: `Ignore ${code} in this file`, kind: 'quickfix', changes: [file], fixes: diagnostic },
  ];
}

function lineAction(diagnostic: Diagnostic, document: SqlDocument, eol: string): CodeAction | null {
  const { text } = document;
  const { code, start } = diagnostic;
  const title = `Ignore ${code} here`;
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const made = (at: number, newText: string): CodeAction => ({
    title,
    kind: 'quickfix',
    changes: [change(at, at, newText)],
    fixes: diagnostic,
  });
  // A comment that silences others stands above already.
  const above = /(-- *lakehouse-ignore *: *[\w, -]*\w) *(\r?\n)$/.exec(text.slice(0, lineStart));
  if (above !== null && !isInside(document, lineStart)) {
    return made(above.index + (above[1]?.length ?? 0), `, ${code}`);
  }
  if (!isInside(document, lineStart)) {
    return made(lineStart, `${indentAt(text, start)}-- lakehouse-ignore: ${code}${eol}`);
  }
  // The line begins in a string or a comment: at its end, unless that is within one too.
  const newline = text.indexOf('\n', start);
  const end = newline < 0 ? text.length : newline - (text.charAt(newline - 1) === '\r' ? 1 : 0);
  const onLine = document.tokens.comments.some((comment) => comment.start < end && comment.end >= end);
  return isInside(document, end) || onLine ? null : made(end, ` -- lakehouse-ignore: ${code}`);
}

/** Within a token or a comment, not at its edge. */
function isInside({ tokens }: SqlDocument, offset: number): boolean {
  if (tokens.comments.some(({ start, end }) => start < offset && offset < end)) return true;
  let low = 0;
  let high = tokens.count - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const [start = 0, end = 0] = [tokens.starts[middle], tokens.ends[middle]];
    if (end <= offset) low = middle + 1;
    else if (start >= offset) high = middle - 1;
    else return true;
  }
  return false;
}

/** Behind a comment that silences others for the file, else at the very top. */
function fileComment({ text, statements }: SqlDocument, code: string, eol: string): [number, number, string] {
  const head = text.slice(0, statements[0]?.start ?? 0);
  const there = /-- *lakehouse-ignore-file *: *[\w, -]*\w/.exec(head);
  if (there !== null) {
    const at = there.index + there[0].length;
    return [at, at, `, ${code}`];
  }
  return [0, 0, `-- lakehouse-ignore-file: ${code}${eol}`];
}
