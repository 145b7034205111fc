import { describe, expect, it } from 'vitest';
import { expiryOf, snapshotAtTime, snapshotOfVersion, textOfTime, timeOfText } from '../../../server/src/sql/as-of';
import type { PictureRef, TableShape } from '../../../server/src/sql/catalog-picture';

const DAY = 86_400_000;
const start = Date.UTC(2026, 0, 1);

/** Five snapshots, a day apart, each the parent of the next. */
function table(refs: readonly Partial<PictureRef>[], properties: Record<string, string> = {}): TableShape {
  const snapshots = Array.from({ length: 5 }, (_, i) => ({
    id: String(i + 1),
    parentId: i === 0 ? null : String(i),
    timestampMs: start + i * DAY,
    operation: 'append',
    summary: {},
  }));
  const nothing = { kind: 'table', format: 'iceberg', comment: null, columns: [], partitionFields: [] } as const;
  const full = refs.map((ref) => ({ name: 'main', type: 'branch' as const, snapshotId: '5', ...ref }));
  return { ...nothing, name: 't', properties, snapshots, refs: full };
}

describe('times', () => {
  it.each([
    ['2026-01-31', 'UTC', Date.UTC(2026, 0, 31)],
    ['2026-01-31 10:20', 'UTC', Date.UTC(2026, 0, 31, 10, 20)],
    ['2026-01-31T10:20:30.123456', 'UTC', Date.UTC(2026, 0, 31, 10, 20, 30, 123)],
    ['2026-01-31 10:20:30Z', 'Europe/Berlin', Date.UTC(2026, 0, 31, 10, 20, 30)],
    ['2026-01-31 10:20:30 +02:00', 'UTC', Date.UTC(2026, 0, 31, 8, 20, 30)],
    ['2026-01-31 10:20:30 America/New_York', 'UTC', Date.UTC(2026, 0, 31, 15, 20, 30)],
    ['2026-01-31 10:20:30', 'Europe/Berlin', Date.UTC(2026, 0, 31, 9, 20, 30)],
    ['2026-07-31 10:20:30', 'Europe/Berlin', Date.UTC(2026, 6, 31, 8, 20, 30)],
    // The hour after the clock went forward.
    ['2026-03-29 03:30:00', 'Europe/Berlin', Date.UTC(2026, 2, 29, 1, 30)],
  ])('%s in %s', (text, zone, expected) => expect(timeOfText(text, zone)).toBe(expected));

  it.each([
    '',
    'yesterday',
    '2026-13-01',
    '2026-02-30',
    '2026-01-01 25:00',
    '2026-01-01 10:00 Nowhere/Land',
    '20260101',
  ])('does not guess %j', (text) => expect(timeOfText(text, 'UTC')).toBeNull());

  it.each(['UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata'])(
    'are written as they are read in %s',
    (zone) => {
      for (const ms of [start + 123, Date.UTC(2026, 6, 1, 12), Date.UTC(1969, 5, 1)])
        expect(timeOfText(textOfTime(ms, zone), zone)).toBe(ms);
    },
  );

  it('of nothing are nothing', () => expect(textOfTime(NaN, 'UTC')).toBe(''));
});

describe('the snapshot meant', () => {
  it('by a time is the one current then', () => {
    const shape = table([{}]);
    expect(snapshotAtTime(shape, start - 1)).toBeNull();
    expect(snapshotAtTime(shape, start)?.id).toBe('1');
    expect(snapshotAtTime(shape, start + DAY + 5)?.id).toBe('2');
    expect(snapshotAtTime(shape, start + 100 * DAY)?.id).toBe('5');
  });

  it('by a time goes by the log, where there is one', () => {
    const history = [
      { snapshotId: '1', timestampMs: start },
      { snapshotId: '3', timestampMs: start + 2 * DAY },
      // A rollback.
      { snapshotId: '1', timestampMs: start + 3 * DAY },
    ];
    const shape = { ...table([{}]), history };
    expect(snapshotAtTime(shape, start + DAY + 5)?.id).toBe('1');
    expect(snapshotAtTime(shape, start + 2 * DAY)?.id).toBe('3');
    expect(snapshotAtTime(shape, start + 9 * DAY)?.id).toBe('1');
  });

  it('by a version is a reference or an id', () => {
    const shape = table([{}, { name: 'eoy', type: 'tag', snapshotId: '2' }]);
    expect(snapshotOfVersion(shape, 'eoy')?.id).toBe('2');
    expect(snapshotOfVersion(shape, '4')?.id).toBe('4');
    expect(snapshotOfVersion(shape, '44')).toBeNull();
  });
});

describe('when a snapshot expires', () => {
  const at = (shape: TableShape, id: string) => {
    const snapshot = snapshotOfVersion(shape, id);
    return snapshot === null ? null : expiryOf(shape, snapshot);
  };

  it('is five days after its commit, the newest never', () => {
    expect(at(table([{}]), '2')).toEqual({ at: start + 6 * DAY, keptBy: 'main' });
    expect(at(table([{}]), '5')).toEqual({ at: null, keptBy: 'main' });
  });

  it('follows the table’s properties', () => {
    const shape = table([{}], {
      'history.expire.max-snapshot-age-ms': String(DAY),
      'history.expire.min-snapshots-to-keep': '3',
    });
    expect(at(shape, '2')).toEqual({ at: start + 2 * DAY, keptBy: 'main' });
    expect(at(shape, '3')?.at).toBeNull();
  });

  it('follows what a branch says before them', () => {
    const shape = table([{ minSnapshotsToKeep: 2, maxSnapshotAgeMs: 10 * DAY }]);
    expect(at(shape, '1')?.at).toBe(start + 10 * DAY);
    expect(at(shape, '4')?.at).toBeNull();
  });

  it('is never while a tag holds it, or when that goes', () => {
    expect(at(table([{}, { name: 'eoy', type: 'tag', snapshotId: '1' }]), '1')).toEqual({ at: null, keptBy: 'eoy' });
    const aged = table([{}, { name: 'eoy', type: 'tag', snapshotId: '1', maxRefAgeMs: 30 * DAY }]);
    expect(at(aged, '1')).toEqual({ at: start + 30 * DAY, keptBy: 'eoy' });
  });

  it('of one no reference leads to is by its age', () => {
    expect(at(table([{ snapshotId: '2' }]), '4')).toEqual({ at: start + 3 * DAY + 5 * DAY, keptBy: null });
  });
});
