import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { cached, cacheFolder, sweepPartial } from '../../../scripts/lib/cache.mjs';
import { cacheFolder as productCacheFolder, defaultStackHome } from '../../../lakehouse/src/stack/paths';
import { dataFolder } from '../../../scripts/lib/cache.mjs';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lakehouse-cache-'));
  vi.stubEnv('LAKEHOUSE_CACHE', join(folder, 'cache'));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

test('what is filled is there once, and only whole', async () => {
  let filled = 0;
  const fill = async (partial: string) => {
    filled++;
    writeFileSync(join(partial, 'file'), 'x');
    expect(existsSync(join(folder, 'cache', 'thing-1'))).toBe(false);
  };
  expect(await cached('thing-1', fill)).toBe(join(folder, 'cache', 'thing-1'));
  await cached('thing-1', fill);
  expect(filled).toBe(1);
  expect(readdirSync(join(folder, 'cache'))).toEqual(['thing-1']);
});

test('a failed fill leaves nothing', async () => {
  await expect(cached('thing-2', () => Promise.reject(new Error('no network')))).rejects.toThrow('no network');
  expect(readdirSync(join(folder, 'cache'))).toEqual([]);
});

test('what a killed process left half filled is swept away', async () => {
  await cached('thing-3', async () => undefined);
  // No process has this id: the kernel's limit is below it.
  await cached('thing-4.partial-4999999', async () => undefined);
  sweepPartial();
  expect(readdirSync(join(folder, 'cache'))).toEqual(['thing-3']);
});

test('scripts and product agree on where things are', () => {
  vi.stubEnv('LAKEHOUSE_DATA', undefined);
  for (const cache of [join(folder, 'cache'), undefined]) {
    for (const xdg of [join(folder, 'xdg'), undefined]) {
      vi.stubEnv('LAKEHOUSE_CACHE', cache);
      vi.stubEnv('XDG_CACHE_HOME', xdg);
      vi.stubEnv('XDG_DATA_HOME', xdg);
      expect(cacheFolder()).toBe(productCacheFolder());
      expect(join(dataFolder(), 'default')).toBe(defaultStackHome());
    }
  }
});
