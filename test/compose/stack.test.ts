/** The stack as containers, with a real Docker daemon, through the product's own runtime, Spark client and catalogs. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, expect, inject, it } from 'vitest';
import { openCatalog } from '../../lakehouse/src/catalog';
import type { ConnectionConfig } from '../../lakehouse/src/config/types';
import { connect } from '../../lakehouse/src/spark';
import { projectName, settingsFile } from '../../lakehouse/src/stack/composeSettings';
import {
  cacheFolder,
  openStack,
  type ServiceStatus,
  type StackRuntime,
  type StackStatus,
} from '../../lakehouse/src/stack';

declare module 'vitest' {
  interface ProvidedContext {
    whyNoDocker: string;
  }
}

const why = inject('whyNoDocker');
const told: string[] = [];
let home: string;
let stack: StackRuntime;

beforeAll(async () => {
  if (why !== '') return;
  home = await mkdtemp(join(tmpdir(), 'lakehouse-compose-test-'));
  const stackFolder = join(__dirname, '../../stack');
  const onProgress = ({ message }: { message: string }): void => void told.push(message);
  stack = await openStack({ runtime: 'compose', stackFolder, home, cache: cacheFolder(), onProgress });
  await stack.start();
});

beforeEach((context) => {
  context.skip(why !== '', why);
});

afterAll(async () => {
  if (why !== '') return;
  await stack.reset();
  await rm(home, { recursive: true, force: true });
});

async function docker(...args: string[]): Promise<string[]> {
  const { stdout } = await promisify(execFile)('docker', args);
  return stdout.split('\n').filter((line) => line !== '');
}

const ofProject = (): string => `label=com.docker.compose.project=${projectName(home)}`;
const container = (service: string): string => `${projectName(home)}-${service}-1`;

/** The stack running, whatever an earlier test left. */
async function running(): Promise<{ status: StackStatus; connection: ConnectionConfig }> {
  const status = await stack.start();
  expect(status.services.map(({ name, state, error }) => [name, state, error])).toEqual(
    ['s3', 'metastore', 'glue', 'spark'].map((name) => [name, 'running', null]),
  );
  expect(status).toMatchObject({ state: 'running', runtime: 'compose' });
  if (status.connection === null) throw new Error('A running stack has a connection');
  return { status, connection: status.connection };
}

async function sql(connection: ConnectionConfig, ...statements: string[]): Promise<number> {
  if (connection.spark === undefined) throw new Error('A running stack has Spark');
  const session = await connect({ spark: connection.spark });
  let rows = 0;
  try {
    for (const statement of statements) {
      for await (const event of session.execute(statement)) if (event.type === 'complete') rows = event.rowCount;
    }
  } finally {
    await session.close();
  }
  return rows;
}

function catalog(connection: ConnectionConfig, name: string) {
  const config = connection.catalogs?.find((each) => each.name === name);
  if (config === undefined) throw new Error(`A running stack has ${name}`);
  return openCatalog(config);
}

async function serviceState(name: string): Promise<ServiceStatus | undefined> {
  return (await stack.status()).services.find((each) => each.name === name);
}

it.each(['hive_prod', 'glue_catalog'])('makes a table in %s, reads it back, and lists it', async (name) => {
  const { connection } = await running();
  const rows = await sql(
    connection,
    `CREATE NAMESPACE IF NOT EXISTS ${name}.compose_test`,
    `CREATE OR REPLACE TABLE ${name}.compose_test.orders (id BIGINT, day DATE) USING iceberg PARTITIONED BY (day)`,
    `INSERT INTO ${name}.compose_test.orders VALUES (1, DATE'2026-01-01'), (2, DATE'2026-01-02'), (3, DATE'2026-01-02')`,
    `SELECT * FROM ${name}.compose_test.orders`,
  );
  expect(rows).toBe(3);
  const reader = catalog(connection, name);
  try {
    expect((await reader.listNamespaces()).map((each) => each.name)).toContainEqual(['compose_test']);
    expect((await reader.listTables(['compose_test'])).map((each) => each.name)).toContain('orders');
    // Its metadata lies at an s3:// address that containers and this process reach by different endpoints.
    const table = await reader.loadTable(['compose_test'], 'orders');
    expect(table).toMatchObject({
      format: 'iceberg',
      columns: [
        { name: 'id', type: 'bigint' },
        { name: 'day', type: 'date' },
      ],
    });
    expect(table.iceberg?.snapshots.at(-1)?.summary['total-records']).toBe('3');
    expect((await reader.listPartitions(['compose_test'], 'orders')).map((each) => each.records).sort()).toEqual([
      1, 2,
    ]);
  } finally {
    await reader.close();
  }
});

it('publishes its ports on loopback only, and keeps its keys to itself', async () => {
  const { connection } = await running();
  const ports = await docker('ps', '--filter', ofProject(), '--format', '{{.Ports}}');
  const published = ports.flatMap((line) => line.split(', ')).filter((port) => port.includes('->'));
  expect(published).toHaveLength(4);
  for (const port of published) expect(port).toMatch(/^127\.0\.0\.1:/);
  expect((await stat(settingsFile(home))).mode & 0o777).toBe(0o600);
  const { secretAccessKey } = connection.catalogs?.[0]?.s3 ?? {};
  expect(secretAccessKey).toMatch(/^[0-9a-f]{40}$/);
  const image = (await docker('inspect', container('spark'), '--format', '{{.Image}}'))[0] ?? '';
  const baked = (await docker('image', 'inspect', image, '--format', '{{json .Config}}')).join();
  expect(baked).toContain('start.sh');
  expect(baked).not.toContain(secretAccessKey);
});

it.each([
  ['metastore', 'metastore'],
  ['metastore', 'postgres'],
  ['spark', 'spark'],
  ['glue', 'glue'],
  ['s3', 's3'],
] as const)('says that %s failed when its container %s is killed, and mends it', async (service, killed) => {
  const { connection } = await running();
  await sql(
    connection,
    'CREATE NAMESPACE IF NOT EXISTS glue_catalog.kept',
    'CREATE TABLE IF NOT EXISTS glue_catalog.kept.t AS SELECT 1 AS a',
    'CREATE NAMESPACE IF NOT EXISTS hive_prod.kept',
    'CREATE TABLE IF NOT EXISTS hive_prod.kept.t AS SELECT 1 AS a',
  );
  await docker('kill', container(killed));
  const begun = Date.now();
  const status = await serviceState(service);
  expect(Date.now() - begun).toBeLessThan(2_000);
  expect(status).toMatchObject({
    state: 'failed',
    error: {
      code: 'STACK_SERVICE_FAILED',
      message: expect.stringContaining(`its container ${killed} was killed`) as string,
      nextStep: { command: 'lakehouse.restartService', args: [service] },
    },
  });
  expect((await stack.status()).state).toBe('degraded');
  const mended = await stack.start({ services: [service] });
  expect(mended.state).toBe('running');
  expect(mended.connection).toEqual(connection);
  expect(await sql(connection, 'SELECT * FROM hive_prod.kept.t UNION ALL SELECT * FROM glue_catalog.kept.t')).toBe(2);
});

it('keeps tables and logs when it is stopped, and what it says then is that it is stopped', async () => {
  const { connection } = await running();
  await sql(
    connection,
    'CREATE NAMESPACE IF NOT EXISTS glue_catalog.lasting',
    'CREATE OR REPLACE TABLE glue_catalog.lasting.t AS SELECT 1 AS a',
    'CREATE NAMESPACE IF NOT EXISTS hive_prod.lasting',
    'CREATE OR REPLACE TABLE hive_prod.lasting.t AS SELECT 1 AS a',
  );
  const stopped = await stack.stop();
  expect(stopped).toMatchObject({ state: 'stopped', connection: null });
  expect(await docker('ps', '-aq', '--filter', ofProject())).toEqual([]);
  expect(await stack.logs('spark', 5_000)).toMatch(/SparkConnectServer/);
  const again = await running();
  const both = 'SELECT * FROM hive_prod.lasting.t UNION ALL SELECT * FROM glue_catalog.lasting.t';
  expect(await sql(again.connection, both)).toBe(2);
});

it('needs no second build', async () => {
  await running();
  told.length = 0;
  const begun = Date.now();
  await stack.prepare();
  expect(told).toEqual([]);
  expect(Date.now() - begun).toBeLessThan(2_000);
});

it('leaves no container, network or volume after a reset', async () => {
  await running();
  expect(await docker('ps', '-q', '--filter', ofProject())).toHaveLength(5);
  expect(await docker('volume', 'ls', '-q', '--filter', ofProject())).toHaveLength(3);
  await stack.reset();
  expect(await docker('ps', '-aq', '--filter', ofProject())).toEqual([]);
  expect(await docker('volume', 'ls', '-q', '--filter', ofProject())).toEqual([]);
  expect(await docker('network', 'ls', '-q', '--filter', ofProject())).toEqual([]);
  expect((await stack.status()).state).toBe('stopped');
});
