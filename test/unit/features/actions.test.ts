/** Code actions by fixture: a title, the text with `|` at the caret (or around the selection), the text afterwards. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { actionsAt } from '../../../server/src/features/actions';
import { diagnose } from '../../../server/src/features/diagnostics';
import { apply } from '../../../server/src/features/format';
import type { CatalogPicture } from '../../../server/src/sql/catalog-picture';
import { SqlDocument } from '../../../server/src/sql/document';
import { pictureOf } from './caret';

const FOLDER = join(import.meta.dirname, '../../fixtures/actions');
const picture = pictureOf('rules.json');

const cases = readdirSync(FOLDER).map((file) => {
  const [title = '', before = '', after = ''] = readFileSync(join(FOLDER, file), 'utf8').split('\n---\n');
  return { name: file.replace('.txt', ''), title, before, after: after.replace(/\n$/, '') };
});

/** The text and the selection: one `|`, or one on each side. */
function selected(marked: string): { readonly text: string; readonly start: number; readonly end: number } {
  const [first = '', second = '', third] = marked.split('|');
  const text = third === undefined ? first + second : first + second + third;
  return { text, start: first.length, end: first.length + (third === undefined ? 0 : second.length) };
}

function actions(marked: string, from: CatalogPicture = picture) {
  const { text, start, end } = selected(marked);
  return { text, ...actionsAt(new SqlDocument(text), start, end, from) };
}

function done(marked: string, title: string): string {
  const { text, actions: found } = actions(marked);
  const action = found.find((one) => one.title === title);
  const titles = found.map((one) => one.title);
  if (action?.changes == null) throw new Error(`${title} is not among ${titles.join(' | ')}`);
  return apply(text, action.changes);
}

const codes = (text: string): string[] => diagnose(new SqlDocument(text), picture).diagnostics.map(({ code }) => code);

describe('code actions', () => {
  it.each(cases)('$name', ({ title, before, after }) => {
    expect(done(before, title)).toBe(after);
  });

  it.each(cases)('$name brings nothing new into the Problems', ({ title, before, after }) => {
    const there = codes(selected(before).text);
    const left = codes(after).filter((code) => !there.includes(code));
    // A count of all rows is what was asked for; what is silenced is gone.
    expect(left).toEqual([]);
    if (title.startsWith('Ignore ')) expect(codes(after).length).toBeLessThan(there.length);
  });

  it.each(cases)('$name keeps Windows line ends', ({ title, before, after }) => {
    const windows = (text: string): string => text.replaceAll('\n', '\r\n');
    if (!before.includes('\n')) return;
    expect(done(windows(before), title)).toBe(windows(after));
  });

  it('are all of one statement, with offsets in the document', () => {
    expect(done('SELECT 1;\n\nSELECT |* FROM hive_prod.sales.products;', 'Expand *')).toBe(
      'SELECT 1;\n\nSELECT product_id, name, price FROM hive_prod.sales.products;',
    );
  });

  it('that need the catalogs are there before they are loaded, without their text', () => {
    const loading: CatalogPicture = { ...picture, table: () => 'unknown' };
    const { actions: found, wanted } = actions('SELECT |* FROM hive_prod.sales.products', loading);
    expect(found.find(({ title }) => title === 'Expand *')?.changes).toBeNull();
    expect(wanted).toContainEqual(expect.objectContaining({ kind: 'table', name: 'products' }));
  });

  it.each([
    [
      'a star that USING and NATURAL make uncertain',
      'SELECT |* FROM hive_prod.sales.orders NATURAL JOIN hive_prod.sales.customers',
      'Expand *',
    ],
    ['count(*)', 'SELECT count(|*) FROM hive_prod.sales.orders', 'Expand *'],
    ['a broken statement', 'SELECT |* FROM hive_prod.sales.orders WHERE', 'Expand *'],
    [
      'a lateral derived table',
      'SELECT d.x FROM hive_prod.sales.orders o, LATERAL (|SELECT o.amount AS x) d',
      'Move to a CTE d',
    ],
    [
      'a correlated derived table',
      'SELECT 1 FROM hive_prod.sales.orders o WHERE EXISTS (SELECT 1 FROM (|SELECT name FROM hive_prod.sales.customers c WHERE c.customer_id = o.customer_id) d)',
      'Move to a CTE d',
    ],
    ['a table that has an alias', 'SELECT 1 FROM |hive_prod.sales.orders o', 'Add the alias o2'],
    ['the table of an INSERT', "INSERT INTO |hive_prod.sales.products VALUES (1, 'a', 2)", 'Add the alias p'],
    [
      'a column that two tables have',
      'SELECT |o.customer_id FROM hive_prod.sales.orders o JOIN hive_prod.sales.customers c ON true',
      'Take the tables away from the columns',
    ],
    ['a name that needs its backticks', 'SELECT `a |b` FROM (SELECT 1 AS `a b`)', 'Take the backticks from a b'],
    [
      'a time before the first snapshot',
      "SELECT 1 FROM hive_prod.sales.orders TIMESTAMP |AS OF '2020-01-01'",
      'Convert to VERSION AS OF 5660770991823815685',
    ],
  ])('not for %s', (_, marked, title) => {
    expect(actions(marked).actions.filter((one) => one.title === title && one.changes !== null)).toEqual([]);
  });

  it('are few where nothing is to be done', () => {
    expect(actions('SELECT 1|').actions.map(({ title }) => title)).toEqual([]);
    expect(actions('|').actions).toEqual([]);
  });
});
