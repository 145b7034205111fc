/** `s3:`, `s3a:` and `s3n:` URIs over the AWS SDK, which is loaded when the first object is read. */
import { addAbortSignal, Readable } from 'node:stream';
import type * as Sdk from '@aws-sdk/client-s3';
import { openConfig } from '../catalog/nextStep';
import { LakehouseError } from '../errors';
import { awsClientConfig, awsError, quietSdk } from './aws';
import type { S3Settings } from '../config/types';
import type { ObjectInfo, ObjectStore, ReadOptions } from './types';

interface Opened {
  readonly sdk: typeof Sdk;
  readonly client: Sdk.S3Client;
}

export class S3Store implements ObjectStore {
  private opened: Promise<Opened> | undefined;

  constructor(private readonly settings: S3Settings = {}) {}

  async read(uri: string, options: ReadOptions = {}): Promise<Buffer> {
    const { range, signal } = options;
    const { bucket, key } = splitUri(uri);
    return this.guard(
      uri,
      async ({ sdk, client }) => {
        const command = new sdk.GetObjectCommand({
          Bucket: bucket,
          Key: key,
          ...(range ? { Range: `bytes=${String(range.start)}-${String(range.end)}` } : {}),
        });
        const { Body } = await client.send(command, { abortSignal: signal });
        if (!Body) return Buffer.alloc(0);
        if (signal && Body instanceof Readable) addAbortSignal(signal, Body);
        const bytes = await Body.transformToByteArray();
        return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      },
      signal,
    );
  }

  async head(uri: string, signal?: AbortSignal): Promise<ObjectInfo> {
    const { bucket, key } = splitUri(uri);
    try {
      return await this.guard(
        uri,
        async ({ sdk, client }) => {
          const command = new sdk.HeadObjectCommand({ Bucket: bucket, Key: key });
          const { ContentLength, LastModified } = await client.send(command, { abortSignal: signal });
          return { uri, size: ContentLength ?? 0, modifiedMs: LastModified?.getTime() ?? null };
        },
        signal,
      );
    } catch (error) {
      // An answer to HEAD has no body, so it cannot say whether the bucket or the object is missing; one to GET can.
      const missing = error instanceof LakehouseError && error.code === 'OBJECT_NOT_FOUND';
      if (missing) await this.read(uri, { range: { start: 0, end: 0 }, signal });
      throw error;
    }
  }

  async *list(prefix: string, signal?: AbortSignal): AsyncIterable<ObjectInfo[]> {
    const { scheme, bucket, key } = splitUri(prefix);
    let token: string | undefined;
    do {
      const page = await this.guard(
        prefix,
        ({ sdk, client }) => {
          const command = new sdk.ListObjectsV2Command({ Bucket: bucket, Prefix: key, ContinuationToken: token });
          return client.send(command, { abortSignal: signal });
        },
        signal,
      );
      yield (page.Contents ?? []).map((object) => ({
        uri: `${scheme}://${bucket}/${object.Key ?? ''}`,
        size: object.Size ?? 0,
        modifiedMs: object.LastModified?.getTime() ?? null,
      }));
      token = page.NextContinuationToken;
    } while (token !== undefined);
  }

  close(): void {
    void this.opened?.then(
      ({ client }) => client.destroy(),
      () => undefined,
    );
    this.opened = undefined;
  }

  private async guard<T>(uri: string, run: (opened: Opened) => Promise<T>, signal?: AbortSignal): Promise<T> {
    try {
      signal?.throwIfAborted();
      this.opened ??= this.open();
      return await run(await this.opened);
    } catch (error) {
      throw signal?.aborted ? new LakehouseError('CANCELLED', 'Cancelled', { cause: error }) : this.error(error, uri);
    }
  }

  private async open(): Promise<Opened> {
    quietSdk();
    const sdk = await import('@aws-sdk/client-s3');
    const client = new sdk.S3Client({
      ...awsClientConfig(this.settings),
      forcePathStyle: this.settings.pathStyle ?? this.settings.endpoint !== undefined,
      followRegionRedirects: true,
      // Stores other than AWS's do not all know the newer checksums.
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
    });
    return { sdk, client };
  }

  private error(error: unknown, uri: string): LakehouseError {
    const name = error instanceof Error ? error.name : '';
    const { bucket } = splitUri(uri);
    const at = this.settings.endpoint === undefined ? '' : ` at ${this.settings.endpoint}`;
    const nextStep = openConfig;
    if (name === 'NoSuchBucket') {
      return new LakehouseError('BUCKET_NOT_FOUND', `There is no bucket ${bucket}${at} (for ${uri})`, {
        cause: error,
        nextStep,
      });
    }
    const status = (error as { $metadata?: { httpStatusCode?: number } } | null)?.$metadata?.httpStatusCode;
    if (name === 'NoSuchKey' || name === 'NotFound' || status === 404) {
      return new LakehouseError('OBJECT_NOT_FOUND', `There is no object ${uri}${at}`, { cause: error, nextStep });
    }
    if (name === 'PermanentRedirect') {
      const text = `The bucket ${bucket} is in another region than ${this.settings.region ?? 'the one set'}`;
      return new LakehouseError('CONFIG_INVALID', text, { cause: error, nextStep });
    }
    const known = awsError(error, 'S3', `Reading ${uri}`, this.settings);
    return known ?? LakehouseError.from(error, 'CATALOG_FAILED');
  }
}

/** The parts of an S3 URI. Throws CATALOG_UNSUPPORTED when it is none. */
export function splitUri(uri: string): { scheme: string; bucket: string; key: string } {
  const match = /^(s3[an]?):\/\/([^/]+)\/?(.*)$/s.exec(uri);
  if (match?.[1] === undefined || match[2] === undefined) {
    throw new LakehouseError('CATALOG_UNSUPPORTED', `${uri} is no S3 address`);
  }
  return { scheme: match[1], bucket: match[2], key: match[3] ?? '' };
}
