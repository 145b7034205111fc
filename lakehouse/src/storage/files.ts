/** `file:` URIs and absolute paths, as a metastore on the same machine writes them. */
import { open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { LakehouseError } from '../errors';
import type { ObjectInfo, ObjectStore, ReadOptions } from './types';

export class FileStore implements ObjectStore {
  async read(uri: string, options: ReadOptions = {}): Promise<Buffer> {
    const { range, signal } = options;
    try {
      signal?.throwIfAborted();
      const file = await open(filePath(uri));
      try {
        if (!range) return await file.readFile({ signal });
        const buffer = Buffer.alloc(range.end - range.start + 1);
        const { bytesRead } = await file.read(buffer, 0, buffer.length, range.start);
        return buffer.subarray(0, bytesRead);
      } finally {
        await file.close();
      }
    } catch (error) {
      throw fileError(error, uri);
    }
  }

  async head(uri: string, signal?: AbortSignal): Promise<ObjectInfo> {
    try {
      signal?.throwIfAborted();
      const { size, mtimeMs } = await stat(filePath(uri));
      return { uri, size, modifiedMs: Math.round(mtimeMs) };
    } catch (error) {
      throw fileError(error, uri);
    }
  }

  /** One page a folder. A prefix that is no folder gives nothing. */
  async *list(prefix: string, signal?: AbortSignal): AsyncIterable<ObjectInfo[]> {
    const folders = [filePath(prefix)];
    for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
      const at = folder;
      const entries = await readdir(at, { withFileTypes: true }).catch((error: unknown) => {
        throw fileError(error, prefix);
      });
      folders.push(...entries.filter((entry) => entry.isDirectory()).map((entry) => join(at, entry.name)));
      const files = entries.filter((entry) => entry.isFile());
      yield await Promise.all(files.map((entry) => this.head(pathToFileURL(join(at, entry.name)).href, signal)));
    }
  }

  close(): void {}
}

/** Hadoop writes `file:/a/b` for what URLs write as `file:///a/b`. Its paths are not percent-encoded; URLs are. */
function filePath(uri: string): string {
  if (uri.startsWith('file:///')) return fileURLToPath(uri);
  return uri.replace(/^file:(\/\/localhost)?/, '');
}

function fileError(error: unknown, uri: string): LakehouseError {
  const code = (error as { code?: unknown } | null)?.code;
  if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'EISDIR') {
    return new LakehouseError('OBJECT_NOT_FOUND', `There is no file ${uri}`, { cause: error });
  }
  if (code === 'EACCES' || code === 'EPERM') {
    return new LakehouseError('ACCESS_DENIED', `Reading ${uri} is not allowed`, { cause: error });
  }
  return LakehouseError.from(error);
}
