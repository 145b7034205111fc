/** `s3:`, `s3a:` and `s3n:` URIs over the AWS SDK, which is loaded when the first object is read. */
import { addAbortSignal, Readable } from 'node:stream';
import type * as Sdk from '@aws-sdk/client-s3';
import { nextStepFor, openConfig } from '../catalog/nextStep';
import { LakehouseError } from '../errors';
import { awsClientConfig, awsError, FirstContact, quietSdk } from './aws';
import type { AwsTimeouts } from './aws';
import type { S3Settings } from '../config/types';
import type { ObjectInfo, ObjectStore, ReadOptions } from './types';

interface Opened {
  readonly sdk: typeof Sdk;
  readonly client: Sdk.S3Client;
}

export class S3Store implements ObjectStore {
  private opened: Promise<Opened> | undefined;
  private readonly contact: FirstContact;

  constructor(
    private readonly settings: S3Settings = {},
    private readonly timeouts: AwsTimeouts = {},
  ) {
    this.contact = new FirstContact('S3', settings, timeouts.firstAnswerMs);
  }

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
        const { Body } = await this.contact.run((abortSignal) => client.send(command, { abortSignal }), signal);
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
    const found = await this.guard(
      uri,
      ({ sdk, client }) => {
        const command = new sdk.HeadObjectCommand({ Bucket: bucket, Key: key });
        return this.contact
          .run((abortSignal) => client.send(command, { abortSignal }), signal)
          .catch((error: unknown) => {
            if (nameOf(error) === 'NotFound') return null;
            throw error;
          });
      },
      signal,
    );
    if (found) return { uri, size: found.ContentLength ?? 0, modifiedMs: found.LastModified?.getTime() ?? null };
    // An answer to HEAD has no body, so it cannot say whether the bucket or the object is missing; one to GET can.
    await this.read(uri, { range: { start: 0, end: 0 }, signal });
    throw this.notFound(uri);
  }

  async *list(prefix: string, signal?: AbortSignal): AsyncIterable<ObjectInfo[]> {
    const { scheme, bucket, key } = splitUri(prefix);
    let token: string | undefined;
    do {
      const page = await this.guard(
        prefix,
        ({ sdk, client }) => {
          const command = new sdk.ListObjectsV2Command({ Bucket: bucket, Prefix: key, ContinuationToken: token });
          return this.contact.run((abortSignal) => client.send(command, { abortSignal }), signal);
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
      ...awsClientConfig(this.settings, this.timeouts),
      forcePathStyle: this.settings.pathStyle ?? this.settings.endpoint !== undefined,
      followRegionRedirects: true,
      // Stores other than AWS's do not all know the newer checksums.
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
    });
    return { sdk, client };
  }

  private error(error: unknown, uri: string): LakehouseError {
    const name = nameOf(error);
    const { bucket } = splitUri(uri);
    const nextStep = openConfig;
    if (name === 'NoSuchBucket') {
      return new LakehouseError('BUCKET_NOT_FOUND', `There is no bucket ${bucket}${this.at} (for ${uri})`, {
        cause: error,
        nextStep,
      });
    }
    if (name === 'NoSuchKey') return this.notFound(uri, error);
    // S3 says which of the two it is; a page that is not there is some web server's.
    if (name === 'NotFound') {
      const text = `What answers${this.at} is no S3`;
      return new LakehouseError('NOT_THIS_SERVICE', text, {
        cause: error,
        nextStep: nextStepFor(this.settings.endpoint),
      });
    }
    if (name === 'PermanentRedirect') {
      const text = `The bucket ${bucket} is in another region than ${this.settings.region ?? 'the one set'}`;
      return new LakehouseError('CONFIG_INVALID', text, { cause: error, nextStep });
    }
    const known = awsError(error, 'S3', `Reading ${uri}`, this.settings);
    return known ?? LakehouseError.from(error, 'CATALOG_FAILED');
  }

  private notFound(uri: string, cause?: unknown): LakehouseError {
    return new LakehouseError('OBJECT_NOT_FOUND', `There is no object ${uri}${this.at}`, {
      cause,
      nextStep: openConfig,
    });
  }

  private get at(): string {
    return this.settings.endpoint === undefined ? '' : ` at ${this.settings.endpoint}`;
  }
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : '';
}

/** The parts of an S3 URI. Throws CATALOG_UNSUPPORTED when it is none. */
export function splitUri(uri: string): { scheme: string; bucket: string; key: string } {
  const match = /^(s3[an]?):\/\/([^/]+)\/?(.*)$/s.exec(uri);
  if (match?.[1] === undefined || match[2] === undefined) {
    throw new LakehouseError('CATALOG_UNSUPPORTED', `${uri} is no S3 address`);
  }
  return { scheme: match[1], bucket: match[2], key: match[3] ?? '' };
}
