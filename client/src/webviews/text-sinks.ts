/** Where the text of a result can go: a file, or the clipboard. Knows no VS Code. */
import { randomBytes } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { LakehouseError } from '../../../lakehouse/src/errors';
import type { TextSink } from './text-transfer';

/**
 * Writes beside `path` and renames at the end: `path` is the old file or the whole new one, never half of one. Errors are
 * EXPORT_FAILED with the system's reason.
 */
export async function fileSink(path: string): Promise<TextSink> {
  const partial = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}.part`);
  const file = await named(path, () => open(partial, 'wx'));
  const discard = async (): Promise<void> => {
    // Closed already when it was the renaming that failed.
    await file.close().catch(() => undefined);
    await named(path, () => rm(partial, { force: true }));
  };
  return {
    write: (text) => named(path, () => file.writeFile(text)),
    end: () =>
      named(path, async () => {
        await file.sync();
        await file.close();
        await rename(partial, path);
      }),
    discard,
  };
}

/** Keeps the text until all is there. EXPORT_FAILED when it gets longer than `limit` characters. */
export function clipboardSink(copy: (text: string) => PromiseLike<void>, limit = 64 * 1024 * 1024): TextSink {
  let parts: string[] = [];
  let length = 0;
  return {
    async write(text) {
      length += text.length;
      if (length > limit) {
        throw new LakehouseError('EXPORT_FAILED', 'This is too much for the clipboard', {
          nextStep: { label: 'Export to a File', command: 'lakehouse.exportResult' },
        });
      }
      parts.push(text);
    },
    end: async () => copy(parts.join('')),
    discard: async () => {
      parts = [];
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
