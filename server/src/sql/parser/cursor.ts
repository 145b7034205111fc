import type { Block, Call, ColumnRef, Ident, Mark, MarkRole, Name, Scope, TableRelation } from '../ast';
import type { Clause, Expectation, NameRole } from '../expectations';
import { kindText } from '../keywords';
import type { Node } from '../nodes';
import type { Tokens } from '../lexer';
import type { SparkVersion } from '../spark-version';
import { T } from '../token-kinds';

/**
 * The place the parser watches. It notes there what it looks for.
 * `token`: the index of the first token at or after the place. `offset`: the caret, from the statement's start, where the
 * caret itself counts as the name or expression that is about to be typed; null to watch only.
 */
export interface Watch {
  readonly token: number;
  readonly offset: number | null;
}

/**
 * What Spark refuses although the words stand in order, with the reason; with `since`, only before that version.
 * Offsets count from the statement's start.
 */
export interface Refusal {
  readonly start: number;
  readonly end: number;
  readonly message: string;
  readonly since?: SparkVersion;
}

const notAscii = /[\u0080-\uffff]/;

export const newScope = (outer: Scope | null): Scope => ({
  outer,
  relations: [],
  ctes: [],
  items: [],
  outputFirst: Number.MAX_SAFE_INTEGER,
  params: [],
  opaque: false,
});
const noScope = newScope(null);

/** What `name` reads and notes by itself; columns and tables have lists of their own. */
const MARKED: ReadonlySet<NameRole> = new Set(['targetColumn', 'namespace', 'function', 'procedure', 'property']);

/** Deeper nesting than this is not parsed: the machine's stack is not ours to fill. */
const MAX_DEPTH = 250;

/** The tokens of one statement, one at a time, and the notes made on the way. The base of the parser. */
export class Cursor {
  protected type: T = T.Eof;
  protected pos: number;
  protected lastEnd = 0;
  protected scope: Scope = noScope;
  protected clause: Clause = 'other';
  protected inScript = false;
  /** The transform whose arguments are being read. */
  protected inTransform: { name: string; index: number } | null = null;
  protected inPartition = false;
  private depth = 0;
  private failedAt = -1;

  readonly tables: TableRelation[] = [];
  readonly columns: ColumnRef[] = [];
  readonly calls: Call[] = [];
  readonly nodes: Node[] = [];
  readonly marks: Mark[] = [];
  readonly blocks: Block[] = [];
  /** Token indices where something else was expected. */
  readonly failures: number[] = [];
  readonly expectations: Expectation[] = [];
  /** The last implicit alias before each failure: `* FORM t` reads FORM as one. */
  readonly aliases: number[] = [];
  readonly refusals: Refusal[] = [];
  /** Names with letters that Spark takes in backticks only. */
  readonly unquoted: number[] = [];
  /** The indices of the tokens that are names, or text of no grammar, when somebody asks for them. */
  names: number[] | null = null;
  /** Whether a part of the statement is text of no grammar up to its end: a setting, a command to the shell. */
  opaque = false;
  tooDeep = false;
  /** Words are taken as names, and empty parts passed over, wherever Spark does so. */
  lenient = false;

  protected watch: number;
  protected readonly caret: number | null;
  private readonly kinds: Uint16Array;
  private readonly starts: Int32Array;
  private readonly ends: Int32Array;

  constructor(
    protected readonly tokens: Tokens,
    first: number,
    protected readonly last: number,
    /** The offset of the statement in the tokens' text. */
    protected readonly base: number,
    watch: Watch | null,
  ) {
    this.kinds = tokens.kinds;
    this.starts = tokens.starts;
    this.ends = tokens.ends;
    this.watch = watch === null ? -1 : watch.token;
    this.caret = watch === null ? null : watch.offset;
    this.pos = first;
    this.type = first < last ? (this.kinds[first] ?? T.Eof) : T.Eof;
  }

  protected next(): void {
    this.lastEnd = (this.ends[this.pos] ?? 0) - this.base;
    this.pos++;
    this.type = this.pos < this.last ? (this.kinds[this.pos] ?? T.Eof) : T.Eof;
  }

  protected peek(ahead = 1): T {
    const at = this.pos + ahead;
    return at < this.last ? (this.kinds[at] ?? T.Eof) : T.Eof;
  }

  /** The start of the current token; of the end of the statement when there is none. */
  protected get start(): number {
    return this.pos < this.last ? (this.starts[this.pos] ?? 0) - this.base : this.lastEnd;
  }

  /** Whether the current token begins where the one before ended. */
  protected get adjacent(): boolean {
    return this.pos < this.last && (this.starts[this.pos] ?? 0) - this.base === this.lastEnd;
  }

  /** The text of a token, by default the current one. */
  protected textAt(at = this.pos): string {
    return at < this.last ? this.tokens.text.slice(this.starts[at], this.ends[at]) : '';
  }

  protected slice(start: number, end: number): string {
    return this.tokens.text.slice(start + this.base, end + this.base);
  }

  // Notes at the watched place

  protected get watched(): boolean {
    return this.pos === this.watch;
  }

  /** The watched place is right after the current token. */
  protected get watchesNext(): boolean {
    return this.pos + 1 === this.watch;
  }

  /** The caret stands here and takes the place of what must come. */
  protected get atCaret(): boolean {
    return this.pos === this.watch && this.caret !== null;
  }

  protected note(expectation: Expectation): void {
    if (this.pos === this.watch) this.expectations.push(expectation);
  }

  protected noteWords(...words: string[]): void {
    if (this.pos === this.watch) for (const text of words) this.expectations.push({ kind: 'keyword', text });
  }

  /** The caret has been used up; what follows is read as if it were a name. */
  protected takeCaret(): Ident {
    this.watch = -1;
    const at = this.caret ?? this.lastEnd;
    this.lastEnd = Math.max(this.lastEnd, at);
    return { name: '', start: at, end: at };
  }

  // Reading

  /** Like `at`, noting nothing. A call, because the compiler does not see that reading changes the current kind. */
  protected is(kind: T): boolean {
    return this.type === kind;
  }

  protected at(kind: T): boolean {
    if (this.pos === this.watch) this.noteKind(kind);
    return this.type === kind;
  }

  protected accept(kind: T): boolean {
    if (this.pos === this.watch) this.noteKind(kind);
    if (this.type !== kind) return false;
    this.next();
    return true;
  }

  /** Any of several words. */
  protected acceptAny(...kinds: T[]): boolean {
    for (const kind of kinds) if (this.accept(kind)) return true;
    return false;
  }

  /**
   * All these words or none. Noted as one phrase. Where the caret stands after the first of them, it stands for the rest;
   * so no two phrases that are tried in a row may begin alike.
   */
  protected acceptWords(...kinds: T[]): boolean {
    if (this.pos === this.watch) this.noteWords(kinds.map(kindText).join(' '));
    for (let i = 0; i < kinds.length; i++) {
      if (i > 0 && this.pos + i === this.watch) {
        this.expectations.push({ kind: 'keyword', text: kinds.slice(i).map(kindText).join(' ') });
        if (this.caret !== null) {
          for (let n = 0; n < i; n++) this.next();
          this.takeCaret();
          return true;
        }
      }
      if (this.peek(i) !== kinds[i]) return false;
    }
    for (let i = 0; i < kinds.length; i++) this.next();
    return true;
  }

  protected expect(kind: T): boolean {
    if (this.accept(kind)) return true;
    this.fail();
    return false;
  }

  protected expectWords(...kinds: T[]): boolean {
    if (this.acceptWords(...kinds)) return true;
    this.fail();
    return false;
  }

  private noteKind(kind: T): void {
    const text = kindText(kind);
    this.expectations.push(kind > T.FirstKeyword ? { kind: 'keyword', text } : { kind: 'sign', text });
  }

  /** Something else was expected at the current token. Noted once a token. */
  protected fail(): void {
    if (this.atCaret || this.pos <= this.failedAt) return;
    this.failedAt = this.pos;
    this.failures.push(this.pos);
  }

  /** Like `fail`, for a token that has been read. */
  protected failAt(pos: number): void {
    if (this.atCaret || pos <= this.failedAt) return;
    this.failedAt = pos;
    this.failures.push(pos);
  }

  protected refuse(start: number, end: number, message: string): void {
    this.refusals.push({ start, end: Math.max(start, end), message });
  }

  /** What stands from `start` to here came with Spark 4.1. */
  protected newIn41(start: number, what: string): void {
    const message = `${what} needs Spark 4.1 (lakehouse.sparkVersion).`;
    this.refusals.push({ start, end: Math.max(start, this.lastEnd), message, since: '4.1' });
  }

  /** Runs `read` one level deeper; past the limit it reads nothing and returns `otherwise`. */
  protected nested<R>(read: () => R, otherwise: () => R): R {
    if (this.depth >= MAX_DEPTH) {
      this.tooDeep = true;
      this.skipToEnd();
      return otherwise();
    }
    this.depth++;
    const result = read();
    this.depth--;
    return result;
  }

  protected skipToEnd(): void {
    if (this.type !== T.Eof) this.opaque = true;
    while (this.type !== T.Eof) this.next();
  }

  /** Skips to a token for which `stop` holds, or to a `)` that closes something outside, over balanced brackets. */
  protected skipUntil(stop: (kind: T) => boolean): void {
    let open = 0;
    while (this.type !== T.Eof) {
      // In a script, a semicolon ends the statement, whatever is open.
      if (this.inScript && this.type === T.Semicolon) return;
      if (this.type === T.LParen) open++;
      else if (this.type === T.RParen) {
        if (open === 0) return;
        open--;
      } else if (open === 0 && stop(this.type)) return;
      this.names?.push(this.pos);
      this.next();
    }
  }

  // Names

  protected get atWord(): boolean {
    const { type } = this;
    return (
      type > T.FirstKeyword || type === T.Ident || type === T.Quoted || type === T.Substitution || type === T.StrictName
    );
  }

  /** Takes the current token, a word, as a name. */
  protected word(): Ident {
    const start = this.start;
    const quoted = this.type === T.Quoted;
    const text = this.textAt();
    if (this.type === T.Ident && notAscii.test(text)) this.unquoted.push(this.pos);
    this.names?.push(this.pos);
    this.next();
    const name = quoted
      ? text.slice(1, text.length > 1 && text.endsWith('`') ? -1 : undefined).replaceAll('``', '`')
      : text;
    return { name, start, end: this.lastEnd };
  }

  protected missing(): Ident {
    if (this.atCaret) return this.takeCaret();
    this.fail();
    return { name: '', start: this.lastEnd, end: this.lastEnd };
  }

  /** Notes what a name is. */
  protected mark(role: MarkRole, parts: readonly Ident[], declares = false, of: Mark['of'] = null): Mark {
    const mark: Mark = { role, parts, scope: this.scope, declares, of, end: this.lastEnd };
    this.marks.push(mark);
    return mark;
  }

  /** One name that must come and is of the user's own choice. */
  protected newIdent(role: MarkRole): Ident {
    const ident = this.ident();
    this.mark(role, [ident], true);
    return ident;
  }

  /** One name that must come. */
  protected ident(role: NameRole = 'newName', target: TableRelation | null = null): Ident {
    const ident = this.identOf(role, target);
    if (role === 'targetColumn' || role === 'column') this.mark(role, [ident], false, target);
    return ident;
  }

  private identOf(role: NameRole, target: TableRelation | null): Ident {
    if (this.pos === this.watch) {
      this.noteName(role, [], target);
      if (this.caret !== null) return this.takeCaret();
    }
    return this.atWord ? this.word() : this.missing();
  }

  /** `a.b.c`, at least one part. `IDENTIFIER(…)` is read by who knows expressions. */
  protected name(role: NameRole, target: TableRelation | null = null): Name {
    const parts = [this.identOf(role, target)];
    this.moreParts(parts, role, target);
    if (MARKED.has(role)) this.mark(role as MarkRole, parts, false, target);
    const first = parts[0];
    return { parts, start: first?.start ?? this.lastEnd, end: this.lastEnd };
  }

  protected moreParts(parts: Ident[], role: NameRole, target: TableRelation | null): void {
    while (this.type === T.Dot && this.pos !== this.watch) {
      if (role === 'column' && this.peek() === T.Star) return;
      this.next();
      if (this.pos === this.watch) {
        this.noteName(role, parts, target);
        if (this.caret !== null) {
          parts.push(this.takeCaret());
          return;
        }
      }
      if (this.atWord) parts.push(this.word());
      else if (this.is(T.Integer) || this.is(T.Number)) {
        this.fail();
        parts.push(this.word());
      } else {
        parts.push(this.missing());
        return;
      }
    }
  }

  protected noteName(role: NameRole, qualifier: readonly Ident[], target: TableRelation | null): void {
    const parts = [...qualifier];
    switch (role) {
      case 'column':
        this.note({ kind: 'column', qualifier: parts, scope: this.scope, clause: this.clause });
        return;
      case 'targetColumn':
        if (target === null) this.note({ kind: 'newName' });
        else {
          const transform = this.inTransform === null ? null : { ...this.inTransform };
          this.note({ kind: 'targetColumn', qualifier: parts, target, transform, partition: this.inPartition });
        }
        return;
      case 'read':
      case 'write':
      case 'create':
      case 'drop':
      case 'alter':
      case 'describe':
        this.note({ kind: 'table', qualifier: parts, scope: this.scope, purpose: role });
        return;
      case 'namespace':
      case 'function':
      case 'procedure':
        this.note({ kind: role, qualifier: parts });
        return;
      case 'property':
        this.note({ kind: 'property', table: target });
        return;
      case 'variable':
      case 'newName':
        this.note({ kind: role });
    }
  }

  // Scopes

  protected openScope(): Scope {
    const scope = newScope(this.scope);
    this.scope = scope;
    return scope;
  }

  protected closeScope(scope: Scope): void {
    this.scope = scope.outer ?? noScope;
  }
}
