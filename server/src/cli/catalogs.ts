/** The catalogs that `check` asks: those of a connection or of catalog snapshot files. */
import { openCatalog } from '../../../lakehouse/src/catalog';
import type { CatalogReader } from '../../../lakehouse/src/catalog/types';
import { connectionsHere, pickConnection, reachable } from '../../../lakehouse/src/cli/connections';
import type { StackFlags } from '../../../lakehouse/src/cli/stackOptions';
import type { ConnectionConfig } from '../../../lakehouse/src/config';
import { LakehouseError } from '../../../lakehouse/src/errors';
import { PictureSource } from '../catalog/picture';
import { CatalogService, MAX_AGE } from '../catalog/service';
import { readCatalogSnapshot } from '../catalog/snapshot-file';

export interface CatalogFlags extends StackFlags {
  readonly connection?: string | undefined;
  readonly snapshot?: readonly string[] | undefined;
}

export interface Catalogs {
  readonly source: PictureSource;
  close(): Promise<void>;
}

/**
 * Opens them, and says on standard error which do not answer: nothing is said of their names then. Without flags, the first
 * connection of lakehouse.json in this folder; without that file, none. Throws CONFIG_INVALID, CONNECTION_UNKNOWN.
 */
export async function openCatalogs(flags: CatalogFlags, signal: AbortSignal): Promise<Catalogs> {
  const failed = new Map<string, LakehouseError>();
  const service = new CatalogService((config) => {
    const error = failed.get(config.name);
    return error === undefined ? openCatalog(config) : new Unreachable(config.type, error);
  });
  for (const file of flags.snapshot ?? []) service.addFixed(file, await readCatalogSnapshot(file));
  const connection = await connectionFor(flags, signal);
  if (connection !== null) {
    for (const [name, error] of await unreachable(connection, signal)) failed.set(name, error);
    await service.setConnections([connection], connection.name);
  }
  return { source: new PictureSource(service), close: () => service.dispose() };
}

async function connectionFor(flags: CatalogFlags, signal: AbortSignal): Promise<ConnectionConfig | null> {
  if (flags.connection === undefined && (flags.snapshot ?? []).length > 0) return null;
  const connections = await connectionsHere();
  if (connections === null && flags.connection === undefined) return null;
  const connection = pickConnection(connections ?? [], flags.connection);
  if (connection === undefined) return null;
  try {
    return await reachable(connection, flags, signal);
  } catch (thrown) {
    const error = LakehouseError.from(thrown);
    // Who names a connection means it.
    if (flags.connection !== undefined || error.code === 'CANCELLED') throw error;
    warn(`connection ${connection.name}`, error);
    return null;
  }
}

/** Asks each catalog for its namespaces: one that is down would be waited for again at each name. */
async function unreachable(
  { catalogs = [], name }: ConnectionConfig,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, LakehouseError>> {
  const failed = new Map<string, LakehouseError>();
  const service = new CatalogService();
  await service.setConnections([{ name, catalogs }], name);
  await Promise.all(
    catalogs.map(async (catalog) => {
      try {
        await service.namespaces(name, catalog.name, MAX_AGE.listing, signal);
      } catch (thrown) {
        const error = LakehouseError.from(thrown);
        if (error.code === 'CANCELLED') throw error;
        failed.set(catalog.name, error);
        warn(`catalog ${catalog.name}`, error);
      }
    }),
  );
  await service.dispose();
  return failed;
}

function warn(what: string, { code, message }: LakehouseError): void {
  process.stderr.write(`warning: ${what}: ${code} ${message}; its names are not checked\n`);
}

/** A catalog that did not answer: it is not asked again. */
class Unreachable implements CatalogReader {
  readonly listNamespaces = (): Promise<never> => Promise.reject(this.error);
  readonly listTables = this.listNamespaces;
  readonly loadTable = this.listNamespaces;
  readonly listPartitions = this.listNamespaces;

  constructor(
    readonly type: CatalogReader['type'],
    private readonly error: LakehouseError,
  ) {}

  close(): Promise<void> {
    return Promise.resolve();
  }
}
