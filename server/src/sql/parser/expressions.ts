import type { Compound, Expr, Query } from '../ast';
import { T } from '../token-kinds';
import { LiteralParser } from './literals';

/** How tight an operator binds; 0 is no operator. Comparison and tighter are Spark's `valueExpression`. */
const OR = 1;
const AND = 2;
const PREDICATE = 4;
const COMPARISON = 5;
const UNARY = 12;

export const binary = new Uint8Array(1024);
binary[T.OR] = OR;
binary[T.AND] = AND;
for (const kind of [T.Eq, T.NullSafeEq, T.Neq, T.Lt, T.Lte, T.Gt, T.Gte]) binary[kind] = COMPARISON;
binary[T.Pipe] = 6;
binary[T.Hat] = 7;
binary[T.Amp] = 8;
binary[T.ShiftLeft] = 9;
for (const kind of [T.Plus, T.Minus, T.Concat]) binary[kind] = 10;
for (const kind of [T.Star, T.Slash, T.Percent, T.DIV]) binary[kind] = 11;

/** Words that end an expression's place rather than begin one, when no sign shows that they are a name. */
export const clauseWords = new Uint8Array(1024);
for (const kind of [
  ...[T.FROM, T.WHERE, T.GROUP, T.HAVING, T.ORDER, T.LIMIT, T.OFFSET, T.UNION, T.EXCEPT, T.INTERSECT, T.MINUS],
  ...[T.SELECT, T.AS, T.ON, T.THEN, T.WHEN, T.ELSE, T.AND, T.OR, T.IN, T.BETWEEN, T.LIKE, T.IS, T.USING, T.INTO],
  ...[T.SET, T.VALUES, T.WITH, T.JOIN, T.LATERAL, T.WINDOW],
])
  clauseWords[kind] = 1;

/** Expressions: precedence climbing over flat operand lists. */
export abstract class ExpressionParser extends LiteralParser {
  protected expression(): Expr {
    return this.nested(
      () => this.operators(OR),
      () => this.missingExpr(),
    );
  }

  /** A value without operators. */
  protected operand(): Expr {
    return this.nested(
      () => this.postfix(this.primary()),
      () => this.missingExpr(),
    );
  }

  /** Spark's `valueExpression`: no AND, OR, NOT, BETWEEN … */
  protected valueExpression(): Expr {
    return this.nested(
      () => this.operators(COMPARISON),
      () => this.missingExpr(),
    );
  }

  private operators(min: number): Expr {
    let left = this.prefix(min);
    let predicate = min > PREDICATE;
    for (;;) {
      if (this.watched) this.noteOperators(min);
      const power = binary[this.type] ?? 0;
      if (power >= min && power !== 0) {
        // `a IS NULL = b`: a predicate ends its value.
        if (predicate && min <= PREDICATE && power > AND) return left;
        left = this.binary(left, power);
        if (power <= AND) predicate = true;
        continue;
      }
      if (!predicate) {
        const found = this.predicate(left);
        if (found !== null) {
          left = found;
          predicate = true;
          continue;
        }
      }
      return left;
    }
  }

  /** One operator and its right side; operands of one strength go into one flat list. */
  private binary(left: Expr, power: number): Expr {
    const operands = [left];
    const operators: T[] = [];
    while (binary[this.type] === power) {
      if (this.watched) this.noteOperators(power);
      operators.push(this.operator());
      operands.push(this.operators(power + 1));
    }
    const start = left.start;
    return { kind: 'compound', what: 'operator', operands, operators, start, end: this.lastEnd };
  }

  /** Takes an operator; `>>` and `>>>` are signs in a row. */
  protected operator(): T {
    const kind = this.type;
    this.next();
    if (kind !== T.Gt || !this.is(T.Gt) || !this.adjacent) return kind;
    this.next();
    if (this.is(T.Gt) && this.adjacent) this.next();
    return T.ShiftLeft; // a shift all the same
  }

  private noteOperators(min: number): void {
    if (min <= AND) this.noteWords('AND', 'OR');
    if (min <= PREDICATE) this.noteWords('IS', 'IN', 'NOT IN', 'LIKE', 'BETWEEN', 'IS NULL', 'IS NOT NULL', 'RLIKE');
  }

  private prefix(min: number): Expr {
    const start = this.start;
    if (min <= PREDICATE) {
      if (this.watched) this.noteWords('NOT', 'EXISTS');
      if ((this.type === T.NOT && !this.nameFollows()) || this.type === T.Bang) {
        this.next();
        // NOT binds tighter than AND.
        const operand = this.nested(
          () => this.operators(AND + 1),
          () => this.missingExpr(),
        );
        return this.operation([operand], [T.NOT], start);
      }
      if (this.type === T.EXISTS && this.peek() === T.LParen && this.queryAfter(1)) {
        this.next();
        const found = this.parenthesizedQuery(start);
        return found.kind === 'subquery' ? { ...found, exists: true } : found;
      }
    }
    if (this.type === T.Minus || this.type === T.Plus || this.type === T.Tilde) {
      const sign = this.type;
      this.next();
      const operand = this.nested(
        () => this.operators(UNARY),
        () => this.missingExpr(),
      );
      return this.operation([operand], [sign], start);
    }
    return this.postfix(this.primary());
  }

  private operation(operands: Expr[], operators: T[], start: number, negated = false): Compound {
    return { kind: 'compound', what: 'operator', operands, operators, negated, start, end: this.lastEnd };
  }

  /** BETWEEN, IN, LIKE, IS … after a value. Null when there is none. */
  private predicate(left: Expr): Compound | null {
    const negated = (this.type === T.NOT || this.type === T.Bang) && this.isPredicate(this.peek());
    if (this.type === T.NOT && this.pos + 1 === this.watch && this.caret !== null) {
      this.next();
      this.noteWords('IN', 'LIKE', 'ILIKE', 'RLIKE', 'BETWEEN');
      this.takeCaret();
      return this.operation([left], [T.NOT], left.start);
    }
    if (negated) {
      if (this.type === T.Bang) this.refuseBang();
      this.next();
    }
    const kind = this.type;
    const done = (...right: Expr[]): Compound => this.operation([left, ...right], [kind], left.start, negated);
    switch (kind) {
      case T.BETWEEN: {
        this.next();
        const low = this.valueExpression();
        this.expect(T.AND);
        return done(low, this.valueExpression());
      }
      case T.IN:
        this.next();
        return done(...this.inList());
      case T.LIKE:
      case T.ILIKE: {
        this.next();
        if (this.acceptAny(T.ANY, T.SOME, T.ALL)) return done(...this.patterns());
        const pattern = this.valueExpression();
        if (this.accept(T.ESCAPE)) this.escapeSign();
        return done(pattern);
      }
      case T.RLIKE:
      case T.REGEXP:
        this.next();
        return done(this.valueExpression());
      case T.IS:
        this.next();
        return this.isWhat(left);
      default:
        return null;
    }
  }

  /** The list after LIKE ANY; Spark reads an empty one to refuse it. */
  private patterns(): Expr[] {
    const { start } = this;
    const list = this.parenthesizedList(true);
    if (list.length === 0 && this.lastEnd > start && !this.watched) {
      this.refuse(start, this.lastEnd, 'A pattern has to stand in the parentheses.');
    }
    return list;
  }

  private escapeSign(): void {
    const { start } = this;
    const text = this.textAt();
    if (!this.expect(T.String)) return;
    if (!/^(['"]).\1$/su.test(text) && !text.includes('\\')) {
      this.refuse(start, this.lastEnd, 'The sign after ESCAPE is a single one.');
    }
  }

  private isPredicate(kind: T): boolean {
    return (
      kind === T.BETWEEN ||
      kind === T.IN ||
      kind === T.LIKE ||
      kind === T.ILIKE ||
      kind === T.RLIKE ||
      kind === T.REGEXP
    );
  }

  private isWhat(left: Expr): Compound {
    if (this.watched) this.noteWords('NOT NULL', 'NULL', 'TRUE', 'FALSE', 'DISTINCT FROM', 'NOT DISTINCT FROM');
    if (this.atCaret) {
      this.takeCaret();
      return this.operation([left], [T.IS], left.start);
    }
    const negated = this.type === T.NOT || this.type === T.Bang;
    if (this.type === T.Bang) this.refuseBang();
    if (negated) this.next();
    const what = this.type;
    if (this.acceptAny(T.NULL, T.TRUE, T.FALSE, T.UNKNOWN)) {
      return this.operation([left], [T.IS, what], left.start, negated);
    }
    if (this.accept(T.DISTINCT)) {
      this.expect(T.FROM);
      const right = this.valueExpression();
      return this.operation([left, right], [T.IS, T.DISTINCT], left.start, negated);
    }
    this.fail();
    return this.operation([left], [T.IS], left.start, negated);
  }

  private inList(): Expr[] {
    if (!this.at(T.LParen)) {
      this.fail();
      return [];
    }
    if (this.queryAfter(0)) return [this.parenthesizedQuery(this.start)];
    return this.parenthesizedList(false);
  }

  protected parenthesizedList(mayBeEmpty: boolean): Expr[] {
    const list: Expr[] = [];
    if (!this.expect(T.LParen)) return list;
    if (mayBeEmpty && this.accept(T.RParen)) return list;
    do list.push(this.expression());
    while (this.accept(T.Comma));
    this.closeParen();
    return list;
  }

  /** Whether the parenthesis at `ahead` opens a query, perhaps inside further ones. */
  protected queryAfter(ahead: number): boolean {
    let at = ahead;
    while (this.peek(at) === T.LParen) at++;
    const kind = this.peek(at);
    if (kind === T.SELECT || kind === T.VALUES) return !this.nameAfter(at + 1);
    if (kind === T.WITH) return !this.nameAfter(at + 1);
    if (kind === T.FROM) return true;
    if (kind === T.TABLE || kind === T.MAP || kind === T.REDUCE) {
      const next = this.peek(at + 1);
      return next > T.FirstKeyword || next === T.Ident || next === T.Quoted;
    }
    return false;
  }

  /** The token there shows that the word before it is a name: `select.a`, `values)`. */
  private nameAfter(ahead: number): boolean {
    const kind = this.peek(ahead);
    return kind === T.Dot || kind === T.Comma || kind === T.RParen || kind === T.Eq || kind === T.Plus;
  }

  /** The current word is followed by what only follows a name: `not.a`, `limit,`. */
  protected nameFollows(): boolean {
    const kind = this.peek();
    if (kind === T.Eof) return this.pos + 1 !== this.watch;
    return (
      kind === T.Comma ||
      kind === T.RParen ||
      kind === T.Dot ||
      kind === T.AS ||
      kind === T.FROM ||
      kind === T.IS ||
      ((binary[kind] ?? 0) > 0 && kind !== T.Star && kind !== T.Minus && kind !== T.Plus)
    );
  }

  /** `( query )` where a query is sure to follow the parenthesis. */
  protected parenthesizedQuery(start: number): Expr {
    this.expect(T.LParen);
    // A query in parentheses may go on: `((SELECT 1) UNION (SELECT 2))`; `((SELECT 1) + 1)` may not.
    if (this.type === T.LParen) {
      const inner = this.nested(
        () => this.parenthesizedQuery(this.start),
        () => this.missingExpr(),
      );
      if (inner.kind === 'subquery' && this.goesOnAsQuery()) {
        const query = this.queryRest(inner.query);
        this.closeParen();
        return { kind: 'subquery', query, start, end: this.lastEnd };
      }
      const value = this.operatorsAfter(this.postfix(inner));
      return this.restOfParens(value, start);
    }
    const query = this.query();
    this.closeParen();
    return { kind: 'subquery', query, start, end: this.lastEnd };
  }

  private goesOnAsQuery(): boolean {
    switch (this.type) {
      case T.UNION:
      case T.EXCEPT:
      case T.INTERSECT:
      case T.MINUS:
      case T.ORDER:
      case T.LIMIT:
      case T.OFFSET:
      case T.SORT:
      case T.CLUSTER:
      case T.DISTRIBUTE:
      case T.PipeOp:
        return true;
      default:
        return false;
    }
  }

  /** Operators after a first value that has been read already. */
  private operatorsAfter(first: Expr): Expr {
    let left = first;
    let predicate = false;
    for (;;) {
      const power = binary[this.type] ?? 0;
      if (power > 0) {
        left = this.binary(left, power);
        if (power <= AND) predicate = true;
        continue;
      }
      const found = predicate ? null : this.predicate(left);
      if (found === null) return left;
      left = found;
      predicate = true;
    }
  }

  protected abstract query(): Query;
  /** Goes on with set operations and ORDER BY after a query that was in parentheses. */
  protected abstract queryRest(left: Query): Query;

  protected closeParen(): void {
    if (this.accept(T.RParen)) return;
    this.fail();
    this.skipUntil((kind) => clauseWords[kind] === 1 && kind !== T.AND && kind !== T.OR);
    if (this.type === T.RParen) this.next();
  }

  /** The rest of `( … )` after its first expression. */
  protected abstract restOfParens(first: Expr, start: number): Expr;
  protected abstract primary(): Expr;
  protected abstract postfix(base: Expr): Expr;
}
