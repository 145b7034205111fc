import { T } from '../token-kinds';
import { above, concat, type Doc, ending, fresh, group, hardline, indent, join, line, softline } from './doc';
import type { LeadingComment, Source } from './source';
import { between, isUnary } from './spacing';

const windowWords: ReadonlySet<T> = new Set([T.PARTITION, T.ORDER, T.SORT, T.CLUSTER, T.DISTRIBUTE, T.ROWS, T.RANGE]);

const ofLine = ({ text, ownLine }: LeadingComment): Doc[] => (ownLine ? [fresh, text, hardline] : [text, ' ']);

/** A text of more characters is read on a line of its own. */
const LONG_LITERAL = 30;

/** Tokens, parentheses, CASE, AND and OR. Ranges are `[from, to)` in token indices. */
export abstract class Expressions {
  constructor(protected readonly source: Source) {}

  protected key(i: number): T {
    return this.source.key(i);
  }

  /** The index after a token, or after what it opens. */
  protected after(i: number): number {
    const close = this.source.close[i] ?? -1;
    return close < 0 ? i + 1 : close + 1;
  }

  /** A token with its comments. `bare` leaves out those above it, which stand elsewhere. */
  protected token(i: number, bare = false): Doc {
    const { source } = this;
    const text = source.text(i);
    const leading = bare ? [] : source.leading(i);
    const trailing = source.trailing(i);
    if (leading.length === 0 && trailing.length === 0) return text;
    const blank = source.kindAt(i) === T.LParen || source.kindAt(i) === T.LBracket ? '' : ' ';
    const lines = leading.findLastIndex(({ ownLine }) => ownLine) + 1;
    const doc = concat(
      ...leading.slice(lines).map((comment) => `${comment.text} `),
      text,
      ...trailing.map((comment) => (comment.endsLine ? ending(comment.text) : `${blank}${comment.text}`)),
    );
    return lines === 0 ? doc : above(concat(...leading.slice(0, lines).flatMap(ofLine)), doc);
  }

  protected space(i: number): Doc {
    return between(this.source, i);
  }

  /** Tokens in a row, as on one line, but for what is in parentheses and CASE. */
  protected run(from: number, to: number): Doc {
    const docs: Doc[] = [];
    for (let i = from; i < to; i = this.after(i)) {
      if (i > from) docs.push(this.space(i));
      docs.push(this.part(i));
    }
    return concat(...docs);
  }

  private part(i: number): Doc {
    if ((this.source.close[i] ?? -1) < 0) return this.token(i);
    switch (this.key(i)) {
      case T.LParen:
        return this.paren(i);
      case T.CASE:
        return this.caseDoc(i);
      case T.Lt:
        return this.typeArguments(i);
      default:
        return concat(...this.plain(i, this.after(i)));
    }
  }

  /** `<…>` of a type: the fields of a struct have lines of their own where they do not fit. */
  private typeArguments(i: number): Doc {
    const end = this.source.close[i] ?? i;
    if (this.key(i - 1) !== T.STRUCT) return concat(...this.plain(i, end + 1));
    const fields = this.items(i + 1, end, (from, to) => this.run(from, to));
    return this.parenthesized(this.token(i), join(line, fields), end, false);
  }

  private plain(from: number, to: number): Doc[] {
    const docs: Doc[] = [this.token(from)];
    for (let i = from + 1; i < to; i = this.after(i)) docs.push(this.space(i), this.part(i));
    return docs;
  }

  /** The places in a range, outside parentheses, for which `test` holds. */
  protected places(from: number, to: number, test: (i: number) => boolean): number[] {
    const found: number[] = [];
    for (let i = from; i < to; i = this.after(i)) if (test(i)) found.push(i);
    return found;
  }

  protected commas(from: number, to: number): number[] {
    return this.places(from, to, (i) => this.key(i) === T.Comma);
  }

  /** Items between commas, each followed by its comma. */
  protected items(from: number, to: number, item: (from: number, to: number) => Doc): Doc[] {
    const ends = [...this.commas(from, to), to];
    let start = from;
    return ends.map((end) => {
      const doc = start < end ? group(item(start, end)) : '';
      start = end + 1;
      return end < to ? concat(doc, this.token(end)) : doc;
    });
  }

  /** A list after its head: on the head's line when it fits, else one a line. */
  protected list(from: number, to: number, item = (a: number, b: number): Doc => this.expression(a, b)): Doc {
    if (from >= to) return '';
    return group(indent(line, join(line, this.items(from, to, item))));
  }

  /** An expression: lines break before AND and OR, else before operators of arithmetic. */
  protected expression(from: number, to: number, deeper = true): Doc {
    const by = (kind: T) => this.logical(from, to).filter((i) => this.key(i) === kind);
    const or = by(T.OR);
    const splits = or.length > 0 ? or : by(T.AND);
    if (splits.length === 0) return this.operand(from, to);
    const starts = [from, ...splits];
    const parts = starts.map((start, n) => {
      const end = starts[n + 1] ?? to;
      if (n === 0) return this.inner(start, end, or.length > 0);
      return concat(line, this.token(start), this.space(start + 1), this.inner(start + 1, end, or.length > 0));
    });
    return deeper ? indent(...parts) : concat(...parts);
  }

  private inner(from: number, to: number, isOr: boolean): Doc {
    return group(isOr ? this.expression(from, to) : this.operand(from, to));
  }

  /** The AND and OR of a range that join conditions: not those of BETWEEN. */
  private logical(from: number, to: number): number[] {
    let ranges = 0;
    return this.places(from, to, (i) => {
      const kind = this.key(i);
      if (kind === T.BETWEEN) ranges++;
      if (kind === T.OR) return i > from;
      if (kind !== T.AND) return false;
      if (ranges === 0) return i > from;
      ranges--;
      return false;
    });
  }

  private operand(from: number, to: number): Doc {
    const isOperator = (i: number): boolean => {
      const kind = this.key(i);
      if (kind !== T.Plus && kind !== T.Minus && kind !== T.Concat) return false;
      return i > from && !isUnary(this.source, i);
    };
    const splits = this.places(from, to, isOperator);
    if (splits.length === 0) return this.run(from, to);
    const parts = splits.map((start, n) => {
      const end = splits[n + 1] ?? to;
      return concat(line, this.token(start), this.space(start + 1), this.run(start + 1, end));
    });
    return group(this.run(from, splits[0] ?? to), indent(...parts));
  }

  private caseDoc(i: number): Doc {
    const end = this.source.close[i] ?? i;
    const starts = this.places(i + 1, end, (at) => this.key(at) === T.WHEN || this.key(at) === T.ELSE);
    const docs: Doc[] = [];
    for (const [n, start] of starts.entries()) {
      const stop = starts[n + 1] ?? end;
      const then = this.places(start + 1, stop, (at) => this.key(at) === T.THEN)[0];
      docs.push(line);
      if (then === undefined) docs.push(this.token(start), ' ', group(indent(this.expression(start + 1, stop))));
      else {
        docs.push(this.condition(start, then));
        docs.push(group(indent(line, this.expression(then + 1, stop))));
      }
    }
    const operand = (starts[0] ?? end) > i + 1 ? concat(' ', this.run(i + 1, starts[0] ?? end)) : '';
    return group(this.token(i), operand, indent(...docs, this.closing(end)), line, this.token(end, true));
  }

  /** A word, a condition, and the word behind it: on a line of its own after a condition of several lines. */
  protected condition(word: number, then: number, bare = false): Doc {
    return group(this.token(word, bare), this.space(word + 1), this.expression(word + 1, then), line, this.token(then));
  }

  /** The comments above a closing token, which belong to what it closes. */
  protected closing(end: number): Doc {
    const comments = this.source.leading(end);
    return concat(...comments.flatMap(({ text, ownLine }) => (ownLine ? [fresh, text] : [' ', text])));
  }

  protected paren(i: number, isHard = false): Doc {
    const end = this.source.close[i] ?? i;
    const open = this.token(i);
    const close = this.token(end, true);
    if (end === i + 1) {
      const ownLine = this.source.leading(end).some((comment) => comment.ownLine) || this.source.endsLine(i);
      return concat(open, indent(this.closing(end)), ownLine ? hardline : '', close);
    }
    if (this.opensQuery(i))
      return this.parenthesized(open, this.query(i + 1, end, isHard ? hardline : line), end, isHard);
    if (this.isWindow(i)) return this.parenthesized(open, this.window(i + 1, end), end, false);
    const isList = this.commas(i + 1, end).length > 0;
    const items = this.items(i + 1, end, (from, to) => this.expression(from, to, isList));
    return this.parenthesized(open, this.elements(i, items), end, isHard);
  }

  /** What is in parentheses: an item a line; literals as many as fit, keys beside their values. */
  private elements(open: number, items: readonly Doc[]): Doc {
    if (items.length > 3 && this.isOfLiterals(open)) {
      return concat(...items.map((item, n) => (n === 0 ? item : group(line, item))));
    }
    if (items.length % 2 === 1 || items.length < 4 || !this.isOfPairs(open - 1)) return join(line, items);
    const pairs = items.flatMap((key, n) => (n % 2 === 0 ? [group(key, indent(line, items[n + 1] ?? ''))] : []));
    return join(line, pairs);
  }

  private isOfPairs(name: number): boolean {
    return this.source.isCallName(name) && /^(?:map|named_struct)$/i.test(this.source.raw(name));
  }

  /** Whether nothing but numbers and short texts stand in a parenthesis. */
  private isOfLiterals(open: number): boolean {
    const end = this.source.close[open] ?? open;
    for (let i = open + 1; i < end; i++) {
      const kind = this.key(i);
      if (kind === T.Comma || kind === T.Integer || kind === T.Number || kind === T.NULL) continue;
      if (kind === T.Minus && isUnary(this.source, i)) continue;
      if (kind !== T.String || this.source.raw(i).length > LONG_LITERAL) return false;
    }
    // The keys and values of a map are told apart by their lines.
    return !this.isOfPairs(open - 1);
  }

  protected parenthesized(open: Doc, content: Doc, end: number, isHard: boolean): Doc {
    const edge = isHard ? hardline : softline;
    return group(open, indent(edge, content, this.closing(end)), edge, this.token(end, true));
  }

  /** Whether a parenthesis holds a query. */
  protected opensQuery(i: number): boolean {
    let at = i;
    while (this.key(at) === T.LParen) at++;
    if (at > i + 1) {
      // `((SELECT 1) + 1)` is a value.
      const next = this.key(this.after(i + 1));
      const goesOn = next === T.RParen || next === T.UNION || next === T.EXCEPT || next === T.INTERSECT;
      return (goesOn || next === T.MINUS || next === T.ORDER || next === T.LIMIT) && this.opensQuery(i + 1);
    }
    switch (this.key(at)) {
      case T.SELECT:
      case T.FROM:
      case T.WITH:
        return true;
      case T.VALUES:
      case T.TABLE:
      case T.MAP:
      case T.REDUCE:
        return this.kindOfWord(at + 1);
      default:
        return false;
    }
  }

  private kindOfWord(i: number): boolean {
    const kind = this.source.kindAt(i);
    return kind !== T.RParen && kind !== T.Comma && kind !== T.Dot && kind !== T.Lt;
  }

  private isWindow(i: number): boolean {
    const first = this.key(i + 1);
    const second = this.key(i + 2);
    if (this.key(i - 1) === T.OVER) return true;
    if (first === T.ROWS || first === T.RANGE) return second !== T.RParen;
    return windowWords.has(first) && second === T.BY;
  }

  private window(from: number, to: number): Doc {
    const starts = this.places(from, to, (at) => {
      const kind = this.key(at);
      if (kind === T.ROWS || kind === T.RANGE) return true;
      return windowWords.has(kind) && this.key(at + 1) === T.BY;
    });
    if (starts[0] !== from) starts.unshift(from);
    return join(
      line,
      starts.map((start, n) => group(this.run(start, starts[n + 1] ?? to))),
    );
  }

  /** A query with `separator` between its clauses. */
  protected abstract query(from: number, to: number, separator: Doc): Doc;
}
