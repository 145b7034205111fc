import type { PictureColumn } from '../catalog-picture';

/** A table that Iceberg serves under the name of another: `orders.snapshots`. */
export interface MetadataTable {
  readonly name: string;
  readonly what: string;
  readonly columns: readonly PictureColumn[];
}

/** `name type comment`, one a line. */
function columns(text: string): PictureColumn[] {
  return text
    .trim()
    .split('\n')
    .map((line) => {
      const [name = '', type = '', ...comment] = line.trim().split(' ');
      return { name, type, nullable: true, comment: comment.join(' ') || null };
    });
}

const fileColumns = columns(`
  content int 0 data, 1 position deletes, 2 equality deletes
  file_path string Where the file is
  file_format string avro, orc, parquet or puffin
  spec_id int Partition spec it was written with
  partition struct<> Partition values
  record_count bigint Rows in the file
  file_size_in_bytes bigint Size of the file
  column_sizes map<int,bigint> Bytes by column id
  value_counts map<int,bigint> Values by column id, nulls and NaN included
  null_value_counts map<int,bigint> Nulls by column id
  nan_value_counts map<int,bigint> NaN by column id
  lower_bounds map<int,binary> Lower bound by column id
  upper_bounds map<int,binary> Upper bound by column id
  key_metadata binary Encryption key metadata
  split_offsets array<bigint> Where the file can be split
  equality_ids array<int> Columns that equality deletes compare
  sort_order_id int Sort order it was written with
  first_row_id bigint First row id of the file
  referenced_data_file string Data file that the deletes are about
  content_offset bigint Where the content starts in the file
  content_size_in_bytes bigint Size of the content in the file
  readable_metrics struct<> Bounds and counts by column name
`);

const entryColumns = columns(`
  status int 0 existing, 1 added, 2 deleted
  snapshot_id bigint Snapshot that added or deleted the file
  sequence_number bigint Data sequence number
  file_sequence_number bigint File sequence number
  data_file struct<content:int,file_path:string,file_format:string,spec_id:int,record_count:bigint,file_size_in_bytes:bigint> The file
  readable_metrics struct<> Bounds and counts by column name
`);

const manifestColumns = `
  content int 0 data, 1 deletes
  path string Where the manifest is
  length bigint Size of the manifest
  partition_spec_id int Partition spec of its files
  added_snapshot_id bigint Snapshot that added the manifest
  added_data_files_count int
  existing_data_files_count int
  deleted_data_files_count int
  added_delete_files_count int
  existing_delete_files_count int
  deleted_delete_files_count int
  partition_summaries array<struct<contains_null:boolean,contains_nan:boolean,lower_bound:string,upper_bound:string>>
`;

/** Iceberg 1.11's metadata tables, the most used first. Structs that depend on the table have no fields here. */
export const metadataTables: readonly MetadataTable[] = [
  {
    name: 'snapshots',
    what: 'every valid snapshot',
    columns: columns(`
      committed_at timestamp When it was committed
      snapshot_id bigint
      parent_id bigint
      operation string append, replace, overwrite or delete
      manifest_list string
      summary map<string,string> Counts of rows and files
    `),
  },
  {
    name: 'history',
    what: 'which snapshot was current from when',
    columns: columns(`
      made_current_at timestamp When it became current
      snapshot_id bigint
      parent_id bigint
      is_current_ancestor boolean False after a rollback
    `),
  },
  { name: 'files', what: 'files of the current snapshot', columns: fileColumns },
  {
    name: 'partitions',
    what: 'rows, files and bytes by partition',
    columns: columns(`
      partition struct<> Partition values
      spec_id int
      record_count bigint Rows in data files
      file_count int Data files
      total_data_file_size_in_bytes bigint
      position_delete_record_count bigint
      position_delete_file_count int
      equality_delete_record_count bigint
      equality_delete_file_count int
      last_updated_at timestamp Commit time of the last snapshot that changed it
      last_updated_snapshot_id bigint
    `),
  },
  { name: 'manifests', what: 'manifests of the current snapshot', columns: columns(manifestColumns) },
  {
    name: 'refs',
    what: 'branches and tags',
    columns: columns(`
      name string
      type string BRANCH or TAG
      snapshot_id bigint
      max_reference_age_in_ms bigint
      min_snapshots_to_keep int
      max_snapshot_age_in_ms bigint
    `),
  },
  { name: 'entries', what: "entries of the current snapshot's manifests", columns: entryColumns },
  {
    name: 'metadata_log_entries',
    what: 'metadata files, newest last',
    columns: columns(`
      timestamp timestamp
      file string
      latest_snapshot_id bigint
      latest_schema_id int
      latest_sequence_number bigint
    `),
  },
  { name: 'data_files', what: 'data files of the current snapshot', columns: fileColumns },
  { name: 'delete_files', what: 'delete files of the current snapshot', columns: fileColumns },
  {
    name: 'position_deletes',
    what: 'rows that are deleted by position',
    columns: columns(`
      file_path string
      pos bigint
      row struct<> The deleted row
      partition struct<>
      spec_id int
      delete_file_path string
    `),
  },
  { name: 'all_data_files', what: 'data files of every valid snapshot', columns: fileColumns },
  { name: 'all_delete_files', what: 'delete files of every valid snapshot', columns: fileColumns },
  { name: 'all_files', what: 'files of every valid snapshot', columns: fileColumns },
  { name: 'all_entries', what: "entries of every valid snapshot's manifests", columns: entryColumns },
  {
    name: 'all_manifests',
    what: 'manifests of every valid snapshot',
    columns: columns(`${manifestColumns.trim()}\n  reference_snapshot_id bigint Snapshot that lists the manifest`),
  },
];

const byName = new Map(metadataTables.map((table) => [table.name, table]));

export function metadataTable(name: string): MetadataTable | null {
  return byName.get(name.toLowerCase()) ?? null;
}

/** Columns that every Iceberg table has beside its own. */
export const hiddenColumns: readonly PictureColumn[] = columns(`
  _file string File the row is in
  _pos bigint Position of the row in its file
  _deleted boolean Whether the row is deleted
  _spec_id int Partition spec of the file
  _partition struct<> Partition values
  _row_id bigint Row id, format version 3
  _last_updated_sequence_number bigint Sequence number of the last change, format version 3
`);
