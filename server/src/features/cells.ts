/** A script as the cells of a notebook: one a statement, with the comments that stand before and beside it. */
import type { SqlDocument } from '../sql/document';

export interface ScriptCell {
  readonly start: number;
  readonly end: number;
  /** Where a semicolon would have to go for something to follow; null where there is one, or no statement. */
  readonly open: number | null;
}

/** What may stand behind a statement on its line and still belong to it: blanks and comments that end there. */
const REST_OF_LINE = /(?:[^\S\r\n]|\/\*(?:(?!\*\/)[^\r\n])*\*\/)*(?:--[^\r\n]*)?(?:\r\n|\r|\n|$)/y;

/**
 * Cells that together are the text, each character in one of them. A cell begins with the comments before its statement
 * and ends with the line of its semicolon; comments after the last statement are a cell of their own.
 */
export function scriptCells({ statements, text }: SqlDocument): ScriptCell[] {
  const cells: ScriptCell[] = [];
  let start = 0;
  for (const { end, stop, closed } of statements) {
    // Comments behind a statement without a semicolon are still within it.
    const cellEnd = closed ? endOfLine(text, stop + 1) : text.length;
    cells.push({ start, end: cellEnd, open: closed ? null : end });
    start = cellEnd;
  }
  const rest = text.slice(start);
  const previous = cells.at(-1);
  if (previous !== undefined && rest.trim() === '') cells[cells.length - 1] = { ...previous, end: text.length };
  else if (rest !== '') cells.push({ start, end: text.length, open: null });
  return cells;
}

/** Behind the line break, where only comments are left on the line; else where it stands. */
function endOfLine(text: string, offset: number): number {
  REST_OF_LINE.lastIndex = offset;
  return REST_OF_LINE.test(text) ? REST_OF_LINE.lastIndex : offset;
}
