import { T } from '../token-kinds';
import { concat, type Doc, group, hardline, indent, join, line } from './doc';
import { Expressions } from './expressions';

/** A clause: its head, `[from, body)`, and what it says, `[body, to)`. */
interface Clause {
  readonly from: number;
  readonly body: number;
  readonly to: number;
}

type ClauseKind = 'with' | 'list' | 'relations' | 'join' | 'condition' | 'pivot' | 'other';

const joinWords: ReadonlySet<T> = new Set([
  ...[T.NATURAL, T.INNER, T.CROSS, T.LEFT, T.RIGHT, T.FULL, T.SEMI, T.ANTI, T.OUTER],
]);
const byWords: ReadonlySet<T> = new Set([T.GROUP, T.ORDER, T.SORT, T.CLUSTER, T.DISTRIBUTE]);
const setWords: ReadonlySet<T> = new Set([T.UNION, T.EXCEPT, T.INTERSECT, T.MINUS]);

/** Queries and statements as clauses, each on a line of its own. */
export class Clauses extends Expressions {
  protected query(from: number, to: number, separator: Doc): Doc {
    const pipes = this.places(from, to, (i) => this.key(i) === T.PipeOp);
    const clauses = this.clausesIn(from, pipes[0] ?? to).map((clause) => this.clause(clause));
    const steps = pipes.map((pipe, n) => this.pipeStep(pipe, pipes[n + 1] ?? to));
    return join(separator, [...clauses, ...steps]);
  }

  private pipeStep(pipe: number, to: number): Doc {
    const [first, ...others] = this.clausesIn(pipe + 1, to).map((clause) => this.clause(clause));
    const rest = others.length === 0 ? '' : indent(line, join(line, others));
    return group(this.token(pipe), ' ', first ?? '', rest);
  }

  private clausesIn(from: number, to: number): Clause[] {
    const clauses: Clause[] = [];
    let start = from;
    let body = from + this.headLength(from, to, from);
    for (let i = Math.max(this.after(from), body); i < to;) {
      const head = this.headLength(i, to, from);
      if (head === 0 && !this.afterSetOperator(i, body)) {
        i = this.after(i);
        continue;
      }
      clauses.push({ from: start, body, to: i });
      start = i;
      body = i + head;
      i = Math.max(this.after(i), body);
    }
    if (start < to) clauses.push({ from: start, body, to });
    return clauses;
  }

  /** `UNION ALL (SELECT …)`: what follows the words is a line of its own. */
  private afterSetOperator(i: number, body: number): boolean {
    if (i !== body) return false;
    const before = this.key(i - 1);
    return setWords.has(before) || ((before === T.ALL || before === T.DISTINCT) && setWords.has(this.key(i - 2)));
  }

  /** How many tokens at `i` begin a clause; 0 when none begins there. */
  protected headLength(i: number, to: number, first: number): number {
    const kind = this.key(i);
    const next = this.key(i + 1);
    if (byWords.has(kind)) return next === T.BY ? 2 : 0;
    if (setWords.has(kind)) {
      if (i === first || this.isStarExcept(i)) return i === first ? 1 : 0;
      return next === T.ALL || next === T.DISTINCT ? 2 : 1;
    }
    if (kind === T.JOIN || joinWords.has(kind)) return this.joinLength(i, to);
    switch (kind) {
      case T.SELECT:
        return this.selectLength(i);
      case T.FROM:
        return this.isDistinctFrom(i) ? 0 : 1;
      case T.WITH:
        return this.withLength(i);
      case T.LATERAL:
        if (next !== T.VIEW) return 0;
        return this.key(i + 2) === T.OUTER ? 3 : 2;
      case T.VALUES:
        return this.startsRelation(i) ? 0 : 1;
      case T.WHERE:
      case T.HAVING:
      case T.WINDOW:
      case T.LIMIT:
      case T.OFFSET:
      case T.PIVOT:
      case T.AGGREGATE:
      case T.EXTEND:
        return 1;
      case T.UNPIVOT:
        return next === T.INCLUDE || next === T.EXCLUDE ? 3 : 1;
      case T.REPLACE:
        return next === T.WHERE ? 2 : 0;
      case T.INSERT:
        return 2;
      case T.SET:
        return i === first ? 1 : 0;
      default:
        return 0;
    }
  }

  private isStarExcept(i: number): boolean {
    return this.key(i) === T.EXCEPT && this.key(i - 1) === T.Star;
  }

  private isDistinctFrom(i: number): boolean {
    if (this.key(i - 1) !== T.DISTINCT) return false;
    return this.key(i - 2) === T.IS || this.key(i - 2) === T.NOT;
  }

  private startsRelation(i: number): boolean {
    const before = this.key(i - 1);
    return before === T.FROM || before === T.Comma || before === T.JOIN || before === T.USING;
  }

  private joinLength(i: number, to: number): number {
    let at = i;
    while (at < to && joinWords.has(this.key(at))) at++;
    if (this.key(at) !== T.JOIN) return 0;
    at++;
    return (this.key(at) === T.LATERAL ? at + 1 : at) - i;
  }

  private selectLength(i: number): number {
    let at = i + 1;
    while (this.key(at) === T.HintStart && (this.source.close[at] ?? -1) > 0) at = this.after(at);
    const word = this.key(at);
    return (word === T.DISTINCT || word === T.ALL ? at + 1 : at) - i;
  }

  private withLength(i: number): number {
    const recursive = this.key(i + 1) === T.RECURSIVE;
    const second = this.key(i + (recursive ? 3 : 2));
    if (second !== T.AS && second !== T.LParen) return 0;
    if (this.source.isKeyword(i + 1) && !recursive) return 0;
    return recursive ? 2 : 1;
  }

  // Clauses

  private clause({ from, body, to }: Clause): Doc {
    const head = this.run(from, body);
    if (body >= to) return head;
    if (body === from) return this.headless(from, to);
    switch (this.clauseKind(from, body)) {
      case 'with':
        return this.behind(
          head,
          body,
          join(
            hardline,
            this.items(body, to, (a, b) => this.cte(a, b)),
          ),
        );
      case 'list':
        return group(head, this.list(body, to));
      case 'relations':
        return this.relations(head, body, to);
      case 'join':
        return this.behind(head, body, this.joined(body, to));
      case 'condition':
        return this.behind(head, body, group(this.expression(body, to, !this.beginsLine(body))));
      case 'pivot':
        return this.behind(head, body, concat(this.pivot(body), this.rest(this.after(body), to)));
      case 'other':
        return group(head, this.space(body), this.run(body, to));
    }
  }

  /** What a clause says, behind its head: below it where a comment ends the head's line. */
  private behind(head: Doc, body: number, said: Doc): Doc {
    return this.beginsLine(body) ? concat(head, indent(hardline, said)) : concat(head, ' ', said);
  }

  /** Whether comments have a token begin a line. */
  private beginsLine(i: number): boolean {
    return this.source.endsLine(i - 1) || this.source.leading(i).some(({ ownLine }) => ownLine);
  }

  /** Tokens in a row, behind others. */
  protected rest(from: number, to: number): Doc {
    return from < to ? concat(this.space(from), this.run(from, to)) : '';
  }

  /** `(sum(a), avg(b) FOR c IN (…))`: FOR begins a line. */
  private pivot(open: number): Doc {
    const end = this.source.close[open] ?? -1;
    const at = this.places(open + 1, end, (i) => this.key(i) === T.FOR)[0];
    if (end < 0 || at === undefined) return this.paren(open);
    const measures = this.items(open + 1, at, (a, b) => this.expression(a, b));
    return this.parenthesized(this.token(open), join(line, [...measures, group(this.run(at, end))]), end, false);
  }

  private clauseKind(from: number, body: number): ClauseKind {
    const kind = this.key(from);
    if ((kind === T.PIVOT || kind === T.UNPIVOT) && this.key(body) === T.LParen) return 'pivot';
    if (kind === T.WITH) return 'with';
    if (kind === T.FROM) return 'relations';
    if (kind === T.WHERE || kind === T.HAVING || kind === T.REPLACE) return 'condition';
    if (kind === T.LATERAL) return 'other';
    if (kind === T.JOIN || joinWords.has(kind)) return 'join';
    if (kind === T.SELECT && this.key(body) === T.TRANSFORM) return 'other';
    if (kind === T.SELECT || kind === T.VALUES || kind === T.WINDOW || kind === T.SET || byWords.has(kind))
      return 'list';
    return kind === T.AGGREGATE || kind === T.EXTEND ? 'list' : 'other';
  }

  /** What begins with no word of a clause: a query in parentheses, the words of a statement. */
  protected headless(from: number, to: number): Doc {
    if (this.key(from) === T.LParen && this.opensQuery(from)) {
      return concat(this.paren(from, true), this.rest(this.after(from), to));
    }
    return group(this.run(from, to));
  }

  private cte(from: number, to: number): Doc {
    const as = this.places(from, to, (i) => this.key(i) === T.LParen && this.opensQuery(i))[0];
    if (as === undefined) return this.run(from, to);
    return concat(this.run(from, as), this.space(as), this.paren(as, true));
  }

  private relations(head: Doc, from: number, to: number): Doc {
    if (this.key(from) === T.VALUES) return this.behind(head, from, group(this.token(from), this.list(from + 1, to)));
    if (this.commas(from, to).length === 0) return this.behind(head, from, this.relation(from, to));
    return group(
      head,
      indent(
        line,
        join(
          line,
          this.items(from, to, (a, b) => this.relation(a, b)),
        ),
      ),
    );
  }

  /** A table or a subquery, which takes lines of its own. */
  protected relation(from: number, to: number): Doc {
    const open = this.key(from) === T.LATERAL ? from + 1 : from;
    if (this.key(open) !== T.LParen || !this.opensQuery(open)) return group(this.run(from, to));
    const before = open > from ? concat(this.token(from), ' ') : '';
    const first = this.key(open + 1);
    const isTall = first !== T.VALUES && first !== T.TABLE;
    return concat(before, this.paren(open, isTall), this.rest(this.after(open), to));
  }

  /** What is joined, with its condition; relations after a comma begin a line each. */
  private joined(from: number, to: number): Doc {
    const [first = '', ...others] = this.items(from, to, (a, b) => this.joinedOn(a, b));
    return others.length === 0 ? first : concat(first, indent(hardline, join(hardline, others)));
  }

  private joinedOn(from: number, to: number): Doc {
    const on = this.places(from, to, (i) => this.key(i) === T.ON)[0];
    if (on === undefined) return this.relation(from, to);
    return concat(this.relation(from, on), this.on(on, to));
  }

  /** ON with its condition, on this line when it fits. */
  private on(on: number, to: number): Doc {
    return group(indent(line, this.token(on), ' ', this.expression(on + 1, to, false)));
  }
}
