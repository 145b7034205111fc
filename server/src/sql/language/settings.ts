/** What SET takes: the settings of a Spark 4 session that people change, and Iceberg 1.11's; the words are our own. */
import { type Option, readOptions } from './options';

const text = `
spark.sql.adaptive.enabled | true | boolean | Plans again while a query runs, with the sizes seen so far.
spark.sql.adaptive.advisoryPartitionSizeInBytes | 64MB | 32MB, 64MB, 128MB, 256MB | Size that adaptive execution gives to shuffle partitions.
spark.sql.adaptive.autoBroadcastJoinThreshold | | 10MB, 50MB, 100MB, -1 | Size up to which a side is broadcast once its true size is known.
spark.sql.adaptive.coalescePartitions.enabled | true | boolean | Puts small shuffle partitions together.
spark.sql.adaptive.coalescePartitions.initialPartitionNum | | | Shuffle partitions before small ones are put together.
spark.sql.adaptive.coalescePartitions.minPartitionSize | 1MB | | Smallest shuffle partition that coalescing leaves.
spark.sql.adaptive.coalescePartitions.parallelismFirst | true | boolean | Prefers many tasks to partitions of the advised size.
spark.sql.adaptive.localShuffleReader.enabled | true | boolean | Reads shuffle data where it is when its distribution is not needed any more.
spark.sql.adaptive.skewJoin.enabled | true | boolean | Splits partitions of a join that are far larger than the others.
spark.sql.adaptive.skewJoin.skewedPartitionFactor | 5.0 | | How many times the median makes a partition skewed.
spark.sql.adaptive.skewJoin.skewedPartitionThresholdInBytes | 256MB | | Size below which no partition counts as skewed.
spark.sql.ansi.enabled | true | boolean | Standard SQL: overflow, bad casts and missing keys are errors, not NULL.
spark.sql.ansi.doubleQuotedIdentifiers | false | boolean | "x" is an identifier, not a string.
spark.sql.ansi.enforceReservedKeywords | false | boolean | Reserved words cannot be names.
spark.sql.autoBroadcastJoinThreshold | 10MB | 10MB, 50MB, 100MB, -1 | Size up to which a table is broadcast in a join; -1 switches it off.
spark.sql.broadcastTimeout | 300 | 300, 600, 1200 | Seconds that a join waits for its broadcast side.
spark.sql.caseSensitive | false | boolean | Whether names that differ in case are different names.
spark.sql.cbo.enabled | false | boolean | Uses statistics of columns for estimates.
spark.sql.cbo.joinReorder.enabled | false | boolean | Orders joins by their estimated cost.
spark.sql.crossJoin.enabled | true | boolean | Allows joins without a condition.
spark.sql.defaultCatalog | spark_catalog | | Catalog that names without one belong to.
spark.sql.execution.arrow.maxRecordsPerBatch | 10000 | | Rows in an Arrow batch.
spark.sql.files.ignoreCorruptFiles | false | boolean | Goes on without files that cannot be read.
spark.sql.files.ignoreMissingFiles | false | boolean | Goes on without files that are gone.
spark.sql.files.maxPartitionBytes | 128MB | 64MB, 128MB, 256MB | Bytes of files that one reading task gets.
spark.sql.files.maxRecordsPerFile | 0 | | Rows after which a new file is begun; 0 means never.
spark.sql.groupByAliases | true | boolean | GROUP BY may name aliases of the select list.
spark.sql.groupByOrdinal | true | boolean | A number in GROUP BY is a position in the select list.
spark.sql.leafNodeDefaultParallelism | | | Partitions of data that has none of its own, such as range().
spark.sql.mapKeyDedupPolicy | EXCEPTION | EXCEPTION, LAST_WIN | What happens when a map gets a key twice.
spark.sql.operatorPipeSyntaxEnabled | true | boolean | Allows |> pipes.
spark.sql.optimizer.dynamicPartitionPruning.enabled | true | boolean | Reads only the partitions that a join leaves.
spark.sql.optimizer.excludedRules | | | Optimizer rules that are left out, with commas.
spark.sql.optimizer.runtime.bloomFilter.enabled | true | boolean | Filters the large side of a join by a bloom filter of the small one.
spark.sql.optimizer.runtime.rowLevelOperationGroupFilter.enabled | true | boolean | Finds the groups of files that a DELETE, UPDATE or MERGE touches before it rewrites them.
spark.sql.orderByOrdinal | true | boolean | A number in ORDER BY is a position in the select list.
spark.sql.orc.filterPushdown | true | boolean | Skips parts of ORC files by their statistics.
spark.sql.parquet.compression.codec | snappy | snappy, zstd, gzip, lz4, brotli, none | Compression of Parquet files of tables that are not Iceberg.
spark.sql.parquet.enableVectorizedReader | true | boolean | Reads Parquet in batches.
spark.sql.parquet.filterPushdown | true | boolean | Skips parts of Parquet files by their statistics.
spark.sql.parquet.mergeSchema | false | boolean | Reads the schemas of all Parquet files, not of one.
spark.sql.pivotMaxValues | 10000 | | Values a PIVOT without a list may find.
spark.sql.readSideCharPadding | true | boolean | Pads CHAR values when they are read.
spark.sql.scripting.enabled | false | boolean | Allows BEGIN … END scripts.
spark.sql.session.timeZone | | UTC, Europe/Berlin, Europe/London, America/New_York, America/Los_Angeles, Asia/Tokyo | Zone in which times are read and shown; the machine's unless it is set.
spark.sql.shuffle.partitions | 200 | 1, 8, 64, 200, 400, 1000 | Partitions after a shuffle, before adaptive execution puts small ones together.
spark.sql.shuffledHashJoinFactor | 3 | | How many times smaller a side must be to be hashed.
spark.sql.sources.default | parquet | parquet, iceberg, orc, csv, json | Format of a table that is created without USING.
spark.sql.sources.partitionColumnTypeInference.enabled | true | boolean | Guesses the types of partition columns from paths.
spark.sql.sources.partitionOverwriteMode | STATIC | STATIC, DYNAMIC | Whether INSERT OVERWRITE replaces all that PARTITION names, or only the partitions that get rows.
spark.sql.sources.v2.bucketing.enabled | false | boolean | Joins tables by their partitions as they are, without a shuffle, where the layouts agree.
spark.sql.sources.v2.bucketing.pushPartValues.enabled | true | boolean | Lets the sides of such a join have different partition values.
spark.sql.sources.v2.bucketing.partiallyClusteredDistribution.enabled | false | boolean | Lets large partitions of such a join be split.
spark.sql.sources.v2.bucketing.allowJoinKeysSubsetOfPartitionKeys.enabled | false | boolean | Lets such a join use some of the partition keys.
spark.sql.statistics.histogram.enabled | false | boolean | ANALYZE TABLE … FOR COLUMNS makes histograms too.
spark.sql.storeAssignmentPolicy | ANSI | ANSI, STRICT, LEGACY | Which casts INSERT makes by itself.
spark.sql.timestampType | TIMESTAMP_LTZ | TIMESTAMP_LTZ, TIMESTAMP_NTZ | What TIMESTAMP means.
spark.sql.ui.explainMode | formatted | simple, extended, codegen, cost, formatted | How the UI shows plans.
spark.sql.variable.substitute | true | boolean | Puts values in for \${…}.
spark.sql.warehouse.dir | | | Where databases of the session catalog are by default.
spark.sql.iceberg.advisory-partition-size | | | Size of the partitions that a write to an Iceberg table shuffles into.
spark.sql.iceberg.aggregate-push-down.enabled | true | boolean | Answers count, min and max from metadata.
spark.sql.iceberg.check-nullability | true | boolean | Refuses nullable values for required columns.
spark.sql.iceberg.check-ordering | true | boolean | Refuses columns in another order than the table's.
spark.sql.iceberg.compression-codec | | zstd, gzip, snappy, lz4, uncompressed | Compression of files written in this session.
spark.sql.iceberg.compression-level | | | Level of that compression.
spark.sql.iceberg.compression-strategy | | speed, compression | Whether ORC compresses fast or small in this session.
spark.sql.iceberg.data-planning-mode | auto | auto, local, distributed | Where data files are planned.
spark.sql.iceberg.delete-planning-mode | auto | auto, local, distributed | Where delete files are planned.
spark.sql.iceberg.distribution-mode | | none, hash, range | How rows are sent to writing tasks in this session.
spark.sql.iceberg.executor-cache.enabled | true | boolean | Keeps delete files in the executors' memory.
spark.sql.iceberg.executor-cache.delete-files.enabled | true | boolean | Whether that cache holds delete files.
spark.sql.iceberg.executor-cache.locality.enabled | false | boolean | Sends tasks where their delete files are cached.
spark.sql.iceberg.executor-cache.max-entry-size | 67108864 | | Largest entry of that cache.
spark.sql.iceberg.executor-cache.max-total-size | 134217728 | | Size of that cache.
spark.sql.iceberg.executor-cache.timeout | 10m | | How long an entry stays unused.
spark.sql.iceberg.locality.enabled | | boolean | Asks HDFS where blocks are.
spark.sql.iceberg.merge-schema | false | boolean | Adds new columns of written rows to the table.
spark.sql.iceberg.planning.preserve-data-grouping | false | boolean | Reports the partitions of tables, so that joins can use them.
spark.sql.iceberg.read.adaptive-split-size.enabled | | boolean | Chooses the size of reading tasks by the parallelism at hand.
spark.sql.iceberg.read.adaptive-split-size.parallelism | | | Parallelism that this aims at.
spark.sql.iceberg.report-column-stats | true | boolean | Gives the optimizer the distinct counts of statistics files.
spark.sql.iceberg.shred-variants | | boolean | Stores the common fields of variants as columns of their own.
spark.sql.iceberg.snapshot-property. | | | Followed by a name: goes into the summary of each snapshot made in this session.
spark.sql.iceberg.vectorization.enabled | | boolean | Reads data files in batches.
spark.wap.id | | | Id under which writes are staged in tables with write.wap.enabled.
spark.wap.branch | | | Branch that writes to tables with write.wap.enabled go to.
`;

export const settings: readonly Option[] = readOptions(text);

export function setting(name: string): Option | null {
  const key = name.toLowerCase();
  return (
    settings.find((one) => one.name.toLowerCase() === key || (one.name.endsWith('.') && key.startsWith(one.name))) ??
    null
  );
}

/** Zones that SET TIME ZONE is likely to be given. */
export const zones: readonly string[] = (
  'UTC Europe/Berlin Europe/London Europe/Paris Europe/Zurich Europe/Madrid Europe/Warsaw Europe/Istanbul ' +
  'America/New_York America/Chicago America/Denver America/Los_Angeles America/Sao_Paulo America/Toronto ' +
  'Asia/Tokyo Asia/Shanghai Asia/Singapore Asia/Kolkata Asia/Dubai Asia/Seoul Australia/Sydney Africa/Johannesburg'
).split(' ');
