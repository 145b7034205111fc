import { T } from '../token-kinds';
import { Cursor } from './cursor';

/** What may stand in parentheses after a type: nothing, a length that must be, at most a number or so. */
type Sizes = 'none' | 'one' | 'some' | 'decimal';

/** Types that take no words of their own. Spark refuses every other word. */
const simpleTypes = new Map<string, Sizes>();
const plainTypes =
  'boolean tinyint byte smallint short int integer bigint long float real double date timestamp timestamp_ntz ' +
  'timestamp_ltz string binary void variant';
for (const name of plainTypes.split(' ')) simpleTypes.set(name, 'none');
for (const name of ['char', 'character', 'varchar']) simpleTypes.set(name, 'one');
for (const name of ['decimal', 'dec', 'numeric']) simpleTypes.set(name, 'decimal');
for (const name of ['time', 'geometry', 'geography']) simpleTypes.set(name, 'some');

const newTypes = new Set(['time', 'geometry', 'geography']);
const MAX_PRECISION = 38;

function allowed(sizes: Sizes, count: number): boolean {
  if (sizes === 'none') return false;
  return count <= (sizes === 'decimal' ? 2 : 1);
}

const complexTypes = new Set([T.ARRAY, T.MAP, T.STRUCT, T.INTERVAL]);

/** How coarse the unit of an interval is. */
const fineness = new Map([
  [T.YEAR, 0],
  [T.MONTH, 1],
  [T.DAY, 2],
  [T.HOUR, 3],
  [T.MINUTE, 4],
  [T.SECOND, 5],
]);

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

  /** A type that Spark looks at only when the function is made: any word will do. */
  protected looseType(): string {
    const refused = this.refusals.length;
    if (this.atWord && !this.watched && !complexTypes.has(this.type) && !simpleTypes.has(this.textAt().toLowerCase())) {
      const { start } = this;
      this.word();
      this.typeArguments();
      return this.slice(start, this.lastEnd);
    }
    const type = this.dataType();
    for (let at = this.refusals.length - 1; at >= refused; at--) {
      if (this.refusals[at]?.since === undefined) this.refusals.splice(at, 1);
    }
    return type;
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
        this.intervalType();
        return;
      default:
        this.simpleType();
    }
  }

  /** `INTERVAL YEAR TO MONTH`, `INTERVAL DAY TO SECOND` and parts of them. */
  private intervalType(): void {
    const from = fineness.get(this.type);
    if (!this.acceptAny(T.YEAR, T.MONTH, T.DAY, T.HOUR, T.MINUTE, T.SECOND) || !this.accept(T.TO)) return;
    const { start } = this;
    const to = fineness.get(this.type);
    const isMonths = from !== undefined && from < 2;
    if (isMonths ? !this.accept(T.MONTH) : !this.acceptAny(T.HOUR, T.MINUTE, T.SECOND)) this.fail();
    else if (from !== undefined && to !== undefined && to <= from) {
      this.refuse(start, this.lastEnd, 'An interval goes from the coarser unit to the finer one.');
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
    const { start } = this;
    const name = this.textAt().toLowerCase();
    const sizes = simpleTypes.get(name);
    if (!this.atWord || sizes === undefined) {
      this.fail();
      return;
    }
    const isTimestamp = this.type === T.TIMESTAMP;
    this.next();
    const args = this.typeArguments();
    if (args === null ? sizes === 'one' : !allowed(sizes, args.length)) {
      const what = sizes === 'one' ? 'needs its length: ' : 'does not take ';
      this.refuse(start, this.lastEnd, `${name.toUpperCase()} ${what}(…).`);
    } else if (sizes === 'decimal' && args !== null && Number(args[0]) > MAX_PRECISION) {
      this.refuse(start, this.lastEnd, `A decimal has at most ${MAX_PRECISION} digits.`);
    }
    if (newTypes.has(name)) this.newIn41(start, `The type ${name.toUpperCase()}`);
    if (name === 'string' && this.accept(T.COLLATE)) this.name('newName');
    if (isTimestamp && /^without$/i.test(this.textAt()) && this.peek() === T.TIME) {
      this.next();
      this.next();
      this.expect(T.ZONE);
      this.newIn41(start, 'TIMESTAMP WITHOUT TIME ZONE');
    }
  }

  /** What stands in parentheses after a type; null without them. */
  private typeArguments(): string[] | null {
    if (this.type !== T.LParen) return null;
    this.next();
    const args: string[] = [];
    do {
      args.push(this.textAt());
      if (!this.accept(T.Integer) && !this.accept(T.ANY)) {
        this.fail();
        break;
      }
    } while (this.accept(T.Comma));
    this.expect(T.RParen);
    return args;
  }

  /** `NOT NULL`, or `! NULL`. */
  protected notNull(bang: 'taken' | 'refused' = 'taken'): boolean {
    if (this.type === T.Bang && this.peek() === T.NULL) {
      if (bang === 'refused') this.refuseBang();
      this.next();
      this.next();
      return true;
    }
    return this.acceptWords(T.NOT, T.NULL);
  }

  /** The current `!` stands where only the word may: Spark takes it in front of an expression alone. */
  protected refuseBang(): void {
    this.refuse(this.start, this.start + 1, 'Write NOT here: `!` stands in front of an expression only.');
  }

  protected string(role: 'location' | null = null): void {
    if (this.atCaret) {
      this.note(role === null ? { kind: 'sign', text: 'string' } : { kind: role });
      this.takeCaret();
      return;
    }
    if (this.expect(T.String)) this.moreStrings();
  }

  /** Strings in a row are one, in Spark 4.1 everywhere. */
  protected moreStrings(): void {
    if (this.type !== T.String) return;
    const { start } = this;
    while (this.is(T.String)) this.next();
    this.newIn41(start, 'A string in several parts here');
  }
}
