import type { Schema } from 'avsc';
import { describe, expect, it } from 'vitest';
import { LakehouseError } from '../../../lakehouse/src/errors';
import { readPartitions } from '../../../lakehouse/src/iceberg/manifests';
import { parseTableMetadata } from '../../../lakehouse/src/iceberg/metadata';
import { avroFile } from './avroFile';
import type { ObjectStore } from '../../../lakehouse/src/storage';

const LIST_SCHEMA: Schema = {
  type: 'record',
  name: 'manifest_file',
  fields: [
    { name: 'manifest_path', type: 'string' },
    { name: 'manifest_length', type: 'long' },
    { name: 'partition_spec_id', type: 'int' },
    { name: 'content', type: 'int' },
    { name: 'added_snapshot_id', type: 'long' },
    { name: 'added_files_count', type: 'int' },
    { name: 'existing_files_count', type: 'int' },
    { name: 'deleted_files_count', type: 'int' },
  ],
};

/** As Spark writes it: the partition record's fields carry the ids of the spec's fields. */
const entrySchema = (partition: { name: string; type: unknown; 'field-id': number }[]): Schema =>
  ({
    type: 'record',
    name: 'manifest_entry',
    fields: [
      { name: 'status', type: 'int' },
      { name: 'snapshot_id', type: ['null', 'long'] },
      {
        name: 'data_file',
        type: {
          type: 'record',
          name: 'r2',
          fields: [
            { name: 'content', type: 'int' },
            { name: 'file_path', type: 'string' },
            { name: 'partition', type: { type: 'record', name: 'r102', fields: partition } },
            { name: 'record_count', type: 'long' },
            { name: 'file_size_in_bytes', type: 'long' },
            { name: 'lower_bounds', type: ['null', { type: 'map', values: 'bytes' }] },
          ],
        },
      },
    ],
  }) as Schema;

const optionalLong = ['null', 'long'];
const SPEC_0 = [
  { name: 'ts_day', type: ['null', { type: 'int', logicalType: 'date' }], 'field-id': 1000 },
  { name: 'region_x2D1', type: ['null', 'string'], 'field-id': 1001 },
];
const SPEC_1 = [{ name: 'id', type: optionalLong, 'field-id': 1002 }];

const entry = (status: number, partition: Record<string, unknown>, records: number, content = 0) => ({
  status,
  snapshot_id: null,
  data_file: {
    content,
    file_path: 's3://b/f.parquet',
    partition,
    record_count: records,
    file_size_in_bytes: records * 10,
    lower_bounds: { 1: Buffer.alloc(8) },
  },
});

const METADATA = parseTableMetadata(
  Buffer.from(
    JSON.stringify({
      'format-version': 2,
      location: 's3://b/t',
      'last-updated-ms': 5,
      'current-schema-id': 0,
      schemas: [
        {
          type: 'struct',
          'schema-id': 0,
          fields: [
            { id: 1, name: 'ts', required: false, type: 'timestamptz' },
            { id: 2, name: 'region-1', required: false, type: 'string' },
            { id: 3, name: 'id', required: false, type: 'long' },
          ],
        },
      ],
      'default-spec-id': 1,
      'partition-specs': [
        {
          'spec-id': 0,
          fields: [
            { name: 'ts_day', transform: 'day', 'source-id': 1, 'field-id': 1000 },
            { name: 'region-1', transform: 'identity', 'source-id': 2, 'field-id': 1001 },
          ],
        },
        { 'spec-id': 1, fields: [{ name: 'id', transform: 'identity', 'source-id': 3, 'field-id': 1002 }] },
      ],
      'current-snapshot-id': 1,
      snapshots: [{ 'snapshot-id': 1, 'timestamp-ms': 1, 'manifest-list': 's3://b/list.avro' }],
    }),
  ),
  's3://b/t/1.metadata.json',
);

const listed = (path: string, spec: number, content: number, live: number) => ({
  manifest_path: path,
  manifest_length: 1,
  partition_spec_id: spec,
  content,
  added_snapshot_id: 5_660_770_991_823_815_685n,
  added_files_count: live,
  existing_files_count: 0,
  deleted_files_count: 1,
});

function storeOf(files: Readonly<Record<string, Buffer>>): ObjectStore & { readonly reads: string[] } {
  const reads: string[] = [];
  return {
    reads,
    read: async (uri) => {
      reads.push(uri);
      const bytes = files[uri];
      if (!bytes) throw new LakehouseError('OBJECT_NOT_FOUND', `There is no object ${uri}`);
      return bytes;
    },
    head: () => Promise.reject(new Error('not used')),
    list: () => {
      throw new Error('not used');
    },
    close: () => undefined,
  };
}

const FILES = {
  's3://b/list.avro': avroFile(LIST_SCHEMA, [
    listed('s3://b/a.avro', 0, 0, 4),
    listed('s3://b/b.avro', 1, 0, 2),
    listed('s3://b/deletes.avro', 0, 1, 1),
    listed('s3://b/gone-and-empty.avro', 0, 0, 0),
  ]),
  's3://b/a.avro': avroFile(
    entrySchema(SPEC_0),
    [
      entry(1, { ts_day: 20_454, region_x2D1: 'eu' }, 5),
      entry(0, { ts_day: 20_454, region_x2D1: 'eu' }, 7),
      entry(2, { ts_day: 20_454, region_x2D1: 'eu' }, 1_000),
      entry(1, { ts_day: null, region_x2D1: 'a/b' }, 2),
    ],
    { codec: 'deflate' },
  ),
  's3://b/b.avro': avroFile(entrySchema(SPEC_1), [entry(1, { id: 2n ** 60n }, 2 ** 40), entry(1, { id: -3n }, 1)]),
  's3://b/deletes.avro': avroFile(entrySchema(SPEC_0), [entry(1, { ts_day: 20_454, region_x2D1: 'eu' }, 3, 1)]),
};

describe('readPartitions', () => {
  it('adds up live files by partition, across specs, and counts delete files apart', async () => {
    expect(await readPartitions(storeOf(FILES), METADATA, '1')).toEqual([
      { path: 'id=-3', specId: 1, records: 1, files: 1, bytes: 10, deleteFiles: 0 },
      { path: 'id=1152921504606846976', specId: 1, records: 2 ** 40, files: 1, bytes: 10 * 2 ** 40, deleteFiles: 0 },
      { path: 'ts_day=2026-01-01/region-1=eu', specId: 0, records: 12, files: 2, bytes: 120, deleteFiles: 1 },
      { path: 'ts_day=null/region-1=a%2Fb', specId: 0, records: 2, files: 1, bytes: 20, deleteFiles: 0 },
    ]);
  });

  it('does not read manifests that hold nothing live', async () => {
    const store = storeOf(FILES);
    await readPartitions(store, METADATA, '1');
    expect(store.reads).not.toContain('s3://b/gone-and-empty.avro');
  });

  it.each(['s3://b/list.avro', 's3://b/b.avro'])('says METADATA_MISSING when %s is gone', async (gone) => {
    const files = Object.fromEntries(Object.entries(FILES).filter(([path]) => path !== gone));
    await expect(readPartitions(storeOf(files), METADATA, '1')).rejects.toMatchObject({
      code: 'METADATA_MISSING',
      message: `The manifest ${gone} is gone`,
      nextStep: expect.objectContaining({ label: expect.stringContaining('Restore') as string }) as unknown,
    });
  });

  it.each(['s3://b/list.avro', 's3://b/a.avro'])('says METADATA_INVALID when %s is broken', async (broken) => {
    const files = { ...FILES, [broken]: Buffer.from('not avro') };
    await expect(readPartitions(storeOf(files), METADATA, '1')).rejects.toMatchObject({
      code: 'METADATA_INVALID',
      message: `The manifest ${broken} cannot be read: it is no Avro file`,
    });
  });

  it('stops when it is cancelled', async () => {
    const controller = new AbortController();
    const store = storeOf(FILES);
    const reading = readPartitions(store, METADATA, '1', controller.signal);
    controller.abort();
    await expect(reading).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(store.reads).toEqual(['s3://b/list.avro']);
  });
});
