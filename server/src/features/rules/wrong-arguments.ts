import type { Call, Expr, Ident } from '../../sql/ast';
import { argumentNames, arityOf } from '../../sql/language/arities';
import { procedureNamed, type Procedure } from '../../sql/language/procedures';
import { sameName } from '../../sql/names';
import type { ProcedureNode } from '../../sql/nodes';
import { closest, didYouMean } from './closest';
import { finding, type Finding, type Rule } from './rule';
import { icebergProcedure } from './unknown-procedure';

export const wrongArguments: Rule = {
  code: 'wrong-arguments',
  severity: 'error',
  title: 'Too many or too few arguments, an unknown or repeated name, a positional one after a named one.',
  check(subject) {
    const calls = subject.parsed.calls.flatMap((call) => callFindings(call, subject.isNewerSpark));
    const procedures = subject.nodes('procedure').flatMap((node) => {
      const known = icebergProcedure(node, subject);
      return known === null ? [] : procedureFindings(node, known);
    });
    return [...calls, ...procedures];
  },
};

function callFindings(call: Call, mayTakeMore: boolean): Finding[] {
  const { args, argNames, name } = call;
  const [part, more] = name.parts;
  if (part === undefined || more !== undefined || args.some(({ kind }) => kind === 'star')) return [];
  const named = argNames.some((one) => one !== null);
  const names = argumentNames(part.name);
  if (named && names !== null) {
    const found = namedFindings(
      args.map((value, i) => ({ name: argNames[i] ?? null, value })),
      names,
      part.name,
    );
    if (found.length > 0) return found;
  }
  const arity = arityOf(part.name);
  if (arity === null || (named && names === null)) return [];
  const { least, most } = arity;
  if (args.length >= least && (most === null || args.length <= most || mayTakeMore)) return [];
  const wanted = most === null ? `at least ${least}` : least === most ? String(least) : `${least} to ${most}`;
  const plural = wanted === '1' || wanted === 'at least 1' ? '' : 's';
  return [finding(part, `${part.name} takes ${wanted} argument${plural}, not ${args.length}.`)];
}

interface Argument {
  readonly name: Ident | null;
  readonly value: Expr;
}

/** Of both functions and procedures: names that are not there, twice, or before a positional argument. */
function namedFindings(args: readonly Argument[], names: readonly string[], callee: string): Finding[] {
  const found: Finding[] = [];
  const taken = new Set<string>();
  let byName = false;
  for (const [i, { name, value }] of args.entries()) {
    if (name === null) {
      if (byName) found.push(finding(value, 'An argument without a name cannot follow one with a name.'));
      const positional = names[i];
      if (positional !== undefined) taken.add(positional);
      continue;
    }
    byName = true;
    const known = names.find((one) => sameName(one, name.name));
    if (known === undefined) {
      const like = closest(name.name, names);
      const message = `${callee} has no argument ${name.name}.${didYouMean(like)}`;
      found.push(finding(name, message, like === null ? [] : [like]));
    } else if (taken.has(known)) found.push(finding(name, `The argument ${known} is given twice.`));
    else taken.add(known);
  }
  return found;
}

function procedureFindings({ name, args }: ProcedureNode, { name: callee, parameters }: Procedure): Finding[] {
  const names = parameters.map((one) => one.name);
  const found = namedFindings(args, names, callee);
  // Spark compares the names of a procedure's arguments letter by letter.
  for (const { name: given } of args) {
    const known = given === null ? undefined : names.find((one) => sameName(one, given.name));
    if (given === null || known === undefined || known === given.name) continue;
    found.push(finding(given, `The argument is called ${known}: Spark heeds the case of its letters.`, [known]));
  }
  const extra = args[parameters.length];
  if (extra !== undefined) {
    const count = `${parameters.length} argument${parameters.length === 1 ? '' : 's'}`;
    found.push(finding(extra.value, `${callee} takes ${count} at most.`));
  }
  if (found.length > 0) return found;
  const given = new Set(args.map((one, i) => one.name?.name ?? names[i]));
  const lacking = parameters.filter((one) => !one.optional && !given.has(one.name)).map((one) => one.name);
  if (lacking.length === 0) return [];
  return [finding(name, `${callee} needs ${lacking.join(' and ')}.`)];
}

export const parametersOf = (name: string): Procedure['parameters'] => procedureNamed(name)?.parameters ?? [];
