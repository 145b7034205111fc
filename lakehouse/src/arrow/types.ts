/** Spark's types as the columns of a result carry them, derived from the Arrow schema of a batch. */

/** Types without parameters. */
export type SimpleKind =
  | 'void'
  | 'boolean'
  | 'tinyint'
  | 'smallint'
  | 'int'
  | 'bigint'
  | 'float'
  | 'double'
  | 'string'
  | 'binary'
  | 'date'
  | 'time'
  | 'timestamp_ntz'
  | 'year-month'
  | 'day-time'
  | 'interval'
  | 'variant';

export interface StructField {
  readonly name: string;
  readonly type: SparkType;
}

export type SparkType =
  | { readonly kind: SimpleKind }
  /** `timeZone` is the session's, in which Spark itself would show the value. */
  | { readonly kind: 'timestamp'; readonly timeZone: string }
  | { readonly kind: 'decimal'; readonly precision: number; readonly scale: number }
  | { readonly kind: 'array'; readonly element: SparkType }
  | { readonly kind: 'map'; readonly key: SparkType; readonly value: SparkType }
  | { readonly kind: 'struct'; readonly fields: readonly StructField[] };

/**
 * What a cell holds, exact: `bigint` for bigint, for the unscaled digits of a decimal, and for microseconds of
 * timestamps and day-time intervals (nanoseconds of a time); days of a date and months of a year-month interval are numbers.
 * A struct is the list of its fields' values, a map the list of its entries.
 */
export type Value =
  null | boolean | number | bigint | string | Uint8Array | CalendarInterval | Variant | readonly Value[] | MapValue;

/** A value of Spark's old `interval` type (`make_interval`). */
export class CalendarInterval {
  constructor(
    readonly months: number,
    readonly days: number,
    readonly microseconds: bigint,
  ) {}
}

/** A variant as Spark encodes it; `variantJson` reads it. */
export class Variant {
  constructor(
    readonly value: Uint8Array,
    readonly metadata: Uint8Array,
  ) {}
}

export class MapValue {
  constructor(readonly entries: readonly (readonly [Value, Value])[]) {}
}

/** The type as Spark's DDL writes it: `struct<id:bigint,tags:array<string>>`. */
export function typeText(type: SparkType): string {
  switch (type.kind) {
    case 'decimal':
      return `decimal(${type.precision},${type.scale})`;
    case 'array':
      return `array<${typeText(type.element)}>`;
    case 'map':
      return `map<${typeText(type.key)},${typeText(type.value)}>`;
    case 'struct':
      return `struct<${type.fields.map((field) => `${fieldName(field.name)}:${typeText(field.type)}`).join(',')}>`;
    case 'year-month':
      return 'interval year to month';
    case 'day-time':
      return 'interval day to second';
    case 'time':
      return 'time(6)';
    default:
      return type.kind;
  }
}

function fieldName(name: string): string {
  return /^[A-Za-z0-9_]+$/.test(name) ? name : `\`${name.replaceAll('`', '``')}\``;
}
