import { type Option, readOptions } from './options';

/** A parameter of a procedure; one that may be left out is `optional`. */
export interface Parameter {
  readonly name: string;
  readonly type: string;
  readonly optional: boolean;
  readonly what: string;
  /** What it names, where more can be said than its type. */
  readonly means: Meaning;
}

/** `table`: in any catalog of the session; `newTable`: one that is to be; `branch`, `snapshot`, `ref`, `column`: of the table. */
export type Meaning =
  'table' | 'newTable' | 'snapshot' | 'time' | 'branch' | 'ref' | 'column' | 'options' | 'flag' | 'text';

export interface Procedure {
  readonly name: string;
  readonly what: string;
  readonly parameters: readonly Parameter[];
  /** Keys of its `options`. */
  readonly options: readonly Option[];
  /** Values of parameters that have few, by the parameter's name. */
  readonly values: Readonly<Record<string, readonly string[]>>;
}

/** One parameter a line: `name type what it is`, `?` after the name of an optional one. */
function procedure(
  name: string,
  what: string,
  parameters: string,
  more: { readonly options?: string; readonly values?: Procedure['values'] } = {},
): Procedure {
  const list = parameters.trim().split('\n').map(parameter);
  // The procedures that make a table are given the name it gets.
  if (name === 'snapshot' || name === 'register_table')
    for (const [i, one] of list.entries()) if (one.name === 'table') list[i] = { ...one, means: 'newTable' };
  return { name, what, parameters: list, options: readOptions(more.options ?? ''), values: more.values ?? {} };
}

function parameter(line: string): Parameter {
  const [given = '', type = '', ...what] = line.trim().split(' ');
  const name = given.replace('?', '');
  return { name, type, optional: given.endsWith('?'), what: what.join(' '), means: meaningOf(name, type) };
}

function meaningOf(name: string, type: string): Meaning {
  switch (name) {
    case 'table':
    case 'source_table':
      return 'table';
    case 'snapshot_id':
    case 'snapshot_ids':
      return 'snapshot';
    case 'branch':
    case 'to':
      return 'branch';
    case 'ref':
      return 'ref';
    case 'options':
      return 'options';
    case 'columns':
    case 'identifier_columns':
      return 'column';
    default:
      return type === 'timestamp' ? 'time' : type === 'boolean' ? 'flag' : 'text';
  }
}

const rewriteOptions = `
target-file-size-bytes | 536870912 | | Size that new files aim at; by default the table's.
min-file-size-bytes | | | Smaller files are rewritten; by default 75 % of the target.
max-file-size-bytes | | | Larger files are rewritten; by default 180 % of the target.
min-input-files | 5 | | Files a group needs to be rewritten.
rewrite-all | false | boolean | Rewrites all files, whatever their size.
max-file-group-size-bytes | 107374182400 | | Bytes that one group rewrites at most.
max-concurrent-file-group-rewrites | 5 | | Groups rewritten at the same time.
partial-progress.enabled | false | boolean | Commits groups as they are done, not all at the end.
partial-progress.max-commits | 10 | | Commits of partial progress at most.
rewrite-job-order | none | none, bytes-asc, bytes-desc, files-asc, files-desc | Which groups come first.
`;

/** The procedures of Iceberg 1.11 for Spark 4, in `CATALOG.system`. */
export const procedures: readonly Procedure[] = [
  procedure(
    'rollback_to_snapshot',
    'Makes an earlier snapshot of the same history current.',
    `table string Table to roll back
    snapshot_id bigint Snapshot to make current`,
  ),
  procedure(
    'rollback_to_timestamp',
    'Makes the snapshot of that time current.',
    `table string Table to roll back
    timestamp timestamp The last snapshot before it becomes current`,
  ),
  procedure(
    'set_current_snapshot',
    'Makes any snapshot, branch or tag current, one that is no ancestor as well.',
    `table string Table to change
    snapshot_id? bigint Snapshot to make current; either this or ref
    ref? string Branch or tag whose snapshot to make current`,
  ),
  procedure(
    'cherrypick_snapshot',
    'Applies the changes of a snapshot to the current one, without moving or deleting it.',
    `table string Table to change
    snapshot_id bigint Snapshot whose changes to apply`,
  ),
  procedure(
    'fast_forward',
    'Moves a branch forward to the head of another.',
    `table string Table to change
    branch string Branch to move
    to string Branch whose head it moves to`,
  ),
  procedure(
    'publish_changes',
    'Applies the changes staged under a WAP id.',
    `table string Table to change
    wap_id string Id that spark.wap.id was set to`,
  ),
  procedure(
    'expire_snapshots',
    'Removes old snapshots and the files only they need.',
    `table string Table to clean
    older_than? timestamp Snapshots before it go; five days ago unless the table says otherwise
    retain_last? int Snapshots of each branch that stay whatever their age; 1
    max_concurrent_deletes? int Threads that delete files
    stream_results? boolean Lists files to delete part by part, to save memory of the driver
    snapshot_ids? array<bigint> These snapshots go
    clean_expired_metadata? boolean Drops partition specs and schemas that nothing needs any more`,
  ),
  procedure(
    'remove_orphan_files',
    'Removes files that no metadata knows.',
    `table string Table to clean
    older_than? timestamp Files before it go; three days ago
    location? string Folder to look into; the table's location
    dry_run? boolean Only lists the files
    max_concurrent_deletes? int Threads that delete files
    file_list_view? string View with file_path and last_modified to take in place of a listing
    equal_schemes? map<string,string> Schemes that mean the same, such as s3a,s3n to s3
    equal_authorities? map<string,string> Authorities that mean the same
    prefix_mismatch_mode? string What to do where only scheme or authority differ
    prefix_listing? boolean Lists by prefix, as object stores do
    stream_results? boolean Lists files to delete part by part`,
    { values: { prefix_mismatch_mode: ['ERROR', 'IGNORE', 'DELETE'] } },
  ),
  procedure(
    'rewrite_data_files',
    'Writes small files together, sorts or clusters them.',
    `table string Table to rewrite
    strategy? string How: binpack puts files together, sort sorts as well
    sort_order? string Columns to sort by, or zorder(a, b)
    options? map<string,string> Sizes, limits and how to commit
    where? string Only files with rows for which this may be true
    branch? string Branch to rewrite; main`,
    {
      values: { strategy: ['binpack', 'sort'] },
      options: `${rewriteOptions.trim()}
      partial-progress.max-failed-commits | | | Failed commits of partial progress that are borne.
      use-starting-sequence-number | true | boolean | New files get the sequence number from before the rewrite, so that newer deletes still apply.
      delete-file-threshold | 2147483647 | | Delete files from which a data file is rewritten.
      delete-ratio-threshold | 0.3 | | Share of deleted rows from which a data file is rewritten.
      remove-dangling-deletes | false | boolean | Drops delete files that apply to no data file any more.
      output-spec-id | | | Partition spec that new files are written with.
      max-file-group-input-files | 9223372036854775807 | | Files that one group rewrites at most.
      max-files-to-rewrite | | | Files that are rewritten at most.
      compression-factor | 1.0 | | Sort only: size of shuffled rows over size of files.
      shuffle-partitions-per-file | 1 | | Sort only: shuffle partitions for each file.
      var-length-contribution | 8 | | zorder only: bytes of a string that count.
      max-output-size | 2147483647 | | zorder only: bytes that are interleaved.`,
    },
  ),
  procedure(
    'rewrite_manifests',
    'Writes manifests again, so that planning reads fewer.',
    `table string Table to rewrite
    use_caching? boolean Caches the manifest entries meanwhile
    spec_id? int Only manifests of this partition spec`,
  ),
  procedure(
    'rewrite_position_delete_files',
    'Writes position deletes together and drops dangling ones.',
    `table string Table to rewrite
    options? map<string,string> Sizes, limits and how to commit
    where? string Only files with rows for which this may be true`,
    { options: rewriteOptions },
  ),
  procedure(
    'snapshot',
    'Makes an Iceberg table over the files of another one, which stays.',
    `source_table string Table whose files to use
    table string Name of the new table
    location? string Where its metadata goes
    properties? map<string,string> Properties of the new table
    parallelism? int Threads that read the files`,
  ),
  procedure(
    'migrate',
    'Turns a table into an Iceberg table, in place.',
    `table string Table to turn
    properties? map<string,string> Properties it gets
    drop_backup? boolean Drops the table that keeps the old state
    backup_table_name? string Name of that table
    parallelism? int Threads that read the files`,
  ),
  procedure(
    'add_files',
    'Adds existing files to a table.',
    `table string Table to add to
    source_table string Table, or a path: \`parquet\`.\`s3://…\`
    partition_filter? map<string,string> Only files of these partitions
    check_duplicate_files? boolean Fails when a file is in the table already; true
    parallelism? int Threads that read the files`,
  ),
  procedure(
    'register_table',
    'Registers a metadata file as a table in the catalog.',
    `table string Name of the new table
    metadata_file string Its metadata file`,
  ),
  procedure(
    'ancestors_of',
    'Lists the snapshots a snapshot comes from.',
    `table string Table to look at
    snapshot_id? bigint Snapshot to begin with; the current one`,
  ),
  procedure(
    'create_changelog_view',
    'Makes a view of the changes between snapshots.',
    `table string Table to look at
    changelog_view? string Name of the view; the table's with _changes
    options? map<string,string> Where the changes begin and end
    compute_updates? boolean Shows a delete and an insert of one row as an update
    identifier_columns? array<string> Columns that say which rows are the same
    net_changes? boolean Shows only what is left at the end`,
    {
      options: `start-snapshot-id | | | Snapshot after which changes begin.
      end-snapshot-id | | | Snapshot with which they end; the current one.
      start-timestamp | | | Time in milliseconds after which changes begin.
      end-timestamp | | | Time in milliseconds with which they end.`,
    },
  ),
  procedure(
    'compute_table_stats',
    'Computes distinct counts and writes them to a statistics file.',
    `table string Table to look at
    snapshot_id? bigint Snapshot to look at; the current one
    columns? array<string> Columns to count; all`,
  ),
  procedure(
    'compute_partition_stats',
    'Computes statistics of partitions.',
    `table string Table to look at
    snapshot_id? bigint Snapshot to look at; the current one`,
  ),
  procedure(
    'rewrite_table_path',
    'Copies metadata with another path prefix, to move a table.',
    `table string Table to move
    source_prefix string Prefix of its paths
    target_prefix string Prefix that comes in its place
    start_version? string First metadata file to copy
    end_version? string Last metadata file to copy
    staging_location? string Where the copies go
    create_file_list? boolean Writes a list of the files to copy`,
  ),
];

const byName = new Map(procedures.map((entry) => [entry.name, entry]));

export function procedureNamed(name: string): Procedure | null {
  return byName.get(name.toLowerCase()) ?? null;
}

/** `rollback_to_snapshot(table string, snapshot_id bigint)` */
export function procedureSignature({ name, parameters }: Procedure): string {
  return `${name}(${parameters.map(parameterText).join(', ')})`;
}

/** `snapshot_id? bigint` */
export const parameterText = ({ name, optional, type }: Parameter): string => `${name}${optional ? '?' : ''} ${type}`;

/** A transform of hidden partitioning. */
export interface Transform {
  readonly name: string;
  /** `bucket(n, column)` */
  readonly signature: string;
  readonly what: string;
  /** Whether its first argument is a number. */
  readonly numbered: boolean;
  /** The Spark types it takes, in lower case, without what is in parentheses. */
  readonly types: readonly string[];
}

const times = ['timestamp', 'timestamp_ntz', 'timestamp_ltz'];
const whole = ['int', 'integer', 'bigint', 'long', 'smallint', 'tinyint', 'short', 'byte', 'decimal', 'dec', 'numeric'];
const bytes = ['string', 'varchar', 'char', 'binary'];

function transform(name: string, what: string, types: readonly string[], numbered = false, number = 'n'): Transform {
  return { name, what, types, numbered, signature: `${name}(${numbered ? `${number}, ` : ''}column)` };
}

export const transforms: readonly Transform[] = [
  transform('days', 'One partition a day', ['date', ...times]),
  transform('hours', 'One partition an hour', times),
  transform('months', 'One partition a month', ['date', ...times]),
  transform('years', 'One partition a year', ['date', ...times]),
  transform('bucket', 'n partitions by hash', ['date', ...times, ...whole, ...bytes], true),
  transform('truncate', 'By prefix, or rounded down to the width', [...whole, ...bytes], true, 'width'),
];

export function transformNamed(name: string): Transform | null {
  const key = name.toLowerCase();
  return transforms.find((one) => one.name === key || one.name === `${key}s`) ?? null;
}

/** Whether a transform takes a column of that type; true where the type is not known. */
export function suitsTransform({ types }: Transform, type: string | null): boolean {
  return type === null || type === '' || types.includes(/^[a-z_]*/i.exec(type)?.[0].toLowerCase() ?? '');
}
