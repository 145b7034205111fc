/**
 * The SQL inside a Python text: first arguments of `….sql(…)` on a Spark session, cells and lines of `%%sql` and `%sql`, and
 * `# MAGIC %sql`. Never throws. What is found keeps its offsets: the text given back is as long as the source.
 */
import { HOLE, meaning, type PythonString, readString } from './python-string';

/** SQL from `start` to `end` of the text. `quote` is what it must not hold as it is, empty outside of strings. */
export interface Region {
  readonly start: number;
  readonly end: number;
  readonly quote: string;
}

export interface Embedded {
  /** The SQL at its offsets, blanks everywhere else. */
  readonly text: string;
  /** In order; they do not overlap. */
  readonly regions: readonly Region[];
}

/** Most Python has none of this: it is told by one search. */
const ANY = /\.\s*sql\s*\(|%sql|%%(?:spark_?)?sql/i;
const SESSION = /(?:spark|session|sqlcontext|getorcreate)$/i;
const MAGIC_CELL = /^(?:[ \t]*(?:#[^\n]*)?\r?\n)*[ \t]*(%%(?:spark_?)?sql\b[^\n]*\n|%sql[ \t]*\r?\n)/i;
const MAGIC_LINE = /%sql[ \t]+(?=\S)/y;
const MAGIC_COMMENT = /# MAGIC %sql\b[ \t]*/y;
const MAGIC_NEXT = /\r?\n# MAGIC(?: |(?=\r?\n|$))(?!%)/y;
const SPACE = /(?:\s|\\\r?\n)+/y;
const NAME = /[\p{L}_][\p{L}\p{N}_]*/uy;
const NUMBER = /\d[\w.]*/y;

/** Null when there is no SQL. */
export function embeddedSql(source: string): Embedded | null {
  if (!ANY.test(source)) return null;
  const cell = MAGIC_CELL.exec(source);
  if (cell !== null) {
    const start = cell[0].length;
    return new Masked(source).add(start, source.length, '', source.slice(start)).result();
  }
  return new Scanner(source).run();
}

/** The region that an offset is in, its ends included; null outside of all. */
export function regionAt({ regions }: Embedded, offset: number): Region | null {
  return regions.find(({ start, end }) => offset >= start && offset <= end) ?? null;
}

class Masked {
  private readonly pieces: string[] = [];
  private readonly regions: Region[] = [];
  private at = 0;

  constructor(private readonly source: string) {}

  add(start: number, end: number, quote: string, sql: string): this {
    this.pieces.push(' '.repeat(start - this.at), sql);
    this.at = end;
    this.regions.push({ start, end, quote });
    return this;
  }

  result(): Embedded | null {
    if (this.regions.length === 0) return null;
    const text = this.pieces.join('') + ' '.repeat(this.source.length - this.at);
    return { text, regions: this.regions };
  }
}

class Scanner {
  private at = 0;
  /** The last words and signs, as far as they tell what a parenthesis belongs to. */
  private name = '';
  private method = '';
  private receiver = '';
  private readonly callees: string[] = [];
  private readonly masked: Masked;

  constructor(private readonly source: string) {
    this.masked = new Masked(source);
  }

  run(): Embedded | null {
    const { source } = this;
    while (this.at < source.length) {
      const sign = source.charAt(this.at);
      if (sign === '#') this.comment();
      else if (sign === '%' && this.startsLine()) this.magic();
      else if (this.take(SPACE) !== null || this.take(NUMBER) !== null) continue;
      else if (!this.string()) this.word(sign);
    }
    return this.masked.result();
  }

  private take(pattern: RegExp): string | null {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.source)?.[0] ?? null;
    if (found !== null) this.at += found.length;
    return found;
  }

  private string(): boolean {
    const literal = readString(this.source, this.at);
    if (literal === null) return false;
    this.at = Math.max(literal.stop, this.at + 1);
    this.forget();
    return true;
  }

  private word(sign: string): void {
    const name = this.take(NAME);
    if (name !== null) {
      // `receiver.method`: what stood before the point is remembered for the parenthesis to come.
      this.receiver = this.method === '.' ? this.name : '';
      this.name = name;
      this.method = '';
      return;
    }
    this.at++;
    if (sign === '.') this.method = '.';
    else if (sign === '(') this.call();
    else if (sign === ')') {
      // The value of a call is known by the name of what was called: `getOrCreate().sql(…)`.
      this.name = this.callees.pop() ?? '';
      this.method = '';
    } else this.forget();
  }

  private forget(): void {
    this.name = '';
    this.receiver = '';
    this.method = '';
  }

  private call(): void {
    const isSql = this.name === 'sql' && SESSION.test(this.receiver);
    this.callees.push(this.name);
    this.forget();
    if (isSql) this.argument();
  }

  /** The first argument: string literals side by side, or added up with what is not known. */
  private argument(): void {
    this.gap();
    for (let open = 0; this.source.charAt(this.at) === '(' && open < 8; open++) {
      this.callees.push('');
      this.at++;
      this.gap();
    }
    const literals: PythonString[] = [];
    const unknown = new Set<number>(); // what stands after these literals is an expression
    let literal = readString(this.source, this.at);
    while (literal !== null && !literal.bytes) {
      literals.push(literal);
      this.at = Math.max(literal.stop, this.at + 1);
      this.gap();
      if (this.source.charAt(this.at) === '+') {
        unknown.add(literals.length - 1);
        this.operand();
      }
      literal = readString(this.source, this.at);
    }
    const [first] = literals;
    if (first === undefined) return;
    const after = this.source.charAt(this.at);
    const percent = after === '%';
    // `.format(…)` fills in fields; any other method may change anything.
    const changed = after === '.' && !this.source.startsWith('.format', this.at);
    if (changed) unknown.add(literals.length - 1);
    this.region(first, literals, unknown, percent);
  }

  private region(first: PythonString, literals: readonly PythonString[], unknown: Set<number>, percent: boolean): void {
    const { source } = this;
    let sql = '';
    let end = first.contentStart;
    for (const [index, literal] of literals.entries()) {
      const gap = unknown.has(index - 1) ? HOLE : ' ';
      sql += gap.repeat(literal.contentStart - end) + meaning(source, literal, percent);
      end = literal.contentEnd;
    }
    const last = literals[literals.length - 1];
    if (last !== undefined && unknown.has(literals.length - 1) && last.stop > end) {
      sql += HOLE.repeat(last.stop - end);
      end = last.stop;
    }
    this.masked.add(first.contentStart, end, first.quote, sql);
  }

  /** After a `+`: on to the next string that is added, or to the end of the argument. */
  private operand(): void {
    const { source } = this;
    let depth = 0;
    let plus = false;
    for (; this.at < source.length;) {
      const sign = source.charAt(this.at);
      if (sign === '#') this.take(/#[^\n]*/y);
      else if (this.take(SPACE) !== null || this.take(NUMBER) !== null) continue;
      else {
        const literal = readString(source, this.at);
        if (literal !== null) {
          if (plus && depth === 0) return;
          this.at = Math.max(literal.stop, this.at + 1);
        } else if (this.take(NAME) === null) {
          if (depth === 0 && (sign === ')' || sign === ',')) return;
          if (sign === '(' || sign === '[' || sign === '{') depth++;
          else if (sign === ')' || sign === ']' || sign === '}') depth--;
          this.at++;
        }
        plus = depth === 0 && sign === '+';
      }
    }
  }

  private gap(): void {
    for (;;) {
      if (this.source.charAt(this.at) === '#') this.take(/#[^\n]*/y);
      else if (this.take(SPACE) === null) return;
    }
  }

  private startsLine(): boolean {
    let before = this.at - 1;
    while (this.source.charAt(before) === ' ' || this.source.charAt(before) === '\t') before--;
    return before < 0 || this.source.charAt(before) === '\n';
  }

  private magic(): void {
    if (this.take(MAGIC_LINE) === null) {
      this.at++;
      return;
    }
    const start = this.at;
    this.take(/[^\r\n]*/y);
    this.masked.add(start, this.at, '', this.source.slice(start, this.at));
  }

  private comment(): void {
    const isMagic = this.source.charAt(this.at - 1) === '\n' || this.at === 0;
    if (!isMagic || this.take(MAGIC_COMMENT) === null) {
      this.take(/#[^\n]*/y);
      return;
    }
    const start = this.at;
    let sql = this.take(/[^\r\n]*/y) ?? '';
    for (let prefix = this.take(MAGIC_NEXT); prefix !== null; prefix = this.take(MAGIC_NEXT)) {
      const line = prefix.indexOf('\n') + 1;
      sql += prefix.slice(0, line) + ' '.repeat(prefix.length - line) + (this.take(/[^\r\n]*/y) ?? '');
    }
    this.masked.add(start, this.at, '', sql);
  }
}
