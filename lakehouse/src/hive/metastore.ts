/**
 * The structs and calls of the Hive Metastore that are used here, with the names and field ids of its IDL
 * (`hive_metastore.thrift`; Hive 2.3 to 4.x). A test compares them with the classes of the metastore itself.
 * Fields that nobody reads are left out: the decoder skips what it does not know.
 */
import { call, list, map, struct } from './schema';

export const FieldSchema = struct('FieldSchema', { name: [1, 'string'], type: [2, 'string'], comment: [3, 'string'] });

export const Database = struct('Database', {
  name: [1, 'string'],
  description: [2, 'string'],
  locationUri: [3, 'string'],
  parameters: [4, map('string')],
});

export const SerDeInfo = struct('SerDeInfo', {
  name: [1, 'string'],
  serializationLib: [2, 'string'],
  parameters: [3, map('string')],
});

export const StorageDescriptor = struct('StorageDescriptor', {
  cols: [1, list(FieldSchema)],
  location: [2, 'string'],
  inputFormat: [3, 'string'],
  outputFormat: [4, 'string'],
  compressed: [5, 'bool'],
  numBuckets: [6, 'i32'],
  serdeInfo: [7, SerDeInfo],
  bucketCols: [8, list('string')],
  parameters: [10, map('string')],
});

export const Table = struct('Table', {
  tableName: [1, 'string'],
  dbName: [2, 'string'],
  owner: [3, 'string'],
  createTime: [4, 'i32'],
  lastAccessTime: [5, 'i32'],
  retention: [6, 'i32'],
  sd: [7, StorageDescriptor],
  partitionKeys: [8, list(FieldSchema)],
  parameters: [9, map('string')],
  viewOriginalText: [10, 'string'],
  viewExpandedText: [11, 'string'],
  tableType: [12, 'string'],
});

export const Partition = struct('Partition', {
  values: [1, list('string')],
  dbName: [2, 'string'],
  tableName: [3, 'string'],
  sd: [6, StorageDescriptor],
  parameters: [7, map('string')],
});

/** Says what a client can do: without INSERT_ONLY_TABLES (2) a metastore refuses to show such tables. */
export const ClientCapabilities = struct('ClientCapabilities', { values: [1, list('i32')] });

export const GetTableRequest = struct('GetTableRequest', {
  dbName: [1, 'string'],
  tblName: [2, 'string'],
  capabilities: [3, ClientCapabilities],
});
export const GetTableResult = struct('GetTableResult', { table: [1, Table] });

export const GetTablesRequest = struct('GetTablesRequest', {
  dbName: [1, 'string'],
  tblNames: [2, list('string')],
  capabilities: [3, ClientCapabilities],
});
export const GetTablesResult = struct('GetTablesResult', { tables: [1, list(Table)] });

export const GetPartitionsByNamesRequest = struct('GetPartitionsByNamesRequest', {
  db_name: [1, 'string'],
  tbl_name: [2, 'string'],
  names: [3, list('string')],
});
export const GetPartitionsByNamesResult = struct('GetPartitionsByNamesResult', { partitions: [1, list(Partition)] });

export const MetaException = struct('MetaException', { message: [1, 'string'] });
export const NoSuchObjectException = struct('NoSuchObjectException', { message: [1, 'string'] });
export const UnknownDBException = struct('UnknownDBException', { message: [1, 'string'] });
export const InvalidOperationException = struct('InvalidOperationException', { message: [1, 'string'] });
export const InvalidObjectException = struct('InvalidObjectException', { message: [1, 'string'] });
export const AlreadyExistsException = struct('AlreadyExistsException', { message: [1, 'string'] });

const metaFirst = { o1: [1, MetaException], o2: [2, NoSuchObjectException] } as const;
const noSuchFirst = { o1: [1, NoSuchObjectException], o2: [2, MetaException] } as const;
const metaOnly = { o1: [1, MetaException] } as const;
const tables = { o1: [1, MetaException], o2: [2, InvalidOperationException], o3: [3, UnknownDBException] } as const;

export const CALLS = {
  getVersion: call('getVersion', {}, 'string', {}),
  getAllDatabases: call('get_all_databases', {}, list('string'), metaOnly),
  getDatabase: call('get_database', { name: [1, 'string'] }, Database, noSuchFirst),
  getAllTables: call('get_all_tables', { db_name: [1, 'string'] }, list('string'), metaOnly),
  getTablesByType: call(
    'get_tables_by_type',
    { db_name: [1, 'string'], pattern: [2, 'string'], tableType: [3, 'string'] },
    list('string'),
    metaOnly,
  ),
  getTableNamesByFilter: call(
    'get_table_names_by_filter',
    { dbname: [1, 'string'], filter: [2, 'string'], max_tables: [3, 'i16'] },
    list('string'),
    tables,
  ),
  getTableReq: call('get_table_req', { req: [1, GetTableRequest] }, GetTableResult, metaFirst),
  getTable: call('get_table', { dbname: [1, 'string'], tbl_name: [2, 'string'] }, Table, metaFirst),
  getTablesReq: call('get_table_objects_by_name_req', { req: [1, GetTablesRequest] }, GetTablesResult, tables),
  getTables: call(
    'get_table_objects_by_name',
    { dbname: [1, 'string'], tbl_names: [2, list('string')] },
    list(Table),
    {},
  ),
  getPartitionNames: call(
    'get_partition_names',
    { db_name: [1, 'string'], tbl_name: [2, 'string'], max_parts: [3, 'i16'] },
    list('string'),
    noSuchFirst,
  ),
  getPartitionsReq: call(
    'get_partitions_by_names_req',
    { req: [1, GetPartitionsByNamesRequest] },
    GetPartitionsByNamesResult,
    metaFirst,
  ),
  getPartitions: call(
    'get_partitions_by_names',
    { db_name: [1, 'string'], tbl_name: [2, 'string'], names: [3, list('string')] },
    list(Partition),
    metaFirst,
  ),
} as const;
