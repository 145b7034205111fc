import { describe, expect, it } from 'vitest';
import { references } from '../../../server/src/features/references';
import { SqlDocument } from '../../../server/src/sql/document';
import { pictureOf } from './caret';
import { withMarks, withoutCaret, withSpans } from './marked';

const picture = pictureOf('rich.json');

function found(marked: string) {
  const { text, offset } = withMarks(marked);
  return references(new SqlDocument(text), offset, picture)?.references ?? [];
}

describe('references', () => {
  it.each([
    ['a CTE', 'WITH ⟦|c⟧ AS (SELECT 1 AS x) SELECT ⟦c⟧.x FROM ⟦c⟧ JOIN ⟦c⟧ d ON d.x = ⟦c⟧.x'],
    ['the outer of two CTEs', 'WITH ⟦c⟧ AS (SELECT 1) SELECT * FROM (WITH c AS (SELECT 2) SELECT * FROM c) d, ⟦|c⟧'],
    ['the inner of two CTEs', 'WITH c AS (SELECT 1) SELECT * FROM (WITH ⟦c⟧ AS (SELECT 2) SELECT * FROM ⟦|c⟧) d, c'],
    ['an alias of this statement only', 'SELECT o.ts FROM sales.orders o; SELECT ⟦|o⟧.ts FROM sales.orders ⟦o⟧'],
    [
      'an alias hidden within',
      'SELECT ⟦o⟧.ts FROM sales.orders ⟦|o⟧ WHERE EXISTS (SELECT o.ts FROM sales.orders o) AND ⟦o⟧.amount > 1',
    ],
    [
      'an alias used within',
      'SELECT * FROM sales.orders ⟦|o⟧ WHERE EXISTS (SELECT 1 FROM sales.regions r WHERE ⟦o⟧.region = r.region)',
    ],
    ['an alias in a hint', 'SELECT /*+ BROADCAST(⟦o⟧) */ ⟦|o⟧.ts FROM sales.orders ⟦o⟧'],
    [
      'a column’s way through queries',
      'WITH c AS (SELECT amount AS ⟦total⟧ FROM sales.orders) SELECT ⟦|total⟧ FROM (SELECT ⟦total⟧ FROM c) d ORDER BY ⟦total⟧',
    ],
    [
      'a column up to the next alias',
      'WITH c AS (SELECT amount AS ⟦total⟧ FROM sales.orders) SELECT x.y FROM (SELECT ⟦|total⟧ AS y FROM c) x',
    ],
    ['a table in the document', 'SELECT * FROM sales.⟦orders⟧; DELETE FROM lake.sales.⟦|orders⟧ WHERE ⟦orders⟧.ts > 1'],
    [
      'a column of a table',
      'SELECT o.⟦amount⟧ FROM sales.orders o; SELECT ⟦|amount⟧, other.amount FROM lake.sales.orders, f(1) other',
    ],
    ['a variable', 'DECLARE ⟦x⟧ INT; SET VAR ⟦|x⟧ = ⟦x⟧ + 1; SELECT ⟦X⟧; SELECT x.y FROM sales.orders x'],
    [
      'a variable by its whole name',
      'DECLARE ⟦|x⟧ INT; SET VAR session.⟦x⟧ = 1; SELECT system.session.⟦x⟧, session.⟦x⟧',
    ],
    ['a variable hidden in a script', 'DECLARE ⟦|x⟧ INT; BEGIN DECLARE x INT; SET x = 1; END; SELECT ⟦x⟧'],
    ['a script’s variable', 'DECLARE x INT; BEGIN DECLARE ⟦x⟧ INT; SET ⟦|x⟧ = ⟦x⟧ + 1; END; SELECT x'],
    ['a parameter of a lambda', 'SELECT transform(a, ⟦x⟧ -> ⟦|x⟧ + ⟦x⟧), transform(b, x -> x) FROM sales.orders'],
    [
      'a window',
      'SELECT sum(1) OVER ⟦w⟧, sum(2) OVER (⟦|w⟧ ROWS 1 PRECEDING) FROM sales.orders WINDOW ⟦w⟧ AS (ORDER BY ts)',
    ],
    ['a label', 'BEGIN ⟦l⟧: LOOP ITERATE ⟦|l⟧; END LOOP ⟦l⟧; l: LOOP LEAVE l; END LOOP; END'],
    ['a parameter marker', 'SELECT ⟦:|p⟧, ⟦:p⟧; SELECT :p'.replaceAll('⟦:', ':⟦')],
    [
      'an alias of MERGE',
      'MERGE INTO sales.orders ⟦t⟧ USING sales.orders s ON ⟦t⟧.ts = s.ts WHEN MATCHED AND ⟦|t⟧.amount > 1 THEN UPDATE SET ⟦t⟧.amount = s.amount',
    ],
    ['a built-in function', 'SELECT ⟦|sum⟧(1); SELECT ⟦SUM⟧(2)'],
    ['a name in backticks', 'SELECT ⟦`|a b`⟧.x FROM (SELECT 1 AS x) ⟦`a b`⟧'],
    ['a table it makes', 'CREATE TABLE sales.⟦|f⟧ (a INT); INSERT INTO sales.⟦f⟧ VALUES (1); DROP TABLE sales.⟦f⟧'],
    ['a column it makes', 'CREATE TABLE sales.f (⟦|a⟧ INT) PARTITIONED BY (⟦a⟧); INSERT INTO sales.f (⟦a⟧) VALUES (1)'],
  ])('of %s', (_, marked) => {
    const { text } = withMarks(marked);
    expect(withSpans(text, found(marked))).toBe(withoutCaret(marked));
  });

  it('tells declarations and what is written from what is read', () => {
    const kinds = (marked: string) =>
      found(marked).map(({ declares, writes }) => (declares ? 'd' : writes ? 'w' : 'r'));
    expect(kinds('DECLARE |x INT; SET VAR x = 1; SELECT x')).toEqual(['d', 'w', 'r']);
    expect(kinds('SELECT * FROM sales.|orders; TRUNCATE TABLE sales.orders')).toEqual(['r', 'w']);
    expect(kinds('WITH |c AS (SELECT 1) SELECT * FROM c')).toEqual(['d', 'r']);
  });

  it('of nothing are none', () => {
    const text = 'SELECT 1';
    expect(references(new SqlDocument(text), 7, picture)).toBeNull();
    expect(references(new SqlDocument(''), 0, picture)).toBeNull();
  });
});
