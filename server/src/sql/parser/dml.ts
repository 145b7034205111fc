import type { Ident, Scope, TableRelation } from '../ast';
import { T } from '../token-kinds';
import { QueryParser } from './query';

/** INSERT, UPDATE, DELETE, MERGE. */
export abstract class DmlParser extends QueryParser {
  protected insert(): void {
    this.insertHeader();
    this.queryOrFail();
  }

  protected queryOrFail(): void {
    this.query();
  }

  /** Up to the query: `INSERT INTO t (a, b)`. */
  protected insertHeader(): void {
    this.next();
    if (this.accept(T.OVERWRITE)) {
      if (this.at(T.LOCAL) || (this.at(T.DIRECTORY) && this.peek() !== T.Dot)) {
        this.insertDirectory();
        return;
      }
    } else this.expect(T.INTO);
    if (this.at(T.TABLE) && this.peek() !== T.Dot) this.next();
    const target = this.table('write');
    this.temporal(target);
    if (this.accept(T.PARTITION)) this.partitionValues(target);
    this.acceptWords(T.IF, T.NOT, T.EXISTS);
    if (this.acceptWords(T.BY, T.NAME)) return;
    if (this.type === T.REPLACE && (this.peek() === T.WHERE || this.pos + 1 === this.watch)) {
      this.acceptWords(T.REPLACE, T.WHERE);
      const scope = this.openScope();
      scope.relations.push(target);
      this.clause = 'where';
      this.expression();
      this.closeScope(scope);
      return;
    }
    this.noteWords('REPLACE WHERE');
    if (this.type === T.LParen && !this.queryAfter(0)) {
      this.next();
      do this.name('targetColumn', target);
      while (this.accept(T.Comma));
      this.closeParen();
    } else if (this.watched) this.note({ kind: 'sign', text: '(' });
  }

  private insertDirectory(): void {
    this.accept(T.LOCAL);
    this.expect(T.DIRECTORY);
    if (this.type === T.String) this.next();
    if (this.accept(T.USING)) {
      this.name('newName');
      if (this.accept(T.OPTIONS)) this.properties(null);
    }
    this.rowFormat();
    this.fileFormat();
  }

  /** `(dt = '…', hour)` after PARTITION. */
  protected partitionValues(target: TableRelation | null): void {
    if (!this.expect(T.LParen)) return;
    do {
      this.name('targetColumn', target);
      if (this.acceptAny(T.Eq, T.Lt, T.Lte, T.Gt, T.Gte, T.Neq)) this.valueExpression();
    } while (this.accept(T.Comma));
    this.closeParen();
  }

  protected update(): void {
    this.next();
    const scope = this.openScope();
    this.addTarget(scope);
    if (this.expect(T.SET)) this.assignments(null);
    this.where();
    this.closeScope(scope);
  }

  protected deleteFrom(): void {
    this.next();
    if (!this.expect(T.FROM)) return;
    const scope = this.openScope();
    this.addTarget(scope);
    this.where();
    this.closeScope(scope);
  }

  private addTarget(scope: Scope): TableRelation {
    const target = this.table('write');
    this.temporal(target);
    const alias = this.tableAlias();
    if (alias !== null) target.alias = alias.alias;
    scope.relations.push(target);
    return target;
  }

  /** `a = 1, t.b = DEFAULT`. With a target, only its columns are offered on the left. */
  protected assignments(target: TableRelation | null): void {
    const { clause } = this;
    do {
      this.clause = 'set';
      const name = this.name(target === null ? 'column' : 'targetColumn', target);
      if (target === null) {
        this.columns.push({ kind: 'column', name, scope: this.scope, start: name.start, end: name.end });
      }
      this.expect(T.Eq);
      this.clause = 'values';
      if (this.watched) this.noteWords('DEFAULT');
      this.expression();
    } while (this.accept(T.Comma));
    this.clause = clause;
  }

  protected merge(): void {
    this.next();
    this.acceptWords(T.WITH, T.SCHEMA, T.EVOLUTION);
    if (!this.expect(T.INTO)) return;
    const scope = this.openScope();
    const target = this.addTarget(scope);
    if (this.expect(T.USING)) {
      this.clause = 'from';
      this.relation();
      if (this.accept(T.ON)) {
        this.clause = 'on';
        this.expression();
      } else this.fail();
      while (this.accept(T.WHEN)) this.mergeClause(target);
      if (this.watched) this.noteWords('WHEN MATCHED THEN', 'WHEN NOT MATCHED THEN', 'WHEN NOT MATCHED BY SOURCE THEN');
    }
    this.closeScope(scope);
  }

  private mergeClause(target: TableRelation): void {
    if (this.watched) this.noteWords('MATCHED', 'NOT MATCHED', 'NOT MATCHED BY SOURCE');
    const negated = this.type === T.NOT || this.type === T.Bang;
    if (negated) this.next();
    this.expect(T.MATCHED);
    let bySource = false;
    if (negated && this.accept(T.BY)) {
      bySource = this.accept(T.SOURCE);
      if (!bySource) this.expect(T.TARGET);
    }
    if (this.accept(T.AND)) {
      this.clause = 'on';
      this.expression();
    }
    if (!this.expect(T.THEN)) return;
    if (negated && !bySource) {
      if (this.expect(T.INSERT)) this.mergeInsert(target);
      return;
    }
    if (this.accept(T.DELETE)) return;
    if (!this.expect(T.UPDATE)) return;
    if (!this.expect(T.SET)) return;
    if (!this.accept(T.Star)) this.assignments(target);
  }

  private mergeInsert(target: TableRelation): void {
    if (this.accept(T.Star)) return;
    if (this.expect(T.LParen)) {
      const columns: Ident[] = [];
      do columns.push(...this.name('targetColumn', target).parts);
      while (this.accept(T.Comma));
      this.closeParen();
    }
    if (!this.expect(T.VALUES) || !this.expect(T.LParen)) return;
    this.clause = 'values';
    do {
      if (this.watched) this.noteWords('DEFAULT');
      this.expression();
    } while (this.accept(T.Comma));
    this.closeParen();
  }

  /** `('k' = 'v', a.b = 1)`. */
  protected abstract properties(table: TableRelation | null): void;
  protected abstract fileFormat(): boolean;
}
