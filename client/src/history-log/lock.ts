/** A lock between windows: a file that only one of them can create. */
import { randomUUID } from 'node:crypto';
import { readFile, rm, stat, writeFile } from 'node:fs/promises';

/** A lock this old belongs to a window that died: what it guards takes milliseconds. */
const STALE_MS = 5_000;
const WAIT_MS = 15_000;
const RETRY_MS = 15;

/** Runs `work` while no other process holds `path`. Throws when the lock cannot be had in 15 seconds. */
export async function withLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  const token = randomUUID();
  const deadline = Date.now() + WAIT_MS;
  while (!(await take(path, token))) {
    if (Date.now() > deadline) throw new Error(`${path} is held by another window`);
    if (await isStale(path)) await rm(path, { force: true });
    else await new Promise((resolve) => setTimeout(resolve, RETRY_MS * (1 + Math.random())));
  }
  try {
    return await work();
  } finally {
    await release(path, token);
  }
}

async function take(path: string, token: string): Promise<boolean> {
  try {
    await writeFile(path, token, { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    // Windows answers EPERM while a file of this name is being deleted.
    if (isCode(error, 'EEXIST') || isCode(error, 'EPERM')) return false;
    throw error;
  }
}

async function isStale(path: string): Promise<boolean> {
  try {
    return Date.now() - (await stat(path)).mtimeMs > STALE_MS;
  } catch (error) {
    if (isCode(error, 'ENOENT')) return false;
    throw error;
  }
}

/** Only what is still ours: after a long sleep another window may have taken over. */
async function release(path: string, token: string): Promise<void> {
  const holder = await readFile(path, 'utf8').catch(() => undefined);
  if (holder === token) await rm(path, { force: true });
}

export function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
