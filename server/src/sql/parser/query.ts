import type { Cte, Ident, Output, Query, Scope, StepRelation } from '../ast';
import type { InsertNode } from '../nodes';
import { T } from '../token-kinds';
import { newScope } from './cursor';
import { SelectParser, unknown } from './select';

/** Queries: WITH, SELECT, set operations, VALUES, pipes. */
export abstract class QueryParser extends SelectParser {
  protected query(): Query {
    return this.nested(
      () => this.queryBody(),
      () => ({ kind: 'query', scope: this.scope, output: unknown, start: this.lastEnd, end: this.lastEnd }),
    );
  }

  private queryBody(): Query {
    const { start } = this;
    const scope = this.openScope();
    const clause = this.clause;
    if (this.accept(T.WITH)) this.ctes(scope);
    const query: Query = { kind: 'query', scope, output: unknown, start, end: this.lastEnd };
    this.queryAfterWith(query);
    this.closeScope(scope);
    this.clause = clause;
    return query;
  }

  protected queryAfterWith(query: Query): void {
    this.tail(query, this.primaryQuery());
  }

  protected queryRest(left: Query): Query {
    const scope = this.openScope();
    const query: Query = { kind: 'query', scope, output: left.output, start: left.start, end: left.end };
    this.tail(query, { output: left.output, scope: null });
    this.closeScope(scope);
    return query;
  }

  /** Set operations and pipes, then ORDER BY and what goes with it. */
  private tail(query: Query, first: { output: Output; scope: Scope | null }): void {
    let { output, scope } = first;
    for (;;) {
      if (this.setOperator()) {
        if (!this.accept(T.ALL)) this.accept(T.DISTINCT);
        this.rightSide(output);
        scope = null;
      } else if (this.at(T.PipeOp)) {
        this.next();
        output = this.pipeStep(output);
        scope = null;
      } else break;
    }
    query.output = output;
    query.order = this.organization(output, scope);
    query.end = this.lastEnd;
  }

  /** The right side of a set operation. */
  protected rightSide(left: Output): void {
    const { start } = this;
    const { output: right } = this.primaryQuery();
    this.nodes.push({ kind: 'setOperation', left, right, start, end: this.lastEnd });
  }

  private setOperator(): boolean {
    if (this.watched) this.noteWords('UNION ALL');
    return this.acceptAny(T.UNION, T.EXCEPT, T.INTERSECT, T.MINUS);
  }

  /** `WITH` has been read. */
  protected ctes(scope: Scope): void {
    const recursive = this.at(T.RECURSIVE) && this.peek() !== T.AS && this.peek() !== T.LParen;
    if (recursive) this.next();
    do {
      const { start } = this;
      const name = this.ident();
      const columns: Ident[] = [];
      if (this.type === T.LParen && !this.queryAfter(0) && this.accept(T.LParen)) {
        do columns.push(this.ident());
        while (this.accept(T.Comma));
        this.closeParen();
      }
      this.recursionLevel();
      this.accept(T.AS);
      const cte: Cte = { name, columns, recursive, query: null };
      const mark = this.mark('cte', [name], true, cte);
      if (recursive) scope.ctes.push(cte);
      if (this.expect(T.LParen)) {
        cte.query = this.query();
        this.closeParen();
      }
      mark.end = this.lastEnd;
      if (!recursive) scope.ctes.push(cte);
      this.nodes.push({ kind: 'cte', cte, scope, start, end: this.lastEnd });
    } while (this.accept(T.Comma));
  }

  /** `MAX RECURSION LEVEL 100`. */
  private recursionLevel(): void {
    const { start } = this;
    if (!this.acceptWord('MAX')) return;
    if (!this.acceptWord('RECURSION') || !this.acceptWord('LEVEL')) this.fail();
    this.expect(T.Integer);
    this.newIn41(start, 'MAX RECURSION LEVEL');
  }

  protected primaryQuery(): { output: Output; scope: Scope | null } {
    if (this.watched) this.noteWords('SELECT', 'FROM', 'VALUES', 'TABLE');
    switch (this.type) {
      case T.SELECT:
        return this.select();
      case T.FROM:
        return this.fromFirst();
      case T.VALUES: {
        const { start } = this;
        const scope = this.openScope();
        this.next();
        const width = this.valuesRows();
        this.add({ kind: 'function', call: null, width, alias: null, columnAliases: [], start, end: this.lastEnd });
        this.closeScope(scope);
        return { output: { kind: 'relations', scope }, scope: null };
      }
      case T.TABLE: {
        const scope = this.openScope();
        this.next();
        scope.relations.push(this.table('read'));
        this.closeScope(scope);
        return { output: { kind: 'relations', scope }, scope };
      }
      case T.LParen: {
        this.next();
        const query = this.query();
        this.closeParen();
        return { output: query.output, scope: null };
      }
      case T.MAP:
      case T.REDUCE: {
        const scope = this.openScope();
        this.next();
        this.transformQuantifier();
        this.expressions();
        this.transformTail();
        if (this.accept(T.FROM)) this.fromClause();
        this.afterFrom(scope);
        return { output: unknown, scope: null };
      }
      default:
        this.missing();
        return { output: unknown, scope: null };
    }
  }

  private select(): { output: Output; scope: Scope | null } {
    const { start } = this;
    const scope = this.openScope();
    const { output, distinct } = this.selectList(scope);
    if (this.accept(T.FROM)) this.fromClause();
    const { groupBy, having } = this.afterFrom(scope);
    const { items } = scope;
    const end = this.lastEnd;
    this.nodes.push({ kind: 'select', scope, items, distinct, pipe: false, groupBy, having, start, end });
    return { output, scope };
  }

  /** FROM first: a pipe, a Hive-style query, or several inserts. */
  private fromFirst(): { output: Output; scope: Scope | null } {
    const scope = this.openScope();
    this.next();
    this.fromClause();
    let output: Output = { kind: 'relations', scope };
    while (this.type === T.SELECT || this.type === T.MAP || this.type === T.REDUCE || this.type === T.INSERT) {
      if (this.type === T.INSERT) this.insertHeader();
      const { start } = this;
      let distinct = false;
      if (this.type === T.SELECT) ({ output, distinct } = this.selectList(scope));
      else if (this.type === T.MAP || this.type === T.REDUCE) {
        this.next();
        this.transformQuantifier();
        this.expressions();
        this.transformTail();
      } else {
        this.fail();
        break;
      }
      this.lateralViews();
      this.where();
      const groupBy = this.groupBy();
      const having = this.accept(T.HAVING) ? this.condition('having') : null;
      this.windows();
      this.scope = scope;
      const { items } = scope;
      this.nodes.push({
        kind: 'select',
        scope,
        items,
        distinct,
        pipe: false,
        groupBy,
        having,
        start,
        end: this.lastEnd,
      });
      this.organizationBody();
    }
    this.closeScope(scope);
    return { output, scope: null };
  }

  /** INSERT INTO … before a query. */
  protected abstract insertHeader(): InsertNode | null;

  private organization(output: Output, select: Scope | null): Query['order'] {
    const scope = this.scope;
    if (select !== null) select.outputFirst = Math.min(select.outputFirst, this.lastEnd);
    this.scope = select ?? this.stepScope(output);
    const order = this.organizationBody();
    this.scope = scope;
    return order;
  }

  /** A scope whose only relation is what came before. */
  protected stepScope(output: Output): Scope {
    const at = this.lastEnd;
    const step: StepRelation = { kind: 'step', output, alias: null, columnAliases: [], start: at, end: at };
    const scope = newScope(this.scope);
    scope.relations.push(step);
    return scope;
  }

  /** What follows `|>`. Returns what it gives. */
  protected abstract pipeStep(input: Output): Output;
}
