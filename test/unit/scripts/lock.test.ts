import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { missingEntries } from '../../../scripts/lock.mjs';

const LOCK = join(import.meta.dirname, '../../../package-lock.json');

test('the lock file is whole for every platform and names no place to download from', () => {
  const text = readFileSync(LOCK, 'utf8');
  expect(missingEntries(JSON.parse(text) as Parameters<typeof missingEntries>[0])).toEqual({});
  expect(text).not.toContain('"resolved"');
});

test('a platform package that a registry did not have is added with the platform its name says', () => {
  const tool = {
    dev: true,
    optionalDependencies: { '@a/tool-linux-arm-musleabihf': '1.0.0', '@a/tool-win32-x64': '1.0.0' },
  };
  const lock = { packages: { '': {}, 'node_modules/@a/tool': tool, 'node_modules/@a/tool-win32-x64': {} } };
  expect(missingEntries(lock)).toEqual({
    'node_modules/@a/tool-linux-arm-musleabihf': {
      version: '1.0.0',
      cpu: ['arm'],
      libc: ['musl'],
      os: ['linux'],
      dev: true,
      optional: true,
    },
  });
});
