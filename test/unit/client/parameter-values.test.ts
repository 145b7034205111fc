/** Values of parameters as SQL writes them. */
import { describe, expect, it } from 'vitest';
import { guessType, literalOf, problemOf, valuesOf } from '../../../client/src/query/parameter-values';

describe('a value', () => {
  it.each([
    ['42', 'number'],
    ['-1.5e3', 'number'],
    ['true', 'boolean'],
    ['2026-01-31', 'date'],
    ['2026-01-31 14:05', 'timestamp'],
    ['2026-01-31T14:05:09.123Z', 'timestamp'],
    ['north', 'text'],
    ['', 'text'],
    ['1; DROP TABLE t', 'text'],
  ])('%s is taken for a %s', (text, type) => expect(guessType(text)).toBe(type));

  it.each([
    ['text', "it's \\ ${x}\n", "'it\\'s \\\\ \\u0024{x}\\u000a'"],
    ['number', ' +42 ', '42'],
    ['date', '2026-01-31', "DATE'2026-01-31'"],
    ['timestamp', '2026-01-31 14:05', "TIMESTAMP'2026-01-31 14:05'"],
    ['null', 'whatever', 'NULL'],
    ['sql', 'array(1, 2)', 'array(1, 2)'],
  ] as const)('as %s: %s', (type, text, literal) => expect(literalOf({ type, text })).toBe(literal));

  it.each([
    ['number', '1 OR 1=1'],
    ['boolean', 'yes'],
    ['date', "2026-01-31' OR '1"],
    ['timestamp', 'now()'],
    ['sql', ' '],
  ] as const)('that is no %s is refused: %s', (type, text) => {
    expect(problemOf({ type, text })).toContain(`Not a ${type}`);
  });

  it('of a set has the type JSON gives it, and a date is one', () => {
    expect(valuesOf({ a: 1, b: true, c: null, d: '2026-01-31', e: '5', f: 'x' })).toEqual({
      a: { type: 'number', text: '1' },
      b: { type: 'boolean', text: 'true' },
      c: { type: 'null', text: '' },
      d: { type: 'date', text: '2026-01-31' },
      e: { type: 'text', text: '5' },
      f: { type: 'text', text: 'x' },
    });
  });
});
