/** One store for every URI that table metadata names: S3 and local files. */
import { LakehouseError } from '../errors';
import { FileStore } from './files';
import { S3Store } from './s3';
import type { AwsTimeouts } from './aws';
import type { S3Settings } from '../config/types';
import type { ObjectInfo, ObjectStore, ReadOptions } from './types';

export type { AwsTimeouts } from './aws';
export type { ByteRange, ObjectInfo, ObjectStore, ReadOptions } from './types';

/** Nothing is connected until the first object is asked for. */
export function openStore(s3?: S3Settings, timeouts?: AwsTimeouts): ObjectStore {
  return new SchemeStore(new S3Store(s3, timeouts), new FileStore());
}

class SchemeStore implements ObjectStore {
  constructor(
    private readonly s3: ObjectStore,
    private readonly files: ObjectStore,
  ) {}

  async read(uri: string, options?: ReadOptions): Promise<Buffer> {
    return this.of(uri).read(uri, options);
  }
  async head(uri: string, signal?: AbortSignal): Promise<ObjectInfo> {
    return this.of(uri).head(uri, signal);
  }
  list(prefix: string, signal?: AbortSignal): AsyncIterable<ObjectInfo[]> {
    return this.of(prefix).list(prefix, signal);
  }
  close(): void {
    this.s3.close();
    this.files.close();
  }

  private of(uri: string): ObjectStore {
    const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(uri)?.[1]?.toLowerCase() ?? 'file';
    if (scheme === 's3' || scheme === 's3a' || scheme === 's3n') return this.s3;
    if (scheme === 'file') return this.files;
    throw new LakehouseError('CATALOG_UNSUPPORTED', `${scheme}: addresses cannot be read, only s3: and file: (${uri})`);
  }
}
