/** `lakehouse check`: the editor's diagnostics on the command line, for people and for CI. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Program } from './program';

const catalog = join(import.meta.dirname, '../../fixtures/catalogs/lake.json');

let program: Program;
let folder: string;
beforeAll(async () => {
  program = await Program.build();
  folder = join(program.scratch, 'work');
  mkdirSync(join(folder, 'sql/deeper'), { recursive: true });
  mkdirSync(join(folder, 'sql/.hidden'));
  const write = (name: string, text: string | Buffer): void => writeFileSync(join(folder, name), text);
  write('good.sql', 'SELECT 1;\n');
  write('bad.sql', '\uFEFFSELECT 1;\r\n  SELEC 2;\r\nSELECT 3');
  write('names.sql', "SELECT 'ä', amont FROM lake.sales.orders;\nSELECT * FROM lake.sales.ordrs;\n");
  write('latin1.sql', Buffer.from("SELECT 'é'", 'latin1'));
  write('sql/one.sql', 'SELEC 1');
  write('sql/deeper/two.SQL', 'SELEC 2');
  write('sql/.hidden/three.sql', 'SELEC 3');
  write('sql/notes.txt', 'SELEC 4');
}, 60_000);
afterAll(() => program.dispose());

const check = (...args: string[]) => program.run(['check', ...args], { cwd: folder });

describe('lakehouse check', { timeout: 30_000 }, () => {
  it('says nothing of what is right', () => {
    expect(check('good.sql')).toEqual({ code: 0, out: '', err: '1 file checked: 0 errors, 0 warnings\n' });
  });

  it('names file, line, column, severity, code and what is wrong, and fails', () => {
    const { code, out, err } = check('good.sql', 'bad.sql');
    expect(code).toBe(1);
    expect(out).toMatch(/^bad\.sql:2:3: error syntax \S.*\n$/);
    expect(err).toBe('2 files checked: 1 error, 0 warnings\n');
  });

  it('gives the same as JSON', () => {
    const { code, out } = check('--json', 'good.sql', 'bad.sql');
    expect(code).toBe(1);
    expect(JSON.parse(out)).toEqual([
      { file: 'bad.sql', line: 2, col: 3, severity: 'error', code: 'syntax', message: expect.any(String) as string },
    ]);
    expect(check('--json', 'good.sql')).toEqual({ code: 0, out: '[]\n', err: '' });
  });

  it('knows the names of a catalog snapshot; warnings are no failure', () => {
    const { code, out } = check('names.sql', '--snapshot', catalog);
    expect(code).toBe(0);
    expect(out.split('\n')).toEqual([
      expect.stringMatching(/^names\.sql:1:13: warning unknown-column .*amont.*amount/),
      expect.stringMatching(/^names\.sql:2:15: warning unknown-table .*ordrs.*orders/),
      '',
    ]);
  });

  it('asks no catalog for the syntax only, and has none without lakehouse.json', () => {
    expect(check('names.sql', '--syntax-only', '--snapshot', catalog)).toMatchObject({ code: 0, out: '' });
    expect(check('names.sql')).toMatchObject({ code: 0, out: '' });
  });

  it('reads folders, and standard input', () => {
    const { code, out } = check('sql');
    expect(code).toBe(1);
    expect(out.split('\n').map((line) => line.split(':')[0])).toEqual(['sql/deeper/two.SQL', 'sql/one.sql', '']);
    const piped = program.run(['check', '-'], { cwd: folder, input: 'SELECT 1;\nSELEC' });
    expect(piped).toMatchObject({ code: 1, out: expect.stringMatching(/^-:2:1: error syntax/) as string });
  });

  it('goes on after a file that cannot be read, and fails', () => {
    const { code, out, err } = check('latin1.sql', 'bad.sql');
    expect(code).toBe(1);
    expect(out).toMatch(/^bad\.sql:/);
    expect(err).toMatch(/^error: CONFIG_INVALID latin1\.sql is not UTF-8\nnext: Save it as UTF-8\n/);
    expect(check('none.sql')).toMatchObject({
      code: 1,
      err: expect.stringContaining('none.sql cannot be read') as string,
    });
  });

  it('reads the SQL of the Spark that is meant, when there is one', () => {
    const run = (...args: string[]) => program.run(['check', 'good.sql', ...args], { cwd: folder });
    expect(run('--spark-version', '4.1')).toMatchObject({ code: 0, out: '' });
    expect(run('--spark-version', 'five')).toMatchObject({
      code: 1,
      err: expect.stringMatching(/There is no Spark version “five”\nnext: Use 4\.0 or 4\.1/) as string,
    });
  });

  it('weighs a code as told: by an option, else by the settings of the folder, as the editor does', () => {
    const work = join(program.scratch, 'weighed');
    mkdirSync(join(work, '.vscode'), { recursive: true });
    writeFileSync(join(work, 'q.sql'), 'SELECT amont FROM lake.sales.orders;\nSELECT 1 FROM lake.sales.ordrs;');
    writeFileSync(join(work, 'lake.json'), readFileSync(catalog));
    const settings = {
      'lakehouse.catalogSnapshots': ['lake.json'],
      'lakehouse.diagnostics.severity': { 'unknown-column': 'off', 'unknown-table': 'error' },
    };
    writeFileSync(join(work, '.vscode/settings.json'), `// shared\n${JSON.stringify(settings)}`);
    const ran = (...args: string[]) => program.run(['check', 'q.sql', ...args], { cwd: work });
    expect(ran()).toMatchObject({
      code: 1,
      out: expect.stringMatching(/^q\.sql:2:15: error unknown-table .*\n$/) as string,
    });
    const { code, out } = ran('--severity', 'unknown-table=information', '--severity', 'unknown-column=hint');
    expect(code).toBe(0);
    expect(out).toMatch(/^q\.sql:1:8: hint unknown-column .*\nq\.sql:2:15: information unknown-table .*\n$/);
    expect(ran('--severity', 'unknown-table')).toMatchObject({
      code: 1,
      err: expect.stringContaining('--severity takes CODE=SEVERITY, not “unknown-table”') as string,
    });
  });

  it('says which catalog does not answer, and checks the rest', () => {
    const work = join(program.scratch, 'connected');
    mkdirSync(work);
    const hive = { name: 'lake', type: 'hive', uri: 'thrift://127.0.0.1:1' };
    const connections = [
      { name: 'down', catalogs: [hive] },
      { name: 'stack', stack: 'embedded' },
    ];
    writeFileSync(join(work, 'lakehouse.json'), JSON.stringify({ connections }));
    writeFileSync(join(work, 'q.sql'), 'SELECT nope FROM lake.sales.orders;\nSELEC 1');
    const ran = (...args: string[]) => program.run(['check', 'q.sql', ...args], { cwd: work });
    const { code, out, err } = ran();
    expect(code).toBe(1);
    expect(out).toMatch(/^q\.sql:2:1: error syntax .*\n$/);
    expect(err).toMatch(/^warning: catalog lake: CONNECTION_REFUSED .*127\.0\.0\.1:1.*not checked\n/);
    // Whoever names a connection means it.
    expect(ran('--connection', 'stack')).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringMatching(/^error: STACK_NOT_RUNNING/) as string,
    });
    expect(ran('--connection', 'other').err).toMatch(/^error: CONNECTION_UNKNOWN .*\nnext: Use one of down, stack/);
  });

  it('wants a file', () => {
    expect(check()).toMatchObject({ code: 2, err: expect.stringMatching(/^Usage: lakehouse check/) as string });
  });
});
