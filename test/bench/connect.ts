/** Spark Connect against PySpark's client: the same statements on the same server, in turns. */
import { execFileSync, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { decodeBatch } from '../../lakehouse/src/arrow';
import { connect } from '../../lakehouse/src/spark';
import { alternate, timed } from './lib';
import type { BenchContext, BenchResults } from './lib';
import { withSpark } from './spark-server';

/** 6 columns, 66 bytes a row: bigint, bigint, double, string, timestamp, decimal. */
const ROWS = `SELECT id, id * 7 AS k, id / 3.0D AS d, concat('name-', id) AS s, timestamp_micros(id * 1000000) AS ts, CAST(id AS DECIMAL(18,2)) AS n FROM range(1000000)`;

export function run(context: BenchContext): Promise<BenchResults> {
  return withSpark(context, (url) => measure(context, url));
}

async function measure(context: BenchContext, url: string): Promise<BenchResults> {
  const peer = await startPeer(context, url);
  const session = await connect({ spark: { url } });
  const ours = (sql: string) => async () => {
    let rows = 0;
    const time = await timed(async () => {
      for await (const event of session.execute(sql)) {
        // Opened as the webview opens it; PySpark's toArrow() ends with a table as well.
        if (event.type === 'batch') rows += decodeBatch(event.data).rowCount;
      }
    });
    if (rows !== (sql === ROWS ? 1_000_000 : 1)) throw new Error(`${rows} rows`);
    return time;
  };
  try {
    context.log('1,000,000 rows');
    const rows = await alternate(ours(ROWS), () => peer.run(ROWS), { warmup: 3, measured: 15 });
    context.log('SELECT 1');
    const one = await alternate(ours('SELECT 1'), () => peer.run('SELECT 1'), { warmup: 20, measured: 100 });
    return { 'connect/select-1/pyspark': one, 'connect/1000000-rows/pyspark': rows };
  } finally {
    await session.close();
    peer.stop();
  }
}

async function startPeer(context: BenchContext, url: string) {
  const python = await pyspark(context);
  const child = spawn(python, [join(context.root, 'test/bench/pyspark_peer.py'), url], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const line = async () => {
    const { value, done } = (await lines.next()) as IteratorResult<string, undefined>;
    if (done) throw new Error('the PySpark peer ended');
    return value;
  };
  await line();
  return {
    async run(sql: string): Promise<number> {
      child.stdin.write(`${sql}\n`);
      return Number((await line()).split(' ')[1]);
    },
    stop: () => child.kill(),
  };
}

/** The Python of a virtual environment that has PySpark's client. */
async function pyspark(context: BenchContext): Promise<string> {
  const folder = await context.cached('bench-pyspark-client-4.0.1', (target) => {
    context.log('installing pyspark-client 4.0.1 (about 250 MB)');
    const stdio = ['ignore', 'ignore', 'inherit'] as const;
    execFileSync('python3', ['-m', 'venv', target], { stdio: [...stdio] });
    const requirements = join(context.root, 'test/bench/pyspark-requirements.txt');
    execFileSync(
      join(target, 'bin/python'),
      ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', requirements],
      {
        stdio: [...stdio],
      },
    );
  });
  return join(folder, 'bin/python');
}
