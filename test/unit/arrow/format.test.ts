import { describe, expect, it } from 'vitest';
import { CalendarInterval, formatValue, jsonText, MapValue, Variant } from '../../../lakehouse/src/arrow';
import type { SparkType, Value } from '../../../lakehouse/src/arrow';

const text = (value: Value, type: SparkType, timeZone?: string) => formatValue(value, type, { timeZone }).text;
const micros = (iso: string) => BigInt(Date.parse(iso)) * 1000n;

describe('numbers', () => {
  it.each([
    [-150n, 2, '-1.50'],
    [5n, 3, '0.005'],
    [-5n, 1, '-0.5'],
    [12345678901234567890123456789012345678n, 0, '12345678901234567890123456789012345678'],
    [12345678901234567890123456789012345678n, 38, '0.12345678901234567890123456789012345678'],
    [0n, 2, '0.00'],
  ])('decimal %s with scale %i is %s', (unscaled, scale, expected) => {
    expect(text(unscaled, { kind: 'decimal', precision: 38, scale })).toBe(expected);
  });

  // What Spark's CAST(… AS STRING) answers.
  it.each([
    [3, '3.0'],
    [0.1, '0.1'],
    [-0, '-0.0'],
    [1e7, '1.0E7'],
    [9999999, '9999999.0'],
    [123456789.5, '1.234567895E8'],
    [0.001, '0.001'],
    [0.00012, '1.2E-4'],
    [1.7976931348623157e308, '1.7976931348623157E308'],
    [100, '100.0'],
    [NaN, 'NaN'],
    [-Infinity, '-Infinity'],
  ])('double %d is %s', (value, expected) => {
    expect(text(value, { kind: 'double' })).toBe(expected);
  });

  it.each([
    [Math.fround(0.1), '0.1'],
    [Math.fround(3.4028235e38), '3.4028235E38'],
    [16777216, '1.6777216E7'],
    [Math.fround(1.1), '1.1'],
  ])('float %d is %s', (value, expected) => {
    expect(text(value, { kind: 'float' })).toBe(expected);
  });

  it('keeps every digit of a bigint', () => {
    expect(text(-9223372036854775808n, { kind: 'bigint' })).toBe('-9223372036854775808');
    expect(jsonText(9223372036854775807n, { kind: 'bigint' })).toBe('9223372036854775807');
  });
});

describe('dates and timestamps', () => {
  it.each([
    [0, '1970-01-01'],
    [-719_162, '0001-01-01'],
    [-719_163, '0000-12-31'],
    [-141_428, '1582-10-14'],
    [-141_427, '1582-10-15'],
    [11_016, '2000-02-29'],
    [2_932_896, '9999-12-31'],
    [2_932_897, '+10000-01-01'],
  ])('day %i is %s', (days, expected) => {
    expect(text(days, { kind: 'date' })).toBe(expected);
  });

  it('agrees with the calendar of JavaScript over 800,000 days', () => {
    for (let days = -719_162; days <= 2_932_896; days += 4_567) {
      expect(text(days, { kind: 'date' })).toBe(new Date(days * 86_400_000).toISOString().slice(0, 10));
    }
  });

  it('shows microseconds without trailing zeros, before 1970 too', () => {
    expect(text(-1n, { kind: 'timestamp_ntz' })).toBe('1969-12-31 23:59:59.999999');
    expect(text(1_500_000n, { kind: 'timestamp_ntz' })).toBe('1970-01-01 00:00:01.5');
    expect(text(0n, { kind: 'timestamp_ntz' })).toBe('1970-01-01 00:00:00');
  });

  const timestamp = (timeZone: string): SparkType => ({ kind: 'timestamp', timeZone });
  it.each([
    ['2026-07-01T12:00:00Z', 'Europe/Berlin', '2026-07-01 14:00:00'],
    ['2026-01-01T12:00:00Z', 'Europe/Berlin', '2026-01-01 13:00:00'],
    ['2026-03-29T00:59:59Z', 'Europe/Berlin', '2026-03-29 01:59:59'],
    ['2026-03-29T01:00:00Z', 'Europe/Berlin', '2026-03-29 03:00:00'],
    ['2026-10-25T01:00:00Z', 'Europe/Berlin', '2026-10-25 02:00:00'],
    ['2026-01-01T00:00:00Z', 'America/St_Johns', '2025-12-31 20:30:00'],
    ['2026-01-01T00:00:00Z', 'Asia/Kathmandu', '2026-01-01 05:45:00'],
    ['1500-03-01T12:34:56Z', 'Europe/Paris', '1500-03-01 12:44:17'],
    ['2026-01-01T00:00:00Z', '+05:30', '2026-01-01 05:30:00'],
    ['2026-01-01T00:00:00Z', 'GMT-8', '2025-12-31 16:00:00'],
    ['2026-01-01T00:00:00Z', 'Etc/UTC', '2026-01-01 00:00:00'],
    ['2026-01-01T00:00:00Z', 'No/Where', '2026-01-01 00:00:00 UTC'],
  ])('%s in %s is %s', (instant, zone, expected) => {
    expect(text(micros(instant), timestamp(zone))).toBe(expected);
  });

  it('takes the zone of the session unless another is asked for', () => {
    const value = micros('2026-01-01T00:00:00Z') + 1n;
    expect(text(value, timestamp('Asia/Tokyo'))).toBe('2026-01-01 09:00:00.000001');
    expect(text(value, timestamp('Asia/Tokyo'), 'UTC')).toBe('2026-01-01 00:00:00.000001');
    expect(jsonText(value, timestamp('Asia/Tokyo'))).toBe('"2026-01-01T09:00:00.000001+09:00"');
    expect(jsonText(value, timestamp('UTC'))).toBe('"2026-01-01T00:00:00.000001Z"');
    expect(jsonText(value, { kind: 'timestamp_ntz' })).toBe('"2026-01-01T00:00:00.000001"');
  });
});

describe('intervals', () => {
  it('are written as Spark writes them', () => {
    expect(text(14, { kind: 'year-month' })).toBe("INTERVAL '1-2' YEAR TO MONTH");
    expect(text(-14, { kind: 'year-month' })).toBe("INTERVAL '-1-2' YEAR TO MONTH");
    expect(text(93_784_000_005n, { kind: 'day-time' })).toBe("INTERVAL '1 02:03:04.000005' DAY TO SECOND");
    expect(text(-1n, { kind: 'day-time' })).toBe("INTERVAL '-0 00:00:00.000001' DAY TO SECOND");
    expect(text(new CalendarInterval(14, -3, -1_500_000n), { kind: 'interval' })).toBe(
      '1 years 2 months -3 days -1.5 seconds',
    );
    expect(text(new CalendarInterval(0, 0, 0n), { kind: 'interval' })).toBe('0 seconds');
  });
});

describe('nested values', () => {
  const bigint: SparkType = { kind: 'bigint' };
  const string: SparkType = { kind: 'string' };

  it('are exact JSON', () => {
    const type: SparkType = {
      kind: 'struct',
      fields: [
        { name: 'id', type: bigint },
        { name: 'a"b', type: { kind: 'array', element: { kind: 'decimal', precision: 20, scale: 2 } } },
        { name: 'n', type: { kind: 'double' } },
        { name: 'bytes', type: { kind: 'binary' } },
      ],
    };
    const value = [9007199254740993n, [100n, null], NaN, new Uint8Array([0, 255, 16])];
    expect(text(value, type)).toBe('{"id":9007199254740993,"a\\"b":[1.00,null],"n":"NaN","bytes":"AP8Q"}');
  });

  it('maps are objects where the key is simple, pairs where it is not', () => {
    const one = new MapValue([[1n, 'x']]);
    expect(text(one, { kind: 'map', key: bigint, value: string })).toBe('{"1":"x"}');
    const nested = new MapValue([[[1n], 'x']]);
    expect(text(nested, { kind: 'map', key: { kind: 'array', element: bigint }, value: string })).toBe('[[[1],"x"]]');
  });

  it('reads a variant of the specification', () => {
    // {"a":1} as Spark 4.0 encodes it.
    const variant = new Variant(new Uint8Array([2, 1, 0, 0, 2, 12, 1]), new Uint8Array([1, 1, 0, 1, 97]));
    expect(text(variant, { kind: 'variant' })).toBe('{"a":1}');
    expect(() => text(new Variant(new Uint8Array([2, 9]), new Uint8Array([1, 0, 0])), { kind: 'variant' })).toThrow(
      RangeError,
    );
  });
});

describe('kinds and lengths', () => {
  it('tells null, number, text, time, binary and nested apart', () => {
    expect(formatValue(null, { kind: 'bigint' })).toEqual({ text: 'NULL', kind: 'null' });
    expect(formatValue('NULL', { kind: 'string' })).toEqual({ text: 'NULL', kind: 'text' });
    expect(formatValue(1, { kind: 'int' }).kind).toBe('number');
    expect(formatValue(1, { kind: 'date' }).kind).toBe('time');
    expect(formatValue([], { kind: 'array', element: { kind: 'int' } })).toEqual({ text: '[]', kind: 'nested' });
    expect(formatValue(new Uint8Array([0, 171]), { kind: 'binary' })).toEqual({ text: '0x00AB', kind: 'binary' });
  });

  it('cuts long texts only when asked', () => {
    expect(formatValue('x'.repeat(1000), { kind: 'string' }).text).toHaveLength(1000);
    expect(formatValue('x'.repeat(1000), { kind: 'string' }, { maxLength: 10 }).text).toBe(`${'x'.repeat(10)}…`);
    expect(formatValue(new Uint8Array(1000), { kind: 'binary' }, { maxLength: 4 }).text).toBe('0x0000…');
  });
});
