/** Numbers, times and names as a chart writes them. Pure. */

const exact = new Intl.NumberFormat('en-US', { maximumFractionDigits: 6 });
const compact = new Intl.NumberFormat('en-US', { notation: 'compact', maximumFractionDigits: 2 });

export function numberText(value: number): string {
  const size = Math.abs(value);
  return size !== 0 && (size < 1e-4 || size >= 1e15) ? value.toExponential(4) : exact.format(value);
}

/** One form for all ticks of an axis: short where they are long, with as many digits as tell them apart. */
export function axisNumber(ticks: readonly number[]): (value: number) => string {
  const largest = Math.max(0, ...ticks.map(Math.abs));
  const short = (value: number): string => compact.format(value);
  if (largest < 10_000 || largest >= 1e15) return numberText;
  return new Set(ticks.map(short)).size === ticks.length ? short : numberText;
}

/** Milliseconds that count as UTC, as `2026-01-31 14:05:09.5`; of a midnight only the day. */
export function momentText(ms: number): string {
  const date = new Date(ms);
  if (Number.isNaN(date.getTime())) return numberText(ms);
  const [day = '', time = ''] = date.toISOString().replace('Z', '').split('T');
  const clock = time.replace(/\.000$/, '');
  return clock === '00:00:00' ? day : `${day} ${clock}`;
}

const month = new Intl.DateTimeFormat('en-US', { month: 'short', timeZone: 'UTC' });
const DAY_MS = 86_400_000;

/** Ticks of a time axis, as much of each as the step between them needs; a year is said once it changes. */
export function axisMoment(ticks: readonly number[]): (ms: number, index: number) => string {
  const step = Math.min(...ticks.slice(1).map((tick, index) => tick - (ticks[index] ?? 0)), Infinity);
  return (ms, index) => {
    const date = new Date(ms);
    const year = String(date.getUTCFullYear());
    const before = ticks[index - 1];
    const newYear = before === undefined || new Date(before).getUTCFullYear() !== date.getUTCFullYear();
    if (step >= 360 * DAY_MS) return year;
    const name = month.format(date);
    if (step >= 27 * DAY_MS) return newYear ? `${name} ${year}` : name;
    const day = `${name} ${date.getUTCDate()}`;
    if (step >= DAY_MS) return newYear ? `${day}, ${year}` : day;
    const clock = date.toISOString().slice(11, step >= 60_000 ? 16 : step >= 1000 ? 19 : 23);
    return before === undefined || Math.floor(before / DAY_MS) !== Math.floor(ms / DAY_MS) ? `${day} ${clock}` : clock;
  };
}

/** One line, cut behind. */
export function shortened(text: string, length: number): string {
  const line = text.replace(/\s+/g, ' ');
  const characters = [...line];
  return characters.length > length ? `${characters.slice(0, length - 1).join('')}…` : line;
}
