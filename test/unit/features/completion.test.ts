import { describe, expect, it } from 'vitest';
import { complete } from '../../../server/src/features/completion';
import { emptyPicture } from '../../../server/src/sql/catalog-picture';
import { SqlDocument } from '../../../server/src/sql/document';
import { fixtures } from '../sql/fixtures';
import { pictureOf, withCaret } from './caret';

const picture = pictureOf('rich.json');
const expectation = /^-- (offers|only|first|not|order|inserts|replaces): ?(.*)$/;

/** What a fixture expects, and its text with the caret. */
function read(text: string): { readonly marked: string; readonly expected: readonly (readonly [string, string])[] } {
  const lines = text.replace(/\n$/, '').split('\n');
  const expected: [string, string][] = [];
  for (let match; (match = expectation.exec(lines.at(-1) ?? '')) !== null; lines.pop())
    expected.unshift([match[1] ?? '', match[2] ?? '']);
  return { marked: lines.join('\n'), expected };
}

const list = (text: string, separator = ', '): string[] => (text === '' ? [] : text.split(separator));

describe('completion at the carets of test/fixtures/sql/complete', () => {
  const found = fixtures('complete');
  it('has fixtures', () => expect(found.length).toBeGreaterThan(100));
  it.each(found)('$name', ({ text: fixture }) => {
    const { marked, expected } = read(fixture);
    expect(expected).not.toEqual([]);
    const { text, offset } = withCaret(marked);
    const { items } = complete(new SqlDocument(text), offset, picture);
    const labels = items.map(({ label }) => label);
    for (const [what, given] of expected) {
      if (what === 'offers') expect(labels).toEqual(expect.arrayContaining(list(given)));
      else if (what === 'only') expect([...labels].sort()).toEqual(list(given).sort());
      else if (what === 'first') expect(labels.slice(0, list(given).length)).toEqual(list(given));
      else if (what === 'not') expect(labels.filter((label) => list(given).includes(label))).toEqual([]);
      else if (what === 'order') {
        const places = list(given, ' < ').map((label) => labels.indexOf(label));
        expect(places).not.toContain(-1);
        expect(places).toEqual([...places].sort((a, b) => a - b));
      } else if (what === 'inserts') expect(items[0]?.insertText).toBe(given);
      else expect(text.slice(...(items[0]?.replace ?? [0, 0]))).toBe(given);
    }
    // What the editor sorts by is the order of the list, and the caret is inside what is replaced.
    const keys = items.map(({ sortText }) => sortText);
    expect(keys).toEqual([...keys].sort());
    for (const { replace } of items) {
      expect(replace[0]).toBeLessThanOrEqual(offset);
      expect(replace[1]).toBeGreaterThanOrEqual(offset);
    }
  });
});

describe('completion while the catalogs are not known', () => {
  it('offers the language, and what is in the text', () => {
    const { text, offset } = withCaret('WITH recent AS (SELECT 1 AS one) SELECT | FROM recent');
    const { items } = complete(new SqlDocument(text), offset, emptyPicture);
    expect(items[0]?.label).toBe('one');
    expect(items.map(({ label }) => label)).toContain('CASE');
  });

  it('says what it would have liked to know', () => {
    const loading = { ...picture, table: () => 'loading' as const };
    const { text, offset } = withCaret('SELECT | FROM lake.sales.orders');
    const { incomplete, wanted } = complete(new SqlDocument(text), offset, loading);
    expect(incomplete).toBe(true);
    expect(wanted).toEqual([{ kind: 'table', catalog: 'lake', namespace: ['sales'], name: 'orders' }]);
  });

  it('asks for no table that the text does not name', () => {
    const { text, offset } = withCaret('SELECT * FROM lake.sales.|');
    const { wanted } = complete(new SqlDocument(text), offset, { ...picture, table: () => 'unknown' as const });
    expect(wanted).toEqual([]);
  });
});

describe('what an offer tells', () => {
  it('describes columns, with outside text escaped', () => {
    const { text, offset } = withCaret('SELECT | FROM lake.sales.orders');
    const { items } = complete(new SqlDocument(text), offset, picture);
    expect(items[0]).toMatchObject({ label: 'order_id', kind: 'column', detail: 'bigint not null' });
    expect(items[0]?.documentation?.()).not.toContain('[key](');
    expect(items[0]?.documentation?.()).toContain('surrogate');
  });

  it('names operation and rows of a snapshot', () => {
    const { text, offset } = withCaret('SELECT * FROM lake.sales.orders TIMESTAMP AS OF |');
    const { items } = complete(new SqlDocument(text), offset, picture);
    expect(items[1]).toMatchObject({ kind: 'snapshot', insertText: "'2026-01-01 00:00:00.000'" });
    expect(items[1]?.detail).toContain('append');
    expect(items[1]?.detail).toContain('+1,200 rows');
  });
});
