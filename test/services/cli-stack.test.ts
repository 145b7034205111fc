/** The command line starting, showing and stopping a stack, as a person at a terminal does. */
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = join(__dirname, '../..');
const scratch = mkdtempSync(join(tmpdir(), 'lakehouse-cli-stack-'));
const cli = join(scratch, 'dist/cli.js');
const home = join(scratch, 'home');
const WHERE = ['--runtime', 'embedded', '--home', home];

beforeAll(async () => {
  mkdirSync(join(scratch, 'dist'));
  symlinkSync(join(root, 'stack'), join(scratch, 'stack'));
  const entryPoints = [join(root, 'server/src/cli/main.ts')];
  const mainFields = ['module', 'main'];
  await build({
    entryPoints,
    outfile: cli,
    bundle: true,
    platform: 'node',
    target: 'node20',
    mainFields,
    logLevel: 'silent',
  });
});

afterAll(async () => {
  await lakehouse(['down', ...WHERE]);
  rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
});

interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs a command; `interruptAt` sends SIGINT once standard error matches. */
function lakehouse(args: string[], interruptAt?: RegExp): Promise<Ran> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [cli, ...args]);
    let [out, err, sent] = ['', '', false];
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => {
      err += chunk.toString();
      if (interruptAt !== undefined && !sent && interruptAt.test(err)) sent = child.kill('SIGINT');
    });
    child.on('close', (code) => resolve({ code, out, err }));
  });
}

function processesOfHome(): string[] {
  const { stdout } = spawnSync('ps', ['-eo', 'pid=,stat=,args='], { encoding: 'utf8' });
  return stdout
    .split('\n')
    .filter((line) => line.includes(home) && !line.includes('cli.js') && !/^\s*\d+ Z/.test(line));
}

describe('the stack from the command line', () => {
  it('Ctrl-C while it starts ends what was started', async () => {
    const { code, err, out } = await lakehouse(['up', ...WHERE], /Starting Hive Metastore/);
    expect({ code, out }).toEqual({ code: 130, out: '' });
    expect(err).toMatch(/error: CANCELLED/);
    expect(processesOfHome()).toEqual([]);
  });

  it('starts, says where it is, shows logs, mends, and stops', async () => {
    const up = await lakehouse(['up', ...WHERE]);
    expect(up.err).toContain('Starting Spark Connect 4.0.1');
    expect(up.code).toBe(0);
    expect(up.out).toMatch(/^s3 +127\.0\.0\.1:\d+ {2}S3Proxy 4\.1\.0$/m);
    const url = /sc:\/\/127\.0\.0\.1:\d+/.exec(up.out)?.[0];
    expect(url).toBeDefined();

    const status = await lakehouse(['status', '--json', ...WHERE]);
    expect(status.code).toBe(0);
    const seen = JSON.parse(status.out) as { services: { name: string; pid: number }[]; connection: unknown };
    expect(seen).toMatchObject({ state: 'running', connection: { spark: { url } } });

    expect((await lakehouse(['logs', 'spark', '-n', '500', ...WHERE])).out).toContain('Spark Connect server started');
    expect((await lakehouse(['sql', '-c', 'SELECT 41 + 1 AS n', '--format', 'json', ...WHERE])).out).toContain('42');

    process.kill(seen.services.find(({ name }) => name === 'glue')?.pid ?? 0, 'SIGKILL');
    const failed = await lakehouse(['status', ...WHERE]);
    expect(failed.code).toBe(3);
    expect(failed.out).toMatch(/^degraded[\s\S]*glue +failed[\s\S]*next: Restart glue/);
    expect((await lakehouse(['up', '--services', 'glue', ...WHERE])).code).toBe(0);
    expect((await lakehouse(['status', ...WHERE])).code).toBe(0);

    expect((await lakehouse(['down', ...WHERE])).code).toBe(0);
    expect(processesOfHome()).toEqual([]);
    expect((await lakehouse(['status', ...WHERE])).code).toBe(3);
  });
});
