/** The embedded stack through everything that befalls it. It has a stack of its own, because it kills services. */
import { spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, connect as connectTcp, type AddressInfo, type Server } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateDatabaseCommand,
  CreateTableCommand,
  DeleteDatabaseCommand,
  GetDatabasesCommand,
  GetTableCommand,
  GetTableVersionsCommand,
  GlueClient,
  UpdateTableCommand,
} from '@aws-sdk/client-glue';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect, type SparkSession } from '../../lakehouse/src/spark';
import {
  cacheFolder,
  findStackFolder,
  openStack,
  SERVICE_NAMES,
  type ServiceName,
  type StackRuntime,
  type StackStatus,
} from '../../lakehouse/src/stack';

const scratch = mkdtempSync(join(tmpdir(), 'lakehouse-stack-'));
const home = join(scratch, 'default');
const signalOf = (controller: AbortController | undefined) => controller?.signal;

function open(folder = home, controller?: AbortController, messages?: string[]): Promise<StackRuntime> {
  return openStack({
    runtime: 'embedded',
    stackFolder: findStackFolder(join(__dirname, '../..')),
    home: folder,
    cache: cacheFolder(),
    onProgress: ({ message }) => messages?.push(message),
    signal: signalOf(controller),
  });
}

function find(status: StackStatus, name: ServiceName) {
  const service = status.services.find((each) => each.name === name);
  if (service === undefined) throw new Error(`no ${name}`);
  return service;
}

function pidOf(status: StackStatus, name: ServiceName): number {
  const { pid } = find(status, name);
  if (pid === null) throw new Error(`${name} has no process`);
  return pid;
}

/** Processes whose command line names the folder; what a stop must leave none of. */
function processesOf(folder: string): string[] {
  const { stdout } = spawnSync('ps', ['-eo', 'pid=,stat=,args='], { encoding: 'utf8' });
  return stdout.split('\n').filter((line) => line.includes(folder) && !/^\s*\d+ Z/.test(line));
}

async function run(session: SparkSession, sql: string): Promise<number> {
  let rows = 0;
  for await (const event of session.execute(sql)) if (event.type === 'complete') rows = event.rowCount;
  return rows;
}

async function query(status: StackStatus, sql: string): Promise<number> {
  const session = await connect({ spark: status.connection?.spark ?? { url: '' } });
  try {
    return await run(session, sql);
  } finally {
    await session.close();
  }
}

let stack: StackRuntime;
let running: StackStatus;

beforeAll(async () => {
  stack = await open();
  running = await stack.start();
});

afterAll(async () => {
  await stack.stop();
  rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
});

describe('a stack that runs', () => {
  it('says so of every service, to another program too', async () => {
    expect(running.state).toBe('running');
    const seen = await (await open()).status();
    expect(seen.services.map(({ name, state, error }) => [name, state, error])).toEqual(
      SERVICE_NAMES.map((name) => [name, 'running', null]),
    );
    expect(seen.connection?.catalogs?.map(({ name }) => name)).toEqual(['hive_prod', 'glue_catalog', 'spark_catalog']);
  });

  it('keeps what is written in both catalogs and under the session catalog', async () => {
    for (const catalog of ['hive_prod', 'glue_catalog', 'spark_catalog']) {
      await query(running, `CREATE NAMESPACE IF NOT EXISTS ${catalog}.stack_test_${catalog}`);
      await query(running, `CREATE TABLE ${catalog}.stack_test_${catalog}.t (a INT) USING iceberg`);
      await query(running, `INSERT INTO ${catalog}.stack_test_${catalog}.t VALUES (1), (2)`);
      expect(await query(running, `SELECT a FROM ${catalog}.stack_test_${catalog}.t`)).toBe(2);
    }
  });

  it('leaves nothing of its own check behind', async () => {
    for (const catalog of ['hive_prod', 'glue_catalog']) {
      expect(await query(running, `SHOW NAMESPACES IN ${catalog} LIKE 'lakehouse_check'`)).toBe(0);
    }
    const data = join(home, 'data', 's3', 'lakehouse');
    expect(existsSync(join(data, 'hive', 'lakehouse_check.db', 'probe'))).toBe(false);
  });

  it('listens on loopback only', async () => {
    const outside = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .filter(({ family, internal }) => family === 'IPv4' && !internal);
    for (const name of SERVICE_NAMES) {
      const port = Number(find(running, name).address?.split(':')[1]);
      for (const { address } of outside) expect(await answersAt(address, port)).toBe(false);
      expect(await answersAt('127.0.0.1', port)).toBe(true);
    }
  });

  it('is left as it is by a second start', async () => {
    const again = await (await open()).start();
    expect(again.services.map(({ pid }) => pid)).toEqual(running.services.map(({ pid }) => pid));
  });

  it('is changed by one program at a time', async () => {
    const [one, other] = await Promise.allSettled([(await open()).start(), (await open()).start()]);
    const failed = [one, other].find((result) => result.status === 'rejected');
    expect(failed).toMatchObject({ reason: { code: 'STACK_BUSY' } });
    expect([one.status, other.status].sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('writes no secret into a log', async () => {
    for (const name of SERVICE_NAMES) expect(await stack.logs(name, 10_000)).not.toContain('lakehouse-secret');
  });
});

describe('a service that is killed', () => {
  it.each(SERVICE_NAMES)('%s: is said to have failed, with the step that mends it, and is mended', async (name) => {
    const before = await stack.status();
    const session = await connect({ spark: before.connection?.spark ?? { url: '' } });
    process.kill(pidOf(before, name), 'SIGKILL');
    await expect.poll(async () => find(await stack.status(), name).state).toBe('failed');
    const status = await stack.status();
    expect(status.state).toBe('degraded');
    expect(find(status, name)).toMatchObject({
      state: 'failed',
      error: {
        code: 'STACK_SERVICE_FAILED',
        nextStep: { label: `Restart ${name}`, command: 'lakehouse.restartService', args: [name] },
      },
    });
    const mended = await (await open()).start({ services: [name] });
    expect(mended.state).toBe('running');
    expect(find(mended, name).address).toBe(find(before, name).address);
    for (const catalog of ['hive_prod', 'glue_catalog']) {
      expect(await query(mended, `SELECT a FROM ${catalog}.stack_test_${catalog}.t`)).toBe(2);
    }
    if (name !== 'spark') {
      // A session that was open finds the service again at the same address.
      expect(await run(session, 'SELECT a FROM hive_prod.stack_test_hive_prod.t')).toBe(2);
      expect(await run(session, 'SELECT a FROM glue_catalog.stack_test_glue_catalog.t')).toBe(2);
    }
    session.disconnect();
  });

  it('glue: loses nothing it had confirmed', async () => {
    await query(running, 'ALTER TABLE glue_catalog.stack_test_glue_catalog.t SET TBLPROPERTIES (colour = "blue")');
    await query(running, 'CREATE TABLE glue_catalog.stack_test_glue_catalog.gone (a INT) USING iceberg');
    await query(running, 'DROP TABLE glue_catalog.stack_test_glue_catalog.gone');
    process.kill(pidOf(await stack.status(), 'glue'), 'SIGKILL');
    const mended = await stack.start({ services: ['glue'] });
    const table = 'glue_catalog.stack_test_glue_catalog';
    expect(await query(mended, `SHOW TABLES IN ${table}`)).toBe(1);
    expect(await query(mended, `INSERT INTO ${table}.t VALUES (3)`)).toBe(0);
    expect(await query(mended, `SELECT a FROM ${table}.t`)).toBe(3);
    expect(readFileSync(join(home, 'data', 'glue', 'journal.jsonl'), 'utf8')).not.toContain('"gone"');
    const properties = `SHOW TBLPROPERTIES ${table}.t ('colour')`;
    expect(await query(mended, `SELECT 1 FROM ${table}.t.metadata_log_entries`)).toBeGreaterThan(3);
    expect(await query(mended, properties)).toBe(1);
  });
});

describe('the Glue endpoint', () => {
  const folder = join(scratch, 'glue');
  const table = { DatabaseName: 'journal', TableInput: { Name: 't', Parameters: { n: '0' } } };

  it('comes back with the latest of many versions, and without what was dropped', async () => {
    const other = await open(folder);
    try {
      const glue = glueOf(await other.start({ services: ['glue'] }));
      await glue.send(new CreateDatabaseCommand({ DatabaseInput: { Name: 'journal', Parameters: { owner: 'me' } } }));
      await glue.send(new CreateDatabaseCommand({ DatabaseInput: { Name: 'dropped' } }));
      await glue.send(new CreateTableCommand(table));
      await glue.send(new CreateTableCommand({ DatabaseName: 'dropped', TableInput: { Name: 't' } }));
      for (let n = 1; n <= 15; n++) {
        const TableInput = { Name: 't', Parameters: { n: String(n) } };
        await glue.send(new UpdateTableCommand({ DatabaseName: 'journal', TableInput, VersionId: String(n) }));
      }
      await glue.send(new DeleteDatabaseCommand({ Name: 'dropped' }));
      for (let restart = 0; restart < 2; restart++) {
        process.kill(pidOf(await other.status(), 'glue'), 'SIGKILL');
        await other.start({ services: ['glue'] });
        const { DatabaseList } = await glue.send(new GetDatabasesCommand({}));
        expect(DatabaseList?.map(({ Name, Parameters }) => [Name, Parameters])).toEqual([['journal', { owner: 'me' }]]);
        const { Table } = await glue.send(new GetTableCommand({ DatabaseName: 'journal', Name: 't' }));
        expect(Table?.Parameters).toEqual({ n: '15' });
        const versions = await glue.send(new GetTableVersionsCommand({ DatabaseName: 'journal', TableName: 't' }));
        expect(versions.TableVersions?.map((version) => version.Table?.Parameters?.['n']).sort()).toContain('6');
      }
    } finally {
      await other.stop();
    }
  });

  it('lets in only its own access key', async () => {
    const other = await open(folder);
    try {
      const glue = glueOf(await other.start({ services: ['glue'] }), 'somebody-else');
      await expect(glue.send(new GetDatabasesCommand({}))).rejects.toMatchObject({
        name: 'UnrecognizedClientException',
      });
    } finally {
      await other.stop();
    }
  });

  it('leaves out a last line that a crash cut short', async () => {
    const journal = join(folder, 'data', 'glue', 'journal.jsonl');
    appendFileSync(journal, '{"target":"AWSGlue.CreateDatabase","region":"us-ea');
    const other = await open(folder);
    try {
      const glue = glueOf(await other.start({ services: ['glue'] }));
      expect((await glue.send(new GetDatabasesCommand({}))).DatabaseList?.map(({ Name }) => Name)).toEqual(['journal']);
      expect(
        readFileSync(journal, 'utf8')
          .trim()
          .split('\n')
          .map((line) => typeof JSON.parse(line)),
      ).not.toContain('string');
    } finally {
      await other.stop();
    }
  });
});

function glueOf(status: StackStatus, accessKeyId = 'lakehouse'): GlueClient {
  return new GlueClient({
    endpoint: `http://${find(status, 'glue').address ?? ''}`,
    region: 'us-east-1',
    credentials: { accessKeyId, secretAccessKey: 'lakehouse-secret' },
  });
}

describe('a stack that is stopped', () => {
  it('leaves no process, and is back with what it held, where it was', async () => {
    const before = await stack.status();
    expect((await stack.stop()).state).toBe('stopped');
    expect(processesOf(home)).toEqual([]);
    expect((await (await open()).status()).connection).toBeNull();

    const begun = Date.now();
    const after = await stack.start();
    const answered = Date.now() - begun;
    expect(await query(after, 'SELECT 1')).toBe(1);
    const seconds = ((Date.now() - begun) / 1000).toFixed(1);
    process.stderr.write(`  second start: ${(answered / 1000).toFixed(1)} s; first answer to a client: ${seconds} s\n`);
    expect(after.services.map(({ address }) => address)).toEqual(before.services.map(({ address }) => address));
    expect(await query(after, 'SELECT a FROM glue_catalog.stack_test_glue_catalog.t')).toBe(3);
    expect(await query(after, 'SELECT a FROM hive_prod.stack_test_hive_prod.t')).toBe(2);
  });
});

describe('a start', () => {
  const servers: Server[] = [];
  afterAll(() => servers.forEach((server) => server.close()));

  it('takes another port where one is taken', async () => {
    const folder = join(scratch, 'ports');
    const other = await open(folder);
    try {
      const first = await other.start({ services: ['s3', 'glue'] });
      const port = Number(find(first, 's3').address?.split(':')[1]);
      await other.stop();
      servers.push(await listen(port));
      const second = await other.start({ services: ['s3', 'glue'] });
      expect(find(second, 's3')).toMatchObject({ state: 'running', error: null });
      expect(find(second, 's3').address).not.toBe(find(first, 's3').address);
      expect(find(second, 'glue').address).toBe(find(first, 'glue').address);
    } finally {
      await other.stop();
    }
    expect(processesOf(folder)).toEqual([]);
  });

  it.each([200, 2500])('that is cancelled after %i ms leaves nothing behind', async (ms) => {
    const folder = join(scratch, `cancelled-${String(ms)}`);
    const controller = new AbortController();
    const other = await open(folder, controller);
    setTimeout(() => controller.abort(), ms);
    await expect(other.start()).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(processesOf(folder)).toEqual([]);
    expect((await other.status()).state).toBe('stopped');
  });

  it('names the service that cannot start, in its own words', async () => {
    const folder = join(scratch, 'broken');
    const messages: string[] = [];
    const other = await open(folder, undefined, messages);
    await other.start({ services: ['s3'] });
    await other.stop();
    rmSync(join(folder, 'data', 's3'), { recursive: true });
    writeFileSync(join(folder, 'data', 's3'), 'a file where a folder must be');
    await expect(other.start({ services: ['s3'] })).rejects.toThrow(/s3/);
    expect(messages).toContain('Starting S3Proxy 4.1.0');
    expect(processesOf(folder)).toEqual([]);
  });

  it('reset deletes what the stack held', async () => {
    const folder = join(scratch, 'reset');
    const other = await open(folder);
    await other.start({ services: ['glue'] });
    expect(existsSync(join(folder, 'data'))).toBe(true);
    await other.reset();
    expect(existsSync(join(folder, 'data'))).toBe(false);
    expect((await other.status()).state).toBe('stopped');
  });
});

function answersAt(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connectTcp({ host, port, timeout: 2000 });
    const done = (answer: boolean): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => done(true));
    socket.once('error', () => done(false));
    socket.once('timeout', () => done(false));
  });
}

function listen(port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      expect((server.address() as AddressInfo).port).toBe(port);
      resolve(server);
    });
  });
}
