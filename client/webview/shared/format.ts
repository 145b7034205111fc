/** Numbers and times as the status lines and lists show them. */

const integers = new Intl.NumberFormat('en-US');

/** `1234567` → `1,234,567`; also takes the decimal strings of Iceberg summaries, of any length. */
export function formatCount(value: number | string): string {
  if (typeof value === 'number') return integers.format(value);
  return /^\d+$/.test(value) ? integers.format(BigInt(value)) : value;
}

export function plural(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** Milliseconds as `340 ms`, `1.24 s`, `2 min 05 s`. */
export function formatElapsed(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(ms < 10_000 ? 2 : 1)} s`;
  const seconds = Math.floor(ms / 1000);
  const minutes = Math.floor(seconds / 60);
  const rest = String(seconds % 60).padStart(2, '0');
  return minutes < 60
    ? `${minutes} min ${rest} s`
    : `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
}

const two = (value: number) => String(value).padStart(2, '0');

/** Local time as `2026-01-31 14:05:09`. */
export function formatLocal(ms: number): string {
  const date = new Date(ms);
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

/** UTC with milliseconds, as `2026-01-31 13:05:09.123 UTC`. */
export function formatUtc(ms: number): string {
  const date = new Date(ms);
  if (Number.isNaN(date.getTime())) return String(ms);
  return date.toISOString().replace('T', ' ').replace('Z', ' UTC');
}
