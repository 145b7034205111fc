/** The language server with the real catalogs behind it: the tree, the history, and what completion offers. */
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import {
  HISTORY,
  type HistoryResult,
  PARTITIONS,
  type PartitionsResult,
  REFRESH,
  SET_CONNECTIONS,
  TABLE,
  type TableResult,
  TREE_CHILDREN,
  type TreeChildrenResult,
} from '../../server/src/protocol';
import { TestClient } from '../server/lib/client';
import { sql } from './catalogs';

const stack = inject('stack');
const orders = { connection: 'local', catalog: 'hive_prod', namespace: ['sales'], table: 'orders' };

describe('the language server and the stack', () => {
  let client: TestClient;
  const ask = <T>(method: string, path: object): Promise<T> => client.connection.sendRequest<T>(method, { path });
  const names = (result: TreeChildrenResult): unknown[] =>
    'items' in result ? result.items.map(({ name }) => name) : [result.error];

  beforeAll(async () => {
    client = await TestClient.start();
    const connections = [
      { ...stack.connection, name: 'local' },
      { name: 'nowhere', catalogs: [{ name: 'gone', type: 'hive', uri: 'thrift://127.0.0.1:1' }] },
    ];
    await client.connection.sendNotification(SET_CONNECTIONS, { connections, active: 'local' });
  });
  afterAll(async () => {
    expect(await client.stop()).toBe(0);
    expect(client.messages.filter((message) => /unhandled|uncaught/.test(message))).toEqual([]);
  });

  it('lists catalogs, namespaces, tables and views', async () => {
    const catalogs = names(await ask(TREE_CHILDREN, { connection: 'local' }));
    expect(catalogs).toEqual(expect.arrayContaining(['hive_prod', 'glue_catalog']));
    const namespaces = names(await ask(TREE_CHILDREN, { connection: 'local', catalog: 'hive_prod' }));
    expect(namespaces).toEqual(expect.arrayContaining([['sales'], ['ops']]));
    const { connection, catalog, namespace } = orders;
    expect(names(await ask(TREE_CHILDREN, { connection, catalog, namespace }))).toContain('orders');
  });

  it('gives a table whole, its partitions and its history', async () => {
    const table = await ask<TableResult>(TABLE, orders);
    expect('table' in table && table.table).toMatchObject({ name: 'orders', kind: 'table', format: 'iceberg' });
    const parts = await ask<PartitionsResult>(PARTITIONS, orders);
    expect('partitions' in parts ? parts.partitions.length : parts.error).toBeGreaterThan(10);
    const history = await ask<HistoryResult>(HISTORY, orders);
    if (!('history' in history)) throw new Error(history.error.message);
    expect(history.history.sqlName).toBe('hive_prod.sales.orders');
    expect(history.history.snapshots.length).toBeGreaterThanOrEqual(20);
    expect(history.history.refs.map(({ name }) => name)).toContain('audit');
  });

  it('offers the real commit times after TIMESTAMP AS OF, newest first', async () => {
    const history = await ask<HistoryResult>(HISTORY, orders);
    if (!('history' in history)) throw new Error(history.error.message);
    // A time leads to the snapshot that was current then; one that only a branch has is never reached.
    const times = history.history.log.map(({ timestampMs }) => timestampMs).sort((a, b) => b - a);
    expect(times.length).toBeGreaterThanOrEqual(15);
    const items = await client.completeAt(
      'SELECT * FROM hive_prod.sales.orders TIMESTAMP AS OF |',
      'untitled:as-of.sql',
    );
    const offered = items
      .filter(({ kind }) => kind === 23)
      .sort((a, b) => (a.sortText ?? '').localeCompare(b.sortText ?? ''))
      .map(({ label }) => Date.parse(`${label.replaceAll("'", '').replace(' ', 'T')}Z`));
    expect(offered).toEqual([...new Set(times)]);
  });

  it('offers a snapshot that was just made elsewhere', async () => {
    await sql(
      'CREATE NAMESPACE IF NOT EXISTS hive_prod.ls',
      'CREATE OR REPLACE TABLE hive_prod.ls.fresh AS SELECT 1 AS a',
    );
    const offered = async (uri: string) =>
      (await client.completeAt('SELECT * FROM hive_prod.ls.fresh VERSION AS OF |', uri)).filter(
        ({ kind }) => kind === 23,
      );
    expect(await offered('untitled:f1.sql')).toHaveLength(1);
    await sql('INSERT INTO hive_prod.ls.fresh VALUES (2)');
    await client.connection.sendRequest(REFRESH, { path: { ...orders, namespace: ['ls'], table: 'fresh' } });
    expect(await offered('untitled:f2.sql')).toHaveLength(2);
    await sql('DROP TABLE hive_prod.ls.fresh PURGE', 'DROP NAMESPACE hive_prod.ls');
  });

  it('completes columns through an alias and a CTE, from a table it had not loaded', async () => {
    const columns = await client.completeAt(
      'WITH recent AS (SELECT o.* FROM hive_prod.sales.orders o) SELECT r.| FROM recent r',
      'untitled:cte.sql',
    );
    expect(columns.map(({ label }) => label)).toEqual(expect.arrayContaining(['order_id']));
  });

  it('answers for a table that is not there, and for a catalog that does not answer, with what to do', async () => {
    const missing = await ask<TableResult>(TABLE, { ...orders, table: 'no_such_table' });
    expect(missing).toMatchObject({
      error: { code: 'TABLE_NOT_FOUND', message: expect.stringContaining('no_such_table') as string },
    });
    const gone = await ask<TreeChildrenResult>(TREE_CHILDREN, { connection: 'nowhere', catalog: 'gone' });
    expect(gone).toMatchObject({
      error: { code: 'CONNECTION_REFUSED', message: expect.stringContaining('127.0.0.1:1') as string },
    });
    expect('error' in gone && gone.error.nextStep?.label).toBeTruthy();
  });
});
