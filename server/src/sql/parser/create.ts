import type { TableRelation } from '../ast';
import type { ColumnDefinition } from '../nodes';
import { T } from '../token-kinds';
import { NAMESPACE_RESERVED } from './properties';
import { RoutineParser } from './routines';

/** CREATE and REPLACE of every kind. */
export abstract class CreateParser extends RoutineParser {
  protected create(): void {
    const { start } = this;
    if (this.type === T.REPLACE) {
      this.next();
      this.expect(T.TABLE);
      this.createTable({ replace: true, temporary: false, external: false });
      return;
    }
    this.next();
    const replace = this.acceptWords(T.OR, T.REPLACE);
    const global = this.accept(T.GLOBAL);
    const temporary = this.accept(T.TEMPORARY) || this.accept(T.TEMP);
    if (global && !temporary && !this.watched) this.fail();
    if (this.watched) this.noteWords('EXTERNAL TABLE', 'TEMPORARY VIEW', 'TEMPORARY FUNCTION');
    const plain = !global && !replace;
    if (plain && this.accept(T.EXTERNAL)) {
      if (this.expect(T.TABLE)) this.createTable({ replace, temporary, external: true });
      if (temporary) this.refuse(start, this.lastEnd, 'A temporary table cannot be external.');
    } else if (!global && !(replace && temporary) && this.accept(T.TABLE)) {
      this.createTable({ replace, temporary, external: false });
    } else if (this.accept(T.VIEW)) this.createView(replace, temporary);
    else if (!global && this.accept(T.FUNCTION)) this.createFunction(replace, temporary);
    else if (plain && !temporary && this.acceptNamespace()) this.createNamespace();
    else if (plain && !temporary && this.is(T.INDEX)) this.createIndex();
    else if (plain && !temporary && this.is(T.ROLE)) this.notInSpark('CREATE ROLE');
    else if (plain && temporary && this.is(T.MACRO)) this.notInSpark('CREATE TEMPORARY MACRO');
    else if (plain && !temporary && this.createPipeline(start)) return;
    else if (this.watched && this.caret !== null) this.takeCaret();
    else this.fail();
  }

  /** A statement of Hive's that Spark's grammar names, to say that it has none. `words` follow. */
  protected notInSpark(words: string): void {
    const { start } = this;
    this.skipToEnd();
    this.refuse(Math.min(start, this.lastEnd), Math.max(start, this.lastEnd), `Spark has no ${words}.`);
  }

  private createNamespace(): void {
    this.ifNotExists('refused');
    this.namespaceName();
    const seen = new Set<string>();
    for (;;) {
      const { start } = this;
      let what: string;
      if (this.accept(T.COMMENT)) {
        this.string();
        what = 'COMMENT';
      } else if (this.accept(T.LOCATION)) {
        this.string('location');
        what = 'LOCATION';
      } else if (this.accept(T.WITH)) {
        if (!this.acceptAny(T.DBPROPERTIES, T.PROPERTIES)) this.fail();
        this.properties(null, 'constants', NAMESPACE_RESERVED);
        what = 'WITH PROPERTIES';
      } else return;
      if (seen.has(what)) this.refuse(start, this.lastEnd, `${what} is given twice.`);
      seen.add(what);
    }
  }

  /** `CREATE INDEX i ON t (a)`: no table format of ours has one, but Spark reads it. */
  private createIndex(): void {
    const { start } = this;
    this.next();
    this.ifNotExists();
    this.ident();
    const on = this.accept(T.ON);
    this.accept(T.TABLE);
    const table = on ? this.table('alter') : null;
    if (this.accept(T.USING)) this.ident();
    if (table === null || this.type !== T.LParen) {
      this.skipToEnd();
      this.refuse(start, this.lastEnd, 'CREATE INDEX needs ON, a table and columns in parentheses.');
      return;
    }
    this.next();
    do {
      this.name('targetColumn', table);
      if (this.accept(T.OPTIONS)) this.properties(null);
    } while (this.accept(T.Comma));
    this.closeParen();
    if (this.accept(T.OPTIONS)) this.properties(null);
  }

  /** What declarative pipelines add in Spark 4.1: materialized views, streaming tables, flows. */
  private createPipeline(start: number): boolean {
    if (this.acceptWord('MATERIALIZED')) {
      this.expect(T.VIEW);
      const required = this.pipelineTable();
      if (!required && !this.watched) this.fail();
      this.newIn41(start, 'CREATE MATERIALIZED VIEW');
    } else if (this.acceptWord('STREAMING')) {
      this.expect(T.TABLE);
      this.pipelineTable();
      this.newIn41(start, 'CREATE STREAMING TABLE');
    } else if (this.acceptWord('FLOW')) {
      if (this.dynamicName() === null) this.name('newName');
      if (this.accept(T.COMMENT)) this.string();
      if (this.expect(T.AS)) {
        if (this.is(T.INSERT)) this.insert();
        else this.fail();
      }
      this.newIn41(start, 'CREATE FLOW');
    } else return false;
    return true;
  }

  /** True with a query. */
  private pipelineTable(): boolean {
    this.ifNotExists();
    const { start } = this;
    const table = this.table('create');
    const columns: ColumnDefinition[] = [];
    if (this.type === T.LParen && !this.queryAfter(0)) {
      this.next();
      columns.push(...this.columnDefinitions(table, 'create'));
      this.closeParen();
    }
    const format = this.tableFormat();
    this.tableClauses(table, columns, format !== null);
    const query = this.accept(T.AS) ? this.query() : null;
    this.nodes.push({ kind: 'definition', what: 'table', table, columns, format, query, start, end: this.lastEnd });
    return query !== null;
  }

  private createView(replace: boolean, temporary: boolean): void {
    const condition = this.start;
    const ifNotExists = this.ifNotExists();
    if (ifNotExists && (replace || temporary)) {
      this.refuse(
        condition,
        this.lastEnd,
        `${temporary ? 'TEMPORARY' : 'OR REPLACE'} and IF NOT EXISTS exclude each other.`,
      );
    }
    const { start } = this;
    const view = this.table('create');
    if (temporary && view.name.parts.length > 1) {
      this.refuse(start, view.name.end, 'A temporary view has a name of one part.');
    }
    const { columns, typed, bare } = this.viewColumns(view, temporary);
    if (temporary && !ifNotExists && bare < 0 && this.accept(T.USING)) {
      this.note({ kind: 'format' });
      this.name('newName');
      if (this.accept(T.OPTIONS)) this.properties(null);
      return;
    }
    if (typed && !this.watched) this.fail();
    this.viewClauses(view, temporary);
    if (!this.expect(T.AS)) return;
    const query = this.query();
    const end = this.lastEnd;
    this.nodes.push({ kind: 'definition', what: 'view', table: view, columns, format: null, query, start, end });
  }

  /** `typed`: they have types; `bare`: where one without a type stands, or -1. */
  private viewColumns(
    view: TableRelation,
    temporary: boolean,
  ): { columns: ColumnDefinition[]; typed: boolean; bare: number } {
    const columns: ColumnDefinition[] = [];
    let typed = false;
    let bare = -1;
    if (!this.accept(T.LParen)) return { columns, typed, bare };
    do {
      const ident = this.ident();
      const mark = this.mark('columnName', [ident], true, view);
      columns.push({ name: this.nameOf(ident), type: '' });
      if (temporary && this.atWord && this.type !== T.COMMENT) {
        typed = true;
        this.dataType();
        this.columnOptions(null, 'view');
      } else {
        bare = this.pos;
        if (this.accept(T.COMMENT)) this.string();
      }
      mark.end = this.lastEnd;
    } while (this.accept(T.Comma));
    this.closeParen();
    return { columns, typed, bare };
  }

  private viewClauses(view: TableRelation, temporary: boolean): void {
    const seen = new Set<string>();
    for (;;) {
      const { start } = this;
      let what: string;
      if (this.accept(T.COMMENT)) {
        this.string();
        what = 'COMMENT';
      } else if (this.accept(T.TBLPROPERTIES)) {
        this.properties(view);
        if (temporary) this.refuse(start, this.lastEnd, 'A temporary view has no properties.');
        what = 'TBLPROPERTIES';
      } else if (this.acceptWords(T.DEFAULT, T.COLLATION)) {
        this.ident();
        what = 'DEFAULT COLLATION';
      } else if (this.schemaBinding()) {
        if (temporary) this.refuse(start, this.lastEnd, 'A temporary view takes no WITH SCHEMA.');
        what = 'WITH SCHEMA';
      } else if (this.accept(T.PARTITIONED)) {
        this.expect(T.ON);
        this.nameList(view);
        this.refuse(start, this.lastEnd, 'Spark has no partitioned views.');
        what = 'PARTITIONED ON';
      } else return;
      if (seen.has(what)) this.refuse(start, this.lastEnd, `${what} is given twice.`);
      seen.add(what);
    }
  }

  protected schemaBinding(): boolean {
    if (this.type !== T.WITH || this.peek() !== T.SCHEMA) return false;
    this.next();
    this.next();
    if (this.accept(T.TYPE)) this.expect(T.EVOLUTION);
    else if (!this.acceptAny(T.BINDING, T.COMPENSATION, T.EVOLUTION)) this.fail();
    return true;
  }
}
