/** The history on disk: what survives corruption, limits and several windows at once. */
import {
  appendFileSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { HistoryEntry } from '../../../client/src/history-log/entry';
import { HistoryStore } from '../../../client/src/history-log/store';

let root = '';
let folder = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'lakehouse-history-'));
  folder = join(root, 'storage');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const file = (): string => join(folder, 'query-history.jsonl');
const store = (limit = 1000): HistoryStore => new HistoryStore(folder, () => limit);
const ids = async (of: HistoryStore): Promise<string[]> => (await of.entries()).map(({ id }) => id);

function entry(number: number): HistoryEntry {
  return {
    ...{ id: String(number), connection: 'local', sql: `SELECT ${number}`, whole: true },
    ...{ startedMs: 1_000_000 + number, durationMs: 1, rows: 1, outcome: 'done' },
  };
}

it('is empty before the first statement', async () => {
  expect(await store().entries()).toEqual([]);
});

it('survives a restart, newest first', async () => {
  const first = store();
  await first.append(entry(1));
  await first.append(entry(2));
  expect(await store().entries()).toEqual([entry(2), entry(1)]);
});

it('can be read only by the user', async () => {
  await store().append(entry(1));
  if (process.platform !== 'win32') expect(statSync(file()).mode & 0o077).toBe(0);
});

it('skips corrupt lines, and a line that a crash left open does not take the next one along', async () => {
  await store().append(entry(1));
  appendFileSync(file(), '\0\0garbage\n{"id":"9","sql":"SEL');
  await store().append(entry(2));
  expect(await ids(store())).toEqual(['2', '1']);
});

it('shows and keeps no more than the limit', async () => {
  const limited = store(10);
  for (let number = 0; number < 130; number++) await limited.append(entry(number));
  expect(await ids(limited)).toEqual(Array.from({ length: 10 }, (_, index) => String(129 - index)));
  const lines = readFileSync(file(), 'utf8').trimEnd().split('\n').length;
  expect(lines).toBeLessThanOrEqual(10 + 51);
  await store(10).append(entry(130));
  expect(readFileSync(file(), 'utf8').trimEnd().split('\n')).toHaveLength(10);
});

it('keeps nothing with a limit of 0', async () => {
  await store(0).append(entry(1));
  expect(await ids(store())).toEqual([]);
});

it('takes the text of what is removed or cleared from the disk', async () => {
  const kept = store();
  for (const number of [1, 2, 3]) await kept.append(entry(number));
  await kept.remove(['2']);
  expect(readFileSync(file(), 'utf8')).not.toContain('SELECT 2');
  expect(await ids(kept)).toEqual(['3', '1']);
  await kept.clear();
  expect(await ids(kept)).toEqual([]);
  expect(readdirSync(folder)).toEqual([]);
});

it('loses nothing when several windows append, remove and compact at once', async () => {
  const windows = Array.from({ length: 4 }, () => store());
  const work = windows.flatMap((window, index) =>
    Array.from({ length: 60 }, (_, number) => [
      window.append(entry(1000 * index + number)),
      ...(number % 10 === 9 ? [window.remove([String(1000 * index + number)])] : []),
    ]).flat(),
  );
  await Promise.all(work);
  expect(await ids(store())).toHaveLength(4 * 54);
  expect(readdirSync(folder)).toEqual(['query-history.jsonl']);
});

it('takes over the lock of a window that died', async () => {
  await store().append(entry(1));
  const lock = `${file()}.lock`;
  writeFileSync(lock, 'dead');
  utimesSync(lock, 1, 1);
  await store().append(entry(2));
  expect(await ids(store())).toEqual(['2', '1']);
});

it('goes on after a write that failed', async () => {
  writeFileSync(folder, 'a file where the folder should be');
  const kept = store();
  await expect(kept.append(entry(1))).rejects.toThrow();
  rmSync(folder);
  await kept.append(entry(2));
  expect(await ids(kept)).toEqual(['2']);
});

it('tells one window what another wrote', async () => {
  let stop: (() => void) | undefined;
  const told = new Promise<void>((resolve, reject) => {
    store()
      .watch(resolve)
      .then((end) => {
        stop = end;
        return store().append(entry(1));
      })
      .catch(reject);
  });
  await told;
  stop?.();
});
