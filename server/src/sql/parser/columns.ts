import type { Ident, TableRelation } from '../ast';
import type { ColumnDefinition } from '../nodes';
import { T } from '../token-kinds';
import { PropertyParser } from './properties';

/** Where a column is defined: each place has options of its own. */
export type ColumnPlace = 'create' | 'add' | 'replace' | 'partition' | 'view' | 'param' | 'returns';

/** Columns with their options, and constraints. */
export abstract class ColumnParser extends PropertyParser {
  protected columnDefinitions(table: TableRelation | null, place: ColumnPlace): ColumnDefinition[] {
    const columns: ColumnDefinition[] = [];
    if (this.type === T.RParen && !this.watched) {
      this.fail();
      return columns;
    }
    let primaryKeys = 0;
    do {
      const { start, type } = this;
      if (place === 'create' && this.constraint()) {
        const isPrimary = type === T.PRIMARY || /^CONSTRAINT\s+\S+\s+PRIMARY/i.test(this.slice(start, this.lastEnd));
        if (isPrimary && ++primaryKeys > 1) this.refuse(start, this.lastEnd, 'A table has one primary key.');
        continue;
      }
      columns.push(this.columnDefinition(table, place));
    } while (this.accept(T.Comma));
    return columns;
  }

  private columnDefinition(table: TableRelation | null, place: ColumnPlace): ColumnDefinition {
    const nested = place === 'add' || place === 'replace';
    const parts = nested ? this.name('newName').parts : [this.ident()];
    const start = parts[0]?.start ?? this.lastEnd;
    const name = { parts, start, end: this.lastEnd };
    const mark = this.mark('columnName', parts, true, table);
    if (place === 'replace' && parts.length > 1) {
      this.refuse(start, name.end, 'REPLACE COLUMNS takes whole columns, no fields of them.');
    }
    const type = place === 'returns' ? this.looseType() : this.dataType();
    this.columnOptions(table, place);
    mark.end = this.lastEnd;
    return { name, type };
  }

  /** A table constraint. */
  protected constraint(): boolean {
    if (this.at(T.CONSTRAINT)) {
      const named = this.peek(2);
      if (named !== T.CHECK && named !== T.PRIMARY && named !== T.FOREIGN && named !== T.UNIQUE) return false;
      this.constraintBody();
      return true;
    }
    if ((this.type === T.PRIMARY || this.type === T.FOREIGN) && this.peek() === T.KEY) {
      this.constraintBody();
      return true;
    }
    if ((this.type === T.CHECK || this.type === T.UNIQUE) && this.peek() === T.LParen) {
      this.constraintBody();
      return true;
    }
    return false;
  }

  /** A constraint with its name, if any; they came with Spark 4.1. `ofColumn`: after a column's type. */
  protected constraintBody(ofColumn = false): void {
    const { start } = this;
    if (this.accept(T.CONSTRAINT)) this.ident();
    const isCheck = this.type === T.CHECK;
    if (this.accept(T.CHECK)) this.parenthesizedExpression();
    else if (this.accept(T.UNIQUE)) this.columnList(ofColumn);
    else if (this.acceptWords(T.PRIMARY, T.KEY)) this.columnList(ofColumn);
    else if (!ofColumn && this.acceptWords(T.FOREIGN, T.KEY)) {
      this.columnList(false);
      this.references();
    } else if (ofColumn && this.is(T.REFERENCES)) this.references();
    else this.fail();
    this.constraintOptions(isCheck);
    this.newIn41(start, 'A constraint');
  }

  private columnList(ofColumn: boolean): void {
    if (ofColumn) return;
    if (!this.expect(T.LParen)) return;
    do this.ident();
    while (this.accept(T.Comma));
    this.closeParen();
  }

  private references(): void {
    if (!this.expect(T.REFERENCES)) return;
    this.table('read');
    this.columnList(false);
  }

  /** `NOT ENFORCED RELY`, in any order; only a check can be enforced. */
  private constraintOptions(isCheck: boolean): void {
    for (;;) {
      const { start } = this;
      if (this.type === T.NOT && this.peek() === T.ENFORCED) {
        this.next();
        this.next();
      } else if (this.accept(T.ENFORCED)) {
        if (!isCheck) this.refuse(start, this.lastEnd, 'Only a CHECK can be enforced.');
      } else if (!this.acceptAny(T.RELY, T.NORELY)) return;
    }
  }

  protected parenthesizedExpression(): void {
    if (!this.expect(T.LParen)) return;
    this.expression();
    this.closeParen();
  }

  /** NOT NULL, DEFAULT, COMMENT, GENERATED, constraints, position: each once. */
  protected columnOptions(table: TableRelation | null, place: ColumnPlace): void {
    const seen = new Set<string>();
    const alters = place === 'add' || place === 'replace';
    const free = alters || place === 'create' || place === 'param';
    for (;;) {
      const { start, pos } = this;
      let what: string;
      if ((free || !seen.has('COMMENT')) && this.notNull(place === 'create' || place === 'add' ? 'refused' : 'taken'))
        what = 'NOT NULL';
      else if (free && this.accept(T.DEFAULT)) {
        this.expression();
        what = 'DEFAULT';
      } else if ((free || seen.size < 2) && this.accept(T.COMMENT)) {
        this.string();
        what = 'COMMENT';
      } else if (place === 'create' && this.accept(T.GENERATED)) {
        this.generated();
        what = 'GENERATED';
      } else if (place === 'create' && this.startsConstraint()) {
        this.constraintBody(true);
        what = '';
      } else if (table !== null && alters && this.position(table)) what = 'the position';
      else return;
      if (what !== '' && seen.has(what)) this.refuse(start, this.lastEnd, `The column has ${what} twice.`);
      if (place === 'replace' && (what === 'NOT NULL' || what === 'the position' || what === 'DEFAULT')) {
        this.refuse(start, this.lastEnd, `REPLACE COLUMNS takes types and comments, not ${what}.`);
      }
      seen.add(what);
      if (this.pos === pos) return;
    }
  }

  private startsConstraint(): boolean {
    switch (this.type) {
      case T.PRIMARY:
      case T.CHECK:
      case T.UNIQUE:
      case T.REFERENCES:
      case T.CONSTRAINT:
        return true;
      default:
        return false;
    }
  }

  private generated(): void {
    if (this.acceptWords(T.ALWAYS, T.AS)) {
      if (this.accept(T.IDENTITY)) this.identityOptions();
      else this.parenthesizedExpression();
      return;
    }
    this.expect(T.BY);
    this.expect(T.DEFAULT);
    this.expect(T.AS);
    this.expect(T.IDENTITY);
    this.identityOptions();
  }

  /** `(START WITH 1 INCREMENT BY 2)`. */
  private identityOptions(): void {
    if (!this.accept(T.LParen)) return;
    const seen = new Set<T>();
    while (this.type === T.START || this.type === T.INCREMENT) {
      const { start, type } = this;
      this.next();
      this.expect(type === T.START ? T.WITH : T.BY);
      const value = this.start;
      if (this.is(T.Minus) || this.is(T.Plus)) this.next();
      if (!this.expect(T.Integer)) break;
      if (type === T.INCREMENT && Number(this.slice(value, this.lastEnd).replace(/\s/g, '')) === 0) {
        this.refuse(value, this.lastEnd, 'The step cannot be 0.');
      }
      if (seen.has(type)) this.refuse(start, this.lastEnd, 'This is given twice.');
      seen.add(type);
    }
    this.closeParen();
  }

  protected position(table: TableRelation): boolean {
    if (this.accept(T.FIRST)) return true;
    if (!this.accept(T.AFTER)) return false;
    this.ident('targetColumn', table);
    return true;
  }

  /** One name, as a name of one part. */
  protected nameOf(ident: Ident): ColumnDefinition['name'] {
    return { parts: [ident], start: ident.start, end: ident.end };
  }
}
