import type { Parsed } from './ast';
import { lex, type LexicalError, type Tokens } from './lexer';
import { parseTokens } from './parser/index';
import { lexParts, lexWhole, type Part, splitParts } from './parts';
import { DEFAULT_SPARK_VERSION, type SparkVersion } from './spark-version';

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
 * A text and its statements. An update lexes all of the text again (a megabyte takes some ten milliseconds) and parses only
 * statements whose text has not been seen: trees are kept by text, so moved and repeated statements cost nothing.
 */
export class SqlDocument {
  private current = '';
  private lexed: Tokens;
  private found: DocumentStatement[] = [];
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
    return this.current;
  }
  get sparkVersion(): SparkVersion {
    return this.version;
  }
  /** Reads the same text as another version's. */
  set sparkVersion(version: SparkVersion) {
    if (version === this.version) return;
    this.version = version;
    this.trees = new Map();
    this.read(this.current);
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
    if (text === this.current && parts === null && this.within === null) return;
    this.within = parts;
    this.read(text);
  }

  private read(text: string): void {
    const before = this.trees;
    const trees = new Map<string, Parsed>();
    const lexed = this.within === null ? lexWhole(text) : lexParts(text, this.within);
    const { tokens } = lexed;
    this.current = text;
    this.lexed = tokens;
    this.trees = trees;
    let error = 0; // the first lexical error that no statement has taken
    this.found = splitParts(lexed).map(({ first, last, closed, limit }) => {
      const start = tokens.starts[first] ?? 0;
      const end = tokens.ends[last - 1] ?? start;
      const stop = closed ? (tokens.starts[last] ?? end) : limit;
      const piece = text.slice(start, end);
      const known = before.get(piece);
      if (known !== undefined) trees.set(piece, known);
      const make = (): Parsed => {
        let parsed = trees.get(piece);
        if (parsed === undefined) {
          parsed = parseTokens(tokens, first, last, start, this.version);
          trees.set(piece, parsed);
        }
        return parsed;
      };
      const errors: LexicalError[] = [];
      for (; error < tokens.errors.length; error++) {
        const found = tokens.errors[error];
        if (found === undefined || found.start >= end) break;
        if (found.start >= start) errors.push({ ...found, start: found.start - start, end: found.end - start });
      }
      return new LazyStatement(start, end, stop, piece, closed, make, errors);
    });
  }
}

class LazyStatement implements DocumentStatement {
  private tree: Parsed | null = null;

  constructor(
    readonly start: number,
    readonly end: number,
    readonly stop: number,
    readonly text: string,
    readonly closed: boolean,
    private readonly make: () => Parsed,
    readonly lexicalErrors: readonly LexicalError[],
  ) {}

  get parsed(): Parsed {
    this.tree ??= this.make();
    return this.tree;
  }
}
