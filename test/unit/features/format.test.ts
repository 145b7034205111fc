/** The formatter: fixtures (input, a line of `=` signs, what is expected), and what must hold for any text. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { apply, DEFAULT_FORMAT, format, type FormatOptions } from '../../../server/src/features/format';
import { SqlDocument } from '../../../server/src/sql/document';
import { formatStatement } from '../../../server/src/sql/format/index';
import { lex } from '../../../server/src/sql/lexer';

const SQL = join(import.meta.dirname, '../../fixtures/sql');
const SEPARATOR = /^={10,}\n/m;

function formatted(text: string, options: Partial<FormatOptions> = {}, part?: readonly [number, number]): string {
  const { changes, faults } = format(new SqlDocument(text), { ...DEFAULT_FORMAT, ...options }, part);
  // A statement that is left as it is because of a fault of the formatter would hide in what must be the same.
  expect(faults.map(({ start, end, fault }) => `${fault}: ${text.slice(start, end)}`)).toEqual([]);
  return apply(text, changes);
}

/** Kinds and texts, words of the grammar in lower case; comments without the blanks at their ends. */
function content(text: string): readonly string[] {
  const tokens = lex(text);
  const words = Array.from({ length: tokens.count }, (_, i) =>
    text.slice(tokens.starts[i], tokens.ends[i]).replace(/^[a-z_]+$/i, (word) => word.toLowerCase()),
  );
  return [...words, ...tokens.comments.map(({ start, end }) => text.slice(start, end).trimEnd())];
}

const fixtures = readdirSync(join(SQL, 'format')).map((name) => {
  const text = readFileSync(join(SQL, 'format', name), 'utf8');
  const [input = '', expected = ''] = text.split(SEPARATOR);
  // `-- format: {"lineWidth": 40}` as the first line says with which settings.
  const options = /^-- format: (.*)$/m.exec(input)?.[1] ?? '{}';
  return { name, input, expected, options: JSON.parse(options) as Partial<FormatOptions> };
});

describe('a fixture', () => {
  it.each(fixtures)('$name is laid out as expected, and then stays', ({ input, expected, options }) => {
    expect(formatted(input, options)).toBe(expected);
    expect(formatted(expected, options)).toBe(expected);
  });
});

const accepted = ['accept', 'accept-4.1'].flatMap((folder) =>
  readdirSync(join(SQL, folder)).map((name) => ({ name, text: readFileSync(join(SQL, folder, name), 'utf8') })),
);
const settings: readonly Partial<FormatOptions>[] = [
  {},
  { lineWidth: 40, keywordCase: 'lower', indent: 4 },
  { lineWidth: 1, keywordCase: 'preserve', useTabs: true },
];

describe('any statement Spark takes', () => {
  it.each(accepted)('keeps its tokens and comments, and is the same when formatted twice: $name', ({ text }) => {
    for (const options of settings) {
      const once = formatted(text, options);
      expect(content(once)).toEqual(content(text));
      expect(formatted(once, options)).toBe(once);
    }
  });

  it('keeps them with comments and line ends anywhere', () => {
    // A generator of its own, so that a failure can be repeated.
    let seed = 20_261_124;
    const random = (below: number): number => {
      seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
      return Math.floor((seed / 2 ** 32) * below);
    };
    const fillers = [' -- a\n', '\n-- b\n', ' /* c */ ', '\n/* d\n   d */\n', '\n\n', ' /* e */\n', '  '];
    for (const { text } of accepted) {
      const { starts, count } = lex(text);
      let mutated = text;
      for (let i = count - 1; i > 0; i -= 1 + random(4)) {
        const at = starts[i] ?? 0;
        if (!/\s/.test(text.charAt(at - 1))) continue;
        mutated = mutated.slice(0, at) + (fillers[random(fillers.length)] ?? '') + mutated.slice(at);
      }
      const once = formatted(mutated);
      expect(content(once)).toEqual(content(mutated));
      expect(formatted(once)).toBe(once);
    }
  });

  it('is laid out, not left as it is', () => {
    const statements = accepted.flatMap(({ text }) => new SqlDocument(text).statements.map((one) => one.text));
    const squeezed = statements.filter((text) => /^(?:select|with|merge)\b/i.test(text) && !/--|\/\*/.test(text));
    const left = squeezed.filter((text) => {
      const wide = text.replace(/(?<=[\w)]) (?=from\b)/gi, '    ');
      return wide !== text && formatStatement(wide, DEFAULT_FORMAT).text === wide;
    });
    expect(squeezed.length).toBeGreaterThan(50);
    expect(left).toEqual([]);
  });
});

describe('any text', () => {
  it('keeps its tokens, and is the same when formatted twice, however it is broken', () => {
    let seed = 7;
    const random = (below: number): number => {
      seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
      return Math.floor((seed / 2 ** 32) * below);
    };
    const pieces = [
      ' -- a\n',
      '/* b */',
      ' /* c\n',
      '(',
      ')',
      ',',
      ';',
      ';\n;',
      "'",
      '`',
      '"',
      '<',
      '|>',
      '\r\n',
      'CASE ',
      'END ',
    ];
    for (let turn = 0; turn < 400; turn++) {
      let text = accepted[random(accepted.length)]?.text ?? '';
      for (let edit = random(4); edit >= 0; edit--) {
        const { starts, ends, count } = lex(text);
        const i = random(count);
        const [start, end] = [starts[i] ?? 0, ends[i] ?? 0];
        text = text.slice(0, start) + (pieces[random(pieces.length)] ?? '') + text.slice(random(2) === 0 ? start : end);
      }
      const once = formatted(text);
      expect(content(once)).toEqual(content(text));
      expect(formatted(once)).toBe(once);
    }
  });
});

describe('a text', () => {
  it('that is broken in one statement keeps that one', () => {
    const broken = 'selec  a   from t;';
    expect(formatted(`select  1;\n${broken}\nselect  2;\n`)).toBe(`SELECT 1;\n${broken}\nSELECT 2;\n`);
  });

  it('of settings is theirs, not SQL', () => {
    const text = 'SET  spark.sql.a=b   c;\n';
    expect(formatted(text)).toBe(text);
  });

  it('keeps names that are words of the grammar, and their case', () => {
    expect(formatted('select Date, t.Year, v:Day.Month from Table1 as Order', { keywordCase: 'lower' })).toBe(
      'select Date, t.Year, v:Day.Month\nfrom Table1 as Order\n',
    );
  });

  it('ends its lines as before', () => {
    expect(formatted("select 'a\r\nb'  from t;\r\nselect 2;\r\n")).toBe(
      "SELECT 'a\r\nb'\r\nFROM t;\r\n\r\nSELECT 2;\r\n",
    );
  });

  it('ends its lines as the first that stays', () => {
    expect(formatted('\r\nselect\n 1;\nselect 2;\n')).toBe('SELECT 1;\nSELECT 2;\n');
    expect(formatted('\nselect 1;\r\n\r\nselect 2;\n')).toBe('SELECT 1;\r\n\r\nSELECT 2;\r\n');
  });

  it('lets no comment take in what stood behind it', () => {
    expect(formatted('select 1 -- one\n; ; select 2')).toBe('SELECT 1; -- one\n ; SELECT 2\n');
    expect(formatted('select 1 -- one\n; /* two */ select 2')).toBe('SELECT 1; -- one\n/* two */\nSELECT 2\n');
    expect(formatted('select f(\n-- nothing\n), g( -- nothing\n)')).toBe(
      'SELECT\n  f(\n    -- nothing\n  ),\n  g( -- nothing\n  )\n',
    );
  });

  it('is left alone around a string or comment without an end', () => {
    for (const text of ['select  1;\n\n\n/* open\n', 'select  1;\n\n\nselect `open\r\n', "select 1;\nselect 'x\n\n"]) {
      const once = formatted(text);
      expect(once.replace(/select {1,2}1/i, 'SELECT 1')).toBe(text.replace(/select {1,2}1/, 'SELECT 1'));
      expect(formatted(once)).toBe(once);
    }
  });

  it('of one long line takes time in proportion to its length', { timeout: 60_000 }, () => {
    const list = (length: number): string =>
      `select * from t where a in (${Array.from({ length }, (_, i) => i).join(',')})`;
    const time = (text: string): number => {
      const started = performance.now();
      expect(formatted(text).length).toBeGreaterThan(text.length);
      return performance.now() - started;
    };
    const [short, long] = [list(2_500), list(40_000)];
    time(short);
    // Sixteen times as long: in proportion to the square it would be two hundred and fifty times.
    expect(time(long)).toBeLessThan(100 * Math.max(time(short), 5));
  });

  it('of nothing stays nothing', () => {
    expect(formatted('')).toBe('');
    expect(formatted('\n\n')).toBe('');
    expect(formatted('-- only this  ')).toBe('-- only this\n');
  });

  it('is formatted in part: the statements that the part touches', () => {
    const text = 'select  1;\nselect  2;\n\n\nselect  3;\n';
    const at = text.indexOf('2');
    expect(formatted(text, {}, [at, at])).toBe('select  1;\nSELECT 2;\n\n\nselect  3;\n');
    expect(formatted(text, {}, [at, text.indexOf('3')])).toBe('select  1;\nSELECT 2;\n\nSELECT 3;\n');
  });
});
