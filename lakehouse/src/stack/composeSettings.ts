/**
 * The environment file of one compose stack, `HOME/compose/stack.env`: keys made for this home, ports, memory, image
 * tag. Only its owner may read it, and nothing of it is in an image.
 */
import { createHash, randomBytes } from 'node:crypto';
import { chmod, mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { REGION, type StackAddresses } from './addresses';
import { LOOPBACK } from './ports';
import { SERVICE_NAMES, type ServiceName } from './types';

export type Ports = Readonly<Record<ServiceName, number>>;

export interface ComposeSettings {
  readonly accessKey: string;
  readonly secretKey: string;
  readonly postgresPassword: string;
  readonly bucket: string;
  readonly ports: Ports;
  /** Of the images: a hash of all they are built from. */
  readonly tag: string;
  /** Bytes that Spark's container may use; its Java heap is less. */
  readonly sparkMemoryBytes: number;
}

const MIB = 2 ** 20;
/** What Spark's container needs beside the Java heap: class space, threads, direct buffers of Netty and Arrow. */
const SPARK_BESIDE_HEAP_BYTES = 1024 * MIB;
/** Two stacks have one project name only when they have one home. */
export function projectName(home: string): string {
  return `lakehouse-${createHash('sha256').update(resolve(home)).digest('hex').slice(0, 10)}`;
}

export function settingsFile(home: string): string {
  return join(home, 'compose', 'stack.env');
}

/** What was written last, or null when this home never had a compose stack (or its file is damaged: a new one is made). */
export async function readSettings(home: string): Promise<ComposeSettings | null> {
  let text: string;
  try {
    text = await readFile(settingsFile(home), 'utf8');
  } catch {
    return null;
  }
  const values = new Map(
    text.split('\n').flatMap((line) => {
      const at = line.indexOf('=');
      return at > 0 ? [[line.slice(0, at), line.slice(at + 1)] as const] : [];
    }),
  );
  const string = (name: string): string => values.get(name) ?? '';
  const number = (name: string): number => Number(values.get(name));
  const ports = Object.fromEntries(SERVICE_NAMES.map((name) => [name, number(portVariable(name))])) as Ports;
  const settings: ComposeSettings = {
    accessKey: string('LAKEHOUSE_S3_ACCESS_KEY'),
    secretKey: string('LAKEHOUSE_S3_SECRET_KEY'),
    postgresPassword: string('LAKEHOUSE_POSTGRES_PASSWORD'),
    bucket: string('LAKEHOUSE_BUCKET'),
    ports,
    tag: string('LAKEHOUSE_TAG'),
    sparkMemoryBytes: number('LAKEHOUSE_SPARK_LIMIT'),
  };
  const whole =
    Object.values(ports).every((port) => Number.isInteger(port) && port > 0) &&
    Object.values(settings).every((value) => value !== '' && !Number.isNaN(value));
  return whole ? settings : null;
}

/** Replaces the file in one step, so that a reader never sees half of it. */
export async function writeSettings(home: string, settings: ComposeSettings): Promise<void> {
  const heapMib = Math.floor((settings.sparkMemoryBytes - SPARK_BESIDE_HEAP_BYTES) / MIB);
  const values: Record<string, string | number> = {
    LAKEHOUSE_TAG: settings.tag,
    LAKEHOUSE_BUCKET: settings.bucket,
    LAKEHOUSE_S3_ACCESS_KEY: settings.accessKey,
    LAKEHOUSE_S3_SECRET_KEY: settings.secretKey,
    LAKEHOUSE_POSTGRES_PASSWORD: settings.postgresPassword,
    ...Object.fromEntries(SERVICE_NAMES.map((name) => [portVariable(name), settings.ports[name]])),
    LAKEHOUSE_SPARK_LIMIT: settings.sparkMemoryBytes,
    LAKEHOUSE_SPARK_HEAP: `${heapMib}m`,
  };
  const lines = Object.entries(values).map(([name, value]) => `${name}=${value}\n`);
  const file = settingsFile(home);
  const partial = `${file}.${process.pid}`;
  await mkdir(join(home, 'compose'), { recursive: true, mode: 0o700 });
  await writeFile(partial, lines.join(''), { mode: 0o600 });
  await chmod(partial, 0o600);
  await rename(partial, file);
}

/** How this machine reaches the containers; they reach each other by name. */
export function addressesOf(settings: ComposeSettings): StackAddresses {
  return {
    host: LOOPBACK,
    ports: settings.ports,
    region: REGION,
    bucket: settings.bucket,
    accessKeyId: settings.accessKey,
    secretAccessKey: settings.secretKey,
  };
}

/** Keys of a new home. The letters and digits need no quoting anywhere. */
export function newKeys(): Pick<ComposeSettings, 'accessKey' | 'secretKey' | 'postgresPassword'> {
  return {
    accessKey: `lakehouse${randomBytes(6).toString('hex')}`,
    secretKey: randomBytes(20).toString('hex'),
    postgresPassword: randomBytes(20).toString('hex'),
  };
}

/** Two fifths of what Docker has, at most 3 GiB of heap: with 1 GiB a result of a few million rows ends Spark. */
export function sparkMemory(dockerBytes: number): number {
  const heap = Math.min(3 * 1024 * MIB, Math.max(1024 * MIB, Math.floor(dockerBytes * 0.4)));
  return heap + SPARK_BESIDE_HEAP_BYTES;
}

/** A hash of everything the images are built from: as long as it is the same, they need no building. */
export async function imageTag(stackFolder: string): Promise<string> {
  const files: string[] = [];
  // The one list of what a build gets to see.
  const ignored = await readFile(join(stackFolder, 'compose', 'Dockerfile.dockerignore'), 'utf8');
  for (const [, source = ''] of ignored.matchAll(/^!(.+)$/gm)) await listFiles(stackFolder, source, files);
  const hash = createHash('sha256');
  for (const file of files.sort()) {
    hash.update(`${file}\0`);
    hash.update(await readFile(join(stackFolder, file)));
    hash.update('\0');
  }
  return hash.digest('hex').slice(0, 12);
}

function portVariable(name: ServiceName): string {
  return `LAKEHOUSE_${name.toUpperCase()}_PORT`;
}

async function listFiles(root: string, path: string, into: string[]): Promise<void> {
  const entries = await readdir(join(root, path), { withFileTypes: true }).catch(() => null);
  if (entries === null) {
    into.push(path);
    return;
  }
  for (const entry of entries) await listFiles(root, `${path}/${entry.name}`, into);
}
