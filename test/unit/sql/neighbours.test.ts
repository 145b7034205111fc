import { describe, expect, it } from 'vitest';
import { complete } from '../../../server/src/features/completion';
import { symbols } from '../../../server/src/features/symbols';
import { SqlDocument } from '../../../server/src/sql/document';
import { pictureOf } from '../features/caret';

const picture = pictureOf('rich.json');

/** What is broken, and whether the statement after it starts anew. */
const broken: Record<string, string> = {
  'half a word': 'SEL',
  'half a query': 'SELECT a, FROM WHERE',
  'an open parenthesis': 'SELECT (1 + (2',
  'a parenthesis too many': 'SELECT 1) + 2)',
  'an open string': "SELECT 'it is open",
  'an open quoted name': 'SELECT `it is open',
  'an open CASE': 'SELECT CASE WHEN 1 THEN 2',
  'a join without a table': 'SELECT * FROM a JOIN',
  'half a CREATE': 'CREATE TABLE t (a ARRAY<',
  'half a MERGE': 'MERGE INTO t USING s ON',
  'wrong signs': 'SELECT # @ 1',
  'an open hint': 'SELECT /*+ BROADCAST(a 1',
  'nothing but words': 'this is no statement at all',
  'a dangling pipe': 'FROM t |> WHERE |> |>',
  'an open interval': 'SELECT INTERVAL 1',
  'half a time travel': 'SELECT * FROM t TIMESTAMP AS',
};

const before = 'CREATE VIEW hive_prod.sales.first_view AS\nSELECT 1 AS one;\n';
const after = '\nWITH recent AS (SELECT order_id FROM hive_prod.sales.orders)\nSELECT order_id FROM recent;\n';

/** Everything that is known of a statement, its place aside. */
const known = (document: SqlDocument, at: number): unknown => {
  const statement = document.statements.at(at);
  const { errors, tables, columns, kind } = statement?.parsed ?? {};
  return { errors, kind, tables: tables?.map(({ name }) => name), columns: columns?.map(({ name }) => name) };
};

describe('a broken statement costs only itself', () => {
  const whole = new SqlDocument(before + after);

  it.each(Object.entries(broken))('%s between two others', (_name, text) => {
    const document = new SqlDocument(`${before}${text};${after}`);
    expect(document.statements).toHaveLength(3);
    const [first, middle, last] = document.statements;
    const wrong = [
      ...(middle?.lexicalErrors ?? []),
      ...(middle?.parsed.errors ?? []),
      ...(middle?.parsed.doubts ?? []),
    ];
    expect(wrong.length).toBeGreaterThan(0);
    expect([first?.lexicalErrors, last?.lexicalErrors]).toEqual([[], []]);
    expect(known(document, 0)).toEqual(known(whole, 0));
    expect(known(document, -1)).toEqual(known(whole, -1));
    const names = (one: SqlDocument): string[] => symbols(one).map(({ name }) => name);
    expect(names(document)).toEqual(expect.arrayContaining(names(whole)));
  });

  it.each(Object.entries(broken))('completion after %s', (_name, text) => {
    const head = `${before}${text};${after.replace('SELECT order_id FROM recent;', 'SELECT ')}`;
    const document = new SqlDocument(`${head} FROM recent;`);
    const labels = complete(document, head.length, picture).items.map(({ label }) => label);
    expect(labels[0]).toBe('order_id');
  });

  it.each(['SELECT 1 FROM', 'SELECT (1', "SELECT 'x", 'UPDATE t SET'])('and without a semicolon: %s', (text) => {
    // What follows belongs to the broken one, but no further than the next semicolon.
    const document = new SqlDocument(`${before}${text}\nSELECT 2;${after}`);
    expect(known(document, 0)).toEqual(known(whole, 0));
    expect(known(document, -1)).toEqual(known(whole, -1));
  });

  it('an open string costs its line, though other strings follow', () => {
    const document = new SqlDocument(`${before}SELECT 'open;\nSELECT 'a', "b" FROM lake.x;${after}`);
    expect(document.statements).toHaveLength(4);
    expect(document.statements.map(({ lexicalErrors }) => lexicalErrors.length)).toEqual([0, 1, 0, 0]);
    expect(known(document, -1)).toEqual(known(whole, -1));
    // A string over several lines that is closed stays what it is.
    expect(new SqlDocument("EXECUTE IMMEDIATE 'SELECT 1;\nSELECT 2';\nSELECT 3;").statements).toHaveLength(2);
  });

  it('an open comment takes the rest, and leaves what is before it', () => {
    const document = new SqlDocument(`${before}SELECT 1 /* open;${after}`);
    expect(known(document, 0)).toEqual(known(whole, 0));
    expect(document.statements).toHaveLength(2);
    expect(document.tokens.errors.map(({ message }) => message)).toEqual(['This comment is not closed.']);
  });

  it('a script without its END takes the rest, and leaves what is before it', () => {
    const document = new SqlDocument(`${before}BEGIN SELECT 1;${after}`);
    expect(known(document, 0)).toEqual(known(whole, 0));
    expect(document.statements[1]?.parsed.errors.at(-1)?.message).toMatch(/Expected .*END/);
  });

  it('a broken statement in a script leaves the others of the script', () => {
    const text = 'BEGIN\n  SELECT a FROM lake.x;\n  SELECT (b;\n  SELECT c FROM lake.y;\nEND;';
    const [script] = new SqlDocument(text).statements;
    expect(script?.parsed.errors.length).toBeGreaterThan(0);
    expect(script?.parsed.tables.map(({ name }) => name.parts.at(-1)?.name)).toEqual(['x', 'y']);
  });

  it('every error of a script of statements is said at once, with what was expected', () => {
    const { statements } = new SqlDocument('SELECT 1 FROM t WHERE;\nDROP TABLEE t;\nCREATE TABLE t (a INT b INT);\n');
    const errors = statements.flatMap(({ parsed }) => [...parsed.errors, ...parsed.doubts]);
    expect(errors).toHaveLength(3);
    expect(errors[1]?.message).toContain('did you mean TABLE?');
    expect(errors[2]?.expected).toEqual(expect.arrayContaining([',', ')', 'COMMENT']));
  });
});
