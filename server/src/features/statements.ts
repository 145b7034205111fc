import { SqlDocument, type DocumentStatement } from '../sql/document';
import type { StatementSpan } from './types';

/**
 * The statement at an offset. Between two it is the one before, unless the next begins on the same line; before the first
 * it is the first. Null when there is no statement.
 */
export function statementAt(document: SqlDocument, offset: number): StatementSpan | null {
  const { statements, text } = document;
  let found: DocumentStatement | null = statements[0] ?? null;
  for (const statement of statements) {
    if (statement.start > offset && !startsOnLine(text, offset, statement.start)) break;
    // Right after the semicolon is still the statement.
    if (statement.start > offset && found !== null && offset <= found.stop + 1 && found.start <= offset) break;
    found = statement;
    if (offset <= statement.stop) break;
  }
  return found === null ? null : span(found);
}

function startsOnLine(text: string, offset: number, start: number): boolean {
  return !text.slice(offset, start).includes('\n');
}

/** The statements of a document, or of a part of it: a part of a statement is a statement of its own then. */
export function statementsIn(document: SqlDocument, start = 0, end = document.text.length): StatementSpan[] {
  if (start <= 0 && end >= document.text.length) return document.statements.map(span);
  const part = new SqlDocument(document.text.slice(start, end));
  return part.statements.map((one) => ({ start: one.start + start, end: one.end + start, text: one.text }));
}

function span({ start, end, text }: DocumentStatement): StatementSpan {
  return { start, end, text };
}
