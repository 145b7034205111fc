/** Spark's types as Parquet has them: the same elements that Spark's own writer makes, so that Spark reads back what it sent. */
import type { SchemaElement } from 'hyparquet-writer';
import type { MapValue, Variant } from '../arrow';
import { formatValue, type SparkType, type Value } from '../arrow';

/** What hyparquet-writer takes for a cell. */
export type ParquetValue =
  null | boolean | number | bigint | string | Uint8Array | readonly unknown[] | { readonly [field: string]: unknown };

/** The elements of a column, it and what is nested in it, in depth-first order. All may be null. */
export function parquetElements(name: string, type: SparkType): SchemaElement[] {
  const leaf = (rest: Partial<SchemaElement>): SchemaElement[] => [{ name, repetition_type: 'OPTIONAL', ...rest }];
  const group = (children: SchemaElement[][], rest: Partial<SchemaElement> = {}): SchemaElement[] => [
    { name, repetition_type: 'OPTIONAL', num_children: children.length, ...rest },
    ...children.flat(),
  ];
  switch (type.kind) {
    case 'boolean':
      return leaf({ type: 'BOOLEAN' });
    case 'tinyint':
      return leaf({ type: 'INT32', converted_type: 'INT_8' });
    case 'smallint':
      return leaf({ type: 'INT32', converted_type: 'INT_16' });
    case 'int':
    case 'year-month':
      return leaf({ type: 'INT32' });
    case 'bigint':
    case 'day-time':
      return leaf({ type: 'INT64' });
    case 'float':
      return leaf({ type: 'FLOAT' });
    case 'double':
      return leaf({ type: 'DOUBLE' });
    case 'decimal':
      return leaf({
        ...decimalStorage(type.precision),
        converted_type: 'DECIMAL',
        precision: type.precision,
        scale: type.scale,
      });
    case 'binary':
      return leaf({ type: 'BYTE_ARRAY' });
    case 'date':
      return leaf({ type: 'INT32', converted_type: 'DATE' });
    case 'time':
      return leaf({ type: 'INT64', logical_type: { type: 'TIME', isAdjustedToUTC: false, unit: 'MICROS' } });
    case 'timestamp':
      return leaf({ type: 'INT64', converted_type: 'TIMESTAMP_MICROS', logical_type: micros(true) });
    case 'timestamp_ntz':
      return leaf({ type: 'INT64', logical_type: micros(false) });
    case 'struct':
      return group(type.fields.map((field) => parquetElements(field.name, field.type)));
    case 'variant':
      return group([
        [{ name: 'value', type: 'BYTE_ARRAY', repetition_type: 'REQUIRED' }],
        [{ name: 'metadata', type: 'BYTE_ARRAY', repetition_type: 'REQUIRED' }],
      ]);
    case 'array': {
      const list: SchemaElement = { name: 'list', repetition_type: 'REPEATED', num_children: 1 };
      return group([[list, ...parquetElements('element', type.element)]], { converted_type: 'LIST' });
    }
    case 'map': {
      const entry: SchemaElement = { name: 'key_value', repetition_type: 'REPEATED', num_children: 2 };
      const [key, ...below] = parquetElements('key', type.key);
      const keys = key === undefined ? [] : [{ ...key, repetition_type: 'REQUIRED' as const }, ...below];
      return group([[entry, ...keys, ...parquetElements('value', type.value)]], { converted_type: 'MAP' });
    }
    // Parquet has no type for these: as Spark shows them.
    case 'void':
    case 'interval':
    case 'string':
      return leaf({ type: 'BYTE_ARRAY', converted_type: 'UTF8' });
  }
}

const micros = (isAdjustedToUTC: boolean) => ({ type: 'TIMESTAMP', isAdjustedToUTC, unit: 'MICROS' }) as const;

/** https://github.com/apache/parquet-format/blob/master/LogicalTypes.md#decimal; the bytes of a long one hold its precision. */
function decimalStorage(precision: number): Pick<SchemaElement, 'type' | 'type_length'> {
  if (precision <= 9) return { type: 'INT32' };
  if (precision <= 18) return { type: 'INT64' };
  return { type: 'FIXED_LEN_BYTE_ARRAY', type_length: Math.ceil((precision * Math.log2(10) + 1) / 8) };
}

/** A value as the writer takes it for `parquetElements`. */
export function parquetValue(value: Value, type: SparkType): ParquetValue {
  if (value === null || value === undefined) return null;
  switch (type.kind) {
    case 'struct': {
      const values = value as readonly Value[];
      return Object.fromEntries(
        type.fields.map((field, index) => [field.name, parquetValue(values[index] ?? null, field.type)]),
      );
    }
    case 'array':
      return (value as readonly Value[]).map((item) => parquetValue(item, type.element));
    case 'map':
      return (value as MapValue).entries.map(([key, item]) => ({
        key: parquetValue(key, type.key),
        value: parquetValue(item, type.value),
      }));
    case 'variant': {
      const variant = value as Variant;
      return { value: variant.value, metadata: variant.metadata };
    }
    case 'time':
      return (value as bigint) / 1000n;
    case 'decimal':
      return BigInt(value as bigint | number);
    case 'interval':
      return formatValue(value, type).text;
    default:
      return value as ParquetValue;
  }
}
