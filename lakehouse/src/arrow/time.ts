/** Dates, times, timestamps and intervals as Spark writes them. Proleptic Gregorian calendar throughout, as in Spark 3+. */
import type { CalendarInterval } from './types';

const MICROS_PER_SECOND = 1_000_000n;
const MICROS_PER_DAY = 86_400n * MICROS_PER_SECOND;

const pad = (value: number | bigint, width: number) => String(value).padStart(width, '0');

/** Quotient rounded down and its remainder, for any sign. */
function floorDivide(value: bigint, by: bigint): [bigint, bigint] {
  const rest = ((value % by) + by) % by;
  return [(value - rest) / by, rest];
}

/** Days since 1970-01-01 as `yyyy-MM-dd`; a year past 9999 has a sign, as in Spark. */
export function dateText(days: number): string {
  // Howard Hinnant's civil-from-days: eras of 400 years that start on 1 March.
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1;
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  const yearText = year < 0 ? `-${pad(-year, 4)}` : year > 9999 ? `+${year}` : pad(year, 4);
  return `${yearText}-${pad(month, 2)}-${pad(day, 2)}`;
}

/** Microseconds of a day as `HH:mm:ss[.ffffff]`, the fraction without trailing zeros. */
function timeOfDay(micros: bigint): string {
  const seconds = Number(micros / MICROS_PER_SECOND);
  const text = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
    .map((part) => pad(part, 2))
    .join(':');
  return text + fraction(micros % MICROS_PER_SECOND, 6);
}

function fraction(value: bigint, digits: number): string {
  return value === 0n ? '' : `.${pad(value, digits).replace(/0+$/, '')}`;
}

/** Nanoseconds of a day, as the type TIME of Spark 4.1 holds them. */
export function timeText(nanos: bigint): string {
  const seconds = nanos / 1_000_000_000n;
  return timeOfDay(seconds * MICROS_PER_SECOND) + fraction(nanos % 1_000_000_000n, 9);
}

/** Microseconds since 1970-01-01T00:00:00 of a timestamp without zone. `separator` is a space, or `T` for ISO 8601. */
export function localTimestampText(micros: bigint, separator = ' '): string {
  const [days, rest] = floorDivide(micros, MICROS_PER_DAY);
  return `${dateText(Number(days))}${separator}${timeOfDay(rest)}`;
}

/** Microseconds since the epoch, in a time zone (IANA name or fixed offset); an unknown zone is shown in UTC, and says so. */
export function timestampText(micros: bigint, timeZone: string): string {
  const offset = zoneOffset(micros, timeZone);
  if (offset === undefined) return `${localTimestampText(micros)} UTC`;
  return localTimestampText(micros + BigInt(offset) * MICROS_PER_SECOND);
}

/**
 * Milliseconds, with a fraction, that a clock in the zone shows, counted as if it were UTC: what an axis draws. In an unknown
 * zone those of UTC.
 */
export function zonedMillis(micros: bigint, timeZone: string): number {
  return Number(micros) / 1000 + (zoneOffset(micros, timeZone) ?? 0) * 1000;
}

/** The same as ISO 8601 with its offset: `2026-01-01T00:00:00.5+01:00`. */
export function timestampIso(micros: bigint, timeZone: string): string {
  const offset = zoneOffset(micros, timeZone) ?? 0;
  return localTimestampText(micros + BigInt(offset) * MICROS_PER_SECOND, 'T') + offsetText(offset);
}

function offsetText(seconds: number): string {
  if (seconds === 0) return 'Z';
  const size = Math.abs(seconds);
  const parts = [Math.floor(size / 3600), Math.floor(size / 60) % 60].map((part) => pad(part, 2));
  if (size % 60 !== 0) parts.push(pad(size % 60, 2));
  return (seconds < 0 ? '-' : '+') + parts.join(':');
}

const UTC_NAMES = /^(?:(?:Etc\/)?(?:UTC|GMT|UCT|Zulu)|Z)$/i;
const FIXED_OFFSET = /^(?:UTC|GMT|UT)?([+-])(\d{1,2})(?::?(\d{2}))?(?::?(\d{2}))?$/;
const formats = new Map<string, Intl.DateTimeFormat | null>();
const quarterHours = new Map<string, Map<number, number>>();

/** Seconds east of UTC at an instant; undefined for a zone that neither the runtime nor this file knows. */
function zoneOffset(micros: bigint, timeZone: string): number | undefined {
  if (UTC_NAMES.test(timeZone)) return 0;
  const fixed = FIXED_OFFSET.exec(timeZone);
  if (fixed) {
    const [, sign, hours, minutes, seconds] = fixed;
    const size = Number(hours) * 3600 + Number(minutes ?? 0) * 60 + Number(seconds ?? 0);
    return sign === '-' ? -size : size;
  }
  const ms = Number(floorDivide(micros, 1000n)[0]);
  if (ms < 0) return offsetFromRuntime(ms, timeZone);
  // Since 1970 every change of every zone falls on a quarter of an hour.
  let known = quarterHours.get(timeZone);
  if (!known) quarterHours.set(timeZone, (known = new Map<number, number>()));
  const quarter = Math.floor(ms / 900_000);
  let offset = known.get(quarter);
  if (offset === undefined) {
    offset = offsetFromRuntime(ms, timeZone);
    if (offset === undefined) return undefined;
    if (known.size > 10_000) known.clear();
    known.set(quarter, offset);
  }
  return offset;
}

function offsetFromRuntime(ms: number, timeZone: string): number | undefined {
  let format = formats.get(timeZone);
  if (format === undefined) formats.set(timeZone, (format = createFormat(timeZone)));
  // Past what a JavaScript date can hold no zone has rules either: the nearest instant stands for it.
  const instant = Math.max(-8.64e15, Math.min(8.64e15, ms));
  if (!format) return undefined;
  const parts: Record<string, string> = {};
  for (const { type, value } of format.formatToParts(instant)) parts[type] = value;
  const year = parts.era === 'BC' ? 1 - Number(parts.year) : Number(parts.year);
  const local = new Date(0);
  local.setUTCFullYear(year, Number(parts.month) - 1, Number(parts.day));
  local.setUTCHours(Number(parts.hour), Number(parts.minute), Number(parts.second));
  return Math.round((local.getTime() - Math.floor(instant / 1000) * 1000) / 1000);
}

function createFormat(timeZone: string): Intl.DateTimeFormat | null {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      era: 'short',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch {
    return null;
  }
}

/** Months as `INTERVAL '1-2' YEAR TO MONTH`. */
export function yearMonthText(months: number): string {
  const size = Math.abs(months);
  return `INTERVAL '${months < 0 ? '-' : ''}${Math.floor(size / 12)}-${size % 12}' YEAR TO MONTH`;
}

/** Microseconds as `INTERVAL '1 02:03:04.000005' DAY TO SECOND`. */
export function dayTimeText(micros: bigint): string {
  const size = micros < 0n ? -micros : micros;
  const sign = micros < 0n ? '-' : '';
  return `INTERVAL '${sign}${size / MICROS_PER_DAY} ${timeOfDay(size % MICROS_PER_DAY)}' DAY TO SECOND`;
}

/** As `1 years 2 months 25 days 5 hours 6 minutes 7.008 seconds`, parts that are nought left out. */
export function calendarIntervalText(interval: CalendarInterval): string {
  const parts: string[] = [];
  const add = (count: number | bigint, unit: string) => {
    if (Number(count) !== 0) parts.push(`${count} ${unit}`);
  };
  add(Math.trunc(interval.months / 12), 'years');
  add(interval.months % 12, 'months');
  add(interval.days, 'days');
  const micros = interval.microseconds;
  const perHour = 3600n * MICROS_PER_SECOND;
  const perMinute = 60n * MICROS_PER_SECOND;
  add(micros / perHour, 'hours');
  add((micros % perHour) / perMinute, 'minutes');
  const rest = micros % perMinute;
  if (rest !== 0n) {
    const size = rest < 0n ? -rest : rest;
    parts.push(`${rest < 0n ? '-' : ''}${size / MICROS_PER_SECOND}${fraction(size % MICROS_PER_SECOND, 6)} seconds`);
  }
  return parts.length === 0 ? '0 seconds' : parts.join(' ');
}
