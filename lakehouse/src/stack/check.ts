/**
 * Proof that catalogs, object store and Spark work together: a table made and read back in a catalog. A metastore that
 * lacks something lets `CREATE TABLE` succeed and has no table afterwards, so success alone proves nothing.
 */
import { LakehouseError } from '../errors';
import type { SparkSession } from '../spark/types';
import { GLUE_CATALOG, HIVE_CATALOG, type StackAddresses } from './addresses';
import { deletePrefix } from './objects';
import { runStatement, withSession } from './session';
import type { NextStep } from '../errors';

const NAMESPACE = 'lakehouse_check';

export const CHECKED_CATALOGS = [HIVE_CATALOG, GLUE_CATALOG] as const;
export type CheckedCatalog = (typeof CHECKED_CATALOGS)[number];

/** Answers the first query, then makes, reads back and drops a table in each of `catalogs`. Throws STACK_SERVICE_FAILED. */
export async function readBack(
  addresses: StackAddresses,
  catalogs: readonly CheckedCatalog[],
  signal?: AbortSignal,
): Promise<void> {
  await withSession(addresses, signal, async (session) => {
    const rows = await runStatement(session, 'SELECT 1', signal);
    if (rows !== 1) throw new LakehouseError('STACK_SERVICE_FAILED', 'Spark answered SELECT 1 without a row');
    await Promise.all(catalogs.map((catalog) => checkCatalog(session, catalog, signal)));
  });
  const warehouses: Record<CheckedCatalog, string> = { [HIVE_CATALOG]: 'hive', [GLUE_CATALOG]: 'glue' };
  for (const catalog of catalogs) {
    await deletePrefix(addresses, `${warehouses[catalog]}/${NAMESPACE}.db/`, signal);
  }
}

async function checkCatalog(session: SparkSession, catalog: CheckedCatalog, signal?: AbortSignal): Promise<void> {
  const namespace = `${catalog}.${NAMESPACE}`;
  const table = `${namespace}.probe`;
  const run = (sql: string): Promise<number> => runStatement(session, sql, signal);
  try {
    await run(`CREATE NAMESPACE IF NOT EXISTS ${namespace}`);
    await run(`DROP TABLE IF EXISTS ${table}`);
    await run(`CREATE TABLE ${table} (id BIGINT) USING iceberg`);
    await run(`SELECT id FROM ${table}`);
    await run(`DROP TABLE ${table}`);
    await run(`DROP NAMESPACE ${namespace}`);
  } catch (thrown) {
    const error = LakehouseError.from(thrown);
    if (error.code === 'CANCELLED') throw error;
    throw new LakehouseError(
      'STACK_SERVICE_FAILED',
      `A table made in ${catalog} could not be read back: ${error.message}`,
      {
        cause: thrown,
        nextStep: NEXT[catalog],
      },
    );
  }
}

const NEXT: Readonly<Record<CheckedCatalog, NextStep>> = {
  [HIVE_CATALOG]: { label: 'Restart metastore', command: 'lakehouse.restartService', args: ['metastore'] },
  [GLUE_CATALOG]: { label: 'Restart glue', command: 'lakehouse.restartService', args: ['glue'] },
};
