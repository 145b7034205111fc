/** Where things are: downloads, the default stack's data, the `stack/` folder beside the bundles. */
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { LakehouseError } from '../errors';

/** Downloads of all stacks: `$LAKEHOUSE_CACHE`, else `$XDG_CACHE_HOME/lakehouse-vscode`, else `~/.cache/lakehouse-vscode`. */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env): string {
  const { LAKEHOUSE_CACHE, XDG_CACHE_HOME } = env;
  if (LAKEHOUSE_CACHE) return LAKEHOUSE_CACHE;
  return join(XDG_CACHE_HOME || join(homedir(), '.cache'), 'lakehouse-vscode');
}

/** Data, logs and state of the stack that is meant when nothing else is said. */
export function defaultStackHome(env: NodeJS.ProcessEnv = process.env): string {
  const { LAKEHOUSE_DATA, XDG_DATA_HOME } = env;
  const data = LAKEHOUSE_DATA || join(XDG_DATA_HOME || join(homedir(), '.local', 'share'), 'lakehouse-vscode');
  return join(data, 'default');
}

/**
 * The package's `stack/` folder, looked for from the folder of a bundle (`dist/`) or of a source file upwards. Throws
 * INTERNAL when the package is not whole.
 */
export function findStackFolder(from: string = __dirname): string {
  for (const up of ['.', '..', '../..', '../../..']) {
    const folder = join(from, up, 'stack');
    if (existsSync(join(folder, 'spark', 'pom.xml'))) return folder;
  }
  throw new LakehouseError('INTERNAL', `The stack folder is missing near ${from}: the package is not whole`);
}
