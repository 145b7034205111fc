import type { Cte, Expr, Ident, Output, Query, Scope, SelectItem, StepRelation } from '../ast';
import type { GroupBy, InsertNode } from '../nodes';
import { T } from '../token-kinds';
import { newScope } from './cursor';
import { RelationParser } from './relations';

const unknown: Output = { kind: 'unknown' };

/** Words that end a select list's item rather than name it. */
const noItemAlias = new Uint8Array(1024);
for (const kind of [
  ...[T.FROM, T.WHERE, T.HAVING, T.LIMIT, T.UNION, T.EXCEPT, T.INTERSECT, T.MINUS, T.AS, T.INSERT, T.SELECT],
  ...[T.THEN, T.DO, T.WINDOW, T.FOR, T.INTO, T.WHEN],
])
  noItemAlias[kind] = 1;

/** Queries: WITH, SELECT, set operations, VALUES, pipes. */
export abstract class QueryParser extends RelationParser {
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
  private rightSide(left: Output): void {
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
      if (this.acceptWord('MAX')) {
        this.acceptWord('RECURSION');
        this.acceptWord('LEVEL');
        this.expect(T.Integer);
      }
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

  private primaryQuery(): { output: Output; scope: Scope | null } {
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
        this.setQuantifier();
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

  /** True for DISTINCT. */
  private setQuantifier(): boolean {
    if (this.type === T.DISTINCT || this.type === T.ALL) {
      const sign = this.peek();
      if (sign === T.Comma || sign === T.FROM || sign === T.Dot) return false;
    }
    if (this.accept(T.DISTINCT)) return true;
    this.accept(T.ALL);
    return false;
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

  /** SELECT with its list; the scope's relations may come later. */
  private selectList(scope: Scope): { output: Output; distinct: boolean } {
    this.next();
    this.clause = 'select';
    while (this.type === T.HintStart) this.hint();
    if (this.type === T.TRANSFORM && this.peek() === T.LParen && this.isTransform()) {
      this.next();
      this.next();
      this.setQuantifier();
      this.expressions();
      this.closeParen();
      this.transformTail();
      return { output: unknown, distinct: false };
    }
    const distinct = this.setQuantifier();
    const items: SelectItem[] = [];
    scope.items = items;
    this.selectItems(items);
    if (!this.endsItems()) {
      this.failAtItem();
      this.skipUntil((kind) => kind === T.FROM || kind === T.WHERE || kind === T.PipeOp || kind === T.UNION);
    }
    return { output: { kind: 'select', items, scope }, distinct };
  }

  private failAtItem(): void {
    if (this.watched) {
      this.note({ kind: 'sign', text: ',' });
      this.noteWords('FROM');
    }
    this.fail();
  }

  /** Whether what stands here can follow a select list. */
  private endsItems(): boolean {
    if (this.watched && this.caret !== null) return true;
    switch (this.type) {
      case T.Ident:
      case T.Quoted:
      case T.String:
      case T.Integer:
      case T.Number:
      case T.LParen:
      case T.Bad:
        return false;
      default:
        return true;
    }
  }

  /** `SELECT TRANSFORM(…) USING …`: a script, told from the function `transform(xs, f)` by USING. */
  private isTransform(): boolean {
    let open = 0;
    for (let ahead = 1; ; ahead++) {
      const kind = this.peek(ahead);
      if (kind === T.Eof) return false;
      if (kind === T.LParen) open++;
      else if (kind === T.RParen && --open === 0) {
        const next = this.peek(ahead + 1);
        return next === T.USING || next === T.ROW || next === T.RECORDWRITER;
      }
    }
  }

  private transformTail(): void {
    this.scope.opaque = true;
    this.rowFormat();
    if (this.accept(T.RECORDWRITER)) this.string();
    this.expect(T.USING);
    this.string();
    if (this.accept(T.AS)) {
      const paren = this.accept(T.LParen);
      do {
        this.newIdent('columnAlias');
        if (this.atWord && this.type !== T.FROM && this.type !== T.ROW && this.type !== T.RECORDREADER) this.dataType();
      } while (this.accept(T.Comma));
      if (paren) this.closeParen();
    }
    this.rowFormat();
    if (this.accept(T.RECORDREADER)) this.string();
  }

  protected hint(): void {
    this.next();
    this.skipUntil((kind) => kind === T.HintEnd);
    this.expect(T.HintEnd);
  }

  protected selectItems(items: SelectItem[]): void {
    do {
      const { start } = this;
      const expr = this.expression();
      items.push({ expr, alias: this.itemAlias(), start, end: this.lastEnd });
    } while (this.accept(T.Comma));
  }

  private itemAlias(): Ident | null {
    if (this.accept(T.AS)) {
      if (this.type === T.LParen) {
        this.aliasList();
        return null;
      }
      return this.newIdent('columnAlias');
    }
    if (this.type === T.LParen && !this.watched && this.aliasListFollows()) {
      this.aliasList();
      return null;
    }
    if (!this.atWord || this.watched || noItemAlias[this.type] === 1 || this.clauseFollows()) return null;
    if (this.type === T.LATERAL && this.peek() === T.VIEW) return null;
    if (this.type === T.OFFSET && this.isCountAhead()) return null;
    this.aliases.push(this.pos);
    const alias = this.word();
    this.mark('columnAlias', [alias], true);
    return alias;
  }

  /** `SELECT 1 OFFSET 2`: a word that is an alias unless a number follows. */
  private isCountAhead(): boolean {
    const kind = this.peek();
    return kind === T.Integer || kind === T.LParen || kind === T.Colon || kind === T.Question;
  }

  private aliasListFollows(): boolean {
    const word = this.peek();
    const sign = this.peek(2);
    return (word === T.Ident || word === T.Quoted) && (sign === T.Comma || sign === T.RParen);
  }

  private aliasList(): void {
    this.scope.opaque = true;
    this.next();
    do this.newIdent('columnAlias');
    while (this.accept(T.Comma));
    this.closeParen();
  }

  /** Everything from LATERAL VIEW to WINDOW; closes the scope. */
  private afterFrom(scope: Scope): { groupBy: GroupBy | null; having: Expr | null } {
    this.lateralViews();
    this.where();
    const groupBy = this.groupBy();
    let having: Expr | null = null;
    if (this.accept(T.HAVING)) {
      scope.outputFirst = this.lastEnd;
      this.clause = 'having';
      having = this.condition('having');
    }
    this.windows();
    this.closeScope(scope);
    return { groupBy, having };
  }

  protected where(): Expr | null {
    if (!this.accept(T.WHERE)) return null;
    this.clause = 'where';
    return this.condition('where');
  }

  private groupBy(): GroupBy | null {
    const { start } = this;
    if (!this.acceptWords(T.GROUP, T.BY)) return null;
    this.clause = 'group';
    const exprs: Expr[] = [];
    let plain = this.type !== T.ALL;
    do {
      if (this.watched) this.noteWords('ALL', 'ROLLUP', 'CUBE', 'GROUPING SETS');
      const expr = this.grouping();
      if (expr === null) plain = false;
      else exprs.push(expr);
    } while (this.accept(T.Comma));
    if (this.type === T.WITH && (this.peek() === T.ROLLUP || this.peek() === T.CUBE)) {
      plain = false;
      this.next();
      this.next();
    } else if (this.watched) this.noteWords('WITH ROLLUP', 'WITH CUBE');
    if (this.type === T.GROUPING && this.peek() === T.SETS) {
      plain = false;
      this.groupingSets();
    }
    return { exprs, plain, start, end: this.lastEnd };
  }

  /** Null for ROLLUP, CUBE and GROUPING SETS. */
  private grouping(): Expr | null {
    if (this.type === T.GROUPING && this.peek() === T.SETS) {
      this.groupingSets();
      return null;
    }
    if ((this.type === T.ROLLUP || this.type === T.CUBE) && this.peek() === T.LParen) {
      this.next();
      this.groupingList();
      return null;
    }
    return this.groupingElement();
  }

  private groupingSets(): void {
    this.next();
    this.next();
    this.groupingList();
  }

  private groupingList(): void {
    if (!this.expect(T.LParen)) return;
    do this.grouping();
    while (this.accept(T.Comma));
    this.closeParen();
  }

  private groupingElement(): Expr | null {
    if (this.type !== T.LParen || this.peek() !== T.RParen) return this.expression();
    this.next();
    this.next();
    return null;
  }

  private windows(): void {
    if (this.type === T.WINDOW && this.peek(2) !== T.AS && !(this.pos + 1 === this.watch)) return;
    if (!this.accept(T.WINDOW)) return;
    do {
      const mark = this.mark('window', [this.ident()], true);
      this.expect(T.AS);
      this.windowSpec();
      mark.end = this.lastEnd;
    } while (this.accept(T.Comma));
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
        this.setQuantifier();
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
  protected abstract rowFormat(): void;

  private organization(output: Output, select: Scope | null): Query['order'] {
    const scope = this.scope;
    if (select !== null) select.outputFirst = Math.min(select.outputFirst, this.lastEnd);
    this.scope = select ?? this.stepScope(output);
    const order = this.organizationBody();
    this.scope = scope;
    return order;
  }

  private organizationBody(): Query['order'] {
    this.clause = 'order';
    const { start } = this;
    let exprs: Expr[] | null = null;
    if (this.acceptWords(T.ORDER, T.BY)) {
      if (this.watched) this.noteWords('ALL');
      exprs = this.sortItems();
    }
    const end = this.lastEnd;
    if (this.acceptWords(T.CLUSTER, T.BY)) this.expressions();
    if (this.acceptWords(T.DISTRIBUTE, T.BY)) this.expressions();
    if (this.acceptWords(T.SORT, T.BY)) this.sortItems();
    this.windows();
    let limited = false;
    if (this.accept(T.LIMIT)) {
      limited = true;
      if (!(this.type === T.ALL && this.peek() !== T.Dot && this.accept(T.ALL))) this.expression();
    }
    if (this.accept(T.OFFSET)) {
      limited = true;
      this.expression();
    }
    return exprs === null ? undefined : { exprs, start, end, limited };
  }

  /** A scope whose only relation is what came before. */
  private stepScope(output: Output): Scope {
    const at = this.lastEnd;
    const step: StepRelation = { kind: 'step', output, alias: null, columnAliases: [], start: at, end: at };
    const scope = newScope(this.scope);
    scope.relations.push(step);
    return scope;
  }

  /** What follows `|>`. Returns what it gives. */
  private pipeStep(input: Output): Output {
    const outer = this.scope;
    // Names of the FROM clause live on after WHERE, ORDER BY, LIMIT and joins.
    const scope = input.kind === 'relations' ? input.scope : this.stepScope(input);
    this.scope = scope;
    const output = this.pipeOperator(input, scope);
    this.scope = outer;
    return output;
  }

  private pipeOperator(input: Output, scope: Scope): Output {
    if (this.watched) {
      this.noteWords('SELECT', 'EXTEND', 'SET', 'DROP', 'AS', 'WHERE', 'AGGREGATE', 'ORDER BY', 'LIMIT', 'OFFSET');
      this.noteWords('PIVOT', 'UNPIVOT', 'TABLESAMPLE', 'UNION ALL', 'EXCEPT', 'INTERSECT');
    }
    const items: SelectItem[] = [];
    switch (this.type) {
      case T.SELECT: {
        const { start } = this;
        const { output, distinct } = this.selectList(scope);
        this.windows();
        const { items: list } = scope;
        const span = { start, end: this.lastEnd };
        this.nodes.push({
          kind: 'select',
          scope,
          items: list,
          distinct,
          pipe: true,
          groupBy: null,
          having: null,
          ...span,
        });
        return output;
      }
      case T.EXTEND:
        this.next();
        this.clause = 'select';
        this.selectItems(items);
        return { kind: 'extend', input, items };
      case T.SET:
        this.next();
        this.clause = 'set';
        do {
          this.mark('column', this.name('column').parts);
          this.expect(T.Eq);
          this.expression();
        } while (this.accept(T.Comma));
        return input;
      case T.DROP: {
        this.next();
        const names: Ident[] = [];
        do names.push(this.ident('column'));
        while (this.accept(T.Comma));
        return { kind: 'drop', input, names };
      }
      case T.AS: {
        this.next();
        const alias = this.ident();
        const at = alias.start;
        const step: StepRelation = { kind: 'step', output: input, alias, columnAliases: [], start: at, end: alias.end };
        this.mark('tableAlias', [alias], true);
        const named = newScope(scope.outer);
        named.relations.push(step);
        return { kind: 'relations', scope: named };
      }
      case T.WHERE:
        this.where();
        return input;
      case T.AGGREGATE: {
        this.next();
        this.clause = 'select';
        if (!this.is(T.GROUP) || this.peek() !== T.BY) this.selectItems(items);
        return this.pipeGrouping(items, scope);
      }
      case T.TABLESAMPLE:
        this.sample();
        return input;
      case T.PIVOT:
      case T.UNPIVOT:
        if (!this.pivots()) this.fail();
        return unknown;
      case T.UNION:
      case T.EXCEPT:
      case T.INTERSECT:
      case T.MINUS:
        this.next();
        if (!this.accept(T.ALL)) this.accept(T.DISTINCT);
        this.scope = scope.outer ?? scope;
        this.rightSide(input);
        return input;
      case T.ORDER:
      case T.SORT:
      case T.CLUSTER:
      case T.DISTRIBUTE:
      case T.LIMIT:
      case T.OFFSET:
      case T.WINDOW:
        this.organizationBody();
        return input;
      default:
        return this.pipeJoin(input, scope);
    }
  }

  private pipeJoin(input: Output, scope: Scope): Output {
    if (!this.join()) {
      this.missing();
      return input;
    }
    return { kind: 'relations', scope };
  }

  /** GROUP BY of `|> AGGREGATE`, whose expressions are columns of the result. */
  private pipeGrouping(items: SelectItem[], scope: Scope): Output {
    const keys: SelectItem[] = [];
    if (this.acceptWords(T.GROUP, T.BY)) {
      this.clause = 'group';
      do {
        const { start } = this;
        if (this.type === T.GROUPING || this.type === T.ROLLUP || this.type === T.CUBE) {
          this.grouping();
          return unknown;
        }
        const expr: Expr = this.expression();
        keys.push({ expr, alias: this.itemAlias(), start, end: this.lastEnd });
      } while (this.accept(T.Comma));
      if (this.type === T.WITH && (this.peek() === T.ROLLUP || this.peek() === T.CUBE)) {
        this.next();
        this.next();
      }
    }
    return { kind: 'select', items: [...keys, ...items], scope };
  }
}
