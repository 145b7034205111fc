import { describe, expect, it } from 'vitest';
import { SqlDocument } from '../../../server/src/sql/document';
import type { SparkVersion } from '../../../server/src/sql/spark-version';
import { fixtures, place } from './fixtures';

/** Where a text is refused, with why. */
function errorsOf(
  text: string,
  sparkVersion: SparkVersion = '4.0',
): { readonly at: string; readonly message: string }[] {
  return new SqlDocument(text, { sparkVersion }).statements.flatMap(({ start, lexicalErrors, parsed }) =>
    [...lexicalErrors, ...parsed.errors].map((error) => ({
      at: place(text, start + error.start),
      message: error.message,
    })),
  );
}

describe.each(['accept', 'accept-4.1'])('%s', (folder) => {
  const found = fixtures(folder);
  it('has fixtures', () => expect(found.length).toBeGreaterThan(3));
  it.each(found)('$name', ({ text }) => {
    expect(errorsOf(text, folder === 'accept' ? '4.0' : '4.1')).toEqual([]);
    const { statements } = new SqlDocument(text);
    // A statement that is read as none, or two as one, would have no error either.
    expect(statements.length).toBe(text.startsWith('BEGIN') ? 1 : statementsIn(text));
  });
});

/** Statements of a fixture that end with a semicolon at the end of a line; the fixtures write no two on a line. */
function statementsIn(text: string): number {
  const outside = text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/--.*$/gm, '');
  return outside.split(/;[ \t]*$/m).filter((piece) => piece.trim() !== '').length;
}

describe('what came with Spark 4.1', () => {
  it.each(fixtures('accept-4.1'))('$name is refused for 4.0, each statement with the version it needs', ({ text }) => {
    for (const { parsed } of new SqlDocument(text).statements) {
      expect(parsed.errors.map(({ message }) => message).join()).toMatch(
        /needs Spark 4\.1 \(lakehouse\.sparkVersion\)/,
      );
    }
  });

  it('is read anew when the version changes', () => {
    const document = new SqlDocument("SELECT TIME '12:00'");
    const errors = () => document.statements.flatMap(({ parsed }) => parsed.errors).length;
    expect(errors()).toBe(1);
    document.sparkVersion = '4.1';
    expect(errors()).toBe(0);
    document.sparkVersion = '4.0';
    expect(errors()).toBe(1);
  });
});

describe('reject', () => {
  const found = fixtures('reject');
  it('has fixtures', () => expect(found.length).toBeGreaterThan(40));
  it.each(found)('$name', ({ text }) => {
    const expected = [...text.matchAll(/^-- error at (\d+:\d+)$/gm)].map(([, at]) => at);
    expect(expected).not.toEqual([]);
    // Further errors that follow from the first in one statement are allowed; the first is what a reader sees.
    const { statements } = new SqlDocument(text);
    const firsts = statements.flatMap(({ start, lexicalErrors, parsed }) => {
      const [first] = [...lexicalErrors, ...parsed.errors].sort((a, b) => a.start - b.start);
      return first === undefined ? [] : [place(text, start + first.start)];
    });
    expect(firsts).toEqual(expected);
    expect(errorsOf(text).every(({ message }) => message.length > 10)).toBe(true);
  });
});

describe('doubt', () => {
  it.each(fixtures('doubt'))('$name', ({ text }) => {
    expect(errorsOf(text)).toEqual([]);
    const doubts = new SqlDocument(text).statements.flatMap(({ start, parsed }) =>
      parsed.doubts.map((doubt) => `-- doubt at ${place(text, start + doubt.start)}`),
    );
    expect(doubts).toEqual(text.match(/^-- doubt at .*$/gm));
  });

  it('says what was expected, and what Spark makes of it', () => {
    const [statement] = new SqlDocument('SELECT a, FROM t').statements;
    expect(statement?.parsed.doubts[0]?.message).toMatch(/^Unexpected "FROM"\..*Spark takes "FROM" for a name here\.$/);
  });
});
