import type { AsOf, Call, Expr, Ident, Name, Query, Relation, Scope, TablePurpose, TableRelation } from '../ast';
import { T } from '../token-kinds';
import { CallParser } from './calls';

/** Words that cannot be a table's alias: joins, and the clauses that may follow a table. */
const noAlias = new Uint8Array(1024);
for (const kind of [
  ...[T.ANTI, T.CROSS, T.EXCEPT, T.FULL, T.INNER, T.INTERSECT, T.JOIN, T.LATERAL, T.LEFT, T.NATURAL, T.ON, T.RIGHT],
  ...[T.SEMI, T.MINUS, T.UNION, T.USING, T.WHERE, T.HAVING, T.LIMIT, T.OFFSET, T.WINDOW, T.PIVOT, T.UNPIVOT, T.SET],
  ...[T.TABLESAMPLE, T.WHEN, T.VALUES, T.SELECT, T.FROM, T.AS, T.INSERT, T.DO, T.THEN, T.MAP, T.REDUCE, T.ELSE],
])
  noAlias[kind] = 1;

/** FROM: tables, time travel, joins, subqueries, table functions, PIVOT, LATERAL VIEW. */
export abstract class RelationParser extends CallParser {
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
    do this.relation();
    while (this.accept(T.Comma));
    this.lateralViews();
    this.pivots();
    this.clause = clause;
  }

  /** One relation with all that is joined to it. Added to the scope. */
  protected relation(): void {
    this.acceptLateral();
    this.relationPrimary();
    for (;;) {
      if (this.join()) continue;
      if (this.pivots()) continue;
      return;
    }
  }

  private acceptLateral(): void {
    if (this.type === T.LATERAL && this.peek() === T.VIEW) return;
    this.accept(T.LATERAL);
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
    this.accept(T.LATERAL);
    const { relations } = this.scope;
    const first = relations.length;
    this.relationPrimary();
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

  private relationPrimary(): void {
    const { start } = this;
    if (this.type === T.LParen && !this.watched) {
      this.parenthesizedRelation(start);
      return;
    }
    if (this.watched) {
      this.note({ kind: 'tableFunction' });
      this.noteWords('VALUES', 'LATERAL');
    }
    if (this.type === T.VALUES && !this.watched) {
      this.next();
      const width = this.valuesRows();
      this.add({ kind: 'function', call: null, width, alias: null, columnAliases: [], start, end: this.lastEnd });
      return;
    }
    const dynamic = this.dynamicName();
    if (dynamic === null && !this.atCaret && this.atWord && noAlias[this.type] === 1 && !this.nameSign()) {
      this.note({ kind: 'table', qualifier: [], scope: this.scope, purpose: 'read' });
      this.fail();
      return;
    }
    const first = this.type;
    const name = dynamic ?? this.name('read');
    if (this.type === T.LParen && !this.watched) {
      const call: Call = this.call(name, name.parts.length === 1 ? first : T.Eof);
      this.add({ kind: 'function', call, width: -1, alias: null, columnAliases: [], start, end: this.lastEnd });
      return;
    }
    const table = this.relationFor(name, 'read', start);
    this.temporal(table);
    this.sample();
    this.add(table);
  }

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
      if (this.type === T.Comma && this.peek() === T.VALUES && !this.watched) break;
    } while (this.accept(T.Comma));
    this.clause = clause;
    this.nodes.push({ kind: 'values', rows, start, end: this.lastEnd });
    return width;
  }

  /** `AS t (a, b)`. Notes nothing but AS: an alias is the user's own word. */
  protected tableAlias(): { alias: Ident; columns: Ident[] } | null {
    if (this.accept(T.AS)) {
      // Spark reads `AS (a, b)` as an alias that is called `as`.
      const at = this.lastEnd;
      const unnamed = this.type === T.LParen && !this.watched;
      const alias = unnamed ? { name: 'as', start: at - 2, end: at } : this.newIdent('tableAlias');
      return { alias, columns: this.aliasColumns() };
    }
    if (!this.atWord || this.watched || this.type === T.StrictName) return null;
    if (noAlias[this.type] === 1 || this.clauseFollows()) return null;
    this.aliases.push(this.pos);
    const alias = this.word();
    this.mark('tableAlias', [alias], true);
    return { alias, columns: this.aliasColumns() };
  }

  /** GROUP BY and the like: words that are names unless BY follows, or the caret. */
  protected clauseFollows(): boolean {
    switch (this.type) {
      case T.GROUP:
      case T.ORDER:
      case T.SORT:
      case T.CLUSTER:
      case T.DISTRIBUTE:
      case T.PARTITION:
        return this.peek() === T.BY || this.pos + 1 === this.watch || this.peek() === T.LParen;
      case T.FOR:
        return true;
      case T.REPLACE:
        return this.peek() === T.WHERE;
      case T.BY:
        return this.peek() === T.NAME;
      case T.TIMESTAMP:
      case T.VERSION:
      case T.SYSTEM_TIME:
      case T.SYSTEM_VERSION:
        return this.peek() === T.AS && this.peek(2) === T.OF;
      case T.END:
      case T.LOOP:
        return this.inScript;
      default:
        return false;
    }
  }

  private aliasColumns(): Ident[] {
    const columns: Ident[] = [];
    if (this.type !== T.LParen || this.watched) return columns;
    this.next();
    do columns.push(this.newIdent('columnAlias'));
    while (this.accept(T.Comma));
    this.closeParen();
    return columns;
  }

  /** TIMESTAMP AS OF, VERSION AS OF, and their FOR SYSTEM_… forms. */
  protected temporal(table: TableRelation): void {
    const { start } = this;
    const isFor = this.type === T.FOR && !this.watched;
    if (isFor) this.next();
    let kind: AsOf['kind'];
    if (this.acceptWords(T.TIMESTAMP, T.AS, T.OF) || this.temporalWord(T.SYSTEM_TIME, isFor)) kind = 'timestamp';
    else if (this.acceptWords(T.VERSION, T.AS, T.OF) || this.temporalWord(T.SYSTEM_VERSION, isFor)) kind = 'version';
    else {
      if (isFor) this.fail();
      this.noteWords('FOR SYSTEM_TIME AS OF', 'FOR SYSTEM_VERSION AS OF');
      return;
    }
    const asOf: AsOf = { kind, start, end: this.lastEnd, value: null };
    table.asOf = asOf;
    const clause = this.clause;
    this.clause = 'asOf';
    if (kind === 'timestamp') {
      this.note({ kind: 'timestamp', table });
      asOf.value = this.valueExpression();
    } else {
      this.note({ kind: 'version', table });
      if (this.atCaret) this.takeCaret();
      else if (this.type === T.Integer || this.type === T.String || this.type === T.Substitution) {
        const literal = this.type === T.String ? 'string' : 'integer';
        const from = this.start;
        this.next();
        asOf.value = { kind: 'literal', type: literal, start: from, end: this.lastEnd };
      } else this.fail();
    }
    this.clause = clause;
    asOf.end = this.lastEnd;
  }

  private temporalWord(word: T, isFor: boolean): boolean {
    if (!isFor && this.type !== word) return false;
    return this.acceptWords(word, T.AS, T.OF);
  }

  protected sample(): void {
    if (!this.accept(T.TABLESAMPLE)) return;
    if (this.acceptWord('SYSTEM') || this.acceptWord('BERNOULLI')) {
      // a method's name
    }
    if (!this.expect(T.LParen)) return;
    if (this.accept(T.BUCKET)) {
      this.expect(T.Integer);
      this.expectWords(T.OUT, T.OF);
      this.expect(T.Integer);
      if (this.accept(T.ON)) {
        this.mark('column', this.name('column').parts);
        if (this.accept(T.LParen)) this.expect(T.RParen);
      }
    } else if (this.type !== T.RParen) {
      this.expression();
      this.acceptAny(T.PERCENT, T.ROWS);
    }
    this.closeParen();
    if (this.accept(T.REPEATABLE)) {
      this.expect(T.LParen);
      this.expect(T.Integer);
      this.closeParen();
    }
  }

  /** A word that is in no grammar's list. */
  protected acceptWord(word: string): boolean {
    if (!this.atWord || this.textAt().toUpperCase() !== word) return false;
    this.next();
    return true;
  }

  // PIVOT and UNPIVOT change the columns in ways the binder does not follow yet.

  protected pivots(): boolean {
    let any = false;
    for (;;) {
      if (this.at(T.PIVOT) && this.peek() === T.LParen) this.pivot();
      else if (this.at(T.UNPIVOT) && (this.peek() === T.LParen || this.peek(2) === T.NULLS)) this.unpivot();
      else return any;
      any = true;
      this.scope.opaque = true;
    }
  }

  private pivot(): void {
    this.next();
    this.next();
    do {
      this.expression();
      this.optionalAlias();
    } while (this.accept(T.Comma));
    this.expect(T.FOR);
    if (this.accept(T.LParen)) {
      do this.ident('column');
      while (this.accept(T.Comma));
      this.closeParen();
    } else this.ident('column');
    this.expect(T.IN);
    this.expect(T.LParen);
    do {
      this.expression();
      this.optionalAlias();
    } while (this.accept(T.Comma));
    this.closeParen();
    this.closeParen();
    this.pivotAlias();
  }

  private unpivot(): void {
    this.next();
    if (this.acceptAny(T.INCLUDE, T.EXCLUDE)) this.expect(T.NULLS);
    if (!this.expect(T.LParen)) return;
    this.identOrList();
    this.expect(T.FOR);
    this.newIdent('columnAlias');
    this.expect(T.IN);
    this.expect(T.LParen);
    do {
      if (this.accept(T.LParen)) {
        do this.mark('column', this.name('column').parts);
        while (this.accept(T.Comma));
        this.closeParen();
      } else this.mark('column', this.name('column').parts);
      this.optionalAlias();
    } while (this.accept(T.Comma));
    this.closeParen();
    this.closeParen();
    this.pivotAlias();
  }

  private identOrList(): void {
    if (this.accept(T.LParen)) {
      do this.newIdent('columnAlias');
      while (this.accept(T.Comma));
      this.closeParen();
    } else this.newIdent('columnAlias');
  }

  private pivotAlias(): void {
    const alias = this.tableAlias();
    const relation = this.scope.relations[this.scope.relations.length - 1];
    if (alias !== null && relation !== undefined) relation.alias = alias.alias;
  }

  private optionalAlias(): void {
    if (this.accept(T.AS)) this.newIdent('columnAlias');
    else if (this.atWord && this.type !== T.FOR && !this.watched) this.mark('columnAlias', [this.word()], true);
  }

  protected lateralViews(): void {
    while (this.acceptWords(T.LATERAL, T.VIEW)) {
      const { start } = this;
      this.accept(T.OUTER);
      if (this.watched) this.note({ kind: 'tableFunction' });
      const name = this.name('function');
      if (this.type === T.LParen) this.call(name, T.Eof);
      else this.fail();
      const relation: Relation = { kind: 'view', alias: null, columnAliases: [], start, end: this.lastEnd };
      if (this.atWord && this.type !== T.AS && noAlias[this.type] !== 1 && !this.watched)
        relation.alias = this.newIdent('tableAlias');
      if (this.accept(T.AS) || (this.atWord && noAlias[this.type] !== 1 && !this.clauseFollows() && !this.watched)) {
        const columns = [this.newIdent('columnAlias')];
        while (this.accept(T.Comma)) columns.push(this.newIdent('columnAlias'));
        relation.columnAliases = columns;
      }
      relation.end = this.lastEnd;
      this.scope.relations.push(relation);
    }
  }
}
