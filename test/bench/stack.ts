/**
 * The embedded stack's second start, to the first query answered, by the command line. The peer is a bare Spark Connect
 * server from the same jars, asked SELECT 1: no metastore, no object store, no Glue, no table. So a ratio above 1 is
 * what the rest of the lakehouse costs, and the budget is the absolute number: 20 s.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { build } from 'esbuild';
import { connect } from '../../lakehouse/src/spark';
import { artefact } from '../../lakehouse/src/stack/artefacts';
import { alternate, timed } from './lib';
import type { BenchContext, BenchResults } from './lib';

const TURNS = { warmup: 0, measured: 3 };

export async function run(context: BenchContext): Promise<BenchResults> {
  const home = mkdtempSync(join(tmpdir(), 'lakehouse-bench-'));
  const cli = await bundleCli(context);
  const lakehouse = (...args: string[]) => finished('node', [cli, ...args, '--runtime', 'embedded', '--home', home]);
  try {
    context.log('first start: its downloads and new catalogs are not measured');
    await lakehouse('up');
    await lakehouse('sql', '-c', 'CREATE NAMESPACE IF NOT EXISTS hive_prod.bench');
    await lakehouse(
      'sql',
      '-c',
      'CREATE TABLE IF NOT EXISTS hive_prod.bench.t USING iceberg AS SELECT id FROM range(1000)',
    );
    await lakehouse('down');
    context.log(`second start, ${TURNS.measured} times`);
    const ours = async () => {
      const time = await timed(async () => {
        await lakehouse('up');
        await lakehouse('sql', '-c', 'SELECT count(*) FROM hive_prod.bench.t');
      });
      await lakehouse('down');
      return time;
    };
    const result = await alternate(ours, () => bareSpark(context, home), TURNS);
    return { 'stack/second-start-to-first-query/bare-spark-connect': result };
  } finally {
    await lakehouse('down').catch(() => undefined);
    rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function bundleCli(context: BenchContext): Promise<string> {
  const outfile = join(context.root, 'out/bench/cli.cjs');
  await build({
    entryPoints: [join(context.root, 'server/src/cli/main.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    mainFields: ['module', 'main'],
    logLevel: 'warning',
  });
  return outfile;
}

/** Rejects with what the program said when it fails. */
function finished(command: string, args: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    child.on('error', reject);
    child.on('close', (code) => (code === 0 ? resolve() : reject(new Error(`${args.join(' ')}: ${said}`))));
  });
}

/** What Spark needs of Java 17 (its own JavaModuleOptions). */
const OPENS = [
  'lang',
  'lang.invoke',
  'lang.reflect',
  'io',
  'net',
  'nio',
  'util',
  'util.concurrent',
  'util.concurrent.atomic',
]
  .map((name) => `java.base/java.${name}`)
  .concat([
    'java.base/jdk.internal.ref',
    'java.base/sun.nio.ch',
    'java.base/sun.nio.cs',
    'java.base/sun.security.action',
  ])
  .concat('java.base/sun.util.calendar')
  .map((name) => `--add-opens=${name}=ALL-UNNAMED`);

async function bareSpark(context: BenchContext, home: string): Promise<number> {
  const { folder } = artefact({ stackFolder: join(context.root, 'stack'), cache: context.cache }, 'spark');
  const port = await freePort();
  const settings = {
    'spark.connect.grpc.binding.address': '127.0.0.1',
    'spark.connect.grpc.binding.port': String(port),
    'spark.driver.host': '127.0.0.1',
    'spark.driver.bindAddress': '127.0.0.1',
    'spark.ui.enabled': 'false',
  };
  const started = performance.now();
  const child = spawn(
    'java',
    [
      '-Xmx1g',
      ...OPENS,
      '-cp',
      join(folder, '*'),
      'org.apache.spark.deploy.SparkSubmit',
      ...['--master', 'local[2]'],
      ...Object.entries(settings).flatMap(([key, value]) => ['--conf', `${key}=${value}`]),
      ...['--class', 'org.apache.spark.sql.connect.service.SparkConnectServer', 'spark-internal'],
    ],
    { cwd: home, stdio: 'ignore' },
  );
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  try {
    for (;;) {
      if (child.exitCode !== null) throw new Error(`bare Spark Connect ended with ${child.exitCode}`);
      try {
        const session = await connect({ spark: { url: `sc://127.0.0.1:${port}` }, timeoutMs: 60_000 });
        for await (const event of session.execute('SELECT 1')) void event;
        const time = performance.now() - started;
        session.disconnect();
        return time;
      } catch {
        await delay(50);
      }
    }
  } finally {
    child.kill('SIGKILL');
    await ended;
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
