/** Properties of tables: Iceberg 1.11's, named and with defaults as in its `TableProperties`; the words are our own. */
import { type Option, readOptions } from './options';

const text = `
format-version | 2 | 1, 2, 3 | Version of the table format. 2 brings row-level deletes, 3 deletion vectors, row lineage, variants and default values. It can be raised, never lowered.
write.format.default | parquet | parquet, orc, avro | Format of new data files.
write.delete.format.default | | parquet, orc, avro | Format of new delete files; that of data files unless it is set.
write.target-file-size-bytes | 536870912 | 134217728, 268435456, 536870912, 1073741824 | Size that data files are written to reach. Smaller suits frequent small commits, larger fewer files to plan.
write.delete.target-file-size-bytes | 67108864 | | Size that delete files are written to reach.
write.distribution-mode | | none, hash, range | How rows are sent to writing tasks: as they are, by hash of the partition, or by range of partition and sort order.
write.delete.distribution-mode | | none, hash, range | How rows are distributed in a DELETE.
write.update.distribution-mode | | none, hash, range | How rows are distributed in an UPDATE.
write.merge.distribution-mode | | none, hash, range | How rows are distributed in a MERGE.
write.delete.mode | copy-on-write | copy-on-write, merge-on-read | DELETE rewrites the files it touches, or writes deletes beside them that readers merge.
write.update.mode | copy-on-write | copy-on-write, merge-on-read | UPDATE rewrites the files it touches, or writes deletes and new rows beside them.
write.merge.mode | copy-on-write | copy-on-write, merge-on-read | MERGE rewrites the files it touches, or writes deletes and new rows beside them.
write.delete.isolation-level | serializable | serializable, snapshot | Whether a DELETE fails when rows it would have matched were added meanwhile.
write.update.isolation-level | serializable | serializable, snapshot | Whether an UPDATE fails when rows it would have matched were added meanwhile.
write.merge.isolation-level | serializable | serializable, snapshot | Whether a MERGE fails when rows it would have matched were added meanwhile.
write.delete.granularity | partition | partition, file | One position delete file for a partition, or for each data file it deletes from.
write.wap.enabled | false | boolean | Lets writes be staged under a WAP id or branch and published later.
write.upsert.enabled | false | boolean | Flink only: rows replace those with the same identifier fields.
write.summary.partition-limit | 0 | | Up to so many changed partitions are described in a snapshot's summary.
write.spark.fanout.enabled | false | boolean | Keeps a writer open for each partition, so that rows need no sorting first; takes memory.
write.spark.accept-any-schema | false | boolean | Lets writes bring columns that the table lacks, to be merged with merge-schema.
write.spark.auto-schema-evolution.enabled | true | boolean | Lets MERGE WITH SCHEMA EVOLUTION and the like change the table's columns.
write.spark.advisory-partition-size-bytes | | | Size of a Spark partition that a writing task aims at.
write.data.path | | | Where data files are written, in place of data below the table's location.
write.metadata.path | | | Where metadata files are written, in place of metadata below the table's location.
write.object-storage.enabled | false | boolean | Puts a hash into file paths, so that object stores spread the load.
write.object-storage.partitioned-paths | true | boolean | With object storage paths: keeps partition values in them.
write.location-provider.impl | | | Class that decides where data files go.
write.manifest-lists.enabled | true | boolean | Format version 1 only: whether snapshots have a manifest list file.
write.manifest.compression-codec | gzip | gzip, zstd, snappy, uncompressed | Compression of manifests.
write.manifest.compression-level | | | Level of that compression.
write.metadata.compression-codec | none | none, gzip | Compression of metadata files.
write.metadata.previous-versions-max | 100 | | Number of older metadata files that are kept on record.
write.metadata.delete-after-commit.enabled | false | boolean | Deletes the oldest recorded metadata file after each commit.
write.metadata.metrics.default | truncate(16) | none, counts, truncate(16), full | Which metrics of columns manifests hold: none, counts only, bounds cut to a length, or whole bounds.
write.metadata.metrics.max-inferred-column-defaults | 100 | | Number of columns that get metrics when nothing is said of them.
write.metadata.metrics.column. | | none, counts, truncate(16), full | Followed by a column's name: its metrics.
write.parquet.compression-codec | zstd | zstd, gzip, snappy, lz4, brotli, uncompressed | Compression of Parquet files.
write.parquet.compression-level | | | Level of that compression.
write.parquet.row-group-size-bytes | 134217728 | | Size of a row group.
write.parquet.page-size-bytes | 1048576 | | Size of a page.
write.parquet.page-row-limit | 20000 | | Rows in a page at most.
write.parquet.page-version | v1 | v1, v2 | Version of data pages.
write.parquet.dict-size-bytes | 2097152 | | Size of a dictionary page.
write.parquet.row-group-check-min-record-count | 100 | | Rows between two looks at the size of a row group, at least.
write.parquet.row-group-check-max-record-count | 10000 | | Rows between two looks at the size of a row group, at most.
write.parquet.bloom-filter-enabled.column. | | boolean | Followed by a column's name: writes a bloom filter of it.
write.parquet.bloom-filter-fpp.column. | 0.01 | | Followed by a column's name: share of false hits of its bloom filter.
write.parquet.bloom-filter-ndv.column. | | | Followed by a column's name: how many distinct values its bloom filter is made for.
write.parquet.bloom-filter-max-bytes | 1048576 | | Size of a bloom filter at most.
write.parquet.stats-enabled.column. | | boolean | Followed by a column's name: whether Parquet statistics are written of it.
write.parquet.shred-variants | false | boolean | Stores the common fields of variants as columns of their own.
write.parquet.variant-inference-buffer-size | 100 | | Rows looked at to find the common fields of variants.
write.avro.compression-codec | gzip | gzip, zstd, snappy, uncompressed | Compression of Avro files.
write.avro.compression-level | | | Level of that compression.
write.orc.compression-codec | zlib | zlib, zstd, snappy, lz4, lzo, none | Compression of ORC files.
write.orc.compression-strategy | speed | speed, compression | Whether ORC compresses fast or small.
write.orc.stripe-size-bytes | 67108864 | | Size of a stripe.
write.orc.block-size-bytes | 268435456 | | Size of a file system block that stripes fit into.
write.orc.vectorized.batch-size | 1024 | | Rows written at a time.
write.orc.bloom.filter.columns | | | Columns with bloom filters, with commas.
write.orc.bloom.filter.fpp | 0.05 | | Share of false hits of the bloom filters.
read.split.target-size | 134217728 | | Size of the piece of data that one reading task gets.
read.split.metadata-target-size | 33554432 | | Size of the piece that one task gets of a metadata table.
read.split.planning-lookback | 10 | | Pieces held open when files are packed into tasks.
read.split.open-file-cost | 4194304 | | What opening a file counts for when files are packed, in bytes.
read.split.adaptive-size.enabled | true | boolean | Chooses the size of the pieces by the parallelism at hand.
read.parquet.vectorization.enabled | true | boolean | Reads Parquet in batches.
read.parquet.vectorization.batch-size | 5000 | | Rows in a batch of Parquet.
read.orc.vectorization.enabled | false | boolean | Reads ORC in batches.
read.orc.vectorization.batch-size | 5000 | | Rows in a batch of ORC.
read.data-planning-mode | auto | auto, local, distributed | Where data files are planned: in the driver or by the executors.
read.delete-planning-mode | auto | auto, local, distributed | Where delete files are planned: in the driver or by the executors.
identifier-fields.rely | false | boolean | Lets the optimizer trust that identifier fields are unique.
commit.retry.num-retries | 4 | | Times that a commit is tried again.
commit.retry.min-wait-ms | 100 | | Shortest wait before a commit is tried again.
commit.retry.max-wait-ms | 60000 | | Longest wait before a commit is tried again.
commit.retry.total-timeout-ms | 1800000 | | Time after which no commit is tried again.
commit.status-check.num-retries | 3 | | Times that an unclear commit is looked up.
commit.status-check.min-wait-ms | 1000 | | Shortest wait between two of these looks.
commit.status-check.max-wait-ms | 60000 | | Longest wait between two of these looks.
commit.status-check.total-timeout-ms | 1800000 | | Time after which an unclear commit counts as unknown.
commit.manifest-merge.enabled | true | boolean | Merges small manifests when committing.
commit.manifest.target-size-bytes | 8388608 | | Size that merged manifests aim at.
commit.manifest.min-count-to-merge | 100 | | Manifests there must be before they are merged.
history.expire.max-snapshot-age-ms | 432000000 | 86400000, 432000000, 604800000, 2592000000 | Age from which expire_snapshots removes a snapshot when nothing else is said: five days.
history.expire.min-snapshots-to-keep | 1 | | Snapshots of a branch that expire_snapshots keeps whatever their age.
history.expire.max-ref-age-ms | 9223372036854775807 | | Age from which expire_snapshots removes a branch or tag, main excepted: never.
gc.enabled | true | boolean | Whether files may be deleted when snapshots expire or the table is purged.
schema.name-mapping.default | | | Columns by name for files that carry no field ids, as JSON.
compatibility.snapshot-id-inheritance.enabled | false | boolean | Format version 1 only: manifests may leave their snapshot's id to be inherited.
engine.hive.enabled | false | boolean | Lets Hive read the table through its storage handler.
engine.hive.lock-enabled | true | boolean | Takes a lock in the Hive Metastore for each commit.
encryption.key-id | | | Master key that encrypts the table's keys.
encryption.data-key-length | 16 | 16, 24, 32 | Length of the keys that encrypt data files, in bytes.
comment | | | What DESCRIBE and the catalog say of the table.
`;

export const tableProperties: readonly Option[] = readOptions(text);

/** The property of that name, or the one whose name ends in a column's: `write.metadata.metrics.column.id`. */
export function tableProperty(name: string): Option | null {
  const key = name.toLowerCase();
  return (
    tableProperties.find((one) => one.name === key || (one.name.endsWith('.') && key.startsWith(one.name))) ?? null
  );
}

/** What the summary of a snapshot can hold. */
export const summaryKeys: readonly Option[] = readOptions(`
added-records | | | Rows added
deleted-records | | | Rows in data files taken away
total-records | | | Rows in data files
added-data-files | | | Data files added
deleted-data-files | | | Data files taken away
total-data-files | | | Data files there are
added-files-size | | | Bytes added
removed-files-size | | | Bytes taken away
total-files-size | | | Bytes there are
added-delete-files | | | Delete files added
removed-delete-files | | | Delete files taken away
total-delete-files | | | Delete files there are
added-position-deletes | | | Rows newly deleted by position
removed-position-deletes | | | Deletes by position taken away
total-position-deletes | | | Rows deleted by position
added-equality-deletes | | | Equality deletes added
removed-equality-deletes | | | Equality deletes taken away
total-equality-deletes | | | Equality deletes there are
added-dvs | | | Deletion vectors added
removed-dvs | | | Deletion vectors taken away
changed-partition-count | | | Partitions changed
manifests-created | | | Manifests written
manifests-replaced | | | Manifests replaced
manifests-kept | | | Manifests kept
entries-processed | | | Manifest entries rewritten
wap.id | | | WAP id it was staged under
published-wap-id | | | WAP id it publishes
source-snapshot-id | | | Snapshot it was picked from
replace-partitions | | | true for a dynamic overwrite
spark.app.id | | | Spark application that committed
engine-name | | | Engine that committed
engine-version | | | Its version
`);
