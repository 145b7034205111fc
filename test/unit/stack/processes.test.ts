import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { endGroup, isAlive, launch, selfRef, type ProcessRef } from '../../../lakehouse/src/stack/processes';
import { capture } from '../../../lakehouse/src/stack/run';

let folder: string;
const started: ProcessRef[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lakehouse-processes-'));
});

afterEach(async () => {
  for (const ref of started.splice(0)) await endGroup(ref, 0);
  rmSync(folder, { recursive: true });
});

async function shell(script: string): Promise<ProcessRef> {
  const logFile = join(folder, 'log');
  const ref = await launch({ command: 'sh', args: ['-c', script], cwd: folder, logFile, env: process.env });
  started.push(ref);
  return ref;
}

describe('a process of the stack', () => {
  it('runs until it is ended, with the children it started', async () => {
    const ref = await shell('sleep 60 & echo $! > child; echo ready; wait');
    await expect
      .poll(() => existsSync(join(folder, 'child')) && readFileSync(join(folder, 'child'), 'utf8'))
      .toMatch(/\d/);
    const child = Number(readFileSync(join(folder, 'child'), 'utf8'));
    expect(await isAlive(ref)).toBe(true);
    await endGroup(ref, 5000);
    expect(await isAlive(ref)).toBe(false);
    await expect.poll(() => runs(child)).toBe(false);
    expect(readFileSync(join(folder, 'log'), 'utf8')).toContain('ready');
  });

  it('is killed when it does not heed the request to end', async () => {
    const ref = await shell('trap "" TERM; echo ready; while :; do sleep 1; done');
    await expect.poll(() => readFileSync(join(folder, 'log'), 'utf8')).toContain('ready');
    await endGroup(ref, 200);
    expect(await isAlive(ref)).toBe(false);
  });

  it('is not taken for another that got its id', async () => {
    const self = await selfRef();
    expect(await isAlive(self)).toBe(true);
    const other = { ...self, startTime: `${self.startTime}0` };
    expect(await isAlive(other)).toBe(false);
    // Must not end this very test.
    await endGroup(other, 0);
  });

  it('counts as ended when it is a zombie', async () => {
    const ref = await shell('exit 3');
    await expect.poll(() => isAlive(ref)).toBe(false);
  });

  it('that does not exist is named', async () => {
    const options = {
      command: 'no-such-program',
      args: [],
      cwd: folder,
      logFile: join(folder, 'log'),
      env: process.env,
    };
    await expect(launch(options)).rejects.toMatchObject({
      code: 'STACK_SERVICE_FAILED',
      message: expect.stringContaining('no-such-program') as string,
    });
  });
});

describe('a program that is run to its end', () => {
  it('gives exit code, output, and lines as they come', async () => {
    const lines: string[] = [];
    const result = await capture('sh', ['-c', 'printf "a\\nb\\n"; exit 3'], { onLine: (line) => lines.push(line) });
    expect(result).toEqual({ code: 3, output: 'a\nb\n' });
    expect(lines).toEqual(['a', 'b']);
  });

  it('has code 127 when there is none', async () => {
    expect((await capture('no-such-program', [])).code).toBe(127);
  });

  it('ends with its children when cancelled', async () => {
    const controller = new AbortController();
    const running = capture('sh', ['-c', 'sleep 60 & echo $! > child; wait'], {
      cwd: folder,
      signal: controller.signal,
    });
    await expect
      .poll(() => existsSync(join(folder, 'child')) && readFileSync(join(folder, 'child'), 'utf8'))
      .toMatch(/\d/);
    controller.abort();
    await expect(running).rejects.toMatchObject({ code: 'CANCELLED' });
    await expect.poll(() => runs(Number(readFileSync(join(folder, 'child'), 'utf8')))).toBe(false);
  });

  it('is not begun when cancelled before', async () => {
    await expect(capture('touch', [join(folder, 'made')], { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'CANCELLED',
    });
    expect(existsSync(join(folder, 'made'))).toBe(false);
  });
});

/** Whether a process runs; a zombie nobody reaped does not. */
async function runs(pid: number): Promise<boolean> {
  const state = await new Promise<string>((resolve) => {
    let text = '';
    const ps = spawn('ps', ['-o', 'stat=', '-p', String(pid)]);
    ps.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
    ps.on('close', () => resolve(text.trim()));
  });
  return state !== '' && !state.startsWith('Z');
}
