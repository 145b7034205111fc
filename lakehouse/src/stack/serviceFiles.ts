/** The configuration the embedded services read, written into the stack's home at each start. */
import { cpSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  addressOf,
  GLUE_CATALOG,
  HIVE_CATALOG,
  SESSION_CATALOG,
  type StackAddresses,
  type StackCredentials,
} from './addresses';

/** Folders below a stack's home. */
export const HOME_FOLDERS = { data: 'data', conf: 'conf', logs: 'logs', tmp: 'tmp' } as const;

type Pairs = Readonly<Record<string, string>>;

export function writeS3Files(home: string, addresses: StackAddresses): string {
  const folder = join(home, HOME_FOLDERS.data, 's3');
  mkdirSync(folder, { recursive: true });
  return writeConf(
    home,
    's3proxy.properties',
    properties({
      's3proxy.endpoint': `http://${addressOf(addresses, 's3')}`,
      's3proxy.authorization': 'aws-v2-or-v4',
      's3proxy.identity': addresses.accessKeyId,
      's3proxy.credential': addresses.secretAccessKey,
      'jclouds.provider': 'filesystem-nio2',
      'jclouds.filesystem.basedir': folder,
    }),
  );
}

/** The folder for METASTORE_CONF_DIR. A database is copied from `template` where the home has none yet. */
export function writeMetastoreFiles(home: string, addresses: StackAddresses, template: string): string {
  const database = join(home, HOME_FOLDERS.data, 'metastore-db');
  if (!existsSync(database)) {
    const partial = `${database}.partial`;
    rmSync(partial, { recursive: true, force: true });
    cpSync(template, partial, { recursive: true });
    renameSync(partial, database);
  }
  const folder = join(home, HOME_FOLDERS.conf, 'metastore');
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, 'metastore-site.xml'),
    metastoreSite(database, {
      'metastore.warehouse.dir': `s3://${addresses.bucket}/hive`,
      // Without the house keeper a lock of a client that died is held for ever.
      'metastore.task.threads.always': [
        'org.apache.hadoop.hive.metastore.events.EventCleanerTask',
        'org.apache.hadoop.hive.metastore.txn.AcidHouseKeeperService',
      ].join(','),
      ...s3aSettings(addresses),
    }),
    { mode: 0o600 },
  );
  return folder;
}

/** Hadoop's XML for a metastore over the Derby database in the folder `database`. */
export function metastoreSite(database: string, more: Pairs = {}): string {
  const all: Pairs = {
    'javax.jdo.option.ConnectionURL': `jdbc:derby:;databaseName=${database};create=true`,
    'javax.jdo.option.ConnectionDriverName': 'org.apache.derby.jdbc.EmbeddedDriver',
    // The class that is there: the default one is in Hive's query engine.
    'metastore.expression.proxy': 'org.apache.hadoop.hive.metastore.DefaultPartitionExpressionProxy',
    ...more,
  };
  const lines = Object.entries(all).map(
    ([name, value]) => `  <property><name>${name}</name><value>${xml(value)}</value></property>\n`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n<configuration>\n${lines.join('')}</configuration>\n`;
}

export function writeSparkFiles(home: string, addresses: StackAddresses): string {
  const scratch = join(home, HOME_FOLDERS.tmp, 'spark');
  rmSync(scratch, { recursive: true, force: true });
  mkdirSync(scratch, { recursive: true });
  return writeConf(home, 'spark.properties', properties(sparkSettings(addresses, scratch)));
}

/** Spark with the three catalogs. S3FileIO reads and writes tables; S3A serves what still asks Hadoop, under `s3:` too. */
export function sparkSettings(addresses: StackAddresses, scratch: string): Pairs {
  const { bucket, host } = addresses;
  const uri = `thrift://${addressOf(addresses, 'metastore')}`;
  const hive = { type: 'hive', uri };
  const hadoop = Object.fromEntries(
    Object.entries({ 'hive.metastore.uris': uri, ...s3aSettings(addresses) }).map(([k, v]) => [`spark.hadoop.${k}`, v]),
  );
  return {
    'spark.master': 'local[*]',
    'spark.app.name': 'Lakehouse',
    'spark.driver.host': host,
    'spark.driver.bindAddress': host,
    'spark.connect.grpc.binding.address': host,
    'spark.connect.grpc.binding.port': String(addresses.ports.spark),
    // A session outlives a lunch, with its temporary views.
    'spark.connect.session.manager.defaultSessionTimeout': '12h',
    'spark.ui.enabled': 'false',
    'spark.local.dir': scratch,
    'spark.sql.session.timeZone': 'UTC',
    'spark.sql.shuffle.partitions': '4',
    'spark.sql.catalogImplementation': 'hive',
    'spark.sql.warehouse.dir': `s3://${bucket}/spark`,
    'spark.sql.extensions': 'org.apache.iceberg.spark.extensions.IcebergSparkSessionExtensions',
    'spark.sql.defaultCatalog': HIVE_CATALOG,
    ...catalog(HIVE_CATALOG, 'SparkCatalog', `s3://${bucket}/hive`, addresses, hive),
    ...catalog(SESSION_CATALOG, 'SparkSessionCatalog', `s3://${bucket}/spark`, addresses, hive),
    ...catalog(GLUE_CATALOG, 'SparkCatalog', `s3://${bucket}/glue`, addresses, {
      type: 'glue',
      'glue.endpoint': `http://${addressOf(addresses, 'glue')}`,
    }),
    ...hadoop,
  };
}

function catalog(name: string, type: string, warehouse: string, addresses: StackAddresses, more: Pairs): Pairs {
  const settings: Pairs = {
    ...more,
    warehouse,
    'io-impl': 'org.apache.iceberg.aws.s3.S3FileIO',
    's3.endpoint': `http://${addressOf(addresses, 's3')}`,
    's3.path-style-access': 'true',
    'client.region': addresses.region,
    // What another session committed is seen at once, not half a minute later.
    'cache-enabled': 'false',
  };
  const prefix = `spark.sql.catalog.${name}`;
  return {
    [prefix]: `org.apache.iceberg.spark.${type}`,
    ...Object.fromEntries(Object.entries(settings).map(([key, value]) => [`${prefix}.${key}`, value])),
  };
}

function s3aSettings(addresses: StackAddresses): Pairs {
  return {
    'fs.s3.impl': 'org.apache.hadoop.fs.s3a.S3AFileSystem',
    'fs.s3a.endpoint': `http://${addressOf(addresses, 's3')}`,
    'fs.s3a.endpoint.region': addresses.region,
    'fs.s3a.path.style.access': 'true',
    'fs.s3a.access.key': addresses.accessKeyId,
    'fs.s3a.secret.key': addresses.secretAccessKey,
    // A service that is gone is said to be gone in seconds, not after minutes of trying.
    'fs.s3a.attempts.maximum': '3',
    'fs.s3a.retry.limit': '3',
  };
}

/** The keys of every stack on loopback: they open nothing else, and nobody else reaches it. */
export const EMBEDDED_CREDENTIALS: StackCredentials = {
  accessKeyId: 'lakehouse',
  secretAccessKey: 'lakehouse-secret',
};

function writeConf(home: string, name: string, text: string): string {
  const folder = join(home, HOME_FOLDERS.conf);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, name);
  writeFileSync(file, text, { mode: 0o600 });
  return file;
}

/** Java's properties format, which is Latin-1 and gives backslashes a meaning. */
export function properties(pairs: Pairs): string {
  const escape = (text: string): string =>
    text
      .replaceAll('\\', '\\\\')
      .replace(/[^\x20-\x7e]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return Object.entries(pairs)
    .map(([key, value]) => `${key}=${escape(value)}\n`)
    .join('');
}

function xml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
