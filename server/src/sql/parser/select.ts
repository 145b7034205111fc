import type { Expr, Ident, Output, Query, Scope, SelectItem } from '../ast';
import type { GroupBy } from '../nodes';
import { T } from '../token-kinds';
import { RelationParser } from './relations';

export const unknown: Output = { kind: 'unknown' };

/** Words that end a select list's item rather than name it. */
const noItemAlias = new Uint8Array(1024);
for (const kind of [
  ...[T.FROM, T.WHERE, T.HAVING, T.LIMIT, T.UNION, T.EXCEPT, T.INTERSECT, T.MINUS, T.AS, T.INSERT, T.SELECT],
  ...[T.THEN, T.DO, T.WINDOW, T.FOR, T.INTO, T.WHEN],
])
  noItemAlias[kind] = 1;

/** The clauses of one SELECT, and those that order a query. */
export abstract class SelectParser extends RelationParser {
  /** SELECT with its list; the scope's relations may come later. */
  protected selectList(scope: Scope): { output: Output; distinct: boolean } {
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

  /** True for DISTINCT. */
  protected setQuantifier(): boolean {
    if (this.type === T.DISTINCT || this.type === T.ALL) {
      const sign = this.peek();
      if (sign === T.Comma || sign === T.FROM || sign === T.Dot) return false;
    }
    if (this.accept(T.DISTINCT)) return true;
    this.accept(T.ALL);
    return false;
  }

  protected failAtItem(): void {
    if (this.watched) {
      this.note({ kind: 'sign', text: ',' });
      this.noteWords('FROM');
    }
    this.fail();
  }

  /** Whether what stands here can follow a select list. */
  protected endsItems(): boolean {
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
  protected isTransform(): boolean {
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

  protected transformTail(): void {
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
    let open = 0;
    let name = '';
    for (;;) {
      if (this.watched) {
        this.note(open === 0 ? { kind: 'hint' } : { kind: 'hintArgument', hint: name, scope: this.scope });
        if (this.caret !== null) this.takeCaret();
      }
      if (this.is(T.HintEnd) || this.is(T.Eof)) break;
      if (this.is(T.LParen)) {
        if (open === 0) name = this.textAt(this.pos - 1);
        open++;
      } else if (this.is(T.RParen)) open--;
      // A hint's arguments are tables by their names or aliases, columns and numbers.
      if (open > 0 && this.atWord) this.mark('hint', [this.word()]);
      else {
        this.names?.push(this.pos);
        this.next();
      }
    }
    this.expect(T.HintEnd);
  }

  protected selectItems(items: SelectItem[]): void {
    do {
      const { start } = this;
      const expr = this.expression();
      items.push({ expr, alias: this.itemAlias(), start, end: this.lastEnd });
    } while (this.accept(T.Comma));
  }

  protected itemAlias(): Ident | null {
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
  protected isCountAhead(): boolean {
    const kind = this.peek();
    return kind === T.Integer || kind === T.LParen || kind === T.Colon || kind === T.Question;
  }

  protected aliasListFollows(): boolean {
    const word = this.peek();
    const sign = this.peek(2);
    return (word === T.Ident || word === T.Quoted) && (sign === T.Comma || sign === T.RParen);
  }

  protected aliasList(): void {
    this.scope.opaque = true;
    this.next();
    do this.newIdent('columnAlias');
    while (this.accept(T.Comma));
    this.closeParen();
  }

  /** Everything from LATERAL VIEW to WINDOW; closes the scope. */
  protected afterFrom(scope: Scope): { groupBy: GroupBy | null; having: Expr | null } {
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

  protected groupBy(): GroupBy | null {
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
  protected grouping(): Expr | null {
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

  protected groupingSets(): void {
    this.next();
    this.next();
    this.groupingList();
  }

  protected groupingList(): void {
    if (!this.expect(T.LParen)) return;
    do this.grouping();
    while (this.accept(T.Comma));
    this.closeParen();
  }

  protected groupingElement(): Expr | null {
    if (this.type !== T.LParen || this.peek() !== T.RParen) return this.expression();
    this.next();
    this.next();
    return null;
  }

  protected windows(): void {
    if (this.type === T.WINDOW && this.peek(2) !== T.AS && !(this.pos + 1 === this.watch)) return;
    if (!this.accept(T.WINDOW)) return;
    do {
      const mark = this.mark('window', [this.ident()], true);
      this.expect(T.AS);
      this.windowSpec();
      mark.end = this.lastEnd;
    } while (this.accept(T.Comma));
  }

  protected organizationBody(): Query['order'] {
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

  protected abstract rowFormat(): boolean;
}
