import type { BlockKind, Ident } from '../ast';
import { T } from '../token-kinds';
import { SessionParser } from './session';

/** SQL scripting: BEGIN … END with declarations, handlers, conditions and loops. */
export abstract class ScriptParser extends SessionParser {
  /** `BEGIN … END`; a label before it has been read. */
  protected block(): void {
    this.nested(
      () => this.blockBody(),
      () => undefined,
    );
  }

  private blockBody(): void {
    const outside = this.inScript;
    this.inScript = true;
    const scope = this.openScope();
    // Variables may come from anywhere in a script.
    scope.opaque = true;
    this.next();
    if (this.type === T.NOT && this.peek() === T.ATOMIC) this.next();
    this.accept(T.ATOMIC);
    this.statements(T.END);
    this.expect(T.END);
    this.endLabel();
    this.closeScope(scope);
    this.inScript = outside;
  }

  private endLabel(): void {
    if (this.atWord && !this.watched) this.mark('label', [this.word()]);
  }

  /** `name:` before a block or a loop; null where there is none. */
  protected startLabel(): Ident | null {
    if (this.peek() !== T.Colon || !this.atWord) return null;
    const label = this.word();
    this.mark('label', [label], true);
    this.next();
    return label;
  }

  /** Statements up to one of these words. */
  private statements(...ends: T[]): void {
    while (this.type !== T.Eof) {
      if (this.watched) for (const end of ends) this.at(end);
      while (this.type === T.Semicolon && !this.watched) this.next();
      if (ends.includes(this.type) || this.is(T.Eof)) return;
      const before = this.pos;
      this.scriptStatement();
      if (this.type === T.Semicolon || ends.includes(this.type)) {
        if (this.type !== T.Semicolon) this.fail();
        continue;
      }
      if (this.is(T.Eof)) return;
      this.fail();
      this.skipUntil((kind) => kind === T.Semicolon);
      if (this.pos === before) this.next();
    }
  }

  private scriptStatement(): void {
    if (this.watched) {
      this.noteWords('IF', 'CASE', 'WHILE', 'REPEAT', 'LOOP', 'FOR', 'LEAVE', 'ITERATE', 'BEGIN', 'DECLARE');
      this.noteWords('SIGNAL', 'RESIGNAL', 'GET DIAGNOSTICS');
    }
    const { start } = this;
    const label = this.startLabel();
    const kind = this.blockKind();
    this.scriptStatementBody();
    this.blocks.push({ kind, label, start, end: this.lastEnd });
  }

  private blockKind(): BlockKind {
    switch (this.type) {
      case T.BEGIN:
        return 'begin';
      case T.IF:
        return 'if';
      case T.CASE:
        return 'case';
      case T.WHILE:
        return 'while';
      case T.REPEAT:
        return 'repeat';
      case T.LOOP:
        return 'loop';
      case T.FOR:
        return 'for';
      case T.DECLARE:
        return this.peek(2) === T.HANDLER ? 'handler' : 'statement';
      default:
        return 'statement';
    }
  }

  private scriptStatementBody(): void {
    switch (this.type) {
      case T.BEGIN:
        this.block();
        return;
      case T.DECLARE:
        this.scriptDeclare();
        return;
      case T.IF:
        this.ifStatement();
        return;
      case T.CASE:
        this.caseStatement();
        return;
      case T.WHILE:
        this.next();
        this.expression();
        this.expect(T.DO);
        this.loopBody(T.WHILE);
        return;
      case T.REPEAT:
        this.next();
        this.statements(T.UNTIL);
        this.expect(T.UNTIL);
        this.expression();
        this.endOf(T.REPEAT);
        return;
      case T.LOOP:
        this.next();
        this.loopBody(T.LOOP);
        return;
      case T.FOR:
        this.forStatement();
        return;
      case T.LEAVE:
      case T.ITERATE:
        this.next();
        this.mark('label', [this.ident()]);
        return;
      default:
        if (this.type === T.Ident && /^(SIGNAL|RESIGNAL|GET|OPEN|CLOSE|FETCH)$/i.test(this.textAt())) {
          this.skipUntil((kind) => kind === T.Semicolon);
          return;
        }
        if (this.type === T.FETCH) {
          this.skipUntil((kind) => kind === T.Semicolon);
          return;
        }
        this.statement();
    }
  }

  /** `FOR row AS query DO …`: within the loop, `row` has the query's columns, and each stands for itself. */
  private forStatement(): void {
    this.next();
    const scope = this.openScope();
    scope.opaque = true;
    if (this.atWord && this.peek() === T.AS) {
      const variable = this.word();
      this.mark('variable', [variable], true);
      scope.params.push(variable);
      this.next();
    }
    this.query();
    this.expect(T.DO);
    this.loopBody(T.FOR);
    this.closeScope(scope);
  }

  private loopBody(word: T): void {
    this.statements(T.END);
    this.endOf(word);
  }

  private endOf(word: T): void {
    this.expect(T.END);
    this.expect(word);
    this.endLabel();
  }

  private ifStatement(): void {
    this.next();
    this.expression();
    this.expect(T.THEN);
    this.statements(T.ELSEIF, T.ELSE, T.END);
    while (this.accept(T.ELSEIF)) {
      this.expression();
      this.expect(T.THEN);
      this.statements(T.ELSEIF, T.ELSE, T.END);
    }
    if (this.accept(T.ELSE)) this.statements(T.END);
    this.expect(T.END);
    this.expect(T.IF);
  }

  private caseStatement(): void {
    this.next();
    if (!this.at(T.WHEN)) this.expression();
    while (this.accept(T.WHEN)) {
      this.expression();
      this.expect(T.THEN);
      this.statements(T.WHEN, T.ELSE, T.END);
    }
    if (this.accept(T.ELSE)) this.statements(T.END);
    this.expect(T.END);
    this.expect(T.CASE);
  }

  /** A variable, a condition or a handler. */
  private scriptDeclare(): void {
    const second = this.peek(2);
    const { start } = this;
    const isContinue = this.peek() === T.CONTINUE;
    if (this.peek() === T.EXIT || isContinue) {
      if (second === T.HANDLER) {
        this.next();
        this.next();
        this.next();
        if (isContinue) this.newIn41(start, 'A CONTINUE handler');
        this.handler();
        return;
      }
    }
    if (second === T.CONDITION) {
      this.next();
      this.mark('condition', [this.word()], true);
      this.next();
      if (this.accept(T.FOR)) {
        this.accept(T.SQLSTATE);
        this.accept(T.VALUE);
        this.string();
      }
      return;
    }
    this.declare();
  }

  private handler(): void {
    this.expect(T.FOR);
    do {
      if (this.acceptWords(T.NOT, T.FOUND)) continue;
      if (this.accept(T.SQLSTATE)) {
        this.accept(T.VALUE);
        this.string();
      } else if (!this.accept(T.SQLEXCEPTION)) this.mark('condition', this.name('newName').parts);
    } while (this.accept(T.Comma));
    if (this.type === T.BEGIN) this.block();
    else this.scriptStatement();
  }
}
