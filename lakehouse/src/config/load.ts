import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { LakehouseError } from '../errors';
import { parseConfig } from './parse';
import type { LakehouseConfig } from './types';

/** The `lakehouse.json` at `file`, or null when there is none. Throws CONFIG_INVALID when it cannot be read or is wrong. */
export async function loadConfig(file: string): Promise<LakehouseConfig | null> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new LakehouseError('CONFIG_INVALID', `${file} cannot be read: ${(error as Error).message}`, {
      cause: error,
      nextStep: { label: `Check that ${basename(file)} is a file you may read` },
    });
  }
  return parseConfig(text, basename(file));
}
