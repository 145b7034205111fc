import type { Parsed } from './ast';
import { lex, type LexicalError, type Tokens } from './lexer';
import { parseTokens } from './parser/index';
import { lexParts, type Part, splitParts } from './parts';
import { changeBetween, relex } from './relex';
import { DEFAULT_SPARK_VERSION, type SparkVersion } from './spark-version';
import { nextStatement, type StatementTokens } from './splitter';
import { T } from './token-kinds';

export interface DocumentOptions {
  /** Whose SQL it is; 4.0 where nothing is said. */
  readonly sparkVersion?: SparkVersion;
  /** Where there is SQL in the text, when not all of it is. */
  readonly parts?: readonly Part[] | null;
}

/** A statement where it stands in the document. `start` is that of its first token, `end` of its last. */
export interface DocumentStatement {
  readonly start: number;
  readonly end: number;
  /** Where its semicolon is, or the end of the text it is in. */
  readonly stop: number;
  readonly text: string;
  /** Whether a semicolon follows. */
  readonly closed: boolean;
  /** Offsets in it count from `start`. Made when first asked for. */
  readonly parsed: Parsed;
  readonly lexicalErrors: readonly LexicalError[];
}

/**
 * A text and its statements. An update reads anew only what the change touched: tokens from the semicolon before it to the
 * one after it, and statements whose text has not been seen. Trees are kept by text, so moved and repeated statements cost
 * nothing.
 */
export class SqlDocument {
  private lexed: Tokens;
  private found: readonly Statement[] = [];
  private trees = new Map<string, Parsed>();
  private version: SparkVersion;
  private within: readonly Part[] | null;

  constructor(text: string, options: DocumentOptions = {}) {
    this.version = options.sparkVersion ?? DEFAULT_SPARK_VERSION;
    this.within = options.parts ?? null;
    this.lexed = lex('');
    this.read(text);
  }

  get text(): string {
    return this.lexed.text;
  }
  get sparkVersion(): SparkVersion {
    return this.version;
  }
  /** Reads the same text as another version's. */
  set sparkVersion(version: SparkVersion) {
    if (version === this.version) return;
    this.version = version;
    this.trees = new Map();
    this.read(this.text);
  }
  get tokens(): Tokens {
    return this.lexed;
  }
  get statements(): readonly DocumentStatement[] {
    return this.found;
  }

  /** Whether what stands at an offset is SQL. */
  holds(offset: number): boolean {
    return this.within === null || this.within.some(({ start, end }) => offset >= start && offset <= end);
  }

  /** `parts`: where there is SQL in the text, when not all of it is. */
  update(text: string, parts: readonly Part[] | null = null): void {
    const isWhole = parts === null && this.within === null;
    this.within = parts;
    if (!isWhole) this.read(text);
    else if (text !== this.text) this.change(text);
  }

  /** Reads all of a text; trees of texts that are known stay. */
  private read(text: string): void {
    if (this.within === null) {
      this.lexed = lex(text);
      this.found = this.statementsFrom(0);
      return;
    }
    const lexed = lexParts(text, this.within);
    this.lexed = lexed.tokens;
    this.found = splitParts(lexed).map((statement) => this.statement(statement, 0, statement.limit));
    this.forget();
  }

  private change(text: string): void {
    const before = this.lexed;
    const change = changeBetween(before.text, text);
    const { tokens, head, tail } = relex(before, text, change);
    this.lexed = tokens;
    const old = this.found;
    // Statements that end with one of the first tokens stay as they are.
    let kept = 0;
    while (kept < old.length && isWithin(old[kept], head)) kept++;
    const statements = old.slice(0, kept);
    const from = kept === 0 ? 0 : (old[kept - 1]?.last ?? 0) + 1;
    // Where the new statements meet an old one among the last tokens, the rest is as it was.
    const shift = tokens.count - before.count;
    const delta = text.length - before.text.length;
    const tailFrom = tokens.count - tail;
    let again = kept;
    for (const next of this.statementsFrom(from, (first) => {
      if (first < tailFrom) return false;
      while (again < old.length && (old[again]?.first ?? 0) + shift < first) again++;
      return old[again] !== undefined && (old[again]?.first ?? 0) + shift === first;
    })) {
      statements.push(next);
    }
    const meets = again < old.length && (old[again]?.first ?? 0) + shift >= tailFrom;
    if (meets && this.met) for (const one of old.slice(again)) statements.push(one.moved(delta, shift, text.length));
    this.found = statements;
    this.forget();
  }

  /** Whether the last reading of statements stopped because it met an old one. */
  private met = false;

  /** The statements from a token on, up to one at whose first token `stop` holds. */
  private statementsFrom(from: number, stop?: (first: number) => boolean): Statement[] {
    const { lexed: tokens } = this;
    const { errors } = tokens;
    this.met = false;
    const list: Statement[] = [];
    const start = from < tokens.count ? (tokens.starts[from] ?? 0) : tokens.text.length;
    let error = errors.length === 0 || from === 0 ? 0 : errors.findIndex((one) => one.start >= start);
    if (error < 0) error = errors.length;
    for (let next = nextStatement(tokens, from); next !== null; next = nextStatement(tokens, next.last + 1)) {
      if (stop?.(next.first) === true) {
        this.met = true;
        break;
      }
      const statement = this.statement(next, error);
      list.push(statement);
      while (error < errors.length && (errors[error]?.start ?? 0) < statement.end) error++;
    }
    return list;
  }

  private statement(
    { first, last, closed }: StatementTokens,
    firstError: number,
    limit = this.lexed.text.length,
  ): Statement {
    const { lexed: tokens } = this;
    const start = tokens.starts[first] ?? 0;
    const end = tokens.ends[last - 1] ?? start;
    const stop = closed ? (tokens.starts[last] ?? end) : limit;
    const text = tokens.text.slice(start, end);
    const errors: LexicalError[] = [];
    for (let at = firstError; at < tokens.errors.length; at++) {
      const found = tokens.errors[at];
      if (found === undefined || found.start >= end) break;
      if (found.start >= start) errors.push({ ...found, start: found.start - start, end: found.end - start });
    }
    const tree = new LazyTree(() => {
      const known = this.trees.get(text);
      if (known !== undefined) return known;
      const parsed = parseTokens(tokens, first, last, start, this.version);
      this.trees.set(text, parsed);
      return parsed;
    });
    return new Statement(start, end, stop, text, closed, isFree(tokens, first) ? [] : errors, first, last, tree);
  }

  /** Trees of texts that are gone are kept for a while: what was cut out may be put in again. */
  private forget(): void {
    if (this.trees.size <= 2 * this.found.length + 100) return;
    const trees = new Map<string, Parsed>();
    for (const { text } of this.found) {
      const tree = this.trees.get(text);
      if (tree !== undefined) trees.set(text, tree);
    }
    this.trees = trees;
  }
}

function isWithin(statement: Statement | undefined, tokens: number): boolean {
  return statement !== undefined && statement.closed && statement.last < tokens;
}

/** What follows SET, RESET, ADD, LIST and REFRESH may be any text: no character is wrong in it. */
function isFree({ kinds }: Tokens, first: number): boolean {
  switch (kinds[first] as T) {
    case T.SET:
    case T.RESET:
    case T.ADD:
    case T.LIST:
    case T.REFRESH:
      return true;
    default:
      return false;
  }
}

class LazyTree {
  private tree: Parsed | null = null;

  constructor(private make: (() => Parsed) | null) {}

  get(): Parsed {
    if (this.tree !== null) return this.tree;
    const made = this.make?.();
    if (made === undefined) throw new Error('A tree is made once');
    this.tree = made;
    // What it was made from can go.
    this.make = null;
    return made;
  }
}

class Statement implements DocumentStatement {
  constructor(
    readonly start: number,
    readonly end: number,
    readonly stop: number,
    readonly text: string,
    readonly closed: boolean,
    readonly lexicalErrors: readonly LexicalError[],
    /** The tokens `[first, last)` are its own. */
    readonly first: number,
    readonly last: number,
    private readonly tree: LazyTree,
  ) {}

  get parsed(): Parsed {
    return this.tree.get();
  }

  /** The same statement after a change before it. */
  moved(delta: number, tokens: number, length: number): Statement {
    const { start, end, stop, text, closed, lexicalErrors, first, last, tree } = this;
    const newStop = closed ? stop + delta : length;
    return new Statement(
      start + delta,
      end + delta,
      newStop,
      text,
      closed,
      lexicalErrors,
      first + tokens,
      last + tokens,
      tree,
    );
  }
}
