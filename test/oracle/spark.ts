import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { cacheFolder } from '../../lakehouse/src/stack/paths';

/** What Spark's parser says. `offset` is where it stopped, in UTF-16 units; null where it does not say. */
export interface Verdict {
  readonly ok: boolean;
  readonly offset: number | null;
  readonly message: string;
  /** It is also accepted where reserved words cannot be names; so `SELECT * FROM` is not. */
  readonly strict?: boolean;
}

interface Answer {
  readonly ok: boolean;
  readonly strict?: boolean;
  readonly line?: number;
  readonly pos?: number;
  readonly message?: string;
}

const SPARK = 'spark-4.0.1';

/** Packages that Spark opens on Java 17. */
const opened = [
  ...['lang', 'lang.invoke', 'net', 'nio', 'util', 'util.concurrent'].map((name) => `java.base/java.${name}`),
  ...['java.base/sun.nio.ch', 'java.base/sun.util.calendar'],
].map((name) => `--add-opens=${name}=ALL-UNNAMED`);

function jars(): string {
  const folder = readdirSync(cacheFolder()).find((name) => name.startsWith(`${SPARK}-`));
  if (folder === undefined) throw new Error(`${SPARK} is not in the cache: start the embedded stack once (npm start).`);
  return join(cacheFolder(), folder, '*');
}

/** Asks Spark's parser about each statement, in one run of the JVM: some seconds, then a millisecond each. */
export async function askSpark(root: string, statements: readonly string[]): Promise<Verdict[]> {
  // Spark leaves its warehouse where it runs.
  const cwd = mkdtempSync(join(tmpdir(), 'oracle-'));
  const program = join(root, 'test/oracle/Oracle.java');
  const args = ['-XX:TieredStopAtLevel=1', '-Xmx1g', ...opened, '-cp', jars(), program];
  const java = spawn('java', args, { cwd, stdio: ['pipe', 'pipe', 'pipe'] });
  try {
    let log = '';
    java.stderr.on('data', (chunk: Buffer) => (log = (log + chunk.toString()).slice(-4_000)));
    const closed = once(java, 'close');
    java.stdin.on('error', () => undefined); // said by the count below
    java.stdin.end(statements.map((text) => `${JSON.stringify(text)}\n`).join(''));
    const answers: Answer[] = [];
    for await (const line of createInterface({ input: java.stdout })) answers.push(JSON.parse(line) as Answer);
    await closed;
    if (answers.length !== statements.length) throw new Error(`Spark stopped early:\n${log}`);
    return answers.map((answer, i) => ({
      ok: answer.ok,
      strict: answer.strict,
      offset: offsetOf(statements[i] ?? '', answer),
      message: answer.message ?? '',
    }));
  } finally {
    java.kill();
    rmSync(cwd, { recursive: true, force: true });
  }
}

function offsetOf(text: string, { line, pos }: Answer): number | null {
  if (line === undefined || pos === undefined) return null;
  let start = 0;
  for (let n = 1; n < line; n++) {
    const end = text.indexOf('\n', start);
    if (end < 0) break;
    start = end + 1;
  }
  return start + pos;
}
