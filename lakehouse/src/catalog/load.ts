/** From what the catalog says of a table to all of it: the metadata file of an Iceberg table or view included. */
import { LakehouseError } from '../errors';
import { readPartitions } from '../iceberg/manifests';
import { columnsOf, parseTableMetadata, partitionFieldsOf } from '../iceberg/metadata';
import { quoted } from '../iceberg/types';
import { parseViewMetadata } from '../iceberg/view';
import { formatOf, isIceberg, isIcebergView, isView } from './raw';
import { sparkColumns, sparkPartitionColumns } from './sparkSchema';
import type { TableMetadata } from '../iceberg/metadata';
import type { ObjectStore } from '../storage';
import type { RawColumn, RawTable } from './raw';
import type { ColumnInfo, PartitionInfo, TableEntry, TableInfo } from './types';

export function entryOf(table: RawTable): TableEntry {
  return { name: table.name, kind: isView(table) ? 'view' : 'table', format: formatOf(table) };
}

/** Errors: METADATA_MISSING, METADATA_INVALID, those of the store. */
export async function loadRawTable(table: RawTable, store: ObjectStore, signal?: AbortSignal): Promise<TableInfo> {
  if (isIceberg(table)) return icebergTable(table, await loadMetadata(table, store, signal));
  if (isIcebergView(table)) return icebergView(table, store, signal);
  const view = isView(table);
  const keys = sparkPartitionColumns(table.parameters) ?? table.partitionKeys.map((key) => key.name);
  return {
    ...entryOf(table),
    comment: table.comment,
    location: view ? null : table.location,
    columns: sparkColumns(table.parameters) ?? [...table.columns, ...table.partitionKeys].map(hiveColumn),
    partitionFields: view ? [] : keys.map(quoted),
    properties: table.parameters,
    viewText: view ? decodePrestoView(table.viewText) : null,
    iceberg: null,
  };
}

/** Partitions of an Iceberg table's current snapshot; none when it has no snapshot. */
export async function icebergPartitions(
  table: RawTable,
  store: ObjectStore,
  signal?: AbortSignal,
): Promise<PartitionInfo[]> {
  const metadata = await loadMetadata(table, store, signal);
  const current = metadata.info.currentSnapshotId;
  return current === null ? [] : readPartitions(store, metadata, current, signal);
}

/** The table's current metadata file, read whole. Errors: METADATA_MISSING, METADATA_INVALID, those of the store. */
export async function loadMetadata(table: RawTable, store: ObjectStore, signal?: AbortSignal): Promise<TableMetadata> {
  const { location, bytes } = await readMetadataFile(table, store, signal);
  return parseTableMetadata(bytes, location);
}

function icebergTable(table: RawTable, metadata: TableMetadata): TableInfo {
  return {
    name: table.name,
    kind: 'table',
    format: 'iceberg',
    comment: metadata.properties['comment'] ?? table.comment,
    location: metadata.location,
    columns: columnsOf(metadata.currentSchema),
    partitionFields: partitionFieldsOf(metadata),
    properties: metadata.properties,
    viewText: null,
    iceberg: metadata.info,
  };
}

async function icebergView(table: RawTable, store: ObjectStore, signal?: AbortSignal): Promise<TableInfo> {
  const { location, bytes } = await readMetadataFile(table, store, signal);
  const metadata = parseViewMetadata(bytes, location);
  return {
    name: table.name,
    kind: 'view',
    format: 'iceberg',
    comment: metadata.properties['comment'] ?? table.comment,
    location: metadata.location,
    columns: metadata.columns,
    partitionFields: [],
    properties: metadata.properties,
    viewText: metadata.sql,
    iceberg: null,
  };
}

async function readMetadataFile(
  table: RawTable,
  store: ObjectStore,
  signal?: AbortSignal,
): Promise<{ location: string; bytes: Buffer }> {
  const name = `${table.database}.${table.name}`;
  const location = table.parameters['metadata_location'];
  if (location === undefined || location === '') {
    throw new LakehouseError('METADATA_MISSING', `${name} is an Iceberg table without a metadata file in the catalog`, {
      nextStep: { label: 'Register the table again: CALL system.register_table(…)' },
    });
  }
  try {
    return { location, bytes: await store.read(location, { signal }) };
  } catch (error) {
    if (error instanceof LakehouseError && error.code === 'OBJECT_NOT_FOUND') {
      throw new LakehouseError('METADATA_MISSING', `The metadata file of ${name} is gone: ${location}`, {
        cause: error,
        nextStep: {
          label: 'Restore the file, or drop the table and register an earlier one: CALL system.register_table(…)',
        },
      });
    }
    throw error;
  }
}

function hiveColumn(column: RawColumn): ColumnInfo {
  return { name: column.name, type: hiveType(column.type), nullable: true, comment: column.comment };
}

/** Hive's type names are Spark's, but for one. */
function hiveType(type: string): string {
  return type.replace(/timestamp with local time zone/gi, 'timestamp');
}

/** Presto and Trino keep a view as base64 JSON in a comment; what people wrote is its `originalSql`. */
function decodePrestoView(viewText: string | null): string | null {
  const encoded = /^\/\* Presto View: ([A-Za-z0-9+/=]+) \*\/$/.exec(viewText ?? '')?.[1];
  if (encoded === undefined) return viewText;
  try {
    const { originalSql } = JSON.parse(Buffer.from(encoded, 'base64').toString('utf8')) as { originalSql?: unknown };
    return typeof originalSql === 'string' ? originalSql : viewText;
  } catch {
    return viewText;
  }
}
