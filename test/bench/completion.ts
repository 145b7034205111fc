/**
 * Completion and diagnostics against dt-sql-parser. Ours names the tables and columns of a catalog of 10,000 tables of 100
 * columns; the peer says only which kinds of thing can stand at the caret, so its side of the work is the smaller one.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { SparkSQL } from 'dt-sql-parser';
import { build } from 'esbuild';
import { createProtocolConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-languageserver/node';
import type { CompletionList } from 'vscode-languageserver/node';
import { complete } from '../../server/src/features/completion';
import { diagnose } from '../../server/src/features/diagnostics';
import { differenceOf, semanticTokens } from '../../server/src/features/tokens';
import type { CatalogPicture } from '../../server/src/sql/catalog-picture';
import { SqlDocument } from '../../server/src/sql/document';
import { staticPicture } from '../../server/src/sql/static-picture';
import type { CatalogSnapshot } from '../../server/src/sql/static-picture';
import { alternate, timed } from './lib';
import type { BenchContext, BenchResult, BenchResults } from './lib';

const TABLES = 10_000;
const COLUMNS = 100;
const ROUNDS = { warmup: 4, measured: 8 };

/** Where the caret is `|`; what only ours reads (three-part names, Iceberg) comes last. */
const SHARED_CARETS = [
  '|',
  'SEL|',
  'SELECT |',
  'SELECT | FROM sales.t_00042',
  'SELECT c|, id FROM sales.t_00042 t',
  'SELECT t.| FROM sales.t_00042 t',
  'SELECT count(|) FROM sales.t_00042',
  'SELECT * FROM |',
  'SELECT * FROM sa|',
  'SELECT * FROM t_|',
  'SELECT * FROM sales.|',
  'SELECT * FROM sales.t_0|',
  'SELECT * FROM sales.t_09999|',
  'SELECT * FROM sales.t_00042 WHERE |',
  'SELECT * FROM sales.t_00042 WHERE column_4|',
  'SELECT * FROM sales.t_00042 a JOIN sales.t_00043 b ON |',
  'SELECT * FROM sales.t_00042 a JOIN sales.t_00043 b ON a.|',
  'SELECT id FROM sales.t_00042 GROUP BY |',
  'SELECT id FROM sales.t_00042 ORDER BY c|',
  'WITH r AS (SELECT * FROM sales.t_00042) SELECT | FROM r',
  'WITH r AS (SELECT * FROM sales.t_00042) SELECT r.| FROM r',
  'INSERT INTO sales.|',
  'INSERT INTO sales.t_00042 (|) VALUES (1)',
  'DESCRIBE sales.|',
  'DROP TABLE sales.t|',
  'ALTER TABLE sales.t_00042 |',
] as const;
const OWN_CARETS = [
  'SELECT * FROM lake.|',
  'SELECT * FROM lake.sales.|',
  'SELECT * FROM lake.sales.t_00042.|',
  'SELECT * FROM lake.sales.t_00042 VERSION AS OF |',
  'SELECT a.column_7, b.| FROM lake.sales.t_00042 a JOIN lake.sales.t_00043 b ON a.id = b.id',
  'MERGE INTO lake.sales.t_00042 t USING lake.sales.t_00043 s ON t.|',
  'UPDATE lake.sales.t_00042 SET |',
  'CALL lake.system.|',
  'ALTER TABLE lake.sales.t_00042 DROP PARTITION FIELD |',
] as const;

export async function run(context: BenchContext): Promise<BenchResults> {
  const catalog = snapshot();
  const picture = staticPicture(catalog, { catalog: 'lake', namespace: ['default'] });
  const results: BenchResults = {};
  for (const lines of [500, 5_000]) {
    context.log(`completion, ${lines} lines`);
    const name = lines === 500 ? '10000-tables' : `10000-tables-${lines}-lines`;
    const { p50, p95 } = caretTimes(context, lines, picture);
    results[`completion/${name}-p50/dt-sql-parser`] = p50;
    results[`completion/${name}-p95/dt-sql-parser`] = p95;
  }
  context.log('keystroke, 5000 lines');
  results['completion/keystroke-5000-lines/dt-sql-parser'] = await keystrokes(picture);
  await serverMemory(context, catalog);
  return results;
}

function caretTimes(context: BenchContext, lines: number, picture: CatalogPicture): Record<'p50' | 'p95', BenchResult> {
  const times = { ours: [] as number[], peer: [] as number[] };
  const slowest: { caret: string; ms: number }[] = [];
  const peer = new SparkSQL();
  for (const caret of [...SHARED_CARETS, ...OWN_CARETS]) {
    const { text, offset } = place(caret, lines);
    const document = new SqlDocument(text);
    document.statements.forEach(({ parsed }) => parsed);
    const own: number[] = [];
    for (let round = 0; round < ROUNDS.warmup + ROUNDS.measured; round++) {
      const started = performance.now();
      const { items } = complete(document, offset, picture);
      if (round >= ROUNDS.warmup) own.push(performance.now() - started);
      if (items.length === 0) throw new Error(`nothing offered at ${caret}`);
    }
    times.ours.push(...own);
    slowest.push({ caret, ms: percentile(own, 0.5) });
    if (!(SHARED_CARETS as readonly string[]).includes(caret)) continue;
    const before = text.slice(0, offset).split('\n');
    const position = { lineNumber: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
    // The peer reads the text anew for each question; a blank at its end keeps it from answering out of its cache.
    for (let round = 0; round < 3; round++) {
      const started = performance.now();
      quietly(() => peer.getSuggestionAtCaretPosition(`${text}${' '.repeat(round)}`, position));
      if (round > 0) times.peer.push(performance.now() - started);
    }
  }
  slowest.sort((a, b) => b.ms - a.ms);
  for (const { caret, ms } of slowest.slice(0, 3)) context.log(`slowest: ${ms.toFixed(2)} ms  ${caret}`);
  const at = (share: number): BenchResult => ({
    ours: percentile(times.ours, share),
    peer: percentile(times.peer, share),
    unit: 'ms',
  });
  return { p50: at(0.5), p95: at(0.95) };
}

/** The peer writes every fault of an unfinished statement to the console. */
function quietly(work: () => unknown): void {
  const before = { ...console };
  Object.assign(console, { error: () => undefined });
  try {
    work();
  } finally {
    Object.assign(console, before);
  }
}

/** One letter typed in the middle of 5,000 lines, to the faults and the tokens of all of it. */
async function keystrokes(picture: CatalogPicture): Promise<BenchResult> {
  const document = new SqlDocument(place('SELECT column_1 AS other FROM sales.t_00042', 5_000).text);
  diagnose(document, picture);
  let tokens = semanticTokens(document, picture).segments;
  let typed = '';
  const next = (): string => {
    typed = typed.length < 30 ? `${typed}x` : 'x';
    return place(`SELECT column_1 AS ${typed} FROM sales.t_00042`, 5_000).text;
  };
  const peer = new SparkSQL();
  const ours = () => {
    const text = next();
    return timed(async () => {
      document.update(text);
      const { diagnostics } = diagnose(document, picture);
      if (diagnostics.length > 0) throw new Error(`ours finds ${diagnostics[0]?.message}`);
      const { segments } = semanticTokens(document, picture);
      const [edit, ...more] = differenceOf(tokens, segments);
      if (edit === undefined || more.length > 0 || edit.data.length > 10)
        throw new Error('the tokens changed elsewhere');
      tokens = segments;
    });
  };
  const peers = () => {
    const text = next();
    return timed(async () => {
      if (peer.validate(text).length > 0) throw new Error('dt-sql-parser finds faults: that is no comparison');
    });
  };
  return alternate(ours, peers, { warmup: 5, measured: 20 });
}

/** Says what memory a server process has that was given the catalog as a file and completed from it, in MB. No peer keeps catalogs. */
async function serverMemory(context: BenchContext, catalog: CatalogSnapshot): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'lakehouse-bench-'));
  try {
    const file = join(folder, 'catalog.json');
    writeFileSync(file, JSON.stringify(catalog));
    const server = join(context.root, 'out/bench/server.cjs');
    await build({
      entryPoints: [join(context.root, 'server/src/main.ts')],
      outfile: server,
      bundle: true,
      platform: 'node',
      target: 'node20',
      format: 'cjs',
      mainFields: ['module', 'main'],
      logLevel: 'warning',
    });
    const [empty, full] = [await memoryOf(server, []), await memoryOf(server, [file])];
    context.log(`memory of the server: ${empty} MB, with ${TABLES} tables of ${COLUMNS} columns ${full} MB`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Resident memory in MB after a completion has been answered from these files. */
async function memoryOf(server: string, catalogSnapshots: readonly string[]): Promise<number> {
  const child = spawn(process.execPath, [server, '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = new Promise((resolve) => child.once('close', resolve));
  const connection = createProtocolConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  connection.listen();
  try {
    const options = { processId: process.pid, rootUri: null, capabilities: {} };
    await connection.sendRequest('initialize', { ...options, initializationOptions: { catalogSnapshots } });
    await connection.sendNotification('initialized', {});
    const uri = 'untitled:bench.sql';
    const text = 'SELECT  FROM lake.sales.t_00042 t';
    const textDocument = { uri, languageId: 'sql', version: 1, text };
    await connection.sendNotification('textDocument/didOpen', { textDocument });
    const question = { textDocument: { uri }, position: { line: 0, character: 7 } };
    // Reading the file may take longer than one completion waits for it.
    for (let turn = 0; turn < 60; turn++) {
      const answer = await connection.sendRequest<CompletionList | null>('textDocument/completion', question);
      const found = answer?.items.some(({ label }) => label === 'column_42') === true;
      if (found || catalogSnapshots.length === 0) break;
      if (turn === 59) throw new Error('the server never knew the columns');
      await delay(500);
    }
    const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1];
    return Math.round(Number(kilobytes) / 1024);
  } finally {
    connection.dispose();
    child.kill('SIGKILL');
    await ended;
  }
}

/** One namespace with all the tables: more of them in one list than any other shape gives. */
function snapshot(): CatalogSnapshot {
  const types = ['bigint', 'string', 'double', 'timestamp', 'decimal(18,2)', 'struct<id:bigint,name:string>'];
  const columns = Array.from({ length: COLUMNS }, (_, i) => ({
    name: i === 0 ? 'id' : `column_${i}`,
    type: types[i % types.length] ?? 'string',
  }));
  const tables = Array.from({ length: TABLES }, (_, i) => ({
    name: `t_${String(i).padStart(5, '0')}`,
    format: 'iceberg',
    columns: columns.map((column) => ({ ...column })),
    partitionFields: ['days(column_3)'],
    properties: { 'write.format.default': 'parquet' },
    snapshots: [{ id: String(5660770991823815000 + i), timestampMs: 1_767_225_600_000, operation: 'append' }],
    refs: [{ name: 'main', type: 'branch' as const, snapshotId: String(5660770991823815000 + i) }],
  }));
  return { version: 1, catalogs: [{ name: 'lake', namespaces: [{ name: ['sales'], tables }] }] };
}

/** Ten lines that both accept. */
const statement = (n: number): string => `SELECT t.column_7, count(*) AS orders,
  sum(t.column_8) AS total, max(t.column_9) AS last_order,
  CASE WHEN sum(t.column_8) > ${n} THEN 'big' ELSE 'small' END AS size
FROM sales.t_00042 t
LEFT JOIN sales.t_00043 r ON t.id = r.id
WHERE t.column_3 >= '2026-01-01'
  AND t.column_1 IN ('new', 'paid', 'sent')
  AND t.column_2 BETWEEN ${n} AND 500
GROUP BY t.column_7 LIMIT ${n};
`;

/** The statement with the caret in the middle of a script of so many lines. */
function place(marked: string, lines: number): { text: string; offset: number } {
  const half = Array.from({ length: lines / 20 }, (_, i) => statement(i + 1)).join('\n');
  const other = Array.from({ length: lines / 20 }, (_, i) => statement(i + 1 + lines)).join('\n');
  const caret = marked.includes('|') ? marked.indexOf('|') : marked.length;
  const start = half.length + 1;
  return { text: `${half}\n${marked.replace('|', '')};\n\n${other}`, offset: start + caret };
}

function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
}
