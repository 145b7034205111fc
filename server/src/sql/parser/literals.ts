import type { Compound, Expr, Literal } from '../ast';
import { T } from '../token-kinds';
import { TypeParser } from './types';
import { intervalTextProblem, numberProblem, spanProblem } from './literal-checks';
import { isUnit } from './units';

/** Constants that are more than one token: typed ones, intervals. */
export abstract class LiteralParser extends TypeParser {
  protected missingExpr(): Compound {
    const at = this.missing();
    return { kind: 'compound', what: 'missing', operands: [], start: at.start, end: at.end };
  }

  protected literal(type: Literal['type'], start: number): Literal {
    return { kind: 'literal', type, start, end: this.lastEnd };
  }

  protected constantWord(start: number): Literal {
    const type = this.type === T.NULL ? 'null' : 'boolean';
    this.next();
    return this.literal(type, start);
  }

  /** INTERVAL is a word like any other unless a value follows it. */
  protected intervalFollows(): boolean {
    const kind = this.peek();
    if (kind === T.String || kind === T.Integer || kind === T.Number) return true;
    if (kind !== T.Minus && kind !== T.Plus) return false;
    const value = this.peek(2);
    const unit = this.peek(3);
    return (value === T.String || value === T.Integer || value === T.Number) && isUnit(unit);
  }

  protected interval(start: number): Expr {
    this.next();
    let spans = 0;
    let values = 0;
    while (this.type === T.String || this.type === T.Integer || this.type === T.Number || this.signedValue()) {
      values++;
      const from = this.start;
      if (this.type === T.Minus || this.type === T.Plus) this.next();
      const value = { kind: this.type, text: this.textAt(), start: this.start };
      this.next();
      if (this.watched) this.noteWords('YEAR', 'MONTH', 'WEEK', 'DAY', 'HOUR', 'MINUTE', 'SECOND');
      if (!isUnit(this.type)) {
        if (this.atCaret) this.takeCaret();
        else if (!this.isString(value.kind)) this.fail();
        else this.checkText(value, intervalTextProblem);
        break;
      }
      const unit = this.textAt().toUpperCase();
      this.next();
      if (value.kind === T.Number && !unit.startsWith('SECOND')) {
        this.refuse(from, this.lastEnd, 'Only seconds have a fraction.');
      }
      if (!this.at(T.TO) || !isUnit(this.peek())) continue;
      this.next();
      const to = this.textAt().toUpperCase();
      this.next();
      spans++;
      if (!this.isString(value.kind))
        this.refuse(from, this.lastEnd, 'The value from one unit to another is a string.');
      else this.checkText(value, (text) => spanProblem(text, unit, to));
    }
    if (spans > 1 || (spans === 1 && values > 1)) {
      this.refuse(start, this.lastEnd, 'A span such as DAY TO SECOND stands alone in its interval.');
    }
    return { kind: 'compound', what: 'interval', operands: [], start, end: this.lastEnd };
  }

  private isString(kind: T): boolean {
    return kind === T.String;
  }

  /** Checks the current string; what its escapes mean is not looked into. */
  protected checkString(problem: (text: string) => string | null): void {
    this.checkText({ text: this.textAt(), start: this.start }, problem);
  }

  private checkText(string: { text: string; start: number }, problem: (text: string) => string | null): void {
    const { text, start } = string;
    const inner = /^(['"])(.*)\1$/s.exec(text)?.[2];
    if (inner === undefined || inner.includes('\\') || inner.includes('${')) return;
    const found = problem(inner);
    if (found !== null) this.refuse(start, start + text.length, found);
  }

  /** Checks the range of the current number. */
  protected checkNumber(): void {
    const found = numberProblem(this.textAt(), this.peek(-1) === T.Minus);
    if (found !== null) this.refuse(this.start, this.start + this.textAt().length, found);
  }

  protected signedValue(): boolean {
    if (this.type !== T.Minus && this.type !== T.Plus) return false;
    const value = this.peek();
    return (value === T.String || value === T.Integer || value === T.Number) && isUnit(this.peek(2));
  }
}
