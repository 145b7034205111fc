import { describe, expect, it } from 'vitest';
import { NEW_FILE, type Cell } from '../../../client/src/notebook/cells';
import { parseNotebook, printNotebook } from '../../../client/src/notebook/format';
import { parseScript, printScript, type Split } from '../../../client/src/notebook/script';
import { scriptCells } from '../../../server/src/features/cells';
import { SqlDocument } from '../../../server/src/sql/document';
import { random } from '../../oracle/mutations';

const ROUNDS = 3_000;
const split: Split = async (text) => scriptCells(new SqlDocument(text));
const plain = (cells: readonly Cell[]) => cells.map(({ language, text, outputs }) => ({ language, text, outputs }));
const code = (text: string): Cell => ({ language: 'spark-sql', text });

/** Pieces that meet every rule of the format, put together at random. */
const PIECES = [
  ...['SELECT 1', ';', ' ', '\n', '\n\n', '\n;\n', '\n;', '-- note', '-- note;', '--', '-- ', "'a;b'", '/* c\n */'],
  ...[
    '-- %%',
    '\n-- %%\n',
    '\n-- %% [markdown]\n',
    '\n-- %% [sql] a title\n',
    '-- \\%%',
    '-- \\\\%% x',
    '-- %%x',
    '%%',
  ],
  ...['\n-- %% [output]\n-- {}\n', '# Head', '\\', 'größe', '😀', '\u2028', '\t', '-- %% [', '-- %% ] [sql]', '`'],
];

function texts(seed: number, breaks: readonly string[]): () => string {
  const next = random(seed);
  return () => {
    let text = '';
    for (let count = next(12); count > 0; count--) {
      text += (PIECES[next(PIECES.length)] ?? '').replaceAll('\n', breaks[next(breaks.length)] ?? '\n');
    }
    return text;
  };
}

describe('a .lakehouse-sql file', () => {
  it('is a script that runs anywhere, with its cells marked', () => {
    const cells: Cell[] = [
      { language: 'markdown', text: '# Orders\n\nof *today*' },
      code('DECLARE VARIABLE since DATE DEFAULT current_date()'),
      code("SELECT * FROM orders WHERE day = since -- today's;"),
      { language: 'sql', text: 'SELECT 1;' },
      code(''),
      { language: 'python', text: 'print("no SQL")' },
    ];
    const text = printNotebook(cells, NEW_FILE);
    expect(text).toBe(`-- %% [markdown]
-- # Orders
--
-- of *today*

-- %%
DECLARE VARIABLE since DATE DEFAULT current_date()
;

-- %%
SELECT * FROM orders WHERE day = since -- today's;
;

-- %% [sql]
SELECT 1;

-- %%


-- %% [python]
-- print("no SQL")
`);
    expect(plain(parseNotebook(text).cells)).toEqual(plain(cells));
    expect(new SqlDocument(text).statements.map((statement) => statement.text.split('\n')[0])).toEqual([
      'DECLARE VARIABLE since DATE DEFAULT current_date()',
      'SELECT * FROM orders WHERE day = since',
      'SELECT 1',
    ]);
  });

  it('reads a script without markers as one cell, and an empty file as none', () => {
    expect(plain(parseNotebook('SELECT 1;\nSELECT 2').cells)).toEqual([code('SELECT 1;\nSELECT 2')]);
    expect(parseNotebook('').cells).toEqual([]);
    expect(parseNotebook('\n\n').cells).toEqual([]);
  });

  it('keeps a line of a cell that looks like a marker', () => {
    const cells = [code('SELECT 1\n-- %% not a cell\n-- \\%% nor this'), { language: 'markdown', text: '%% 50 %' }];
    const text = printNotebook(cells, NEW_FILE);
    expect(text).toContain('\n-- \\%% not a cell\n-- \\\\%% nor this\n');
    expect(plain(parseNotebook(text).cells)).toEqual(plain(cells));
  });

  it('gives back any cells that were written', () => {
    const text = texts(1, ['\n']);
    const next = random(2);
    const languages = ['spark-sql', 'sql', 'markdown', 'scala'];
    for (let round = 0; round < ROUNDS; round++) {
      const cells = Array.from({ length: next(5) }, (): Cell => {
        const outputs = next(5) === 0 ? 'x'.repeat(1 + next(300)) : undefined;
        return { language: languages[next(languages.length)] ?? '', text: text(), outputs };
      });
      const eol = next(2) === 0 ? ('\n' as const) : ('\r\n' as const);
      const file = printNotebook(cells, { bom: next(2) === 0, eol, head: '', count: 0 });
      expect(plain(parseNotebook(file).cells), JSON.stringify(file)).toEqual(plain(cells));
    }
  });

  it('gives back any text that was read, whatever its line breaks', () => {
    const text = texts(3, ['\n', '\r\n', '\r']);
    for (let round = 0; round < ROUNDS; round++) {
      const file = `${round % 3 === 0 ? '\uFEFF' : ''}${text()}`;
      // Saved outputs are written anew, or not at all.
      if (file.includes('[output]')) continue;
      const { cells, shape } = parseNotebook(file);
      expect(printNotebook(cells, shape), JSON.stringify(file)).toBe(file);
    }
  });

  it('changes nothing else where one cell is edited, moved or removed', () => {
    const file = '\r\n-- %%  a title\r\nSELECT 1\r\n-- %%\r\nSELECT 2;\r\n\r\n\r\n-- %% [sql]\r\nSELECT 3';
    const { cells, shape } = parseNotebook(file);
    const [first, second, third] = cells as [Cell, Cell, Cell];
    expect(printNotebook([{ ...first, text: 'SELECT\n11;' }, second, third], shape)).toBe(
      file.replace('-- %%  a title\r\nSELECT 1\r\n', '-- %% a title\r\nSELECT\r\n11;\r\n\r\n'),
    );
    expect(printNotebook([first, third], shape)).toBe(file.replace('-- %%\r\nSELECT 2;\r\n\r\n\r\n', ''));
    expect(plain(parseNotebook(printNotebook([third, second, first], shape)).cells)).toEqual(
      plain([third, second, first]),
    );
  });
});

describe('an SQL script as a notebook', () => {
  const read = async (text: string) => (await parseScript(text, split)).cells.map((cell) => cell.text);

  it('has a cell a statement, with the comments before and beside it', async () => {
    expect(
      await read('-- one\nSELECT 1; -- beside\n\n-- two\n\n/* and */ SELECT 2; SELECT 3;\n\n-- the end\n'),
    ).toEqual(['-- one\nSELECT 1; -- beside', '-- two\n\n/* and */ SELECT 2;', ' SELECT 3;', '-- the end']);
    expect(await read('BEGIN SELECT 1; SELECT 2; END;\nSELECT 3')).toEqual([
      'BEGIN SELECT 1; SELECT 2; END;',
      'SELECT 3',
    ]);
    expect(await read('')).toEqual([]);
    expect(await read('-- only a comment')).toEqual(['-- only a comment']);
  });

  it('gives back any text that was read, to the letter', async () => {
    const text = texts(5, ['\n', '\r\n', '\r']);
    for (let round = 0; round < ROUNDS; round++) {
      const file = `${round % 3 === 0 ? '\uFEFF' : ''}${text()}`;
      const { cells, shape } = await parseScript(file, split);
      expect(await printScript(cells, shape, split), JSON.stringify(file)).toBe(file);
    }
  });

  it('writes what was edited and leaves the rest, and closes a statement that others follow', async () => {
    const { cells, shape } = await parseScript('SELECT 1; -- a\r\n\r\n\r\nSELECT 2 -- b', split);
    const [first, second] = cells as [Cell, Cell];
    expect(await printScript([first, { ...second, text: 'SELECT\n22' }], shape, split)).toBe(
      'SELECT 1; -- a\r\n\r\n\r\nSELECT\r\n22',
    );
    expect(await printScript([first, second, code('SELECT 3')], shape, split)).toBe(
      'SELECT 1; -- a\r\n\r\n\r\nSELECT 2; -- b\r\n\r\nSELECT 3\r\n',
    );
    expect(await printScript([code('SELECT 0 -- new'), first], shape, split)).toBe(
      'SELECT 0; -- new\r\nSELECT 1; -- a\r\n',
    );
    expect(await printScript([second, first], shape, split)).toBe('\r\n\r\nSELECT 2; -- b\r\nSELECT 1; -- a\r\n');
    expect(await printScript([{ language: 'markdown', text: 'why\n\nso' }, first], shape, split)).toBe(
      '-- why\r\n--\r\n-- so\r\nSELECT 1; -- a\r\n',
    );
  });

  it('can be saved while no server answers', async () => {
    const { cells, shape } = await parseScript('SELECT 1', split);
    const silent: Split = () => Promise.reject(new Error('gone'));
    expect(
      await printScript([{ ...cells[0], language: 'sql', text: 'SELECT 2' }, code('SELECT 3;')], shape, silent),
    ).toBe('SELECT 2;\n\nSELECT 3;\n');
  });
});
