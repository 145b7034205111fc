/** The SQL files that a command line names. */
import { randomUUID } from 'node:crypto';
import { readdir, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LakehouseError } from '../../../lakehouse/src/errors';

/** Standard input, and standard output for what becomes of it. */
export const STDIN = '-';

const SQL_FILE = /\.(?:sql|sparksql)$/i;
const BOM = '\uFEFF';

/** Files as they are named, folders as the SQL files below them; sorted within a folder. Throws CONFIG_INVALID. */
export async function findSqlFiles(names: readonly string[]): Promise<string[]> {
  const found = await Promise.all(names.map(async (name) => ((await isFolder(name)) ? below(name) : [name])));
  return [...new Set(found.flat())];
}

async function isFolder(name: string): Promise<boolean> {
  if (name === STDIN) return false;
  try {
    return (await stat(name)).isDirectory();
  } catch (error) {
    throw unreadable(name, error);
  }
}

async function below(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const found = await Promise.all(
    entries
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .map(async (entry) => {
        const path = join(folder, entry.name);
        if (entry.name.startsWith('.') || entry.name === 'node_modules') return [];
        if (entry.isDirectory()) return below(path);
        return SQL_FILE.test(entry.name) ? [path] : [];
      }),
  );
  return found.flat();
}

/** A file's text, without the mark of its encoding. Throws CONFIG_INVALID for one that cannot be read or is not UTF-8. */
export async function readSql(name: string): Promise<string> {
  let bytes: Uint8Array;
  try {
    bytes = name === STDIN ? await readStdin() : await readFile(name);
  } catch (error) {
    throw unreadable(name, error);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    // Written back, it would be another text.
    throw new LakehouseError('CONFIG_INVALID', `${name} is not UTF-8`, {
      cause: error,
      nextStep: { label: 'Save it as UTF-8' },
    });
  }
}

/** Replaces a file's text as a whole, its permissions and the mark of its encoding kept; through a link, what it leads to. */
export async function writeSql(name: string, text: string): Promise<void> {
  let beside = '';
  try {
    const file = await realpath(name);
    const { mode } = await stat(file);
    const marked = (await readFile(file)).subarray(0, 3).equals(Buffer.from(BOM));
    beside = `${file}.${randomUUID()}.tmp`;
    await writeFile(beside, marked ? BOM + text : text, { flag: 'wx', mode });
    await rename(beside, file);
  } catch (error) {
    if (beside !== '') await rm(beside, { force: true });
    const message = `${name} cannot be written: ${(error as Error).message}`;
    throw new LakehouseError('CONFIG_INVALID', message, { cause: error });
  }
}

async function readStdin(): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function unreadable(name: string, error: unknown): LakehouseError {
  const message = `${name} cannot be read: ${(error as Error).message}`;
  return new LakehouseError('CONFIG_INVALID', message, { cause: error });
}
