import type { TableRelation } from '../ast';
import type { ReferenceNode } from '../nodes';
import { T } from '../token-kinds';
import { NAMESPACE_RESERVED, TABLE_RESERVED } from './properties';
import { CreateParser } from './create';

/** `NOT CLUSTERED` and the like are Hive's. */
const hiveLayouts = new Set([T.CLUSTERED, T.SKEWED, T.SORTED, T.STORED]);

/** ALTER, with what Iceberg adds to it, and DROP. */
export abstract class AlterParser extends CreateParser {
  protected alter(): void {
    this.next();
    if (this.accept(T.TABLE)) {
      this.alterTable(this.table('alter'));
    } else if (this.accept(T.VIEW)) {
      this.alterView(this.table('alter'));
    } else if (this.acceptNamespace()) {
      this.namespaceName();
      const unset = this.accept(T.UNSET);
      if (!unset && !this.expect(T.SET)) return;
      if (!unset && this.accept(T.LOCATION)) this.string('location');
      else if (this.acceptAny(T.DBPROPERTIES, T.PROPERTIES)) {
        this.properties(null, unset ? 'keys' : 'constants', NAMESPACE_RESERVED);
      } else this.fail();
    } else if (this.type === T.INDEX) this.notInSpark('ALTER INDEX');
    else this.fail();
  }

  private alterView(view: TableRelation): void {
    const { start } = this;
    if (this.accept(T.RENAME)) this.renameTo();
    else if (this.accept(T.SET)) {
      this.expect(T.TBLPROPERTIES);
      this.properties(view);
    } else if (this.accept(T.UNSET)) this.unsetProperties(view);
    else if (this.schemaBinding()) return;
    else if (this.accept(T.ADD)) {
      this.ifNotExists('refused');
      this.addPartitions(view);
      this.refuse(start, this.lastEnd, 'A view has no partitions.');
    } else if (this.accept(T.DROP)) {
      this.ifExists();
      this.dropPartitions(view);
      this.refuse(start, this.lastEnd, 'A view has no partitions.');
    } else this.asQuery(true);
  }

  private renameTo(): void {
    this.expect(T.TO);
    this.name('newName');
  }

  private unsetProperties(table: TableRelation): void {
    this.expect(T.TBLPROPERTIES);
    this.ifExists();
    this.properties(table, 'keys');
  }

  private alterTable(table: TableRelation): void {
    if (this.accept(T.PARTITION)) {
      this.partitionValues(table, 'values');
      this.alterPartition(table);
      return;
    }
    const { start } = this;
    if (this.accept(T.ADD)) this.alterAdd(table);
    else if (this.accept(T.DROP)) this.alterDrop(table);
    else if (this.accept(T.ALTER)) this.alterColumns(table, false);
    else if (this.accept(T.CHANGE)) this.alterColumns(table, true);
    else if (this.accept(T.RENAME)) {
      if (this.accept(T.COLUMN)) {
        this.name('targetColumn', table);
        this.expect(T.TO);
        this.ident();
      } else if (this.expect(T.TO)) this.name('newName');
    } else if (this.accept(T.SET)) this.alterSet(table);
    else if (this.accept(T.UNSET)) this.unsetProperties(table);
    else if (this.accept(T.REPLACE)) this.alterReplace(table);
    else if (this.accept(T.WRITE)) this.writeOrder(table);
    else if (this.accept(T.CREATE)) {
      const replace = this.accept(T.OR) && this.expect(T.REPLACE);
      this.createReference(table, replace ? 'createOrReplace' : 'create');
    } else if (this.accept(T.RECOVER)) this.expect(T.PARTITIONS);
    else if (this.accept(T.CLUSTER)) {
      this.expect(T.BY);
      if (!this.accept(T.NONE)) this.nameList(table, true);
    } else if (this.acceptWords(T.DEFAULT, T.COLLATION)) this.ident();
    else if (this.isHiveOnly()) {
      this.skipToEnd();
      this.refuse(start, this.lastEnd, 'Spark has no such ALTER TABLE.');
    } else this.fail();
  }

  /** What a partition can have done to it. */
  private alterPartition(table: TableRelation): void {
    const { start } = this;
    if (this.accept(T.RENAME)) {
      this.expect(T.TO);
      if (this.expect(T.PARTITION)) this.partitionValues(table, 'values');
    } else if (this.accept(T.SET)) {
      if (this.accept(T.LOCATION)) this.string('location');
      else if (!this.setSerde()) {
        if (this.is(T.FILEFORMAT)) this.notInSpark('ALTER TABLE … SET FILEFORMAT');
        else this.fail();
      }
    } else if (this.isPartitionOfHive()) {
      this.skipToEnd();
      this.refuse(start, this.lastEnd, 'Spark does this to a whole table only, or not at all.');
    } else this.fail();
  }

  private isPartitionOfHive(): boolean {
    switch (this.type) {
      case T.COMPACT:
      case T.CONCATENATE:
      case T.CHANGE:
      case T.REPLACE:
        return true;
      default:
        return false;
    }
  }

  /** `SERDE '…' WITH SERDEPROPERTIES (…)`, or the properties alone. */
  private setSerde(): boolean {
    if (this.accept(T.SERDE)) {
      this.string();
      if (this.acceptWords(T.WITH, T.SERDEPROPERTIES)) this.properties(null);
      return true;
    }
    if (!this.accept(T.SERDEPROPERTIES)) return false;
    this.properties(null);
    return true;
  }

  /** What Spark names in order to refuse it: no business of the syntax. */
  private isHiveOnly(): boolean {
    switch (this.type) {
      case T.ARCHIVE:
      case T.UNARCHIVE:
      case T.TOUCH:
      case T.COMPACT:
      case T.CONCATENATE:
      case T.EXCHANGE:
      case T.CLUSTERED:
      case T.SKEWED:
        return true;
      default:
        return this.type === T.NOT && hiveLayouts.has(this.peek());
    }
  }

  private columnNames(table: TableRelation): void {
    if (this.accept(T.LParen)) {
      do this.name('targetColumn', table);
      while (this.accept(T.Comma));
      this.closeParen();
    } else {
      do this.name('targetColumn', table);
      while (this.accept(T.Comma));
    }
  }

  private alterAdd(table: TableRelation): void {
    if (this.watched) this.noteWords('PARTITION FIELD');
    if (this.accept(T.COLUMNS) || this.accept(T.COLUMN)) {
      const { start } = this;
      const paren = this.accept(T.LParen);
      const columns = this.columnDefinitions(table, 'add');
      if (paren) this.closeParen();
      const span = { start, end: this.lastEnd };
      this.nodes.push({ kind: 'definition', what: 'columns', table, columns, format: null, query: null, ...span });
      return;
    }
    if (this.type === T.CONSTRAINT || this.type === T.PRIMARY || this.type === T.FOREIGN || this.type === T.CHECK) {
      this.constraintBody();
      return;
    }
    if (this.type === T.UNIQUE && this.constraint()) return;
    this.ifNotExists('refused');
    if (!this.expect(T.PARTITION)) return;
    if (this.accept(T.FIELD)) {
      this.transform(table);
      if (this.accept(T.AS)) this.ident();
      return;
    }
    this.addedPartition(table);
    while (this.accept(T.PARTITION)) this.addedPartition(table);
  }

  private addPartitions(table: TableRelation): void {
    this.expect(T.PARTITION);
    do this.addedPartition(table);
    while (this.accept(T.PARTITION));
  }

  private addedPartition(table: TableRelation): void {
    this.partitionValues(table, 'values');
    if (this.accept(T.LOCATION)) this.string('location');
  }

  private dropPartitions(table: TableRelation): void {
    do {
      this.expect(T.PARTITION);
      this.partitionValues(table, 'values');
    } while (this.accept(T.Comma));
    this.accept(T.PURGE);
  }

  private alterDrop(table: TableRelation): void {
    if (this.watched) this.noteWords('PARTITION FIELD', 'IDENTIFIER FIELDS');
    if (this.accept(T.COLUMNS) || this.accept(T.COLUMN)) {
      this.ifExists();
      this.columnNames(table);
    } else if (this.acceptAny(T.BRANCH, T.TAG)) {
      const type = this.kindBefore() === T.TAG ? 'tag' : 'branch';
      const lenient = this.ifExists();
      this.note({ kind: 'ref', table, type });
      const name = this.ident();
      this.mark('ref', [name], false, table);
      const span = { start: name.start, end: name.end };
      this.nodes.push({ kind: 'reference', action: 'drop', type, table, name, lenient, version: null, ...span });
    } else if (this.type === T.IDENTIFIER) {
      this.next();
      this.expect(T.FIELDS);
      this.columnNames(table);
    } else if (this.at(T.CONSTRAINT)) {
      const { start } = this;
      this.next();
      this.ifExists();
      this.ident();
      if (!this.accept(T.CASCADE)) this.accept(T.RESTRICT);
      this.newIn41(start, 'DROP CONSTRAINT');
    } else {
      this.ifExists();
      if (!this.expect(T.PARTITION)) return;
      if (this.accept(T.FIELD)) {
        this.transform(table);
        return;
      }
      this.partitionValues(table, 'values');
      if (this.accept(T.Comma)) this.dropPartitions(table);
      else this.accept(T.PURGE);
    }
  }

  /** The kind of the token just taken. */
  private kindBefore(): T {
    return this.peek(-1);
  }

  private alterColumns(table: TableRelation, isChange: boolean): void {
    this.accept(T.COLUMN);
    if (isChange && this.isHiveChange()) {
      this.hiveChange(table);
      return;
    }
    do this.alterColumn(table);
    while (this.accept(T.Comma));
  }

  private alterColumn(table: TableRelation): void {
    const name = this.name('targetColumn', table);
    if (this.accept(T.TYPE)) this.dataType();
    else if (this.accept(T.COMMENT)) this.string();
    else if (this.position(table)) return;
    else if (this.accept(T.SET)) {
      if (this.accept(T.DEFAULT)) this.expression();
      else if (!this.notNull()) this.fail();
    } else if (this.accept(T.DROP)) {
      if (!this.accept(T.DEFAULT) && !this.notNull()) this.fail();
    } else if (this.is(T.Eof) && !this.watched) {
      this.refuse(name.start, name.end, 'What is to change? TYPE, COMMENT, SET, DROP, FIRST or AFTER.');
    } else this.fail();
  }

  /** After the column stands a name and its type: `CHANGE a a BIGINT`. */
  private isHiveChange(): boolean {
    let ahead = 0;
    while (this.peek(ahead + 1) === T.Dot) ahead += 2;
    const next = this.peek(ahead + 1);
    const after = this.peek(ahead + 2);
    if (next !== T.Ident && next !== T.Quoted && next <= T.FirstKeyword) return false;
    if (next === T.TYPE || next === T.SET || next === T.DROP || next === T.FIRST || next === T.AFTER) return false;
    return next !== T.COMMENT || after !== T.String;
  }

  private hiveChange(table: TableRelation): void {
    const old = this.name('targetColumn', table);
    const name = this.ident();
    const last = old.parts[old.parts.length - 1];
    if (last !== undefined && last.name.toLowerCase() !== name.name.toLowerCase()) {
      this.refuse(name.start, name.end, 'Spark does not rename a column this way: RENAME COLUMN a TO b.');
    }
    this.dataType();
    this.columnOptions(table, 'view');
    this.position(table);
  }

  private alterSet(table: TableRelation): void {
    if (this.watched) this.noteWords('IDENTIFIER FIELDS');
    if (this.accept(T.TBLPROPERTIES)) this.properties(table, 'constants', TABLE_RESERVED);
    else if (this.accept(T.LOCATION)) this.string('location');
    else if (this.setSerde()) return;
    else if (this.type === T.IDENTIFIER) {
      this.next();
      this.expect(T.FIELDS);
      this.columnNames(table);
    } else if (this.type === T.FILEFORMAT) this.notInSpark('ALTER TABLE … SET FILEFORMAT');
    else if (this.type === T.SKEWED && this.peek() === T.LOCATION) this.notInSpark('SKEWED tables');
    else this.fail();
  }

  private alterReplace(table: TableRelation): void {
    if (this.watched) this.noteWords('PARTITION FIELD');
    if (this.accept(T.COLUMNS)) {
      if (!this.expect(T.LParen)) return;
      this.columnDefinitions(table, 'replace');
      this.closeParen();
    } else if (this.accept(T.PARTITION)) {
      this.expect(T.FIELD);
      this.transform(table);
      if (!this.expect(T.WITH)) return;
      this.transform(table);
      if (this.accept(T.AS)) this.ident();
    } else this.createReference(table, 'replace');
  }

  /** `BRANCH name AS OF VERSION 1 RETAIN 7 DAYS WITH SNAPSHOT RETENTION …`, and TAG's shorter form. */
  private createReference(table: TableRelation, action: ReferenceNode['action']): void {
    const branch = this.accept(T.BRANCH);
    if (!branch && !this.expect(T.TAG)) return;
    const type = branch ? 'branch' : 'tag';
    const lenient = this.acceptWords(T.IF, T.NOT, T.EXISTS);
    if (this.watched) this.note({ kind: 'ref', table, type });
    const name = this.ident();
    this.mark('ref', [name], true, table);
    let version: ReferenceNode['version'] = null;
    if (this.acceptWords(T.AS, T.OF, T.VERSION)) {
      this.note({ kind: 'snapshotId', table });
      const { start } = this;
      if (this.atCaret) this.takeCaret();
      else if (this.signedInteger()) {
        version = { start, end: this.lastEnd, text: this.slice(start, this.lastEnd) };
      }
    }
    const span = { start: name.start, end: this.lastEnd };
    this.nodes.push({ kind: 'reference', action, type, table, name, lenient, version, ...span });
    if (this.accept(T.RETAIN)) this.duration();
    if (!branch || !this.acceptWords(T.WITH, T.SNAPSHOT, T.RETENTION)) return;
    if (!this.signedInteger()) return;
    if (this.accept(T.SNAPSHOTS)) {
      if (this.type === T.Integer || this.type === T.Minus) {
        this.signedInteger();
        this.timeUnit();
      }
    } else this.timeUnit();
  }

  /** Takes the word and says where it stood; null where it does not stand. */
  private spanOf(word: T): { start: number; end: number } | null {
    const { start } = this;
    return this.accept(word) ? { start, end: this.lastEnd } : null;
  }

  private duration(): void {
    if (this.signedInteger()) this.timeUnit();
  }

  private signedInteger(): boolean {
    if (this.is(T.Minus)) this.next();
    return this.expect(T.Integer);
  }

  private timeUnit(): void {
    if (this.acceptAny(T.DAYS, T.HOURS, T.MINUTES)) return;
    this.fail();
  }

  /** `WRITE ORDERED BY …`, `DISTRIBUTED BY PARTITION`, `LOCALLY ORDERED BY …`, `UNORDERED`. */
  private writeOrder(table: TableRelation): void {
    let any = false;
    for (;;) {
      if (this.acceptWords(T.DISTRIBUTED, T.BY, T.PARTITION) || this.accept(T.UNORDERED)) any = true;
      else if (this.accept(T.LOCALLY)) {
        this.expectWords(T.ORDERED, T.BY);
        this.orderFields(table);
        any = true;
      } else if (this.acceptWords(T.ORDERED, T.BY)) {
        this.orderFields(table);
        any = true;
      } else break;
    }
    if (!any) this.fail();
  }

  private orderFields(table: TableRelation): void {
    const paren = this.accept(T.LParen);
    do {
      this.transform(table);
      if (!this.accept(T.ASC)) this.accept(T.DESC);
      if (this.accept(T.NULLS) && !this.acceptAny(T.FIRST, T.LAST)) this.fail();
    } while (this.accept(T.Comma));
    if (paren) this.closeParen();
  }

  protected drop(): void {
    const { start } = this;
    this.next();
    if (this.accept(T.TABLE)) {
      const lenient = this.ifExists();
      this.table('drop');
      const force = this.spanOf(T.PURGE);
      this.nodes.push({ kind: 'drop', what: 'table', lenient, force, start, end: this.lastEnd });
    } else if (this.accept(T.VIEW)) {
      const lenient = this.ifExists();
      this.table('drop');
      this.nodes.push({ kind: 'drop', what: 'view', lenient, force: null, start, end: this.lastEnd });
    } else if (this.acceptNamespace()) {
      const lenient = this.ifExists();
      this.namespaceName();
      const force = this.spanOf(T.CASCADE);
      if (force === null) this.accept(T.RESTRICT);
      this.nodes.push({ kind: 'drop', what: 'namespace', lenient, force, start, end: this.lastEnd });
    } else if (this.type === T.INDEX) this.dropIndex(start);
    else if (this.type === T.ROLE) this.notInSpark('DROP ROLE');
    else {
      const temporary = this.accept(T.TEMPORARY) || this.accept(T.TEMP);
      if (this.accept(T.FUNCTION)) {
        this.ifExists();
        const name = this.dynamicName() === null ? this.name('function') : null;
        if (temporary && name !== null && name.parts.length > 1) {
          this.refuse(name.start, name.end, 'A temporary function has a name of one part.');
        }
      } else if (temporary && (this.accept(T.VARIABLE) || this.accept(T.VAR))) {
        this.ifExists();
        if (this.dynamicName() === null) this.mark('variable', this.name('variable').parts);
      } else if (temporary && this.is(T.MACRO)) this.notInSpark('DROP TEMPORARY MACRO');
      else this.fail();
    }
  }

  /** `DROP INDEX i ON t`. */
  private dropIndex(start: number): void {
    this.next();
    this.ifExists();
    this.ident();
    if (this.accept(T.ON)) {
      this.accept(T.TABLE);
      this.table('alter');
    } else {
      this.skipToEnd();
      this.refuse(start, this.lastEnd, 'DROP INDEX needs ON and a table.');
    }
  }
}
