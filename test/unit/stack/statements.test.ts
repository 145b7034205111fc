import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sampleFiles } from '../../../lakehouse/src/stack/sample';
import { splitStatements } from '../../../lakehouse/src/stack/statements';

describe('splitting our own SQL files', () => {
  it.each([
    ['one without an end', 'SELECT 1', ['SELECT 1']],
    ['two on lines of their own', 'SELECT 1;\nSELECT 2;\n', ['SELECT 1', 'SELECT 2']],
    ['over several lines', 'SELECT\n  1,\n  2;\n', ['SELECT\n  1,\n  2']],
    ['a semicolon within a line', "SELECT 'a;b' AS c;", ["SELECT 'a;b' AS c"]],
    ['comment lines between and within', '-- one;\nSELECT 1,\n  -- two;\n  2;\n', ['SELECT 1,\n  2']],
    ['dashes within a line', "SELECT '--' ;  \n", ["SELECT '--'"]],
    ['Windows line ends', 'SELECT 1;\r\nSELECT 2;\r\n', ['SELECT 1', 'SELECT 2']],
    ['nothing', '\n;\n;\n-- only this\n', []],
  ])('%s', (_, text, statements) => {
    expect(splitStatements(text)).toEqual(statements);
  });
});

describe('the files of the sample lakehouse', () => {
  const files = sampleFiles(join(__dirname, '../../../stack'));

  it('come in the order of their numbers', () => {
    const names = files.map(({ name }) => name);
    expect(names.length).toBeGreaterThan(2);
    expect(names).toEqual([...names].sort());
  });

  it('split into statements that begin as statements do', () => {
    for (const { statements } of files) {
      for (const statement of statements) {
        expect(statement).toMatch(/^(CREATE|DROP|ALTER|INSERT|UPDATE|DELETE|MERGE|CALL)\s/);
      }
    }
  });

  it('drop every table they make first, so that one begun can be done again', () => {
    for (const { name, statements } of files) {
      const named = (pattern: RegExp): string[] =>
        statements.map((statement) => pattern.exec(statement)?.[1] ?? '').filter((found) => found !== '');
      const dropped = named(/^DROP (?:TABLE|VIEW) IF EXISTS (\S+)/);
      const made = named(/^CREATE (?:TABLE|VIEW) (\S+)/);
      expect(made.length, name).toBeGreaterThan(0);
      expect(dropped.sort(), name).toEqual(made.sort());
      const firstMade = statements.findIndex((statement) => /^CREATE (TABLE|VIEW)/.test(statement));
      const lastDropped = statements.findLastIndex((statement) => statement.startsWith('DROP'));
      expect(lastDropped, name).toBeLessThan(firstMade);
    }
  });
});
