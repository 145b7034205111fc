/**
 * What the embedded runtime downloads: jars by the Maven client and moto by pip, each into a folder of the cache named for
 * its version and for a hash of the file that lists it. Folders appear whole or not at all.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LakehouseError } from '../errors';
import { javaTool, type Tool } from './prerequisites';
import { capture } from './run';
import { metastoreSite } from './serviceFiles';
import type { StackOptions, StackProgress } from './types';

export interface Artefact {
  readonly key: 'spark' | 'metastore' | 's3' | 'glue';
  /** For people: `Spark Connect 4.0.1`. */
  readonly title: string;
  readonly folder: string;
  readonly megabytes: number;
  readonly tools: readonly Tool[];
  readonly fetch: (into: string, context: FetchContext) => Promise<void>;
}

interface FetchContext {
  readonly stackFolder: string;
  readonly signal: AbortSignal | undefined;
  /** Megabytes fetched so far. */
  readonly onMegabytes: (done: number) => void;
}

type Places = Pick<StackOptions, 'stackFolder' | 'cache'>;

/** The database with Hive's schema that a new stack starts from, and where Hive's archive unpacks to. */
export const DERBY_TEMPLATE = 'derby-template';
const HIVE_FOLDER = /^apache-hive-metastore-.*-bin$/;

/** Everything the embedded runtime is made of, whether or not it is there. */
export function artefacts(places: Places): readonly Artefact[] {
  const { stackFolder } = places;
  const spark = listing(stackFolder, 'spark/pom.xml');
  const metastore = listing(stackFolder, 'metastore/pom.xml', 'metastore/LoopbackMetastore.java');
  const s3 = listing(stackFolder, 's3/pom.xml');
  const glue = listing(stackFolder, 'glue/requirements.txt');
  const maven: readonly Tool[] = ['java', 'maven'];
  const at = (name: string): string => join(places.cache, name);
  return [
    {
      key: 'spark',
      title: `Spark Connect ${spark.version('spark.version')}`,
      folder: at(`spark-${spark.version('spark.version')}-${spark.hash}`),
      megabytes: 446,
      tools: maven,
      fetch: (into, context) => fetchJars('spark', into, context),
    },
    {
      key: 'metastore',
      title: `Hive Metastore ${metastore.version('hive.version')}`,
      folder: at(`hive-metastore-${metastore.version('hive.version')}-${metastore.hash}`),
      megabytes: 144,
      tools: [...maven, 'compiler'],
      fetch: fetchMetastore,
    },
    {
      key: 's3',
      title: `S3Proxy ${s3.version('s3proxy.version')}`,
      folder: at(`s3proxy-${s3.version('s3proxy.version')}-${s3.hash}`),
      megabytes: 55,
      tools: maven,
      fetch: (into, context) => fetchJars('s3', into, context),
    },
    {
      key: 'glue',
      title: `Glue (moto ${/moto\S*==(\S+)/.exec(glue.text)?.[1] ?? ''})`,
      folder: at(`moto-${/moto\S*==(\S+)/.exec(glue.text)?.[1] ?? ''}-${glue.hash}`),
      megabytes: 90,
      tools: ['python'],
      fetch: makeVenv,
    },
  ];
}

export function artefact(places: Places, key: Artefact['key']): Artefact {
  const found = artefacts(places).find((each) => each.key === key);
  if (found === undefined) throw new LakehouseError('INTERNAL', `No artefact ${key}`);
  return found;
}

export function isFetched(artefact: Artefact): boolean {
  // A Python that was uninstalled leaves a virtual environment whose link leads nowhere.
  return existsSync(artefact.key === 'glue' ? pythonOf(artefact.folder) : artefact.folder);
}

/** Fetches one artefact. Throws STACK_PREPARE_FAILED with what the client said. */
export async function fetchArtefact(
  artefact: Artefact,
  options: Pick<StackOptions, 'stackFolder' | 'cache' | 'signal'> & { onProgress: (progress: StackProgress) => void },
): Promise<void> {
  const { stackFolder, cache, signal, onProgress } = options;
  mkdirSync(cache, { recursive: true });
  sweepPartial(cache);
  const message = `Downloading ${artefact.title} (${String(artefact.megabytes)} MB)`;
  onProgress({ message, service: artefact.key, fraction: 0 });
  const partial = `${artefact.folder}.partial-${String(process.pid)}`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial);
  let reported = Date.now();
  try {
    await artefact.fetch(partial, {
      stackFolder,
      signal,
      onMegabytes: (done) => {
        if (Date.now() - reported < 1000) return;
        reported = Date.now();
        const fraction = Math.min(0.99, done / artefact.megabytes);
        onProgress({ message: `${message}: ${String(Math.round(fraction * 100))} %`, service: artefact.key, fraction });
      },
    });
    if (artefact.key === 'glue') rmSync(artefact.folder, { recursive: true, force: true });
    try {
      renameSync(partial, artefact.folder);
    } catch (error) {
      // Another process fetched the same at the same time.
      if (!isFetched(artefact)) throw error;
    }
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
}

/** Jars of a folder in one fixed order: class data archives are only good for the same class path. */
export function jarsIn(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.jar'))
    .sort()
    .map((name) => join(folder, name));
}

/** Hive's own folder (`METASTORE_HOME`) in the metastore's artefact. */
export function hiveHome(folder: string): string {
  const name = readdirSync(folder).find((each) => HIVE_FOLDER.test(each));
  if (name === undefined) throw new LakehouseError('STACK_PREPARE_FAILED', `Hive Metastore is not whole in ${folder}`);
  return join(folder, name);
}

export function pythonOf(venv: string): string {
  return join(venv, 'bin', 'python');
}

function listing(stackFolder: string, ...files: readonly string[]) {
  const texts = files.map((file) => readFileSync(join(stackFolder, file), 'utf8'));
  const text = texts.join('\0');
  return {
    text,
    hash: createHash('sha256').update(text).digest('hex').slice(0, 8),
    version: (property: string): string => new RegExp(`<${property}>([^<]+)<`).exec(text)?.[1] ?? '',
  };
}

async function fetchJars(pom: string, into: string, { stackFolder, signal, onMegabytes }: FetchContext): Promise<void> {
  let megabytes = 0;
  const file = join(stackFolder, pom, 'pom.xml');
  await mustRun('mvn', ['-B', '-f', file, 'dependency:copy-dependencies', `-DoutputDirectory=${into}`], {
    signal,
    onLine: (line) => {
      const [, amount, unit] = /^(?:\[INFO\] )?Downloaded from .* \(([\d.]+) ([kMG]?B) at /.exec(line) ?? [];
      if (amount === undefined) return;
      megabytes += Number(amount) * (unit === 'MB' ? 1 : unit === 'kB' ? 1e-3 : unit === 'GB' ? 1e3 : 1e-6);
      onMegabytes(megabytes);
    },
  });
}

async function fetchMetastore(into: string, context: FetchContext): Promise<void> {
  await fetchJars('metastore', into, context);
  const { signal, stackFolder } = context;
  const archive = readdirSync(into).find((name) => name.endsWith('.tar.gz'));
  if (archive === undefined)
    throw new LakehouseError('STACK_PREPARE_FAILED', 'Maven brought no archive of Hive Metastore');
  await mustRun('tar', ['-xzf', archive], { cwd: into, signal });
  rmSync(join(into, archive));
  const jars = [...jarsIn(join(hiveHome(into), 'lib')), ...jarsIn(into)].join(':');
  const source = join(stackFolder, 'metastore', 'LoopbackMetastore.java');
  const classes = join(into, 'classes');
  await mustRun(javaTool('javac'), ['--release', '17', '-nowarn', '-d', classes, '-cp', jars, source], { signal });
  await mustRun(javaTool('jar'), ['--create', '--file', join(into, 'loopback-metastore.jar'), '-C', classes, '.'], {
    signal,
  });
  rmSync(classes, { recursive: true });
  await makeDerbyTemplate(into, signal);
}

/** Hive's schema takes seconds to create; made once here, each new stack copies it. */
async function makeDerbyTemplate(into: string, signal: AbortSignal | undefined): Promise<void> {
  const conf = join(into, 'init');
  mkdirSync(conf);
  writeFileSync(join(conf, 'metastore-site.xml'), metastoreSite(join(into, DERBY_TEMPLATE)));
  const jars = [...jarsIn(join(hiveHome(into), 'lib')), ...jarsIn(into)].join(':');
  const tool = 'org.apache.hadoop.hive.metastore.tools.MetastoreSchemaTool';
  const opens = ['java.lang', 'java.net', 'java.util'].map((name) => `--add-opens=java.base/${name}=ALL-UNNAMED`);
  await mustRun(javaTool('java'), [...opens, '-cp', jars, tool, '-dbType', 'derby', '-initSchema'], {
    cwd: conf,
    env: { METASTORE_HOME: hiveHome(into), METASTORE_CONF_DIR: conf },
    signal,
  });
  rmSync(conf, { recursive: true });
}

async function makeVenv(into: string, { stackFolder, signal }: FetchContext): Promise<void> {
  await mustRun('python3', ['-m', 'venv', into], { signal });
  const requirements = join(stackFolder, 'glue', 'requirements.txt');
  const pip = ['-m', 'pip', 'install', '--quiet', '--no-input', '--disable-pip-version-check', '-r', requirements];
  await mustRun(pythonOf(into), pip, { signal });
}

async function mustRun(
  command: string,
  args: readonly string[],
  options: Parameters<typeof capture>[2],
): Promise<void> {
  const { code, output } = await capture(command, args, options);
  if (code === 0) return;
  const lines = output.split('\n').filter((line) => line.trim() !== '');
  const telling =
    lines.find((line) => /^\[?ERROR|error:|Error/.test(line)) ?? lines.at(-1) ?? `exit code ${String(code)}`;
  throw new LakehouseError('STACK_PREPARE_FAILED', `${command}: ${telling.slice(0, 400)}`, {
    detail: lines.slice(-60).join('\n'),
    nextStep: { label: 'Start again: what was fetched is kept', command: 'lakehouse.startStack' },
  });
}

/** Removes what a killed process left half fetched. */
function sweepPartial(cache: string): void {
  for (const name of readdirSync(cache)) {
    const pid = Number(/\.partial-(\d+)$/.exec(name)?.[1] ?? 0);
    if (pid > 0 && pid !== process.pid && !existsPid(pid)) rmSync(join(cache, name), { recursive: true, force: true });
  }
}

function existsPid(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
