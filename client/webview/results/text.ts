/** Values as text in the places a result shows or copies them. Pure. */

/** Longest text put into one grid cell; the cell viewer and copying give the whole value. */
export const cellLength = 300;

/** One line for a grid cell: line breaks and tabs become visible signs. */
export function oneLine(text: string): string {
  return /[\r\n\t]/.test(text) ? text.replace(/\r\n|\r|\n/g, '↵').replace(/\t/g, '⇥') : text;
}

/**
 * JSON text with line breaks and two-space indents. Works on the text, not on parsed values, so that 64-bit integers
 * and decimals stay digit for digit what they were.
 */
export function indentJson(json: string): string {
  let out = '';
  let depth = 0;
  let inString = false;
  for (let i = 0; i < json.length; i++) {
    const char = json.charAt(i);
    if (inString) {
      out += char;
      if (char === '\\') out += json.charAt(++i);
      else if (char === '"') inString = false;
      continue;
    }
    const next = json.charAt(i + 1);
    if (char === '"') {
      inString = true;
      out += char;
    } else if (char === '{' || char === '[') {
      if (next === '}' || next === ']') {
        out += char + next;
        i++;
      } else {
        depth++;
        out += char + breakLine(depth);
      }
    } else if (char === '}' || char === ']') {
      depth--;
      out += breakLine(depth) + char;
    } else if (char === ',') {
      out += char + breakLine(depth);
    } else if (char === ':') {
      out += ': ';
    } else if (char.trim() !== '') {
      out += char;
    }
  }
  return out;
}

const breakLine = (depth: number) => `\n${'  '.repeat(Math.max(0, depth))}`;

/** The first line of a statement with words in it, for a tab: comments are left out, white space is joined. */
export function sqlTitle(sql: string, length = 32): string {
  const bare = sql.replace(/--[^\n]*/g, ' ').replace(/\/\*[\s\S]*?\*\//g, ' ');
  const line = bare.replace(/\s+/g, ' ').trim() || sql.trim();
  return line.length > length ? `${line.slice(0, length - 1)}…` : line;
}

/** Hex digits (as a binary cell shows them, with or without `0x`) as lines of 16 bytes: offset, bytes, ASCII. */
export function hexDump(hex: string): string {
  const digits = hex.replace(/^0x/i, '');
  if (!/^([0-9a-f]{2})*$/i.test(digits)) return hex;
  const lines: string[] = [];
  for (let at = 0; at < digits.length; at += 32) {
    const bytes = digits.slice(at, at + 32).match(/../g) ?? [];
    const ascii = bytes.map((byte) => {
      const code = parseInt(byte, 16);
      return code >= 0x20 && code < 0x7f ? String.fromCharCode(code) : '.';
    });
    const offset = (at / 2).toString(16).padStart(8, '0');
    lines.push(`${offset}  ${bytes.join(' ').padEnd(47)}  ${ascii.join('')}`);
  }
  return lines.join('\n');
}
