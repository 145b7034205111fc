/** `lakehouse catalog export`: what the catalogs of a connection hold, as a file. */
import { randomUUID } from 'node:crypto';
import { rename, rm, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { openCatalog } from '../catalog';
import { snapshotText, takeSnapshot, type SnapshotCatalog } from '../catalog/snapshot';
import type { CatalogConfig } from '../config';
import { LakehouseError } from '../errors';
import { connectionsHere, pickConnection, reachable } from './connections';
import { interruptible, MISUSE, progressPrinter } from './output';
import { STACK_OPTIONS, STACK_OPTIONS_HELP } from './stackOptions';

const HELP = `Usage: lakehouse catalog export FILE [OPTIONS]

Writes what the catalogs of a connection hold (namespaces, tables, columns, partition fields, properties, snapshots,
branches and tags) to a file. The editor completes from it with nothing connected (lakehouse.catalogSnapshots), and so
does lakehouse check (--snapshot). FILE is replaced only when all is read; - is standard output.

  --connection NAME   of lakehouse.json in this folder (default: its first, else the lakehouse that runs here)
  --catalog NAME      only this catalog; may be given more than once
  --namespace NAME    only this namespace; may be given more than once
${STACK_OPTIONS_HELP}
A table that cannot be read is named on standard error and listed without its columns. Properties whose names speak of
secrets are left out.
`;

const OPTIONS = {
  ...STACK_OPTIONS,
  connection: { type: 'string' },
  catalog: { type: 'string', multiple: true },
  namespace: { type: 'string', multiple: true },
} as const;

export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, options: OPTIONS, allowPositionals: true });
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const [action, file, ...rest] = positionals;
  if (action !== 'export' || file === undefined || rest.length > 0) {
    process.stderr.write(HELP);
    return MISUSE;
  }
  return interruptible(async (signal) => {
    const connection = await reachable(
      pickConnection((await connectionsHere()) ?? [], values.connection),
      values,
      signal,
    );
    const configs = chosen(connection.name, connection.catalogs ?? [], values.catalog);
    const catalogs: SnapshotCatalog[] = [];
    for (const config of configs) catalogs.push(await exportOne(config, values.namespace, signal));
    await writeWhole(file, snapshotText(catalogs));
    const tables = catalogs.flatMap(({ namespaces }) => namespaces).reduce((sum, each) => sum + each.tables.length, 0);
    process.stderr.write(`${tables} tables of ${catalogs.map(({ name }) => name).join(', ')} written to ${file}\n`);
    return 0;
  });
}

function chosen(
  connection: string,
  configs: readonly CatalogConfig[],
  names: readonly string[] | undefined,
): readonly CatalogConfig[] {
  const missing = names?.find((name) => !configs.some((config) => config.name === name));
  if (configs.length > 0 && missing === undefined) {
    return names === undefined ? configs : configs.filter(({ name }) => names.includes(name));
  }
  const all = configs.map(({ name }) => name).join(', ');
  const what = missing === undefined ? 'no catalogs' : `no catalog "${missing}"`;
  throw new LakehouseError('CONFIG_INVALID', `Connection "${connection}" has ${what}`, {
    nextStep: { label: all === '' ? 'Add "catalogs" to it in lakehouse.json' : `Use one of ${all}` },
  });
}

async function exportOne(
  config: CatalogConfig,
  namespaces: readonly string[] | undefined,
  signal: AbortSignal,
): Promise<SnapshotCatalog> {
  const progress = progressPrinter();
  const reader = openCatalog(config);
  progress({ message: `Reading ${config.name}` });
  try {
    return await takeSnapshot(config.name, reader, {
      signal,
      ...(namespaces === undefined ? {} : { namespaces }),
      onProgress: (read, total) =>
        progress({ message: `Reading ${config.name}: ${Math.floor((100 * read) / total)} %` }),
      onUnread: (name, { code, message }) =>
        process.stderr.write(`warning: ${config.name}.${name} was not read: ${code} ${message}\n`),
    });
  } finally {
    await reader.close();
  }
}

/** Writes a file as a whole or not at all. */
async function writeWhole(file: string, text: string): Promise<void> {
  if (file === '-') {
    process.stdout.write(text);
    return;
  }
  const beside = `${file}.${randomUUID()}.tmp`;
  try {
    await writeFile(beside, text, { flag: 'wx' });
    await rename(beside, file);
  } catch (error) {
    await rm(beside, { force: true });
    throw new LakehouseError('EXPORT_FAILED', `${file} cannot be written: ${(error as Error).message}`, {
      cause: error,
      nextStep: { label: 'Check that the folder is there and that you may write to it' },
    });
  }
}
