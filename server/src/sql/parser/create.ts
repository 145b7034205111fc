import type { Name, Query, TableRelation } from '../ast';
import type { ColumnDefinition, TransformArgument } from '../nodes';
import { T } from '../token-kinds';
import { DmlParser } from './dml';

/** CREATE and REPLACE, and the clauses that tables have. */
export abstract class CreateParser extends DmlParser {
  protected create(): void {
    if (this.type === T.REPLACE) {
      this.next();
      this.expect(T.TABLE);
      this.createTable();
      return;
    }
    this.next();
    const replace = this.acceptWords(T.OR, T.REPLACE);
    const global = this.accept(T.GLOBAL);
    const temporary = this.accept(T.TEMPORARY) || this.accept(T.TEMP);
    if (this.watched) this.noteWords('EXTERNAL TABLE', 'TEMPORARY VIEW', 'TEMPORARY FUNCTION');
    if (this.accept(T.EXTERNAL)) {
      if (this.expect(T.TABLE)) this.createTable();
    } else if (!global && this.accept(T.TABLE)) this.createTable();
    else if (this.accept(T.VIEW)) this.createView(temporary);
    else if (!global && this.accept(T.FUNCTION)) this.createFunction();
    else if (!global && !replace && !temporary && this.acceptNamespace()) this.createNamespace();
    else if (!global && !temporary && this.type === T.INDEX) this.skipToEnd();
    else if (this.type === T.ROLE || this.type === T.MACRO || this.type === T.PROCEDURE) this.skipToEnd();
    else if (this.atWord && this.acceptWord('MATERIALIZED')) this.skipToEnd();
    else if (this.atWord && (this.acceptWord('STREAMING') || this.acceptWord('FLOW'))) this.skipToEnd();
    else if (this.watched && this.caret !== null) this.takeCaret();
    else this.fail();
  }

  protected acceptNamespace(): boolean {
    return this.accept(T.SCHEMA) || this.acceptAny(T.DATABASE, T.NAMESPACE);
  }

  protected ifNotExists(): void {
    if (this.type === T.IF && this.peek() === T.Bang) {
      this.next();
      this.next();
      this.expect(T.EXISTS);
    } else this.acceptWords(T.IF, T.NOT, T.EXISTS);
  }

  protected ifExists(): boolean {
    return this.acceptWords(T.IF, T.EXISTS);
  }

  private createNamespace(): void {
    this.ifNotExists();
    this.namespaceName();
    for (;;) {
      if (this.accept(T.COMMENT)) this.string();
      else if (this.accept(T.LOCATION)) this.string('location');
      else if (this.accept(T.WITH)) {
        if (!this.acceptAny(T.DBPROPERTIES, T.PROPERTIES)) this.fail();
        this.properties(null);
      } else if (this.acceptWords(T.DEFAULT, T.COLLATION)) this.name('newName');
      else return;
    }
  }

  protected namespaceName(): void {
    if (this.dynamicName() === null) this.name('namespace');
  }

  private createTable(): void {
    this.ifNotExists();
    const { start } = this;
    const table = this.table('create');
    if (this.accept(T.LIKE)) {
      this.table('read');
      this.tableClauses(table, []);
      return;
    }
    const columns: ColumnDefinition[] = [];
    if (this.type === T.LParen && !this.queryAfter(0)) {
      this.next();
      columns.push(...this.columnDefinitions(table));
      this.closeParen();
    } else if (this.watched) this.note({ kind: 'sign', text: '(' });
    const format = this.tableClauses(table, columns);
    const query = this.asQuery(false);
    this.nodes.push({ kind: 'definition', what: 'table', table, columns, format, query, start, end: this.lastEnd });
  }

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

  protected columnDefinitions(table: TableRelation | null): ColumnDefinition[] {
    const columns: ColumnDefinition[] = [];
    if (this.type === T.RParen && !this.watched) return columns;
    do {
      if (this.constraint()) continue;
      const name = this.name('newName');
      const mark = this.mark('columnName', name.parts, true, table);
      columns.push({ name, type: this.dataType() });
      this.columnOptions(table);
      mark.end = this.lastEnd;
    } while (this.accept(T.Comma));
    return columns;
  }

  /** A table constraint; they came with Spark 4.1. */
  protected constraint(): boolean {
    if (this.at(T.CONSTRAINT)) {
      const named = this.peek(2);
      if (named !== T.CHECK && named !== T.PRIMARY && named !== T.FOREIGN && named !== T.UNIQUE) return false;
      this.next();
      this.ident();
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

  protected constraintBody(): void {
    if (this.accept(T.CHECK)) this.parenthesizedExpression();
    else if (this.accept(T.UNIQUE)) this.columnList();
    else if (this.acceptWords(T.PRIMARY, T.KEY)) this.columnList();
    else if (this.acceptWords(T.FOREIGN, T.KEY)) {
      this.columnList();
      this.references();
    } else this.fail();
    this.constraintOptions();
  }

  private columnList(): void {
    if (this.type !== T.LParen) return;
    this.next();
    do this.ident();
    while (this.accept(T.Comma));
    this.closeParen();
  }

  private references(): void {
    if (!this.expect(T.REFERENCES)) return;
    this.table('read');
    this.columnList();
    while (this.type === T.ON || this.type === T.MATCH) {
      this.next();
      while (this.atWord && !this.is(T.ON) && !this.is(T.COMMENT) && !this.is(T.NOT)) this.next();
    }
  }

  private constraintOptions(): void {
    for (;;) {
      if (this.type === T.NOT && (this.peek() === T.ENFORCED || this.peek() === T.DEFERRABLE)) this.next();
      if (this.acceptAny(T.ENFORCED, T.RELY, T.NORELY, T.DEFERRABLE)) continue;
      if (this.accept(T.INITIALLY)) {
        this.ident();
        continue;
      }
      return;
    }
  }

  protected parenthesizedExpression(): void {
    if (!this.expect(T.LParen)) return;
    this.expression();
    this.closeParen();
  }

  /** NOT NULL, DEFAULT, COMMENT, GENERATED, constraints, position. */
  protected columnOptions(table: TableRelation | null): void {
    for (;;) {
      if (this.notNull() || this.accept(T.NULL)) continue;
      if (this.accept(T.DEFAULT)) this.expression();
      else if (this.accept(T.COMMENT)) this.string();
      else if (this.accept(T.GENERATED)) this.generated();
      else if (this.type === T.PRIMARY || this.type === T.CHECK || this.type === T.UNIQUE) {
        // `PRIMARY` without `KEY` takes nothing: stay no longer.
        const before = this.pos;
        this.constraintBody();
        if (this.pos === before) return;
      } else if (this.type === T.REFERENCES) {
        this.references();
        this.constraintOptions();
      } else if (this.type === T.CONSTRAINT) {
        this.next();
        this.ident();
        if (this.is(T.REFERENCES)) this.references();
        else this.constraintBody();
      } else if (table?.purpose === 'alter' && this.position(table)) continue;
      else return;
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

  private identityOptions(): void {
    if (!this.accept(T.LParen)) return;
    this.skipUntil(() => false);
    this.closeParen();
  }

  protected position(table: TableRelation): boolean {
    if (this.accept(T.FIRST)) return true;
    if (!this.accept(T.AFTER)) return false;
    this.name('targetColumn', table);
    return true;
  }

  /** Everything between the columns and AS, in any order. Gives the format; adds Hive's partition columns. */
  protected tableClauses(table: TableRelation, columns: ColumnDefinition[]): Name | null {
    let format: Name | null = null;
    for (;;) {
      if (this.accept(T.USING)) {
        this.note({ kind: 'format' });
        format = this.name('newName');
      } else if (this.accept(T.OPTIONS)) this.properties(null);
      else if (this.acceptWords(T.PARTITIONED, T.BY)) this.partitionFields(table, columns);
      else if (this.accept(T.CLUSTER)) {
        this.expect(T.BY);
        this.nameList(table);
      } else if (this.accept(T.CLUSTERED)) this.clustered(table);
      else if (this.accept(T.SKEWED)) this.skewed(table);
      else if (this.accept(T.LOCATION)) this.string('location');
      else if (this.accept(T.COMMENT)) this.string();
      else if (this.accept(T.TBLPROPERTIES)) this.properties(table);
      else if (this.acceptWords(T.DEFAULT, T.COLLATION)) this.name('newName');
      else if (this.rowFormat() || this.fileFormat()) continue;
      else return format;
    }
  }

  private nameList(table: TableRelation): void {
    if (!this.expect(T.LParen)) return;
    do {
      this.name('targetColumn', table);
      if (!this.accept(T.ASC)) this.accept(T.DESC);
    } while (this.accept(T.Comma));
    this.closeParen();
  }

  private clustered(table: TableRelation): void {
    this.expect(T.BY);
    this.nameList(table);
    if (this.acceptWords(T.SORTED, T.BY)) this.nameList(table);
    this.expect(T.INTO);
    this.expect(T.Integer);
    this.expect(T.BUCKETS);
  }

  private skewed(table: TableRelation): void {
    this.expect(T.BY);
    this.nameList(table);
    this.expect(T.ON);
    this.expression();
    if (this.acceptWords(T.STORED, T.AS)) this.expect(T.DIRECTORIES);
  }

  /** Transforms, columns, or columns with types. */
  private partitionFields(table: TableRelation, columns: ColumnDefinition[]): void {
    if (!this.expect(T.LParen)) return;
    do {
      const name = this.transform(table);
      if (this.atWord) {
        columns.push({ name, type: this.dataType() });
        this.columnOptions(table);
      }
    } while (this.accept(T.Comma));
    this.closeParen();
  }

  /** `days(ts)`, `bucket(16, id)`, `region`. */
  protected transform(table: TableRelation): Name {
    const { start } = this;
    this.note({ kind: 'transform', table });
    const name = this.name('targetColumn', table);
    const args = this.accept(T.LParen) ? this.transformArguments(name, table) : null;
    this.nodes.push({ kind: 'transform', table, name, args, start, end: this.lastEnd });
    return name;
  }

  private transformArguments(transform: Name, table: TableRelation): TransformArgument[] {
    const args: TransformArgument[] = [];
    do {
      this.inTransform = { name: transform.parts[0]?.name ?? '', index: args.length };
      const { start } = this;
      let column: Name | null = null;
      if (this.type === T.Integer || this.type === T.Number || this.type === T.String || this.type === T.Minus) {
        if (this.type === T.Minus) this.next();
        this.next();
      } else column = this.name('targetColumn', table);
      args.push({ column, text: this.slice(start, this.lastEnd), start, end: this.lastEnd });
    } while (this.accept(T.Comma));
    this.inTransform = null;
    this.closeParen();
    return args;
  }

  protected properties(table: TableRelation | null): void {
    if (!this.expect(T.LParen)) return;
    do {
      if (this.watched) this.note(table === null ? { kind: 'option' } : { kind: 'property', table });
      const { start } = this;
      if (this.type === T.String) this.next();
      else this.name('property', table);
      const property = this.slice(start, this.lastEnd).replace(/^(['"])(.*)\1$/s, '$2');
      const equal = this.accept(T.Eq);
      if (equal || (this.type !== T.Comma && this.type !== T.RParen)) {
        if (equal) this.note({ kind: 'propertyValue', table, property });
        this.expression();
      }
    } while (this.accept(T.Comma));
    this.closeParen();
  }

  protected rowFormat(): boolean {
    if (!this.acceptWords(T.ROW, T.FORMAT)) return false;
    if (this.accept(T.SERDE)) {
      this.string();
      if (this.acceptWords(T.WITH, T.SERDEPROPERTIES)) this.properties(null);
      return true;
    }
    this.expect(T.DELIMITED);
    for (;;) {
      if (this.acceptAny(T.FIELDS, T.LINES)) this.terminated();
      else if (this.acceptWords(T.COLLECTION, T.ITEMS)) this.terminated();
      else if (this.acceptWords(T.MAP, T.KEYS)) this.terminated();
      else if (this.acceptWords(T.ESCAPED, T.BY)) this.string();
      else if (this.acceptWords(T.NULL, T.DEFINED, T.AS)) this.string();
      else return true;
    }
  }

  private terminated(): void {
    this.expect(T.TERMINATED);
    this.expect(T.BY);
    this.string();
  }

  protected fileFormat(): boolean {
    if (!this.accept(T.STORED)) return false;
    if (this.accept(T.BY)) {
      this.string();
      if (this.acceptWords(T.WITH, T.SERDEPROPERTIES)) this.properties(null);
      return true;
    }
    this.expect(T.AS);
    if (this.accept(T.INPUTFORMAT)) {
      this.string();
      this.expect(T.OUTPUTFORMAT);
      this.string();
    } else this.ident();
    return true;
  }

  private createView(temporary: boolean): void {
    this.ifNotExists();
    const { start } = this;
    const view = this.table('create');
    const columns: ColumnDefinition[] = [];
    if (this.accept(T.LParen)) {
      do {
        const ident = this.ident();
        const mark = this.mark('columnName', [ident], true, view);
        columns.push({ name: { parts: [ident], start: ident.start, end: ident.end }, type: '' });
        if (temporary && this.atWord && this.type !== T.COMMENT) {
          this.dataType();
          this.columnOptions(null);
        }
        if (this.accept(T.COMMENT)) this.string();
        mark.end = this.lastEnd;
      } while (this.accept(T.Comma));
      this.closeParen();
    }
    if (temporary && this.accept(T.USING)) {
      this.name('newName');
      if (this.accept(T.OPTIONS)) this.properties(null);
      return;
    }
    for (;;) {
      if (this.accept(T.COMMENT)) this.string();
      else if (this.accept(T.TBLPROPERTIES)) this.properties(view);
      else if (this.acceptWords(T.DEFAULT, T.COLLATION)) this.name('newName');
      else if (this.schemaBinding()) continue;
      else if (this.accept(T.PARTITIONED)) {
        this.expect(T.ON);
        this.nameList(view);
      } else break;
    }
    if (!this.expect(T.AS)) return;
    const query = this.query();
    const end = this.lastEnd;
    this.nodes.push({ kind: 'definition', what: 'view', table: view, columns, format: null, query, start, end });
  }

  protected schemaBinding(): boolean {
    if (this.type !== T.WITH || this.peek() !== T.SCHEMA) return false;
    this.next();
    this.next();
    this.accept(T.TYPE);
    if (!this.acceptAny(T.BINDING, T.COMPENSATION, T.EVOLUTION)) this.fail();
    return true;
  }

  private createFunction(): void {
    this.ifNotExists();
    if (this.dynamicName() === null) this.mark('function', this.name('newName').parts, true);
    if (this.accept(T.AS)) {
      this.string();
      if (this.accept(T.USING)) {
        do {
          this.ident();
          this.string();
        } while (this.accept(T.Comma));
      }
      return;
    }
    const scope = this.openScope();
    if (this.expect(T.LParen)) {
      if (this.type !== T.RParen) {
        do {
          const param = this.ident();
          scope.params.push(param);
          const mark = this.mark('param', [param], true);
          this.dataType();
          this.columnOptions(null);
          mark.end = this.lastEnd;
        } while (this.accept(T.Comma));
      }
      this.closeParen();
    }
    if (this.accept(T.RETURNS)) {
      if (this.type === T.TABLE) {
        this.next();
        if (this.accept(T.LParen)) {
          this.columnDefinitions(null);
          this.closeParen();
        }
      } else this.dataType();
    }
    this.routineOptions();
    if (this.accept(T.RETURN)) {
      if (this.startsQuery() && this.type !== T.TABLE) this.query();
      else this.expression();
    } else this.fail();
    this.closeScope(scope);
  }

  private routineOptions(): void {
    for (;;) {
      if (this.accept(T.LANGUAGE)) this.ident();
      else if (this.accept(T.SPECIFIC)) this.ident();
      else if (this.accept(T.COMMENT)) this.string();
      else if (this.accept(T.NOT)) this.expect(T.DETERMINISTIC);
      else if (this.accept(T.DETERMINISTIC)) continue;
      else if (this.acceptWords(T.CONTAINS, T.SQL)) continue;
      else if (this.accept(T.READS) || this.accept(T.MODIFIES)) this.expectWords(T.SQL, T.DATA);
      else if (this.accept(T.SQL)) {
        this.expect(T.SECURITY);
        if (!this.acceptAny(T.INVOKER, T.DEFINER)) this.fail();
      } else if (this.accept(T.CALLED)) this.skipUntil((kind) => kind === T.RETURN || kind === T.COMMENT);
      else return;
    }
  }
}
