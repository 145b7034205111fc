import { aggregateText, scalarText, tableFunctionText } from './function-texts';

/** A built-in function. */
export interface SqlFunction {
  readonly name: string;
  /** `date_sub(start, days)` */
  readonly signature: string;
  readonly what: string;
  readonly kind: 'scalar' | 'aggregate' | 'table';
}

/** `name(args) what`, one a line. */
function read(text: string, kind: SqlFunction['kind']): SqlFunction[] {
  return text
    .trim()
    .split('\n')
    .map((line) => {
      const open = line.indexOf('(');
      const close = line.indexOf(') ');
      return { name: line.slice(0, open), signature: line.slice(0, close + 1), what: line.slice(close + 2), kind };
    });
}

/** Functions that give a value, aggregates and window functions among them. */
export const functions: readonly SqlFunction[] = [
  ...read(aggregateText, 'aggregate'),
  ...read(scalarText, 'scalar'),
].sort((a, b) => (a.name < b.name ? -1 : 1));

/** Functions that can stand in FROM or LATERAL VIEW. */
export const tableFunctions: readonly SqlFunction[] = read(tableFunctionText, 'table');

const byName = new Map([...tableFunctions, ...functions].map((entry) => [entry.name, entry]));

export function functionNamed(name: string): SqlFunction | null {
  return byName.get(name.toLowerCase()) ?? null;
}
