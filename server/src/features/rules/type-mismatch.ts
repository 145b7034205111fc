import type { Compound, Expr } from '../../sql/ast';
import { T } from '../../sql/token-kinds';
import { bare, walk } from '../../sql/walk';
import { isBooleanText, isNumberText, isTimeText } from './literals';
import { finding, type Finding, type Rule } from './rule';
import type { Subject } from './subject';
import { article, isArithmetic, isComparison, isNested, isNumeric, type TypeClass } from './types';
import { roots } from './roots';

export const typeMismatch: Rule = {
  code: 'type-mismatch',
  severity: 'warning',
  title: 'Operands whose types cannot be compared or computed with.',
  asksCatalogs: true,
  check(subject) {
    if (!subject.hasCertainTypes) return [];
    const found: Finding[] = [];
    for (const root of roots(subject)) {
      walk(root, (expr) => {
        if (expr.kind === 'compound' && expr.what === 'operator') found.push(...operator(expr, subject));
        if (expr.kind === 'compound' && expr.what === 'subscript') found.push(...subscript(expr, subject));
        return true;
      });
    }
    return found;
  },
};

function operator(expr: Compound, subject: Subject): Finding[] {
  const { operators = [], operands } = expr;
  const [first] = operators;
  if (first === undefined) return [];
  if (isComparison(first) || first === T.IN || first === T.BETWEEN) {
    const [left, ...others] = operands;
    return left === undefined ? [] : others.flatMap((right) => compared(left, right, first, subject));
  }
  if (operators.every(isArithmetic) && operands.length > 1) return computed(expr, subject);
  if (first === T.NOT || first === T.AND || first === T.OR)
    return operands.flatMap((one) => truth(one, first, subject));
  if (first === T.LIKE || first === T.ILIKE || first === T.RLIKE || first === T.REGEXP) {
    const [left] = operands;
    const type = left === undefined ? null : subject.types.of(left);
    return left === undefined || !isNested(type) || type === null
      ? []
      : [finding(left, `${article(type)} has no text to match.`)];
  }
  return [];
}

/** `xs[0]`, of what is no array and no map. A path into a variant has no index. */
function subscript({ operands }: Compound, subject: Subject): Finding[] {
  const [base, index] = operands;
  const type = base === undefined || index === undefined ? null : subject.types.of(base);
  if (base === undefined || type === null || isNested(type)) return [];
  return [finding(base, `${capital(article(type))} has no elements.`)];
}

function compared(left: Expr, right: Expr, sign: T, subject: Subject): Finding[] {
  // A row of values, or a query with several columns, is compared part by part.
  if ([left, right].some((one) => one.kind === 'compound' && one.what === 'row')) return [];
  const [a, b] = [subject.types.of(left), subject.types.of(right)];
  if (a === null || b === null) return [];
  if (a === 'map' && b === 'map') return [finding(right, 'Maps cannot be compared.')];
  if (isComparable(a, b)) return unreadable(left, right, a, b, subject);
  const verb = sign === T.IN ? 'be in a list with' : 'be compared with';
  return [finding(right, `${capital(article(a))} cannot ${verb} ${article(b)}.`)];
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** As Spark's ANSI coercion has it: strings turn into what they meet, numbers into each other, dates into timestamps. */
function isComparable(a: TypeClass, b: TypeClass): boolean {
  if (a === b || (isNumeric(a) && isNumeric(b))) return true;
  if (isNested(a) || isNested(b)) return false;
  if (a === 'string' || b === 'string' || a === 'interval' || b === 'interval') return true;
  const times: readonly TypeClass[] = ['date', 'timestamp'];
  return times.includes(a) && times.includes(b);
}

/** A string literal that does not spell what it is compared with fails when the statement runs. */
function unreadable(left: Expr, right: Expr, a: TypeClass, b: TypeClass, subject: Subject): Finding[] {
  const [literal, other] = b === 'string' ? [bare(right), a] : [bare(left), b];
  if (literal.kind !== 'literal' || literal.type !== 'string') return [];
  const text = subject.slice(literal);
  const reads = isNumeric(other)
    ? isNumberText(text)
    : other === 'boolean'
      ? isBooleanText(text)
      : other === 'date' || other === 'timestamp'
        ? isTimeText(text)
        : true;
  return reads ? [] : [finding(literal, `${text} is no ${isNumeric(other) ? 'number' : other}.`)];
}

function computed({ operands }: Compound, subject: Subject): Finding[] {
  const types = operands.map((one) => subject.types.of(one));
  const number = types.some(isNumeric);
  return operands.flatMap((one, i): Finding[] => {
    const type = types[i] ?? null;
    if (type === null || !number) return [];
    const wrong =
      isNested(type) || type === 'boolean' || type === 'binary' || (type === 'timestamp' && operands.length === 2);
    return wrong ? [finding(one, `${capital(article(type))} cannot be computed with a number.`)] : [];
  });
}

/** What NOT, AND and OR are given. A string is cast. */
function truth(operand: Expr, sign: T, subject: Subject): Finding[] {
  const type = subject.types.of(operand);
  if (type === null || type === 'boolean' || type === 'string') return [];
  const word = sign === T.NOT ? 'NOT' : sign === T.AND ? 'AND' : 'OR';
  return [finding(operand, `${word} takes booleans; this is ${article(type)}.`)];
}
