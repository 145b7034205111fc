import { describe, expect, it } from 'vitest';
import { inlayHints, type InlayOptions } from '../../../server/src/features/inlay';
import { emptyPicture } from '../../../server/src/sql/catalog-picture';
import { SqlDocument } from '../../../server/src/sql/document';
import { pictureOf } from './caret';

const picture = pictureOf('lake.json');
const all: InlayOptions = { star: true, starColumns: 8, insertColumns: true, timeTravel: true };

const hintsOf = (text: string, options: Partial<InlayOptions> = {}, catalogs = picture) =>
  inlayHints(new SqlDocument(text), catalogs, 0, text.length, { ...all, ...options }, Date.UTC(2026, 5, 1));

/** The text with each hint in `⟨…⟩` where it is shown. */
function shown(text: string, options: Partial<InlayOptions> = {}, catalogs = picture): string {
  let result = text;
  for (const { offset, label } of [...hintsOf(text, options, catalogs).hints].reverse())
    result = `${result.slice(0, offset)}⟨${label}⟩${result.slice(offset)}`;
  return result;
}

describe('hints of what * stands for', () => {
  it.each([
    'SELECT *⟨order_id, customer, amount, ts⟩ FROM lake.sales.orders',
    'SELECT o.*⟨order_id, customer, amount, ts⟩, r.*⟨region⟩ FROM lake.sales.orders o, lake.sales.regions r',
    'SELECT *⟨order_id, customer, amount, ts, region⟩ FROM lake.sales.orders JOIN lake.sales.regions',
    'SELECT * EXCEPT (ts, amount)⟨order_id, customer⟩ FROM lake.sales.orders',
    'WITH c AS (SELECT 1 AS one, 2 AS `a b`) SELECT *⟨one, `a b`⟩ FROM c',
    'SELECT count(*) FROM lake.sales.orders',
    'SELECT * FROM lake.sales.nowhere',
    'SELECT * FROM lake.sales.orders, lake.sales.nowhere',
    'SELECT * FROM (SELECT 1 + 1)',
    'SELECT * FROM lake.sales.orders PIVOT (sum(amount) FOR ts IN (1, 2))',
  ])('%s', (expected) => {
    expect(shown(expected.replace(/⟨[^⟩]*⟩/g, ''))).toBe(expected);
  });

  it('names no more than it may', () => {
    const text = 'SELECT * FROM lake.sales.orders';
    expect(shown(text, { starColumns: 2 })).toBe('SELECT *⟨order_id, customer, +2⟩ FROM lake.sales.orders');
    expect(shown(text, { starColumns: 0 })).toBe('SELECT *⟨4 columns⟩ FROM lake.sales.orders');
    expect(shown(text, { star: false })).toBe(text);
    const long = `WITH c AS (SELECT 1 AS ${'a'.repeat(60)}, 2 AS ${'b'.repeat(60)}) SELECT * FROM c`;
    expect(shown(long)).toContain(`SELECT *⟨${'a'.repeat(60)}, +1⟩`);
    const [hint] = hintsOf(text, { starColumns: 1 }).hints;
    expect(hint?.tooltip.split('\n')).toEqual([
      '- `order_id bigint`',
      '- `customer struct<id:bigint,name:string>`',
      '- `amount decimal(12,2)` gross',
      '- `ts timestamp`',
    ]);
  });
});

describe('hints of where values go', () => {
  it.each([
    'INSERT INTO lake.sales.orders VALUES (⟨order_id⟩1, ⟨customer⟩NULL, ⟨amount⟩2.0, ⟨ts⟩now()), (⟨order_id⟩2, ⟨customer⟩NULL)',
    'INSERT INTO t (a, `b c`) VALUES (⟨a⟩1, ⟨`b c`⟩2)',
    'INSERT INTO lake.sales.regions VALUES ⟨region⟩1, (⟨region⟩2)',
    'INSERT INTO lake.sales.orders SELECT ⟨order_id⟩1, ⟨customer⟩id, amount, ⟨ts⟩ts + 1 AS t FROM x',
    'INSERT INTO t (a, b, c) SELECT a, ⟨b⟩x.y, ⟨c⟩1 + 1 FROM x',
    'INSERT INTO lake.sales.orders (ts, amount) SELECT ⟨ts⟩1 AS x, 2 AS amount',
    'INSERT INTO t (a, b, c) SELECT r.*⟨region⟩, ⟨b⟩1, ⟨c⟩2 FROM lake.sales.regions r',
    'INSERT INTO t (a, b) SELECT *, 1 FROM x',
    "INSERT OVERWRITE lake.sales.orders PARTITION (ts = DATE '2026-01-01') SELECT ⟨order_id⟩1, ⟨customer⟩2, ⟨amount⟩3",
    'INSERT INTO lake.sales.orders BY NAME SELECT 1 AS amount',
    'INSERT INTO lake.sales.nowhere VALUES (1)',
    'INSERT INTO lake.sales.orders SELECT ⟨order_id⟩x FROM (VALUES (1)) v (x)',
    'MERGE INTO lake.sales.regions t USING x ON t.region = x.r WHEN NOT MATCHED THEN INSERT (region) VALUES (⟨region⟩x.r)',
    'CREATE TABLE lake.sales.fresh (a INT, b INT);\nINSERT INTO lake.sales.fresh VALUES (⟨a⟩1, ⟨b⟩2)',
    'INSERT INTO t (a) VALUES (',
  ])('%s', (expected) => {
    expect(shown(expected.replace(/⟨[^⟩]*⟩/g, ''))).toBe(expected);
  });

  it('tells the column in the tooltip', () => {
    const { hints } = hintsOf('INSERT INTO lake.sales.orders (order_id, amount) VALUES (1, 2)');
    expect(hints.map(({ tooltip }) => tooltip)).toEqual([
      '`order_id bigint NOT NULL`',
      '`amount decimal(12,2)`\n\ngross',
    ]);
  });
});

describe('hints of what AS OF means', () => {
  const [first, second] = ['5660770991823815685', '8271638172635928431'];
  it.each([
    `SELECT 1 FROM lake.sales.orders TIMESTAMP AS OF '2026-01-01 00:30:00'⟨${first}, 2026-01-01 00:00:00, append⟩`,
    `SELECT 1 FROM lake.sales.orders TIMESTAMP AS OF TIMESTAMP '2026-01-02'⟨${second}, 2026-01-01 01:00:00, overwrite⟩`,
    `SELECT 1 FROM lake.sales.orders VERSION AS OF ${first}⟨2026-01-01 00:00:00, append⟩`,
    `SELECT 1 FROM lake.sales.orders FOR SYSTEM_VERSION AS OF ${first}⟨2026-01-01 00:00:00, append⟩`,
    `SELECT 1 FROM lake.sales.orders VERSION AS OF 'audit'⟨${first}, 2026-01-01 00:00:00, append⟩ a`,
    `SELECT 1 FROM lake.sales.orders TIMESTAMP AS OF '2025-12-31'`,
    `SELECT 1 FROM lake.sales.orders TIMESTAMP AS OF current_timestamp()`,
    `SELECT 1 FROM lake.sales.orders VERSION AS OF 12`,
    `SELECT 1 FROM lake.sales.nowhere VERSION AS OF ${first}`,
    `SELECT 1 FROM lake.sales.orders TIMESTAMP AS OF `,
  ])('%s', (expected) => {
    expect(shown(expected.replace(/⟨[^⟩]*⟩/g, ''))).toBe(expected);
  });

  it('goes by the session’s time zone', () => {
    const text = "SELECT 1 FROM lake.sales.orders TIMESTAMP AS OF '2026-01-01 01:30:00'";
    expect(shown(text, {}, { ...picture, timeZone: 'Europe/Berlin' })).toContain(
      `⟨${first}, 2026-01-01 01:00:00, append⟩`,
    );
  });
});

describe('hints', () => {
  it('are of the part that is asked for, in every statement', () => {
    const text = 'SELECT * FROM lake.sales.regions;\nSELECT * FROM lake.sales.regions';
    const document = new SqlDocument(text);
    expect(inlayHints(document, picture, 0, text.length, all).hints).toHaveLength(2);
    expect(inlayHints(document, picture, 40, 50, all).hints.map(({ offset }) => offset)).toEqual([42]);
  });

  it('are none while the catalog is not loaded, and say what they want', () => {
    const unknown = { ...emptyPicture, catalogs: ['lake'], defaultCatalog: 'lake' };
    const { hints, wanted } = hintsOf('SELECT * FROM lake.sales.orders', {}, unknown);
    expect(hints).toEqual([]);
    expect(wanted).toEqual([{ kind: 'table', catalog: 'lake', namespace: ['sales'], name: 'orders' }]);
  });
});
