import type { Call, Expr, Ident, Name, Query, Relation, Scope, TablePurpose, TableRelation } from '../ast';
import { T } from '../token-kinds';
import { noAlias, RelationClauseParser } from './relation-clauses';

const LATERAL_ALONE = 'LATERAL is for subqueries and table functions.';

/** FROM: tables, time travel, joins, subqueries, table functions, PIVOT, LATERAL VIEW. */
export abstract class RelationParser extends RelationClauseParser {
  protected tableName(purpose: TablePurpose): TableRelation {
    return this.table(purpose);
  }

  /** A table's name, without what may follow it. */
  protected table(purpose: TablePurpose): TableRelation {
    const { start } = this;
    const dynamic = this.dynamicName();
    return this.relationFor(dynamic ?? this.name(purpose), purpose, start);
  }

  private relationFor(name: Name, purpose: TablePurpose, start: number): TableRelation {
    const table: TableRelation = {
      kind: 'table',
      name,
      purpose,
      scope: this.scope,
      asOf: null,
      alias: null,
      columnAliases: [],
      start,
      end: this.lastEnd,
    };
    this.tables.push(table);
    return table;
  }

  /** `IDENTIFIER(…)`: a name only the session knows. */
  protected dynamicName(): Name | null {
    if (this.type !== T.IDENTIFIER || this.peek() !== T.LParen) return null;
    const { start } = this;
    this.next();
    this.next();
    this.expression();
    this.closeParen();
    const parts: Ident[] = [{ name: '', start, end: this.lastEnd }];
    while (this.accept(T.Dot)) parts.push(this.ident());
    return { parts, start, end: this.lastEnd };
  }

  protected fromClause(): void {
    const clause = this.clause;
    this.clause = 'from';
    this.relation(true);
    while (this.accept(T.Comma)) this.relation();
    this.lateralViews();
    this.pivots();
    this.clause = clause;
  }

  /** One relation with all that is joined to it. Added to the scope. */
  protected relation(isFirst = false): void {
    const lateral = this.acceptLateral();
    this.relationPrimary(isFirst ? null : lateral);
    for (;;) {
      if (this.join()) continue;
      if (this.pivots()) continue;
      return;
    }
  }

  private acceptLateral(): number | null {
    if (this.type === T.LATERAL && this.peek() === T.VIEW) return null;
    const { start } = this;
    return this.accept(T.LATERAL) ? start : null;
  }

  protected join(): boolean {
    if (this.watched) {
      this.noteWords('JOIN', 'LEFT JOIN', 'INNER JOIN', 'RIGHT JOIN', 'FULL JOIN', 'CROSS JOIN');
      this.noteWords('LEFT SEMI JOIN', 'LEFT ANTI JOIN', 'NATURAL JOIN');
    }
    let ahead = 0;
    if (this.peek(ahead) === T.NATURAL) ahead++;
    switch (this.peek(ahead)) {
      case T.INNER:
      case T.CROSS:
      case T.SEMI:
      case T.ANTI:
        ahead++;
        break;
      case T.LEFT:
        ahead++;
        if (this.peek(ahead) === T.OUTER || this.peek(ahead) === T.SEMI || this.peek(ahead) === T.ANTI) ahead++;
        break;
      case T.RIGHT:
      case T.FULL:
        ahead++;
        if (this.peek(ahead) === T.OUTER) ahead++;
        break;
      default:
    }
    if (this.peek(ahead) !== T.JOIN) return this.unfinishedJoin(ahead);
    const natural = this.type === T.NATURAL;
    const kind = this.peek(ahead - 1);
    const semi = ahead > 0 && (kind === T.SEMI || kind === T.ANTI);
    for (let i = 0; i <= ahead; i++) this.next();
    this.clause = 'from';
    const lateral = this.acceptLateral();
    const { relations } = this.scope;
    const first = relations.length;
    this.relationPrimary(lateral);
    const using = natural ? [] : this.joinCondition();
    for (let i = first; i < relations.length; i++) {
      const relation = relations[i];
      if (relation !== undefined) relation.join ??= { natural, semi, using };
    }
    return true;
  }

  /** `LEFT |`: the caret stands for what is missing. Any other half of a join is an error at what follows. */
  private unfinishedJoin(ahead: number): boolean {
    if (ahead === 0) return false;
    for (let i = 0; i < ahead; i++) this.next();
    if (this.watched) {
      this.noteWords('JOIN', 'OUTER JOIN', 'SEMI JOIN', 'ANTI JOIN');
      if (this.caret !== null) this.takeCaret();
    } else this.fail();
    return false;
  }

  /** Gives the columns of USING. */
  private joinCondition(): Ident[] {
    const using: Ident[] = [];
    if (this.accept(T.ON)) {
      this.clause = 'on';
      this.condition('on');
      this.clause = 'from';
    } else if (this.accept(T.USING)) {
      this.clause = 'using';
      this.expect(T.LParen);
      do {
        const column = this.columnName();
        this.columns.push(column);
        using.push(...column.name.parts.slice(-1));
      } while (this.accept(T.Comma));
      this.closeParen();
      this.clause = 'from';
    }
    return using;
  }

  private columnName(): { kind: 'column'; name: Name; scope: Scope; start: number; end: number } {
    const name = this.name('column');
    return { kind: 'column', name, scope: this.scope, start: name.start, end: name.end };
  }

  /** `lateral`: where LATERAL stands before it. */
  private relationPrimary(lateral: number | null = null): void {
    const { start } = this;
    if (this.type === T.LParen && !this.watched) {
      if (lateral !== null && !this.queryAfter(0)) this.refuse(lateral, this.lastEnd, LATERAL_ALONE);
      this.parenthesizedRelation(start);
      return;
    }
    if (this.watched) {
      this.note({ kind: 'tableFunction' });
      this.noteWords('VALUES', 'LATERAL');
    }
    if (this.type === T.VALUES && !this.watched) {
      if (lateral !== null) this.refuse(lateral, this.lastEnd, LATERAL_ALONE);
      this.next();
      const width = this.valuesRows();
      this.add({ kind: 'function', call: null, width, alias: null, columnAliases: [], start, end: this.lastEnd });
      return;
    }
    const stream = this.atStream();
    if (stream) this.next();
    const dynamic = this.dynamicName();
    if (dynamic === null && !this.atCaret && this.atWord && noAlias[this.type] === 1 && !this.nameSign()) {
      this.note({ kind: 'table', qualifier: [], scope: this.scope, purpose: 'read' });
      this.fail();
      return;
    }
    const first = this.type;
    const name = dynamic ?? this.name('read');
    if (lateral !== null && this.type !== T.LParen && !this.watched) {
      this.refuse(lateral, this.lastEnd, LATERAL_ALONE);
    }
    if (this.type === T.LParen && !this.watched) {
      const call: Call = this.call(name, name.parts.length === 1 ? first : T.Eof);
      if (name.parts.length > 1) this.refuse(name.start, name.end, "A table function's name has one part.");
      if (/^stream$/i.test(name.parts[0]?.name ?? '')) this.streamClauses(null);
      else this.watermark();
      this.add({ kind: 'function', call, width: -1, alias: null, columnAliases: [], start, end: this.lastEnd });
      return;
    }
    const table = this.relationFor(name, 'read', start);
    if (stream) this.newIn41(start, 'STREAM');
    this.temporal(table);
    this.streamClauses(table);
    this.sample();
    this.add(table);
  }

  /** `STREAM a.b`: a table read as a stream. `STREAM b` is a table that is called so, with an alias. */
  private atStream(): boolean {
    const next = this.peek();
    const isName = next > T.FirstKeyword || next === T.Ident || next === T.Quoted;
    return this.type === T.Ident && isName && this.peek(2) === T.Dot && /^stream$/i.test(this.textAt());
  }

  private streamClauses(table: TableRelation | null): void {
    this.relationOptions(table);
    this.watermark();
  }

  /** `WATERMARK ts DELAY OF INTERVAL 1 MINUTE`, which came with Spark 4.1. */
  private watermark(): void {
    if (this.type !== T.Ident || !/^watermark$/i.test(this.textAt()) || !this.delayFollows()) return;
    const { start } = this;
    this.next();
    this.expression();
    if (this.accept(T.AS)) this.ident();
    else if (this.atWord && !/^delay$/i.test(this.textAt())) this.word();
    if (!this.acceptWord('DELAY')) this.fail();
    this.expect(T.OF);
    if (this.is(T.INTERVAL)) this.interval(this.start);
    else this.fail();
    this.newIn41(start, 'WATERMARK');
  }

  private delayFollows(): boolean {
    for (let ahead = 2; ahead < 200; ahead++) {
      const kind = this.peek(ahead);
      if (kind === T.Eof) return false;
      if (kind === T.OF && /^delay$/i.test(this.textAt(this.pos + ahead - 1))) return true;
    }
    return false;
  }

  /** `WITH ('key' = 'value')` after a table's name. */
  protected relationOptions(table: TableRelation | null): void {
    if (this.type !== T.WITH || this.peek() !== T.LParen) return;
    this.next();
    this.properties(table);
  }

  /** `('k' = 'v', a.b = 1)`. */
  protected abstract properties(table: TableRelation | null): void;

  /** A sign after the word shows that it is a name. */
  private nameSign(): boolean {
    const kind = this.peek();
    return kind === T.Dot || kind === T.LParen || kind === T.Comma || kind === T.RParen;
  }

  private parenthesizedRelation(start: number): void {
    if (this.queryAfter(0) && this.peek() !== T.LParen) {
      this.next();
      const query = this.query();
      this.closeParen();
      this.derived(query, start);
      return;
    }
    const count = this.scope.relations.length;
    this.next();
    this.nested(
      () => this.relation(),
      () => undefined,
    );
    const inner = this.scope.relations[count];
    if (inner?.kind === 'derived' && inner.alias === null && this.scope.relations.length === count + 1) {
      // `((SELECT …) UNION …)`, or a query in two pairs of parentheses.
      this.scope.relations.pop();
      const query = this.queryRest(inner.query);
      this.closeParen();
      this.derived(query, start);
      return;
    }
    while (this.accept(T.Comma)) this.relation();
    this.closeParen();
    this.sample();
    const alias = this.tableAlias();
    const relation = this.scope.relations[this.scope.relations.length - 1];
    if (alias !== null && relation !== undefined) {
      // The alias of a join hides the names inside.
      if (this.scope.relations.length > count + 1) this.scope.opaque = true;
      relation.alias = alias.alias;
      relation.columnAliases = alias.columns;
    }
  }

  private derived(query: Query, start: number): void {
    this.sample();
    this.add({ kind: 'derived', query, alias: null, columnAliases: [], start, end: this.lastEnd });
  }

  /** Adds a relation to the scope, with the alias that follows. */
  protected add(relation: Relation): void {
    const alias = this.tableAlias();
    if (alias !== null) {
      relation.alias = alias.alias;
      relation.columnAliases = alias.columns;
    }
    relation.end = this.lastEnd;
    this.scope.relations.push(relation);
  }

  protected valuesRows(): number {
    const { clause, start } = this;
    this.clause = 'values';
    let width = 0;
    const rows: Expr[] = [];
    do {
      const row = this.expression();
      rows.push(row);
      if (width === 0) width = row.kind === 'compound' && row.what === 'row' ? row.operands.length : 1;
      // The next relation of a FROM clause may be VALUES again.
      const next = this.peek();
      if (this.type === T.Comma && (next === T.VALUES || next === T.LATERAL) && !this.watched) break;
    } while (this.accept(T.Comma));
    this.clause = clause;
    this.nodes.push({ kind: 'values', rows, start, end: this.lastEnd });
    return width;
  }
}
