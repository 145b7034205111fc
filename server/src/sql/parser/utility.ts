import type { Expr, Ident, Mark, Name } from '../ast';
import { T } from '../token-kinds';
import { AlterParser } from './alter';

/** CALL, SHOW, DESCRIBE, EXPLAIN, SET and the other statements that are neither queries nor definitions. */
export abstract class UtilityParser extends AlterParser {
  protected callProcedure(): void {
    const { start } = this;
    this.next();
    const name = this.dynamicName() ?? this.name('procedure');
    if (!this.expect(T.LParen)) return;
    const used: string[] = [];
    const args: { name: Ident | null; value: Expr }[] = [];
    if (this.type !== T.RParen || this.watched) {
      do this.procedureArgument(name, used, args);
      while (this.accept(T.Comma));
    }
    this.closeParen();
    this.nodes.push({ kind: 'procedure', name, args, start, end: this.lastEnd });
  }

  private procedureArgument(callee: Name, used: string[], args: { name: Ident | null; value: Expr }[]): void {
    this.clause = 'argument';
    if (this.watched) {
      this.note({ kind: 'argument', callee, procedure: true, used: [...used] });
      this.note({ kind: 'argumentValue', callee, argument: used.length });
      if (this.type === T.RParen && this.caret === null) return;
    }
    let named: Ident | null = null;
    if (this.atWord && this.peek() === T.FatArrow && !this.watched) {
      const argument = this.word();
      named = argument;
      this.mark('argument', [argument]);
      used.push(argument.name.toLowerCase());
      this.next();
      if (this.watched) this.note({ kind: 'argumentValue', callee, argument: argument.name.toLowerCase() });
    } else used.push('');
    args.push({ name: named, value: this.expression() });
  }

  protected show(): void {
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
      if (this.accept(T.PARTITION)) this.partitionValues(table);
    } else if (this.accept(T.TBLPROPERTIES)) {
      const table = this.table('describe');
      if (this.accept(T.LParen)) {
        if (this.type === T.String) this.next();
        else this.name('property', table);
        this.closeParen();
      }
    } else if (this.accept(T.CREATE)) {
      if (!this.accept(T.VIEW)) this.expect(T.TABLE);
      this.table('describe');
      if (this.accept(T.AS)) this.expect(T.SERDE);
    } else if (this.accept(T.TABLE)) {
      this.expect(T.EXTENDED);
      this.showIn(false);
      this.expect(T.LIKE);
      this.string();
      if (this.accept(T.PARTITION)) this.partitionValues(null);
    } else if (this.accept(T.CURRENT)) {
      if (!this.acceptNamespace()) this.accept(T.ROLES);
    } else if (this.accept(T.FUNCTIONS)) this.showFunctions();
    else if (this.acceptAny(T.PROCEDURES)) this.showIn(true);
    else if (this.atWord && this.peek() === T.FUNCTIONS) {
      this.next();
      this.next();
      this.showFunctions();
    } else if (this.isHiveShow()) this.skipToEnd();
    else if (this.acceptWord('COLLATIONS')) this.likePattern();
    else if (this.acceptWord('VARIABLES')) this.likePattern();
    else if (this.watched && this.caret !== null) this.takeCaret();
    else this.fail();
  }

  private isHiveShow(): boolean {
    switch (this.type) {
      case T.GRANT:
      case T.ROLE:
      case T.ROLES:
      case T.PRINCIPALS:
      case T.COMPACTIONS:
      case T.TRANSACTIONS:
      case T.INDEXES:
      case T.LOCKS:
        return true;
      default:
        return false;
    }
  }

  private showFunctions(): void {
    if (this.accept(T.FROM) || this.accept(T.IN)) this.namespaceName();
    if (this.accept(T.LIKE) && this.type !== T.String) {
      this.name('function');
      return;
    }
    if (this.type === T.String) this.next();
    else if (this.atWord) this.name('function');
  }

  private showIn(pattern: boolean): void {
    if (this.accept(T.FROM) || this.accept(T.IN)) this.namespaceName();
    if (pattern) this.likePattern();
  }

  private likePattern(): void {
    if (this.accept(T.LIKE)) this.string();
    else if (this.type === T.String) this.next();
  }

  protected describe(): void {
    this.next();
    if (this.watched) this.noteWords('EXTENDED', 'FORMATTED');
    if (this.accept(T.FUNCTION)) {
      this.accept(T.EXTENDED);
      // A function's name may be an operator.
      if (this.atWord || this.watched) this.name('function');
      else if (this.type === T.Eof) this.fail();
      else this.skipToEnd();
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
    if ((this.type === T.EXTENDED || this.type === T.FORMATTED) && this.peek() !== T.Dot && this.peek() !== T.Eof) {
      this.next();
    } else if (this.pos + 1 === this.watch && (this.type === T.EXTENDED || this.type === T.FORMATTED)) this.next();
    const table = this.table('describe');
    this.temporal(table);
    if (this.accept(T.PARTITION)) this.partitionValues(table);
    if (this.atWord && !(this.type === T.AS && this.peek() === T.JSON)) this.name('targetColumn', table);
    if (this.accept(T.AS)) this.expect(T.JSON);
  }

  private startsQueryNotTable(): boolean {
    if (this.type === T.TABLE) return false;
    return this.startsQuery() && this.peek() !== T.Dot && this.peek() !== T.Eof;
  }

  protected explain(): void {
    this.next();
    this.acceptAny(T.EXTENDED, T.FORMATTED, T.COST, T.CODEGEN, T.LOGICAL);
    this.statement();
  }

  protected abstract statement(): void;

  protected use(): void {
    this.next();
    if (this.peek() !== T.Dot && this.peek() !== T.Eof) this.acceptAny(T.SCHEMA, T.DATABASE, T.NAMESPACE, T.CATALOG);
    else if (this.watched) this.noteWords('SCHEMA', 'CATALOG');
    this.namespaceName();
  }

  protected set(): void {
    this.next();
    if (this.watched) {
      this.note({ kind: 'option' });
      this.noteWords('CATALOG', 'TIME ZONE', 'VAR', 'VARIABLE');
    }
    if (this.type === T.CATALOG && this.peek() !== T.Dot && this.peek() !== T.Eq) {
      this.next();
      this.note({ kind: 'catalog' });
      if (this.is(T.String)) this.next();
      else if (this.dynamicName() === null) this.ident();
    } else if (this.type === T.TIME && this.peek() === T.ZONE) {
      this.next();
      this.next();
      if (this.is(T.INTERVAL)) this.interval(this.start);
      else if (this.is(T.String) || this.is(T.LOCAL)) this.next();
      else this.skipToEnd();
    } else if ((this.type === T.VAR || this.type === T.VARIABLE) && this.peek() !== T.Dot && this.peek() !== T.Eq) {
      this.next();
      this.variables();
    } else if (this.inScript && (this.type === T.LParen || this.assignmentFollows())) this.variables();
    else this.skipToEnd(); // a configuration: anything goes
  }

  private assignmentFollows(): boolean {
    let ahead = 0;
    while (this.peek(ahead + 1) === T.Dot) ahead += 2;
    return this.peek(ahead + 1) === T.Eq;
  }

  private variables(): void {
    if (this.accept(T.LParen)) {
      do this.mark('variable', this.name('variable').parts);
      while (this.accept(T.Comma));
      this.closeParen();
      this.expect(T.Eq);
      if (this.expect(T.LParen)) {
        this.query();
        this.closeParen();
      }
      return;
    }
    do {
      if (this.dynamicName() === null) this.mark('variable', this.name('variable').parts);
      this.expect(T.Eq);
      this.clause = 'values';
      if (this.watched) this.noteWords('DEFAULT');
      this.expression();
    } while (this.accept(T.Comma));
  }

  protected declare(): void {
    this.next();
    this.acceptWords(T.OR, T.REPLACE);
    if (!this.accept(T.VARIABLE)) this.accept(T.VAR);
    const marks: Mark[] = [];
    do {
      const dynamic = this.dynamicName();
      if (dynamic === null) marks.push(this.mark('variable', this.name('newName').parts, true));
    } while (this.accept(T.Comma));
    if (this.inScript) for (const { parts } of marks) this.scope.params.push(...parts);
    const typed = this.type !== T.DEFAULT && this.type !== T.Eq && (this.atWord || this.watched);
    if (typed) this.dataType();
    if (this.accept(T.DEFAULT) || this.accept(T.Eq)) this.expression();
    else if (!typed) this.fail();
    for (const mark of marks) mark.end = this.lastEnd;
  }

  protected executeImmediate(): void {
    this.next();
    this.expect(T.IMMEDIATE);
    this.expression();
    if (this.accept(T.INTO)) {
      do this.mark('variable', this.name('variable').parts);
      while (this.accept(T.Comma));
    }
    if (!this.accept(T.USING)) return;
    const paren = this.type === T.LParen;
    if (paren) this.next();
    do {
      this.expression();
      if (this.accept(T.AS)) this.ident();
      else if (this.atWord && !this.watched) this.word();
    } while (this.accept(T.Comma));
    if (paren) this.closeParen();
  }

  protected analyze(): void {
    this.next();
    if (this.accept(T.TABLES)) {
      if (this.accept(T.FROM) || this.accept(T.IN)) this.namespaceName();
      this.expect(T.COMPUTE);
      this.expect(T.STATISTICS);
      if (this.atWord) this.next();
      return;
    }
    if (!this.expect(T.TABLE)) return;
    const table = this.table('describe');
    if (this.accept(T.PARTITION)) this.partitionValues(table);
    if (!this.expectWords(T.COMPUTE, T.STATISTICS)) return;
    this.noteWords('NOSCAN');
    if (this.acceptWords(T.FOR, T.ALL, T.COLUMNS)) return;
    if (this.type === T.FOR) {
      this.next();
      this.expect(T.COLUMNS);
      do this.ident('targetColumn', table);
      while (this.accept(T.Comma));
    } else if (this.atWord) this.next();
    else this.noteWords('FOR COLUMNS');
  }

  protected cache(): void {
    this.next();
    this.accept(T.LAZY);
    if (!this.expect(T.TABLE)) return;
    this.table('describe');
    if (this.accept(T.OPTIONS)) this.properties(null);
    this.asQuery(false);
  }

  protected uncache(): void {
    this.next();
    if (!this.expect(T.TABLE)) return;
    this.ifExists();
    this.table('describe');
  }

  protected refresh(): void {
    this.next();
    if (this.accept(T.TABLE)) this.table('describe');
    else if (this.accept(T.FUNCTION)) this.name('function');
    else this.skipToEnd();
  }

  protected truncate(): void {
    this.next();
    if (!this.expect(T.TABLE)) return;
    const table = this.table('write');
    if (this.accept(T.PARTITION)) this.partitionValues(table);
  }

  protected repair(): void {
    if (this.accept(T.MSCK)) this.noteWords('REPAIR TABLE');
    this.expect(T.REPAIR);
    if (!this.expect(T.TABLE)) return;
    this.table('alter');
    if (this.acceptAny(T.ADD, T.DROP, T.SYNC)) this.expect(T.PARTITIONS);
  }

  protected load(): void {
    this.next();
    this.expect(T.DATA);
    this.accept(T.LOCAL);
    this.expect(T.INPATH);
    this.string();
    this.accept(T.OVERWRITE);
    this.expect(T.INTO);
    this.expect(T.TABLE);
    const table = this.table('write');
    if (this.accept(T.PARTITION)) this.partitionValues(table);
  }

  protected comment(): void {
    this.next();
    this.expect(T.ON);
    if (this.accept(T.TABLE) || this.accept(T.VIEW)) this.table('alter');
    else if (this.accept(T.COLUMN)) this.name('newName');
    else if (this.acceptNamespace()) this.namespaceName();
    else this.fail();
    this.expect(T.IS);
    if (!this.accept(T.NULL)) this.string();
  }
}
