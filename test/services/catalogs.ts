/** What the tests of the catalog readers share: the stack's catalogs, SQL to prepare tables, objects to break. */
import {
  DeleteObjectCommand,
  DeleteObjectsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { inject } from 'vitest';
import { connect } from '../../lakehouse/src/spark';
import { splitUri } from '../../lakehouse/src/storage/s3';
import type { GlueCatalogConfig, HiveCatalogConfig, S3Settings } from '../../lakehouse/src/config/types';

const stack = inject('stack');

export const s3Settings: S3Settings = {
  endpoint: stack.s3,
  region: stack.region,
  accessKeyId: stack.accessKeyId,
  secretAccessKey: stack.secretAccessKey,
};
export const hiveConfig: HiveCatalogConfig = { name: 'hive_prod', type: 'hive', uri: stack.hive, s3: s3Settings };
export const glueConfig: GlueCatalogConfig = {
  name: 'glue_catalog',
  type: 'glue',
  endpoint: stack.glue,
  region: stack.region,
  accessKeyId: stack.accessKeyId,
  secretAccessKey: stack.secretAccessKey,
  s3: s3Settings,
};

/** Runs statements one after the other in a session of their own; fails with Spark's message. */
export async function sql(...statements: readonly string[]): Promise<void> {
  const session = await connect({ spark: { url: stack.spark } });
  try {
    for (const statement of statements) {
      for await (const event of session.execute(statement)) void event;
    }
  } finally {
    await session.close();
  }
}

/** Fails, saying the row, unless the condition holds for every row of the query. */
export const holds = (condition: string, query: string): Promise<void> =>
  sql(`SELECT assert_true(${condition}, concat('not so: ', to_json(struct(*)))) FROM (${query})`);

function client(): S3Client {
  return new S3Client({
    endpoint: stack.s3,
    region: stack.region,
    forcePathStyle: true,
    credentials: { accessKeyId: stack.accessKeyId, secretAccessKey: stack.secretAccessKey },
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  });
}

async function withClient<T>(use: (s3: S3Client) => Promise<T>): Promise<T> {
  const s3 = client();
  try {
    return await use(s3);
  } finally {
    s3.destroy();
  }
}

export const putObject = (uri: string, body: string | Buffer): Promise<unknown> =>
  withClient((s3) => {
    const { bucket, key } = splitUri(uri);
    return s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: Buffer.from(body) }));
  });

export const deleteObject = (uri: string): Promise<unknown> =>
  withClient((s3) => {
    const { bucket, key } = splitUri(uri);
    return s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }));
  });

export const deletePrefix = (uri: string): Promise<void> =>
  withClient(async (s3) => {
    const { bucket, key } = splitUri(uri);
    for (;;) {
      const { Contents } = await s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: key }));
      if (!Contents || Contents.length === 0) return;
      const Objects = Contents.map((object) => ({ Key: object.Key }));
      await s3.send(new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects } }));
    }
  });
