/** `catalog export`, `check` and `doctor` on the real stack. */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { SnapshotCatalog, SnapshotTable } from '../../lakehouse/src/catalog/snapshot';
import { TestClient } from '../server/lib/client';
import { sql } from './catalogs';

const root = join(__dirname, '../..');
const stack = inject('stack');
const scratch = mkdtempSync(join(tmpdir(), 'lakehouse-cli-catalog-'));
const cli = join(scratch, 'dist/cli.js');
const file = join(scratch, 'lake.json');

interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

function lakehouse(...args: string[]): Promise<Ran> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [cli, ...args], { cwd: scratch });
    let [out, err] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
    child.on('close', (code) => resolve({ code, out, err }));
  });
}

beforeAll(async () => {
  mkdirSync(join(scratch, 'dist'));
  symlinkSync(join(root, 'stack'), join(scratch, 'stack'));
  await build({
    entryPoints: [join(root, 'server/src/cli/main.ts')],
    outfile: cli,
    bundle: true,
    platform: 'node',
    target: 'node20',
    mainFields: ['module', 'main'],
    logLevel: 'silent',
  });
  const { secretAccessKey } = stack;
  const hidden = JSON.stringify({ ...stack.connection, name: 'own' }).replaceAll(secretAccessKey, '${env:OWN_SECRET}');
  process.env['OWN_SECRET'] = secretAccessKey;
  writeFileSync(join(scratch, 'lakehouse.json'), `{ "connections": [ ${hidden} ] }`);
  await sql('CREATE NAMESPACE IF NOT EXISTS hive_prod.clicat', 'DROP TABLE IF EXISTS hive_prod.clicat.t');
  await sql(
    "CREATE TABLE hive_prod.clicat.t (id BIGINT NOT NULL COMMENT 'key', at TIMESTAMP, who STRUCT<name: STRING>) USING iceberg PARTITIONED BY (days(at)) COMMENT 'of a test'",
    "INSERT INTO hive_prod.clicat.t VALUES (1, TIMESTAMP '2026-01-01 00:00:00', named_struct('name', 'x'))",
    'ALTER TABLE hive_prod.clicat.t CREATE TAG first',
  );
});

afterAll(async () => {
  await sql('DROP TABLE hive_prod.clicat.t PURGE', 'DROP NAMESPACE hive_prod.clicat');
  rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
});

const catalogsOf = (text: string) => (JSON.parse(text) as { catalogs: SnapshotCatalog[] }).catalogs;

describe('the command line and the catalogs of the stack', () => {
  it('exports all of them, with columns, partition fields, snapshots and references', async () => {
    const { code, out, err } = await lakehouse('catalog', 'export', file);
    expect({ code, out }).toEqual({ code: 0, out: '' });
    expect(err).toMatch(/Reading hive_prod/);
    expect(err).toMatch(/\d+ tables of hive_prod, glue_catalog, spark_catalog written to /);
    expect(err).not.toContain('Warning');
    const text = readFileSync(file, 'utf8');
    expect(text).not.toContain(stack.secretAccessKey);
    const catalogs = catalogsOf(text);
    expect(catalogs.map(({ name, type }) => [name, type])).toEqual([
      ['hive_prod', 'hive'],
      ['glue_catalog', 'glue'],
      ['spark_catalog', 'hive'],
    ]);
    const table = (catalog: number, namespace: string, name: string): SnapshotTable | undefined =>
      catalogs[catalog]?.namespaces
        .find((space) => space.name[0] === namespace)
        ?.tables.find((each) => each.name === name);
    const own = table(0, 'clicat', 't');
    expect(own).toMatchObject({
      format: 'iceberg',
      comment: 'of a test',
      columns: [
        { name: 'id', type: 'bigint', nullable: false, comment: 'key' },
        { name: 'at', type: 'timestamp', nullable: true },
        { name: 'who', type: 'struct<name:string>' },
      ],
      partitionFields: ['days(at)'],
      snapshots: [{ parentId: null, operation: 'append', summary: { 'added-records': '1' } }],
    });
    const id = own?.snapshots?.[0]?.id ?? '';
    expect(id).toMatch(/^\d{15,19}$/);
    expect(own?.refs).toEqual(
      expect.arrayContaining([
        { name: 'main', type: 'branch', snapshotId: id },
        { name: 'first', type: 'tag', snapshotId: id },
      ]),
    );
    expect(table(1, 'marketing', 'campaigns')?.columns?.length ?? 0).toBeGreaterThan(1);
  });

  it('completes and checks from that file with nothing connected', async () => {
    const client = await TestClient.start({ catalogSnapshots: [file] });
    const items = await client.completeAt('SELECT t.| FROM hive_prod.clicat.t', 'untitled:x.sql');
    expect(
      items
        .slice(0, 3)
        .map(({ label }) => label)
        .sort(),
    ).toEqual(['at', 'id', 'who']);
    expect(await client.stop()).toBe(0);
    writeFileSync(join(scratch, 'q.sql'), 'SELECT id, nope FROM hive_prod.clicat.t');
    const { code, out } = await lakehouse('check', 'q.sql', '--snapshot', file);
    expect(code).toBe(0);
    expect(out).toMatch(/^q\.sql:1:12: warning unknown-column .*nope.*\n$/);
  });

  it('checks with the catalogs of the connection, too', async () => {
    writeFileSync(
      join(scratch, 'q.sql'),
      'SELECT id, nope FROM hive_prod.clicat.t;\nSELECT id FROM hive_prod.clicat.t',
    );
    const { out, err } = await lakehouse('check', 'q.sql', '--json');
    expect(err).toBe('');
    expect(JSON.parse(out)).toMatchObject([{ line: 1, code: 'unknown-column' }]);
  });

  it('exports one catalog and namespace to standard output', async () => {
    const args = ['--catalog', 'hive_prod', '--namespace', 'clicat', '--connection', 'own'];
    const { code, out } = await lakehouse('catalog', 'export', '-', ...args);
    expect(code).toBe(0);
    const [catalog, ...others] = catalogsOf(out);
    expect(others).toEqual([]);
    expect(catalog?.namespaces.map(({ name, tables }) => [name, tables.length])).toEqual([[['clicat'], 1]]);
  });

  it('finds the stack well, and prints no secret', async () => {
    const { out } = await lakehouse('doctor', '--json', '--home', stack.home, '--runtime', 'embedded');
    const found = JSON.parse(out) as { check: string; status: string; message: string }[];
    const own = found.filter(({ check }) => /^(?:own|stack)/.test(check));
    expect(own.filter(({ status }) => status !== 'ok')).toEqual([]);
    const message = (check: string) => own.find((each) => each.check === check)?.message;
    expect(message('own: spark')).toMatch(/^Spark 4\.\d\.\d, a query took \d+ ms$/);
    expect(message('own: hive_prod')).toMatch(/^Hive Metastore at thrift:.* \d+ namespaces$/);
    expect(message('own: hive_prod files')).toMatch(/^read s3:\/\/.*\.metadata\.json$/);
    expect(message('own: glue_catalog files')).toMatch(/^read s3:\/\//);
    expect(message('stack: metastore')).toContain('Hive Metastore');
    expect(out).not.toContain(stack.secretAccessKey);
  });
});
