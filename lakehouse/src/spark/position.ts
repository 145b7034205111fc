/** Where in a statement Spark says an error is. Spark counts code points; everything of ours counts UTF-16 units. */
import type { TextPosition } from '../errors';

/** What FetchErrorDetails tells of a place: inclusive indices from 0, and the text there. */
export interface QueryContext {
  readonly objectType: string;
  readonly startIndex: number;
  readonly stopIndex: number;
  readonly fragment: string;
}

/** From a query context; undefined when it is not about this text (a view's, or the DataFrame API's). */
export function fromContext(sql: string, context: QueryContext): TextPosition | undefined {
  const { objectType, startIndex, stopIndex, fragment } = context;
  if (objectType !== '' || startIndex < 0 || stopIndex < startIndex) return undefined;
  // Spark cuts the fragment by UTF-16 units although it counted code points: this checks only that the text is the same.
  if (fragment !== '' && sql.slice(startIndex, stopIndex + 1) !== fragment) return undefined;
  return position(sql, unitOffset(sql, startIndex), unitOffset(sql, stopIndex + 1));
}

/** From `line 1 pos 14` or `(line 1, pos 14)` in a message: lines from 1, columns from 0. `token` is what stands there. */
export function fromMessage(sql: string, message: string, token?: string): TextPosition | undefined {
  const match = /\bline (\d+),? pos (\d+)/.exec(message);
  if (!match) return undefined;
  const start = offsetOf(sql, Number(match[1]), Number(match[2]));
  if (start === undefined) return undefined;
  const length =
    token !== undefined && token !== '' && sql.startsWith(token, start) ? token.length : wordLength(sql, start);
  return position(sql, start, start + length);
}

function offsetOf(sql: string, line: number, column: number): number | undefined {
  let start = 0;
  for (let current = 1; current < line; current++) {
    const end = sql.indexOf('\n', start);
    if (end === -1) return undefined;
    start = end + 1;
  }
  return Math.min(sql.length, start + unitOffset(sql.slice(start), column));
}

/** How many UTF-16 units the first `codePoints` code points take. */
function unitOffset(text: string, codePoints: number): number {
  let units = 0;
  for (let count = 0; count < codePoints && units < text.length; count++) {
    units += (text.codePointAt(units) ?? 0) > 0xffff ? 2 : 1;
  }
  return units;
}

function wordLength(sql: string, start: number): number {
  return /^(?:\w+|`[^`]*`|\S)/u.exec(sql.slice(start))?.[0].length ?? 0;
}

function position(sql: string, start: number, end: number): TextPosition {
  const before = sql.slice(0, start);
  const lineStart = before.lastIndexOf('\n') + 1;
  return { start, end: Math.max(start, end), line: before.split('\n').length, col: start - lineStart + 1 };
}
