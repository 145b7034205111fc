/** What a test needs to put into a metastore: databases and tables, by Thrift. The product itself only reads. */
import { HiveClient } from '../../lakehouse/src/hive/client';
import {
  AlreadyExistsException,
  Database,
  InvalidObjectException,
  InvalidOperationException,
  MetaException,
  NoSuchObjectException,
  Table,
} from '../../lakehouse/src/hive/metastore';
import { call, list } from '../../lakehouse/src/hive/schema';
import type { HiveDatabase, HivePartition, HiveTable } from '../../lakehouse/src/hive/client';
import { Partition } from '../../lakehouse/src/hive/metastore';

const makes = { o1: [1, AlreadyExistsException], o2: [2, InvalidObjectException], o3: [3, MetaException] } as const;

export const WRITE_CALLS = {
  createDatabase: call('create_database', { database: [1, Database] }, 'void', makes),
  dropDatabase: call('drop_database', { name: [1, 'string'], deleteData: [2, 'bool'], cascade: [3, 'bool'] }, 'void', {
    o1: [1, NoSuchObjectException],
    o2: [2, InvalidOperationException],
    o3: [3, MetaException],
  }),
  createTable: call('create_table', { tbl: [1, Table] }, 'void', { ...makes, o4: [4, NoSuchObjectException] }),
  addPartitions: call('add_partitions', { new_parts: [1, list(Partition)] }, 'i32', {
    o1: [1, InvalidObjectException],
    o2: [2, AlreadyExistsException],
    o3: [3, MetaException],
  }),
} as const;

/** Keeps to the databases it made: `clean` drops them with all they hold. */
export class HiveWriter {
  readonly client: HiveClient;
  private readonly made: string[] = [];

  constructor(uri: string) {
    this.client = new HiveClient(uri);
  }

  async database(database: HiveDatabase & { readonly name: string }): Promise<void> {
    await this.drop(database.name);
    await this.client.call(WRITE_CALLS.createDatabase, { database });
    this.made.push(database.name);
  }

  async table(tbl: HiveTable): Promise<void> {
    await this.client.call(WRITE_CALLS.createTable, { tbl });
  }

  async partitions(new_parts: HivePartition[]): Promise<void> {
    await this.client.call(WRITE_CALLS.addPartitions, { new_parts });
  }

  async clean(): Promise<void> {
    for (const name of this.made) await this.drop(name);
    this.client.close();
  }

  async drop(name: string): Promise<void> {
    const args = { name, deleteData: true, cascade: true };
    const databases = await this.client.databases();
    if (databases.includes(name)) await this.client.call(WRITE_CALLS.dropDatabase, args);
  }
}
