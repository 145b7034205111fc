/** Small things the stack itself keeps in or removes from its bucket. */
import type { S3Client } from '@aws-sdk/client-s3';
import { addressOf, type StackAddresses } from './addresses';

/** A client for the stack's object store; the caller destroys it. */
export async function s3Client(addresses: StackAddresses): Promise<S3Client> {
  const { S3Client: Client } = await import('@aws-sdk/client-s3');
  const { accessKeyId, secretAccessKey, region } = addresses;
  return new Client({
    endpoint: `http://${addressOf(addresses, 's3')}`,
    region,
    credentials: { accessKeyId, secretAccessKey },
    forcePathStyle: true,
    maxAttempts: 1,
    // Older servers do not know the checksums the SDK adds by default.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  });
}

/** Deletes every object whose key begins with `prefix`. */
export async function deletePrefix(addresses: StackAddresses, prefix: string, signal?: AbortSignal): Promise<void> {
  const { DeleteObjectCommand, ListObjectsV2Command } = await import('@aws-sdk/client-s3');
  const client = await s3Client(addresses);
  const options = { abortSignal: signal };
  try {
    const list = new ListObjectsV2Command({ Bucket: addresses.bucket, Prefix: prefix });
    const { Contents } = await client.send(list, options);
    for (const { Key } of Contents ?? []) {
      await client.send(new DeleteObjectCommand({ Bucket: addresses.bucket, Key }), options);
    }
  } finally {
    client.destroy();
  }
}

/** The text of an object; null when it is not there. */
export async function readText(addresses: StackAddresses, key: string, signal?: AbortSignal): Promise<string | null> {
  const { GetObjectCommand, NoSuchKey } = await import('@aws-sdk/client-s3');
  const client = await s3Client(addresses);
  try {
    const command = new GetObjectCommand({ Bucket: addresses.bucket, Key: key });
    const { Body } = await client.send(command, { abortSignal: signal });
    return (await Body?.transformToString()) ?? '';
  } catch (error) {
    if (error instanceof NoSuchKey) return null;
    throw error;
  } finally {
    client.destroy();
  }
}

export async function writeText(
  addresses: StackAddresses,
  key: string,
  text: string,
  signal?: AbortSignal,
): Promise<void> {
  const { PutObjectCommand } = await import('@aws-sdk/client-s3');
  const client = await s3Client(addresses);
  try {
    const command = new PutObjectCommand({ Bucket: addresses.bucket, Key: key, Body: text });
    await client.send(command, { abortSignal: signal });
  } finally {
    client.destroy();
  }
}
