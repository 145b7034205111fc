import { describe, expect, it } from 'vitest';
import { SqlDocument } from '../../../server/src/sql/document';
import { lex, type Tokens } from '../../../server/src/sql/lexer';
import { random } from '../../oracle/mutations';
import { fixtures } from './fixtures';

const sources = [...fixtures('accept'), ...fixtures('reject')].map(({ text }) => text);
const pieces = [
  ...['a', ' ', '\n', ';', ';;', "'", '"', '`', '--', '/*', '*/', '/*+', '\\', '.', '1', '$', '${', '}', '(', ')'],
  ...['BEGIN ', 'END', ' CASE ', 'SELECT 1;', ': ', 'é', '😀', '\u0000', '\r\n', 'IF ', '://', 'x:BEGIN '],
];

const plain = ({ kinds, starts, ends, count, comments, errors }: Tokens): unknown => ({
  tokens: Array.from({ length: count }, (_, at) => [kinds[at], starts[at], ends[at]]),
  comments,
  errors,
});

const summary = (document: SqlDocument): unknown =>
  document.statements.map(({ start, end, stop, text, closed, lexicalErrors, parsed }) => ({
    ...{ start, end, stop, text, closed, lexicalErrors },
    errors: parsed.errors,
    tables: parsed.tables.map(({ name }) => name),
  }));

function edit(text: string, next: (n: number) => number): string {
  const at = next(text.length + 1);
  switch (next(6)) {
    case 0:
      return text.slice(0, at) + text.slice(at + next(12));
    case 1:
      return text.slice(0, at) + text.slice(at + next(400));
    case 2: {
      // A piece moves.
      const piece = text.slice(at, at + next(200));
      const rest = text.slice(0, at) + text.slice(at + piece.length);
      const to = next(rest.length + 1);
      return rest.slice(0, to) + piece + rest.slice(to);
    }
    default:
      return text.slice(0, at) + (pieces[next(pieces.length)] ?? '') + text.slice(at + next(3));
  }
}

describe('a document that is edited', () => {
  it.each([1, 2, 3, 4])('is after each change what it would be read anew (seed %i)', { timeout: 60_000 }, (seed) => {
    const next = random(seed);
    for (let round = 0; round < 6; round++) {
      let text = Array.from({ length: 1 + next(4) }, () => sources[next(sources.length)] ?? '').join('\n');
      const document = new SqlDocument(text);
      for (let edits = 0; edits < 20; edits++) {
        text = edit(text, next);
        document.update(text);
        expect(plain(document.tokens), JSON.stringify(text)).toEqual(plain(lex(text)));
        expect(summary(document), JSON.stringify(text)).toEqual(summary(new SqlDocument(text)));
      }
    }
  });

  it('keeps the statements that a change does not touch', () => {
    const document = new SqlDocument('SELECT 1;\nSELECT 2;\nSELECT 3;');
    const trees = document.statements.map(({ parsed }) => parsed);
    document.update('SELECT 1;\nSELECT 20 AS x;\nSELECT 3;');
    const [first, second, third] = document.statements;
    expect(first?.parsed).toBe(trees[0]);
    expect(second?.parsed).not.toBe(trees[1]);
    expect(third?.parsed).toBe(trees[2]);
    expect(third?.start).toBe(26);
  });
});
