/** From Arrow's types to Spark's: the inverse of what Spark Connect does before it sends a batch. */
import { DateUnit, IntervalUnit, Precision, TimeUnit, Type } from '@uwdata/flechette';
import type { DataType, Field } from '@uwdata/flechette';
import type { SparkType } from './types';

/** Spark's type of an Arrow field. Throws on an Arrow type that Spark never sends. */
export function sparkType(field: Field): SparkType {
  return fromArrow(field.type);
}

function fromArrow(type: DataType): SparkType {
  switch (type.typeId) {
    case Type.Null:
      return { kind: 'void' };
    case Type.Bool:
      return { kind: 'boolean' };
    case Type.Int:
      return { kind: INTEGERS[type.bitWidth] };
    case Type.Float:
      return { kind: type.precision === Precision.DOUBLE ? 'double' : 'float' };
    case Type.Decimal:
      return { kind: 'decimal', precision: type.precision, scale: type.scale };
    case Type.Utf8:
    case Type.LargeUtf8:
      return { kind: 'string' };
    case Type.Binary:
    case Type.LargeBinary:
      return { kind: 'binary' };
    case Type.Date:
      if (type.unit === DateUnit.DAY) return { kind: 'date' };
      break;
    case Type.Time:
      if (type.unit === TimeUnit.NANOSECOND) return { kind: 'time' };
      break;
    case Type.Timestamp:
      if (type.unit !== TimeUnit.MICROSECOND) break;
      return type.timezone ? { kind: 'timestamp', timeZone: type.timezone } : { kind: 'timestamp_ntz' };
    case Type.Duration:
      if (type.unit === TimeUnit.MICROSECOND) return { kind: 'day-time' };
      break;
    case Type.Interval:
      if (type.unit === IntervalUnit.YEAR_MONTH) return { kind: 'year-month' };
      if (type.unit === IntervalUnit.MONTH_DAY_NANO) return { kind: 'interval' };
      break;
    case Type.List:
    case Type.LargeList:
      return { kind: 'array', element: sparkType(type.children[0]) };
    case Type.Map:
      return mapType(type.children[0].type);
    case Type.Struct:
      return structType(type.children);
    default:
  }
  throw new Error(`Arrow type ${type.typeId} is not one that Spark sends`);
}

const INTEGERS = { 8: 'tinyint', 16: 'smallint', 32: 'int', 64: 'bigint' } as const;

function mapType(entries: DataType): SparkType {
  const [key, value] = entries.typeId === Type.Struct ? entries.children : [];
  if (!key || !value) throw new Error('an Arrow map without key and value');
  return { kind: 'map', key: sparkType(key), value: sparkType(value) };
}

/** Spark marks a variant by metadata on its `metadata` field, and sends it as a struct of two binaries. */
function structType(children: readonly Field[]): SparkType {
  const [first, second] = children;
  if (children.length === 2 && first?.name === 'value' && second?.metadata?.get('variant') === 'true') {
    return { kind: 'variant' };
  }
  return { kind: 'struct', fields: children.map((child) => ({ name: child.name, type: sparkType(child) })) };
}
