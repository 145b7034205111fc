import type { Call, Expr } from '../../sql/ast';
import { functionNamed } from '../../sql/language/functions';
import { walk } from '../../sql/walk';

/** Functions that exist only with OVER. */
export const windowOnly: ReadonlySet<string> = new Set(
  'row_number rank dense_rank percent_rank cume_dist ntile lag lead'.split(' '),
);

export const plainName = ({ name }: Call): string | null => {
  const [part, more] = name.parts;
  return part === undefined || more !== undefined ? null : part.name.toLowerCase();
};

/** An aggregate over the group: a built-in one without OVER. */
export function isAggregate(call: Call): boolean {
  const name = plainName(call);
  return name !== null && call.over !== true && !windowOnly.has(name) && functionNamed(name)?.kind === 'aggregate';
}

/** A function that is certainly none. What the session has of its own may be one. */
export function isScalar(call: Call): boolean {
  const name = plainName(call);
  return name !== null && functionNamed(name)?.kind === 'scalar';
}

/** The aggregates in an expression, outermost ones only. */
export function aggregatesIn(expr: Expr): Call[] {
  const found: Call[] = [];
  walk(expr, (part) => {
    if (part.kind !== 'call' || !isAggregate(part)) return true;
    found.push(part);
    return false;
  });
  return found;
}
