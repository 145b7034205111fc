import { complete } from '../../server/src/features/completion';
import { diagnose } from '../../server/src/features/diagnostics';
import { DEFAULT_FORMAT, format } from '../../server/src/features/format';
import { hover } from '../../server/src/features/hover';
import { statementAt, statementsIn } from '../../server/src/features/statements';
import type { CatalogPicture } from '../../server/src/sql/catalog-picture';
import type { SqlDocument } from '../../server/src/sql/document';
import { lex } from '../../server/src/sql/lexer';

/** Each throws where what is found cannot be. */

export function checkTokens(text: string): void {
  const { starts, ends, count, comments } = lex(text);
  let end = 0;
  for (let at = 0; at < count; at++) {
    const [from = -1, to = -1] = [starts[at], ends[at]];
    if (from < end || to <= from || to > text.length) throw new Error(`token ${at} is [${from}, ${to})`);
    end = to;
  }
  for (const comment of comments) {
    if (comment.start < 0 || comment.end > text.length || comment.end <= comment.start) throw new Error('a comment');
  }
}

export function checkStatements({ text, statements }: SqlDocument): void {
  let before = 0;
  for (const { start, end, stop, text: own, parsed } of statements) {
    if (start < before || end < start || stop < end || stop > text.length) throw new Error(`${start} ${end} ${stop}`);
    if (own !== text.slice(start, end)) throw new Error('the text is not that of its place');
    for (const error of [...parsed.errors, ...parsed.doubts]) {
      if (error.start < 0 || error.end > own.length || error.end < error.start) throw new Error(error.message);
    }
    for (const { name } of [...parsed.tables, ...parsed.columns]) {
      if (name.start < 0 || name.end > own.length || name.end < name.start) throw new Error(JSON.stringify(name));
    }
    before = stop;
  }
}

export function checkDiagnostics(document: SqlDocument, picture: CatalogPicture): void {
  const { text } = document;
  for (const { start, end } of diagnose(document, picture).diagnostics) {
    if (start < 0 || end <= start || end > Math.max(text.length, start + 1)) {
      throw new Error(`diagnostic ${start} ${end}`);
    }
  }
}

export function checkCompletion(document: SqlDocument, offset: number, picture: CatalogPicture): void {
  for (const { replace } of complete(document, offset, picture).items) {
    if (replace[0] > offset || replace[1] < offset || replace[0] < 0 || replace[1] > document.text.length) {
      throw new Error(`replaces ${replace.join()} at ${offset}`);
    }
  }
}

export function checkHover(document: SqlDocument, offset: number, picture: CatalogPicture): void {
  const found = hover(document, offset, picture);
  if (found !== null && (found.start > offset || found.end < offset)) throw new Error('hover elsewhere');
}

export function checkSpans(document: SqlDocument, offset: number): void {
  const { text } = document;
  for (const span of [statementAt(document, offset), ...statementsIn(document, Math.min(offset, 5), offset)]) {
    if (span !== null && span.text !== text.slice(span.start, span.end)) throw new Error('statement elsewhere');
  }
}

export function checkFormat(document: SqlDocument): void {
  const { text } = document;
  for (const { start, end } of format(document, DEFAULT_FORMAT).changes) {
    if (start < 0 || end < start || end > text.length) throw new Error(`a change ${start} ${end}`);
  }
}
