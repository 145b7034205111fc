/** `lakehouse format`: files in place, a check for CI, a filter for other editors. */
import { chmodSync, mkdirSync, readFileSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Program } from './program';

let program: Program;
let folder: string;
let made = 0;
beforeAll(async () => {
  program = await Program.build();
}, 60_000);
afterAll(() => program.dispose());
beforeEach(() => {
  folder = join(program.scratch, `work-${made++}`);
  mkdirSync(folder);
});

const write = (name: string, text: string | Buffer): void => writeFileSync(join(folder, name), text);
const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
const format = (...args: string[]) => program.run(['format', ...args], { cwd: folder });

describe('lakehouse format', { timeout: 30_000 }, () => {
  it('lays files out in place, and names those it changed', () => {
    write('a.sql', 'select  1;\n');
    write('b.sql', 'SELECT 2;\n');
    expect(format('a.sql', 'b.sql')).toEqual({ code: 0, out: '', err: 'a.sql formatted\n' });
    expect([read('a.sql'), read('b.sql')]).toEqual(['SELECT 1;\n', 'SELECT 2;\n']);
    expect(format('a.sql', 'b.sql')).toEqual({ code: 0, out: '', err: '' });
  });

  it('checks without changing: lists what would change, and fails', () => {
    write('a.sql', 'select  1;\n');
    write('b.sql', 'SELECT 2;\n');
    expect(format('--check', '.')).toEqual({ code: 1, out: 'a.sql\n', err: '' });
    expect(read('a.sql')).toBe('select  1;\n');
    expect(format('--check', 'b.sql')).toEqual({ code: 0, out: '', err: '' });
  });

  it('reads standard input and writes standard output', () => {
    const ran = (input: string, ...args: string[]) => program.run(['format', '-', ...args], { cwd: folder, input });
    expect(ran('select  1')).toEqual({ code: 0, out: 'SELECT 1\n', err: '' });
    expect(ran('select  1', '--check')).toMatchObject({ code: 1, out: '-\n' });
  });

  it('takes keyword case, indentation and line width', () => {
    write('a.sql', 'select order_id, amount FROM orders');
    format('a.sql', '--keyword-case', 'lower', '--indent', '3', '--line-width', '20');
    expect(read('a.sql')).toBe('select\n   order_id,\n   amount\nfrom orders\n');
    format('a.sql', '--keyword-case', 'preserve', '--tabs', '--line-width', '20');
    expect(read('a.sql')).toBe('select\n\torder_id,\n\tamount\nfrom orders\n');
  });

  it('indents as the file is indented, and else as an editor does', () => {
    const text = 'select * from (select 1 from t)';
    const indented = (first: string): string => {
      write('a.sql', `${first}${text}`);
      format('a.sql');
      return /\n(\s+)SELECT 1\n/.exec(read('a.sql'))?.[1] ?? '';
    };
    expect(indented('')).toBe('    ');
    expect(indented('select\n  1;\n')).toBe('  ');
    expect(indented('select\n\t1;\n')).toBe('\t');
    // What it made looks to it as it did: a file is not laid out anew at each turn.
    expect(format('--check', 'a.sql').code).toBe(0);
    mkdirSync(join(folder, '.vscode'));
    write('.vscode/settings.json', '{ "editor.tabSize": 8, "[sql]": { "editor.tabSize": 3 } }');
    expect(indented('')).toBe('   ');
    write('.vscode/settings.json', '{ "editor.insertSpaces": false, "editor.detectIndentation": false }');
    expect(indented('select\n  1;\n')).toBe('\t');
  });

  it('follows what the folder shares with the editor, and options before it', () => {
    mkdirSync(join(folder, '.vscode'));
    const settings = {
      'lakehouse.format.keywordCase': 'lower',
      'lakehouse.format.indent': 1,
      'lakehouse.format.lineWidth': 20,
    };
    write('.vscode/settings.json', JSON.stringify(settings));
    write('a.sql', 'SELECT order_id, amount FROM orders');
    format('a.sql');
    expect(read('a.sql')).toBe('select\n order_id,\n amount\nfrom orders\n');
    format('a.sql', '--keyword-case', 'upper', '--line-width', '80');
    expect(read('a.sql')).toBe('SELECT order_id, amount\nFROM orders\n');
    write('.vscode/settings.json', '{ "lakehouse.format.keywordCase": ');
    expect(format('a.sql')).toMatchObject({ code: 0, err: expect.stringContaining('is not valid JSON') as string });
  });

  it('leaves a broken statement as it is, and says where', () => {
    write('a.sql', 'select  1;\nselec  2;\nselect  3;\n');
    const { code, err } = format('a.sql');
    expect(code).toBe(0);
    expect(err).toMatch(/^a\.sql:2:1: not formatted: .+\na\.sql formatted\n$/);
    expect(read('a.sql')).toBe('SELECT 1;\nselec  2;\nSELECT 3;\n');
  });

  it('keeps line ends, the mark of the encoding, permissions and links', () => {
    write('real.sql', "\uFEFFselect  'ä';\r\nselect  2;\r\n");
    chmodSync(join(folder, 'real.sql'), 0o640);
    symlinkSync('real.sql', join(folder, 'link.sql'));
    expect(format('link.sql').code).toBe(0);
    expect(read('real.sql')).toBe("\uFEFFSELECT 'ä';\r\nSELECT 2;\r\n");
    expect(statSync(join(folder, 'real.sql')).mode & 0o777).toBe(0o640);
    expect(readdirSync(folder).sort()).toEqual(['link.sql', 'real.sql']);
  });

  it('touches nothing that is not UTF-8, and goes on', () => {
    const latin1 = Buffer.from("select  'é'", 'latin1');
    write('a.sql', latin1);
    write('b.sql', 'select  2;\n');
    const { code, err } = format('a.sql', 'b.sql');
    expect(code).toBe(1);
    expect(err).toContain('a.sql is not UTF-8');
    expect(readFileSync(join(folder, 'a.sql'))).toEqual(latin1);
    expect(read('b.sql')).toBe('SELECT 2;\n');
  });

  it.each([
    [['--keyword-case', 'title'], /There is no keyword case “title”\nnext: Use upper, lower or preserve/],
    [['--indent', '0'], /--indent takes a number from 1 to 16, not “0”/],
    [['--line-width', 'wide'], /--line-width takes a number/],
  ])('%j is refused', (args, message) => {
    write('a.sql', 'select  1');
    expect(format('a.sql', ...args)).toMatchObject({ code: 1, out: '', err: expect.stringMatching(message) as string });
    expect(read('a.sql')).toBe('select  1');
  });
});
