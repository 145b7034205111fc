import type { Parameter } from '../../sql/language/procedures';
import { finding, type Finding, type Rule } from './rule';
import type { Subject } from './subject';
import { article, classOf, isNested, isNumeric, type TypeClass } from './types';
import { isNumberText, isTimeText } from './literals';
import { icebergProcedure } from './unknown-procedure';
import type { Expr } from '../../sql/ast';

export const argumentType: Rule = {
  code: 'argument-type',
  severity: 'error',
  title: 'An argument of a procedure that has the wrong type.',
  check(subject) {
    return subject.nodes('procedure').flatMap((node) => {
      const procedure = icebergProcedure(node, subject);
      if (procedure === null) return [];
      return node.args.flatMap(({ name, value }, i): Finding[] => {
        const parameter =
          name === null ? procedure.parameters[i] : procedure.parameters.find((one) => one.name === name.name);
        return parameter === undefined ? [] : misfit(value, parameter, subject);
      });
    });
  },
};

function misfit(value: Expr, parameter: Parameter, subject: Subject): Finding[] {
  const wanted = classOf(parameter.type);
  const given = subject.types.of(value);
  if (wanted === null || given === null || fits(given, wanted, value, parameter, subject)) return [];
  return [finding(value, `${parameter.name} is ${article(wanted)} (${parameter.type}); this is ${article(given)}.`)];
}

/** As Spark casts arguments: a string to anything it spells, numbers among each other, a date to a timestamp. */
function fits(given: TypeClass, wanted: TypeClass, value: Expr, { name }: Parameter, subject: Subject): boolean {
  if (given === wanted || (isNumeric(given) && isNumeric(wanted))) return true;
  if (isNested(wanted) || isNested(given)) return false;
  if (given === 'string') {
    if (value.kind !== 'literal') return true;
    const text = subject.slice(value);
    if (isNumeric(wanted)) return isNumberText(text);
    return wanted !== 'timestamp' || isTimeText(text);
  }
  if (wanted === 'timestamp') return given === 'date';
  // Spark makes a string of anything, but not the name of a table.
  return wanted === 'string' && name !== 'table';
}
