/** Values as people and as JSON read them. */
import { decimalText, doubleText, floatText } from './numbers';
import {
  calendarIntervalText,
  dateText,
  dayTimeText,
  localTimestampText,
  timestampIso,
  timestampText,
  timeText,
  yearMonthText,
} from './time';
import type { CalendarInterval, MapValue, Variant } from './types';
import type { SparkType, Value } from './types';
import { base64, jsonDouble, variantJson } from './variant';

export interface FormatOptions {
  /** An IANA name or fixed offset; default the session's, which the type of a timestamp carries. */
  readonly timeZone?: string;
  /** Texts end after this many characters with `…`; default: never. */
  readonly maxLength?: number;
}

/** For how a cell looks: numbers to the right, nulls in grey, nested values expandable. */
export type CellKind = 'null' | 'number' | 'boolean' | 'text' | 'time' | 'binary' | 'nested';

export interface FormattedValue {
  readonly text: string;
  readonly kind: CellKind;
}

const NULL: FormattedValue = { text: 'NULL', kind: 'null' };

/** A cell as text, as Spark's CAST to string has it; nested values as JSON, binary as `0x` and hex digits. */
export function formatValue(value: Value, type: SparkType, options: FormatOptions = {}): FormattedValue {
  if (value === null || value === undefined) return NULL;
  const { maxLength = Infinity } = options;
  if (type.kind === 'binary') return { text: binaryText(value as Uint8Array, maxLength), kind: 'binary' };
  const text = isNested(type) ? jsonText(value, type, options) : scalarText(value, type, options);
  return { text: text.length > maxLength ? `${text.slice(0, maxLength)}…` : text, kind: cellKind(type) };
}

export function cellKind(type: SparkType): CellKind {
  switch (type.kind) {
    case 'void':
      return 'null';
    case 'boolean':
    case 'binary':
      return type.kind;
    case 'tinyint':
    case 'smallint':
    case 'int':
    case 'bigint':
    case 'float':
    case 'double':
    case 'decimal':
      return 'number';
    case 'date':
    case 'time':
    case 'timestamp':
    case 'timestamp_ntz':
      return 'time';
    case 'array':
    case 'map':
    case 'struct':
    case 'variant':
      return 'nested';
    default:
      return 'text';
  }
}

/**
 * One value as JSON text, exact: 64-bit integers and decimals are numbers with all their digits, NaN and infinities
 * strings, binary is base64, times are ISO 8601, a map is an object when its keys are simple, else a list of pairs.
 */
export function jsonText(value: Value, type: SparkType, options: FormatOptions = {}): string {
  if (value === null || value === undefined) return 'null';
  switch (type.kind) {
    case 'boolean':
    case 'tinyint':
    case 'smallint':
    case 'int':
    case 'bigint':
    case 'decimal':
      return scalarText(value, type, options);
    case 'float':
      return jsonDouble(value as number, floatText);
    case 'double':
      return jsonDouble(value as number, doubleText);
    case 'binary':
      return JSON.stringify(base64(value as Uint8Array));
    case 'timestamp':
      return JSON.stringify(timestampIso(value as bigint, options.timeZone ?? type.timeZone));
    case 'timestamp_ntz':
      return JSON.stringify(localTimestampText(value as bigint, 'T'));
    case 'array':
      return `[${(value as readonly Value[]).map((item) => jsonText(item, type.element, options)).join(',')}]`;
    case 'struct':
      return structJson(value as readonly Value[], type.fields, options);
    case 'map':
      return mapJson(value as MapValue, type, options);
    case 'variant':
      return variantJson(value as Variant, options.timeZone ?? 'UTC');
    default:
      return JSON.stringify(scalarText(value, type, options));
  }
}

function structJson(
  values: readonly Value[],
  fields: readonly { readonly name: string; readonly type: SparkType }[],
  options: FormatOptions,
): string {
  const parts = fields.map(
    (field, index) => `${JSON.stringify(field.name)}:${jsonText(values[index] ?? null, field.type, options)}`,
  );
  return `{${parts.join(',')}}`;
}

function mapJson(value: MapValue, type: SparkType & { kind: 'map' }, options: FormatOptions): string {
  const { key: keyType, value: valueType } = type;
  if (isNested(keyType) || keyType.kind === 'binary') {
    const pairs = value.entries.map(
      ([key, item]) => `[${jsonText(key, keyType, options)},${jsonText(item, valueType, options)}]`,
    );
    return `[${pairs.join(',')}]`;
  }
  const parts = value.entries.map(([key, item]) => {
    const name = scalarText(key, keyType, options);
    return `${JSON.stringify(name)}:${jsonText(item, valueType, options)}`;
  });
  return `{${parts.join(',')}}`;
}

function isNested(type: SparkType): boolean {
  return cellKind(type) === 'nested';
}

function scalarText(value: Value, type: SparkType, options: FormatOptions): string {
  switch (type.kind) {
    case 'decimal':
      return decimalText(value as bigint, type.scale);
    case 'float':
      return floatText(value as number);
    case 'double':
      return doubleText(value as number);
    case 'date':
      return dateText(value as number);
    case 'time':
      return timeText(value as bigint);
    case 'timestamp':
      return timestampText(value as bigint, options.timeZone ?? type.timeZone);
    case 'timestamp_ntz':
      return localTimestampText(value as bigint);
    case 'year-month':
      return yearMonthText(value as number);
    case 'day-time':
      return dayTimeText(value as bigint);
    case 'interval':
      return calendarIntervalText(value as CalendarInterval);
    default:
      return typeof value === 'object' ? '' : String(value);
  }
}

function binaryText(bytes: Uint8Array, maxLength: number): string {
  const shown = bytes.length * 2 > maxLength ? bytes.subarray(0, Math.ceil(maxLength / 2)) : bytes;
  let hex = '';
  for (const byte of shown) hex += byte.toString(16).padStart(2, '0');
  return `0x${hex.toUpperCase()}${shown.length < bytes.length ? '…' : ''}`;
}
