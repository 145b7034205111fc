import { parse as parseLossless } from 'lossless-json';
import { describe, expect, it } from 'vitest';
import { parseExact } from '../../../lakehouse/src/iceberg/json';

describe('parseExact', () => {
  it('keeps integers that do not fit a double', () => {
    expect(parseExact('{"snapshot-id" : 5660770991823815685, "b":[{"c":-9223372036854775808}]}')).toEqual({
      'snapshot-id': '5660770991823815685',
      b: [{ c: '-9223372036854775808' }],
    });
  });

  it('leaves all other numbers alone', () => {
    const text =
      '{"a":123456789012345,"b":1767225600000,"c":-1,"d":1.5e300,"e":1234567890123456.5,"f":12345678901234567e3}';
    expect(parseExact(text)).toEqual(JSON.parse(text));
  });

  it('never touches text, JSON inside text least of all', () => {
    const values = [
      '{"snapshot-id":5660770991823815685,"x":"\\"y\\":1234567890123456789"}',
      ':1234567890123456789,',
      'a":1234567890123456789',
      '"',
      'a\\',
      '1234567890123456789',
    ];
    const text = JSON.stringify({
      properties: Object.fromEntries(values.map((value) => [value, value])),
      list: values,
    });
    expect(parseExact(text)).toEqual(JSON.parse(text));
  });

  it('agrees with a lossless parser on texts made at random', () => {
    let state = 7;
    const next = (below: number) => {
      state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
      return state % below;
    };
    const pieces = ['a', '"', '\\', ':', ',', '9007199254740993123', ' ', '{', '}', '-', '.', 'é'];
    const word = () => Array.from({ length: next(6) }, () => pieces[next(pieces.length)]).join('');
    const value = (depth: number): string => {
      switch (next(depth > 0 ? 5 : 3)) {
        case 0:
          return JSON.stringify(word());
        case 1:
          return String(BigInt(next(2_000_000_000)) * BigInt(next(2_000_000_000)) * (next(2) === 0 ? 1n : -1n));
        case 2:
          return String(next(100) / 8);
        case 3:
          return `[${Array.from({ length: next(4) }, () => `{"v" : ${value(depth - 1)}}`).join(', ')}]`;
        default:
          return `{${Array.from({ length: next(4) }, (_, i) => `${JSON.stringify(`${word()}k${String(i)}`)}:${value(depth - 1)}`).join(',')}}`;
      }
    };
    // What parseExact promises: the same values, long integers as their digits.
    const number = (digits: string) => (/^-?\d{16,}$/.test(digits) ? digits : Number(digits));
    for (let i = 0; i < 2_000; i++) {
      const text = `{"root":${value(4)}}`;
      expect(parseExact(text)).toEqual(parseLossless(text, null, { parseNumber: number }));
    }
  });

  it('throws for what is no JSON', () => {
    expect(() => parseExact('{"a":')).toThrow(SyntaxError);
  });
});
