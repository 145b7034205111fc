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

/** The version that the embedded stack runs, and the next one, which run.mjs fetches for this. */
export const versions = { '4.0': 'spark-4.0.1-', '4.1': 'oracle-spark-4.1.3' } as const;
export type OracleVersion = keyof typeof versions;

/** Packages that Spark opens on Java 17. */
const opened = [
  ...['lang', 'lang.invoke', 'net', 'nio', 'util', 'util.concurrent'].map((name) => `java.base/java.${name}`),
  ...['java.base/sun.nio.ch', 'java.base/sun.util.calendar'],
].map((name) => `--add-opens=${name}=ALL-UNNAMED`);

function jars(version: OracleVersion): string {
  const name = versions[version];
  const folder = readdirSync(cacheFolder()).find((one) => one.startsWith(name) && !one.includes('.partial'));
  if (folder === undefined) throw new Error(`${name} is not in the cache: start the embedded stack once (npm start).`);
  return join(cacheFolder(), folder, '*');
}

/** Runs a Java program of this folder on Spark's jars; gives the lines that it prints. */
async function runJava(
  root: string,
  version: OracleVersion,
  file: string,
  args: readonly string[],
  input: string,
): Promise<string[]> {
  // Spark leaves its warehouse where it runs.
  const cwd = mkdtempSync(join(tmpdir(), 'oracle-'));
  const program = join(root, 'test/oracle', file);
  const options = ['-XX:TieredStopAtLevel=1', '-Xmx1g', ...opened, '-cp', jars(version), program, ...args];
  const java = spawn('java', options, { cwd, stdio: ['pipe', 'pipe', 'pipe'] });
  try {
    let log = '';
    java.stderr.on('data', (chunk: Buffer) => (log = (log + chunk.toString()).slice(-4_000)));
    const closed = once(java, 'close');
    java.stdin.on('error', () => undefined); // said by the code below
    java.stdin.end(input);
    const lines: string[] = [];
    for await (const line of createInterface({ input: java.stdout })) lines.push(line);
    const [code] = (await closed) as [number | null];
    if (code !== 0) throw new Error(`${file} stopped early:\n${log}`);
    return lines;
  } finally {
    java.kill();
    rmSync(cwd, { recursive: true, force: true });
  }
}

/** Asks Spark's parser about each statement, in one run of the JVM: some seconds, then a millisecond each. */
export async function askSpark(
  root: string,
  statements: readonly string[],
  version: OracleVersion = '4.0',
): Promise<Verdict[]> {
  const input = statements.map((text) => `${JSON.stringify(text)}\n`).join('');
  const lines = await runJava(root, version, 'Oracle.java', [], input);
  if (lines.length !== statements.length) throw new Error('Spark gave fewer answers than there are statements.');
  return lines.map((line, i) => {
    const answer = JSON.parse(line) as Answer;
    return {
      ok: answer.ok,
      strict: answer.strict,
      offset: offsetOf(statements[i] ?? '', answer),
      message: answer.message ?? '',
    };
  });
}

/** Random sentences of the grammars inside the jars; most of them Spark accepts. */
export async function sentences(root: string, many: number, seed: number, version: OracleVersion): Promise<string[]> {
  const lines = await runJava(root, version, 'Sentences.java', [String(many), String(seed)], '');
  return lines.map((line) => JSON.parse(line) as string);
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
