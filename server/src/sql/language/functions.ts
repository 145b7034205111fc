import { examples } from './function-examples';
import { aggregateText, newFunctionText, scalarText, tableFunctionText } from './function-texts';

/** A built-in function. */
export interface SqlFunction {
  readonly name: string;
  /** `date_sub(start, days)` */
  readonly signature: string;
  readonly what: string;
  readonly kind: 'scalar' | 'aggregate' | 'table';
  /** The version of Spark it came with: `4.0` for all that are older too. */
  readonly since: string;
  /** `result` is null where it differs from run to run. */
  readonly example: { readonly sql: string; readonly result: string | null } | null;
}

/** Functions of Spark 4.1 that 4.0 does not have. */
const NEW = new Set(
  newFunctionText
    .trim()
    .split('\n')
    .map((line) => line.slice(0, line.indexOf('('))),
);

/** `name(args) what`, one a line. */
function read(text: string, kind: SqlFunction['kind']): SqlFunction[] {
  return text
    .trim()
    .split('\n')
    .map((line) => {
      const open = line.indexOf('(');
      const close = line.indexOf(') ');
      const name = line.slice(0, open);
      const since = NEW.has(name) ? '4.1' : '4.0';
      const example = examples.get(name) ?? null;
      return { name, signature: line.slice(0, close + 1), what: line.slice(close + 2), kind, since, example };
    });
}

/** Functions that give a value, aggregates and window functions among them. */
export const functions: readonly SqlFunction[] = [
  ...read(aggregateText, 'aggregate'),
  ...read(scalarText, 'scalar'),
  ...read(newFunctionText, 'scalar'),
].sort((a, b) => (a.name < b.name ? -1 : 1));

/** Functions that can stand in FROM or LATERAL VIEW. */
export const tableFunctions: readonly SqlFunction[] = read(tableFunctionText, 'table');

const byName = new Map([...tableFunctions, ...functions].map((entry) => [entry.name, entry]));

export function functionNamed(name: string): SqlFunction | null {
  return byName.get(name.toLowerCase()) ?? null;
}
