import { type Comment, lex, type Tokens } from '../lexer';
import type { StatementKind } from '../ast';
import { type Anatomy, dissect } from '../parser/index';
import { T } from '../token-kinds';

export type KeywordCase = 'upper' | 'lower' | 'preserve';

/** A comment before a token: on a line of its own above it, or on its line. */
export interface LeadingComment {
  readonly text: string;
  readonly ownLine: boolean;
}
/** A comment behind a token, which may end the line. */
export interface TrailingComment {
  readonly text: string;
  readonly endsLine: boolean;
}
const NONE: readonly never[] = [];

/** One statement as the layout reads it: tokens by index, with what the parser knows of them and the comments around them. */
export class Source {
  readonly kind: StatementKind;
  readonly count: number;
  /** The kinds of the tokens, `T.Ident` for words that are used as names. */
  private readonly keys: Uint16Array;
  /** Beside `(`, `[`, `/*+`, CASE and the `<` of a type: where it closes; elsewhere -1. */
  readonly close: Int32Array;
  /** The signs of types: `<`, `>`, `<>`, and their colons and commas. */
  readonly typeSigns: ReadonlySet<number>;
  private readonly leadings = new Map<number, LeadingComment[]>();
  private readonly trailings = new Map<number, TrailingComment[]>();
  private readonly calls: ReadonlySet<number>;
  private readonly targets: ReadonlySet<number>;

  private constructor(
    readonly tokens: Tokens,
    { kind, names, calls, tables }: Anatomy,
    private readonly keywordCase: KeywordCase,
  ) {
    this.kind = kind;
    this.calls = new Set(calls.map(({ name }) => name.end));
    this.targets = new Set(tables.map(({ name }) => name.end));
    this.count = tokens.count;
    this.keys = keysOf(tokens, names);
    this.close = new Int32Array(this.count).fill(-1);
    this.typeSigns = this.brackets();
    if (tokens.comments.length > 0) this.placeComments();
  }

  /** Null for a broken statement. The text may end with its semicolon. */
  static of(text: string, keywordCase: KeywordCase): Source | null {
    const tokens = lex(text);
    if (tokens.errors.length > 0 || tokens.count === 0) return null;
    const last = tokens.count - 1;
    const body = tokens.kinds[last] === Number(T.Semicolon) ? last : tokens.count;
    const anatomy = dissect(tokens, body);
    return anatomy === null || body === 0 ? null : new Source(tokens, anatomy, keywordCase);
  }

  leading(i: number): readonly LeadingComment[] {
    return this.leadings.get(i) ?? NONE;
  }
  trailing(i: number): readonly TrailingComment[] {
    return this.trailings.get(i) ?? NONE;
  }
  /** Whether the line must end behind a token. */
  endsLine(i: number): boolean {
    return this.trailing(i).at(-1)?.endsLine === true;
  }

  raw(i: number): string {
    return this.tokens.text.slice(this.tokens.starts[i], this.tokens.ends[i]);
  }

  kindAt(i: number): T {
    return i >= 0 && i < this.count ? (this.tokens.kinds[i] ?? T.Eof) : T.Eof;
  }

  /** The kind of a token, `T.Ident` for a word that is used as a name. */
  key(i: number): T {
    return i >= 0 && i < this.count ? (this.keys[i] ?? T.Eof) : T.Eof;
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

  /** Notes what closes what, and gives the signs of types. */
  private brackets(): Set<number> {
    const { close, count } = this;
    const signs = new Set<number>();
    const open: number[] = [];
    const closes = (i: number, kind: T): void => {
      const from = open.at(-1);
      if (from === undefined || this.key(from) !== kind) return;
      close[from] = i;
      open.pop();
    };
    const inType = (): boolean => open.length > 0 && this.kindAt(open.at(-1) ?? -1) === T.Lt;
    for (let i = 0; i < count; i++) {
      switch (this.key(i)) {
        case T.LParen:
        case T.LBracket:
        case T.HintStart:
          open.push(i);
          break;
        case T.CASE:
          if (this.opensCase(i)) open.push(i);
          break;
        case T.Lt:
          if (!this.isTypeWord(i - 1)) break;
          open.push(i);
          signs.add(i);
          break;
        case T.Neq:
          if (this.isTypeWord(i - 1)) signs.add(i);
          break;
        case T.RParen:
          closes(i, T.LParen);
          break;
        case T.RBracket:
          closes(i, T.LBracket);
          break;
        case T.HintEnd:
          closes(i, T.HintStart);
          break;
        case T.END:
          closes(i, T.CASE);
          break;
        case T.Gt:
          if (inType()) signs.add(i);
          closes(i, T.Lt);
          break;
        case T.Colon:
        case T.Comma:
          if (inType()) signs.add(i);
          break;
        default:
      }
    }
    return signs;
  }

  private isTypeWord(i: number): boolean {
    const kind = this.key(i);
    return kind === T.ARRAY || kind === T.MAP || kind === T.STRUCT;
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
    const { text, starts, ends, comments } = this.tokens;
    let next = 0;
    for (const [n, comment] of comments.entries()) {
      while (next < this.count && (starts[next] ?? 0) < comment.start) next++;
      const before = Math.max(ends[next - 1] ?? 0, comments[n - 1]?.end ?? 0);
      const startsLine = text.slice(before, comment.start).includes('\n');
      const after = Math.min(starts[next] ?? text.length, comments[n + 1]?.start ?? text.length);
      const endsLine = !comment.block || /[\r\n]/.test(text.slice(comment.end, after)) || next >= this.count;
      const words = commentText(text, comment);
      const mayTrail = next > 0 && !startsLine && this.leading(next).length === 0;
      if (mayTrail && (endsLine || this.closes(next))) add(this.trailings, next - 1, { text: words, endsLine });
      else add(this.leadings, next, { text: words, ownLine: endsLine });
    }
    for (const i of new Set([...this.leadings.keys(), ...[...this.trailings.keys()].map((at) => at + 1)])) {
      this.moveBehind(i);
    }
  }

  /** Whether a token ends what stands before it: a comment between the two is about that. */
  private closes(i: number): boolean {
    const kind = this.kindAt(i);
    return kind === T.Comma || kind === T.Semicolon || kind === T.RParen || kind === T.RBracket;
  }

  /** A comment that ends its line before a comma is about the item: it goes behind the comma, where the line ends. */
  private moveBehind(i: number): void {
    const kind = this.kindAt(i);
    const leading = this.leading(i);
    if (kind !== T.Comma && (kind !== T.Semicolon || leading.length > 0)) return;
    const own = this.trailing(i);
    const before = this.endsLine(i - 1) ? this.trailing(i - 1) : NONE;
    if (before.length > 0) this.trailings.delete(i - 1);
    if (leading.length === 0) this.trailings.set(i, [...before, ...own]);
    else {
      const lower = own.map(({ text }) => ({ text, ownLine: true }));
      this.trailings.set(i, [...before]);
      this.leadings.set(i + 1, [...leading, ...lower, ...this.leading(i + 1)]);
      this.leadings.delete(i);
    }
  }
}

function keysOf({ kinds, count }: Tokens, names: readonly number[]): Uint16Array {
  const keys = kinds.slice(0, count);
  const kindAt = (i: number): T => (i >= 0 && i < count ? (kinds[i] ?? T.Eof) : T.Eof);
  for (const i of names) if (kindAt(i) > T.FirstKeyword && !isAllOfBy(kindAt, i)) keys[i] = T.Ident;
  // A part of a longer name, whoever read it.
  for (let i = 0; i < count; i++) {
    if (kindAt(i) !== T.Dot) continue;
    for (const at of [i - 1, i + 1]) if (kindAt(at) > T.FirstKeyword) keys[at] = T.Ident;
  }
  return keys;
}

/** `GROUP BY ALL` and `ORDER BY ALL` are read as names, which they are only beside other signs. */
function isAllOfBy(kindAt: (i: number) => T, i: number): boolean {
  if (kindAt(i) !== T.ALL || kindAt(i - 1) !== T.BY) return false;
  const next = kindAt(i + 1);
  return next === T.Eof || next === T.Semicolon || next === T.RParen || next > T.FirstKeyword;
}

function add<V>(map: Map<number, V[]>, key: number, value: V): void {
  const values = map.get(key);
  if (values === undefined) map.set(key, [value]);
  else values.push(value);
}

/** A comment without the blanks at its end, where leaving them out joins no lines. */
function commentText(text: string, { start, end, block }: Comment): string {
  const words = text.slice(start, end);
  const trimmed = words.trimEnd();
  return block || trimmed.endsWith('\\') ? words : trimmed;
}
