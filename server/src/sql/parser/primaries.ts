import type { Call, Expr, Ident, Name, Star } from '../ast';
import { T } from '../token-kinds';
import { clauseWords, ExpressionParser } from './expressions';
import { hexProblem, typedProblem } from './literal-checks';

/** What operators stand between: columns, calls, CASE, CAST, lambdas, and what follows them: `[…]`, `.field`, `::`. */
export abstract class PrimaryParser extends ExpressionParser {
  protected primary(): Expr {
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
        this.checkNumber();
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
          const time = this.type === T.TIME;
          const kind = this.type;
          this.next();
          this.checkString((text) => typedProblem(kind, text));
          this.string();
          if (time) this.newIn41(start, 'A literal of the type TIME');
          return this.literal(date ? 'date' : 'timestamp', start);
        }
        break;
      case T.Ident:
        if (this.peek() === T.String && this.textAt().toLowerCase() === 'x') {
          this.next();
          this.checkString(hexProblem);
          this.string();
          return this.literal('string', start);
        }
        break;
      default:
    }
    return this.named(start);
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

  private star(qualifier: Name | null, start: number): Star {
    this.next();
    const except: Name[] = [];
    if (this.at(T.EXCEPT) && this.peek() === T.LParen && !this.queryAfter(1)) {
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
    const value = this.expression();
    if (this.type === T.Comma || this.type === T.RParen) return this.restOfParens(value, start);
    const pos = this.pos;
    this.itemName();
    // A name is for the parts of a row: `(1 AS a, 2)`.
    if (this.is(T.RParen) && this.pos > pos) this.fail();
    return this.restOfParens(value, start);
  }

  protected restOfParens(first: Expr, start: number): Expr {
    const operands = [first];
    while (this.accept(T.Comma)) operands.push(this.namedExpression());
    this.closeParen();
    const what = operands.length > 1 ? 'row' : 'paren';
    return { kind: 'compound', what, operands, start, end: this.lastEnd };
  }

  /** An expression in a row or in `struct(…)`, where it may have a name. */
  protected namedExpression(): Expr {
    const expr = this.expression();
    this.itemName();
    return expr;
  }

  private itemName(): void {
    if (this.accept(T.AS)) {
      if (this.type !== T.LParen || this.watched) {
        this.newIdent('field');
        return;
      }
      this.next();
      do this.newIdent('field');
      while (this.accept(T.Comma));
      this.closeParen();
    } else if (this.type === T.Ident || this.type === T.Quoted) this.mark('field', [this.word()], true);
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

  // Postfixes

  protected postfix(base: Expr): Expr {
    let expr = base;
    for (;;) {
      const { start } = base;
      switch (this.type) {
        case T.LBracket: {
          this.next();
          this.note({ kind: 'subscript', base: expr });
          const index = this.valueExpression();
          this.expect(T.RBracket);
          expr = { kind: 'compound', what: 'subscript', operands: [expr, index], start, end: this.lastEnd };
          break;
        }
        case T.Dot: {
          if (this.watched) return expr;
          this.next();
          this.note({ kind: 'field', base: expr });
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
    const { start } = this;
    this.next();
    if (this.is(T.LBracket)) this.pathSubscript();
    else if (this.atWord) this.word();
    else this.missing();
    for (;;) {
      if (this.is(T.LBracket)) this.pathSubscript();
      else if (this.is(T.Dot) && !this.watched) {
        this.next();
        this.ident();
      } else break;
    }
    this.newIn41(start, 'A path into a VARIANT');
  }

  /** `[0]`, `['name']`, `[*]`. */
  private pathSubscript(): void {
    this.next();
    if (!this.accept(T.Star)) this.valueExpression();
    this.expect(T.RBracket);
  }

  protected abstract call(name: Name, special: T): Call;
}
