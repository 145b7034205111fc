/**
 * JSON of the Iceberg spec with its 64-bit integers kept exact. `JSON.parse` alone turns snapshot id
 * 5660770991823815685 into …816000. A parser of our own, or one with a reviver, costs seconds on a table with 10,000
 * snapshots; so integers that may not fit a double are put into quotes first, by one pass of a regular expression.
 */

/**
 * A key's end, a colon, and an integer of 16 digits or more. In valid JSON a quote behind a word character always ends a
 * string, and a colon after it makes that string a key, so text inside strings (which may hold JSON itself, with its
 * quotes escaped) is never touched.
 */
const LONG_INTEGER = /(?<=[\w.-]"\s*:\s*)-?\d{16,}(?![\d.eE])/g;

/** Parses; integers of 16 digits and more that are values of keys become strings. Throws SyntaxError. */
export function parseExact(text: string): unknown {
  return JSON.parse(text.replace(LONG_INTEGER, '"$&"'));
}
