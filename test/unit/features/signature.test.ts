import { describe, expect, it } from 'vitest';
import { signatureHelp } from '../../../server/src/features/signature';
import { SqlDocument } from '../../../server/src/sql/document';
import { withCaret } from './caret';

function at(marked: string): { readonly label: string; readonly active: string | null } | null {
  const { text, offset } = withCaret(marked);
  const found = signatureHelp(new SqlDocument(text), offset);
  if (found === null) return null;
  const parameter = found.active === null ? undefined : found.parameters[found.active];
  return {
    label: found.label,
    active: parameter === undefined ? null : found.label.slice(...parameter.label),
  };
}

describe('signature help', () => {
  it.each([
    ['the first argument', 'SELECT date_add(|)', 'date_add(start, days)', 'start'],
    ['the second', "SELECT date_add('2026-01-31', |)", 'date_add(start, days)', 'days'],
    ['the middle of an argument', 'SELECT round(amount * 2 + |, 1) FROM t', 'round(expr, scale)', 'expr'],
    ['what is not closed', 'SELECT lpad(name, 3, |', 'lpad(string, length, pad)', 'pad'],
    ['a call within a call', 'SELECT coalesce(upper(|x), y) FROM t', 'upper(string)', 'string'],
    ['the outer call after it', 'SELECT coalesce(upper(x), |y) FROM t', 'coalesce(expr, …)', '…'],
    ['many arguments', 'SELECT concat(a, b, c, d|) FROM t', 'concat(expr, …)', '…'],
    [
      'commas in strings, brackets and comments',
      "SELECT lpad('a,b', xs[f(1, 2)] /* , */, |)",
      'lpad(string, length, pad)',
      'pad',
    ],
    ['plain parentheses', 'SELECT abs((a + |b)) FROM t', 'abs(expr)', 'expr'],
    ['capitals', 'SELECT COUNT(|)', 'count(*)', '*'],
    ['a lambda', 'SELECT transform(xs, x -> x + |1) FROM t', 'transform(array, function)', 'function'],
    ['one argument too many', 'SELECT abs(1, |2)', 'abs(expr)', null],
    ['the second statement', 'SELECT 1;\nSELECT abs(|', 'abs(expr)', 'expr'],
    ['several lines', 'SELECT\n  date_add(\n    d,\n    |\n  )\nFROM t', 'date_add(start, days)', 'days'],
    ['a transform', 'ALTER TABLE t ADD PARTITION FIELD bucket(16, |)', 'bucket(n, column)', 'column'],
    ['a transform of CREATE', 'CREATE TABLE t (ts TIMESTAMP) PARTITIONED BY (days(|))', 'days(column)', 'column'],
  ])('knows %s', (_what, marked, label, active) => expect(at(marked)).toEqual({ label, active }));

  it.each([
    ['by position', "CALL lake.system.rollback_to_snapshot('sales.orders', |)", 'snapshot_id bigint'],
    ['by name', "CALL lake.system.expire_snapshots(retain_last => |5, table => 'sales.orders')", 'retain_last? int'],
    ['with nothing yet', 'CALL lake.system.expire_snapshots(|', 'table string'],
    ['with quotes', "CALL `lake`.system.`expire_snapshots`(table => '|')", 'table string'],
  ])('knows arguments of procedures %s', (_what, marked, active) => expect(at(marked)?.active).toBe(active));

  it('shows the inner function of a procedure’s argument', () =>
    expect(at("CALL lake.system.rewrite_data_files(table => 't', options => map('a', |))")?.label).toBe(
      'map(key, value, …)',
    ));

  it.each([
    ['outside of calls', 'SELECT abs(1) + |'],
    ['in a column list', 'INSERT INTO orders (|)'],
    ['in VALUES', 'INSERT INTO orders VALUES (1, |)'],
    ['in an IN list', 'SELECT * FROM t WHERE a IN (1, |)'],
    ['in a subquery of an argument', 'SELECT coalesce((SELECT | FROM t), 1)'],
    ['in a comment', 'SELECT abs( /* | */ 1)'],
    ['for functions that are not known', 'SELECT my_udf(|)'],
    ['in nothing', '|'],
  ])('says nothing %s', (_what, marked) => expect(at(marked)).toBeNull());

  it('explains the function and its parameters', () => {
    const { text, offset } = withCaret('SELECT date_add(|)');
    const found = signatureHelp(new SqlDocument(text), offset);
    expect(found?.documentation).toContain('Date that many days later');
    expect(found?.documentation).toContain('2026-02-01');
    expect(found?.parameters.map(({ documentation }) => documentation)).toEqual(['The first one', 'How many days']);
  });
});
