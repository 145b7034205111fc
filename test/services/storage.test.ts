/** The object store against a real S3 server. */
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { openStore } from '../../lakehouse/src/storage';
import { deletePrefix, putObject, s3Settings } from './catalogs';

const stack = inject('stack');
const ROOT = `s3://${stack.bucket}/catalog-readers-storage`;
const store = openStore(s3Settings);

beforeAll(async () => {
  await putObject(`${ROOT}/a b/ü+%.txt`, '0123456789');
  await putObject(`${ROOT}/big.bin`, Buffer.alloc(3_000_000, 7));
  for (let i = 0; i < 5; i++) await putObject(`${ROOT}/many/${String(i)}`, 'x'.repeat(i));
});
afterAll(async () => {
  store.close();
  await deletePrefix(`${ROOT}/`);
});

describe('objects', () => {
  it('are read whole, in part, and by each of the three schemes', async () => {
    for (const scheme of ['s3', 's3a', 's3n']) {
      const uri = `${ROOT}/a b/ü+%.txt`.replace('s3:', `${scheme}:`);
      expect((await store.read(uri)).toString()).toBe('0123456789');
    }
    const part = await store.read(`${ROOT}/a b/ü+%.txt`, { range: { start: 3, end: 5 } });
    expect(part.toString()).toBe('345');
    expect((await store.read(`${ROOT}/big.bin`)).equals(Buffer.alloc(3_000_000, 7))).toBe(true);
  });

  it('are read many at a time', async () => {
    const sizes = await Promise.all(
      Array.from({ length: 60 }, async (_, i) => (await store.read(`${ROOT}/many/${String(i % 5)}`)).length),
    );
    expect(sizes).toEqual(Array.from({ length: 60 }, (_, i) => i % 5));
  });

  it('are told about and listed', async () => {
    const head = await store.head(`${ROOT}/big.bin`);
    expect(head.size).toBe(3_000_000);
    expect(Math.abs((head.modifiedMs ?? 0) - Date.now())).toBeLessThan(600_000);
    const found: string[] = [];
    for await (const page of store.list(`${ROOT}/many/`)) found.push(...page.map((o) => `${o.uri} ${String(o.size)}`));
    expect(found.sort()).toEqual([0, 1, 2, 3, 4].map((i) => `${ROOT}/many/${String(i)} ${String(i)}`));
  });
});

describe('errors', () => {
  it('name the object that is not there, and the bucket', async () => {
    for (const ask of [(uri: string) => store.read(uri), (uri: string) => store.head(uri)]) {
      await expect(ask(`${ROOT}/none`)).rejects.toMatchObject({
        code: 'OBJECT_NOT_FOUND',
        message: `There is no object ${ROOT}/none at ${stack.s3}`,
      });
      await expect(ask('s3://no-such-bucket/key')).rejects.toMatchObject({
        code: 'BUCKET_NOT_FOUND',
        message: `There is no bucket no-such-bucket at ${stack.s3} (for s3://no-such-bucket/key)`,
        nextStep: { command: 'lakehouse.openConfig' },
      });
    }
  });

  it('name the key that is not accepted', async () => {
    for (const [change, key] of [
      [{ accessKeyId: 'nobody' }, 'nobody'],
      [{ secretAccessKey: 'wrong' }, stack.accessKeyId],
    ] as const) {
      const wrong = openStore({ ...s3Settings, ...change });
      await expect(wrong.read(`${ROOT}/big.bin`)).rejects.toMatchObject({
        code: 'AUTH_FAILED',
        message: `S3: ${stack.s3} does not accept the access key ${key}`,
        nextStep: { command: 'lakehouse.openConfig' },
      });
      wrong.close();
    }
  });

  it('do not hang: the metastore and Spark are no S3', async () => {
    for (const url of [stack.hive, stack.spark]) {
      const endpoint = `http://${/\/\/([^/;]+)/.exec(url)?.[1] ?? ''}`;
      const wrong = openStore({ ...s3Settings, endpoint }, { firstAnswerMs: 4_000 });
      const started = performance.now();
      const error: unknown = await wrong.read(`${ROOT}/big.bin`).catch((thrown: unknown) => thrown);
      wrong.close();
      expect(['NOT_THIS_SERVICE', 'CONNECTION_LOST', 'TIMEOUT']).toContain((error as { code: string }).code);
      expect((error as Error).message).toContain(endpoint);
      expect(performance.now() - started).toBeLessThan(6_000);
    }
  });
});
