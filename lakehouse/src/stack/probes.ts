/** One real question to each service. A probe resolves when the service answered as it should and rejects otherwise. */
import { networkError, LakehouseError } from '../errors';
import { HiveClient } from '../hive/client';
import { cancelled, within } from './abort';
import { addressOf, type StackAddresses } from './addresses';
import { s3Client } from './objects';
import type { ServiceName } from './types';

export interface ProbeOptions {
  readonly addresses: StackAddresses;
  /** A session that lives on the server between probes, so that asking often makes no new one each time. */
  readonly sparkSessionId: string;
  /** Milliseconds until the service counts as not answering (TIMEOUT). */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

/** Asks `service`; throws a LakehouseError that names it and its address. */
export async function probe(service: ServiceName, options: ProbeOptions): Promise<void> {
  const signal = within(options.timeoutMs, options.signal);
  const address = addressOf(options.addresses, service);
  try {
    // Not every client gives up at once on a signal: a status must not wait for one that does not.
    await Promise.race([PROBES[service]({ ...options, signal }), whenAborted(signal)]);
  } catch (error) {
    if (options.signal?.aborted) throw cancelled(error);
    if (signal.aborted)
      throw new LakehouseError('TIMEOUT', `${service} at ${address} does not answer`, { cause: error });
    if (error instanceof LakehouseError) throw error;
    throw networkError(error, service, address) ?? LakehouseError.from(error, 'NOT_THIS_SERVICE');
  }
}

const PROBES: Readonly<Record<ServiceName, (options: ProbeOptions) => Promise<void>>> = {
  s3: async ({ addresses, signal }) => {
    const { ListObjectsV2Command } = await import('@aws-sdk/client-s3');
    const client = await s3Client(addresses);
    try {
      await client.send(new ListObjectsV2Command({ Bucket: addresses.bucket, MaxKeys: 1 }), { abortSignal: signal });
    } finally {
      client.destroy();
    }
  },
  metastore: async ({ addresses, signal, timeoutMs }) => {
    const client = new HiveClient(`thrift://${addressOf(addresses, 'metastore')}`, {
      connectTimeoutMs: timeoutMs,
      callTimeoutMs: timeoutMs,
      connections: 1,
    });
    try {
      await client.databases(signal);
    } finally {
      client.close();
    }
  },
  glue: async ({ addresses, signal }) => {
    const { GetDatabasesCommand, GlueClient } = await import('@aws-sdk/client-glue');
    const { accessKeyId, secretAccessKey, region } = addresses;
    const client = new GlueClient({
      endpoint: `http://${addressOf(addresses, 'glue')}`,
      region,
      credentials: { accessKeyId, secretAccessKey },
      maxAttempts: 1,
    });
    try {
      await client.send(new GetDatabasesCommand({ MaxResults: 1 }), { abortSignal: signal });
    } finally {
      client.destroy();
    }
  },
  spark: async ({ addresses, sparkSessionId, signal, timeoutMs }) => {
    const { connect } = await import('../spark');
    const spark = { url: `sc://${addressOf(addresses, 'spark')}` };
    // Connecting already asks the server for its version.
    const session = await connect({ spark, sessionId: sparkSessionId, userName: PROBE_USER, timeoutMs, signal });
    session.disconnect();
  },
};

/** Whose sessions those of the stack itself are. */
export const PROBE_USER = 'lakehouse-stack';

/** Creates the bucket where it is not there, then puts, gets, lists and deletes an object. */
export async function proveS3(addresses: StackAddresses, signal?: AbortSignal): Promise<void> {
  const sdk = await import('@aws-sdk/client-s3');
  const client = await s3Client(addresses);
  const object = { Bucket: addresses.bucket, Key: `.lakehouse/probe-${String(process.pid)}` };
  const options = { abortSignal: signal };
  try {
    const { Buckets } = await client.send(new sdk.ListBucketsCommand({}), options);
    if (!Buckets?.some(({ Name }) => Name === addresses.bucket)) {
      await client.send(new sdk.CreateBucketCommand({ Bucket: addresses.bucket }), options);
    }
    await client.send(new sdk.PutObjectCommand({ ...object, Body: 'lakehouse' }), options);
    const { Body } = await client.send(new sdk.GetObjectCommand(object), options);
    const list = new sdk.ListObjectsV2Command({ Bucket: object.Bucket, Prefix: object.Key });
    const { Contents } = await client.send(list, options);
    if ((await Body?.transformToString()) !== 'lakehouse' || Contents?.length !== 1) {
      throw new LakehouseError(
        'NOT_THIS_SERVICE',
        `s3 at ${addressOf(addresses, 's3')} does not give back what was put`,
      );
    }
    await client.send(new sdk.DeleteObjectCommand(object), options);
  } catch (error) {
    if (signal?.aborted) throw cancelled(error);
    if (error instanceof LakehouseError) throw error;
    const address = addressOf(addresses, 's3');
    throw networkError(error, 's3', address) ?? LakehouseError.from(error, 'STACK_SERVICE_FAILED');
  } finally {
    client.destroy();
  }
}

function whenAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const fail = (): void => reject(cancelled());
    if (signal.aborted) fail();
    else signal.addEventListener('abort', fail, { once: true });
  });
}
