import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { run, start } from '../../../scripts/lib/processes.mjs';

const PROCESSES = join(import.meta.dirname, '../../../scripts/lib/processes.mjs');
const FOREVER = 'setInterval(() => {}, 1000)';
/** Prints the id of a child of its own that would live on, as an extension host does. */
const PARENT = `
  const child = require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(FOREVER)}]);
  console.log('child ' + child.pid);
  ${FOREVER};
`;

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function childIn(line: string): number | undefined {
  const found = /child (\d+)/.exec(line)?.[1];
  return found === undefined ? undefined : Number(found);
}

describe.skipIf(process.platform === 'win32')('processes', () => {
  test('stop ends the children of what was started, too', async () => {
    let parent: ReturnType<typeof start> | undefined;
    const child = await new Promise<number>((resolve) => {
      parent = start(process.execPath, ['-e', PARENT], {
        onLine: (line) => {
          const pid = childIn(line);
          if (pid !== undefined) resolve(pid);
        },
      });
    });
    expect(alive(child)).toBe(true);
    await parent?.stop();
    await expect.poll(() => alive(child)).toBe(false);
    expect(parent?.running()).toBe(false);
  });

  test('Ctrl-C on a script ends everything it started', async () => {
    const script = `
      import { start } from ${JSON.stringify(PROCESSES)};
      start(process.execPath, ['-e', ${JSON.stringify(PARENT)}], { onLine: (line) => console.log(line) });
    `;
    const outer = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const child = await new Promise<number>((resolve) => {
      outer.stdout.setEncoding('utf8').on('data', (text: string) => {
        const pid = childIn(text);
        if (pid !== undefined) resolve(pid);
      });
    });
    const ended = new Promise<number | null>((resolve) => outer.once('exit', resolve));
    outer.kill('SIGINT');
    expect(await ended).toBe(130);
    expect(alive(child)).toBe(false);
  });

  test('a command that does not end in its time is stopped, and the failure shows what it said last', async () => {
    const slow = run(process.execPath, ['-e', `console.log('here I am'); ${FOREVER}`], { timeoutMs: 3_000 });
    await expect(slow).rejects.toThrow(/not done after 3(\.0)? s\nhere I am/);
  });

  test('a command that fails is an error with its last lines', async () => {
    const failing = run(process.execPath, ['-e', `console.error('no such thing'); process.exit(3)`]);
    await expect(failing).rejects.toThrow(/ended with 3\nno such thing/);
  });
});
