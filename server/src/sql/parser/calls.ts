import type { Call, Expr, Ident, Name, Scope } from '../ast';
import type { ConditionNode } from '../nodes';
import { T } from '../token-kinds';
import { PrimaryParser } from './primaries';
import { isDatetimeUnit } from './units';

/** Calls of functions, those with words among their arguments, and windows. */
export abstract class CallParser extends PrimaryParser {
  /** `name` has been read and `(` follows. `special` is the word's kind when the name is one plain word. */
  protected call(name: Name, special: T): Call {
    const args: Expr[] = [];
    const argNames: (Ident | null)[] = [];
    const clause = this.clause;
    this.next();
    const distinct = this.type === T.DISTINCT && this.peek() !== T.RParen && this.peek() !== T.Comma;
    this.nested(
      () => this.arguments(special, name, args, argNames),
      () => undefined,
    );
    this.clause = clause;
    this.closeParen();
    const call: Call = { kind: 'call', name, args, argNames, start: name.start, end: this.lastEnd };
    this.calls.push(call);
    if (distinct) call.distinct = true;
    if (this.callTail()) call.over = true;
    call.end = this.lastEnd;
    return call;
  }

  private arguments(special: T, name: Name, args: Expr[], argNames: (Ident | null)[]): void {
    const add = (expr: Expr): void => {
      args.push(expr);
      argNames.push(null);
    };
    switch (special) {
      case T.EXTRACT:
        this.ident();
        this.expect(T.FROM);
        add(this.valueExpression());
        return;
      case T.POSITION:
        add(this.valueExpression());
        if (this.accept(T.IN)) add(this.valueExpression());
        else this.moreArguments(name, args, argNames);
        return;
      case T.TRIM:
        if (this.acceptAny(T.BOTH, T.LEADING, T.TRAILING)) {
          if (!this.at(T.FROM)) add(this.valueExpression());
          if (this.expect(T.FROM)) add(this.valueExpression());
          return;
        }
        if (!this.at(T.FROM)) add(this.valueExpression());
        if (this.accept(T.FROM)) add(this.valueExpression());
        else this.moreArguments(name, args, argNames);
        return;
      case T.DATEADD:
      case T.DATE_ADD:
      case T.DATEDIFF:
      case T.DATE_DIFF:
      case T.TIMESTAMPADD:
      case T.TIMESTAMPDIFF:
      case T.TIMEDIFF:
        // `dateadd(DAY, 1, d)`: the first is a unit, no column.
        if (this.type === T.String && this.peek() === T.Comma) {
          this.quotedUnit(name, args, argNames);
          return;
        }
        if (this.peek() !== T.Comma || !isDatetimeUnit(this.type)) break;
        this.unit(add);
        this.moreArguments(name, args, argNames);
        return;
      case T.SUBSTR:
      case T.SUBSTRING:
        this.argument(name, args, argNames);
        if (this.accept(T.FROM)) {
          add(this.valueExpression());
          if (this.accept(T.FOR) || this.accept(T.Comma)) add(this.valueExpression());
        } else if (this.accept(T.Comma)) {
          this.argument(name, args, argNames);
          if (this.accept(T.FOR)) add(this.valueExpression());
          else this.moreArguments(name, args, argNames);
        }
        return;
      case T.OVERLAY:
        this.argument(name, args, argNames);
        if (this.accept(T.PLACING)) {
          add(this.valueExpression());
          this.expect(T.FROM);
          add(this.valueExpression());
          if (this.accept(T.FOR)) add(this.valueExpression());
        } else this.moreArguments(name, args, argNames);
        return;
      case T.STRUCT:
        if (this.type === T.RParen && !this.watched) return;
        do add(this.namedExpression());
        while (this.accept(T.Comma));
        return;
      default:
    }
    if (this.type === T.RParen && !this.watched) return;
    if (this.type === T.RParen && this.caret === null) {
      this.note({ kind: 'sign', text: ')' });
      return;
    }
    if ((this.at(T.DISTINCT) || this.at(T.ALL)) && this.peek() !== T.RParen && this.peek() !== T.Comma) this.next();
    this.argument(name, args, argNames);
    this.moreArguments(name, args, argNames);
    // `first(x IGNORE NULLS)`
    if (special === T.FIRST || special === T.LAST || special === T.ANY_VALUE) this.acceptWords(T.IGNORE, T.NULLS);
  }

  /** `dateadd('DAY', 1, d)`: Spark wants the unit without quotes. */
  private quotedUnit(name: Name, args: Expr[], argNames: (Ident | null)[]): void {
    const { start } = this;
    this.argument(name, args, argNames);
    const end = this.lastEnd;
    this.moreArguments(name, args, argNames);
    if (args.length === 3) this.refuse(start, end, 'The unit has to stand without quotes: DAY, HOUR, …');
  }

  private unit(add: (expr: Expr) => void): void {
    const { start } = this;
    this.next();
    add({ kind: 'literal', type: 'interval', start, end: this.lastEnd });
  }

  private moreArguments(name: Name, args: Expr[], argNames: (Ident | null)[]): void {
    while (this.accept(T.Comma)) this.argument(name, args, argNames);
  }

  private argument(name: Name, args: Expr[], argNames: (Ident | null)[]): void {
    this.clause = 'argument';
    if (this.watched) {
      const used = argNames.flatMap((given) => (given === null ? [] : [given.name.toLowerCase()]));
      this.note({ kind: 'argument', callee: name, procedure: false, used });
      this.note({ kind: 'argumentValue', callee: name, argument: args.length });
    }
    let named: Ident | null = null;
    if (this.peek() === T.FatArrow && this.atWord && !this.watched) {
      named = this.word();
      this.mark('argument', [named]);
      this.next();
    }
    argNames.push(named);
    const tableFollows = this.type === T.TABLE && this.peek() !== T.Comma && this.peek() !== T.RParen;
    args.push(tableFollows && this.peek() !== T.Dot ? this.tableArgument() : this.expression());
  }

  /** `TABLE(t) PARTITION BY a ORDER BY b` */
  private tableArgument(): Expr {
    const { start } = this;
    this.next();
    if (this.type === T.LParen) {
      if (this.queryAfter(0)) this.parenthesizedQuery(this.start);
      else {
        this.next();
        this.tableName('read');
        this.closeParen();
      }
    } else {
      this.tableName('read');
      this.refuse(start, this.lastEnd, "A table argument's name has to be in parentheses: TABLE(t).");
    }
    const single = this.acceptWords(T.WITH, T.SINGLE, T.PARTITION);
    const by = !single && (this.acceptWords(T.PARTITION, T.BY) || this.acceptWords(T.DISTRIBUTE, T.BY));
    if (by) {
      this.columnOrList();
      this.noMoreColumns();
    }
    if (!single && !by) return { kind: 'compound', what: 'table', operands: [], start, end: this.lastEnd };
    if (this.acceptWords(T.ORDER, T.BY) || this.acceptWords(T.SORT, T.BY)) this.sortItemOrList();
    return { kind: 'compound', what: 'table', operands: [], start, end: this.lastEnd };
  }

  /** `PARTITION BY a, b`: Spark reads the comma only to ask for parentheses. */
  private noMoreColumns(): void {
    const { start } = this;
    if (this.type !== T.Comma || this.peek() === T.TABLE || this.peek(2) === T.FatArrow || this.watched) return;
    this.next();
    this.expressions();
    this.refuse(start, this.lastEnd, 'Several columns have to be in parentheses: PARTITION BY (a, b).');
  }

  private columnOrList(): void {
    if (this.accept(T.LParen)) {
      do this.expression();
      while (this.accept(T.Comma));
      this.closeParen();
    } else this.expression();
  }

  private sortItemOrList(): void {
    if (this.accept(T.LParen)) {
      this.sortItems();
      this.closeParen();
    } else this.sortItem();
  }

  private nullsOption(): void {
    if (!this.acceptWords(T.IGNORE, T.NULLS)) this.acceptWords(T.RESPECT, T.NULLS);
  }

  /** WITHIN GROUP, FILTER, IGNORE NULLS, OVER. True with a window. */
  private callTail(): boolean {
    if (this.type <= T.FirstKeyword && !this.watched) return false;
    if (this.acceptWords(T.WITHIN, T.GROUP)) {
      this.expect(T.LParen);
      this.expectWords(T.ORDER, T.BY);
      this.sortItems();
      this.closeParen();
    }
    if (this.at(T.FILTER) && this.peek() === T.LParen) {
      this.next();
      this.next();
      this.expect(T.WHERE);
      this.condition('filter');
      this.closeParen();
    }
    this.nullsOption();
    if (this.at(T.OVER) && (this.peek() === T.LParen || this.isWordAhead() || this.pos + 1 === this.watch)) {
      this.next();
      this.windowSpec();
      return true;
    }
    return false;
  }

  /** An expression that has to be true. */
  protected condition(clause: ConditionNode['clause']): Expr {
    const { scope } = this;
    const expr = this.expression();
    this.nodes.push({ kind: 'condition', clause, expr, scope, start: expr.start, end: expr.end });
    return expr;
  }

  private isWordAhead(): boolean {
    const kind = this.peek();
    return kind > T.FirstKeyword || kind === T.Ident || kind === T.Quoted;
  }

  /** What follows OVER, or `AS` in WINDOW: a name or `( … )`. */
  protected windowSpec(): void {
    if (!this.accept(T.LParen)) {
      this.mark('window', [this.ident()]);
      return;
    }
    const clause = this.clause;
    this.clause = 'window';
    const startsBy =
      (this.type === T.PARTITION || this.type === T.ORDER || this.type === T.CLUSTER || this.type === T.SORT) &&
      (this.peek() === T.BY || this.pos + 1 === this.watch);
    const startsFrame = this.type === T.ROWS || this.type === T.RANGE;
    if (this.atWord && !startsBy && !startsFrame && !(this.type === T.DISTRIBUTE && this.peek() === T.BY)) {
      // `OVER (w)`: nothing more may follow.
      this.mark('window', [this.word()]);
      this.clause = clause;
      this.closeParen();
      return;
    }
    if (this.acceptWords(T.CLUSTER, T.BY)) this.expressions();
    else {
      if (this.acceptWords(T.PARTITION, T.BY) || this.acceptWords(T.DISTRIBUTE, T.BY)) this.expressions();
      if (this.acceptWords(T.ORDER, T.BY) || this.acceptWords(T.SORT, T.BY)) this.sortItems();
    }
    if (this.acceptAny(T.ROWS, T.RANGE)) {
      if (this.accept(T.BETWEEN)) {
        this.frameBound();
        this.expect(T.AND);
        this.frameBound();
      } else this.frameBound();
    }
    this.clause = clause;
    this.closeParen();
  }

  private frameBound(): void {
    if (this.acceptWords(T.CURRENT, T.ROW)) return;
    if (this.acceptWords(T.UNBOUNDED, T.PRECEDING)) return;
    if (this.type === T.UNBOUNDED && this.peek() === T.FOLLOWING) {
      this.next();
      this.next();
      return;
    }
    this.noteWords('UNBOUNDED FOLLOWING');
    const [columns, calls] = [this.columns.length, this.calls.length];
    const bound = this.expression();
    if (!this.acceptAny(T.PRECEDING, T.FOLLOWING)) this.fail();
    if (this.columns.length > columns || this.calls.length > calls) {
      this.refuse(bound.start, bound.end, "A frame's bound has to be a constant.");
    }
  }

  protected expressions(): Expr[] {
    const list: Expr[] = [];
    do list.push(this.expression());
    while (this.accept(T.Comma));
    return list;
  }

  protected sortItems(): Expr[] {
    const list: Expr[] = [];
    do list.push(this.sortItem());
    while (this.accept(T.Comma));
    return list;
  }

  protected sortItem(): Expr {
    const expr = this.expression();
    this.acceptAny(T.ASC, T.DESC);
    if (this.accept(T.NULLS) && !this.acceptAny(T.FIRST, T.LAST)) this.fail();
    return expr;
  }

  /** A table by name; it is noted among the statement's tables. */
  protected abstract tableName(purpose: 'read', scope?: Scope): void;
}
