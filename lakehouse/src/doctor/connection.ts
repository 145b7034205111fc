/** Whether a connection works: each service of it is asked something real. */
import { openCatalog } from '../catalog';
import type { CatalogReader, NamespaceInfo } from '../catalog/types';
import type { CatalogConfig, ConnectionConfig, S3Settings, SparkConfig } from '../config/types';
import { LakehouseError } from '../errors';
import { connect } from '../spark';
import type { SparkSession } from '../spark';
import { openStore } from '../storage';
import { type CheckResult, failure, ok, problem } from './types';

/** How long a service may take to answer, in milliseconds. */
const PATIENCE_MS = 15_000;
/** So many namespaces are searched for a table whose files can be read. */
const SEARCHED = 8;

export async function checkConnection(connection: ConnectionConfig, signal?: AbortSignal): Promise<CheckResult[]> {
  const { name, spark, catalogs = [] } = connection;
  const results = await Promise.all([
    spark === undefined ? [] : checkSpark(name, spark, catalogs, signal),
    ...catalogs.map((catalog) => checkCatalog(name, catalog, signal)),
  ]);
  return results.flat();
}

/** Spark's version, a query, and whether it knows the catalogs by the names that the editor offers. */
async function checkSpark(
  connection: string,
  spark: SparkConfig,
  catalogs: readonly CatalogConfig[],
  signal: AbortSignal | undefined,
): Promise<CheckResult[]> {
  const check = `${connection}: spark`;
  let session: SparkSession | undefined;
  try {
    session = await connect({ spark, userAgent: 'lakehouse-doctor', timeoutMs: PATIENCE_MS, signal });
    const started = Date.now();
    await rows(session, 'SELECT 1', signal);
    const results = [ok(check, `Spark ${session.sparkVersion}, a query took ${Date.now() - started} ms`)];
    for (const { name } of catalogs) {
      const known = await knowsCatalog(session, name, signal);
      if (known !== null) results.push({ ...known, check });
    }
    return results;
  } catch (error) {
    return [failure(check, error)];
  } finally {
    await session?.close().catch(() => undefined);
  }
}

async function knowsCatalog(
  session: SparkSession,
  name: string,
  signal: AbortSignal | undefined,
): Promise<CheckResult | null> {
  try {
    await rows(session, `SHOW NAMESPACES IN \`${name.replaceAll('`', '``')}\``, signal);
    return null;
  } catch (thrown) {
    const error = LakehouseError.from(thrown);
    if (error.code === 'CANCELLED') throw error;
    const next = `Set spark.sql.catalog.${name} in Spark, or name the catalog as Spark does`;
    return problem('', 'warn', `Spark cannot list the catalog ${name}: ${firstLine(error.message)}`, next);
  }
}

async function rows(session: SparkSession, sql: string, signal: AbortSignal | undefined): Promise<number> {
  let count = 0;
  for await (const event of session.execute(sql, { signal })) if (event.type === 'complete') count = event.rowCount;
  return count;
}

/** Its namespaces; then a table's metadata file, which is in the object store. */
async function checkCatalog(
  connection: string,
  config: CatalogConfig,
  signal: AbortSignal | undefined,
): Promise<CheckResult[]> {
  const check = `${connection}: ${config.name}`;
  let reader: CatalogReader | undefined;
  try {
    reader = openCatalog(config, { callTimeoutMs: PATIENCE_MS });
    const namespaces = await reader.listNamespaces(signal);
    const kind = config.type === 'hive' ? 'Hive Metastore' : 'Glue';
    const listed = ok(check, `${kind} at ${whereIs(config)}, ${namespaces.length} namespaces`);
    return [listed, await checkFiles(`${check} files`, reader, config.s3, namespaces, signal)];
  } catch (error) {
    return [failure(check, error)];
  } finally {
    await reader?.close();
  }
}

async function checkFiles(
  check: string,
  reader: CatalogReader,
  s3: S3Settings | undefined,
  namespaces: readonly NamespaceInfo[],
  signal: AbortSignal | undefined,
): Promise<CheckResult> {
  try {
    for (const { name } of namespaces.slice(0, SEARCHED)) {
      const table = (await reader.listTables(name, signal)).find(
        ({ format, kind }) => format === 'iceberg' && kind === 'table',
      );
      if (table === undefined) continue;
      const { iceberg } = await reader.loadTable(name, table.name, signal);
      if (iceberg !== null) return ok(check, `read ${iceberg.metadataLocation}`);
    }
    const location = namespaces.find((each) => each.location !== null)?.location ?? null;
    if (location === null) return ok(check, 'there is no Iceberg table yet whose files could be read');
    return await checkLocation(check, location, s3, signal);
  } catch (error) {
    return failure(check, error);
  }
}

/** Without a table, the folder of a namespace is listed. */
async function checkLocation(
  check: string,
  location: string,
  s3: S3Settings | undefined,
  signal: AbortSignal | undefined,
): Promise<CheckResult> {
  const store = openStore(s3, { callTimeoutMs: PATIENCE_MS });
  try {
    for await (const page of store.list(`${location.replace(/\/$/, '')}/`, signal)) {
      return ok(check, `listed ${location}: ${page.length} objects`);
    }
    return ok(check, `listed ${location}: nothing in it`);
  } finally {
    store.close();
  }
}

function whereIs(config: CatalogConfig): string {
  return config.type === 'hive' ? config.uri : (config.endpoint ?? `AWS ${config.region ?? '(default region)'}`);
}

const firstLine = (text: string): string => text.split('\n', 1)[0] ?? '';
