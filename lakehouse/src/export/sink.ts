/** A file that is there whole or not at all. */
import { randomBytes } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { LakehouseError } from '../errors';
import type { ByteSink } from './types';

/** Bytes gathered before they are written: formats give many small parts. */
const BUFFER_BYTES = 512 * 1024;

/**
 * Writes beside `path` and renames at the end: `path` is the old file or the whole new one, never half of one. Errors are
 * EXPORT_FAILED with the system's reason.
 */
export async function fileSink(path: string): Promise<ByteSink> {
  const partial = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}.part`);
  const file = await named(path, () => open(partial, 'wx'));
  let parts: Uint8Array[] = [];
  let length = 0;
  const flush = async (): Promise<void> => {
    const bytes = Buffer.concat(parts);
    parts = [];
    length = 0;
    if (bytes.length > 0) await file.writeFile(bytes);
  };
  return {
    async write(part) {
      const bytes = typeof part === 'string' ? Buffer.from(part, 'utf8') : part;
      parts.push(bytes);
      length += bytes.length;
      if (length >= BUFFER_BYTES) await named(path, flush);
    },
    end: () =>
      named(path, async () => {
        await flush();
        await file.sync();
        await file.close();
        await rename(partial, path);
      }),
    async discard() {
      parts = [];
      // Closed already when it was the renaming that failed.
      await file.close().catch(() => undefined);
      await named(path, () => rm(partial, { force: true }));
    },
  };
}

async function named<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new LakehouseError('EXPORT_FAILED', `${basename(path)} was not written: ${reason}`, {
      cause,
      nextStep: { label: 'Export to Another File', command: 'lakehouse.exportResult' },
    });
  }
}
