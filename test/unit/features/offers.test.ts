import { describe, expect, it } from 'vitest';
import { complete } from '../../../server/src/features/completion';
import type { CompletionItem } from '../../../server/src/features/types';
import { SqlDocument } from '../../../server/src/sql/document';
import { staticPicture } from '../../../server/src/sql/static-picture';

const snapshots = [
  { id: '111', timestampMs: Date.UTC(2026, 10, 24, 8, 0, 0, 5), operation: 'append' },
  { id: '222', timestampMs: Date.UTC(2026, 10, 24, 9, 30), operation: 'overwrite' },
];
const picture = staticPicture({
  version: 1,
  catalogs: [
    {
      name: 'hive_prod',
      namespaces: [
        {
          name: ['sales'],
          tables: [
            {
              name: 'orders',
              format: 'iceberg',
              columns: [
                { name: 'order_id', type: 'bigint' },
                { name: 'amount', type: 'decimal(12,2)' },
              ],
              snapshots,
              refs: [{ name: 'audit', type: 'branch', snapshotId: '111' }],
            },
            {
              name: 'lines',
              format: 'iceberg',
              columns: [
                { name: 'order_id', type: 'bigint' },
                { name: 'sku', type: 'string' },
              ],
            },
          ],
        },
      ],
    },
    { name: 'glue_catalog', namespaces: [{ name: ['marketing'], tables: [{ name: 'leads' }] }] },
  ],
});

/** The offers at `|`. */
function offers(marked: string): readonly CompletionItem[] {
  const at = marked.indexOf('|');
  return complete(new SqlDocument(marked.slice(0, at) + marked.slice(at + 1)), at, picture).items;
}
const labels = (marked: string): string[] => offers(marked).map(({ label }) => label);

describe('joins', () => {
  const join = 'SELECT * FROM sales.orders o JOIN sales.lines l ON |';

  it('offer a condition on columns of one name first', () => {
    expect(offers(join)[0]).toMatchObject({
      label: 'o.order_id = l.order_id',
      insertText: 'o.order_id = l.order_id',
    });
  });

  it('qualify only the names that would be ambiguous', () => {
    const found = labels(join);
    expect(found).toEqual(expect.arrayContaining(['o.order_id', 'l.order_id', 'amount', 'sku']));
    expect(found).not.toContain('order_id');
    expect(labels('SELECT | FROM sales.orders o')).toContain('order_id');
  });
});

describe('time travel', () => {
  it('offers times, newest first, and what computes one, but no column', () => {
    const found = labels('SELECT * FROM hive_prod.sales.orders TIMESTAMP AS OF |');
    expect(found.slice(0, 2)).toEqual(["'2026-11-24 09:30:00.000'", "'2026-11-24 08:00:00.005'"]);
    expect(found).toContain('date_sub');
    expect(found).not.toContain('amount');
    expect(found).not.toContain('sum');
  });

  it('offers only times a table was current at, where its log is known', () => {
    const logged = {
      ...picture,
      table: (catalog: string, namespace: readonly string[], name: string) => {
        const shape = picture.table(catalog, namespace, name);
        if (typeof shape === 'string') return shape;
        // 222 was made current later than it was committed; 111 is on a branch only.
        return { ...shape, history: [{ snapshotId: '222', timestampMs: Date.UTC(2026, 10, 24, 10) }] };
      },
    };
    const text = 'SELECT * FROM hive_prod.sales.orders TIMESTAMP AS OF ';
    const { items } = complete(new SqlDocument(text), text.length, logged);
    const times = items.filter(({ kind }) => kind === 'snapshot').map(({ label }) => label);
    expect(times).toEqual(["'2026-11-24 10:00:00.000'"]);
  });

  it('replaces a literal that is begun, and leaves the lines below alone', () => {
    const [first] = offers("SELECT * FROM hive_prod.sales.orders TIMESTAMP AS OF '2026|\nWHERE x = 'a'");
    expect(first).toMatchObject({ label: "'2026-11-24 09:30:00.000'", replace: [53, 58] });
  });
});

describe('quotes', () => {
  it('offer nothing in an ordinary string', () => expect(labels("SELECT 'ab|' FROM sales.orders")).toEqual([]));
  it('offer only references in the string of a version', () =>
    expect(labels("SELECT * FROM hive_prod.sales.orders VERSION AS OF '|")).toEqual(['audit']));
  it('offer only names in backticks', () => {
    const found = offers('SELECT `o|` FROM sales.orders');
    expect(found.map(({ kind }) => kind)).not.toContain('function');
    expect(found[0]).toMatchObject({ label: 'order_id', insertText: '`order_id`', replace: [7, 10] });
  });
});

describe('tables of other namespaces', () => {
  it('are found by their own name and written with what leads to them', () => {
    expect(offers('SELECT * FROM ord|')[0]).toMatchObject({ label: 'orders', insertText: 'sales.orders' });
    expect(offers('SELECT * FROM lea|')[0]).toMatchObject({
      label: 'leads',
      insertText: 'glue_catalog.marketing.leads',
    });
  });
  it('wait for a word to be begun', () => expect(labels('SELECT * FROM |')).not.toContain('orders'));
});
