import type { AsOf, Ident, Relation, TableRelation } from '../ast';
import { T } from '../token-kinds';
import { CallParser } from './calls';

/** Words that cannot be a table's alias: joins, and the clauses that may follow a table. */
export const noAlias = new Uint8Array(1024);
for (const kind of [
  ...[T.ANTI, T.CROSS, T.EXCEPT, T.FULL, T.INNER, T.INTERSECT, T.JOIN, T.LATERAL, T.LEFT, T.NATURAL, T.ON, T.RIGHT],
  ...[T.SEMI, T.MINUS, T.UNION, T.USING, T.WHERE, T.HAVING, T.LIMIT, T.OFFSET, T.WINDOW, T.PIVOT, T.UNPIVOT, T.SET],
  ...[T.TABLESAMPLE, T.WHEN, T.VALUES, T.SELECT, T.FROM, T.AS, T.INSERT, T.DO, T.THEN, T.MAP, T.REDUCE, T.ELSE],
])
  noAlias[kind] = 1;

const NO_COLUMNS = 'The time cannot come from a column. Functions need their parentheses: `current_timestamp()`.';
const SAMPLES = 'TABLESAMPLE takes `n PERCENT`, `n ROWS` or `BUCKET x OUT OF y`.';

/** What may follow a relation: time travel, TABLESAMPLE, an alias, PIVOT, UNPIVOT, LATERAL VIEW. */
export abstract class RelationClauseParser extends CallParser {
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
      const before = this.columns.length;
      asOf.value = this.valueExpression();
      const { start: from, end } = asOf.value;
      const named = this.columns.slice(before).some(({ scope }) => scope === this.scope);
      if (named && this.watch < 0) this.refuse(from, end, NO_COLUMNS);
    } else {
      this.note({ kind: 'version', table });
      if (this.atCaret) this.takeCaret();
      else if (this.type === T.Integer || this.type === T.String || this.type === T.Substitution) {
        const literal = this.type === T.String ? 'string' : 'integer';
        const from = this.start;
        this.next();
        if (literal === 'string') this.moreStrings();
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
    if (!this.expect(T.LParen)) return;
    const { start } = this;
    if (this.type === T.BUCKET && (this.peek() === T.Integer || this.watchesNext)) this.bucketSample();
    else if (this.type !== T.RParen || this.watched) this.sizeSample(start);
    else this.refuse(start - 1, start + 1, `TABLESAMPLE is empty. ${SAMPLES}`);
    this.closeParen();
    if (this.accept(T.REPEATABLE)) {
      this.expect(T.LParen);
      this.expect(T.Integer);
      this.closeParen();
    }
  }

  private bucketSample(): void {
    this.next();
    this.expect(T.Integer);
    this.expectWords(T.OUT, T.OF);
    this.expect(T.Integer);
    const { start } = this;
    if (!this.accept(T.ON)) return;
    this.mark('column', this.name('column').parts);
    if (this.accept(T.LParen)) this.expect(T.RParen);
    this.refuse(start, this.lastEnd, 'Spark takes no ON in a sample of buckets.');
  }

  /** `10 PERCENT`, `5 ROWS`. Spark reads a size as well, to refuse it. */
  private sizeSample(start: number): void {
    const size = this.expression();
    const isNumber = /^-?\s*[\d.]+$/.test(this.slice(size.start, size.end));
    if (this.at(T.PERCENT) && isNumber) {
      const percent = Number(this.slice(size.start, size.end).replace(/\s/g, ''));
      this.next();
      if (percent < 0 || percent > 100) this.refuse(start, this.lastEnd, 'A sample has from 0 to 100 percent.');
    } else if (!this.accept(T.ROWS) && this.type === T.RParen && !this.watched) {
      this.refuse(start, this.lastEnd, SAMPLES);
    }
  }

  /** A word that is in no grammar's list. */
  protected acceptWord(word: string): boolean {
    if (!this.atWord || this.textAt().toUpperCase() !== word) return false;
    this.next();
    return true;
  }

  /** PIVOT and UNPIVOT change the columns in ways the binder does not follow yet. */
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
      if (this.type === T.AS && this.peek() === T.LParen) {
        this.next();
        this.identOrList();
      } else if (this.type === T.LParen && !this.watched) this.identOrList();
      else this.optionalAlias();
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

  protected aliasOrList(): void {
    if (this.type === T.LParen && !this.watched) this.identOrList();
    else this.newIdent('columnAlias');
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
      if (this.atWord && this.type !== T.AS && noAlias[this.type] !== 1 && !this.clauseFollows() && !this.watched)
        relation.alias = this.newIdent('tableAlias');
      else if (this.type !== T.AS && this.caret === null) this.fail();
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
