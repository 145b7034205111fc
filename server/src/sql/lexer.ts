import { T } from './token-kinds';
import { wordKind } from './keywords';

/** What is wrong with the text of one token. */
export interface LexicalError {
  readonly start: number;
  readonly end: number;
  readonly message: string;
}

/**
 * The tokens of a text. Comments stand apart; what is in neither is blank, so nothing is lost.
 * Offsets are UTF-16 units. `count` tokens are in the arrays, which may be longer.
 */
export interface Tokens {
  readonly text: string;
  readonly kinds: Uint16Array;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  readonly count: number;
  readonly comments: readonly Comment[];
  readonly errors: readonly LexicalError[];
}

export interface Comment {
  readonly start: number;
  readonly end: number;
  readonly block: boolean;
}

const OTHER = 0;
const BLANK = 1;
const LETTER = 2;
const DIGIT = 3;
const SIGN = 4;

/** Class of each ASCII character. */
const classes = new Uint8Array(128);
for (let c = 0; c < 128; c++) {
  if (c === 32 || (c >= 9 && c <= 13)) classes[c] = BLANK;
  else if ((c >= 65 && c <= 90) || (c >= 97 && c <= 122) || c === 95) classes[c] = LETTER;
  else if (c >= 48 && c <= 57) classes[c] = DIGIT;
  else if (c > 32 && c < 127) classes[c] = SIGN;
}

const unicodeBlank = /[\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]/;
const unicodeLetter = /\p{L}/u;

function classOf(text: string, at: number): number {
  const code = text.charCodeAt(at);
  if (code < 128) return classes[code] ?? OTHER;
  if (unicodeBlank.test(text.charAt(at))) return BLANK;
  // Half of a pair counts as a letter: an emoji in a name is then one wrong token, not many.
  return code >= 0xd800 && code <= 0xdfff ? LETTER : unicodeLetter.test(text.charAt(at)) ? LETTER : OTHER;
}

/** A run of these (U+FFFC) stands for what is put in later, like `${name}`: SQL inside another language has it. */
const HOLE = 0xfffc;

const isDigit = (code: number): boolean => code >= 48 && code <= 57;
const isWordCode = (text: string, at: number): boolean => {
  if (at >= text.length) return false;
  const kind = classOf(text, at);
  return kind === LETTER || kind === DIGIT;
};

/** Splits a text into Spark's tokens. Never throws; what is no token is `T.Bad`. Linear in the length of the text. */
export function lex(text: string): Tokens {
  const tokens = new Lexer(text).run();
  return hasOpenString(tokens) ? closedEarlier(tokens) : tokens;
}

const OPEN_STRING = 'This string is not closed.';

/** Whether a quote has no partner: then every string before it may have had the wrong one. */
export function hasOpenString({ errors }: Tokens): boolean {
  return errors.some(({ message }) => message === OPEN_STRING);
}

/**
 * Where the quotes are odd in number, the one without partner is rather the one whose line ends with a semicolon inside the
 * string: it costs its own statement then, and not all that follow. What is whole is never read this way.
 */
function closedEarlier(tokens: Tokens): Tokens {
  const { text, kinds, starts, ends, count } = tokens;
  for (let at = 0; at < count; at++) {
    const [start = 0, end = 0] = [starts[at], ends[at]];
    if (kinds[at] !== Number(T.String)) continue;
    const line = text.indexOf('\n', start);
    if (line < 0 || line >= end || !/;[ \t\r]*$/.test(text.slice(start, line))) continue;
    const again = new Lexer(text, text.length, start).run();
    return again.errors.length <= tokens.errors.length ? again : tokens;
  }
  return tokens;
}

/** One reading of a text, or of a part of it. */
export class Lexer {
  private kinds: Uint16Array;
  private starts: Int32Array;
  private ends: Int32Array;
  private count = 0;
  private hints = 0;
  private readonly comments: Comment[] = [];
  private readonly errors: LexicalError[] = [];

  /** `length`: how much of the text is going to be read, about. */
  constructor(
    private readonly text: string,
    length = text.length,
    /** Where a string starts that is known not to be closed. */
    private readonly open = -1,
  ) {
    // Dense SQL has a token in less than four characters.
    const room = Math.ceil(length / 2.5) + 16;
    this.kinds = new Uint16Array(room);
    this.starts = new Int32Array(room);
    this.ends = new Int32Array(room);
  }

  run(): Tokens {
    const { length } = this.text;
    let at = 0;
    while (at < length) at = this.step(at);
    return this.tokens();
  }

  /**
   * Reads on from `at`, a place right after a semicolon or the text's start, until `stop` holds for the place of a semicolon
   * that has been read. Gives the place after it, or the text's length.
   */
  runUntil(from: number, stop: (semicolon: number) => boolean): number {
    const { length } = this.text;
    let at = from;
    while (at < length) {
      const start = at;
      at = this.step(at);
      const isSemicolon = at === start + 1 && this.text.charCodeAt(start) === 59;
      if (isSemicolon && stop(start)) return at;
    }
    return at;
  }

  tokens(): Tokens {
    const { text, kinds, starts, ends, count, comments, errors } = this;
    return { text, kinds, starts, ends, count, comments, errors };
  }

  /** Reads the blank, comment or token at a place; gives the place after it. */
  private step(at: number): number {
    const { text } = this;
    const code = text.charCodeAt(at);
    const kind = code < 128 ? classes[code] : classOf(text, at);
    if (kind === BLANK) return at + 1;
    if (kind === LETTER) return this.word(at);
    if (kind === DIGIT) return this.number(at);
    if (kind === SIGN) return this.sign(at, code);
    if (code === HOLE) return this.hole(at);
    this.errors.push({ start: at, end: at + 1, message: 'This character cannot stand here.' });
    return this.push(T.Bad, at, at + 1);
  }

  private hole(start: number): number {
    let end = start + 1;
    while (this.text.charCodeAt(end) === HOLE) end++;
    return this.push(T.Substitution, start, end);
  }

  private push(kind: T, start: number, end: number): number {
    const n = this.count++;
    if (n >= this.kinds.length) this.grow();
    this.kinds[n] = kind;
    this.starts[n] = start;
    this.ends[n] = end;
    return end;
  }

  private grow(): void {
    const room = this.kinds.length * 2;
    const kinds = new Uint16Array(room);
    kinds.set(this.kinds);
    const starts = new Int32Array(room);
    starts.set(this.starts);
    const ends = new Int32Array(room);
    ends.set(this.ends);
    Object.assign(this, { kinds, starts, ends });
  }

  private word(start: number): number {
    const { text } = this;
    let at = start + 1;
    let ascii = text.charCodeAt(start) < 128;
    for (;;) {
      const code = text.charCodeAt(at);
      if (code < 128) {
        const kind = classes[code];
        if (kind !== LETTER && kind !== DIGIT) break;
        at++;
      } else if (at < text.length && isWordCode(text, at)) {
        ascii = false;
        at++;
      } else break;
    }
    const next = text.charCodeAt(at);
    if (at === start + 1 && (next === 39 || next === 34)) {
      const first = text.charCodeAt(start) | 32;
      if (first === 114 /* r */) return this.string(start, at, next, true);
    }
    // A word then `://` is one token: a location.
    if (next === 58 && text.startsWith('://', at)) {
      at += 3;
      while (at < text.length && (isWordCode(text, at) || '/-.?=&#%'.includes(text.charAt(at)))) at++;
      return this.push(T.Ident, start, at);
    }
    return this.push(ascii ? wordKind(text, start, at) : T.Ident, start, at);
  }

  /** Digits, with fraction, exponent and suffix; `2024_data` is a name. */
  private number(start: number): number {
    const { text } = this;
    let at = start;
    while (isDigit(text.charCodeAt(at))) at++;
    let kind = T.Integer;
    if (text.charCodeAt(at) === 46 /* . */ && !this.fractionIsName(at + 1)) {
      kind = T.Number;
      at++;
      while (isDigit(text.charCodeAt(at))) at++;
    }
    return this.exponentAndSuffix(start, at, kind);
  }

  private exponentAndSuffix(start: number, from: number, plain: T): number {
    const { text } = this;
    let at = from;
    let kind = plain;
    if ((text.charCodeAt(at) | 32) === 101 /* e */) {
      let exponent = at + 1;
      const sign = text.charCodeAt(exponent);
      if (sign === 43 || sign === 45) exponent++;
      if (isDigit(text.charCodeAt(exponent))) {
        kind = T.Number;
        while (isDigit(text.charCodeAt(exponent))) exponent++;
        at = exponent;
      }
    }
    const suffix = text.charCodeAt(at) | 32;
    const integral = kind === T.Integer;
    let end = at;
    if (suffix === 98 /* b */ && (text.charCodeAt(at + 1) | 32) === 100) end = at + 2;
    else if (suffix === 100 || suffix === 102 /* d f */) end = at + 1;
    else if (integral && (suffix === 108 || suffix === 115 || suffix === 121) /* l s y */) end = at + 1;
    if (end > at) kind = T.Number;
    if (!isWordCode(text, end)) return this.push(kind, start, end);
    // Letters follow: all of it is a name, as far as the first sign.
    let name = start;
    while (isWordCode(text, name)) name++;
    if (name >= at) return this.push(T.Ident, start, name);
    return this.push(kind, start, at);
  }

  /** `1.a`: a letter after the point that makes no number. */
  private fractionIsName(at: number): boolean {
    const { text } = this;
    if (!isWordCode(text, at) || isDigit(text.charCodeAt(at))) return false;
    const match = /^(?:[eE][+-]?\d+)?(?:[fFdD]|[bB][dD])?(?![\p{L}\d_])/u.exec(text.slice(at, at + 32));
    return match === null || match[0] === '';
  }

  /** A quoted string; an unclosed one ends with its line, so that it costs one statement, not the file. */
  private string(start: number, open: number, quote: number, raw: boolean): number {
    const { text } = this;
    let at = open + 1;
    for (;;) {
      if (at >= text.length || start === this.open) break;
      const code = text.charCodeAt(at);
      if (code === quote) {
        if (!raw && text.charCodeAt(at + 1) === quote) at += 2;
        else return this.push(T.String, start, at + 1);
      } else if (code === 92 && !raw) at += 2;
      else at++;
    }
    return this.unclosed(T.String, start, OPEN_STRING);
  }

  private unclosed(kind: T, start: number, message: string): number {
    const line = this.text.indexOf('\n', start);
    let end = line < 0 ? this.text.length : line;
    // The semicolon at the end of the line is rather the statement's.
    const semicolon = /;[ \t\r]*$/.exec(this.text.slice(start, end));
    if (semicolon !== null && semicolon.index > 0) end = start + semicolon.index;
    this.errors.push({ start, end, message });
    return this.push(kind, start, end);
  }

  private backticked(start: number): number {
    const { text } = this;
    let at = start + 1;
    for (;;) {
      const close = text.indexOf('`', at);
      if (close < 0) return this.unclosed(T.Quoted, start, 'This quoted name is not closed.');
      if (text.charCodeAt(close + 1) !== 96) return this.push(T.Quoted, start, close + 1);
      at = close + 2;
    }
  }

  private lineComment(start: number): number {
    const { text } = this;
    let end = start + 2;
    for (; end < text.length; end++) {
      const code = text.charCodeAt(end);
      if (code === 13 || (code === 10 && text.charCodeAt(end - 1) !== 92)) break;
    }
    this.comments.push({ start, end, block: false });
    return end;
  }

  /** Bracketed comments nest. */
  private blockComment(start: number): number {
    const { text } = this;
    let depth = 1;
    let at = start + 2;
    while (depth > 0) {
      const close = text.indexOf('*/', at);
      if (close < 0) {
        this.errors.push({ start, end: start + 2, message: 'This comment is not closed.' });
        at = text.length;
        break;
      }
      const open = text.indexOf('/*', at);
      if (open >= 0 && open < close) {
        depth++;
        at = open + 2;
      } else {
        depth--;
        at = close + 2;
      }
    }
    this.comments.push({ start, end: at, block: true });
    return at;
  }

  private sign(at: number, code: number): number {
    const { text } = this;
    const next = text.charCodeAt(at + 1);
    switch (code) {
      case 33: // !
        if (next === 60) return this.push(T.Gte, at, at + 2);
        if (next === 62) return this.push(T.Lte, at, at + 2);
        return next === 61 ? this.push(T.Neq, at, at + 2) : this.push(T.Bang, at, at + 1);
      case 34:
      case 39:
        return this.string(at, at, code, false);
      case 36: // ${name}: put in by Spark before it parses
        if (next === 123) {
          const close = text.indexOf('}', at);
          if (close >= 0) return this.push(T.Substitution, at, close + 1);
        }
        break;
      case 37:
        return this.push(T.Percent, at, at + 1);
      case 38:
        return this.push(T.Amp, at, at + 1);
      case 40:
        return this.push(T.LParen, at, at + 1);
      case 41:
        return this.push(T.RParen, at, at + 1);
      case 42: // *
        if (next === 47 && this.hints > 0) {
          this.hints--;
          return this.push(T.HintEnd, at, at + 2);
        }
        return this.push(T.Star, at, at + 1);
      case 43:
        return this.push(T.Plus, at, at + 1);
      case 44:
        return this.push(T.Comma, at, at + 1);
      case 45: // -
        if (next === 45) return this.lineComment(at);
        return next === 62 ? this.push(T.Arrow, at, at + 2) : this.push(T.Minus, at, at + 1);
      case 46: // .
        if (isDigit(next) && !this.afterName(at)) {
          let end = at + 1;
          while (isDigit(text.charCodeAt(end))) end++;
          return this.exponentAndSuffix(at, end, T.Number);
        }
        return this.push(T.Dot, at, at + 1);
      case 47: // /
        if (next === 42) {
          if (text.charCodeAt(at + 2) !== 43) return this.blockComment(at);
          this.hints++;
          return this.push(T.HintStart, at, at + 3);
        }
        return this.push(T.Slash, at, at + 1);
      case 58: // :
        return next === 58 ? this.push(T.DoubleColon, at, at + 2) : this.push(T.Colon, at, at + 1);
      case 59:
        this.hints = 0;
        return this.push(T.Semicolon, at, at + 1);
      case 60: // <
        if (next === 61)
          return text.charCodeAt(at + 2) === 62 ? this.push(T.NullSafeEq, at, at + 3) : this.push(T.Lte, at, at + 2);
        if (next === 62) return this.push(T.Neq, at, at + 2);
        return next === 60 ? this.push(T.ShiftLeft, at, at + 2) : this.push(T.Lt, at, at + 1);
      case 61: // =
        if (next === 61) return this.push(T.Eq, at, at + 2);
        return next === 62 ? this.push(T.FatArrow, at, at + 2) : this.push(T.Eq, at, at + 1);
      case 62: // `>>` stays two signs: `ARRAY<ARRAY<INT>>` needs them, and the parser joins a shift's
        return next === 61 ? this.push(T.Gte, at, at + 2) : this.push(T.Gt, at, at + 1);
      case 63:
        return this.push(T.Question, at, at + 1);
      case 91:
        return this.push(T.LBracket, at, at + 1);
      case 93:
        return this.push(T.RBracket, at, at + 1);
      case 94:
        return this.push(T.Hat, at, at + 1);
      case 96:
        return this.backticked(at);
      case 124: // |
        if (next === 124) return this.push(T.Concat, at, at + 2);
        return next === 62 ? this.push(T.PipeOp, at, at + 2) : this.push(T.Pipe, at, at + 1);
      case 126:
        return this.push(T.Tilde, at, at + 1);
      default:
    }
    this.errors.push({ start: at, end: at + 1, message: 'This character cannot stand here.' });
    return this.push(T.Bad, at, at + 1);
  }

  /** `t.1`: the point belongs to the name before it. */
  private afterName(at: number): boolean {
    const last = this.count - 1;
    if (last < 0 || this.ends[last] !== at) return false;
    const kind = this.kinds[last] ?? 0;
    return kind === (T.Quoted as number) || kind === (T.Ident as number);
  }
}
