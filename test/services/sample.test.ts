/** The sample lakehouse as it is promised: enough life in it to look at. */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { connect, type SparkSession } from '../../lakehouse/src/spark';
import { findStackFolder } from '../../lakehouse/src/stack';
import { loadSample } from '../../lakehouse/src/stack/sample';

const stack = inject('stack');
let session: SparkSession;

beforeAll(async () => {
  session = await connect({ spark: { url: stack.spark } });
});

afterAll(() => session.close());

async function rows(sql: string): Promise<number> {
  let count = 0;
  for await (const event of session.execute(sql)) if (event.type === 'complete') count = event.rowCount;
  return count;
}

/** Fails with Spark's message unless the condition over the query's one row holds. */
async function holds(condition: string, from: string): Promise<void> {
  await rows(`SELECT assert_true(${condition}, concat('not so: ', to_json(struct(*)))) FROM (${from})`);
}

describe('the sample lakehouse', () => {
  it('has several hundred thousand rows in both catalogs', async () => {
    const tables = ['hive_prod.sales.orders', 'hive_prod.ops.events', 'glue_catalog.marketing.clicks'];
    const counts = tables.map((table) => `SELECT count(*) AS n FROM ${table}`).join(' UNION ALL ');
    await holds('total > 400000 AND least > 50000', `SELECT sum(n) AS total, min(n) AS least FROM (${counts})`);
  });

  it('has a table with at least twenty snapshots of every operation, a branch and tags', async () => {
    const orders = 'hive_prod.sales.orders';
    const operations = 'array_sort(collect_set(operation)) AS operations';
    await holds(
      "n >= 20 AND operations = array('append', 'delete', 'overwrite', 'replace')",
      `SELECT count(*) AS n, ${operations} FROM ${orders}.snapshots`,
    );
    await holds(
      "refs = array('audit', 'end_of_week_3', 'first_load', 'main')",
      `SELECT array_sort(collect_list(name)) AS refs FROM ${orders}.refs`,
    );
    await holds('n = 200000', `SELECT count(*) AS n FROM ${orders} VERSION AS OF 'first_load'`);
    await holds('n = 1', `SELECT count(*) AS n FROM ${orders}.branch_audit WHERE order_id = 900000`);
  });

  it('has changed its schema and its partitioning on the way', async () => {
    await holds('n = 2', 'SELECT count(DISTINCT spec_id) AS n FROM hive_prod.sales.orders.files');
    await holds(
      'n >= 3',
      'SELECT count(DISTINCT latest_schema_id) AS n FROM hive_prod.sales.orders.metadata_log_entries',
    );
  });

  it('has a view, nested types and a table of every type with its extremes', async () => {
    expect(await rows('SELECT * FROM hive_prod.sales.daily_revenue')).toBeGreaterThan(10);
    expect(await rows("SELECT readings[0].value FROM hive_prod.ops.events WHERE device.model = 'A1' LIMIT 5")).toBe(5);
    expect(await rows('SELECT * FROM hive_prod.ops.every_type')).toBe(5);
    expect(await rows('SELECT * FROM spark_catalog.legacy.page_views')).toBe(300);
  });

  it('is not loaded a second time', async () => {
    const port = (url: string): number => Number(/:(\d+)\/?$/.exec(url)?.[1]);
    const addresses = {
      ...stack,
      host: '127.0.0.1',
      ports: { s3: port(stack.s3), metastore: port(stack.hive), glue: port(stack.glue), spark: port(stack.spark) },
    };
    expect(await loadSample({ addresses, stackFolder: findStackFolder(join(__dirname, '../..')) })).toBe(0);
  });
});
