import type { Compound, Expr } from '../../sql/ast';
import { type Binder, fieldType } from '../../sql/binder';
import { T } from '../../sql/token-kinds';
import { elementType } from '../../sql/type-string';
import { bare } from '../../sql/walk';

/** Types as far as it matters which of them fit together. */
export type TypeClass =
  | 'boolean'
  | 'integer'
  | 'number'
  | 'string'
  | 'binary'
  | 'date'
  | 'timestamp'
  | 'interval'
  | 'array'
  | 'map'
  | 'struct';

const byWord: Readonly<Record<string, TypeClass>> = {
  boolean: 'boolean',
  ...{ tinyint: 'integer', smallint: 'integer', int: 'integer', integer: 'integer', bigint: 'integer' },
  ...{ byte: 'integer', short: 'integer', long: 'integer' },
  ...{ float: 'number', double: 'number', real: 'number', decimal: 'number', dec: 'number', numeric: 'number' },
  ...{ string: 'string', char: 'string', character: 'string', varchar: 'string' },
  ...{ binary: 'binary', date: 'date', array: 'array', map: 'map', struct: 'struct', interval: 'interval' },
  ...{ timestamp: 'timestamp', timestamp_ntz: 'timestamp', timestamp_ltz: 'timestamp' },
};

/** Functions that give the same whatever they are given. */
const returns: Readonly<Record<string, TypeClass>> = {
  ...{ count: 'integer', length: 'integer', char_length: 'integer', year: 'integer', month: 'integer', day: 'integer' },
  ...{ hour: 'integer', minute: 'integer', second: 'integer', datediff: 'integer', row_number: 'integer' },
  ...{ rank: 'integer', dense_rank: 'integer', size: 'integer', cardinality: 'integer', instr: 'integer' },
  ...{ upper: 'string', lower: 'string', trim: 'string', ltrim: 'string', rtrim: 'string', replace: 'string' },
  ...{ regexp_replace: 'string', date_format: 'string', concat_ws: 'string', to_json: 'string', uuid: 'string' },
  ...{ current_date: 'date', curdate: 'date', to_date: 'date', last_day: 'date', make_date: 'date' },
  ...{ current_timestamp: 'timestamp', now: 'timestamp', to_timestamp: 'timestamp', date_trunc: 'timestamp' },
  ...{ array: 'array', collect_list: 'array', collect_set: 'array', split: 'array', sequence: 'array' },
  ...{ map: 'map', map_from_arrays: 'map', struct: 'struct', named_struct: 'struct' },
  ...{ isnull: 'boolean', isnotnull: 'boolean', startswith: 'boolean', array_contains: 'boolean' },
};

const comparisons: ReadonlySet<T> = new Set([T.Eq, T.NullSafeEq, T.Neq, T.Lt, T.Lte, T.Gt, T.Gte]);
const predicates: ReadonlySet<T> = new Set([
  ...[T.BETWEEN, T.IN, T.LIKE, T.ILIKE, T.RLIKE, T.REGEXP, T.IS, T.NOT, T.AND, T.OR],
]);
const arithmetic: ReadonlySet<T> = new Set([T.Plus, T.Minus, T.Star, T.Slash, T.Percent, T.DIV]);

export const isComparison = (operator: T | undefined): boolean => operator !== undefined && comparisons.has(operator);
export const isArithmetic = (operator: T | undefined): boolean => operator !== undefined && arithmetic.has(operator);
export const isNumeric = (type: TypeClass | null): boolean => type === 'integer' || type === 'number';
export const isNested = (type: TypeClass | null): boolean => type === 'array' || type === 'map' || type === 'struct';

/** Null where the type is none of these, or not known. */
export function classOf(type: string | null): TypeClass | null {
  const word = /^\s*([a-z_]+)/i.exec(type ?? '')?.[1]?.toLowerCase();
  return word === undefined ? null : (byWord[word] ?? null);
}

/** How a class is called in a message. */
export const article = (type: TypeClass): string => (/^[aeiou]/.test(type) ? `an ${type}` : `a ${type}`);

/** The types of expressions, null where they are not certain. NULL has none. */
export class Types {
  private readonly known = new Map<Expr, TypeClass | null>();

  constructor(
    private readonly binder: Binder,
    private readonly text: string,
  ) {}

  of(expr: Expr): TypeClass | null {
    const known = this.known.get(expr);
    if (known !== undefined) return known;
    // What leads back to itself has no type.
    this.known.set(expr, null);
    const found = this.find(expr);
    this.known.set(expr, found);
    return found;
  }

  /** The type's text, where it is that of a column or a cast. */
  textOf(expr: Expr): string | null {
    const at = bare(expr);
    if (at.kind === 'cast') return at.type;
    if (at.kind === 'compound' && at.what === 'subscript') {
      const [base] = at.operands;
      return base === undefined || at.operands.length !== 2 ? null : elementType(this.textOf(base));
    }
    if (at.kind !== 'column') return null;
    const found = this.binder.resolve(at);
    if (found.kind !== 'column') return null;
    return fieldType(found.column.type, at.name.parts.slice(found.part + 1));
  }

  private find(expr: Expr): TypeClass | null {
    switch (expr.kind) {
      case 'literal':
        return this.literal(expr.type, this.text.charAt(expr.start));
      case 'column':
      case 'cast':
        return classOf(this.textOf(expr));
      case 'subquery': {
        if (expr.exists === true) return 'boolean';
        const { columns, complete } = this.binder.outputOf(expr.query.output);
        return complete && columns.length === 1 ? classOf(columns[0]?.type ?? null) : null;
      }
      case 'call': {
        const [name, more] = expr.name.parts;
        if (more !== undefined || name === undefined) return null;
        return returns[name.name.toLowerCase()] ?? null;
      }
      case 'compound':
        return this.compound(expr);
      default:
        return null;
    }
  }

  private literal(type: string, first: string): TypeClass | null {
    switch (type) {
      case 'string':
        return first === 'x' || first === 'X' ? 'binary' : 'string';
      case 'integer':
      case 'number':
      case 'boolean':
      case 'date':
      case 'timestamp':
      case 'interval':
        return type;
      default:
        return null;
    }
  }

  private compound(expr: Compound): TypeClass | null {
    switch (expr.what) {
      case 'paren': {
        const [inner] = expr.operands;
        return inner === undefined ? null : this.of(inner);
      }
      case 'interval':
        return 'interval';
      case 'subscript':
        return classOf(this.textOf(expr));
      case 'operator':
        return this.operator(expr);
      default:
        return null;
    }
  }

  private operator({ operators = [], operands }: Compound): TypeClass | null {
    const [first] = operators;
    if (first === undefined) return null;
    if (isComparison(first) || predicates.has(first)) return 'boolean';
    if (!operators.every(isArithmetic)) return null;
    const types = operands.map((operand) => this.of(operand));
    if (!types.every(isNumeric)) return null;
    const whole = types.every((type) => type === 'integer') && !operators.includes(T.Slash);
    return whole ? 'integer' : 'number';
  }
}
