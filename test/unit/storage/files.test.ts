import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStore } from '../../../lakehouse/src/storage';

describe('local files', () => {
  const store = openStore();
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lakehouse-files-'));
    await mkdir(join(folder, 'a b', 'deep'), { recursive: true });
    await writeFile(join(folder, 'a b', 'x%.txt'), '0123456789');
    await writeFile(join(folder, 'a b', 'deep', 'y.txt'), 'yy');
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('are read by URL, by the short form Hadoop writes, and by path', async () => {
    const path = join(folder, 'a b', 'x%.txt');
    for (const uri of [pathToFileURL(path).href, `file:${path}`, path]) {
      expect((await store.read(uri)).toString(), uri).toBe('0123456789');
    }
  });

  it('are read in part, and told about', async () => {
    const uri = pathToFileURL(join(folder, 'a b', 'x%.txt')).href;
    expect((await store.read(uri, { range: { start: 2, end: 4 } })).toString()).toBe('234');
    expect((await store.read(uri, { range: { start: 8, end: 40 } })).toString()).toBe('89');
    expect(await store.head(uri)).toMatchObject({ uri, size: 10 });
  });

  it('are listed with all below', async () => {
    const found: string[] = [];
    for await (const page of store.list(pathToFileURL(folder).href)) found.push(...page.map((object) => object.uri));
    expect(found.map((uri) => decodeURIComponent(uri).slice(-9)).sort()).toEqual(
      ['b/x%.txt', 'eep/y.txt'].map((end) => expect.stringContaining(end) as unknown),
    );
  });

  it('that are not there, and folders, are OBJECT_NOT_FOUND', async () => {
    for (const uri of [`file:${folder}/none`, `file:${folder}/a b`]) {
      await expect(store.read(uri)).rejects.toMatchObject({
        code: 'OBJECT_NOT_FOUND',
        message: `There is no file ${uri}`,
      });
    }
    await expect(store.head(`file:${folder}/none`)).rejects.toMatchObject({ code: 'OBJECT_NOT_FOUND' });
  });

  it('are not read once cancelled', async () => {
    const uri = pathToFileURL(join(folder, 'a b', 'x%.txt')).href;
    await expect(store.read(uri, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'CANCELLED' });
  });
});

describe('other addresses', () => {
  it.each(['hdfs://namenode/x', 'gs://b/x', 'abfss://c@a/x', 's3://', 's3:x'])(
    '%s: CATALOG_UNSUPPORTED',
    async (uri) => {
      await expect(openStore().read(uri)).rejects.toMatchObject({ code: 'CATALOG_UNSUPPORTED' });
    },
  );
});
