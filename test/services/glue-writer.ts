/** What a test needs to put into Glue and take out again. The product itself only reads. */
import {
  CreateDatabaseCommand,
  CreatePartitionCommand,
  CreateTableCommand,
  DeleteDatabaseCommand,
  EntityNotFoundException,
  GlueClient,
} from '@aws-sdk/client-glue';
import { inject } from 'vitest';
import type { PartitionInput, TableInput } from '@aws-sdk/client-glue';

async function withClient<T>(use: (glue: GlueClient) => Promise<T>): Promise<T> {
  const { glue, region, accessKeyId, secretAccessKey } = inject('stack');
  const client = new GlueClient({ endpoint: glue, region, credentials: { accessKeyId, secretAccessKey } });
  try {
    return await use(client);
  } finally {
    client.destroy();
  }
}

export const createGlueDatabase = (Name: string, Description: string): Promise<unknown> =>
  withClient((glue) => glue.send(new CreateDatabaseCommand({ DatabaseInput: { Name, Description } })));

export const createGlueTable = (DatabaseName: string, TableInput: TableInput): Promise<unknown> =>
  withClient((glue) => glue.send(new CreateTableCommand({ DatabaseName, TableInput })));

export const createGluePartition = (
  DatabaseName: string,
  TableName: string,
  PartitionInput: PartitionInput,
): Promise<unknown> =>
  withClient((glue) => glue.send(new CreatePartitionCommand({ DatabaseName, TableName, PartitionInput })));

/** With its tables; nothing when it is not there. */
export const dropGlueDatabase = (Name: string): Promise<unknown> =>
  withClient((glue) =>
    glue.send(new DeleteDatabaseCommand({ Name })).catch((error: unknown) => {
      if (error instanceof EntityNotFoundException) return undefined;
      throw error;
    }),
  );
