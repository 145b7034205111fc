/** PyIceberg in a process of its own: it is started once, and times each command itself. */
import { execFileSync, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { BenchContext } from './lib';

export interface PyIceberg {
  /** Milliseconds that `command` took. Throws when it did not count `expected`. */
  run(command: readonly string[], expected: number): Promise<number>;
  stop(): void;
}

export async function startPyIceberg(context: BenchContext): Promise<PyIceberg> {
  const folder = await context.cached('bench-pyiceberg-0.12.0', (target) => {
    context.log('installing pyiceberg 0.12.0 (about 200 MB)');
    const requirements = join(context.root, 'test/bench/pyiceberg-requirements.txt');
    const stdio: ['ignore', 'ignore', 'inherit'] = ['ignore', 'ignore', 'inherit'];
    execFileSync('python3', ['-m', 'venv', target], { stdio });
    const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', requirements];
    execFileSync(join(target, 'bin/python'), pip, { stdio });
  });
  const child = spawn(join(folder, 'bin/python'), [join(context.root, 'test/bench/pyiceberg_peer.py')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const line = async (): Promise<string> => {
    const { value, done } = (await lines.next()) as IteratorResult<string, undefined>;
    if (done) throw new Error('the PyIceberg peer ended');
    return value;
  };
  await line();
  return {
    async run(command, expected) {
      child.stdin.write(`${JSON.stringify(command)}\n`);
      const [, time = '', count = ''] = (await line()).split(' ');
      if (Number(count) !== expected) throw new Error(`PyIceberg found ${count}, not ${expected}`);
      return Number(time);
    },
    stop: () => child.kill(),
  };
}
