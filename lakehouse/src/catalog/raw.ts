/** A table as Hive Metastore and Glue both describe it: the same model, by two protocols. */

export interface RawColumn {
  readonly name: string;
  readonly type: string;
  readonly comment: string | null;
}

export interface RawTable {
  readonly database: string;
  readonly name: string;
  /** `EXTERNAL_TABLE`, `MANAGED_TABLE`, `VIRTUAL_VIEW`, `MATERIALIZED_VIEW`, … */
  readonly tableType: string | null;
  readonly parameters: Readonly<Record<string, string>>;
  readonly columns: readonly RawColumn[];
  readonly partitionKeys: readonly RawColumn[];
  readonly location: string | null;
  readonly inputFormat: string | null;
  readonly serde: string | null;
  readonly viewText: string | null;
  readonly comment: string | null;
}

export type RawShape = Pick<RawTable, 'tableType' | 'parameters' | 'inputFormat' | 'serde'>;

export function isView(table: RawShape): boolean {
  return table.tableType === 'VIRTUAL_VIEW' || table.tableType === 'MATERIALIZED_VIEW';
}

/** What Iceberg's catalogs write into the parameters `table_type` of tables and views; compared without case. */
export function isIceberg(table: RawShape): boolean {
  return table.parameters['table_type']?.toUpperCase() === 'ICEBERG';
}

export function isIcebergView(table: RawShape): boolean {
  return table.parameters['table_type']?.toUpperCase() === 'ICEBERG-VIEW';
}

/** Class names of input formats and serdes, shortest part that tells them apart, and the format's name in SQL. */
const CLASS_FORMATS: readonly (readonly [RegExp, string])[] = [
  [/iceberg/i, 'iceberg'],
  [/hudi|hoodie/i, 'hudi'],
  [/delta/i, 'delta'],
  [/parquet/i, 'parquet'],
  [/\borc\b|Orc(Input|Serde)/, 'orc'],
  [/avro/i, 'avro'],
  [/json/i, 'json'],
  [/csv/i, 'csv'],
];

/**
 * The table's format: `iceberg`, `delta`, `hudi`, the provider that Spark wrote down, else the file format by the names
 * of its classes, else `text` or `hive`. Null for a view that is not Iceberg's.
 */
export function formatOf(table: RawShape): string | null {
  if (isIceberg(table) || isIcebergView(table)) return 'iceberg';
  if (isView(table)) return null;
  const provider = table.parameters['spark.sql.sources.provider']?.toLowerCase();
  if (provider !== undefined && provider !== 'hive') return provider;
  // Glue's crawlers write this.
  const classification = table.parameters['classification']?.toLowerCase();
  const classes = `${table.serde ?? ''} ${table.inputFormat ?? ''}`;
  const byClass = CLASS_FORMATS.find(([pattern]) => pattern.test(classes))?.[1];
  return byClass ?? classification ?? (/TextInputFormat/.test(classes) ? 'text' : 'hive');
}
