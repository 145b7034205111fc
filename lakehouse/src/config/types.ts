/** The shape of `lakehouse.json` and of the setting `lakehouse.connections` (schema: media/lakehouse.schema.json). */

export type StackRuntimeName = 'auto' | 'compose' | 'embedded';

export interface S3Settings {
  readonly endpoint?: string;
  readonly region?: string;
  readonly profile?: string;
  readonly accessKeyId?: string;
  readonly secretAccessKey?: string;
  readonly sessionToken?: string;
  /** Buckets in the path instead of the host; default true when an endpoint is given. */
  readonly pathStyle?: boolean;
}

export interface HiveCatalogConfig {
  readonly name: string;
  readonly type: 'hive';
  /** `thrift://host:port`, several separated by commas: tried in order. */
  readonly uri: string;
  readonly transport?: 'buffered' | 'framed';
  readonly s3?: S3Settings;
}

export interface GlueCatalogConfig {
  readonly name: string;
  readonly type: 'glue';
  readonly region?: string;
  readonly profile?: string;
  readonly endpoint?: string;
  readonly catalogId?: string;
  readonly accessKeyId?: string;
  readonly secretAccessKey?: string;
  readonly sessionToken?: string;
  readonly s3?: S3Settings;
}

export type CatalogConfig = HiveCatalogConfig | GlueCatalogConfig;

export interface SparkConfig {
  /** `sc://host:port/;key=value;…`, as PySpark's `remote()` takes it. */
  readonly url: string;
  readonly token?: string;
}

export interface ConnectionConfig {
  readonly name: string;
  readonly readOnly?: boolean;
  /** A connection to our own stack: addresses come from the running stack, not from the file. */
  readonly stack?: StackRuntimeName;
  readonly spark?: SparkConfig;
  readonly catalogs?: readonly CatalogConfig[];
}

export interface LakehouseConfig {
  readonly connections: readonly ConnectionConfig[];
  /** Sets of values for the parameters of statements, by name of the set and of the parameter. */
  readonly parameters?: Readonly<Record<string, ParameterSet>>;
}

export type ParameterSet = Readonly<Record<string, string | number | boolean | null>>;
