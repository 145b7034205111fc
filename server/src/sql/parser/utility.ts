import type { Expr, Ident, Name } from '../ast';
import { T } from '../token-kinds';
import { AlterParser } from './alter';

/** CALL, EXPLAIN, ANALYZE, CACHE and the other statements that are neither queries nor definitions. */
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

  protected showIn(pattern: boolean): void {
    if (this.accept(T.FROM) || this.accept(T.IN)) this.namespaceName();
    if (pattern) this.likePattern();
  }

  protected likePattern(): void {
    if (this.accept(T.LIKE)) this.string();
    else if (this.type === T.String) this.string();
  }

  protected explain(): void {
    this.next();
    const { start } = this;
    if (this.accept(T.LOGICAL)) this.refuse(start, this.lastEnd, 'Spark has no EXPLAIN LOGICAL.');
    else this.acceptAny(T.EXTENDED, T.FORMATTED, T.COST, T.CODEGEN);
    this.statement();
  }

  protected abstract statement(): void;

  protected analyze(): void {
    this.next();
    if (this.accept(T.TABLES)) {
      if (this.accept(T.FROM) || this.accept(T.IN)) this.namespaceName();
      this.expect(T.COMPUTE);
      this.expect(T.STATISTICS);
      this.noscan();
      return;
    }
    if (!this.expect(T.TABLE)) return;
    const table = this.table('describe');
    if (this.accept(T.PARTITION)) this.partitionValues(table, 'any');
    if (!this.expectWords(T.COMPUTE, T.STATISTICS)) return;
    this.noteWords('NOSCAN');
    if (this.acceptWords(T.FOR, T.ALL, T.COLUMNS)) return;
    if (this.type === T.FOR) {
      this.next();
      this.expect(T.COLUMNS);
      do this.ident('targetColumn', table);
      while (this.accept(T.Comma));
    } else if (this.atWord) this.noscan();
    else this.noteWords('FOR COLUMNS');
  }

  private noscan(): void {
    if (this.watched) this.noteWords('NOSCAN');
    if (!this.atWord) return;
    const word = this.word();
    if (!/^noscan$/i.test(word.name)) this.refuse(word.start, word.end, 'Only NOSCAN can stand here.');
  }

  protected cache(): void {
    this.next();
    this.accept(T.LAZY);
    if (!this.expect(T.TABLE)) return;
    const { name } = this.table('describe');
    if (this.accept(T.OPTIONS)) this.properties(null);
    const query = this.asQuery(false);
    if (query !== null && name.parts.length > 1) {
      this.refuse(name.start, name.end, 'A cached query has a name of one part.');
    }
  }

  protected uncache(): void {
    this.next();
    if (!this.expect(T.TABLE)) return;
    this.ifExists();
    this.table('describe');
  }

  protected truncate(): void {
    this.next();
    if (!this.expect(T.TABLE)) return;
    const table = this.table('write');
    if (this.accept(T.PARTITION)) this.partitionValues(table, 'values');
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
    if (this.accept(T.PARTITION)) this.partitionValues(table, 'values');
  }

  protected comment(): void {
    this.next();
    this.expect(T.ON);
    if (this.accept(T.TABLE)) this.table('alter');
    else if (this.acceptNamespace()) this.namespaceName();
    else this.fail();
    this.expect(T.IS);
    if (!this.accept(T.NULL)) this.string();
  }
}
