/** The types of values, as far as they can be told for completion and hover. */
import type { Call, Compound, Expr, Ident, Parsed, Scope } from '../sql/ast';
import { type Binder, fieldType } from '../sql/binder';
import { sameName } from '../sql/names';
import { elementType } from '../sql/type-string';

/** Functions that give one of their arguments' elements: the argument, and what of it. */
const ELEMENT_OF: ReadonlySet<string> = new Set(
  'element_at try_element_at get array_max array_min explode explode_outer'.split(' '),
);
/** Functions that give what their first argument is. */
const SAME_AS: ReadonlySet<string> = new Set(
  (
    'filter array_sort sort_array array_distinct slice shuffle array_compact array_append array_prepend array_remove ' +
    'array_union array_except array_intersect coalesce nvl ifnull nullif first last first_value last_value any_value ' +
    'max min mode reverse map_filter lag lead nth_value'
  ).split(' '),
);

/** Types of one statement's values; offsets are those of its tree. */
export class ValueTypes {
  constructor(
    private readonly binder: Binder,
    private readonly parsed: Pick<Parsed, 'calls'>,
  ) {}

  /** A Spark DDL type string; null where it is not known. */
  of(expr: Expr): string | null {
    switch (expr.kind) {
      case 'column': {
        const { parts } = expr.name;
        const found = this.binder.resolve(expr);
        if (found.kind === 'column') return fieldType(found.column.type, parts.slice(found.part + 1));
        const [first] = parts;
        if (found.kind !== 'param' || first === undefined) return null;
        return fieldType(this.parameterNamed(first.name, expr.scope), parts.slice(1));
      }
      case 'cast':
        return expr.type.toLowerCase();
      case 'field':
        return fieldType(this.of(expr.base), [expr.field]);
      case 'call':
        return this.ofCall(expr);
      case 'compound':
        return this.ofCompound(expr);
      case 'literal':
      case 'star':
      case 'subquery':
        return null;
    }
  }

  private ofCall({ name, args }: Call): string | null {
    const [first] = args;
    const called = name.parts.at(-1)?.name.toLowerCase() ?? '';
    if (first === undefined || name.parts.length > 1) return null;
    if (ELEMENT_OF.has(called)) return elementType(this.of(first));
    if (SAME_AS.has(called)) return this.of(first);
    switch (called) {
      case 'collect_list':
      case 'collect_set':
      case 'array_agg':
      case 'array': {
        const type = this.of(first);
        return type === null ? null : `array<${type}>`;
      }
      case 'map_values': {
        const type = elementType(this.of(first));
        return type === null ? null : `array<${type}>`;
      }
      default:
        return null;
    }
  }

  private ofCompound({ what, operands }: Compound): string | null {
    const [first] = operands;
    if (first === undefined) return null;
    if (what === 'subscript') return elementType(this.of(first));
    return what === 'paren' ? this.of(first) : null;
  }

  /** The type of the lambda's parameter that a name means at a place. */
  parameterNamed(name: string, scope: Scope): string | null {
    for (let at: Scope | null = scope; at !== null; at = at.outer) {
      const index = at.params.findIndex((one) => sameName(one.name, name));
      const param = at.params[index];
      if (param !== undefined) return this.parameter(param, index);
    }
    return null;
  }

  /** The type of a lambda's parameter, by the function it is given to; `position` counts the lambda's parameters. */
  parameter(param: Ident, position: number): string | null {
    let inner: { readonly call: Call; readonly lambda: Expr; readonly index: number } | null = null;
    for (const call of this.parsed.calls) {
      const index = call.args.findIndex((arg) => isLambda(arg) && arg.start <= param.start && arg.end >= param.end);
      const lambda = call.args[index];
      if (lambda !== undefined && (inner === null || lambda.start >= inner.lambda.start))
        inner = { call, lambda, index };
    }
    if (inner === null) return null;
    const { call } = inner;
    const [first, second] = call.args;
    const array = first === undefined ? null : this.of(first);
    switch (call.name.parts.at(-1)?.name.toLowerCase()) {
      case 'transform':
      case 'filter':
      case 'exists':
      case 'forall':
      case 'any_match':
      case 'all_match':
        return position === 0 ? elementType(array) : 'int';
      case 'array_sort':
        return elementType(array);
      case 'aggregate':
      case 'reduce':
        if (inner.index === 2)
          return position === 1 ? elementType(array) : second === undefined ? null : this.of(second);
        return second === undefined ? null : this.of(second);
      case 'zip_with':
        return position === 0 ? elementType(array) : second === undefined ? null : elementType(this.of(second));
      case 'map_filter':
      case 'transform_keys':
      case 'transform_values':
        return position === 1 ? elementType(array) : keyType(array);
      default:
        return null;
    }
  }
}

const isLambda = (expr: Expr): boolean => expr.kind === 'compound' && expr.what === 'lambda';

function keyType(type: string | null): string | null {
  const match = /^\s*map\s*<\s*([^,<>]+?(?:\([^)]*\))?)\s*,/i.exec(type ?? '');
  return match?.[1] ?? null;
}
