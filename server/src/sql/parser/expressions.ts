import type { Call, Compound, Expr, Ident, Literal, Name, Query, Star } from '../ast';
import { T } from '../token-kinds';
import { TypeParser } from './types';
import { isUnit } from './units';

/** How tight an operator binds; 0 is no operator. Comparison and tighter are Spark's `valueExpression`. */
const OR = 1;
const AND = 2;
const PREDICATE = 4;
const COMPARISON = 5;
const UNARY = 12;

const binary = new Uint8Array(1024);
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
const clauseWords = new Uint8Array(1024);
for (const kind of [
  ...[T.FROM, T.WHERE, T.GROUP, T.HAVING, T.ORDER, T.LIMIT, T.OFFSET, T.UNION, T.EXCEPT, T.INTERSECT, T.MINUS],
  ...[T.SELECT, T.AS, T.ON, T.THEN, T.WHEN, T.ELSE, T.AND, T.OR, T.IN, T.BETWEEN, T.LIKE, T.IS, T.USING, T.INTO],
  ...[T.SET, T.VALUES, T.WITH, T.JOIN, T.LATERAL, T.WINDOW],
])
  clauseWords[kind] = 1;

/** Expressions: precedence climbing over flat operand lists. */
export abstract class ExpressionParser extends TypeParser {
  protected expression(): Expr {
    return this.nested(
      () => this.operators(OR),
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
  private operator(): T {
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
    if (negated) this.next();
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
        if (this.acceptAny(T.ANY, T.SOME, T.ALL)) return done(...this.parenthesizedList(true));
        const pattern = this.valueExpression();
        if (this.accept(T.ESCAPE)) this.expect(T.String);
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

  private parenthesizedList(mayBeEmpty: boolean): Expr[] {
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
  private nameFollows(): boolean {
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

  // Primaries

  private primary(): Expr {
    const { start } = this;
    if (this.watched) this.notePrimary();
    if (this.atCaret) {
      const part = this.takeCaret();
      return this.column({ parts: [part], start: part.start, end: part.end });
    }
    switch (this.type) {
      case T.Integer:
        this.next();
        return this.literal('integer', start);
      case T.Number:
        this.next();
        return this.literal('number', start);
      case T.String:
        while (this.type === T.String) this.next();
        return this.literal('string', start);
      case T.Question:
        this.next();
        return this.literal('parameter', start);
      case T.Colon:
        this.next();
        this.mark('parameter', [this.ident()]);
        return this.literal('parameter', start);
      case T.Star:
        return this.star(null, start);
      case T.LParen:
        return this.paren(start);
      case T.NULL:
      case T.TRUE:
      case T.FALSE:
        if (this.peek() === T.Dot || this.peek() === T.LParen) break;
        return this.constantWord(start);
      case T.DEFAULT:
        // The column's default, in VALUES and SET.
        if (this.clause !== 'values' || this.peek() === T.Dot || this.peek() === T.LParen) break;
        this.next();
        return this.literal('null', start);
      case T.CASE:
        if (this.nameFollows() && this.peek() !== T.Eof) break;
        return this.caseExpression(start);
      case T.CAST:
      case T.TRY_CAST:
        if (this.peek() === T.LParen) return this.cast(start);
        break;
      case T.INTERVAL:
        if (this.intervalFollows()) return this.interval(start);
        break;
      case T.DATE:
      case T.TIMESTAMP:
      case T.TIMESTAMP_LTZ:
      case T.TIMESTAMP_NTZ:
      case T.TIME:
        if (this.peek() === T.String) {
          const date = this.type === T.DATE;
          this.next();
          this.next();
          return this.literal(date ? 'date' : 'timestamp', start);
        }
        break;
      case T.Ident:
        if (this.peek() === T.String && this.textAt().toLowerCase() === 'x') {
          this.next();
          this.next();
          return this.literal('string', start);
        }
        break;
      default:
    }
    return this.named(start);
  }

  private constantWord(start: number): Literal {
    const type = this.type === T.NULL ? 'null' : 'boolean';
    this.next();
    return this.literal(type, start);
  }

  /** A column, a call or a lambda: what starts with a name. */
  private named(start: number): Expr {
    if (!this.atWord || (clauseWords[this.type] === 1 && !this.mayBeName())) return this.missingExpr();
    if (this.peek() === T.Arrow) return this.lambda([this.word()], start);
    const first = this.type;
    const specialName = this.peek() === T.LParen ? first : T.Eof;
    const part = this.word();
    const parts: Ident[] = [part];
    if (this.type === T.Dot) this.moreParts(parts, 'column', null);
    const name: Name = { parts, start, end: this.lastEnd };
    if (this.type === T.LParen) {
      if (this.watched) return this.column(name);
      const call = this.call(name, parts.length === 1 ? specialName : T.Eof);
      // `IDENTIFIER(:name)(1)` calls the function of that name.
      return specialName === T.IDENTIFIER && this.is(T.LParen) ? this.call(name, T.Eof) : call;
    }
    if (this.type === T.Dot && this.peek() === T.Star) {
      this.next();
      return this.star(name, start);
    }
    return this.column(name);
  }

  /** A clause word that signs show to be a name: `limit.x`, `values,`, `left(…)`. */
  private mayBeName(): boolean {
    if (this.type === T.FROM || this.type === T.SELECT) return this.peek() === T.Dot;
    if (this.peek() === T.LParen) return this.type === T.WINDOW || this.type === T.SET || this.type === T.OFFSET;
    const next = this.peek();
    if (next === T.FROM || next === T.AS) return this.type !== T.AND && this.type !== T.OR && this.type !== T.AS;
    return next !== T.Eof && this.nameFollows();
  }

  private column(name: Name): Expr {
    const column = { kind: 'column', name, scope: this.scope, start: name.start, end: name.end } as const;
    this.columns.push(column);
    return column;
  }

  private notePrimary(): void {
    this.note({ kind: 'column', qualifier: [], scope: this.scope, clause: this.clause });
    this.note({ kind: 'function', qualifier: [] });
    this.noteWords('CASE', 'CAST', 'NULL', 'TRUE', 'FALSE', 'INTERVAL', 'DATE', 'TIMESTAMP');
  }

  protected missingExpr(): Compound {
    const at = this.missing();
    return { kind: 'compound', what: 'missing', operands: [], start: at.start, end: at.end };
  }

  private literal(type: Literal['type'], start: number): Literal {
    return { kind: 'literal', type, start, end: this.lastEnd };
  }

  private star(qualifier: Name | null, start: number): Star {
    this.next();
    const except: Name[] = [];
    if (this.clause === 'select' && this.at(T.EXCEPT) && this.peek() === T.LParen && !this.queryAfter(1)) {
      this.next();
      this.next();
      do except.push(this.name('column'));
      while (this.accept(T.Comma));
      this.closeParen();
      for (const { parts } of except) this.mark('column', parts);
    }
    return { kind: 'star', qualifier, except, start, end: this.lastEnd };
  }

  private paren(start: number): Expr {
    if (this.queryAfter(0)) return this.parenthesizedQuery(start);
    const params = this.lambdaParams();
    if (params !== null) return this.lambda(params, start);
    this.next();
    return this.restOfParens(this.namedExpression(), start);
  }

  private restOfParens(first: Expr, start: number): Expr {
    const operands = [first];
    while (this.accept(T.Comma)) operands.push(this.namedExpression());
    this.closeParen();
    const what = operands.length > 1 ? 'row' : 'paren';
    return { kind: 'compound', what, operands, start, end: this.lastEnd };
  }

  /** An expression in a row or in `struct(…)`, where it may have a name. */
  protected namedExpression(): Expr {
    const expr = this.expression();
    if (this.accept(T.AS)) this.newIdent('field');
    else if (this.type === T.Ident || this.type === T.Quoted) this.mark('field', [this.word()], true);
    return expr;
  }

  /** The names of `(x, y) ->`, or null when no lambda starts here. Consumes only a lambda's. */
  private lambdaParams(): Ident[] | null {
    let at = 1;
    for (;;) {
      const kind = this.peek(at);
      if (!(kind > T.FirstKeyword || kind === T.Ident || kind === T.Quoted)) return null;
      const sign = this.peek(at + 1);
      if (sign === T.RParen) break;
      if (sign !== T.Comma) return null;
      at += 2;
    }
    if (this.peek(at + 2) !== T.Arrow) return null;
    const params: Ident[] = [];
    do {
      this.next();
      params.push(this.word());
    } while (this.type === T.Comma);
    this.next();
    return params;
  }

  private lambda(params: Ident[], start: number): Expr {
    this.expect(T.Arrow);
    const scope = this.openScope();
    scope.params.push(...params);
    for (const param of params) this.mark('param', [param], true);
    const body = this.expression();
    this.closeScope(scope);
    return { kind: 'compound', what: 'lambda', operands: [body], start, end: this.lastEnd };
  }

  private caseExpression(start: number): Expr {
    this.next();
    const operands: Expr[] = [];
    if (!this.at(T.WHEN)) operands.push(this.expression());
    if (!this.at(T.WHEN)) this.fail();
    while (this.accept(T.WHEN)) {
      operands.push(this.expression());
      this.expect(T.THEN);
      operands.push(this.expression());
    }
    if (this.accept(T.ELSE)) operands.push(this.expression());
    this.expect(T.END);
    return { kind: 'compound', what: 'case', operands, start, end: this.lastEnd };
  }

  private cast(start: number): Expr {
    this.next();
    this.next();
    const expr = this.expression();
    this.expect(T.AS);
    const type = this.dataType();
    this.closeParen();
    return { kind: 'cast', expr, type, start, end: this.lastEnd };
  }

  /** INTERVAL is a word like any other unless a value follows it. */
  private intervalFollows(): boolean {
    const kind = this.peek();
    if (kind === T.String || kind === T.Integer || kind === T.Number) return true;
    if (kind !== T.Minus && kind !== T.Plus) return false;
    const value = this.peek(2);
    const unit = this.peek(3);
    return (value === T.String || value === T.Integer || value === T.Number) && isUnit(unit);
  }

  protected interval(start: number): Expr {
    this.next();
    const isValue = (): boolean =>
      this.type === T.String || this.type === T.Integer || this.type === T.Number || this.signedValue();
    while (isValue()) {
      if (this.type === T.Minus || this.type === T.Plus) this.next();
      const bare = this.type === T.String;
      this.next();
      if (this.watched) this.noteWords('YEAR', 'MONTH', 'WEEK', 'DAY', 'HOUR', 'MINUTE', 'SECOND');
      if (!isUnit(this.type)) {
        if (this.atCaret) this.takeCaret();
        else if (!bare) this.fail();
        break;
      }
      this.next();
      if (this.at(T.TO) && isUnit(this.peek())) {
        this.next();
        this.next();
      }
    }
    return { kind: 'compound', what: 'interval', operands: [], start, end: this.lastEnd };
  }

  private signedValue(): boolean {
    if (this.type !== T.Minus && this.type !== T.Plus) return false;
    const value = this.peek();
    return (value === T.String || value === T.Integer || value === T.Number) && isUnit(this.peek(2));
  }

  // Postfixes

  private postfix(base: Expr): Expr {
    let expr = base;
    for (;;) {
      const { start } = base;
      switch (this.type) {
        case T.LBracket: {
          this.next();
          const index = this.valueExpression();
          this.expect(T.RBracket);
          expr = { kind: 'compound', what: 'subscript', operands: [expr, index], start, end: this.lastEnd };
          break;
        }
        case T.Dot: {
          if (this.watched) return expr;
          this.next();
          const field = this.ident();
          this.mark('field', [field]);
          expr = { kind: 'field', base: expr, field, start, end: this.lastEnd };
          break;
        }
        case T.DoubleColon: {
          this.next();
          const type = this.dataType();
          expr = { kind: 'cast', expr, type, start, end: this.lastEnd };
          break;
        }
        case T.COLLATE:
          this.next();
          this.name('newName');
          break;
        case T.Colon:
          if (this.watched) return expr;
          this.variantPath();
          expr = { kind: 'compound', what: 'subscript', operands: [expr], start, end: this.lastEnd };
          break;
        default:
          if (this.watched) this.note({ kind: 'keyword', text: 'COLLATE' });
          return expr;
      }
    }
  }

  /** `v:a.b[0]`, Spark 4.1. */
  private variantPath(): void {
    this.next();
    if (this.type === T.LBracket) return; // the loop goes on with the subscript
    if (this.atWord) this.word();
    else this.missing();
  }

  protected abstract call(name: Name, special: T): Call;
}
