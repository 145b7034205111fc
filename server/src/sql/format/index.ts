import type { Comment, Tokens } from '../lexer';
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

export interface FormattedStatement {
  /** With lines that end with `\n`; the statement itself where it is left as it is. */
  readonly text: string;
  /**
   * Why a statement was left as it is that could be read: a fault of the formatter. The result would not have had the
   * same tokens and comments, or would have changed when it is formatted again.
   */
  readonly fault: 'tokens' | 'unstable' | null;
}

/** One statement, laid out anew; its semicolon may end it. A broken one stays as it is. */
export function formatStatement(text: string, options: FormatOptions): FormattedStatement {
  const kept = (fault: FormattedStatement['fault']): FormattedStatement => ({ text, fault });
  let source = Source.of(text, options.keywordCase);
  if (source === null) return kept(null);
  let made = layout(source, options);
  // A comment may come to stand elsewhere, and has its place then: what is laid out again is the result.
  for (let turn = 0; turn < 3; turn++) {
    if (made === source.tokens.text) return { text: made, fault: null };
    const next = Source.of(made, options.keywordCase);
    if (next === null || !isSame(source, next)) return kept('tokens');
    source = next;
    made = layout(source, options);
  }
  return kept('unstable');
}

function layout(source: Source, { useTabs, indent, lineWidth }: FormatOptions): string {
  const unit = useTabs ? '\t' : ' '.repeat(indent);
  return print(new Whole(source).whole(), { unit, unitWidth: indent, width: lineWidth });
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

/** The same tokens and comments: words of the grammar in their new case, everything else as it was. */
function isSame(before: Source, after: Source): boolean {
  const [a, b] = [before.tokens, after.tokens];
  if (a.count !== b.count || a.comments.length !== b.comments.length) return false;
  for (let i = 0; i < a.count; i++) if (a.kinds[i] !== b.kinds[i] || before.text(i) !== after.raw(i)) return false;
  return a.comments.every((comment, i) => commentOf(a, comment) === commentOf(b, b.comments[i]));
}

function commentOf({ text }: Tokens, comment: Comment | undefined): string {
  return comment === undefined ? '' : text.slice(comment.start, comment.end).trimEnd();
}
