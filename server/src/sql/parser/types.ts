import { T } from '../token-kinds';
import { Cursor } from './cursor';

/** Types that take no words of their own. Spark refuses every other word. */
const simpleTypes = new Set(
  (
    'boolean tinyint byte smallint short int integer bigint long float real double date timestamp timestamp_ntz ' +
    'timestamp_ltz string character char varchar binary decimal dec numeric void variant time geometry geography'
  ).split(' '),
);

/** The names offered where a type can stand. */
export const typeNames: readonly string[] = [
  ...['BIGINT', 'BINARY', 'BOOLEAN', 'DATE', 'DECIMAL', 'DOUBLE', 'FLOAT', 'INT', 'SMALLINT', 'STRING', 'TIMESTAMP'],
  ...['TIMESTAMP_NTZ', 'TINYINT', 'VARIANT', 'ARRAY', 'MAP', 'STRUCT', 'CHAR', 'VARCHAR', 'INTERVAL'],
];

/** Data types. */
export class TypeParser extends Cursor {
  /** Reads a data type and returns its text; empty when there is none. */
  protected dataType(): string {
    const start = this.start;
    this.note({ kind: 'type' });
    if (this.atCaret) {
      this.takeCaret();
      return '';
    }
    this.nested(
      () => this.typeBody(),
      () => undefined,
    );
    return this.lastEnd > start ? this.slice(start, this.lastEnd) : '';
  }

  private typeBody(): void {
    switch (this.type) {
      case T.ARRAY:
        this.next();
        if (this.accept(T.Lt)) {
          this.dataType();
          this.expect(T.Gt);
        } else this.fail();
        return;
      case T.MAP:
        this.next();
        if (this.accept(T.Lt)) {
          this.dataType();
          this.expect(T.Comma);
          this.dataType();
          this.expect(T.Gt);
        } else this.fail();
        return;
      case T.STRUCT:
        this.next();
        this.structBody();
        return;
      case T.INTERVAL:
        this.next();
        if (this.acceptAny(T.YEAR, T.MONTH, T.DAY, T.HOUR, T.MINUTE, T.SECOND) && this.accept(T.TO)) {
          if (!this.acceptAny(T.MONTH, T.HOUR, T.MINUTE, T.SECOND)) this.fail();
        }
        return;
      default:
        this.simpleType();
    }
  }

  private structBody(): void {
    if (this.accept(T.Neq)) return; // `struct<>`
    if (!this.accept(T.Lt)) {
      this.fail();
      return;
    }
    if (this.accept(T.Gt)) return;
    do {
      this.newIdent('field');
      this.accept(T.Colon);
      this.dataType();
      this.notNull();
      if (this.accept(T.COMMENT)) this.expect(T.String);
    } while (this.accept(T.Comma));
    this.expect(T.Gt);
  }

  private simpleType(): void {
    if (this.type === T.Substitution) {
      this.next();
      return;
    }
    if (!this.atWord || !simpleTypes.has(this.textAt().toLowerCase())) {
      this.fail();
      return;
    }
    const string = this.type === T.STRING;
    const timestamp = this.type === T.TIMESTAMP || this.type === T.TIME;
    this.next();
    if (this.type === T.LParen) {
      this.next();
      do {
        if (this.is(T.Minus)) this.next();
        if (!this.accept(T.Integer) && !this.accept(T.Ident)) this.fail();
      } while (this.accept(T.Comma));
      this.expect(T.RParen);
    }
    if (string || this.type === T.COLLATE) {
      if (this.accept(T.COLLATE)) this.name('newName');
    }
    if (timestamp && (this.textAt().toUpperCase() === 'WITHOUT' || this.textAt().toUpperCase() === 'WITH')) {
      if (this.peek() === T.TIME || (this.peek() === T.LOCAL && this.peek(2) === T.TIME)) {
        this.next();
        this.accept(T.LOCAL);
        this.next();
        this.expect(T.ZONE);
      }
    }
  }

  /** `NOT NULL`, or `! NULL`. */
  protected notNull(): boolean {
    if (this.type === T.Bang && this.peek() === T.NULL) {
      this.next();
      this.next();
      return true;
    }
    return this.acceptWords(T.NOT, T.NULL);
  }

  protected string(role: 'location' | null = null): void {
    if (this.atCaret) {
      this.note(role === null ? { kind: 'sign', text: 'string' } : { kind: role });
      this.takeCaret();
      return;
    }
    this.expect(T.String);
  }
}
