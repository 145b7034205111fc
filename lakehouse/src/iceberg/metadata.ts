/** Reads a table's metadata file: versions 1, 2 and 3 of the Iceberg table spec, plain or gzipped. */
import { gunzipSync } from 'node:zlib';
import { LakehouseError } from '../errors';
import { parseExact } from './json';
import { partitionDdl } from './partition';
import { fieldsById, sparkType } from './types';
import type { ColumnInfo, HistoryEntry, IcebergInfo, RefInfo, SnapshotInfo } from '../catalog/types';
import type { PartitionSpec } from './partition';
import type { IcebergStruct } from './types';
import { identifierFieldsOf, sortOrderOf } from './write-order';
import { array, fieldsOf, integer, invalid, longText, object, optional, text, texts } from './shape';
import type { JsonObject } from './shape';

export interface IcebergSchema extends IcebergStruct {
  readonly id: number;
  readonly identifierFieldIds?: readonly unknown[];
}

/** A table's metadata with what the catalog contract does not show but readers of manifests need. */
export interface TableMetadata {
  readonly location: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly schemas: readonly IcebergSchema[];
  readonly currentSchema: IcebergSchema;
  readonly specs: readonly PartitionSpec[];
  readonly defaultSpec: PartitionSpec;
  readonly info: IcebergInfo;
  /** Format version 1 may list a snapshot's manifests in the metadata itself, by snapshot id. */
  readonly inlineManifests: ReadonlyMap<string, readonly string[]>;
}

/** `bytes` as they lie in the store; `location` names the file in errors. Throws METADATA_INVALID. */
export function parseTableMetadata(bytes: Buffer, location: string): TableMetadata {
  return parseMetadataFile(bytes, location, (root) => readTable(root, location));
}

/** Columns as Spark shows them. */
export function columnsOf(schema: IcebergStruct): ColumnInfo[] {
  return schema.fields.map((field) => ({
    name: field.name,
    type: sparkType(field.type),
    nullable: !field.required,
    comment: field.doc ?? null,
  }));
}

/** Partition fields as DDL; a field whose transform is `void` (dropped in format version 1) no longer partitions. */
export function partitionFieldsOf(metadata: TableMetadata): string[] {
  const byId = fieldsById(metadata.currentSchema);
  return metadata.defaultSpec.fields
    .filter((field) => field.transform !== 'void')
    .map((field) => partitionDdl(field.transform, byId.get(field.sourceId)?.name ?? field.name));
}

/** Unzips, parses and reads; any fault inside becomes METADATA_INVALID with the file's name. */
export function parseMetadataFile<T>(bytes: Buffer, location: string, read: (root: JsonObject) => T): T {
  try {
    // By the first bytes, not by the name: writers disagree about `.gz.metadata.json` and `metadata.json.gz`.
    const plain = bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes;
    return read(object(parseExact(plain.toString('utf8')), 'the file'));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new LakehouseError('METADATA_INVALID', `The metadata file ${location} cannot be read: ${why}`, {
      cause: error,
      nextStep: { label: 'Restore the file, or register the table from an earlier metadata file' },
    });
  }
}

function readTable(root: JsonObject, location: string): TableMetadata {
  const formatVersion = integer(root['format-version'], 'format-version');
  if (formatVersion < 1 || formatVersion > 3) throw invalid(`format version ${String(formatVersion)} is not known`);
  const schemas = readSchemas(root);
  const currentSchemaId = optional(root['current-schema-id'], integer, 'current-schema-id') ?? schemas[0]?.id;
  const currentSchema = schemas.find((schema) => schema.id === currentSchemaId);
  if (!currentSchema) throw invalid(`its current schema ${String(currentSchemaId)} is missing`);
  const specs = readSpecs(root);
  const defaultSpecId = optional(root['default-spec-id'], integer, 'default-spec-id') ?? specs[0]?.id;
  const defaultSpec = specs.find((spec) => spec.id === defaultSpecId) ?? { id: 0, fields: [] };
  const currentSnapshotId = snapshotId(root['current-snapshot-id'], 'current-snapshot-id');
  const inlineManifests = new Map<string, readonly string[]>();
  const snapshots = (optional(root['snapshots'], array, 'snapshots') ?? []).map((value) => {
    const snapshot = object(value, 'snapshots');
    const info = readSnapshot(snapshot);
    if (info.manifestList === null && snapshot['manifests'] !== undefined) {
      inlineManifests.set(
        info.id,
        array(snapshot['manifests'], 'manifests').map((path) => text(path, 'manifests')),
      );
    }
    return info;
  });
  const fields = fieldsById(currentSchema);
  return {
    location: text(root['location'], 'location'),
    properties: optional(root['properties'], texts, 'properties') ?? {},
    schemas,
    currentSchema,
    specs,
    defaultSpec,
    inlineManifests,
    info: {
      formatVersion,
      metadataLocation: location,
      currentSnapshotId,
      snapshots,
      refs: readRefs(root, currentSnapshotId),
      history: readLog(root),
      lastUpdatedMs: integer(root['last-updated-ms'], 'last-updated-ms'),
      sortOrder: sortOrderOf(root, fields),
      identifierFields: identifierFieldsOf(currentSchema.identifierFieldIds ?? [], fields),
    },
  };
}

function readSchemas(root: JsonObject): IcebergSchema[] {
  const listed = optional(root['schemas'], array, 'schemas');
  // Format version 1 has one `schema`, without an id.
  const values = listed && listed.length > 0 ? listed : [root['schema']];
  return values.map((value) => readSchema(value));
}

/** A schema of the spec; without `schema-id` its id is 0. */
export function readSchema(value: unknown): IcebergSchema {
  const schema = object(value, 'schema');
  return {
    type: 'struct',
    id: optional(schema['schema-id'], integer, 'schema-id') ?? 0,
    fields: fieldsOf(schema, 'schema'),
    identifierFieldIds: optional(schema['identifier-field-ids'], array, 'identifier-field-ids') ?? [],
  };
}

function readSpecs(root: JsonObject): PartitionSpec[] {
  const listed = optional(root['partition-specs'], array, 'partition-specs');
  const specs = (listed ?? []).map((value) => {
    const spec = object(value, 'partition-specs');
    return {
      id: integer(spec['spec-id'], 'spec-id'),
      fields: readPartitionFields(array(spec['fields'], 'partition-specs.fields')),
    };
  });
  if (specs.length > 0) return specs;
  const fields = optional(root['partition-spec'], array, 'partition-spec') ?? [];
  return [{ id: 0, fields: readPartitionFields(fields) }];
}

function readPartitionFields(values: readonly unknown[]): PartitionSpec['fields'] {
  return values.map((value, i) => {
    const field = object(value, 'partition field');
    // Version 3 may write several sources; with one source it writes `source-id` as before.
    const sources = optional(field['source-ids'], array, 'source-ids');
    return {
      sourceId: integer(field['source-id'] ?? sources?.[0], 'source-id'),
      fieldId: optional(field['field-id'], integer, 'field-id') ?? 1000 + i,
      name: text(field['name'], 'partition field name'),
      transform: text(field['transform'], 'transform'),
    };
  });
}

function readSnapshot(snapshot: JsonObject): SnapshotInfo {
  const summary = optional(snapshot['summary'], texts, 'summary') ?? {};
  return {
    id: longText(snapshot['snapshot-id'], 'snapshot-id'),
    parentId: snapshotId(snapshot['parent-snapshot-id'], 'parent-snapshot-id'),
    sequenceNumber: optional(snapshot['sequence-number'], longText, 'sequence-number') ?? '0',
    timestampMs: integer(snapshot['timestamp-ms'], 'timestamp-ms'),
    operation: summary['operation'] ?? null,
    summary,
    manifestList: optional(snapshot['manifest-list'], text, 'manifest-list') ?? null,
    schemaId: optional(snapshot['schema-id'], integer, 'schema-id') ?? null,
  };
}

/** Format version 1, and old writers of 2, have no refs: then `main` is the current snapshot, as the spec says. */
function readRefs(root: JsonObject, currentSnapshotId: string | null): RefInfo[] {
  const refs = Object.entries(optional(root['refs'], object, 'refs') ?? {}).map(([name, value]): RefInfo => {
    const ref = object(value, 'refs');
    const type = text(ref['type'], 'refs.type').toLowerCase();
    return {
      name,
      type: type === 'tag' ? 'tag' : 'branch',
      snapshotId: longText(ref['snapshot-id'], 'refs.snapshot-id'),
      maxRefAgeMs: optional(ref['max-ref-age-ms'], looseInteger, 'max-ref-age-ms') ?? null,
      maxSnapshotAgeMs: optional(ref['max-snapshot-age-ms'], looseInteger, 'max-snapshot-age-ms') ?? null,
      minSnapshotsToKeep: optional(ref['min-snapshots-to-keep'], integer, 'min-snapshots-to-keep') ?? null,
    };
  });
  if (currentSnapshotId !== null && !refs.some((ref) => ref.name === 'main')) {
    const main = { maxRefAgeMs: null, maxSnapshotAgeMs: null, minSnapshotsToKeep: null } as const;
    refs.unshift({ name: 'main', type: 'branch', snapshotId: currentSnapshotId, ...main });
  }
  return refs;
}

function readLog(root: JsonObject): HistoryEntry[] {
  return (optional(root['snapshot-log'], array, 'snapshot-log') ?? []).map((value) => {
    const entry = object(value, 'snapshot-log');
    return {
      timestampMs: integer(entry['timestamp-ms'], 'snapshot-log.timestamp-ms'),
      snapshotId: longText(entry['snapshot-id'], 'snapshot-log.snapshot-id'),
    };
  });
}

/** Ages are 64-bit; "for ever" is written as the largest of them, which a double holds well enough. */
function looseInteger(value: unknown, name: string): number {
  return Number(longText(value, name));
}

/** Old writers say -1 for "none". */
function snapshotId(value: unknown, name: string): string | null {
  const id = optional(value, longText, name);
  return id === undefined || id === '-1' ? null : id;
}
