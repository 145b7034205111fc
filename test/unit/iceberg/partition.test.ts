import { describe, expect, it } from 'vitest';
import { partitionDdl, partitionPath, partitionText } from '../../../lakehouse/src/iceberg/partition';
import type { PartitionValue } from '../../../lakehouse/src/iceberg/partition';

describe('partitionDdl', () => {
  it.each([
    ['identity', 'region', 'region'],
    ['identity', 'odd name', '`odd name`'],
    ['identity', 'address.city', 'address.city'],
    ['bucket[16]', 'id', 'bucket(16, id)'],
    ['truncate[4]', 'name', 'truncate(4, name)'],
    ['year', 'ts', 'years(ts)'],
    ['month', 'ts', 'months(ts)'],
    ['day', 'ts', 'days(ts)'],
    ['hour', 'ts', 'hours(ts)'],
    ['void', 'ts', 'void(ts)'],
  ])('%s of %s is %s', (transform, column, ddl) => {
    expect(partitionDdl(transform, column)).toBe(ddl);
  });
});

const bytes = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex'));

describe('partitionText', () => {
  it.each<[string, PartitionValue, string | undefined, string]>([
    ['year', 56, 'date', '2026'],
    ['year', -1, 'date', '1969'],
    ['month', 672, 'date', '2026-01'],
    ['month', -1, 'date', '1969-12'],
    ['month', -13, 'date', '1968-12'],
    ['day', 20_454, 'timestamptz', '2026-01-01'],
    ['day', -1, 'date', '1969-12-31'],
    ['hour', 490_896, 'timestamp', '2026-01-01-00'],
    ['hour', -1, 'timestamp', '1969-12-31-23'],
    ['bucket[16]', 3, 'long', '3'],
    ['truncate[4]', 'abcd', 'string', 'abcd'],
    ['truncate[10]', bytes('04d2'), 'decimal(9, 2)', '12.34'],
    ['identity', -719_529, 'date', '-0001-12-31'],
    ['identity', 20_454, 'date', '2026-01-01'],
    ['identity', 1_767_261_600_000_000, 'timestamptz', '2026-01-01T10:00:00Z'],
    ['identity', -1, 'timestamp', '1969-12-31T23:59:59.999999'],
    ['identity', 1_767_261_600_123_456_789n, 'timestamptz_ns', '2026-01-01T10:00:00.123456789Z'],
    ['identity', 3_723_500_000, 'time', '01:02:03.5'],
    ['identity', 9_223_372_036_854_775_807n, 'long', '9223372036854775807'],
    ['identity', bytes('fff63c'), 'decimal(9, 3)', '-2.500'],
    ['identity', bytes('05'), 'decimal(9, 3)', '0.005'],
    ['identity', bytes('ff'), 'decimal(9, 0)', '-1'],
    ['identity', bytes('f79c3e096ed64b4fb1ff4a1b1a9bd9ff'), 'uuid', 'f79c3e09-6ed6-4b4f-b1ff-4a1b1a9bd9ff'],
    ['identity', bytes('00ff'), 'binary', '0x00ff'],
    ['identity', true, 'boolean', 'true'],
    ['identity', 1.5, 'double', '1.5'],
    ['identity', 'x', undefined, 'x'],
    ['void', null, 'string', 'null'],
    ['day', null, 'date', 'null'],
  ])('%s of %s as %s is %s', (transform, value, type, text) => {
    expect(partitionText(transform, value, type)).toBe(text);
  });
});

describe('partitionPath', () => {
  const spec = {
    id: 2,
    fields: [
      { sourceId: 1, fieldId: 1000, name: 'ts_day', transform: 'day' },
      { sourceId: 2, fieldId: 1001, name: 'a/b', transform: 'identity' },
    ],
  };
  const typeOf = (id: number) => (id === 1 ? 'timestamptz' : 'string');

  it('joins fields, and escapes only what would make them ambiguous', () => {
    expect(partitionPath(spec, [20_454, 'r/1=50% é\n'], typeOf)).toBe('ts_day=2026-01-01/a%2Fb=r%2F1%3D50%25 é%0A');
  });

  it('is empty for a table without partitions, and says null for what is not there', () => {
    expect(partitionPath({ id: 0, fields: [] }, [], typeOf)).toBe('');
    expect(partitionPath(spec, [], typeOf)).toBe('ts_day=null/a%2Fb=null');
  });
});
