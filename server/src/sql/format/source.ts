import { type Comment, lex, type Tokens } from '../lexer';
import type { StatementKind } from '../ast';
import { dissect } from '../parser/index';
import { T } from '../token-kinds';

export type KeywordCase = 'upper' | 'lower' | 'preserve';

/** A comment beside a token: on a line of its own above it, or before it on its line. */
export interface LeadingComment {
  readonly text: string;
  readonly ownLine: boolean;
}

/** One statement as the layout reads it: tokens by index, with what the parser knows of them and the comments around them. */
export class Source {
  readonly kind: StatementKind;
  readonly count: number;
  /** Beside `(`, `[`, `/*+`, CASE, BEGIN: where it closes; elsewhere -1. */
  readonly close: Int32Array;
  readonly leading: (readonly LeadingComment[])[] = [];
  readonly trailing: (readonly string[])[] = [];
  private readonly calls: ReadonlySet<number>;
  private readonly targets: ReadonlySet<number>;

  private constructor(
    readonly tokens: Tokens,
    private readonly names: ReadonlySet<number>,
    anatomy: { kind: StatementKind; calls: ReadonlySet<number>; targets: ReadonlySet<number> },
    private readonly keywordCase: KeywordCase,
  ) {
    this.kind = anatomy.kind;
    this.calls = anatomy.calls;
    this.targets = anatomy.targets;
    this.count = tokens.count;
    this.close = this.brackets();
    this.placeComments();
  }

  /** Null for a broken statement. The text may end with its semicolon. */
  static of(text: string, keywordCase: KeywordCase): Source | null {
    const tokens = lex(text);
    if (tokens.errors.length > 0 || tokens.count === 0) return null;
    const last = tokens.count - 1;
    const body = tokens.kinds[last] === Number(T.Semicolon) ? last : tokens.count;
    const anatomy = dissect(tokens, body);
    if (anatomy === null || body === 0) return null;
    const calls = new Set(anatomy.calls.map(({ name }) => name.end));
    const targets = new Set(anatomy.tables.map(({ name }) => name.end));
    return new Source(tokens, anatomy.names, { kind: anatomy.kind, calls, targets }, keywordCase);
  }

  raw(i: number): string {
    return this.tokens.text.slice(this.tokens.starts[i], this.tokens.ends[i]);
  }

  kindAt(i: number): T {
    return i >= 0 && i < this.count ? (this.tokens.kinds[i] ?? T.Eof) : T.Eof;
  }

  /** The kind of a token, `T.Ident` for a word that is used as a name. */
  key(i: number): T {
    const kind = this.kindAt(i);
    return kind > T.FirstKeyword && this.isName(i) ? T.Ident : kind;
  }

  isKeyword(i: number): boolean {
    return this.key(i) > T.FirstKeyword;
  }

  /** A token as it is written in the result. */
  text(i: number): string {
    const raw = this.raw(i);
    if (this.keywordCase === 'preserve' || !this.isKeyword(i)) return raw;
    return this.keywordCase === 'upper' ? raw.toUpperCase() : raw.toLowerCase();
  }

  /** Whether a token began right where the one before ended. */
  adjacent(i: number): boolean {
    return i > 0 && this.tokens.starts[i] === this.tokens.ends[i - 1];
  }

  /** Whether a blank line stands somewhere between a token and the one before. */
  blankBefore(i: number): boolean {
    return /\n[^\S\n]*\n/.test(this.tokens.text.slice(this.tokens.ends[i - 1] ?? 0, this.tokens.starts[i]));
  }

  isCallName(i: number): boolean {
    return this.calls.has(this.tokens.ends[i] ?? -1);
  }
  isTableName(i: number): boolean {
    return this.targets.has(this.tokens.ends[i] ?? -1);
  }

  private isName(i: number): boolean {
    if (this.names.has(i)) return true;
    // A part of a longer name, whoever read it.
    return this.kindAt(i - 1) === T.Dot || this.kindAt(i + 1) === T.Dot;
  }

  private brackets(): Int32Array {
    const close = new Int32Array(this.count).fill(-1);
    const open: number[] = [];
    const closes = (i: number, ...kinds: T[]): void => {
      const from = open.at(-1);
      if (from === undefined || !kinds.includes(this.key(from))) return;
      close[from] = i;
      open.pop();
    };
    for (let i = 0; i < this.count; i++) {
      const kind = this.key(i);
      if (kind === T.LParen || kind === T.LBracket || kind === T.HintStart || (kind === T.CASE && this.opensCase(i)))
        open.push(i);
      else if (kind === T.RParen) closes(i, T.LParen);
      else if (kind === T.RBracket) closes(i, T.LBracket);
      else if (kind === T.HintEnd) closes(i, T.HintStart);
      else if (kind === T.END) closes(i, T.CASE);
    }
    return close;
  }

  /** CASE of an expression: a script's `END CASE`, and CASE at the start of its statement, are none. */
  private opensCase(i: number): boolean {
    if (this.kind !== 'script') return true;
    const before = this.key(i - 1);
    if (before === T.END || before === T.Semicolon || before === T.DO || before === T.BEGIN) return false;
    if (before === T.THEN || before === T.ELSE) return !this.statementsFollow(i);
    return true;
  }

  /** Whether the CASE at `i`, after THEN or ELSE, is a statement: its branches hold semicolons. */
  private statementsFollow(i: number): boolean {
    let depth = 0;
    for (let at = i; at < this.count; at++) {
      const kind = this.key(at);
      if (kind === T.Semicolon) return true;
      if (kind === T.CASE) depth++;
      else if (kind === T.END && --depth === 0) return false;
    }
    return true;
  }

  // Comments

  private placeComments(): void {
    const leading: LeadingComment[][] = Array.from({ length: this.count }, () => []);
    const trailing: string[][] = Array.from({ length: this.count }, () => []);
    const { text, starts, ends, comments } = this.tokens;
    let next = 0;
    for (const [n, comment] of comments.entries()) {
      while (next < this.count && (starts[next] ?? 0) < comment.start) next++;
      const before = Math.max(ends[next - 1] ?? 0, comments[n - 1]?.end ?? 0);
      const startsLine = text.slice(before, comment.start).includes('\n');
      const after = Math.min(starts[next] ?? text.length, comments[n + 1]?.start ?? text.length);
      const endsLine = !comment.block || /[\r\n]/.test(text.slice(comment.end, after)) || next >= this.count;
      const words = commentText(text, comment);
      if (next > 0 && endsLine && !startsLine && (leading[next]?.length ?? 0) === 0) trailing[next - 1]?.push(words);
      else leading[next]?.push({ text: words, ownLine: endsLine });
    }
    this.moveToCommas(leading, trailing);
    this.leading.push(...leading);
    this.trailing.push(...trailing);
  }

  /** A comment before a comma is about the item: it goes behind the comma, where the line ends. */
  private moveToCommas(leading: LeadingComment[][], trailing: string[][]): void {
    for (let i = 1; i < this.count; i++) {
      const kind = this.kindAt(i);
      if (kind !== T.Comma && kind !== T.Semicolon) continue;
      if (leading[i]?.length === 0 || kind === T.Comma) {
        trailing[i]?.unshift(...(trailing[i - 1] ?? []).splice(0));
      }
      if (kind === T.Comma && trailing[i]?.length === 0) leading[i + 1]?.unshift(...(leading[i] ?? []).splice(0));
    }
  }
}

/** A comment without the blanks at its end, where leaving them out joins no lines. */
function commentText(text: string, { start, end, block }: Comment): string {
  const words = text.slice(start, end);
  const trimmed = words.trimEnd();
  return block || trimmed.endsWith('\\') ? words : trimmed;
}
