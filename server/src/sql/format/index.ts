import type { Comment, Tokens } from '../lexer';
import { lex } from '../lexer';
import { T } from '../token-kinds';
import { concat, type Doc, print } from './doc';
import { type KeywordCase, Source } from './source';
import { Scripts } from './scripts';

export type { KeywordCase } from './source';

export interface FormatOptions {
  readonly keywordCase: KeywordCase;
  /** Columns of one level of indentation, at least 1. */
  readonly indent: number;
  readonly useTabs: boolean;
  /** Lines are kept within so many columns where that can be done. */
  readonly lineWidth: number;
}

export const DEFAULT_FORMAT: FormatOptions = { keywordCase: 'upper', indent: 2, useTabs: false, lineWidth: 100 };

/** Settings and resources are text to Spark, not SQL: they stay as they are. */
const textual: ReadonlySet<T> = new Set([
  ...[T.SET, T.RESET, T.ADD, T.LIST, T.DFS, T.GRANT, T.REVOKE, T.EXPORT, T.IMPORT, T.LOCK, T.UNLOCK, T.START],
  ...[T.COMMIT, T.ROLLBACK, T.Substitution],
]);

/**
 * One statement, laid out anew; its semicolon may end it. Lines end with `\n`. The statement itself where it is broken, or
 * where the result would not have the same tokens and comments, or would change when it is formatted again.
 */
export function formatStatement(text: string, options: FormatOptions): string {
  const once = layout(text, options);
  if (once === null || !sameTokens(text, once, options)) return text;
  if (layout(once, options) === once) return once;
  // A comment may have come to stand elsewhere: it has its place now.
  const twice = layout(once, options);
  if (twice === null || !sameTokens(text, twice, options)) return text;
  return layout(twice, options) === twice ? twice : text;
}

function layout(text: string, options: FormatOptions): string | null {
  const source = Source.of(text, options.keywordCase);
  if (source === null || isTextual(source)) return null;
  const unit = options.useTabs ? '\t' : ' '.repeat(options.indent);
  const printing = { unit, unitWidth: options.indent, width: options.lineWidth };
  return print(new Whole(source).whole(), printing);
}

function isTextual(source: Source): boolean {
  const first = source.kindAt(0);
  if (first === T.SET) return source.kindAt(1) !== T.VAR && source.kindAt(1) !== T.VARIABLE;
  return textual.has(first);
}

class Whole extends Scripts {
  whole(): Doc {
    const { count, kind } = this.source;
    if (kind === 'script') return this.script();
    const last = count - 1;
    if (this.key(last) !== T.Semicolon) return this.statement(0, count);
    return concat(this.statement(0, last), this.token(last));
  }
}

/** The same tokens and comments: words of the grammar in any case, everything else as it was. */
function sameTokens(before: string, after: string, { keywordCase }: FormatOptions): boolean {
  const [a, b] = [lex(before), lex(after)];
  if (a.count !== b.count || a.comments.length !== b.comments.length || b.errors.length > 0) return false;
  const source = keywordCase === 'preserve' ? null : Source.of(before, keywordCase);
  for (let i = 0; i < a.count; i++) {
    if (a.kinds[i] !== b.kinds[i]) return false;
    if ((source?.text(i) ?? textOf(a, i)) !== textOf(b, i)) return false;
  }
  return a.comments.every((comment, i) => commentOf(a, comment) === commentOf(b, b.comments[i]));
}

function textOf(tokens: Tokens, i: number): string {
  return tokens.text.slice(tokens.starts[i], tokens.ends[i]);
}

function commentOf({ text }: Tokens, comment: Comment | undefined): string {
  return comment === undefined ? '' : text.slice(comment.start, comment.end).trimEnd();
}
