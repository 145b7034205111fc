// Where downloads are kept: outside every repository, in sub-folders keyed by name and version, so that a version is
// fetched once a machine. lakehouse/src/stack/paths.ts follows the same rule.
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** `$LAKEHOUSE_CACHE`, else `$XDG_CACHE_HOME/lakehouse-vscode`, else `~/.cache/lakehouse-vscode`. */
export function cacheFolder() {
  const { LAKEHOUSE_CACHE, XDG_CACHE_HOME } = process.env;
  if (LAKEHOUSE_CACHE) return LAKEHOUSE_CACHE;
  return join(XDG_CACHE_HOME || join(homedir(), '.cache'), 'lakehouse-vscode');
}

/** What a person may want back: the stack's data, the sample workspace, the editor's settings. As defaultStackHome. */
export function dataFolder() {
  const { LAKEHOUSE_DATA, XDG_DATA_HOME } = process.env;
  if (LAKEHOUSE_DATA) return LAKEHOUSE_DATA;
  return join(XDG_DATA_HOME || join(homedir(), '.local', 'share'), 'lakehouse-vscode');
}

/** The folder of `key` (`name-version`) in the cache, whether or not it is filled. */
export function cachedPath(key) {
  return join(cacheFolder(), key);
}

/**
 * The folder of `key`, filled by `fill(folder)` when it is not there. What `fill` makes is seen by others only once it
 * is whole: it works in a folder of its own, renamed at the end. Two processes may fill at once; the first to end wins.
 */
export async function cached(key, fill) {
  const target = cachedPath(key);
  if (existsSync(target)) return target;
  mkdirSync(cacheFolder(), { recursive: true });
  const partial = `${target}.partial-${process.pid}`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial);
  try {
    await fill(partial);
    try {
      renameSync(partial, target);
    } catch (error) {
      if (!existsSync(target)) throw error;
    }
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
  return target;
}

/** Removes what a killed process left half filled. */
export function sweepPartial() {
  if (!existsSync(cacheFolder())) return;
  for (const name of readdirSync(cacheFolder())) {
    const pid = Number(/\.partial-(\d+)$/.exec(name)?.[1] ?? 0);
    if (pid > 0 && !isAlive(pid)) rmSync(join(cacheFolder(), name), { recursive: true, force: true });
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
