/** The server to measure on: `--option spark=sc://…`, else the stack that runs, else one of our own for this run. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultStackHome, openStack } from '../../lakehouse/src/stack';
import type { BenchContext } from './lib';

export async function withSpark<T>(context: BenchContext, use: (url: string) => Promise<T>): Promise<T> {
  if (context.options.spark !== undefined) return use(context.options.spark);
  const stackFolder = join(context.root, 'stack');
  const running = await openStack({ runtime: 'embedded', stackFolder, home: defaultStackHome(), cache: context.cache });
  const { state, connection } = await running.status();
  if (state === 'running' && connection?.spark) return use(connection.spark.url);

  const home = mkdtempSync(join(tmpdir(), 'lakehouse-bench-'));
  const own = await openStack({
    runtime: 'embedded',
    stackFolder,
    home,
    cache: context.cache,
    onProgress: ({ message }) => context.log(message),
  });
  try {
    const started = await own.start();
    if (!started.connection?.spark) throw new Error('the stack has no Spark');
    return await use(started.connection.spark.url);
  } finally {
    await own.stop();
    rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  }
}
