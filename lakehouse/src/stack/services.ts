/** What each embedded service is and how it is started. */
import { totalmem } from 'node:os';
import { join } from 'node:path';
import type { StackAddresses } from './addresses';
import { artefact, DERBY_TEMPLATE, hiveHome, jarsIn, pythonOf, type Artefact } from './artefacts';
import { archiveFlags } from './classArchives';
import { javaTool } from './prerequisites';
import { HOME_FOLDERS, writeMetastoreFiles, writeS3Files, writeSparkFiles } from './serviceFiles';
import type { ServiceName, StackOptions } from './types';

export interface ServiceContext {
  readonly options: Pick<StackOptions, 'stackFolder' | 'home' | 'cache'>;
  readonly addresses: StackAddresses;
  /** Of the `java` that runs the services: `17.0.15`. */
  readonly javaVersion: string;
}

export interface ServiceCommand {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

export interface ServiceDefinition {
  readonly name: ServiceName;
  /** Must answer before this one is started. */
  readonly after: readonly ServiceName[];
  /** Milliseconds it may take to end by itself before it is killed. */
  readonly graceMs: number;
  /** Writes its configuration and says how to run it. */
  readonly command: (context: ServiceContext) => ServiceCommand;
}

const MODULES_SPARK = [
  'java.base/java.lang',
  'java.base/java.lang.invoke',
  'java.base/java.lang.reflect',
  'java.base/java.io',
  'java.base/java.net',
  'java.base/java.nio',
  'java.base/java.util',
  'java.base/java.util.concurrent',
  'java.base/java.util.concurrent.atomic',
  'java.base/jdk.internal.ref',
  'java.base/sun.nio.ch',
  'java.base/sun.nio.cs',
  'java.base/sun.security.action',
  'java.base/sun.util.calendar',
  'java.security.jgss/sun.security.krb5',
];
const MODULES_METASTORE = ['java.base/java.lang', 'java.base/java.net', 'java.base/java.util'];

export const SERVICES: Readonly<Record<ServiceName, ServiceDefinition>> = {
  s3: {
    name: 's3',
    after: [],
    graceMs: 5_000,
    command: (context) => {
      const { folder } = artefact(context.options, 's3');
      const file = writeS3Files(context.options.home, context.addresses);
      return java(context, 's3', ['-Xmx384m', '-XX:+UseSerialGC'], jarsIn(folder), [
        'org.gaul.s3proxy.Main',
        '--properties',
        file,
      ]);
    },
  },
  metastore: {
    name: 'metastore',
    // It makes the folder of its default database in the object store.
    after: ['s3'],
    graceMs: 10_000,
    command: (context) => {
      const { folder } = artefact(context.options, 'metastore');
      const { home, stackFolder } = context.options;
      const conf = writeMetastoreFiles(home, context.addresses, join(folder, DERBY_TEMPLATE));
      const { host, ports } = context.addresses;
      const flags = [
        '-Xmx512m',
        '-XX:+UseSerialGC',
        '-XX:TieredStopAtLevel=1',
        ...opens(MODULES_METASTORE),
        `-Dlog4j2.configurationFile=${fileUrl(join(stackFolder, 'metastore', 'log4j2.properties'))}`,
        `-Dderby.stream.error.file=${join(home, HOME_FOLDERS.logs, 'derby.log')}`,
      ];
      const main = ['LoopbackMetastore', host, String(ports.metastore)];
      const { command, args } = java(context, 'metastore', flags, metastoreJars(folder), main);
      return { command, args, env: { METASTORE_HOME: hiveHome(folder), METASTORE_CONF_DIR: conf } };
    },
  },
  glue: {
    name: 'glue',
    after: [],
    graceMs: 3_000,
    command: ({ options, addresses }) => {
      const { folder } = artefact(options, 'glue');
      const script = join(options.stackFolder, 'glue', 'glue_server.py');
      const journal = join(options.home, HOME_FOLDERS.data, 'glue', 'journal.jsonl');
      const port = String(addresses.ports.glue);
      return {
        command: pythonOf(folder),
        // -B: the stack's folder may be read-only, and is not the place for compiled files.
        args: ['-B', script, '--host', addresses.host, '--port', port, '--journal', journal],
        env: { LAKEHOUSE_GLUE_ACCESS_KEY: addresses.accessKeyId, PYTHONUNBUFFERED: '1' },
      };
    },
  },
  spark: {
    name: 'spark',
    after: [],
    graceMs: 15_000,
    command: (context) => {
      const { folder } = artefact(context.options, 'spark');
      const { home, stackFolder } = context.options;
      const { accessKeyId, secretAccessKey, region, host } = context.addresses;
      const flags = [
        `-Xmx${String(sparkHeapMb())}m`,
        // A server out of memory that lives on answers nobody; one that ends can be started again.
        '-XX:+ExitOnOutOfMemoryError',
        ...opens(MODULES_SPARK),
        '-Djdk.reflect.useDirectMethodHandle=false',
        '-Dio.netty.tryReflectionSetAccessible=true',
        `-Djava.io.tmpdir=${join(home, HOME_FOLDERS.tmp)}`,
        `-Dlog4j2.configurationFile=${fileUrl(join(stackFolder, 'spark', 'log4j2.properties'))}`,
      ];
      const { command, args } = java(context, 'spark', flags, jarsIn(folder), [
        'org.apache.spark.deploy.SparkSubmit',
        '--properties-file',
        writeSparkFiles(home, context.addresses),
        '--class',
        'org.apache.spark.sql.connect.service.SparkConnectServer',
        'spark-internal',
      ]);
      const aws = { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, AWS_REGION: region };
      return { command, args, env: { ...aws, SPARK_LOCAL_IP: host } };
    },
  },
};

export function titleOf(options: ServiceContext['options'], service: ServiceName): string {
  return artefact(options, service).title;
}

function metastoreJars(folder: string): string[] {
  return [...jarsIn(join(hiveHome(folder), 'lib')), ...jarsIn(folder)];
}

/** An eighth of the machine's memory, from 1 GB (less fails on small results) to 4 GB. */
export function sparkHeapMb(totalBytes: number = totalmem()): number {
  return Math.round(Math.min(4096, Math.max(1024, totalBytes / 2 ** 20 / 8)));
}

/** The environment services get: ours, without settings of AWS, Spark, Hadoop and Hive that are meant for other programs. */
export function serviceEnvironment(env: NodeJS.ProcessEnv = process.env): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/^(AWS|SPARK|HADOOP|HIVE|METASTORE)_/.test(name)));
}

function java(
  context: ServiceContext,
  key: Artefact['key'],
  flags: readonly string[],
  jars: readonly string[],
  main: readonly string[],
): ServiceCommand {
  const archive = archiveFlags(artefact(context.options, key).folder, key, context.javaVersion);
  return { command: javaTool('java'), args: [...flags, ...archive, '-cp', jars.join(':'), ...main], env: {} };
}

function opens(modules: readonly string[]): string[] {
  return modules.map((module) => `--add-opens=${module}=ALL-UNNAMED`);
}

function fileUrl(path: string): string {
  return new URL(`file://${path.split('/').map(encodeURIComponent).join('/')}`).href;
}
