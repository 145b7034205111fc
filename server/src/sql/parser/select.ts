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

/** Where a grouping stands: in GROUP BY itself, in GROUPING SETS, or in ROLLUP and CUBE. */
type GroupingPlace = 'top' | 'element' | 'set';

/** The clauses of one SELECT, and those that order a query. */
export abstract class SelectParser extends RelationParser {
  /** Whether the ORDER BY, or what goes with it, that was read last has a LIMIT or OFFSET. */
  protected limitedLast = false;

  /** SELECT with its list; the scope's relations may come later. */
  protected selectList(scope: Scope): { output: Output; distinct: boolean } {
    this.next();
    this.clause = 'select';
    while (this.type === T.HintStart) this.hint();
    if (this.type === T.TRANSFORM && this.peek() === T.LParen && this.isTransform()) {
      this.next();
      this.next();
      this.transformQuantifier();
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

  /** DISTINCT and ALL, which Spark reads before a script's columns only to refuse them. */
  protected transformQuantifier(): void {
    const { pos, start } = this;
    this.setQuantifier();
    if (this.pos > pos) this.refuse(start, this.lastEnd, 'A script takes no DISTINCT and no ALL.');
  }

  private columnType(): void {
    this.dataType();
    this.notNull();
    if (this.accept(T.COMMENT)) this.string();
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
    this.scriptFormat();
    this.recordClass(T.RECORDWRITER);
    this.expect(T.USING);
    this.string();
    if (this.accept(T.AS)) {
      const paren = this.accept(T.LParen);
      let typed: boolean | null = null;
      do {
        this.newIdent('columnAlias');
        const ends = this.type === T.FROM || this.type === T.ROW || this.type === T.RECORDREADER;
        const hasType = this.atWord && !ends && (paren || !this.clauseFollows());
        // All have a type, or none.
        if (typed !== null && typed !== hasType && !this.watched) this.fail();
        typed ??= hasType;
        if (hasType) this.columnType();
      } while (this.accept(T.Comma));
      if (paren) this.closeParen();
    }
    this.scriptFormat();
    this.recordClass(T.RECORDREADER);
  }

  private scriptFormat(): void {
    const { start } = this;
    if (this.rowFormat() === 'serde') this.refuse(start, this.lastEnd, 'A script takes a SERDE with Hive only.');
  }

  private recordClass(word: T): void {
    const { start } = this;
    if (!this.accept(word)) return;
    this.string();
    this.refuse(start, this.lastEnd, 'Spark takes no record reader or writer.');
  }

  /** `/*+ BROADCAST(t), COALESCE(3) *\/`. The names in it are tables by their names or aliases, columns and numbers. */
  protected hint(): void {
    this.next();
    const [columns, calls] = [this.columns.length, this.calls.length];
    do this.hintStatement();
    while (this.accept(T.Comma) || (this.atWord && !this.watched));
    this.columns.length = columns;
    this.calls.length = calls;
    this.hintCaret(null);
    if (this.is(T.HintEnd)) this.next();
    else {
      this.expect(T.HintEnd);
      this.skipUntil((kind) => kind === T.HintEnd);
      if (this.is(T.HintEnd)) this.next();
    }
  }

  private hintStatement(): void {
    this.hintCaret(null);
    if (this.is(T.HintEnd) && this.caret !== null) return;
    const name = this.ident();
    if (!this.accept(T.LParen)) return;
    do this.hintArgument(name.name);
    while (this.accept(T.Comma));
    this.hintCaret(name.name);
    this.closeParen();
  }

  private hintArgument(hint: string): void {
    this.hintCaret(hint);
    if (this.is(T.RParen) && this.caret !== null) return;
    const isName = this.atWord && this.peek() !== T.LParen && this.peek() !== T.String;
    if (!isName) {
      this.operand();
      return;
    }
    this.mark('hint', [this.word()]);
    while (this.accept(T.Dot)) this.mark('hint', [this.ident()]);
  }

  private hintCaret(hint: string | null): void {
    if (!this.watched) return;
    this.note(hint === null ? { kind: 'hint' } : { kind: 'hintArgument', hint, scope: this.scope });
    if (this.caret !== null) this.takeCaret();
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
    let listed = 0;
    let analytics = 0;
    do {
      listed++;
      if (this.watched) this.noteWords('ALL', 'ROLLUP', 'CUBE', 'GROUPING SETS');
      const expr = this.grouping('top');
      if (expr === null) {
        plain = false;
        analytics++;
      } else exprs.push(expr);
    } while (this.accept(T.Comma));
    if (analytics === 0 && this.type === T.WITH && (this.peek() === T.ROLLUP || this.peek() === T.CUBE)) {
      plain = false;
      this.next();
      this.next();
    } else if (this.watched) this.noteWords('WITH ROLLUP', 'WITH CUBE');
    if (analytics === 0 && listed > 0 && this.type === T.GROUPING && this.peek() === T.SETS) {
      plain = false;
      this.next();
      this.next();
      this.groupingList('set');
    }
    return { exprs, plain, start, end: this.lastEnd };
  }

  /** Null for ROLLUP, CUBE and GROUPING SETS. */
  protected grouping(place: GroupingPlace): Expr | null {
    if (place !== 'set' && this.type === T.GROUPING && this.peek() === T.SETS) {
      this.groupingSets();
      return null;
    }
    if (place !== 'set' && (this.type === T.ROLLUP || this.type === T.CUBE) && this.peek() === T.LParen) {
      this.next();
      this.groupingList('set');
      return null;
    }
    return place === 'top' ? this.expression() : this.groupingElement();
  }

  protected groupingSets(): void {
    this.next();
    this.next();
    this.groupingList('element');
  }

  protected groupingList(place: GroupingPlace): void {
    if (!this.expect(T.LParen)) return;
    do this.grouping(place);
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
    const known = new Set<string>();
    do {
      const name = this.ident();
      if (known.has(name.name) && name.name !== '') {
        this.refuse(name.start, name.end, `The window ${name.name} is defined twice.`);
      }
      known.add(name.name);
      const mark = this.mark('window', [name], true);
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
    const cluster = this.acceptWords(T.CLUSTER, T.BY);
    if (cluster) this.expressions();
    const distribute = this.acceptWords(T.DISTRIBUTE, T.BY);
    if (distribute) this.expressions();
    const sort = this.acceptWords(T.SORT, T.BY);
    if (sort) this.sortItems();
    const kinds = Number(exprs !== null) + Number(cluster) + Number(distribute || sort);
    if (kinds > 1) this.refuse(start, this.lastEnd, 'ORDER BY, CLUSTER BY and SORT BY exclude each other.');
    this.windows();
    let limited = false;
    this.limitedLast = false;
    if (this.accept(T.LIMIT)) {
      limited = true;
      if (!(this.type === T.ALL && this.peek() !== T.Dot && this.accept(T.ALL))) this.expression();
    }
    if (this.accept(T.OFFSET)) {
      limited = true;
      this.expression();
    }
    this.limitedLast = limited;
    return exprs === null ? undefined : { exprs, start, end, limited };
  }

  protected abstract rowFormat(): 'serde' | 'delimited' | null;
}
