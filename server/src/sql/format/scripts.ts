import { T } from '../token-kinds';
import { concat, type Doc, group, hardline, indent } from './doc';
import { Statements } from './statements';

const branches: ReadonlySet<T> = new Set([T.ELSEIF, T.ELSE, T.END]);
const cases: ReadonlySet<T> = new Set([T.WHEN, T.ELSE, T.END]);
const ends: ReadonlySet<T> = new Set([T.END]);
const untils: ReadonlySet<T> = new Set([T.UNTIL]);

/** SQL scripts: blocks and what they hold, a level deeper each. Reads on from `at`. */
export class Scripts extends Statements {
  private at = 0;

  /** All of a script, its last semicolon included. */
  script(): Doc {
    this.at = 0;
    const docs: Doc[] = [this.scriptStatement()];
    if (this.at < this.source.count) docs.push(this.rest(this.at, this.source.count));
    return concat(...docs);
  }

  /** Takes tokens up to one of these words, outside parentheses. */
  private upTo(...kinds: T[]): number {
    const from = this.at;
    const { count } = this.source;
    let at = from;
    while (at < count && !kinds.includes(this.key(at))) at = this.after(at);
    this.at = Math.min(at, count);
    return from;
  }

  private take(): Doc {
    return this.token(this.at++);
  }

  private statements(stops: ReadonlySet<T>): Doc {
    const docs: Doc[] = [];
    const { count } = this.source;
    while (this.at < count && !stops.has(this.key(this.at))) {
      const before = this.at;
      docs.push(hardline);
      if (docs.length > 1 && this.source.blankBefore(this.at)) docs.push(hardline);
      if (this.key(this.at) !== T.Semicolon) docs.push(this.scriptStatement());
      if (this.key(this.at) === T.Semicolon) docs.push(this.take());
      if (this.at === before) break;
    }
    return indent(...docs, this.at < count ? this.closing(this.at) : '');
  }

  /** A word that closes what the statements before it are in. */
  private closer(...more: T[]): Doc {
    const docs: Doc[] = [hardline, this.token(this.at++, true)];
    for (const kind of more) if (this.key(this.at) === kind) docs.push(' ', this.take());
    return concat(...docs);
  }

  /** `END IF`, with the label that may follow. */
  private end(...words: T[]): Doc {
    const doc = this.closer(...words);
    const stop = this.key(this.at);
    if (this.at >= this.source.count || stop === T.Semicolon || stop > T.FirstKeyword) return doc;
    return concat(doc, ' ', this.take());
  }

  private scriptStatement(): Doc {
    if (this.key(this.at + 1) === T.Colon && this.source.kindAt(this.at) !== T.BEGIN) {
      const label = concat(this.take(), this.take(), ' ');
      return concat(label, this.scriptStatement());
    }
    switch (this.key(this.at)) {
      case T.BEGIN:
        return this.block();
      case T.IF:
        return this.branching(branches, T.IF);
      case T.CASE:
        return this.caseStatement();
      case T.WHILE:
      case T.FOR:
        return this.loopWithHead();
      case T.LOOP:
        return concat(this.take(), this.statements(ends), this.end(T.LOOP));
      case T.REPEAT:
        return this.repeat();
      case T.DECLARE:
        if (this.key(this.at + 2) === T.HANDLER) return this.handler();
        return this.plainStatement();
      default:
        return this.plainStatement();
    }
  }

  private plainStatement(): Doc {
    const from = this.upTo(T.Semicolon);
    return this.at > from ? this.statement(from, this.at) : '';
  }

  private block(): Doc {
    const from = this.at++;
    while (this.key(this.at) === T.NOT || this.source.raw(this.at).toUpperCase() === 'ATOMIC') this.at++;
    return concat(this.run(from, this.at), this.statements(ends), this.end());
  }

  /** A word, a condition, THEN, statements; further branches alike. */
  private branching(stops: ReadonlySet<T>, last: T): Doc {
    const docs: Doc[] = [];
    for (let n = 0; ; n++) {
      const word = this.key(this.at);
      if (n > 0 && word !== T.ELSEIF && word !== T.WHEN && word !== T.ELSE) break;
      if (n > 0) docs.push(hardline);
      docs.push(word === T.ELSE ? this.token(this.at++, true) : this.head(T.THEN, n > 0), this.statements(stops));
    }
    return concat(...docs, this.end(last));
  }

  /** The word at hand, its condition and the word behind that. */
  private head(kind: T, bare = false): Doc {
    const word = this.at++;
    this.upTo(kind);
    return this.condition(word, this.at++, bare);
  }

  private caseStatement(): Doc {
    const head = this.take();
    const from = this.upTo(T.WHEN);
    const operand = this.at > from ? concat(' ', this.run(from, this.at)) : '';
    const docs: Doc[] = [this.at < this.source.count ? this.closing(this.at) : ''];
    while (this.key(this.at) === T.WHEN || this.key(this.at) === T.ELSE) {
      const isElse = this.key(this.at) === T.ELSE;
      docs.push(hardline, isElse ? this.token(this.at++, true) : this.head(T.THEN, true), this.statements(cases));
    }
    return concat(head, operand, indent(...docs), this.end(T.CASE));
  }

  private loopWithHead(): Doc {
    if (this.key(this.at) === T.WHILE) return concat(this.head(T.DO), this.statements(ends), this.end(T.WHILE));
    const head = this.take();
    const named = this.key(this.at + 1) === T.AS ? concat(' ', this.take(), ' ', this.take()) : '';
    const from = this.upTo(T.DO);
    const query = indent(hardline, this.query(from, this.at, hardline));
    return concat(head, named, query, hardline, this.take(), this.statements(ends), this.end(T.FOR));
  }

  private repeat(): Doc {
    const head = concat(this.take(), this.statements(untils), this.closer());
    const from = this.upTo(T.END);
    const condition = group(this.expression(from, this.at));
    return concat(head, ' ', condition, this.at < this.source.count ? this.closing(this.at) : '', this.end(T.REPEAT));
  }

  private handler(): Doc {
    const from = this.at;
    this.at += 3;
    const isStart = (i: number): boolean => {
      const before = this.key(i - 1);
      if (i === from + 3 || before === T.Comma || before === T.FOR || before === T.SQLSTATE) return false;
      if (this.key(i) === T.Comma) return false;
      return this.source.isKeyword(i) && ![T.FOUND, T.SQLSTATE, T.VALUE, T.SQLEXCEPTION].includes(this.key(i));
    };
    while (this.at < this.source.count && !isStart(this.at)) this.at = this.after(this.at);
    const head = group(this.run(from, this.at));
    if (this.key(this.at) === T.BEGIN) return concat(head, hardline, this.block());
    return concat(head, indent(hardline, this.scriptStatement()));
  }
}
