/** `lakehouse catalog export` without services: what it refuses. With them: test/services/cli-catalog.test.ts. */
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Program } from './program';

let program: Program;
let folder: string;
beforeAll(async () => {
  program = await Program.build();
  folder = join(program.scratch, 'work');
  mkdirSync(folder);
  const connections = [
    { name: 'down', catalogs: [{ name: 'h', type: 'hive', uri: 'thrift://127.0.0.1:1' }] },
    { name: 'bare', spark: { url: 'sc://127.0.0.1:1' } },
  ];
  writeFileSync(join(folder, 'lakehouse.json'), JSON.stringify({ connections }));
}, 60_000);
afterAll(() => program.dispose());

const exported = (...args: string[]) => program.run(['catalog', ...args], { cwd: folder });

describe('lakehouse catalog export', { timeout: 30_000 }, () => {
  it('leaves a file as it was when a catalog does not answer', () => {
    writeFileSync(join(folder, 'old.json'), 'old');
    const { code, err } = exported('export', 'old.json');
    expect(code).toBe(1);
    expect(err).toMatch(/error: CONNECTION_REFUSED .*127\.0\.0\.1:1/);
    expect(readFileSync(join(folder, 'old.json'), 'utf8')).toBe('old');
    exported('export', 'new.json');
    expect(existsSync(join(folder, 'new.json'))).toBe(false);
    expect(readdirSync(folder).sort()).toEqual(['lakehouse.json', 'old.json']);
  });

  it.each([
    [['export', 'f', '--connection', 'x'], /CONNECTION_UNKNOWN .*\nnext: Use one of down, bare/],
    [['export', 'f', '--connection', 'bare'], /Connection "bare" has no catalogs\nnext: Add "catalogs"/],
    [['export', 'f', '--catalog', 'x'], /Connection "down" has no catalog "x"\nnext: Use one of h/],
  ])('%j fails with the next step', (args, message) => {
    expect(exported(...args)).toMatchObject({ code: 1, out: '', err: expect.stringMatching(message) as string });
  });

  it('says that no lakehouse runs where none is named', () => {
    const cwd = join(program.scratch, 'empty');
    mkdirSync(cwd);
    const ran = program.run(['catalog', 'export', 'f', '--runtime', 'embedded'], { cwd });
    expect(ran).toMatchObject({
      code: 1,
      err: expect.stringMatching(/STACK_NOT_RUNNING[\s\S]*lakehouse up/) as string,
    });
  });

  it.each([[[]], [['export']], [['import', 'f']], [['export', 'f', 'g']]])('%j is not understood', (args) => {
    expect(exported(...args)).toMatchObject({
      code: 2,
      err: expect.stringMatching(/^Usage: lakehouse catalog/) as string,
    });
  });
});
