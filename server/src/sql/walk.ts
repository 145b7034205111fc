import type { Expr } from './ast';

/** The parts of an expression, itself first. Queries in it are not entered; where `enter` says false, neither is that part. */
export function walk(expr: Expr, enter: (part: Expr) => boolean): void {
  if (!enter(expr)) return;
  switch (expr.kind) {
    case 'call':
      for (const arg of expr.args) walk(arg, enter);
      return;
    case 'compound':
      for (const operand of expr.operands) walk(operand, enter);
      return;
    case 'field':
      walk(expr.base, enter);
      return;
    case 'cast':
      walk(expr.expr, enter);
      return;
    default:
  }
}

/** An expression without the parentheses around it. */
export function bare(expr: Expr): Expr {
  let at = expr;
  while (at.kind === 'compound' && at.what === 'paren' && at.operands.length === 1) {
    const [inner] = at.operands;
    if (inner === undefined) break;
    at = inner;
  }
  return at;
}
