/** Spark's protobuf types as DDL text. */
import type { DataType } from '../../generated/spark/connect/types_pb';
import type { QueryColumn } from './types';

/** The columns of an analysed query. */
export function columnsOf(type: DataType | undefined): QueryColumn[] {
  if (type?.kind.case !== 'struct') return [];
  return type.kind.value.fields.map(({ name, dataType, nullable }) => ({ name, type: typeText(dataType), nullable }));
}

const NAMES: Readonly<Record<string, string>> = {
  null: 'void',
  byte: 'tinyint',
  short: 'smallint',
  integer: 'int',
  long: 'bigint',
  timestampNtz: 'timestamp_ntz',
  calendarInterval: 'interval',
};

const YEAR_MONTH = ['year', 'month'];
const DAY_TIME = ['day', 'hour', 'minute', 'second'];

function typeText(type: DataType | undefined): string {
  const kind = type?.kind;
  switch (kind?.case) {
    case undefined:
      return 'unknown';
    case 'decimal':
      return `decimal(${kind.value.precision ?? 10},${kind.value.scale ?? 0})`;
    case 'char':
      return `char(${kind.value.length})`;
    case 'varChar':
      return `varchar(${kind.value.length})`;
    case 'array':
      return `array<${typeText(kind.value.elementType)}>`;
    case 'map':
      return `map<${typeText(kind.value.keyType)},${typeText(kind.value.valueType)}>`;
    case 'struct':
      return `struct<${kind.value.fields.map(({ name, dataType }) => `${fieldName(name)}:${typeText(dataType)}`).join(',')}>`;
    case 'yearMonthInterval':
      return interval(YEAR_MONTH, kind.value.startField ?? 0, kind.value.endField ?? 1);
    case 'dayTimeInterval':
      return interval(DAY_TIME, kind.value.startField ?? 0, kind.value.endField ?? 3);
    case 'udt':
      return typeText(kind.value.sqlType);
    case 'unparsed':
      return kind.value.dataTypeString;
    default:
      return NAMES[kind?.case ?? ''] ?? String(kind?.case);
  }
}

function fieldName(name: string): string {
  return /^[A-Za-z0-9_]+$/.test(name) ? name : `\`${name.replaceAll('`', '``')}\``;
}

function interval(fields: readonly string[], start: number, end: number): string {
  return start === end ? `interval ${fields[start]}` : `interval ${fields[start]} to ${fields[end]}`;
}
