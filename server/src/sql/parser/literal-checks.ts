import { T } from '../token-kinds';

/** What is wrong with a literal that Spark reads while it parses; null where nothing is, or where it is not certain. */

const ranges: Readonly<Record<string, readonly [bits: bigint, type: string]>> = {
  y: [7n, 'TINYINT'],
  s: [15n, 'SMALLINT'],
  l: [63n, 'BIGINT'],
};

/** A number with its suffix, `negative` with a minus before it. */
export function numberProblem(text: string, negative: boolean): string | null {
  const suffix = text.at(-1)?.toLowerCase() ?? '';
  const range = ranges[suffix];
  if (range !== undefined) {
    const digits = text.slice(0, -1);
    if (!/^\d+$/.test(digits)) return null;
    const [bits, type] = range;
    const limit = (1n << bits) - (negative ? 0n : 1n);
    return BigInt(digits) > limit ? `${text} is beyond the range of ${type}.` : null;
  }
  const isDecimal = /bd$/i.test(text);
  const isFloat = suffix === 'f';
  const isDouble = !isDecimal && (suffix === 'd' || /e/i.test(text));
  if (!isFloat && !isDouble) return null;
  const value = Number(text.replace(/[fd]$/i, ''));
  const fits = isFloat ? Number.isFinite(Math.fround(value)) : Number.isFinite(value);
  return fits ? null : `${text} is beyond the range of ${isFloat ? 'FLOAT' : 'DOUBLE'}.`;
}

/** The text between the quotes of a typed literal: `DATE '…'`. */
export function typedProblem(kind: T, text: string): string | null {
  switch (kind) {
    case T.DATE:
      return isDate(text) ? null : `'${text}' is no date.`;
    case T.TIMESTAMP:
    case T.TIMESTAMP_NTZ:
    case T.TIMESTAMP_LTZ:
      return mayBeTimestamp(text) ? null : `'${text}' is no timestamp.`;
    default:
      return null;
  }
}

export function hexProblem(text: string): string | null {
  return /^[0-9a-f]*$/i.test(text) ? null : `'${text}' has signs that are no hexadecimal digits.`;
}

/** `2026`, `2026-1`, `2026-01-31`, and whatever follows a blank or a T. */
function isDate(text: string): boolean {
  const match = /^\s*[+-]?(\d{4,7})(?:-(\d{1,2})(?:-(\d{1,2})(?:[ T].*)?)?)?\s*$/s.exec(text);
  if (match === null) return false;
  return isDay(Number(match[1]), Number(match[2] ?? 1), Number(match[3] ?? 1));
}

function isDay(year: number, month: number, day: number): boolean {
  if (month < 1 || month > 12 || day < 1) return false;
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const last = month === 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
  return day <= last;
}

/** Zones and fractions come in many forms: only what is certainly wrong is so. */
function mayBeTimestamp(text: string): boolean {
  if (!/\d/.test(text)) return false;
  const match = /^\s*[+-]?(\d{4,6})-(\d{1,2})-(\d{1,2})(?:[ T](\d{1,2}):(\d{1,2})(?::(\d{1,2}))?)?/.exec(text);
  if (match === null) return true;
  const [year, month, day, hour, minute, second] = match.slice(1).map((part) => Number(part));
  if (!isDay(year ?? 0, month ?? 0, day ?? 0)) return false;
  return !((hour ?? 0) > 23 || (minute ?? 0) > 59 || (second ?? 0) > 59);
}

/** `INTERVAL '…'` without a unit: the units are inside. */
export function intervalTextProblem(text: string): string | null {
  const hasUnits = /^\s*(?:interval\s+)?(?:[+-]?\s*\d*\.?\d+\s*[a-z]+\s*)+$/i.test(text);
  return hasUnits || text.includes('\\') ? null : `'${text}' is no interval: it needs units, as in '1 day 2 hours'.`;
}

const spans: Readonly<Record<string, RegExp>> = {
  'YEAR MONTH': /^[+-]?\d+-\d+$/,
  'DAY HOUR': /^[+-]?\d+ \d+$/,
  'DAY MINUTE': /^[+-]?\d+ \d+:\d+$/,
  'DAY SECOND': /^[+-]?\d+ \d+:\d+:\d+(\.\d+)?$/,
  'HOUR MINUTE': /^[+-]?\d+:\d+$/,
  'HOUR SECOND': /^[+-]?\d+:\d+:\d+(\.\d+)?$/,
  'MINUTE SECOND': /^[+-]?\d+:\d+(\.\d+)?$/,
};

/** `INTERVAL '1-2' YEAR TO MONTH`: the text, and the units in upper case. */
export function spanProblem(text: string, from: string, to: string): string | null {
  const form = spans[`${from} ${to}`];
  if (form === undefined) return `An interval does not go from ${from} to ${to}.`;
  const isCertain = /^[\d\s:.+-]*$/.test(text) && !form.test(text.trim());
  return isCertain && !/[\s:-]/.test(text.trim()) ? `'${text}' does not have the parts from ${from} to ${to}.` : null;
}
