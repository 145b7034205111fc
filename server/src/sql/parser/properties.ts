import type { Name, TableRelation } from '../ast';
import type { TransformArgument } from '../nodes';
import { T } from '../token-kinds';
import { DmlParser } from './dml';

/** What a list of properties has: a constant or an expression a key, or keys alone. */
export type PropertyList = 'constants' | 'expressions' | 'keys';

/** Properties of tables, or of namespaces, that Spark sets itself or that have a clause of their own. */
export const TABLE_RESERVED: readonly string[] = ['location', 'owner', 'provider'];
export const NAMESPACE_RESERVED: readonly string[] = ['location', 'owner'];

/** Lists and clauses that tables, views and namespaces share: properties, formats, transforms, IF EXISTS. */
export abstract class PropertyParser extends DmlParser {
  protected acceptNamespace(): boolean {
    return this.accept(T.SCHEMA) || this.acceptAny(T.DATABASE, T.NAMESPACE);
  }

  protected ifNotExists(bang: 'taken' | 'refused' = 'taken'): boolean {
    if (this.type !== T.IF || this.peek() !== T.Bang) return this.acceptWords(T.IF, T.NOT, T.EXISTS);
    this.next();
    if (bang === 'refused') this.refuseBang();
    this.next();
    return this.expect(T.EXISTS);
  }

  protected ifExists(): boolean {
    return this.acceptWords(T.IF, T.EXISTS);
  }

  protected namespaceName(): void {
    if (this.dynamicName() === null) this.name('namespace');
  }

  protected properties(
    table: TableRelation | null,
    has: PropertyList = 'constants',
    reserved: readonly string[] = [],
  ): void {
    if (!this.expect(T.LParen)) return;
    const known = new Set<string>();
    do {
      if (this.watched) this.note(table === null ? { kind: 'option' } : { kind: 'property', table });
      const { start } = this;
      const key = this.propertyKey(table);
      const end = this.lastEnd;
      if (known.has(key) && key !== '') this.refuse(start, end, `The key ${key} is given twice.`);
      known.add(key);
      if (reserved.includes(key)) this.refuse(start, end, `${key} is not set as a property.`);
      const equal = this.accept(T.Eq);
      const given = equal || (this.type !== T.Comma && this.type !== T.RParen);
      if (equal) this.note({ kind: 'propertyValue', table, property: key });
      if (given && has === 'expressions') this.expression();
      else if (given) this.propertyValue();
      if (this.watched) continue;
      if (given && has === 'keys') this.refuse(start, this.lastEnd, 'A key stands alone here, without a value.');
      if (!given && has !== 'keys') this.refuse(start, end, 'The key needs a value.');
    } while (this.accept(T.Comma));
    this.closeParen();
  }

  /** A string or a dotted name; gives what it says. */
  private propertyKey(table: TableRelation | null): string {
    const { start } = this;
    if (this.type === T.String) {
      this.next();
      return this.slice(start, this.lastEnd).slice(1, -1);
    }
    return this.name('property', table)
      .parts.map(({ name }) => name)
      .join('.');
  }

  private propertyValue(): void {
    if (this.atCaret) this.takeCaret();
    else if (this.type === T.Number && /^[\d.]+$/.test(this.textAt())) this.next();
    else if (this.type === T.String) this.string();
    else if (!this.acceptAny(T.Integer, T.TRUE, T.FALSE)) {
      this.at(T.String);
      this.fail();
      this.skipUntil((kind) => kind === T.Comma);
    }
  }

  protected rowFormat(): 'serde' | 'delimited' | null {
    if (!this.acceptWords(T.ROW, T.FORMAT)) return null;
    if (this.accept(T.SERDE)) {
      this.string();
      if (this.acceptWords(T.WITH, T.SERDEPROPERTIES)) this.properties(null);
      return 'serde';
    }
    this.expect(T.DELIMITED);
    if (this.accept(T.FIELDS)) {
      this.terminated();
      if (this.acceptWords(T.ESCAPED, T.BY)) this.string();
    }
    if (this.acceptWords(T.COLLECTION, T.ITEMS)) this.terminated();
    if (this.acceptWords(T.MAP, T.KEYS)) this.terminated();
    if (this.accept(T.LINES)) this.terminated();
    if (this.acceptWords(T.NULL, T.DEFINED, T.AS)) this.string();
    return 'delimited';
  }

  private terminated(): void {
    this.expect(T.TERMINATED);
    this.expect(T.BY);
    this.string();
  }

  /** Gives the format's name in lower case; empty where two classes stand for it. */
  protected fileFormat(): string | null {
    const { start } = this;
    if (!this.accept(T.STORED)) return null;
    if (this.accept(T.BY)) {
      this.string();
      if (this.acceptWords(T.WITH, T.SERDEPROPERTIES)) this.properties(null);
      this.refuse(start, this.lastEnd, 'Spark has no STORED BY.');
      return '';
    }
    this.expect(T.AS);
    if (this.accept(T.INPUTFORMAT)) {
      this.string();
      this.expect(T.OUTPUTFORMAT);
      this.string();
      return '';
    }
    return this.ident().name.toLowerCase();
  }

  /** `days(ts)`, `bucket(16, id)`, `region`. */
  protected transform(table: TableRelation): { name: Name; args: TransformArgument[] | null } {
    const { start } = this;
    this.note({ kind: 'transform', table });
    const name = this.name('targetColumn', table);
    const args = this.accept(T.LParen) ? this.transformArguments(name, table) : null;
    this.nodes.push({ kind: 'transform', table, name, args, start, end: this.lastEnd });
    return { name, args };
  }

  private transformArguments(transform: Name, table: TableRelation): TransformArgument[] {
    const args: TransformArgument[] = [];
    do {
      this.inTransform = { name: transform.parts[0]?.name ?? '', index: args.length };
      const { start } = this;
      const column = this.startsConstant() ? null : this.name('targetColumn', table);
      if (column === null) {
        if (this.is(T.Minus)) this.next();
        this.operand();
      }
      args.push({ column, text: this.slice(start, this.lastEnd), start, end: this.lastEnd });
    } while (this.accept(T.Comma));
    this.inTransform = null;
    this.closeParen();
    return args;
  }

  private startsConstant(): boolean {
    if (this.watched) return false;
    switch (this.type) {
      case T.Integer:
      case T.Number:
      case T.String:
      case T.Minus:
      case T.Question:
      case T.Colon:
        return true;
      case T.NULL:
      case T.TRUE:
      case T.FALSE:
        return this.peek() !== T.Dot;
      case T.INTERVAL:
        return this.intervalFollows();
      default:
        return this.atWord && this.peek() === T.String;
    }
  }

  /** `(a, b)`; fields of columns only where `fields`. */
  protected nameList(table: TableRelation, fields = false): void {
    if (!this.expect(T.LParen)) return;
    do {
      if (fields) this.name('targetColumn', table);
      else this.ident('targetColumn', table);
    } while (this.accept(T.Comma));
    this.closeParen();
  }
}
