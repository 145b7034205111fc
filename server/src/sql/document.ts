import type { Parsed } from './ast';
import { lex, type LexicalError, type Tokens } from './lexer';
import { parseTokens } from './parser/index';
import { DEFAULT_SPARK_VERSION, type SparkVersion } from './spark-version';
import { split } from './splitter';

export interface DocumentOptions {
  /** Whose SQL it is; 4.0 where nothing is said. */
  readonly sparkVersion?: SparkVersion;
}

/** A statement where it stands in the document. `start` is that of its first token, `end` of its last. */
export interface DocumentStatement {
  readonly start: number;
  readonly end: number;
  /** Where its semicolon is, or the end of the document. */
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

  constructor(text: string, options: DocumentOptions = {}) {
    this.version = options.sparkVersion ?? DEFAULT_SPARK_VERSION;
    this.lexed = lex('');
    this.update(text, true);
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
    this.update(this.current, true);
  }
  get tokens(): Tokens {
    return this.lexed;
  }
  get statements(): readonly DocumentStatement[] {
    return this.found;
  }

  update(text: string, force = false): void {
    if (text === this.current && !force) return;
    const before = this.trees;
    const trees = new Map<string, Parsed>();
    const tokens = lex(text);
    this.current = text;
    this.lexed = tokens;
    this.trees = trees;
    let error = 0; // the first lexical error that no statement has taken
    this.found = split(tokens).map(({ first, last, closed }) => {
      const start = tokens.starts[first] ?? 0;
      const end = tokens.ends[last - 1] ?? start;
      const stop = closed ? (tokens.starts[last] ?? end) : text.length;
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
