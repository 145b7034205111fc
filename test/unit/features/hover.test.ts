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
