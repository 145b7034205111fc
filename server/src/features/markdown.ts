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

/** `2026-11-24 08:10:11.123` in UTC, as a TIMESTAMP literal has it in a session whose zone is UTC. */
export function utcTimestamp(ms: number): string {
  const date = new Date(ms);
  return Number.isNaN(date.getTime()) ? '' : date.toISOString().replace('T', ' ').replace('Z', '');
}
