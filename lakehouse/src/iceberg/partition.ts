/** Partition specs: how DDL writes their fields, and how people read their values. */
import { quoted } from './types';
import type { IcebergType } from './types';

export interface PartitionField {
  readonly sourceId: number;
  readonly fieldId: number;
  readonly name: string;
  /** As the spec writes it: `identity`, `bucket[16]`, `truncate[4]`, `year`, `month`, `day`, `hour`, `void`. */
  readonly transform: string;
}
export interface PartitionSpec {
  readonly id: number;
  readonly fields: readonly PartitionField[];
}

const TIME_FUNCTIONS: Readonly<Record<string, string>> = {
  year: 'years',
  month: 'months',
  day: 'days',
  hour: 'hours',
};

/** The field as `PARTITIONED BY (…)` writes it: `days(ts)`, `bucket(16, id)`, `region`; `void(ts)` for one dropped in v1. */
export function partitionDdl(transform: string, column: string): string {
  const name = column.split('.').map(quoted).join('.');
  const parameter = /^(bucket|truncate)\[(\d+)\]$/.exec(transform);
  if (parameter) return `${parameter[1] ?? ''}(${parameter[2] ?? ''}, ${name})`;
  if (transform === 'identity') return name;
  return `${TIME_FUNCTIONS[transform] ?? transform}(${name})`;
}

/** A value as Avro holds it: numbers for ints and floats, bigint for longs, bytes for fixed, decimal and uuid. */
export type PartitionValue = null | boolean | number | bigint | string | Uint8Array;

/** `ts_day=2026-01-01/region=eu`, or '' for a table without partitions. */
export function partitionPath(
  spec: PartitionSpec,
  values: readonly PartitionValue[],
  typeOf: (sourceId: number) => IcebergType | undefined,
): string {
  return spec.fields
    .map((field, i) => {
      const text = partitionText(field.transform, values[i] ?? null, typeOf(field.sourceId));
      return `${escaped(field.name)}=${escaped(text)}`;
    })
    .join('/');
}

/** A partition value in words: `2026-01-01` for day 20454. `type` is the type of the source column. */
export function partitionText(transform: string, value: PartitionValue, type: IcebergType | undefined): string {
  if (value === null) return 'null';
  switch (transform) {
    case 'year':
      return String(1970 + Number(value));
    case 'month':
      return monthText(Number(value));
    case 'day':
      return dayText(Number(value));
    case 'hour':
      return hourText(Number(value));
    case 'identity':
      return valueText(value, type);
  }
  return transform.startsWith('truncate') ? valueText(value, type) : plainText(value);
}

function monthText(months: number): string {
  const month = ((months % 12) + 12) % 12;
  return `${yearText(1970 + (months - month) / 12)}-${twoDigits(month + 1)}`;
}

function dayText(days: number): string {
  const date = new Date(days * 86_400_000);
  if (Number.isNaN(date.getTime())) return String(days);
  return `${yearText(date.getUTCFullYear())}-${twoDigits(date.getUTCMonth() + 1)}-${twoDigits(date.getUTCDate())}`;
}

function hourText(hours: number): string {
  const day = Math.floor(hours / 24);
  return `${dayText(day)}-${twoDigits(hours - day * 24)}`;
}

function yearText(year: number): string {
  return year < 0 ? `-${String(-year).padStart(4, '0')}` : String(year).padStart(4, '0');
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}

function valueText(value: PartitionValue, type: IcebergType | undefined): string {
  if (typeof type !== 'string') return plainText(value);
  if (type === 'date') return dayText(Number(value));
  if (type === 'time' && isInteger(value)) return timeText(BigInt(value), 6);
  if (type.startsWith('timestamp') && isInteger(value)) return timestampText(BigInt(value), type);
  if (value instanceof Uint8Array) {
    const scale = /^decimal\(\s*\d+\s*,\s*(\d+)\s*\)$/.exec(type)?.[1];
    if (scale !== undefined) return decimalText(value, Number(scale));
    if (type === 'uuid') return uuidText(value);
  }
  return plainText(value);
}

function isInteger(value: PartitionValue): value is number | bigint {
  return typeof value === 'bigint' || Number.isInteger(value);
}

function plainText(value: PartitionValue): string {
  return value instanceof Uint8Array ? `0x${Buffer.from(value).toString('hex')}` : String(value);
}

/** `timestamp` and `timestamptz` count microseconds, the `_ns` types nanoseconds; `tz` ones are in UTC. */
function timestampText(value: bigint, type: string): string {
  const digits = type.endsWith('_ns') ? 9 : 6;
  const perDay = 86_400n * 10n ** BigInt(digits);
  const inDay = ((value % perDay) + perDay) % perDay;
  const zone = type.startsWith('timestamptz') ? 'Z' : '';
  return `${dayText(Number((value - inDay) / perDay))}T${timeText(inDay, digits)}${zone}`;
}

/** Time of day; a fraction only when there is one. */
function timeText(value: bigint, digits: number): string {
  const unit = 10n ** BigInt(digits);
  const seconds = Number(value / unit);
  const fraction = String(value % unit)
    .padStart(digits, '0')
    .replace(/0+$/, '');
  const clock = [seconds / 3600, (seconds / 60) % 60, seconds % 60]
    .map((part) => twoDigits(Math.floor(part)))
    .join(':');
  return fraction === '' ? clock : `${clock}.${fraction}`;
}

/** Two's complement, big-endian, as Avro's decimal has it. */
function decimalText(bytes: Uint8Array, scale: number): string {
  const hex = Buffer.from(bytes).toString('hex');
  const unscaled = hex === '' ? 0n : BigInt.asIntN(bytes.length * 8, BigInt(`0x${hex}`));
  const digits = String(unscaled < 0n ? -unscaled : unscaled).padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale);
  return `${unscaled < 0n ? '-' : ''}${whole}${scale > 0 ? `.${digits.slice(digits.length - scale)}` : ''}`;
}

function uuidText(bytes: Uint8Array): string {
  return Buffer.from(bytes)
    .toString('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** Only what would make the path ambiguous: Iceberg escapes more, but people read this one. */
function escaped(text: string): string {
  return text.replace(/[%/=\p{Cc}]/gu, encodeURIComponent);
}
