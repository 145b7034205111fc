/** What the text of a string literal, with its quotes, spells; where it is not certain, it spells anything. */

const plain = /^(?:'([^'\\]*)'|"([^"\\]*)")$/;

/** The value of a plain string literal; null of one with escapes, a prefix or several parts. */
export function stringValue(text: string): string | null {
  const match = plain.exec(text);
  return match === null ? null : (match[1] ?? match[2] ?? '');
}

/** Whether Spark casts it to a number. */
export function isNumberText(text: string): boolean {
  const value = stringValue(text);
  if (value === null) return true;
  return (
    /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?[dflsy]?\s*$/i.test(value) ||
    /^\s*[+-]?(?:nan|inf|infinity)\s*$/i.test(value)
  );
}

/** Whether Spark may cast it to a date or a timestamp: it has digits, or is a word for a day. */
export function isTimeText(text: string): boolean {
  const value = stringValue(text);
  return value === null || /\d/.test(value) || /^\s*(?:epoch|now|today|tomorrow|yesterday)\b/i.test(value);
}

export function isBooleanText(text: string): boolean {
  const value = stringValue(text);
  return value === null || /^\s*(?:t|true|y|yes|1|f|false|n|no|0)\s*$/i.test(value);
}

/** How far apart the time zones of sessions can be from UTC, in milliseconds. */
const EAST = 14 * 3_600_000;
const WEST = 12 * 3_600_000;

/**
 * The earliest and the latest instant that a text such as `2026-01-31 10:00:00` may mean, in milliseconds: without a zone it
 * is one of the session's, which nobody here knows. Null when it is written in another way.
 */
export function instants(value: string): { readonly from: number; readonly to: number } | null {
  const match =
    /^\s*(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ](\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.(\d{1,9}))?)?)?\s*(Z|UTC|[+-]\d{1,2}:\d{2})?\s*$/i.exec(
      value,
    );
  if (match === null) return null;
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '', zone] = match;
  const millis = Math.floor(Number(`0.${fraction || '0'}`) * 1000);
  const at = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
    millis,
  );
  if (!Number.isFinite(at)) return null;
  if (zone === undefined) return { from: at - EAST, to: at + WEST };
  const offset = /^([+-])(\d{1,2}):(\d{2})$/.exec(zone);
  if (offset === null) return { from: at, to: at };
  const sign = offset[1] === '-' ? 1 : -1;
  const exact = at + sign * (Number(offset[2]) * 60 + Number(offset[3])) * 60_000;
  return { from: exact, to: exact };
}
