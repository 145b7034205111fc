/** The command line as a program of its own, as far as it goes without services. */
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Program } from './program';

let program: Program;
beforeAll(async () => {
  program = await Program.build();
}, 60_000);
afterAll(() => program.dispose());

const lakehouse = (...args: string[]) => program.run(args);
const COMMANDS = ['up', 'down', 'status', 'logs', 'sql', 'reset', 'check', 'format', 'catalog', 'doctor'];

describe('the command line', { timeout: 30_000 }, () => {
  it('says what there is', () => {
    const { code, out } = lakehouse('--help');
    expect(code).toBe(0);
    for (const command of COMMANDS) expect(out).toMatch(new RegExp(`^  ${command} `, 'm'));
    expect(lakehouse()).toMatchObject({ code: 2, out: '' });
  });

  it.each(COMMANDS)('%s explains itself', (command) => {
    const { code, out } = lakehouse(command, '--help');
    expect(code).toBe(0);
    expect(out).toMatch(new RegExp(`^Usage: lakehouse ${command}`));
  });

  it.each([
    [['nonsense'], /no command nonsense/],
    [['toString'], /no command toString/],
    [['up', '--nonsense'], /--nonsense/],
  ])('%j is refused as not understood', (args, message) => {
    expect(lakehouse(...args)).toMatchObject({ code: 2, err: expect.stringMatching(message) as string });
  });

  it.each([
    [['up', '--runtime', 'vm'], /error: CONFIG_INVALID There is no runtime “vm”\nnext: Use auto, embedded or compose/],
    [['up', '--services', 's3,hive'], /error: CONFIG_INVALID There is no service “hive”\nnext: Use one of s3,/],
    [['logs', 'nobody'], /error: CONFIG_INVALID There is no service “nobody”/],
    [['logs', '-n', 'many'], /error: CONFIG_INVALID -n takes a number of lines, not “many”/],
  ])('%j fails with an error and the next step', (args, message) => {
    expect(lakehouse(...args)).toMatchObject({ code: 1, out: '', err: expect.stringMatching(message) as string });
  });

  it('tells that nothing runs by its exit code, for people and as JSON', () => {
    const json = lakehouse('status', '--json', '--runtime', 'embedded');
    expect(json.code).toBe(3);
    expect(JSON.parse(json.out)).toMatchObject({ runtime: 'embedded', state: 'stopped', connection: null });
    const people = lakehouse('status', '--runtime', 'embedded');
    expect(people.code).toBe(3);
    expect(people.out).toMatch(/^stopped \(embedded/);
  });

  it('deletes nothing unless told so twice', () => {
    const home = join(program.scratch, 'kept');
    mkdirSync(join(home, 'data'), { recursive: true });
    expect(lakehouse('reset', '--runtime', 'embedded', '--home', home).code).toBe(2);
    expect(existsSync(join(home, 'data'))).toBe(true);
    expect(lakehouse('reset', '--yes', '--runtime', 'embedded', '--home', home).code).toBe(0);
    expect(existsSync(join(home, 'data'))).toBe(false);
  });

  it('stops a stack that does not run', () => {
    expect(lakehouse('down', '--runtime', 'embedded').code).toBe(0);
  });

  it('names a missing prerequisite with its next step, before anything is fetched', () => {
    const cache = join(program.scratch, 'cache');
    const env = { PATH: '', LAKEHOUSE_CACHE: cache, LAKEHOUSE_DATA: join(program.scratch, 'bare') };
    const { code, err } = program.run(['up', '--runtime', 'embedded'], { env });
    expect(code).toBe(1);
    expect(err).toMatch(/error: PREREQUISITE_MISSING .*a JDK.*Maven.*Python[\s\S]*next: Install with/);
    expect(err).not.toContain('Downloading');
    expect(existsSync(cache)).toBe(false);
  });
});
