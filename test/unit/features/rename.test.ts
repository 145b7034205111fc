import { describe, expect, it } from 'vitest';
import { prepareRename, rename } from '../../../server/src/features/rename';
import { emptyPicture } from '../../../server/src/sql/catalog-picture';
import { SqlDocument } from '../../../server/src/sql/document';
import { pictureOf } from './caret';
import { withMarks } from './marked';

const picture = pictureOf('rich.json');

function renamed(marked: string, name: string, catalogs = picture): string {
  const { text, offset } = withMarks(marked);
  const result = rename(new SqlDocument(text), offset, name, catalogs);
  if (result === null) return '(nothing)';
  if ('refusal' in result) return `(${result.refusal})`;
  let after = text;
  for (const { start, end, text: word } of [...result.edits].reverse())
    after = after.slice(0, start) + word + after.slice(end);
  return after;
}

describe('rename', () => {
  it.each([
    ['a CTE', 'WITH |c AS (SELECT 1 AS x) SELECT c.x FROM c', 'd', 'WITH d AS (SELECT 1 AS x) SELECT d.x FROM d'],
    [
      'no string, no comment',
      "WITH |c AS (SELECT 'c' AS x) /* c */ SELECT * FROM c -- c",
      'd',
      "WITH d AS (SELECT 'c' AS x) /* c */ SELECT * FROM d -- c",
    ],
    [
      'with quotes where needed',
      'WITH |c AS (SELECT 1) SELECT * FROM c',
      'my c',
      'WITH `my c` AS (SELECT 1) SELECT * FROM `my c`',
    ],
    [
      'a keyword in quotes',
      'WITH |c AS (SELECT 1) SELECT * FROM c',
      'select',
      'WITH `select` AS (SELECT 1) SELECT * FROM `select`',
    ],
    ['with a backtick in it', 'SELECT |o.ts FROM sales.orders o', 'a`b', 'SELECT `a``b`.ts FROM sales.orders `a``b`'],
    [
      'letters beyond A to Z',
      'SELECT |o.ts FROM sales.orders o',
      'größe',
      'SELECT `größe`.ts FROM sales.orders `größe`',
    ],
    ['backticks that were typed', 'SELECT |o.ts FROM sales.orders o', '`p`', 'SELECT p.ts FROM sales.orders p'],
    ['out of quotes', 'SELECT |`a b`.ts FROM sales.orders `a b`', 'o', 'SELECT o.ts FROM sales.orders o'],
    ['an alias in both cases', 'SELECT O.ts FROM sales.orders |o', 'p', 'SELECT p.ts FROM sales.orders p'],
    ['another case only', 'SELECT |o.ts FROM sales.orders o', 'O', 'SELECT O.ts FROM sales.orders O'],
    [
      'the inner CTE only',
      'WITH c AS (SELECT 1) SELECT * FROM (WITH c AS (SELECT 2) SELECT * FROM |c) x, c',
      'd',
      'WITH c AS (SELECT 1) SELECT * FROM (WITH d AS (SELECT 2) SELECT * FROM d) x, c',
    ],
    [
      'a column along its way',
      'WITH c AS (SELECT 1 AS |x) SELECT x FROM c ORDER BY x',
      'y',
      'WITH c AS (SELECT 1 AS y) SELECT y FROM c ORDER BY y',
    ],
    [
      'a column in a CTE’s list',
      'WITH c (|a) AS (SELECT 1) SELECT a FROM c',
      'b',
      'WITH c (b) AS (SELECT 1) SELECT b FROM c',
    ],
    [
      'a variable in all statements',
      'DECLARE |x INT;\nSET VAR x = 1;\nSELECT x',
      'y',
      'DECLARE y INT;\nSET VAR y = 1;\nSELECT y',
    ],
    [
      'a lambda’s parameter',
      'SELECT transform(array(1), |x -> x + 1)',
      'item',
      'SELECT transform(array(1), item -> item + 1)',
    ],
    [
      'a window',
      'SELECT sum(1) OVER |w FROM sales.orders WINDOW w AS (ORDER BY ts)',
      'v',
      'SELECT sum(1) OVER v FROM sales.orders WINDOW v AS (ORDER BY ts)',
    ],
    [
      'MERGE’s alias',
      'MERGE INTO sales.orders |t USING sales.orders s ON t.ts = s.ts WHEN MATCHED THEN UPDATE SET t.ts = s.ts',
      'x',
      'MERGE INTO sales.orders x USING sales.orders s ON x.ts = s.ts WHEN MATCHED THEN UPDATE SET x.ts = s.ts',
    ],
    ['a label', 'BEGIN a: LOOP LEAVE |a; END LOOP a; END', 'b', 'BEGIN b: LOOP LEAVE b; END LOOP b; END'],
    [
      'beside a broken statement',
      'SELEC 1;\nSELECT |o.ts FROM sales.orders o',
      'p',
      'SELEC 1;\nSELECT p.ts FROM sales.orders p',
    ],
    ['an alias of a table not known', 'SELECT |o.a FROM lake.x.y o', 'p', 'SELECT p.a FROM lake.x.y p'],
  ])('changes %s', (_, marked, name, expected) => {
    expect(renamed(marked, name)).toBe(expected);
  });

  it.each([
    ['a table', 'SELECT * FROM sales.|orders', /orders is a table.*ALTER TABLE/],
    ['a catalog', 'SELECT * FROM |lake.sales.orders', /lakehouse/],
    ['a column of a table', 'SELECT |amount FROM sales.orders', /amount is a column of a table.*RENAME COLUMN/],
    [
      'a column of a table through a CTE',
      'WITH c AS (SELECT amount FROM sales.orders) SELECT |amount FROM c',
      /RENAME COLUMN/,
    ],
    ['a function', 'SELECT |sum(1)', /function/],
    ['a field', 'SELECT customer.|id FROM sales.orders', /field/],
    ['a variable of elsewhere', 'SET VAR |x = 1', /not declared/],
    ['an unknown column', 'SELECT |x FROM lake.x.y', /not known/],
    ['in a broken statement', 'WITH |c AS (SELECT 1) SELECT * FROM c WHERE (', /syntax error/],
    ['a parameter', 'SELECT :|p', /where the statement is run/],
  ])('refuses %s', (_, marked, message) => {
    const { text, offset } = withMarks(marked);
    const prepared = prepareRename(new SqlDocument(text), offset, picture);
    expect(prepared !== null && 'refusal' in prepared ? prepared.refusal : prepared).toMatch(message);
    expect(renamed(marked, 'z')).toMatch(message);
  });

  it.each([
    [
      'a CTE of that name',
      'WITH |a AS (SELECT 1), b AS (SELECT 2) SELECT * FROM a, b',
      'b',
      /common table expression b there already/,
    ],
    ['an alias of that name', 'SELECT * FROM sales.orders |a JOIN sales.orders b ON a.ts = b.ts', 'B', /there already/],
    [
      'a table of that name',
      'SELECT * FROM sales.orders |a JOIN sales.regions ON a.region = regions.region',
      'regions',
      /there already/,
    ],
    ['a column of that name', 'SELECT 1 AS |a, 2 AS b', 'b', /column b there already/],
    ['a variable of that name', 'DECLARE |a INT; DECLARE b INT; SELECT a, b', 'b', /variable b/],
    [
      'a table that the CTE would hide',
      'WITH |c AS (SELECT 1 AS one) SELECT * FROM c, orders',
      'orders',
      /something else/,
    ],
    [
      'an alias that hides an outer one',
      'SELECT * FROM sales.orders o WHERE EXISTS (SELECT 1 FROM sales.regions |r WHERE o.ts > r.region)',
      'o',
      /something else/,
    ],
    [
      'a parameter that hides a column',
      'SELECT transform(tags, |x -> concat(x, region)) FROM sales.orders',
      'region',
      /something else/,
    ],
    [
      'a variable that a column hides',
      'DECLARE |x INT; SELECT x + amount FROM sales.orders',
      'amount',
      /something else/,
    ],
    ['INSERT BY NAME', 'INSERT INTO sales.orders BY NAME SELECT 1 AS |order_id', 'x', /BY NAME/],
    [
      'MERGE with *',
      'MERGE INTO sales.orders t USING (SELECT 1 AS |order_id) s ON t.order_id = s.order_id WHEN MATCHED THEN UPDATE SET *',
      'x',
      /MERGE with \*/,
    ],
    ['USING', 'SELECT * FROM (SELECT 1 AS |a) x JOIN (SELECT 1 AS a) y USING (a)', 'b', /USING/],
    ['NATURAL JOIN', 'SELECT * FROM (SELECT 1 AS |a) x NATURAL JOIN (SELECT 1 AS a) y', 'b', /NATURAL/],
    ['an empty name', 'SELECT 1 AS |a', '  ', /empty/],
    ['two lines', 'SELECT 1 AS |a', 'a\nb', /one line/],
  ])('refuses a name because of %s', (_, marked, name, message) => {
    expect(renamed(marked, name)).toMatch(message);
  });

  it('refuses while it is not known whether a column hides the variable', () => {
    const marked = 'DECLARE |x INT; SELECT x FROM lake.sales.orders';
    const unknown = { ...emptyPicture, catalogs: ['lake'], defaultCatalog: 'lake' };
    expect(renamed(marked, 'y', unknown)).toMatch(/not loaded/);
    expect(renamed(marked, 'y')).toBe('DECLARE y INT; SELECT y FROM lake.sales.orders');
  });

  it('prepares with the name without quotes', () => {
    const { text, offset } = withMarks('SELECT 1 AS `a |b`');
    expect(prepareRename(new SqlDocument(text), offset, picture)).toMatchObject({
      target: { start: 12, end: 17, name: 'a b' },
    });
    expect(prepareRename(new SqlDocument(text), 3, picture)).toBeNull();
  });
});
