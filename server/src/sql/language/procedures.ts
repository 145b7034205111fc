/** A parameter of a procedure; one that may be left out is `optional`. */
export interface Parameter {
  readonly name: string;
  readonly type: string;
  readonly optional: boolean;
}

export interface Procedure {
  readonly name: string;
  readonly what: string;
  readonly parameters: readonly Parameter[];
}

/** `name type`, with `?` after the name of an optional one, joined by commas. */
function procedure(name: string, what: string, parameters: string): Procedure {
  return {
    name,
    what,
    parameters: parameters.split(/,(?!string>)/).map((text) => {
      const [given = '', type = ''] = text.trim().split(' ');
      return { name: given.replace('?', ''), type, optional: given.endsWith('?') };
    }),
  };
}

/** The procedures of Iceberg 1.11 for Spark 4, in `CATALOG.system`. */
export const procedures: readonly Procedure[] = [
  procedure(
    'rollback_to_snapshot',
    'Makes an earlier snapshot of the same history current.',
    'table string, snapshot_id bigint',
  ),
  procedure('rollback_to_timestamp', 'Makes the snapshot of that time current.', 'table string, timestamp timestamp'),
  procedure(
    'set_current_snapshot',
    'Makes any snapshot, branch or tag current.',
    'table string, snapshot_id? bigint, ref? string',
  ),
  procedure(
    'cherrypick_snapshot',
    'Applies the changes of a snapshot to the current one.',
    'table string, snapshot_id bigint',
  ),
  procedure('fast_forward', 'Moves a branch forward to the head of another.', 'table string, branch string, to string'),
  procedure('publish_changes', 'Applies the changes staged under a WAP id.', 'table string, wap_id string'),
  procedure(
    'expire_snapshots',
    'Removes old snapshots and the files only they need.',
    'table string, older_than? timestamp, retain_last? int, max_concurrent_deletes? int, stream_results? boolean, snapshot_ids? array<bigint>, clean_expired_metadata? boolean',
  ),
  procedure(
    'remove_orphan_files',
    'Removes files that no metadata knows.',
    'table string, older_than? timestamp, location? string, dry_run? boolean, max_concurrent_deletes? int, file_list_view? string, equal_schemes? map<string,string>, equal_authorities? map<string,string>, prefix_mismatch_mode? string, prefix_listing? boolean, stream_results? boolean',
  ),
  procedure(
    'rewrite_data_files',
    'Writes small files together, sorts or clusters them.',
    'table string, strategy? string, sort_order? string, options? map<string,string>, where? string, branch? string',
  ),
  procedure(
    'rewrite_manifests',
    'Writes manifests again, so that planning reads fewer.',
    'table string, use_caching? boolean, spec_id? int',
  ),
  procedure(
    'rewrite_position_delete_files',
    'Writes position deletes together and drops dangling ones.',
    'table string, options? map<string,string>, where? string',
  ),
  procedure(
    'snapshot',
    'Makes an Iceberg table over the files of another one, which stays.',
    'source_table string, table string, location? string, properties? map<string,string>, parallelism? int',
  ),
  procedure(
    'migrate',
    'Turns a table into an Iceberg table, in place.',
    'table string, properties? map<string,string>, drop_backup? boolean, backup_table_name? string, parallelism? int',
  ),
  procedure(
    'add_files',
    'Adds existing files to a table.',
    'table string, source_table string, partition_filter? map<string,string>, check_duplicate_files? boolean, parallelism? int',
  ),
  procedure(
    'register_table',
    'Registers a metadata file as a table in the catalog.',
    'table string, metadata_file string',
  ),
  procedure('ancestors_of', 'Lists the snapshots a snapshot comes from.', 'table string, snapshot_id? bigint'),
  procedure(
    'create_changelog_view',
    'Makes a view of the changes between snapshots.',
    'table string, changelog_view? string, options? map<string,string>, compute_updates? boolean, identifier_columns? array<string>, net_changes? boolean',
  ),
  procedure(
    'compute_table_stats',
    'Computes distinct counts and writes them to a statistics file.',
    'table string, snapshot_id? bigint, columns? array<string>',
  ),
  procedure('compute_partition_stats', 'Computes statistics of partitions.', 'table string, snapshot_id? bigint'),
  procedure(
    'rewrite_table_path',
    'Copies metadata with another path prefix, to move a table.',
    'table string, source_prefix string, target_prefix string, start_version? string, end_version? string, staging_location? string, create_file_list? boolean',
  ),
];

const byName = new Map(procedures.map((entry) => [entry.name, entry]));

export function procedureNamed(name: string): Procedure | null {
  return byName.get(name.toLowerCase()) ?? null;
}

/** `rollback_to_snapshot(table string, snapshot_id bigint)` */
export function procedureSignature({ name, parameters }: Procedure): string {
  const list = parameters.map((one) => `${one.name}${one.optional ? '?' : ''} ${one.type}`);
  return `${name}(${list.join(', ')})`;
}

/** Transforms of hidden partitioning, with what they are given. */
export const transforms: readonly { readonly name: string; readonly insert: string; readonly what: string }[] = [
  { name: 'days', insert: 'days', what: 'days(column): one partition a day' },
  { name: 'hours', insert: 'hours', what: 'hours(column): one partition an hour' },
  { name: 'months', insert: 'months', what: 'months(column): one partition a month' },
  { name: 'years', insert: 'years', what: 'years(column): one partition a year' },
  { name: 'bucket', insert: 'bucket', what: 'bucket(n, column): n partitions by hash' },
  { name: 'truncate', insert: 'truncate', what: 'truncate(width, column): by prefix or rounded down' },
];
