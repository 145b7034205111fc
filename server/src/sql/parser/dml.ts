import type { Expr, Name, Scope, TableRelation } from '../ast';
import type { AssignmentNode, InsertNode, PartitionValue } from '../nodes';
import { T } from '../token-kinds';
import { MergeOrder } from './merge-order';
import { PipeParser } from './pipes';

/** INSERT, UPDATE, DELETE, MERGE. */
export abstract class DmlParser extends PipeParser {
  protected insert(): void {
    const node = this.insertHeader();
    const query = this.query();
    if (node === null) return;
    node.query = query;
    node.end = this.lastEnd;
  }

  /** Up to the query: `INSERT INTO t (a, b)`. Null for a directory. */
  protected insertHeader(): InsertNode | null {
    const { start } = this;
    this.next();
    const overwrite = this.accept(T.OVERWRITE);
    if (overwrite) {
      if (this.at(T.LOCAL) || (this.at(T.DIRECTORY) && this.peek() !== T.Dot)) {
        this.insertDirectory();
        return null;
      }
    } else this.expect(T.INTO);
    if (this.at(T.TABLE) && this.peek() !== T.Dot) this.next();
    const target = this.table('write');
    this.relationOptions(target);
    const hasPartition = this.accept(T.PARTITION);
    const partition = hasPartition ? this.partitionValues(target) : [];
    const condition = this.start;
    if ((hasPartition || !overwrite) && this.acceptWords(T.IF, T.NOT, T.EXISTS) && !overwrite) {
      this.refuse(condition, this.lastEnd, 'IF NOT EXISTS is for INSERT OVERWRITE.');
    }
    const node = (columns: readonly Name[] | null, headEnd: number, byName = false): InsertNode => {
      const head = { kind: 'insert', target, columns, headEnd, byName, overwrite, partition } as const;
      const made: InsertNode = { ...head, query: null, start, end: this.lastEnd };
      this.nodes.push(made);
      return made;
    };
    const headEnd = this.lastEnd;
    if (this.acceptWords(T.BY, T.NAME)) return node(null, headEnd, true);
    if (
      !overwrite &&
      !hasPartition &&
      this.type === T.REPLACE &&
      (this.peek() === T.WHERE || this.pos + 1 === this.watch)
    ) {
      this.acceptWords(T.REPLACE, T.WHERE);
      const scope = this.openScope();
      scope.relations.push(target);
      this.clause = 'where';
      this.condition('where');
      this.closeScope(scope);
      return node(null, headEnd);
    }
    this.noteWords('REPLACE WHERE');
    if (this.type === T.LParen && !this.queryAfter(0)) {
      this.next();
      this.note({ kind: 'insertColumns', target, open: true });
      const columns: Name[] = [];
      do columns.push(this.columnOf(target));
      while (this.accept(T.Comma));
      this.closeParen();
      return node(columns, headEnd);
    }
    if (this.watched) {
      this.note({ kind: 'sign', text: '(' });
      this.note({ kind: 'insertColumns', target, open: false });
    }
    return node(null, headEnd);
  }

  private insertDirectory(): void {
    this.accept(T.LOCAL);
    this.expect(T.DIRECTORY);
    const { start } = this;
    const path = this.type === T.String;
    if (path) this.string();
    if (this.accept(T.USING)) {
      this.name('newName');
      if (this.accept(T.OPTIONS)) this.properties(null);
      else if (!path) this.refuse(start, this.lastEnd, 'The directory is missing.');
      return;
    }
    if (!path) this.fail();
    this.rowFormat();
    this.fileFormat();
  }

  /** `(dt = '…', hour)` after PARTITION. */
  protected partitionValues(
    target: TableRelation | null,
    needs: 'names' | 'values' | 'any' = 'names',
  ): PartitionValue[] {
    const values: PartitionValue[] = [];
    if (!this.expect(T.LParen)) return values;
    do {
      this.inPartition = true;
      const name = this.columnOf(target);
      this.inPartition = false;
      const given = this.accept(T.Eq);
      const value = given ? this.partitionValue(needs) : null;
      values.push({ name, value });
      if (!given && needs === 'values' && !this.watched) {
        this.refuse(name.start, name.end, 'A value has to be given for the partition here: `name = value`.');
      }
    } while (this.accept(T.Comma));
    this.closeParen();
    return values;
  }

  /** One of the table's own columns: no field of one. */
  private columnOf(target: TableRelation | null): Name {
    const ident = this.ident('targetColumn', target);
    return { parts: [ident], start: ident.start, end: ident.end };
  }

  private partitionValue(needs: 'names' | 'values' | 'any'): Expr {
    if (this.type === T.DEFAULT && (this.peek() === T.Comma || this.peek() === T.RParen)) {
      const { start } = this;
      this.next();
      if (needs !== 'any') this.refuse(start, this.lastEnd, 'DEFAULT cannot stand for the value of a partition.');
      return this.literal('null', start);
    }
    const value = this.valueExpression();
    if (!isConstant(value)) this.refuse(value.start, value.end, "A partition's value is a constant.");
    return value;
  }

  protected update(): void {
    const { start } = this;
    this.next();
    const scope = this.openScope();
    const target = this.addTarget(scope);
    if (this.expect(T.SET)) this.assignments(target, true);
    const where = this.where();
    this.nodes.push({ kind: 'update', target, where, start, end: this.lastEnd });
    this.closeScope(scope);
  }

  protected deleteFrom(): void {
    const { start } = this;
    this.next();
    if (!this.expect(T.FROM)) return;
    const scope = this.openScope();
    const target = this.addTarget(scope);
    const where = this.where();
    this.nodes.push({ kind: 'delete', target, where, start, end: this.lastEnd });
    this.closeScope(scope);
  }

  private addTarget(scope: Scope): TableRelation {
    const target = this.table('write');
    const alias = this.tableAlias();
    if (alias !== null) {
      target.alias = alias.alias;
      const [first] = alias.columns;
      if (first !== undefined) this.refuse(first.start, this.lastEnd, 'The columns cannot be renamed here.');
    }
    scope.relations.push(target);
    return target;
  }

  /** `a = 1, t.b = DEFAULT`. `asColumns`: any column in scope may stand on the left; else only the target's are offered. */
  protected assignments(target: TableRelation, asColumns: boolean): void {
    const { clause } = this;
    const list: AssignmentNode[] = [];
    do {
      this.clause = 'set';
      const name = this.name(asColumns ? 'column' : 'targetColumn', target);
      if (asColumns) {
        this.columns.push({ kind: 'column', name, scope: this.scope, start: name.start, end: name.end });
      }
      this.expect(T.Eq);
      this.clause = 'values';
      if (this.watched) this.noteWords('DEFAULT');
      const value = this.expression();
      list.push({ kind: 'assignment', target, name, value, list, start: name.start, end: this.lastEnd });
    } while (this.accept(T.Comma));
    this.nodes.push(...list);
    this.clause = clause;
  }

  protected merge(): void {
    const { start } = this;
    this.next();
    this.acceptWords(T.WITH, T.SCHEMA, T.EVOLUTION);
    if (!this.expect(T.INTO)) return;
    const scope = this.openScope();
    const target = this.addTarget(scope);
    if (this.expect(T.USING)) {
      this.clause = 'from';
      this.mergeSource();
      if (this.accept(T.ON)) {
        this.clause = 'on';
        this.condition('on');
      } else this.fail();
      const seen = new MergeOrder();
      let clause = this.start;
      while (this.accept(T.WHEN)) {
        this.mergeClause(target, seen, clause);
        clause = this.start;
      }
      if (seen.isEmpty && this.is(T.Eof) && !this.watched) {
        this.refuse(start, this.lastEnd, 'MERGE needs a WHEN clause.');
      }
      for (const one of seen.unconditional) {
        this.refuse(one.start, one.end, 'Only the last clause of its kind can be without a condition: AND ….');
      }
      if (this.watched) this.noteWords('WHEN MATCHED THEN', 'WHEN NOT MATCHED THEN', 'WHEN NOT MATCHED BY SOURCE THEN');
    }
    this.closeScope(scope);
  }

  /** Where the rows come from: a table or a query in parentheses. */
  private mergeSource(): void {
    const { start } = this;
    if (this.type !== T.LParen || this.watched) {
      this.add(this.table('read'));
      return;
    }
    const source = this.parenthesizedQuery(start);
    if (source.kind !== 'subquery') this.fail();
    else {
      const { query } = source;
      this.add({ kind: 'derived', query, alias: null, columnAliases: [], start, end: this.lastEnd });
    }
  }

  private mergeClause(target: TableRelation, seen: MergeOrder, start: number): void {
    if (this.watched) this.noteWords('MATCHED', 'NOT MATCHED', 'NOT MATCHED BY SOURCE');
    const negated = this.type === T.NOT || this.type === T.Bang;
    if (negated) this.next();
    const matched = this.pos;
    this.expect(T.MATCHED);
    let bySource = false;
    if (negated && this.accept(T.BY)) {
      bySource = this.accept(T.SOURCE);
      if (!bySource) this.expect(T.TARGET);
    }
    const kind = bySource ? 'bySource' : negated ? 'notMatched' : 'matched';
    if (!seen.mayCome(kind)) this.failAt(matched);
    const end = this.lastEnd;
    const isConditional = this.accept(T.AND);
    seen.add(kind, { start, end, isConditional });
    if (isConditional) {
      this.clause = 'on';
      this.condition('when');
    }
    if (!this.expect(T.THEN)) return;
    if (!bySource) this.noteAction(negated ? 'insert' : 'update', target);
    if (negated && !bySource) {
      if (this.expect(T.INSERT)) this.mergeInsert(target);
      return;
    }
    if (this.accept(T.DELETE)) return;
    if (!this.expect(T.UPDATE)) return;
    if (!this.expect(T.SET)) return;
    if (!bySource) this.noteAction('set', target);
    if (bySource || !this.accept(T.Star)) this.assignments(target, false);
  }

  private noteAction(
    action: 'update' | 'set' | 'insert' | 'insertColumns' | 'values',
    target: TableRelation,
    columns: readonly Name[] = [],
  ): void {
    if (this.watched) this.note({ kind: 'mergeAction', action, target, scope: this.scope, columns });
  }

  private mergeInsert(target: TableRelation): void {
    this.noteAction('insertColumns', target);
    const { start } = this;
    if (this.accept(T.Star)) return;
    const columns: Name[] = [];
    if (this.expect(T.LParen)) {
      this.note({ kind: 'insertColumns', target, open: true });
      do columns.push(this.name('targetColumn', target));
      while (this.accept(T.Comma));
      this.closeParen();
    }
    if (!this.expect(T.VALUES) || !this.expect(T.LParen)) return;
    this.clause = 'values';
    const values: Expr[] = [];
    this.noteAction('values', target, columns);
    do {
      if (this.watched) this.noteWords('DEFAULT');
      values.push(this.expression());
    } while (this.accept(T.Comma));
    this.closeParen();
    this.nodes.push({ kind: 'mergeInsert', target, columns, values, start, end: this.lastEnd });
  }

  protected abstract fileFormat(): string | null;
}

/** A literal, also with a sign, or an interval; what is missing is judged elsewhere. */
function isConstant(expr: Expr): boolean {
  if (expr.kind === 'literal') return true;
  if (expr.kind !== 'compound') return false;
  if (expr.what === 'interval' || expr.what === 'missing') return true;
  const [operand, ...more] = expr.operands;
  return expr.what === 'operator' && more.length === 0 && operand?.kind === 'literal' && operand.type !== 'string';
}
