/** One document diagnosed again and again while the catalogs or the text change: nothing that was said may go stale. */
import { describe, expect, it } from 'vitest';
import { diagnose } from '../../../server/src/features/diagnostics';
import { SqlDocument } from '../../../server/src/sql/document';
import { staticPicture, type SnapshotTable } from '../../../server/src/sql/static-picture';

const table = (name: string, ...columns: string[]): SnapshotTable => ({
  name,
  format: 'iceberg',
  columns: columns.map((column) => ({ name: column, type: 'int' })),
});
const picture = (...tables: SnapshotTable[]) =>
  staticPicture({ version: 1, catalogs: [{ name: 'lake', namespaces: [{ name: ['s'], tables }] }] });
const codes = (document: SqlDocument, ...tables: SnapshotTable[]) =>
  diagnose(document, picture(...tables)).diagnostics.map(({ code, start }) => `${code}@${start}`);

describe('a document that is diagnosed again', () => {
  it('follows a table whose columns change', () => {
    const document = new SqlDocument('SELECT b FROM lake.s.t');
    expect(codes(document, table('t', 'a'))).toEqual(['unknown-column@7']);
    expect(codes(document, table('t', 'a', 'b'))).toEqual([]);
    expect(codes(document, table('t', 'a'))).toEqual(['unknown-column@7']);
  });

  it('follows a table that comes and goes', () => {
    const document = new SqlDocument('SELECT 1;\nSELECT * FROM lake.s.t');
    expect(codes(document)).toEqual(['unknown-table@24']);
    expect(codes(document, table('t', 'a'))).toEqual([]);
    expect(codes(document)).toEqual(['unknown-table@24']);
  });

  it('believes a statement that makes the table, as long as it stands there', () => {
    const document = new SqlDocument('SELECT * FROM lake.s.t');
    expect(codes(document)).toEqual(['unknown-table@14']);
    document.update('CREATE TABLE lake.s.t (a INT);\nSELECT * FROM lake.s.t');
    expect(codes(document)).toEqual([]);
    document.update('SELECT * FROM lake.s.t');
    expect(codes(document)).toEqual(['unknown-table@14']);
  });

  it('moves what it said with the statement', () => {
    const document = new SqlDocument('SELECT b FROM lake.s.t');
    expect(codes(document, table('t', 'a'))).toEqual(['unknown-column@7']);
    document.update('-- a line above\nSELECT b FROM lake.s.t');
    expect(codes(document, table('t', 'a'))).toEqual(['unknown-column@23']);
  });

  it('asks again for what it lacked', () => {
    const document = new SqlDocument('SELECT b FROM lake.s.t');
    const unknown = { ...picture(), table: () => 'unknown' as const };
    expect(diagnose(document, unknown).wanted).toHaveLength(1);
    expect(diagnose(document, unknown).wanted).toHaveLength(1);
    expect(codes(document, table('t', 'a'))).toEqual(['unknown-column@7']);
  });

  it('judges nothing again that is as it was', () => {
    const document = new SqlDocument('SELECT aax FROM lake.s.t');
    const one = () => diagnose(document, picture(table('t', 'aab'))).diagnostics[0]?.replacements;
    const shared = picture(table('t', 'aab'));
    const again = () => diagnose(document, shared).diagnostics[0]?.replacements;
    expect(one()).toEqual(['aab']);
    const first = again();
    document.update('-- a line above\nSELECT aax FROM lake.s.t');
    // The very same finding: nothing was computed anew.
    expect(again()).toBe(first);
  });
});
