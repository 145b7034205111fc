import { describe, expect, it } from 'vitest';
import { hover } from '../../../server/src/features/hover';
import { SqlDocument } from '../../../server/src/sql/document';
import { pictureOf, withCaret } from './caret';

const picture = pictureOf('rich.json');

function at(marked: string) {
  const { text, offset } = withCaret(marked);
  const found = hover(new SqlDocument(text), offset, picture);
  return found === null ? null : { ...found, word: text.slice(found.start, found.end) };
}

describe('hover', () => {
  it('tells layout, size and last commit of a table', () => {
    const shape = picture.table('lake', ['sales'], 'orders');
    if (typeof shape === 'string') throw new Error(shape);
    const [first] = shape.snapshots ?? [];
    const summary = { 'total-records': '1234567', 'total-data-files': '3', 'total-files-size': '4718592' };
    const table = {
      ...shape,
      snapshots: [{ ...first, id: '1', parentId: null, timestampMs: 1_767_225_600_000, operation: 'append', summary }],
      currentSnapshotId: '1',
      formatVersion: 2,
      location: 's3://lake/sales/orders',
      sortFields: ['ts DESC NULLS LAST'],
      properties: { 'history.expire.max-snapshot-age-ms': '86400000', 'history.expire.min-snapshots-to-keep': '5' },
    };
    const found = hover(new SqlDocument('SELECT * FROM lake.sales.orders'), 20, { ...picture, table: () => table });
    for (const part of [
      'format version 2',
      '1,234,567 rows, 3 data files, 4.5 MB',
      'Last commit 2026-01-01 00:00:00: append',
      'Partitioned by `days(ts)`',
      'Sorted by `ts DESC NULLS LAST`',
      'Location `s3://lake/sales/orders`',
      'Snapshots expire after 1 day, the last 5 are kept',
    ])
      expect(found?.markdown.replaceAll('\\', '')).toContain(part);
  });

  it('tells when a snapshot can expire, in the zone of the session', () => {
    const text = 'SELECT * FROM lake.sales.orders VERSION AS OF 5660770991823815685';
    const shape = picture.table('lake', ['sales'], 'orders');
    if (typeof shape === 'string') throw new Error(shape);
    const table = { ...shape, refs: shape.refs?.filter(({ type }) => type !== 'tag') ?? [] };
    const session = { ...picture, table: () => table, timeZone: 'Europe/Berlin' };
    const at = (now: number) => hover(new SqlDocument(text), text.length - 3, session, now)?.markdown;
    expect(at(Date.UTC(2026, 0, 2))).toContain('Committed 2026-01-01 01:00:00');
    expect(at(Date.UTC(2026, 0, 2))).toContain('Expires from 2026-01-06 01:00:00');
    expect(at(Date.UTC(2026, 1, 2))).toContain('Can expire since 2026-01-06 01:00:00');
  });

  it.each([
    [
      'a table',
      'SELECT * FROM lake.sales.ord|ers',
      'lake.sales.orders',
      ['Table', '5 columns', '2 snapshots', 'days(ts)'],
    ],
    ['a table by its short name', 'SELECT * FROM sales.ord|ers', 'sales.orders', ['lake.sales.orders']],
    ['a view', 'SELECT * FROM lake.sales.tot|als', 'lake.sales.totals', ['View']],
    [
      'a column',
      'SELECT am|ount FROM lake.sales.orders',
      'amount',
      ['amount decimal(12,2)', 'gross', 'lake.sales.orders'],
    ],
    ['a required column', 'SELECT o.order_|id FROM lake.sales.orders o', 'order_id', ['order_id bigint NOT NULL']],
    ['an alias of a table', 'SELECT |o.amount FROM lake.sales.orders o', 'o', ['lake.sales.orders']],
    ['a field', 'SELECT customer.address.ci|ty FROM lake.sales.orders', 'city', ['city string']],
    ['a column in WHERE', 'SELECT 1 FROM lake.sales.orders WHERE ts| > 1', 'ts', ['ts timestamp']],
    [
      'a column of a CTE',
      'WITH c AS (SELECT amount AS a FROM lake.sales.orders) SELECT a| FROM c',
      'a',
      ['a decimal(12,2)'],
    ],
    ['a CTE', 'WITH c AS (SELECT 1 AS one) SELECT * FROM c|', 'c', ['Common table expression', 'one']],
    ['a function', 'SELECT date_s|ub(ts, 1) FROM lake.sales.orders', 'date_sub', ['date_sub(']],
    ['a metadata table', 'SELECT * FROM lake.sales.orders.snap|shots', 'lake.sales.orders.snapshots', ['snapshots']],
    [
      'the snapshot of a time',
      "SELECT * FROM lake.sales.orders TIMESTAMP AS OF '2026-01-01 |00:30:00'",
      "'2026-01-01 00:30:00'",
      ['5660770991823815685', 'append, +1,200 rows', 'Kept by `eoy-2025`'],
    ],
    [
      'the snapshot of a branch',
      "SELECT * FROM lake.sales.orders VERSION AS OF 'au|dit'",
      "'audit'",
      ['8271638172635928431', 'overwrite', 'branch `main`'],
    ],
    [
      'the snapshot of an id',
      'SELECT * FROM lake.sales.orders VERSION AS OF 5660770|991823815685',
      '5660770991823815685',
      ['2026-01-01 00:00:00'],
    ],
    [
      'the snapshot of FOR SYSTEM_TIME',
      "SELECT * FROM lake.sales.orders FOR SYSTEM_TIME AS OF TIMESTAMP '2026-01-|01 01:30:00'",
      "TIMESTAMP '2026-01-01 01:30:00'",
      ['8271638172635928431'],
    ],
    [
      'a procedure',
      "CALL lake.system.rollback_to_snap|shot('sales.orders', 1)",
      'lake.system.rollback_to_snapshot',
      ['snapshot_id bigint', 'Table to roll back'],
    ],
    [
      'an argument',
      "CALL lake.system.rollback_to_snapshot(table => 'sales.orders', snapshot_|id => 1)",
      'snapshot_id',
      ['snapshot_id bigint'],
    ],
    [
      'the table of a procedure',
      "CALL lake.system.rollback_to_snapshot(table => 'sales.ord|ers', snapshot_id => 1)",
      "'sales.orders'",
      ['5 columns'],
    ],
    [
      'the snapshot of a procedure',
      "CALL lake.system.rollback_to_snapshot('sales.orders', 56607|70991823815685)",
      '5660770991823815685',
      ['append'],
    ],
    [
      'the time of a procedure',
      "CALL lake.system.rollback_to_timestamp('sales.orders', TIMESTAMP '2026-01-01 00:|30:00')",
      "'2026-01-01 00:30:00'",
      ['5660770991823815685'],
    ],
    [
      'a table property',
      "ALTER TABLE lake.sales.orders SET TBLPROPERTIES ('write.format.def|ault' = 'orc')",
      "'write.format.default'",
      ['`orc`', 'Default: `parquet`', 'Now: `parquet`'],
    ],
    [
      'a property of a column',
      "ALTER TABLE lake.sales.orders SET TBLPROPERTIES ('write.metadata.metrics.column.|ts' = 'none')",
      "'write.metadata.metrics.column.ts'",
      ['Followed by a column'],
    ],
    ['a setting', 'SET spark.sql.ansi.ena|bled = false', 'spark.sql.ansi.enabled', ['Standard SQL', 'Default: `true`']],
    ['a transform', 'ALTER TABLE lake.sales.orders ADD PARTITION FIELD day|s(ts)', 'days', ['One partition a day']],
    ['a column of a transform', 'ALTER TABLE lake.sales.orders ADD PARTITION FIELD days(t|s)', 'ts', ['ts timestamp']],
    [
      'a column that is written',
      "INSERT INTO lake.sales.regions (coun|try) VALUES ('x')",
      'country',
      ['country string', 'lake.sales.regions'],
    ],
    [
      'a lambda variable',
      'SELECT transform(xs, x -> |x + 1) FROM (SELECT CAST(NULL AS ARRAY<INT>) AS xs)',
      'x',
      ['x int'],
    ],
    [
      'the columns of a metadata table',
      'SELECT * FROM lake.sales.orders.snap|shots',
      'lake.sales.orders.snapshots',
      ['committed_at timestamp'],
    ],
    ['a star', 'SELECT |* FROM lake.sales.regions', '*', ['region string', 'country string']],
    [
      'a star of a table',
      'SELECT r.|* FROM lake.sales.regions r JOIN lake.sales.orders o ON true',
      'r.*',
      ['country string'],
    ],
    [
      'an alias',
      'SELECT amount AS tot|al FROM lake.sales.orders',
      'total',
      ['total decimal(12,2)', 'Stands for `amount`'],
    ],
    ['a table alias where it is given', 'SELECT 1 FROM lake.sales.orders or|d', 'ord', ['lake.sales.orders']],
    [
      'a keyword that is not plain',
      'SELECT * FROM lake.sales.orders LEFT ANT|I JOIN lake.sales.regions USING (region)',
      'ANTI',
      ['no match'],
    ],
    [
      'what the statements above create',
      'CREATE TABLE lake.sales.n (id INT);\nSELECT i|d FROM lake.sales.n',
      'id',
      ['id INT'],
    ],
    [
      'a function with an example',
      'SELECT date_a|dd(ts, 1) FROM lake.sales.orders',
      'date_add',
      ["date_add('2026-01-31', 1)", '-- 2026-02-01'],
    ],
    ['a table function', 'SELECT * FROM explo|de(array(1))', 'explode', ['A row for each element']],
    ['a session variable', 'DECLARE VARIABLE cu|toff DATE', 'cutoff', ['Session variable']],
    ['the second statement', 'SELECT 1;\n\nSELECT amou|nt FROM lake.sales.orders', 'amount', ['decimal(12,2)']],
  ])('explains %s', (_what, marked, word, parts) => {
    const found = at(marked);
    expect(found?.word).toBe(word);
    for (const part of parts) expect(found?.markdown).toContain(part);
  });

  it.each([
    ['a keyword', 'SEL|ECT 1'],
    ['a literal', "SELECT 'lake.sa|les.orders'"],
    ['a comment', 'SELECT 1 /* lake.sales.ord|ers */'],
    ['blank', 'SELECT 1; |  SELECT 2'],
    ['nothing', '|'],
    ['the blank inside a name', 'SELECT o | . amount FROM lake.sales.orders o'],
  ])('is silent on %s', (_what, marked) => expect(at(marked)).toBeNull());

  it('writes comments as text', () => {
    const table = at('SELECT * FROM lake.sales.ord|ers')?.markdown ?? '';
    expect(table).toContain('\\*order\\*');
    expect(table).not.toMatch(/<b>/);
    const column = at('SELECT order_i|d FROM lake.sales.orders')?.markdown ?? '';
    expect(column).toContain('surrogate');
    expect(column).not.toContain('[key](');
  });

  it('says what it would have liked to know', () => {
    const text = 'SELECT * FROM lake.sales.orders';
    const found = hover(new SqlDocument(text), text.length - 1, { ...picture, table: () => 'loading' });
    expect(found?.markdown).toBe('');
    expect(found?.wanted).toEqual([{ kind: 'table', catalog: 'lake', namespace: ['sales'], name: 'orders' }]);
  });
});
