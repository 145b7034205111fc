import { describe, expect, it } from 'vitest';
import { formatCount, formatElapsed, plural } from '../../../client/webview/shared/format';
import { tsvField } from '../../../lakehouse/src/arrow';
import { hexDump, indentJson, oneLine, sqlTitle } from '../../../client/webview/results/text';

describe('texts of a result', () => {
  it('shows line breaks and tabs as signs', () => {
    expect(oneLine('a\r\nb\nc\td')).toBe('a↵b↵c⇥d');
  });

  it('quotes a copied field only where a spreadsheet needs it', () => {
    expect(['plain', 'a "b"', '"a"', 'x\ty', 'x\ny', ''].map(tsvField)).toEqual([
      'plain',
      'a "b"',
      '"""a"""',
      '"x\ty"',
      '"x\ny"',
      '',
    ]);
  });

  it('indents JSON without touching digits or what strings hold', () => {
    const json = '{"id":9007199254740993,"t":"a,{\\"b\\":[1]}","e":[],"o":{},"l":[1.10,null]}';
    const text = indentJson(json);
    expect(text).toBe(
      '{\n  "id": 9007199254740993,\n  "t": "a,{\\"b\\":[1]}",\n  "e": [],\n  "o": {},\n  "l": [\n    1.10,\n    null\n  ]\n}',
    );
    expect(text.replace(/\n */g, '').replaceAll('": ', '":')).toBe(json);
  });

  it('dumps binary by sixteen bytes a line, and leaves what is no hex', () => {
    expect(hexDump(`0x${'41'.repeat(16)}00FF`)).toBe(
      `00000000  ${Array<string>(16).fill('41').join(' ')}  ${'A'.repeat(16)}\n00000010  ${'00 FF'.padEnd(47)}  ..`,
    );
    expect(hexDump('0x')).toBe('');
    expect(hexDump('0xABC')).toBe('0xABC');
  });

  it('titles a tab by its statement without comments', () => {
    expect(sqlTitle('-- daily\n/* a\nb */ SELECT  1\n FROM t')).toBe('SELECT 1 FROM t');
    expect(sqlTitle('-- only')).toBe('-- only');
    expect(sqlTitle('x'.repeat(50), 10)).toBe('xxxxxxxxx…');
  });
});

describe('numbers', () => {
  it('groups digits, of any length', () => {
    expect(formatCount(1234567)).toBe('1,234,567');
    expect(formatCount('9007199254740993')).toBe('9,007,199,254,740,993');
    expect(formatCount('<b>')).toBe('<b>');
    expect([plural(1, 'row'), plural(0, 'row')]).toEqual(['1 row', '0 rows']);
  });

  it('gives times in the unit one reads', () => {
    expect([0.4, 340, 1240, 12_340, 125_000, 3_725_000].map(formatElapsed)).toEqual([
      '0 ms',
      '340 ms',
      '1.24 s',
      '12.3 s',
      '2 min 05 s',
      '1 h 02 min',
    ]);
  });
});
