/** String literals of Python: where they end, and what of them is text. Never throws; offsets are UTF-16 units. */

export interface PythonString {
  /** Of the prefix, and right after the closing quote. */
  readonly start: number;
  readonly stop: number;
  /** What stands between the quotes. */
  readonly contentStart: number;
  readonly contentEnd: number;
  /** One quote sign or three. */
  readonly quote: string;
  readonly raw: boolean;
  readonly bytes: boolean;
  /** The replacement fields of an f-string, braces and all. */
  readonly fields: readonly (readonly [number, number])[];
  readonly formatted: boolean;
}

const OPENING = /([rR][fFbBtT]?|[fFbBtT][rR]?|[uU])?("""|'''|"|')/y;

/** The string literal that begins at `start`; null when none does. An unclosed one ends with its line, or with the text. */
export function readString(text: string, start: number): PythonString | null {
  OPENING.lastIndex = start;
  const match = OPENING.exec(text);
  if (match === null) return null;
  const prefix = (match[1] ?? '').toLowerCase();
  const quote = match[2] ?? '"';
  const contentStart = OPENING.lastIndex;
  const formatted = prefix.includes('f') || prefix.includes('t');
  const fields: [number, number][] = [];
  let at = contentStart;
  while (at < text.length && !text.startsWith(quote, at)) {
    const sign = text.charAt(at);
    if (sign === '\n' && quote.length === 1) break;
    if (sign === '\\') at += text.startsWith('\r\n', at + 1) ? 3 : 2;
    else if (formatted && sign === '{') {
      if (text.charAt(at + 1) === '{') at += 2;
      else {
        const end = fieldEnd(text, at, quote);
        fields.push([at, end]);
        at = end;
      }
    } else at++;
  }
  at = Math.min(at, text.length);
  const closed = text.startsWith(quote, at);
  const contentEnd = !closed && text.charAt(at - 1) === '\r' && at > contentStart ? at - 1 : at;
  const stop = closed ? at + quote.length : at;
  const raw = prefix.includes('r');
  return { start, stop, contentStart, contentEnd, quote, raw, bytes: prefix.includes('b'), fields, formatted };
}

/** What goes on for longer is no field: it is looked at once more for each brace. */
const LONGEST_FIELD = 2_000;

/**
 * Right after the brace that closes the field opened at `open`. Since Python 3.12 a field may hold any string, also one with
 * the quotes around it; a field that is not closed that way ends before the next such quote.
 */
function fieldEnd(whole: string, open: number, quote: string): number {
  const text = whole.slice(0, open + LONGEST_FIELD);
  let depth = 0;
  for (let at = open; at < text.length; at++) {
    const sign = text.charAt(at);
    if (sign === '\n' && quote.length === 1) break;
    if (sign === '{' || sign === '[' || sign === '(') depth++;
    else if (sign === '}' || sign === ']' || sign === ')') {
      depth--;
      if (depth === 0 && sign === '}') return at + 1;
      if (depth <= 0) break;
    } else if (sign === "'" || sign === '"') {
      // A quote that would end the string around: only if the string it begins ends before this line does.
      const inner = innerEnd(text, at);
      if (inner < 0) break;
      at = inner - 1;
    }
  }
  const line = text.indexOf('\n', open);
  const close = text.indexOf(quote, open);
  const ends = [line < 0 ? text.length : line, close < 0 ? text.length : close];
  return Math.min(...ends);
}

/** Where a string on one line ends that begins with the quote at `at`; -1 when it does not. */
function innerEnd(text: string, at: number): number {
  const quote = text.charAt(at);
  for (let end = at + 1; end < text.length; end++) {
    const sign = text.charAt(end);
    if (sign === '\n') return -1;
    if (sign === '\\') end++;
    else if (sign === quote) return end + 1;
  }
  return -1;
}

/** The sign that stands for what is not known: the SQL language takes a run of them as put in by somebody else. */
export const HOLE = '\ufffc';

/**
 * What a literal says, at the length it has in the source: fields are holes, escapes are what they mean, filled up with
 * blanks. `percent`: `%s` is a field as well.
 */
export function meaning(text: string, literal: PythonString, percent: boolean): string {
  const { contentStart, contentEnd, raw, formatted, fields } = literal;
  const out: string[] = [];
  const open = { "'": false, '"': false };
  let field = 0;
  let at = contentStart;
  const put = (said: string, length: number): void => {
    out.push(said);
    at += length;
  };
  while (at < contentEnd) {
    const next = fields[field];
    if (next !== undefined && next[0] === at) {
      field++;
      put(HOLE.repeat(next[1] - at), next[1] - at);
      continue;
    }
    const sign = text.charAt(at);
    const two = text.slice(at, Math.min(at + 2, contentEnd));
    if (sign === '\\' && !raw && two.length === 2) escape(text, at, contentEnd, open, put);
    else if (formatted && (two === '{{' || two === '}}')) put(`${sign} `, 2);
    else if (percent && sign === '%') {
      const placeholder = /^%(?:%|(?:\(\w*\))?[-#0 +]*[\d.*]*[a-zA-Z])/.exec(
        text.slice(at, Math.min(contentEnd, at + 64)),
      );
      const length = placeholder?.[0].length ?? 1;
      put(two === '%%' ? '% ' : HOLE.repeat(length), length);
    } else if (!formatted && sign === '{' && text.charAt(at - 1) !== '$') {
      const braces = /^\{[\w.[\]!:]*\}/.exec(text.slice(at, Math.min(contentEnd, at + 128)));
      const length = braces?.[0].length ?? 1;
      put(braces === null ? sign : HOLE.repeat(length), length);
    } else {
      if (sign === "'" || sign === '"') open[sign] = !open[sign];
      put(sign, 1);
    }
  }
  return out.join('');
}

/** One escape, said by as many signs as it has. */
function escape(
  text: string,
  at: number,
  end: number,
  open: Record<"'" | '"', boolean>,
  put: (said: string, length: number) => void,
): void {
  const sign = text.charAt(at + 1);
  switch (sign) {
    case '\n':
      return put('  ', 2);
    case '\r':
      return text.charAt(at + 2) === '\n' && at + 2 < end ? put('   ', 3) : put('  ', 2);
    case 'n':
      return put(' \n', 2);
    case 't':
    case 'r':
    case 'f':
    case 'v':
    case 'a':
    case 'b':
      return put('  ', 2);
    case '\\':
      return put(' \\', 2);
    case "'":
    case '"':
      // The blank stays outside of what the quotes enclose.
      open[sign] = !open[sign];
      return put(open[sign] ? ` ${sign}` : `${sign} `, 2);
    default: {
      const code = /^\\(?:x[\da-fA-F]{2}|u[\da-fA-F]{4}|U[\da-fA-F]{8}|N\{[^}\n]*\}|[0-7]{1,3})/.exec(
        text.slice(at, Math.min(end, at + 80)),
      );
      return code === null ? put(`\\${sign}`, 2) : put('x'.repeat(code[0].length), code[0].length);
    }
  }
}
