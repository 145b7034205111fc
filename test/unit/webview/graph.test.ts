import { describe, expect, it } from 'vitest';
import type { SnapshotInfo } from '../../../lakehouse/src/catalog/types';
import { ancestry, layout } from '../../../client/webview/history/graph';

/** `child<parent`, newest first; no `<` means no parent. */
function snapshots(...texts: string[]): SnapshotInfo[] {
  return texts.map((text, row) => {
    const [id = '', parentId = null] = text.split('<');
    return {
      id,
      parentId,
      sequenceNumber: String(texts.length - row),
      timestampMs: texts.length - row,
      operation: 'append',
      summary: {},
      manifestList: null,
      schemaId: null,
    };
  });
}

function lanes(current: string | null, ...texts: string[]) {
  const list = snapshots(...texts);
  return layout(list, ancestry(current, new Map(list.map((snapshot) => [snapshot.id, snapshot]))));
}

describe('lanes of a snapshot graph', () => {
  it('is one straight line for a table that was only appended to', () => {
    expect(lanes('c', 'c<b', 'b<a', 'a')).toEqual([
      { lane: 0, through: [], into: [], below: 'parent' },
      { lane: 0, through: [], into: [0], below: 'parent' },
      { lane: 0, through: [], into: [0], below: 'none' },
    ]);
  });

  it('keeps the current line at the left when newer snapshots were rolled back', () => {
    const rows = lanes('e', 'e<b', 'd<c', 'c<b', 'b<a', 'a');
    expect(rows.map((row) => row.lane)).toEqual([0, 1, 1, 0, 0]);
    expect(rows[1]).toEqual({ lane: 1, through: [0], into: [], below: 'parent' });
    expect(rows[3]?.into).toEqual([0, 1]);
  });

  it('puts a branch newer than the current snapshot beside it', () => {
    const rows = lanes('b', 'x<b', 'b<a', 'a');
    expect(rows.map((row) => row.lane)).toEqual([1, 0, 0]);
    expect(rows[1]?.into).toEqual([1]);
  });

  it('uses a freed lane again', () => {
    const rows = lanes('e', 'e<d', 'y<d', 'd<c', 'x<c', 'c');
    expect(rows.map((row) => row.lane)).toEqual([0, 1, 0, 1, 0]);
  });

  it('ends the line at a parent that is no longer kept, and at one listed above its child', () => {
    expect(lanes('b', 'b<gone').map((row) => row.below)).toEqual(['expired']);
    expect(lanes(null, 'a', 'b<a', 'c<d', 'd<c').map((row) => row.below)).toEqual([
      'none',
      'expired',
      'parent',
      'expired',
    ]);
  });

  it('starts at the left where nothing is current', () => {
    expect(lanes(null, 'b<a', 'a').map((row) => row.lane)).toEqual([0, 0]);
  });

  it('ends at a cycle of parents', () => {
    const list = snapshots('a<b', 'b<a');
    expect(ancestry('a', new Map(list.map((snapshot) => [snapshot.id, snapshot])))).toEqual(new Set(['a', 'b']));
  });
});
