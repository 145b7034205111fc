import { T } from './token-kinds';

/** Words by kind, and kinds by word, for kinds above `T.FirstKeyword`. */
const byKind: string[] = [];
const FIRST = Number(T.FirstKeyword);
const kinds: [string, number][] = [];
for (const [name, value] of Object.entries(T)) {
  if (typeof value !== 'number' || Number(value) <= FIRST) continue;
  byKind[value] = name;
  kinds.push([name, value]);
}

/** The word of a keyword kind, upper case; the sign of another one. */
export function kindText(kind: T): string {
  return byKind[kind] ?? signs[kind] ?? T[kind] ?? '';
}

const signs: Partial<Record<number, string>> = {
  [T.Eof]: 'end of statement',
  [T.Semicolon]: ';',
  [T.LParen]: '(',
  [T.RParen]: ')',
  [T.Comma]: ',',
  [T.Dot]: '.',
  [T.LBracket]: '[',
  [T.RBracket]: ']',
  [T.Eq]: '=',
  [T.Lt]: '<',
  [T.Gt]: '>',
  [T.Star]: '*',
  [T.Colon]: ':',
  [T.Arrow]: '->',
  [T.FatArrow]: '=>',
  [T.PipeOp]: '|>',
  [T.HintEnd]: '*/',
  [T.String]: 'string',
  [T.Integer]: 'number',
  [T.Ident]: 'name',
};

// An open-addressing table, so that the lexer finds a keyword without making a string.
const SIZE = 4096;
const table = new Uint16Array(SIZE);
const texts: string[] = [];

const fold = (code: number): number => code | 32;

export function wordHash(text: string, start: number, end: number): number {
  let hash = end - start;
  for (let i = start; i < end; i++) hash = (hash * 31 + fold(text.charCodeAt(i))) | 0;
  return (hash ^ (hash >>> 12)) & (SIZE - 1);
}

for (const [name, kind] of kinds) {
  let slot = wordHash(name, 0, name.length);
  while (table[slot] !== 0) slot = (slot + 1) & (SIZE - 1);
  table[slot] = kind;
  texts[kind] = name.toLowerCase();
}

/** The kind of the ASCII word in `text[start, end)`: a keyword's, or `T.Ident`. */
export function wordKind(text: string, start: number, end: number): T {
  let slot = wordHash(text, start, end);
  for (;;) {
    const kind = table[slot] ?? 0;
    if (kind === 0) return T.Ident;
    const word = texts[kind] ?? '';
    if (word.length === end - start) {
      let i = 0;
      // `|32` also maps '_' (0x5f) to 0x7f; both sides are folded, so equal stays equal.
      while (i < word.length && fold(word.charCodeAt(i)) === fold(text.charCodeAt(start + i))) i++;
      if (i === word.length) return kind;
    }
    slot = (slot + 1) & (SIZE - 1);
  }
}

export function isWord(kind: T): boolean {
  return kind > T.FirstKeyword || kind === T.Ident || kind === T.Quoted;
}

const set = (...kinds: T[]): Uint8Array => {
  const bits = new Uint8Array(1024);
  for (const kind of kinds) bits[kind] = 1;
  return bits;
};

/** Spark's `strictNonReserved`: they cannot be a table's alias. */
export const joinWords = set(
  T.ANTI,
  T.CROSS,
  T.EXCEPT,
  T.FULL,
  T.INNER,
  T.INTERSECT,
  T.JOIN,
  T.LATERAL,
  T.LEFT,
  T.NATURAL,
  T.ON,
  T.RIGHT,
  T.SEMI,
  T.MINUS,
  T.UNION,
  T.USING,
);
