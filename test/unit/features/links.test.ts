import { describe, expect, it } from 'vitest';
import { links } from '../../../server/src/features/links';
import { SqlDocument } from '../../../server/src/sql/document';
import { withSpans } from './marked';

const plain = (marked: string): string => marked.replace(/[⟦⟧]/g, '');

describe('links', () => {
  it.each([
    '-- ⟦https://iceberg.apache.org/docs/latest/⟧\nSELECT 1',
    '/* see (⟦http://example.com/a_(b)⟧), and ⟦https://example.com/?q=1#x⟧. */ SELECT 1',
    'SELECT \'⟦https://example.com/x⟧\' AS "s3://b/k"',
    "CREATE TABLE t (a INT) LOCATION 's3://bucket/t'",
    '-- see ⟦../models/orders.sql⟧, and file: ⟦docs/readme.md⟧.\nSELECT 1',
    '-- see what orders.sql does; see https://⟦⟧'.replace('⟦⟧', ''),
    'SELECT a FROM t -- http://',
    'SELECT https://example.com',
    '',
  ])('%s', (marked) => {
    const text = plain(marked);
    expect(withSpans(text, links(new SqlDocument(text)))).toBe(marked);
  });

  it('tells files from addresses', () => {
    const found = links(new SqlDocument('-- see a.sql and https://example.com/b.sql'));
    expect(found.map(({ kind, target }) => [kind, target])).toEqual([
      ['file', 'a.sql'],
      ['web', 'https://example.com/b.sql'],
    ]);
  });

  it('takes no time for what is no link', () => {
    const started = performance.now();
    links(new SqlDocument(`-- see ${'a.'.repeat(50_000)}\n-- ${'http://('.repeat(10_000)}`));
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});
