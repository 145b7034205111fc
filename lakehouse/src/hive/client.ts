/** The metastore as its calls: a few connections kept open, several addresses tried in order, old and new methods. */
import { LakehouseError } from '../errors';
import { nextStepFor } from '../catalog/nextStep';
import { ApplicationError, DeclaredError, UnknownMethodError } from './codec';
import { MetastoreConnection } from './connection';
import type { Database, Partition, Table } from './metastore';
import { CALLS } from './metastore';
import type { Address, ConnectionOptions } from './connection';
import type { Call, Fields, StructType, ValueOf } from './schema';

export type HiveDatabase = ValueOf<typeof Database>;
export type HiveTable = ValueOf<typeof Table>;
export type HivePartition = ValueOf<typeof Partition>;

export interface HiveClientOptions extends Partial<ConnectionOptions> {
  /** Connections kept open at most; a metastore serves each with one thread. */
  readonly connections?: number;
}

/** The metastore's `INSERT_ONLY_TABLES`. */
const CAPABILITIES = { values: [2] };
const DEFAULT_PORT = 9083;

/** Runs one question on a connection. */
type Ask<T> = (connection: MetastoreConnection, signal?: AbortSignal) => Promise<T>;

export class HiveClient {
  private readonly addresses: readonly Address[];
  private readonly options: ConnectionOptions;
  private readonly limit: number;
  private readonly idle: MetastoreConnection[] = [];
  private readonly busy = new Set<MetastoreConnection>();
  private readonly queue: (() => void)[] = [];
  private running = 0;
  private preferred = 0;
  private closed = false;

  /** `uri`: `thrift://host:port`, several separated by commas. Throws CONFIG_INVALID. */
  constructor(uri: string, options: HiveClientOptions = {}) {
    this.addresses = parseUris(uri);
    this.options = {
      transport: options.transport ?? 'buffered',
      connectTimeoutMs: options.connectTimeoutMs ?? 5_000,
      callTimeoutMs: options.callTimeoutMs ?? 60_000,
    };
    this.limit = options.connections ?? 4;
  }

  /** The metastore's own version, such as `3.1.3`; null when it does not say. */
  version(signal?: AbortSignal): Promise<string | null> {
    return this.run(async (connection) => connection.version, signal);
  }

  async databases(signal?: AbortSignal): Promise<string[]> {
    return this.run(async (c, s) => (await c.call(CALLS.getAllDatabases, {}, s)) ?? [], signal);
  }

  async database(name: string, signal?: AbortSignal): Promise<HiveDatabase> {
    const found = await this.run((c, s) => c.call(CALLS.getDatabase, { name }, s), signal, {
      missing: () => namespaceNotFound(name),
    });
    if (!found) throw namespaceNotFound(name);
    return found;
  }

  /** Names of all tables and views of a database; none for a database that is not there. */
  tableNames(database: string, signal?: AbortSignal): Promise<string[]> {
    return this.run(async (c, s) => (await c.call(CALLS.getAllTables, { db_name: database }, s)) ?? [], signal);
  }

  /** Names of one type: `VIRTUAL_VIEW`, `MATERIALIZED_VIEW`, … */
  tableNamesOfType(database: string, tableType: string, signal?: AbortSignal): Promise<string[]> {
    const args = { db_name: database, pattern: '*', tableType };
    return this.run(async (c, s) => (await c.call(CALLS.getTablesByType, args, s)) ?? [], signal);
  }

  /** Names whose table parameter `key` is like `value`. Not every metastore's database can answer this. */
  tableNamesWithParameter(database: string, key: string, value: string, signal?: AbortSignal): Promise<string[]> {
    const filter = `hive_filter_field_params__${key} like "${value}"`;
    const args = { dbname: database, filter, max_tables: -1 };
    return this.run(async (c, s) => (await c.call(CALLS.getTableNamesByFilter, args, s)) ?? [], signal);
  }

  async table(database: string, name: string, signal?: AbortSignal): Promise<HiveTable> {
    const missing = () => tableNotFound(database, name);
    const ask: Ask<HiveTable | undefined> = (connection, s) =>
      firstKnown(connection, [
        [
          CALLS.getTableReq.name,
          async () => {
            const req = { dbName: database, tblName: name, capabilities: CAPABILITIES };
            return (await connection.call(CALLS.getTableReq, { req }, s))?.table;
          },
        ],
        [CALLS.getTable.name, () => connection.call(CALLS.getTable, { dbname: database, tbl_name: name }, s)],
      ]);
    const found = await this.run(ask, signal, { missing });
    if (!found) throw missing();
    return found;
  }

  /** The tables of these names, those that are still there, in no particular order. Ask for some hundreds at most. */
  tables(database: string, names: readonly string[], signal?: AbortSignal): Promise<HiveTable[]> {
    const ask: Ask<HiveTable[] | undefined> = (connection, s) =>
      firstKnown(connection, [
        [
          CALLS.getTablesReq.name,
          async () => {
            const req = { dbName: database, tblNames: [...names], capabilities: CAPABILITIES };
            return (await connection.call(CALLS.getTablesReq, { req }, s))?.tables;
          },
        ],
        [CALLS.getTables.name, () => connection.call(CALLS.getTables, { dbname: database, tbl_names: [...names] }, s)],
      ]);
    return this.run(async (c, s) => (await ask(c, s)) ?? [], signal, { missing: () => namespaceNotFound(database) });
  }

  /** Names of all partitions, as paths: `day=2026-01-01/region=eu`. */
  partitionNames(database: string, table: string, signal?: AbortSignal): Promise<string[]> {
    const args = { db_name: database, tbl_name: table, max_parts: -1 };
    return this.run(async (c, s) => (await c.call(CALLS.getPartitionNames, args, s)) ?? [], signal, {
      missing: () => tableNotFound(database, table),
    });
  }

  partitions(
    database: string,
    table: string,
    names: readonly string[],
    signal?: AbortSignal,
  ): Promise<HivePartition[]> {
    const args = { db_name: database, tbl_name: table, names: [...names] };
    const ask: Ask<HivePartition[] | undefined> = (connection, s) =>
      firstKnown(connection, [
        [
          CALLS.getPartitionsReq.name,
          async () => (await connection.call(CALLS.getPartitionsReq, { req: args }, s))?.partitions,
        ],
        [CALLS.getPartitions.name, () => connection.call(CALLS.getPartitions, args, s)],
      ]);
    return this.run(async (c, s) => (await ask(c, s)) ?? [], signal, { missing: () => tableNotFound(database, table) });
  }

  /** Closes all connections; what is still running fails. */
  close(): void {
    this.closed = true;
    for (const connection of [...this.idle, ...this.busy]) connection.close();
    this.idle.length = 0;
  }

  /** Any call of the table, for what has no method here. */
  call<A extends Fields, R>(
    call: Call<A, R>,
    args: ValueOf<StructType<A>>,
    signal?: AbortSignal,
  ): Promise<ValueOf<R> | undefined> {
    return this.run((connection, s) => connection.call(call, args, s), signal);
  }

  /**
   * Runs a question on a free connection. A connection that was kept open may be dead by now (the metastore was
   * restarted): then the question, which only reads, is asked once more on a new one.
   */
  private async run<T>(ask: Ask<T>, signal?: AbortSignal, names: { missing?: () => LakehouseError } = {}): Promise<T> {
    await this.turn(signal);
    try {
      for (;;) {
        if (this.closed) throw new LakehouseError('CONNECTION_LOST', 'The catalog was closed');
        const kept = this.takeIdle();
        const connection = kept ?? (await this.connect(signal));
        this.busy.add(connection);
        try {
          return await ask(connection, signal);
        } catch (error) {
          if (kept && error instanceof LakehouseError && error.code === 'CONNECTION_LOST' && !this.closed) continue;
          throw this.asLakehouseError(error, names.missing);
        } finally {
          this.busy.delete(connection);
          if (!connection.closed && !this.closed) this.idle.push(connection);
          else connection.close();
        }
      }
    } finally {
      this.running--;
      this.queue.shift()?.();
    }
  }

  /** Waits until fewer than `limit` questions are running. */
  private async turn(signal?: AbortSignal): Promise<void> {
    if (this.running >= this.limit) {
      await new Promise<void>((resolve, reject) => {
        const go = () => {
          signal?.removeEventListener('abort', cancel);
          resolve();
        };
        const cancel = () => {
          this.queue.splice(this.queue.indexOf(go), 1);
          reject(new LakehouseError('CANCELLED', 'Cancelled'));
        };
        this.queue.push(go);
        if (signal?.aborted) cancel();
        else signal?.addEventListener('abort', cancel, { once: true });
      });
    }
    this.running++;
  }

  private takeIdle(): MetastoreConnection | undefined {
    for (let connection = this.idle.pop(); connection; connection = this.idle.pop()) {
      if (!connection.closed) return connection;
    }
    return undefined;
  }

  /** The first address that answers, beginning with the one that did last time; else the error of the first. */
  private async connect(signal?: AbortSignal): Promise<MetastoreConnection> {
    let first: unknown;
    for (let i = 0; i < this.addresses.length; i++) {
      const index = (this.preferred + i) % this.addresses.length;
      const address = this.addresses[index];
      if (!address) continue;
      try {
        const connection = await MetastoreConnection.open(address, this.options, signal);
        this.preferred = index;
        return connection;
      } catch (error) {
        if (error instanceof LakehouseError && error.code === 'CANCELLED') throw error;
        first ??= error;
      }
    }
    throw first;
  }

  private asLakehouseError(error: unknown, missing?: () => LakehouseError): LakehouseError {
    const nextStep = nextStepFor(this.addresses[this.preferred]?.host);
    if (error instanceof DeclaredError) {
      if (missing && /^(NoSuchObject|UnknownDB)Exception$/.test(error.exception)) return missing();
      if (/access.?control|permission|not authorized|denied/i.test(error.message)) {
        return new LakehouseError('ACCESS_DENIED', `Hive Metastore: ${firstLine(error.message)}`, { cause: error });
      }
      return new LakehouseError('CATALOG_FAILED', `Hive Metastore: ${firstLine(error.message)}`, { cause: error });
    }
    if (error instanceof UnknownMethodError) {
      const message = `What answers at ${this.addressText()} speaks Thrift, but is no Hive Metastore: ${error.message}`;
      return new LakehouseError('NOT_THIS_SERVICE', message, { cause: error, nextStep });
    }
    if (error instanceof ApplicationError) {
      return new LakehouseError('CATALOG_FAILED', `Hive Metastore: ${firstLine(error.message)}`, { cause: error });
    }
    return LakehouseError.from(error);
  }

  private addressText(): string {
    const address = this.addresses[this.preferred];
    return address ? `${address.host}:${String(address.port)}` : '';
  }
}

/** Asks by the first method the server knows, remembering for the connection which it does not. */
async function firstKnown<T>(
  connection: MetastoreConnection,
  ways: readonly (readonly [method: string, ask: () => Promise<T>])[],
): Promise<T> {
  let unknown: unknown = new UnknownMethodError(ways[0]?.[0] ?? '');
  for (const [method, ask] of ways) {
    if (connection.unknownMethods.has(method)) continue;
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof UnknownMethodError)) throw error;
      unknown = error;
    }
  }
  throw unknown;
}

/** The addresses of a metastore URI. Throws CONFIG_INVALID, naming the part that is wrong. */
export function parseUris(uri: string): Address[] {
  const parts = uri
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  return (parts.length === 0 ? [''] : parts).map(parseUri);
}

function parseUri(text: string): Address {
  const match = /^(?:thrift:\/\/)?(?:\[([0-9a-f:]+)\]|([^\s/:[\]]+))(?::(\d{1,5}))?\/?$/i.exec(text);
  const host = match?.[1] ?? match?.[2];
  const port = match?.[3] === undefined ? DEFAULT_PORT : Number(match[3]);
  if (host === undefined || port < 1 || port > 65535) {
    throw new LakehouseError('CONFIG_INVALID', `"${text}" is no metastore address: write thrift://host:9083`, {
      nextStep: { label: 'Open lakehouse.json', command: 'lakehouse.openConfig' },
    });
  }
  return { host, port };
}

function namespaceNotFound(name: string): LakehouseError {
  return new LakehouseError('NAMESPACE_NOT_FOUND', `There is no namespace ${name}`, {
    nextStep: { label: 'Refresh', command: 'lakehouse.refreshCatalog' },
  });
}

function tableNotFound(database: string, name: string): LakehouseError {
  return new LakehouseError('TABLE_NOT_FOUND', `There is no table ${database}.${name}`, {
    nextStep: { label: 'Refresh', command: 'lakehouse.refreshCatalog' },
  });
}

function firstLine(message: string): string {
  return message.split('\n', 1)[0] ?? message;
}
