/** Markdown out of text that others wrote: nothing in it may become markup. */

/** Text as text: every sign that Markdown or HTML could read is escaped; line breaks become blanks. */
export function escapeText(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/[\\`*_{}[\]()#+\-.!|~>$:@"']/g, '\\$&');
}

/** A code span, with a fence longer than any run of backticks inside. */
export function code(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  let longest = 0;
  for (const run of line.match(/`+/g) ?? []) longest = Math.max(longest, run.length);
  const fence = '`'.repeat(longest + 1);
  const pad = longest > 0 || line.startsWith(' ') ? ' ' : '';
  return line === '' ? '' : `${fence}${pad}${line}${pad}${fence}`;
}

const counts = new Intl.NumberFormat('en-US');

/** `1,234`; the text itself when it is no whole number. */
export function count(value: string | number): string {
  const text = String(value);
  return /^-?\d+$/.test(text) ? counts.format(BigInt(text)) : text;
}

/** `1 column`, `2 columns`. */
export function plural(n: number, noun: string): string {
  return `${count(n)} ${noun}${n === 1 ? '' : 's'}`;
}

/** `4.5 MB`, in powers of 1024; the text itself when it is no whole number. */
export function bytes(value: string | number): string {
  const n = Number(value);
  if (!/^\d+$/.test(String(value)) || !Number.isFinite(n)) return String(value);
  const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];
  let size = n;
  let unit = 0;
  for (; size >= 1024 && unit < units.length - 1; unit++) size /= 1024;
  return `${unit === 0 || size >= 100 ? Math.round(size) : size.toFixed(1)} ${units[unit] ?? ''}`;
}
