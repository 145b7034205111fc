/** What the live files of a snapshot hold, by partition: manifest list → manifests → sums. */
import { LakehouseError } from '../errors';
import { readAvro } from './avro';
import { mapLimit } from './parallel';
import { partitionPath } from './partition';
import { fieldsById } from './types';
import type { PartitionInfo } from '../catalog/types';
import type { ObjectStore } from '../storage';
import type { AvroValue } from './avro';
import type { TableMetadata } from './metadata';
import type { PartitionSpec, PartitionValue } from './partition';
import type { IcebergType } from './types';

/** Manifests read at the same time. */
const PARALLEL_READS = 16;

export interface ManifestFile {
  readonly path: string;
  readonly specId: number;
  /** `deletes` manifests list delete files and deletion vectors. */
  readonly content: 'data' | 'deletes';
  /** Files added or kept by the manifest; null when the list does not say (format version 1). */
  readonly liveFiles: number | null;
}

/**
 * Partitions of a snapshot with the records, files and bytes of its live data files (deleted rows still counted: their
 * delete files are `deleteFiles`), sorted by path. Errors: METADATA_MISSING, METADATA_INVALID, those of the store.
 */
export async function readPartitions(
  store: ObjectStore,
  metadata: TableMetadata,
  snapshotId: string,
  signal?: AbortSignal,
): Promise<PartitionInfo[]> {
  const manifests = await readManifestList(store, metadata, snapshotId, signal);
  const sums = new Map<string, Sum>();
  const types = sourceTypes(metadata);
  const live = manifests.filter((manifest) => manifest.liveFiles !== 0);
  await mapLimit(
    live,
    PARALLEL_READS,
    async (manifest) => {
      const bytes = await readFile(store, manifest.path, signal);
      inFile(manifest.path, () => addManifest(sums, bytes, manifest, metadata, types));
    },
    signal,
  );
  return [...sums.values()].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : a.specId - b.specId));
}

/** The manifests of a snapshot, from its manifest list, or from the metadata where format version 1 keeps them there. */
export async function readManifestList(
  store: ObjectStore,
  metadata: TableMetadata,
  snapshotId: string,
  signal?: AbortSignal,
): Promise<ManifestFile[]> {
  const snapshot = metadata.info.snapshots.find((candidate) => candidate.id === snapshotId);
  if (!snapshot) {
    throw new LakehouseError('METADATA_INVALID', `Snapshot ${snapshotId} is not in ${metadata.info.metadataLocation}`);
  }
  const path = snapshot.manifestList;
  if (path === null) {
    const inline = metadata.inlineManifests.get(snapshotId) ?? [];
    return inline.map((manifest) => ({
      path: manifest,
      specId: metadata.defaultSpec.id,
      content: 'data',
      liveFiles: null,
    }));
  }
  const bytes = await readFile(store, path, signal);
  return inFile(path, () => {
    const rows = readAvro(bytes, {
      manifest_path: true,
      partition_spec_id: true,
      content: true,
      added_files_count: true,
      existing_files_count: true,
      added_data_files_count: true,
      existing_data_files_count: true,
    }).rows;
    return rows.map((row) => {
      const fields = row as Readonly<Record<string, AvroValue>> & { readonly manifest_path: string };
      // Early writers named the counts after data files.
      const added = fields['added_files_count'] ?? fields['added_data_files_count'] ?? null;
      const existing = fields['existing_files_count'] ?? fields['existing_data_files_count'] ?? null;
      return {
        path: fields.manifest_path,
        specId: Number(fields['partition_spec_id'] ?? 0),
        content: fields['content'] === 1 ? 'deletes' : 'data',
        liveFiles: added === null || existing === null ? null : Number(added) + Number(existing),
      };
    });
  });
}

interface Sum extends PartitionInfo {
  records: number;
  files: number;
  bytes: number;
  deleteFiles: number;
}

const DELETED = 2;
const ENTRY = {
  status: true,
  data_file: { partition: true, record_count: true, file_size_in_bytes: true, content: true },
} as const;

function addManifest(
  sums: Map<string, Sum>,
  bytes: Buffer,
  manifest: ManifestFile,
  metadata: TableMetadata,
  typeOf: (sourceId: number) => IcebergType | undefined,
): void {
  const { schema, rows } = readAvro(bytes, ENTRY);
  const spec = metadata.specs.find((candidate) => candidate.id === manifest.specId);
  if (!spec) throw new Error(`its partition spec ${String(manifest.specId)} is not in the table's metadata`);
  const names = partitionNames(schema, spec);
  for (const row of rows) {
    const { status, data_file: file } = row as { status: number; data_file: Readonly<Record<string, AvroValue>> };
    if (status === DELETED) continue;
    const values = file['partition'] as Readonly<Record<string, PartitionValue>>;
    const path = partitionPath(
      spec,
      names.map((name) => values[name] ?? null),
      typeOf,
    );
    const key = `${String(spec.id)} ${path}`;
    let sum = sums.get(key);
    if (!sum) {
      sum = { path, specId: spec.id, records: 0, files: 0, bytes: 0, deleteFiles: 0 };
      sums.set(key, sum);
    }
    if (manifest.content === 'deletes') {
      sum.deleteFiles++;
      continue;
    }
    sum.records += Number(file['record_count']);
    sum.bytes += Number(file['file_size_in_bytes']);
    sum.files++;
  }
}

/** The Avro names of the spec's fields, found by field id: Avro allows fewer characters in names than Iceberg does. */
function partitionNames(schema: unknown, spec: PartitionSpec): string[] {
  const file = fieldType(schema, 'data_file');
  const fields = (recordOf(fieldType(file, 'partition'))?.fields ?? []) as readonly {
    readonly name: string;
    readonly 'field-id'?: number;
  }[];
  return spec.fields.map(
    (field, i) => fields.find((candidate) => candidate['field-id'] === field.fieldId)?.name ?? fields[i]?.name ?? '',
  );
}

function recordOf(schema: unknown): { readonly fields: readonly { name: string; type: unknown }[] } | undefined {
  if (Array.isArray(schema)) return schema.map(recordOf).find((branch) => branch !== undefined);
  if (typeof schema !== 'object' || schema === null || !('fields' in schema)) return undefined;
  return schema as { fields: { name: string; type: unknown }[] };
}

function fieldType(schema: unknown, name: string): unknown {
  return recordOf(schema)?.fields.find((field) => field.name === name)?.type;
}

/** Types of the columns that partition values come from: of the current schema, else of the last that had them. */
function sourceTypes(metadata: TableMetadata): (sourceId: number) => IcebergType | undefined {
  const types = new Map<number, IcebergType>();
  for (const schema of [...metadata.schemas, metadata.currentSchema]) {
    for (const [id, field] of fieldsById(schema)) types.set(id, field.type);
  }
  return (sourceId) => types.get(sourceId);
}

async function readFile(store: ObjectStore, path: string, signal?: AbortSignal): Promise<Buffer> {
  try {
    return await store.read(path, { signal });
  } catch (error) {
    if (error instanceof LakehouseError && error.code === 'OBJECT_NOT_FOUND') {
      throw new LakehouseError('METADATA_MISSING', `The manifest ${path} is gone`, {
        cause: error,
        nextStep: { label: 'Restore the file, or roll back to a snapshot that is whole' },
      });
    }
    throw error;
  }
}

function inFile<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new LakehouseError('METADATA_INVALID', `The manifest ${path} cannot be read: ${why}`, { cause: error });
  }
}
