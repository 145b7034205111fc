import type { Mark } from '../ast';
import { T } from '../token-kinds';
import { DescribeParser } from './describe';

/** A configuration's key, as Spark reads it where it is not quoted. */
const CONFIG_KEY = /^[a-zA-Z_\d\\.:]+$/;
const RESOURCES = new Set(['file', 'files', 'jar', 'jars', 'archive', 'archives']);
/** A session's time zone is at most this far from UTC. */
const MAX_ZONE_HOURS = 18;

/** SET, RESET, DECLARE, EXECUTE IMMEDIATE, ADD, LIST, REFRESH: what changes the session. */
export abstract class SessionParser extends DescribeParser {
  protected set(): void {
    this.next();
    const { start } = this;
    if (this.watched) {
      this.note({ kind: 'option' });
      this.noteWords('CATALOG', 'TIME ZONE', 'VAR', 'VARIABLE');
    }
    const plain = this.peek() === T.Dot || this.peek() === T.Eq || (this.peek() === T.Eof && !this.watchesNext);
    if (this.type === T.CATALOG && !plain) {
      this.next();
      this.note({ kind: 'catalog' });
      if (this.is(T.String)) this.next();
      else if (this.dynamicName() === null) this.ident();
    } else if (this.type === T.TIME && this.peek() === T.ZONE) {
      this.next();
      this.next();
      this.timeZone(start);
    } else if ((this.type === T.VAR || this.type === T.VARIABLE) && !plain) {
      this.next();
      this.variables();
    } else if (this.inScript && (this.type === T.LParen || this.assignmentFollows())) this.variables();
    else if (this.type === T.ROLE && !plain) this.notInSpark('SET ROLE');
    else this.configuration();
  }

  private timeZone(start: number): void {
    const zone = this.start;
    if (this.is(T.INTERVAL) && this.intervalFollows()) {
      this.interval(zone);
      const hours = /^INTERVAL\s+'?([+-]?\d+)'?\s+(\w+)$/i.exec(this.slice(zone, this.lastEnd));
      const unit = hours?.[2]?.toUpperCase() ?? '';
      const most = unit.startsWith('HOUR') ? MAX_ZONE_HOURS : unit.startsWith('MINUTE') ? MAX_ZONE_HOURS * 60 : null;
      const tooFar = most !== null && Math.abs(Number(hours?.[1])) > most;
      if (tooFar || /^(DAY|WEEK|MONTH|YEAR)/.test(unit)) {
        this.refuse(zone, this.lastEnd, 'A time zone is at most 18 hours from UTC.');
      }
      return;
    }
    if (this.is(T.String)) this.string();
    else if (this.is(T.LOCAL)) this.next();
    else if (this.atCaret) this.takeCaret();
    if (this.is(T.Eof) && this.lastEnd > zone) return;
    this.skipToEnd();
    this.refuse(start, this.lastEnd, 'A time zone is a string, an interval or LOCAL.');
  }

  /** `SET`, `SET -v`, `SET key`, `SET key = value`; what the value is, is the key's business. */
  private configuration(): void {
    const { start } = this;
    const quoted = this.type === T.Quoted;
    const plainKey = quoted && (this.peek() === T.Eq || this.peek() === T.Eof);
    this.skipToEnd();
    const text = this.slice(start, this.lastEnd).trim();
    if (plainKey || this.lastEnd <= start || text === '' || text === '-v') return;
    const key = /^([^=]*?)\s*=/.exec(text)?.[1] ?? text;
    if (CONFIG_KEY.test(key)) return;
    const message = 'SET takes a key, or a key and a value: `SET key = value`. Other signs in a key need backticks.';
    this.refuse(start, start + key.length, message);
  }

  protected reset(): void {
    this.next();
    const { start } = this;
    if (this.type === T.Quoted && this.peek() === T.Eof) {
      this.next();
      return;
    }
    this.note({ kind: 'option' });
    this.skipToEnd();
    if (this.lastEnd <= start || CONFIG_KEY.test(this.slice(start, this.lastEnd).trim())) return;
    this.refuse(start, this.lastEnd, 'RESET takes nothing or one key. Other signs in a key need backticks.');
  }

  /** `ADD JAR …`, `LIST FILES`. */
  protected resource(): void {
    this.next();
    this.noteWords('JAR', 'FILE', 'ARCHIVE');
    const kind = this.ident();
    if (kind.name !== '' && !RESOURCES.has(kind.name.toLowerCase())) {
      this.refuse(kind.start, kind.end, `"${kind.name}" is no resource: there are JAR, FILE and ARCHIVE.`);
    }
    this.skipToEnd();
  }

  protected refresh(): void {
    this.next();
    const { start } = this;
    const named = this.peek() !== T.Eof || this.watchesNext;
    if (named && this.accept(T.TABLE)) this.table('describe');
    else if (named && this.accept(T.FUNCTION)) {
      if (this.dynamicName() === null) this.name('function');
    } else if (this.watched && this.caret !== null) this.takeCaret();
    else if (this.type === T.String && this.peek() === T.Eof) this.next();
    else {
      this.skipToEnd();
      const path = this.lastEnd > start ? this.slice(start, this.lastEnd) : '';
      if (path === '') this.fail();
      else if (/\s/.test(path)) this.refuse(start, this.lastEnd, 'A path with blanks in it has to be in quotes.');
    }
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
    const { start } = this;
    let names = 0;
    do {
      names++;
      const dynamic = this.dynamicName();
      if (dynamic === null) marks.push(this.mark('variable', this.name('newName').parts, true));
    } while (this.accept(T.Comma));
    if (names > 1) this.newIn41(start, 'Declaring several variables at once');
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
    const { start, type } = this;
    const text = this.expression();
    const isPlain = (text.kind === 'literal' && type === T.String) || text.kind === 'column';
    if (!isPlain && text.start < text.end) this.newIn41(start, 'An expression as the statement');
    if (this.accept(T.INTO)) {
      do this.mark('variable', this.name('variable').parts);
      while (this.accept(T.Comma));
    }
    if (!this.accept(T.USING)) return;
    const paren = this.type === T.LParen;
    if (paren) this.next();
    do {
      this.expression();
      if (this.accept(T.AS)) this.aliasOrList();
      else if (this.atWord && !this.watched) this.word();
    } while (this.accept(T.Comma));
    if (paren) this.closeParen();
  }
}
