import { type Comment, lex, type LexicalError, type Tokens } from './lexer';
import { split, type StatementTokens } from './splitter';

/** A part of a text that is SQL, where not all of it is. */
export interface Part {
  readonly start: number;
  readonly end: number;
}

export interface Lexed {
  readonly tokens: Tokens;
  /** Of each part how many tokens there are up to its end, and where that is. */
  readonly bounds: readonly { readonly count: number; readonly end: number }[];
}

/** Each part on its own: no quote, comment or block goes on into the next. Offsets are those of the text. */
export function lexParts(text: string, parts: readonly Part[]): Lexed {
  const pieces = parts.map(({ start, end }) => ({ start, end, tokens: lex(text.slice(start, end)) }));
  const total = pieces.reduce((sum, { tokens }) => sum + tokens.count, 0);
  const kinds = new Uint16Array(total);
  const starts = new Int32Array(total);
  const ends = new Int32Array(total);
  const comments: Comment[] = [];
  const errors: LexicalError[] = [];
  const bounds: { count: number; end: number }[] = [];
  let count = 0;
  for (const { start, end, tokens } of pieces) {
    for (let at = 0; at < tokens.count; at++, count++) {
      kinds[count] = tokens.kinds[at] ?? 0;
      starts[count] = (tokens.starts[at] ?? 0) + start;
      ends[count] = (tokens.ends[at] ?? 0) + start;
    }
    for (const one of tokens.comments) comments.push({ ...one, start: one.start + start, end: one.end + start });
    for (const one of tokens.errors) errors.push({ ...one, start: one.start + start, end: one.end + start });
    bounds.push({ count, end });
  }
  return { tokens: { text, kinds, starts, ends, count, comments, errors }, bounds };
}

/** The statements of all parts; `limit` is where the part of each ends. */
export function splitParts({ tokens, bounds }: Lexed): (StatementTokens & { readonly limit: number })[] {
  let from = 0;
  return bounds.flatMap(({ count, end }) => {
    const found = split(tokens, from, count).map((statement) => ({ ...statement, limit: end }));
    from = count;
    return found;
  });
}
