import type { Name, Query, TableRelation } from '../ast';
import type { ColumnDefinition } from '../nodes';
import { T } from '../token-kinds';
import { ColumnParser } from './columns';
import { TABLE_RESERVED } from './properties';

/** How CREATE TABLE began. */
export interface TableHead {
  readonly replace: boolean;
  readonly temporary: boolean;
  readonly external: boolean;
}

/** Spark's transforms, by the number of their arguments. */
const sparkTransforms: ReadonlyMap<string, number> = new Map(
  ['year', 'years', 'month', 'months', 'day', 'days', 'date', 'hour', 'hours', 'date_hour'].map((name) => [name, 1]),
);

/** CREATE TABLE and its clauses. */
export abstract class TableParser extends ColumnParser {
  protected asQuery(required: boolean): Query | null {
    const as = this.accept(T.AS);
    if (as || this.type === T.LParen || this.startsQuery()) return this.query();
    if (required) this.fail();
    return null;
  }

  protected startsQuery(): boolean {
    return (
      this.type === T.SELECT ||
      this.type === T.WITH ||
      this.type === T.FROM ||
      this.type === T.VALUES ||
      this.type === T.TABLE ||
      this.type === T.MAP ||
      this.type === T.REDUCE
    );
  }

  protected createTable(head: TableHead): void {
    const condition = this.start;
    const isBang = this.type === T.IF && this.peek() === T.Bang;
    if (!head.replace && this.ifNotExists() && head.temporary) {
      this.refuse(condition, this.lastEnd, 'A temporary table takes no IF NOT EXISTS.');
    }
    const { start } = this;
    const table = this.table('create');
    const mayBeLike = !head.replace && !head.temporary && !head.external;
    if (mayBeLike && this.at(T.LIKE)) {
      this.createLike(table);
      return;
    }
    if (isBang)
      this.refuse(condition, condition + 2, 'Write IF NOT EXISTS: `!` stands in front of an expression only.');
    const columns: ColumnDefinition[] = [];
    const listed = this.start;
    let listEnd = listed;
    if (this.type === T.LParen && !this.queryAfter(0)) {
      this.next();
      columns.push(...this.columnDefinitions(table, 'create'));
      this.closeParen();
      listEnd = this.lastEnd;
    } else if (this.watched) this.note({ kind: 'sign', text: '(' });
    const own = columns.length;
    const format = this.tableFormat();
    this.tableClauses(table, columns, format !== null);
    const query = this.asQuery(false);
    if (query !== null && listEnd > listed) {
      this.refuse(listed, listEnd, 'A table made from a query takes its columns from there.');
    } else if (query !== null && columns.length > own) {
      this.refuse(listed, query.start, 'The partition columns of a table made from a query have no types.');
    }
    if (query !== null && head.temporary) {
      this.refuse(start, this.lastEnd, 'CREATE TEMPORARY VIEW … AS gives a query a name for the session.');
    }
    this.nodes.push({ kind: 'definition', what: 'table', table, columns, format, query, start, end: this.lastEnd });
  }

  /** `CREATE TABLE t LIKE s`, with the few clauses it takes. */
  private createLike(table: TableRelation): void {
    this.accept(T.LIKE);
    const source = this.table('read');
    for (const { name } of [table, source]) {
      if (name.parts.length > 2) this.refuse(name.start, name.end, 'LIKE takes names of two parts at most.');
    }
    this.likeClauses(table);
  }

  private likeClauses(table: TableRelation): void {
    let provided = false;
    for (;;) {
      const { start } = this;
      const format = this.tableFormat();
      if (format !== null) provided = true;
      else if (this.accept(T.LOCATION)) this.string('location');
      else if (this.accept(T.TBLPROPERTIES)) this.properties(table);
      else {
        const row = this.rowFormat();
        const stored = row === null ? this.fileFormat() : null;
        if (row === null && stored === null) return;
        if (provided) this.refuse(start, this.lastEnd, 'USING and this exclude each other.');
      }
    }
  }

  protected tableFormat(): Name | null {
    if (!this.accept(T.USING)) return null;
    this.note({ kind: 'format' });
    return this.name('newName');
  }

  /** Everything between the columns and AS, in any order, each once. Adds Hive's partition columns. */
  protected tableClauses(table: TableRelation, columns: ColumnDefinition[], hasFormat: boolean): void {
    const seen = new Set<string>();
    let [stored, row]: (string | null)[] = [null, null];
    for (;;) {
      const { start } = this;
      let what: string;
      if (this.accept(T.OPTIONS)) {
        this.properties(null, 'expressions');
        what = 'OPTIONS';
      } else if (this.acceptWords(T.PARTITIONED, T.BY)) {
        this.partitionFields(table, columns);
        what = 'PARTITIONED BY';
      } else if (this.accept(T.CLUSTER)) {
        this.expect(T.BY);
        this.nameList(table, true);
        what = 'CLUSTER BY';
      } else if (this.accept(T.CLUSTERED)) {
        this.clustered(table);
        what = 'CLUSTERED BY';
      } else if (this.accept(T.SKEWED)) {
        this.skewed(table);
        this.refuse(start, this.lastEnd, 'Spark has no SKEWED BY.');
        what = 'SKEWED BY';
      } else if (this.accept(T.LOCATION)) {
        this.string('location');
        what = 'LOCATION';
      } else if (this.accept(T.COMMENT)) {
        this.string();
        what = 'COMMENT';
      } else if (this.accept(T.TBLPROPERTIES)) {
        this.properties(table, 'constants', TABLE_RESERVED);
        what = 'TBLPROPERTIES';
      } else if (this.acceptWords(T.DEFAULT, T.COLLATION)) {
        this.ident();
        what = 'DEFAULT COLLATION';
      } else {
        const rowFormat = this.rowFormat();
        const fileFormat = rowFormat === null ? this.fileFormat() : null;
        if (rowFormat === null && fileFormat === null) return;
        row ??= rowFormat;
        stored ??= fileFormat;
        what = rowFormat === null ? 'STORED' : 'ROW FORMAT';
        if (hasFormat) this.refuse(start, this.lastEnd, `USING and ${what} exclude each other.`);
        else if (!fits(row, stored)) this.refuse(start, this.lastEnd, 'The row format does not fit the file format.');
      }
      if (seen.has(what)) this.refuse(start, this.lastEnd, `${what} is given twice.`);
      seen.add(what);
      if (seen.has('CLUSTER BY') && (what === 'PARTITIONED BY' || what === 'CLUSTERED BY')) {
        this.refuse(start, this.lastEnd, `CLUSTER BY and ${what} exclude each other.`);
      } else if (what === 'CLUSTER BY' && (seen.has('PARTITIONED BY') || seen.has('CLUSTERED BY'))) {
        this.refuse(start, this.lastEnd, 'CLUSTER BY excludes PARTITIONED BY and CLUSTERED BY.');
      }
    }
  }

  /** `CLUSTERED BY (a) SORTED BY (b) INTO 8 BUCKETS`. */
  private clustered(table: TableRelation): void {
    this.expect(T.BY);
    this.nameList(table);
    if (this.acceptWords(T.SORTED, T.BY) && this.expect(T.LParen)) {
      do {
        this.ident('targetColumn', table);
        const { start } = this;
        if (this.accept(T.DESC)) this.refuse(start, this.lastEnd, 'Spark sorts buckets ascending only.');
        else this.accept(T.ASC);
      } while (this.accept(T.Comma));
      this.closeParen();
    }
    this.expect(T.INTO);
    const { start } = this;
    if (this.expect(T.Integer) && Number(this.slice(start, this.lastEnd)) === 0) {
      this.refuse(start, this.lastEnd, 'There must be a bucket at least.');
    }
    this.expect(T.BUCKETS);
  }

  private skewed(table: TableRelation): void {
    this.expect(T.BY);
    this.nameList(table);
    this.expect(T.ON);
    if (this.is(T.LParen)) this.operand();
    else this.fail();
    if (this.acceptWords(T.STORED, T.AS)) this.expect(T.DIRECTORIES);
  }

  /** Transforms and columns, or columns with types. */
  private partitionFields(table: TableRelation, columns: ColumnDefinition[]): void {
    if (!this.expect(T.LParen)) return;
    const { start } = this;
    let [typed, plain] = [0, 0];
    do {
      const { name, args } = this.transform(table);
      if (args === null && this.atWord) {
        typed++;
        if (name.parts.length > 1) this.fail();
        columns.push({ name, type: this.dataType() });
        this.columnOptions(table, 'partition');
        continue;
      }
      plain++;
      const wanted = args === null ? undefined : sparkTransforms.get(name.parts[0]?.name.toLowerCase() ?? '');
      if (wanted !== undefined && args !== null && !this.watched) {
        const fits = args.length === wanted && args.every(({ column }) => column !== null);
        if (!fits) this.refuse(name.start, this.lastEnd, `${name.parts[0]?.name ?? ''} takes one column.`);
      }
      if (args !== null && name.parts.length > 1) {
        this.refuse(name.start, name.end, "A transform's name has one part.");
      }
    } while (this.accept(T.Comma));
    if (typed > 0 && plain > 0) {
      this.refuse(start, this.lastEnd, 'Either all partition columns have a type here, or none.');
    }
    this.closeParen();
  }
}

/** Hive's text has delimiters, or a serde of its own; the other formats bring theirs. */
function fits(row: string | null, stored: string | null): boolean {
  if (row === null || stored === null || stored === '') return true;
  if (row === 'delimited') return stored === 'textfile';
  return stored === 'textfile' || stored === 'sequencefile' || stored === 'rcfile';
}
