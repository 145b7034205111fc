import { T } from '../token-kinds';
import { Clauses } from './clauses';
import { concat, type Doc, group, hardline, indent, join, line } from './doc';

const createWords: ReadonlySet<T> = new Set([
  ...[T.USING, T.TBLPROPERTIES, T.OPTIONS, T.LOCATION, T.COMMENT, T.STORED, T.LANGUAGE, T.RETURNS, T.RETURN],
  ...[T.DETERMINISTIC, T.DBPROPERTIES],
]);
const alterWords: ReadonlySet<T> = new Set([
  ...[T.ADD, T.DROP, T.RENAME, T.ALTER, T.CHANGE, T.SET, T.UNSET, T.REPLACE, T.WRITE, T.CREATE, T.RECOVER, T.AS],
]);

/** Whole statements. */
export class Statements extends Clauses {
  /** One statement, without its semicolon. */
  statement(from: number, to: number): Doc {
    const first = this.key(from);
    switch (first) {
      case T.SELECT:
      case T.FROM:
      case T.VALUES:
      case T.TABLE:
      case T.MAP:
      case T.REDUCE:
      case T.LParen:
      case T.WITH:
      case T.INSERT:
        return this.withMerge(from, to);
      case T.MERGE:
        return this.merge(from, to);
      case T.UPDATE:
        return this.update(from, to);
      case T.DELETE:
        return this.deleteFrom(from, to);
      case T.CREATE:
      case T.REPLACE:
        return this.create(from, to);
      case T.ALTER:
        return this.alter(from, to);
      default:
        return this.other(from, to);
    }
  }

  /** A query or an INSERT; `WITH … MERGE` and the like go on as what they are. */
  private withMerge(from: number, to: number): Doc {
    if (this.key(from) === T.WITH) {
      const kinds: ReadonlySet<T> = new Set([T.MERGE, T.UPDATE, T.DELETE]);
      const at = this.places(from + 1, to, (i) => kinds.has(this.key(i)))[0];
      if (at !== undefined) return join(hardline, [this.query(from, at, hardline), this.statement(at, to)]);
    }
    return this.query(from, to, hardline);
  }

  /** Splits a range before the places where `test` holds; the first piece begins at `from`. */
  private pieces(from: number, to: number, test: (i: number) => boolean): (readonly [number, number])[] {
    const starts = [from, ...this.places(from, to, (i) => i > from && test(i))];
    return starts.map((start, n) => [start, starts[n + 1] ?? to] as const);
  }

  private merge(from: number, to: number): Doc {
    const using = this.places(from, to, (i) => this.key(i) === T.USING)[0] ?? to;
    const on = this.places(using, to, (i) => this.key(i) === T.ON && this.lastOn(i, to))[0] ?? to;
    const whens = this.pieces(on, to, (i) => this.key(i) === T.WHEN);
    const [condition, ...branches] = whens;
    const docs: Doc[] = [group(this.run(from, using))];
    if (using < to) docs.push(concat(this.token(using), ' ', this.relation(using + 1, on)));
    if (condition !== undefined && on < to)
      docs.push(concat(this.token(on), ' ', group(this.expression(on + 1, condition[1]))));
    for (const [start, end] of branches) docs.push(this.branch(start, end));
    return join(hardline, docs);
  }

  /** The source of a MERGE may be a join: its own ON is the last before the branches. */
  private lastOn(i: number, to: number): boolean {
    const more = this.places(i + 1, to, (at) => this.key(at) === T.ON || this.key(at) === T.WHEN)[0];
    return more === undefined || this.key(more) === T.WHEN;
  }

  private branch(from: number, to: number): Doc {
    const then = this.places(from, to, (i) => this.key(i) === T.THEN)[0] ?? to - 1;
    return concat(this.condition(from, then), group(indent(line, this.action(then + 1, to))));
  }

  private action(from: number, to: number): Doc {
    if (this.key(from) === T.UPDATE && this.key(from + 2) !== T.Star) {
      return group(this.run(from, from + 2), this.list(from + 2, to));
    }
    const values = this.places(from, to, (i) => this.key(i) === T.VALUES)[0];
    if (values === undefined) return this.run(from, to);
    return concat(group(this.run(from, values)), line, group(this.run(values, to)));
  }

  private update(from: number, to: number): Doc {
    const set = this.places(from, to, (i) => this.key(i) === T.SET)[0] ?? to;
    return join(hardline, [group(this.run(from, set)), this.query(set, to, hardline)]);
  }

  private deleteFrom(from: number, to: number): Doc {
    const where = this.places(from, to, (i) => this.key(i) === T.WHERE)[0];
    if (where === undefined) return group(this.run(from, to));
    return join(hardline, [group(this.run(from, where)), this.query(where, to, hardline)]);
  }

  private create(from: number, to: number): Doc {
    const what = this.places(from, to, (i) => this.objectWords.has(this.key(i)))[0] ?? from;
    const object = this.key(what);
    const isTable = object === T.TABLE;
    const body = this.places(what + 1, to, (i) => this.startsBody(i))[0] ?? to;
    const pieces = this.pieces(from, body, (i) => i > what + 1 && this.startsCreateClause(i));
    const docs = pieces.map(([start, end], n) =>
      n === 0 && isTable ? this.createHead(start, end) : this.createClause(start, end),
    );
    if (body === to) return isTable ? join(hardline, docs) : group(join(line, docs));
    return this.createAs(docs, body, to, isTable);
  }

  private readonly objectWords: ReadonlySet<T> = new Set([
    ...[T.TABLE, T.VIEW, T.FUNCTION, T.SCHEMA, T.DATABASE, T.NAMESPACE],
  ]);

  private createAs(docs: readonly Doc[], body: number, to: number, isTable: boolean): Doc {
    const rest = this.query(this.key(body) === T.AS || this.key(body) === T.RETURN ? body + 1 : body, to, hardline);
    if (this.key(body) !== T.AS && this.key(body) !== T.RETURN) return join(hardline, [...docs, rest]);
    const head = isTable || docs.length > 1 ? join(hardline, docs) : concat(...docs);
    const before = docs.length > 1 || this.key(body) === T.RETURN ? hardline : ' ';
    return concat(head, before, this.token(body), hardline, rest);
  }

  /** AS, or RETURN, before a query; or the query itself. */
  private startsBody(i: number): boolean {
    const kind = this.key(i);
    if (kind === T.AS || kind === T.RETURN) return this.startsQuery(i + 1);
    return kind === T.SELECT || this.withLengthAt(i);
  }

  private withLengthAt(i: number): boolean {
    return this.key(i) === T.WITH && this.headLength(i, i + 4, i) > 0;
  }

  private startsQuery(i: number): boolean {
    const kind = this.key(i);
    if (kind === T.LParen) return this.opensQuery(i);
    return kind === T.SELECT || kind === T.FROM || kind === T.WITH || kind === T.VALUES || kind === T.TABLE;
  }

  private startsCreateClause(i: number): boolean {
    const kind = this.key(i);
    const next = this.key(i + 1);
    if (kind === T.PARTITIONED || kind === T.CLUSTERED || kind === T.CLUSTER || kind === T.SKEWED) return next === T.BY;
    if (kind === T.ROW) return next === T.FORMAT;
    if (kind === T.DEFAULT) return this.key(i + 1) === T.COLLATION;
    if (kind === T.RETURN || kind === T.WITH) return kind === T.RETURN;
    return createWords.has(kind) && this.key(i - 1) !== T.WITH;
  }

  /** `CREATE TABLE t (…)` with a column a line. */
  private createHead(from: number, to: number): Doc {
    const isColumns = (i: number): boolean => this.key(i) === T.LParen && this.source.isTableName(i - 1);
    const open = this.places(from, to, isColumns)[0];
    if (open === undefined) return group(this.run(from, to));
    const end = this.after(open);
    const rest = end < to ? concat(this.space(end), this.run(end, to)) : '';
    return concat(this.run(from, open), this.space(open), this.paren(open, true), rest);
  }

  private createClause(from: number, to: number): Doc {
    return group(this.run(from, to));
  }

  private alter(from: number, to: number): Doc {
    const action = this.places(from + 2, to, (i) => i > from + 2 && alterWords.has(this.key(i)))[0];
    if (action === undefined) return group(this.run(from, to));
    if (this.key(action) === T.AS) {
      const query = this.query(action + 1, to, hardline);
      return concat(group(this.run(from, action)), ' ', this.token(action), hardline, query);
    }
    // What ends with a list goes on behind it: `ALTER TABLE t ADD COLUMNS (`.
    const list = this.places(action, to, (i) => this.key(i) === T.LParen && this.after(i) === to)[0];
    if (list !== undefined && this.commas(list + 1, to - 1).length > 0) {
      return concat(group(this.run(from, list)), this.space(list), this.paren(list));
    }
    const [first, ...others] = this.pieces(action, to, (i) => this.startsAlterClause(i)).map(([start, end]) =>
      group(this.expression(start, end)),
    );
    return group(
      this.run(from, action),
      indent(line, group(first ?? '', indent(...others.map((doc) => concat(line, doc))))),
    );
  }

  private startsAlterClause(i: number): boolean {
    switch (this.key(i)) {
      case T.AS:
        return this.key(i + 1) === T.OF;
      case T.WITH:
        return this.key(i + 1) === T.SNAPSHOT;
      case T.ORDERED:
        return this.key(i - 1) !== T.LOCALLY && this.key(i - 1) !== T.WRITE;
      case T.DISTRIBUTED:
        return this.key(i - 1) !== T.WRITE;
      case T.RETAIN:
      case T.LOCALLY:
        return true;
      default:
        return false;
    }
  }

  /** Words in a row; a query in them begins a line. */
  private other(from: number, to: number): Doc {
    const begins = (i: number): boolean =>
      i > from && (this.key(i) === T.SELECT || this.withLengthAt(i) || (i < from + 4 && this.isStatementWord(i)));
    const [query] = this.places(from, to, begins);
    if (query === undefined) return group(this.expression(from, to));
    return concat(group(this.run(from, query)), hardline, this.statement(query, to));
  }

  /** After EXPLAIN. */
  private isStatementWord(i: number): boolean {
    const kind = this.key(i);
    if (this.key(i - 1) !== T.EXPLAIN && this.key(i - 2) !== T.EXPLAIN) return false;
    return kind === T.INSERT || kind === T.MERGE || kind === T.CREATE || kind === T.FROM || kind === T.UPDATE;
  }
}
