import { T } from '../token-kinds';
import { TableParser } from './tables';

const resources = new Set(['jar', 'file', 'archive']);

/** CREATE FUNCTION, in SQL or from a class. */
export abstract class RoutineParser extends TableParser {
  protected createFunction(replace: boolean, temporary: boolean): void {
    const condition = this.start;
    const ifNotExists = this.ifNotExists();
    const conditionEnd = this.lastEnd;
    if (ifNotExists && replace) {
      this.refuse(condition, conditionEnd, 'OR REPLACE and IF NOT EXISTS exclude each other.');
    }
    const { start } = this;
    const name = this.dynamicName() === null ? this.name('newName') : null;
    if (name !== null) this.mark('function', name.parts, true);
    if (temporary && name !== null && name.parts.length > 1) {
      this.refuse(start, name.end, 'A temporary function has a name of one part.');
    }
    if (ifNotExists && temporary && !replace && name !== null) {
      this.refuse(condition, conditionEnd, 'TEMPORARY and IF NOT EXISTS exclude each other.');
    }
    if (this.accept(T.AS)) {
      this.functionClass();
      return;
    }
    const scope = this.openScope();
    if (this.expect(T.LParen)) {
      if (this.type !== T.RParen) {
        do {
          const param = this.ident();
          scope.params.push(param);
          const mark = this.mark('param', [param], true);
          this.looseType();
          this.columnOptions(null, 'param');
          mark.end = this.lastEnd;
        } while (this.accept(T.Comma));
      }
      this.closeParen();
    }
    if (this.accept(T.RETURNS)) {
      if (this.type === T.TABLE) {
        this.next();
        if (this.accept(T.LParen)) {
          this.columnDefinitions(null, 'returns');
          this.closeParen();
        }
      } else this.looseType();
    }
    this.routineOptions();
    if (this.accept(T.RETURN)) this.routineBody();
    else this.fail();
    this.closeScope(scope);
  }

  private routineBody(): void {
    const isTable = this.type === T.TABLE;
    const next = this.peek();
    const query = this.startsQuery() && (!isTable || next > T.FirstKeyword || next === T.Ident || next === T.Quoted);
    if (query) this.query();
    else this.expression();
  }

  /** `'class' USING JAR '…'`. */
  private functionClass(): void {
    this.string();
    if (!this.accept(T.USING)) return;
    do {
      const kind = this.ident();
      if (kind.name !== '' && !resources.has(kind.name.toLowerCase())) {
        this.refuse(kind.start, kind.end, 'A function is made of JAR, FILE and ARCHIVE.');
      }
      this.string();
    } while (this.accept(T.Comma));
  }

  private routineOptions(): void {
    const seen = new Set<string>();
    for (;;) {
      const { start } = this;
      let what: string;
      if (this.accept(T.LANGUAGE)) {
        const language = this.ident();
        if (!/^(sql)?$/i.test(language.name)) {
          this.refuse(language.start, language.end, 'The language of a function in SQL is SQL.');
        }
        what = 'LANGUAGE';
      } else if (this.accept(T.SPECIFIC)) {
        this.ident();
        this.refuse(start, this.lastEnd, 'Spark takes no SPECIFIC name.');
        what = 'SPECIFIC';
      } else if (this.accept(T.COMMENT)) {
        this.string();
        what = 'COMMENT';
      } else if (this.accept(T.NOT)) {
        this.expect(T.DETERMINISTIC);
        what = 'DETERMINISTIC';
      } else if (this.accept(T.DETERMINISTIC)) what = 'DETERMINISTIC';
      else if (this.acceptWords(T.CONTAINS, T.SQL)) what = 'the access';
      else if (this.accept(T.READS)) {
        this.expectWords(T.SQL, T.DATA);
        what = 'the access';
      } else if (this.accept(T.MODIFIES)) {
        this.expectWords(T.SQL, T.DATA);
        this.refuse(start, this.lastEnd, 'A function in SQL cannot modify data.');
        what = 'the access';
      } else if (this.accept(T.SQL)) {
        this.expect(T.SECURITY);
        if (this.accept(T.INVOKER)) this.refuse(start, this.lastEnd, 'Spark takes SQL SECURITY DEFINER only.');
        else this.expect(T.DEFINER);
        what = 'the security';
      } else if (this.accept(T.CALLED)) {
        this.expect(T.ON);
        this.expect(T.NULL);
        this.expect(T.INPUT);
        what = 'the nulls';
      } else if (this.accept(T.RETURNS)) {
        this.expect(T.NULL);
        this.expect(T.ON);
        this.expect(T.NULL);
        this.expect(T.INPUT);
        what = 'the nulls';
      } else return;
      if (seen.has(what)) this.refuse(start, this.lastEnd, `The function says ${what} twice.`);
      seen.add(what);
    }
  }
}
