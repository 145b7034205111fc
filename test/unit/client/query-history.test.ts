/** What the query history keeps of a statement, and how it is shown. */
import { describe, expect, it } from 'vitest';
import { type HistoryEntry, type StatementEnd, parseLine, toLine } from '../../../client/src/history-log/entry';
import { maskLiterals } from '../../../client/src/history-log/mask';
import { LONGEST_SQL, recorder, toEntry } from '../../../client/src/history-log/recorder';
import { duration, groupByDay, matching, renderNode } from '../../../client/src/history-log/render';

const NOW = new Date(2026, 10, 24, 12);

const END: StatementEnd = {
  connection: 'local',
  sql: "SELECT 'secret'",
  startedMs: NOW.getTime(),
  durationMs: 1234,
  rows: 1,
  outcome: 'done',
};
const entry = (change: Partial<HistoryEntry> = {}): HistoryEntry => ({ ...END, id: 'a', whole: true, ...change });

describe('masking', () => {
  it.each([
    ['SELECT \'a\', "b"', "SELECT '***', '***'"],
    ["SELECT ''", "SELECT '***'"],
    [String.raw`SELECT 'it\'s secret', 1`, "SELECT '***', 1"],
    [String.raw`SELECT r'\', 'secret'`, "SELECT '***', '***'"],
    ["SELECT DATE'2026-01-01', X'1F'", "SELECT DATE'***', X'***'"],
    ["SELECT bar'a\\'b'", "SELECT bar'***'"],
    ["SELECT `it's` FROM t WHERE a = 'b'", "SELECT `it's` FROM t WHERE a = '***'"],
    ["SELECT 1 -- it's\n, 'b'", "SELECT 1 -- it's\n, '***'"],
    ["SELECT /* /* it's */ it's */ 'b'", "SELECT /* /* it's */ it's */ '***'"],
    ["SELECT 'open to the end", "SELECT '***'"],
    ["SELECT 'open\\", "SELECT '***'"],
    ["SELECT 1 /* it's open", "SELECT 1 /* it's open"],
    ["SELECT 'a\nb' /* x */ FROM t", "SELECT '***' /* x */ FROM t"],
  ])('%s', (sql, masked) => expect(maskLiterals(sql)).toBe(masked));

  it('leaves a text without literals as it is', () => {
    const sql = 'SELECT a.`b``c`, 1.5 FROM t -- all';
    expect(maskLiterals(sql)).toBe(sql);
  });
});

describe('recording', () => {
  const failure = { condition: 'CAST_INVALID_INPUT', message: "The value 'secret' cannot be cast" };

  it('keeps what happened, and the text that ran', () => {
    const kept = toEntry({ ...END, outcome: 'failed', failure }, false);
    expect(kept).toEqual({ ...END, outcome: 'failed', failure, whole: true, id: kept.id });
  });

  it('masks the text and the message that repeats it, and says that the text is not the one that ran', () => {
    const kept = toEntry({ ...END, outcome: 'failed', failure }, true);
    expect(JSON.stringify(kept)).not.toContain('secret');
    expect(kept).toMatchObject({ sql: "SELECT '***'", whole: false, failure: { condition: 'CAST_INVALID_INPUT' } });
    expect(toEntry({ ...END, sql: 'SELECT 1' }, true).whole).toBe(true);
  });

  it('cuts a text that is too long', () => {
    const kept = toEntry({ ...END, sql: 'x'.repeat(LONGEST_SQL + 1) }, false);
    expect([kept.sql.length, kept.whole]).toEqual([LONGEST_SQL, false]);
  });

  it('never throws at the query, and tells what went wrong', async () => {
    const told: unknown[] = [];
    const late = new Error('disk full');
    const record = recorder(
      () => Promise.reject(late),
      () => false,
      (error) => told.push(error),
    );
    record(END);
    await Promise.resolve();
    await Promise.resolve();
    expect(told).toEqual([late]);
  });
});

describe('a write', () => {
  const made = {
    table: ['hive_prod', 'sales', 'order'],
    branch: 'main',
    snapshotId: '2',
    parentId: '1',
    operation: 'append',
    added: '1200',
    deleted: null,
  };

  it('tells its snapshot and what it changed, and can be undone', () => {
    const kept = entry({ written: [made], bytesRead: 1_530_000 });
    expect(parseLine(toLine(kept))).toEqual(kept);
    const shown = renderNode({ kind: 'entry', entry: kept }, NOW);
    expect(shown).toMatchObject({
      context: 'entry undo',
      description: expect.stringContaining('append +1,200 rows') as string,
    });
    expect(shown.tooltip).toContain('Snapshot 2 of hive_prod.sales.`order`, after 1');
    expect(shown.tooltip).toContain('Read 1.5 MB');
  });

  it('that made the first snapshot cannot be undone', () => {
    const first = entry({ written: [{ ...made, parentId: null }] });
    expect(renderNode({ kind: 'entry', entry: first }, NOW).context).toBe('entry');
  });

  it('of a line that is none of ours is left out', () => {
    expect(parseLine(toLine(entry({ written: [{ ...made, table: 'x' }] as never })))).toBeUndefined();
    expect(parseLine(toLine(entry({ bytesRead: -1 })))).toBeUndefined();
  });
});

describe('a line', () => {
  it('is read as it was written', () => {
    const kept = entry({ sql: 'SELECT "ü"\n\u2028 FROM t', failure: { condition: 'A', message: 'b' } });
    const line = toLine(kept);
    expect(line.indexOf('\n')).toBe(line.length - 1);
    expect(parseLine(line)).toEqual(kept);
  });

  it.each([
    ['cut off', toLine(entry()).slice(0, 40)],
    ['of another kind', '{"id":"a"}'],
    ['null', 'null'],
    ['with an outcome of its own', toLine({ ...entry(), outcome: 'lost' as 'done' })],
    ['with a time no date can hold', toLine(entry({ startedMs: 1e300 }))],
  ])('%s is skipped', (_, line) => expect(parseLine(line)).toBeUndefined());
});

describe('the view', () => {
  const at = (...[day, hour]: [number, number]): HistoryEntry =>
    entry({ id: `${day}-${hour}`, startedMs: new Date(2026, 10, day, hour).getTime() });

  it('groups by local day, in the order given, and names the last two days', () => {
    const days = groupByDay([at(24, 9), at(24, 0), at(23, 23), at(20, 1)]);
    expect(days.map(({ entries }) => entries.map(({ id }) => id))).toEqual([['24-9', '24-0'], ['23-23'], ['20-1']]);
    const shown = days.map((day) => renderNode(day, NOW));
    expect(shown.map(({ label }) => label)).toEqual(['Today', 'Yesterday', 'Fri, Nov 20, 2026']);
    expect(shown.map(({ collapsible }) => collapsible)).toEqual(['expanded', 'collapsed', 'collapsed']);
    expect(shown[0]?.description).toBe('2 statements');
  });

  it('knows yesterday across the end of a month', () => {
    const [day] = groupByDay([entry({ startedMs: new Date(2026, 9, 31, 23).getTime() })]);
    expect(day && renderNode(day, new Date(2026, 10, 1)).label).toBe('Yesterday');
  });

  it('shows a statement on one line, with time, duration, rows and connection', () => {
    const shown = renderNode({ kind: 'entry', entry: entry({ sql: 'SELECT *\n  FROM t', rows: 1200 }) }, NOW);
    expect(shown).toMatchObject({ label: 'SELECT * FROM t', icon: 'check', context: 'entry', collapsible: 'none' });
    expect(shown.description).toBe('12:00:00 · 1.2 s · 1,200 rows · local');
    expect(shown.tooltip?.at(-1)).toBe('SELECT *\n  FROM t');
  });

  it('tells outcomes apart', () => {
    const failure = { condition: 'TABLE_OR_VIEW_NOT_FOUND', message: 'no such table' };
    const failed = renderNode({ kind: 'entry', entry: entry({ outcome: 'failed', failure }) }, NOW);
    const cancelled = renderNode({ kind: 'entry', entry: entry({ outcome: 'cancelled' }) }, NOW);
    expect([failed.icon, cancelled.icon]).toEqual(['error', 'circle-slash']);
    expect(failed.description).toContain('TABLE_OR_VIEW_NOT_FOUND');
    expect(failed.tooltip).toContain('no such table');
    expect(cancelled.description).toContain('cancelled');
  });

  it('finds by every word, in any case, in text, connection, outcome and error', () => {
    const failure = { condition: 'DIVIDE_BY_ZERO', message: 'by zero' };
    const all = [
      entry({ id: 'a', sql: 'SELECT 1' }),
      entry({ id: 'b', sql: 'select 1/0', outcome: 'failed', failure }),
    ];
    const found = (filter: string): string[] => matching(all, filter).map(({ id }) => id);
    expect(found(' ')).toEqual(['a', 'b']);
    expect(found('SELECT')).toEqual(['a', 'b']);
    expect(found('select divide_by')).toEqual(['b']);
    expect(found('local failed')).toEqual(['b']);
    expect(found('select nothing')).toEqual([]);
  });

  it('says durations as people do', () => {
    expect([0.4, 999, 1000, 59_960, 185_000].map(duration)).toEqual([
      '0 ms',
      '999 ms',
      '1.0 s',
      '1 min 0 s',
      '3 min 5 s',
    ]);
  });
});
