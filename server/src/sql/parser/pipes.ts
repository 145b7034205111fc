import type { Expr, Ident, Output, Scope, SelectItem, StepRelation } from '../ast';
import { T } from '../token-kinds';
import { newScope } from './cursor';
import { QueryParser } from './query';
import { unknown } from './select';

/** The steps of a pipe: `FROM t |> WHERE a > 1 |> SELECT b`. */
export abstract class PipeParser extends QueryParser {
  /** What follows `|>`. Returns what it gives. */
  protected pipeStep(input: Output): Output {
    const outer = this.scope;
    // Names of the FROM clause live on after WHERE, ORDER BY, LIMIT and joins.
    const scope = input.kind === 'relations' ? input.scope : this.stepScope(input);
    this.scope = scope;
    const output = this.pipeOperator(input, scope);
    this.scope = outer;
    return output;
  }

  private pipeOperator(input: Output, scope: Scope): Output {
    if (this.watched) {
      this.noteWords('SELECT', 'EXTEND', 'SET', 'DROP', 'AS', 'WHERE', 'AGGREGATE', 'ORDER BY', 'LIMIT', 'OFFSET');
      this.noteWords('PIVOT', 'UNPIVOT', 'TABLESAMPLE', 'UNION ALL', 'EXCEPT', 'INTERSECT');
    }
    const items: SelectItem[] = [];
    switch (this.type) {
      case T.SELECT: {
        const { start } = this;
        const { output, distinct } = this.selectList(scope);
        this.windows();
        const { items: list } = scope;
        const span = { start, end: this.lastEnd };
        this.nodes.push({
          kind: 'select',
          scope,
          items: list,
          distinct,
          pipe: true,
          groupBy: null,
          having: null,
          ...span,
        });
        return output;
      }
      case T.EXTEND:
        this.next();
        this.clause = 'select';
        this.selectItems(items);
        return { kind: 'extend', input, items };
      case T.SET:
        this.next();
        this.clause = 'set';
        do {
          const name = this.name('column');
          this.mark('column', name.parts);
          if (name.parts.length > 1) this.refuse(name.start, name.end, '|> SET takes columns, no fields of them.');
          this.expect(T.Eq);
          this.expression();
        } while (this.accept(T.Comma));
        return input;
      case T.DROP: {
        this.next();
        const names: Ident[] = [];
        do names.push(this.ident('column'));
        while (this.accept(T.Comma));
        return { kind: 'drop', input, names };
      }
      case T.AS: {
        this.next();
        const alias = this.ident();
        const at = alias.start;
        const step: StepRelation = { kind: 'step', output: input, alias, columnAliases: [], start: at, end: alias.end };
        this.mark('tableAlias', [alias], true);
        const named = newScope(scope.outer);
        named.relations.push(step);
        return { kind: 'relations', scope: named };
      }
      case T.WHERE:
        this.where();
        return input;
      case T.AGGREGATE: {
        this.next();
        this.clause = 'select';
        if (!this.is(T.GROUP) || this.peek() !== T.BY) this.selectItems(items);
        return this.pipeGrouping(items, scope);
      }
      case T.TABLESAMPLE:
        this.sample();
        return input;
      case T.PIVOT:
      case T.UNPIVOT:
        if (!this.pivots()) this.fail();
        return unknown;
      case T.UNION:
      case T.EXCEPT:
      case T.INTERSECT:
      case T.MINUS:
        this.next();
        if (!this.accept(T.ALL)) this.accept(T.DISTINCT);
        this.scope = scope.outer ?? scope;
        this.rightSide(input);
        return input;
      case T.ORDER:
      case T.SORT:
      case T.CLUSTER:
      case T.DISTRIBUTE:
      case T.LIMIT:
      case T.OFFSET:
      case T.WINDOW: {
        const { start } = this;
        const isWindow = this.is(T.WINDOW);
        this.organizationBody();
        const words = /^(ORDER|SORT|CLUSTER|DISTRIBUTE)\b/i.test(this.slice(start, this.lastEnd));
        if (isWindow) this.refuse(start, this.lastEnd, 'WINDOW is no step of its own: it follows |> SELECT.');
        else if (words && this.limitedLast)
          this.refuse(start, this.lastEnd, 'ORDER BY and LIMIT are two steps: |> LIMIT …');
        return input;
      }
      default:
        return this.pipeJoin(input, scope);
    }
  }

  private pipeJoin(input: Output, scope: Scope): Output {
    if (!this.join()) {
      this.missing();
      return input;
    }
    return { kind: 'relations', scope };
  }

  /** GROUP BY of `|> AGGREGATE`, whose expressions are columns of the result. */
  private pipeGrouping(items: SelectItem[], scope: Scope): Output {
    const keys: SelectItem[] = [];
    if (this.acceptWords(T.GROUP, T.BY)) {
      this.clause = 'group';
      do {
        const { start } = this;
        const isAnalytic =
          (this.is(T.GROUPING) && this.peek() === T.SETS) ||
          ((this.is(T.ROLLUP) || this.is(T.CUBE)) && this.peek() === T.LParen);
        if (isAnalytic || this.is(T.ALL)) {
          if (isAnalytic) this.grouping('top');
          else this.next();
          this.refuse(start, this.lastEnd, '|> AGGREGATE groups by expressions only.');
          continue;
        }
        const expr: Expr = this.expression();
        keys.push({ expr, alias: this.itemAlias(), start, end: this.lastEnd });
      } while (this.accept(T.Comma));
      if (this.type === T.WITH && (this.peek() === T.ROLLUP || this.peek() === T.CUBE)) {
        this.next();
        this.next();
      }
    }
    return { kind: 'select', items: [...keys, ...items], scope };
  }
}
