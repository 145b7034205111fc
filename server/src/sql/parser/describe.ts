import { T } from '../token-kinds';
import { UtilityParser } from './utility';

/** What Hive shows and Spark does not. */
const hiveShows = new Set([
  ...[T.GRANT, T.ROLE, T.ROLES, T.PRINCIPALS, T.COMPACTIONS, T.TRANSACTIONS, T.INDEXES, T.LOCKS],
]);

/** SHOW, DESCRIBE, USE, and what Spark knows only in order to refuse it. */
export abstract class DescribeParser extends UtilityParser {
  protected show(): void {
    const { start } = this;
    this.next();
    if (this.accept(T.TABLES)) this.showIn(true);
    else if (this.accept(T.VIEWS)) this.showIn(true);
    else if (this.accept(T.SCHEMAS) || this.acceptAny(T.DATABASES, T.NAMESPACES)) this.showIn(true);
    else if (this.accept(T.CATALOGS)) this.likePattern();
    else if (this.accept(T.COLUMNS)) {
      if (!this.accept(T.FROM)) this.expect(T.IN);
      this.table('describe');
      if (this.accept(T.FROM) || this.accept(T.IN)) this.name('namespace');
    } else if (this.accept(T.PARTITIONS)) {
      const table = this.table('describe');
      if (this.accept(T.PARTITION)) this.partitionValues(table, 'values');
    } else if (this.accept(T.TBLPROPERTIES)) {
      const table = this.table('describe');
      if (this.accept(T.LParen)) {
        if (this.type === T.String) this.next();
        else this.name('property', table);
        this.closeParen();
      }
    } else if (this.accept(T.CREATE)) {
      this.expect(T.TABLE);
      this.table('describe');
      if (this.accept(T.AS)) this.expect(T.SERDE);
    } else if (this.accept(T.TABLE)) {
      this.expect(T.EXTENDED);
      this.showIn(false);
      this.expect(T.LIKE);
      this.string();
      if (this.accept(T.PARTITION)) this.partitionValues(null, 'values');
    } else if (this.accept(T.CURRENT)) {
      if (this.is(T.ROLES)) this.notInSpark('SHOW CURRENT ROLES');
      else if (!this.acceptNamespace()) this.fail();
    } else if (this.accept(T.FUNCTIONS)) this.showFunctions();
    else if (this.accept(T.PROCEDURES)) {
      this.showIn(false);
      this.newIn41(start, 'SHOW PROCEDURES');
    } else if (this.atWord && this.peek() === T.FUNCTIONS) {
      const scope = this.word();
      if (!/^(ALL|SYSTEM|USER)$/i.test(scope.name)) {
        this.refuse(scope.start, scope.end, 'SHOW … FUNCTIONS takes ALL, SYSTEM or USER.');
      }
      this.next();
      this.showFunctions();
    } else if (hiveShows.has(this.type)) this.notInSpark(`SHOW ${this.textAt().toUpperCase()}`);
    else if (this.watched && this.caret !== null) this.takeCaret();
    else this.fail();
  }

  private showFunctions(): void {
    const hasNamespace = this.accept(T.FROM) || this.accept(T.IN);
    if (hasNamespace) this.namespaceName();
    const like = this.accept(T.LIKE);
    const { start } = this;
    if (this.type === T.String) this.next();
    else if (like || this.atWord) {
      const { parts } = this.name('function');
      // Only the old form, right after FUNCTIONS, takes a bare name.
      if (hasNamespace && parts.length > 0) this.refuse(start, this.lastEnd, 'The pattern has to be a string.');
    }
  }

  protected describe(): void {
    this.next();
    if (this.watched) this.noteWords('EXTENDED', 'FORMATTED');
    if (this.accept(T.FUNCTION)) {
      const extended = this.type === T.EXTENDED && (this.peek() !== T.Eof || this.watchesNext);
      if (extended || this.watched) this.accept(T.EXTENDED);
      this.describedFunction();
      return;
    }
    if (this.is(T.PROCEDURE) && this.peek() !== T.Dot && this.peek() !== T.Eof) {
      const { start } = this;
      this.next();
      // Before, it described the column of a table `procedure`.
      const plain = this.dynamicName() === null && this.name('procedure').parts.length === 1;
      if (!plain) this.newIn41(start, 'DESCRIBE PROCEDURE');
      return;
    }
    if (this.acceptAny(T.SCHEMA, T.DATABASE, T.NAMESPACE)) {
      this.accept(T.EXTENDED);
      this.namespaceName();
      return;
    }
    if (this.accept(T.QUERY) || this.startsQueryNotTable() || this.type === T.LParen) {
      this.query();
      return;
    }
    if (this.type === T.TABLE && this.peek() !== T.Dot) this.accept(T.TABLE);
    else if (this.watched) this.noteWords('TABLE');
    const isOption = this.type === T.EXTENDED || this.type === T.FORMATTED;
    const extended = isOption && ((this.peek() !== T.Dot && this.peek() !== T.Eof) || this.watchesNext);
    if (extended) this.next();
    const table = this.table('describe');
    const hasPartition = this.accept(T.PARTITION);
    if (hasPartition) this.partitionValues(table, 'values');
    const column = this.start;
    const hasColumn = this.atWord && !(this.type === T.AS && this.peek() === T.JSON);
    if (hasColumn) this.name('targetColumn', table);
    if (hasColumn && hasPartition) this.refuse(column, this.lastEnd, 'A partition is described whole.');
    const { start } = this;
    if (!this.accept(T.AS)) return;
    this.expect(T.JSON);
    if (hasColumn) this.refuse(start, this.lastEnd, 'A column is not described as JSON.');
    else if (!extended) this.refuse(start, this.lastEnd, 'AS JSON needs EXTENDED: DESCRIBE EXTENDED t AS JSON.');
  }

  /** A function's name, which may be an operator or in quotes. */
  private describedFunction(): void {
    if (this.dynamicName() !== null) return;
    if (this.atWord || this.watched) this.name('function');
    else if (this.type === T.String || this.type === T.Bang) this.next();
    else if (this.type >= T.Eq && this.type <= T.Hat && this.type !== T.PipeOp) this.operator();
    else this.fail();
  }

  private startsQueryNotTable(): boolean {
    if (this.type === T.TABLE) return false;
    return this.startsQuery() && this.peek() !== T.Dot && this.peek() !== T.Eof;
  }

  protected use(): void {
    this.next();
    if (this.peek() !== T.Dot && this.peek() !== T.Eof) this.acceptAny(T.SCHEMA, T.DATABASE, T.NAMESPACE);
    else if (this.watched) this.noteWords('SCHEMA');
    this.namespaceName();
  }

  /** GRANT, LOCK TABLE and the like. */
  protected hiveCommand(): void {
    const words = this.textAt().toUpperCase();
    const { type } = this;
    this.next();
    if (type === T.EXPORT || type === T.IMPORT) this.expect(T.TABLE);
    else if (type === T.LOCK || type === T.UNLOCK) {
      if (!this.acceptAny(T.TABLE, T.DATABASE)) this.fail();
    } else if (type === T.START) this.expect(T.TRANSACTION);
    this.notInSpark(words);
  }
}
