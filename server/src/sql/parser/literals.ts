import type { Compound, Expr, Literal } from '../ast';
import { T } from '../token-kinds';
import { TypeParser } from './types';
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
    const isValue = (): boolean =>
      this.type === T.String || this.type === T.Integer || this.type === T.Number || this.signedValue();
    while (isValue()) {
      if (this.type === T.Minus || this.type === T.Plus) this.next();
      const bare = this.type === T.String;
      this.next();
      if (this.watched) this.noteWords('YEAR', 'MONTH', 'WEEK', 'DAY', 'HOUR', 'MINUTE', 'SECOND');
      if (!isUnit(this.type)) {
        if (this.atCaret) this.takeCaret();
        else if (!bare) this.fail();
        break;
      }
      this.next();
      if (this.at(T.TO) && isUnit(this.peek())) {
        this.next();
        this.next();
      }
    }
    return { kind: 'compound', what: 'interval', operands: [], start, end: this.lastEnd };
  }

  protected signedValue(): boolean {
    if (this.type !== T.Minus && this.type !== T.Plus) return false;
    const value = this.peek();
    return (value === T.String || value === T.Integer || value === T.Number) && isUnit(this.peek(2));
  }
}
