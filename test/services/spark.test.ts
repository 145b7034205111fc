import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { decodeBatch } from '../../lakehouse/src/arrow';
import { connect, parseSparkUrl } from '../../lakehouse/src/spark';
import { literalOf } from '../../client/src/query/parameter-values';
import type { ExecuteEvent, SparkSession, StatementParameters } from '../../lakehouse/src/spark';
import { proxy } from './spark-proxy';
import { failure, query } from './spark-rows';

const spark = () => ({ url: inject('stack').spark });

let session: SparkSession;
beforeAll(async () => {
  session = await connect({ spark: spark() });
});
afterAll(() => session.close());

async function events(sql: string, from = session): Promise<ExecuteEvent[]> {
  const seen: ExecuteEvent[] = [];
  for await (const event of from.execute(sql)) seen.push(event);
  return seen;
}

describe('a session', () => {
  it('knows the version of the server, and keeps settings and temporary views', async () => {
    expect(session.sparkVersion).toMatch(/^4\.0\./);
    await session.setConfig({ 'spark.sql.shuffle.partitions': '3' });
    expect(await session.getConfig(['spark.sql.shuffle.partitions', 'no.such.key'])).toEqual({
      'spark.sql.shuffle.partitions': '3',
      'no.such.key': null,
    });
    await events('CREATE OR REPLACE TEMP VIEW spark_test_view AS SELECT 7 AS x');
    expect((await query(session, 'SELECT * FROM spark_test_view')).texts).toEqual([['7']]);
  });

  it('can be left and found again by its id, until it is closed', async () => {
    const options = { spark: spark(), sessionId: randomUUID(), userName: 'spark-test' };
    const first = await connect(options);
    await events('CREATE TEMP VIEW left_behind AS SELECT 1 AS x', first);
    first.disconnect();
    const second = await connect(options);
    expect((await query(second, 'SELECT x FROM left_behind')).texts).toEqual([['1']]);
    const third = await connect(options);
    await third.close();
    expect(await failure(query(second, 'SELECT 1'))).toMatchObject({
      code: 'SESSION_LOST',
      nextStep: { label: 'Run Again', command: 'lakehouse.runAtCursor' },
    });
    await second.close();
    expect(await failure(query(second, 'SELECT 1'))).toMatchObject({ code: 'SESSION_LOST' });
  });
});

describe('the plan of a statement', () => {
  const SCHEMA = 'hive_prod.explain_test';

  it('is told without running it, whatever it would do', async () => {
    await events(`CREATE SCHEMA IF NOT EXISTS ${SCHEMA}`);
    await events(`CREATE OR REPLACE TABLE ${SCHEMA}.t (id INT) USING iceberg`);
    try {
      expect(await session.explain(`SELECT id FROM ${SCHEMA}.t`)).toMatch(/== Physical Plan ==[\s\S]*BatchScan/);
      expect(await session.explain(`INSERT INTO ${SCHEMA}.t VALUES (1)`)).toMatch(/AppendData/);
      const merge = `MERGE INTO ${SCHEMA}.t USING (SELECT 1 AS id) s ON t.id = s.id WHEN NOT MATCHED THEN INSERT *`;
      expect(await session.explain(merge)).toContain('== Physical Plan ==');
      expect(await session.explain(`CREATE TABLE ${SCHEMA}.made USING iceberg AS SELECT 1 AS id`)).toContain(
        '== Physical',
      );
      expect((await query(session, `SELECT count(*) FROM ${SCHEMA}.t`)).texts).toEqual([['0']]);
      expect((await query(session, `SHOW TABLES IN ${SCHEMA}`)).texts.map(([, name]) => name)).toEqual(['t']);
    } finally {
      await events(`DROP TABLE ${SCHEMA}.t`);
      await events(`DROP SCHEMA ${SCHEMA}`);
    }
  });

  it('of a wrong statement is its error, of a query with the place', async () => {
    expect(await failure(session.explain('SELECT 1,\n  nope FROM range(1)'))).toMatchObject({
      code: 'QUERY_FAILED',
      condition: 'UNRESOLVED_COLUMN.WITH_SUGGESTION',
      position: { line: 2, col: 3 },
    });
    expect(await failure(session.explain(`INSERT INTO ${SCHEMA}.gone VALUES (1)`))).toMatchObject({
      code: 'QUERY_FAILED',
      condition: 'TABLE_OR_VIEW_NOT_FOUND',
    });
  });
});

describe('statements', () => {
  it('tell when they start, how far they are, each batch, and the end', async () => {
    const seen = await events('SELECT id FROM range(0, 100000, 1, 4)');
    expect(seen[0]).toMatchObject({ type: 'started', sessionId: session.sessionId });
    const batches = seen.filter((event) => event.type === 'batch');
    expect(batches.map(({ startOffset }) => startOffset)).toEqual(
      batches.map((_, index) => batches.slice(0, index).reduce((sum, batch) => sum + batch.rowCount, 0)),
    );
    expect(seen.at(-1)).toEqual({ type: 'complete', rowCount: 100_000 });
    expect(seen.some((event) => event.type === 'progress')).toBe(true);
  });

  it('that are commands run once, and give their rows when they have some', async () => {
    await events('CREATE NAMESPACE IF NOT EXISTS hive_prod.spark_client_test');
    try {
      await events('CREATE OR REPLACE TABLE hive_prod.spark_client_test.t (id BIGINT) USING iceberg');
      const inserted = await events('INSERT INTO hive_prod.spark_client_test.t SELECT id FROM range(3)');
      expect(inserted.at(-1)).toEqual({ type: 'complete', rowCount: 0 });
      await events('WITH more AS (SELECT 10 AS id) INSERT INTO hive_prod.spark_client_test.t SELECT * FROM more');
      const rows = await query(session, 'SELECT count(*), sum(id) FROM hive_prod.spark_client_test.t');
      expect(rows.texts).toEqual([['4', '13']]);
      const shown = await query(session, 'SHOW TABLES IN hive_prod.spark_client_test');
      expect(shown.texts).toEqual([['spark_client_test', 't', 'false']]);
      expect((await query(session, 'DESCRIBE hive_prod.spark_client_test.t')).texts[0]?.slice(0, 2)).toEqual([
        'id',
        'bigint',
      ]);
    } finally {
      await events('DROP TABLE IF EXISTS hive_prod.spark_client_test.t PURGE');
      await events('DROP NAMESPACE IF EXISTS hive_prod.spark_client_test');
    }
  });

  it('take values for their parameters, also those that write', async () => {
    const texts = async (sql: string, parameters: StatementParameters) => {
      const rows: unknown[] = [];
      for await (const event of session.execute(sql, { parameters })) {
        if (event.type === 'batch') rows.push(decodeBatch(event.data).value(0, 0));
      }
      return rows;
    };
    const hostile = literalOf({ type: 'text', text: "x' OR '1'='1 \\ ${y} ü" });
    expect(await texts('SELECT :a', { named: { a: hostile } })).toEqual(["x' OR '1'='1 \\ ${y} ü"]);
    expect(await texts('SELECT ? + ?', { positional: ['40', '-2'] })).toEqual([38]);
    expect(
      await texts("SELECT date_format(:d, 'y') || size(:list)", {
        named: { d: "DATE'2026-01-31'", list: 'array(1, 2)' },
      }),
    ).toEqual(['20262']);
    await texts('CREATE OR REPLACE TEMPORARY VIEW with_parameter AS SELECT 1 AS one', { named: {} });
    expect(
      await texts('WITH v AS (SELECT * FROM with_parameter) SELECT one FROM v WHERE one = :one', {
        named: { one: '1' },
      }),
    ).toEqual([1]);
    expect(await failure(texts('SELECT :missing', { named: { other: '1' } }))).toMatchObject({
      condition: 'UNBOUND_SQL_PARAMETER',
    });
  });

  it('of a limit read no more than it', async () => {
    const started = Date.now();
    const { texts } = await query(session, 'SELECT id FROM range(0, 1000000000000, 1, 64)', { limit: 3 });
    expect(texts).toEqual([['0'], ['1'], ['2']]);
    expect(Date.now() - started).toBeLessThan(20_000);
  });
});

describe('an error of Spark', () => {
  it('of an unknown table has condition, SQLSTATE, position, and its stack trace apart', async () => {
    const error = await failure(query(session, "SELECT '😀' AS x,\n  *\nFROM nope"));
    expect(error).toMatchObject({
      code: 'QUERY_FAILED',
      condition: 'TABLE_OR_VIEW_NOT_FOUND',
      sqlState: '42P01',
      position: { start: 27, end: 31, line: 3, col: 6 },
    });
    expect(error.message).toMatch(/^\[TABLE_OR_VIEW_NOT_FOUND\] The table or view `nope` cannot be found/);
    expect(error.message).not.toMatch(/\bat org\.apache|UnresolvedRelation/);
    expect(error.detail).toMatch(/\tat org\.apache\.spark\./);
  });

  it.each([
    ['SELECT 1\nFRM t WHERE', 'PARSE_SYNTAX_ERROR', { line: 2, col: 5 }],
    ['FOO', 'PARSE_SYNTAX_ERROR', { line: 1, col: 1, start: 0, end: 3 }],
    ['SELECT nope FROM range(3)', 'UNRESOLVED_COLUMN.WITH_SUGGESTION', { start: 7, end: 11 }],
    ['SELECT id / (id - id) FROM range(3)', 'DIVIDE_BY_ZERO', { start: 7, end: 21 }],
    ["SELECT CAST('x' AS INT)", 'CAST_INVALID_INPUT', { start: 7, end: 23 }],
    [
      'SELECT 1 AS a,\n  (SELECT x.y FROM range(3) AS x)',
      'UNRESOLVED_COLUMN.WITH_SUGGESTION',
      { line: 2, start: 25, end: 28 },
    ],
  ])('%s is found in the text', async (sql, condition, position) => {
    expect(await failure(query(session, sql))).toMatchObject({ code: 'QUERY_FAILED', condition, position });
  });

  it('raised by a task is its own message', async () => {
    const error = await failure(query(session, "SELECT raise_error('boo') FROM range(0, 10, 1, 2)"));
    expect(error).toMatchObject({ condition: 'USER_RAISED_EXCEPTION' });
    expect(error.message).toBe('[USER_RAISED_EXCEPTION] boo SQLSTATE: P0001');
  });
});

describe('cancelling', () => {
  /** More tasks than any machine has cores, each for hours. */
  const ENDLESS = 'SELECT sum(sin(id)) FROM range(0, 1000000000000, 1, 256)';
  const SHORT = 'SELECT count(*) FROM (SELECT /*+ REPARTITION(2) */ id FROM range(0, 10, 1, 2))';

  it('frees the cores of the server within a second', async () => {
    const abort = new AbortController();
    const long = failure(query(session, ENDLESS, { signal: abort.signal }));
    await delay(1500);
    // Proof that it runs: nothing else gets a core.
    let finished = false;
    const other = query(session, SHORT).then((rows) => {
      finished = true;
      return rows.texts;
    });
    await delay(2000);
    expect(finished).toBe(false);

    const at = Date.now();
    abort.abort();
    expect(await long).toMatchObject({ code: 'CANCELLED' });
    expect(Date.now() - at).toBeLessThan(1000);
    expect(await other).toEqual([['10']]);
  });

  it('before anything was sent sends nothing', async () => {
    expect(await failure(query(session, ENDLESS, { signal: AbortSignal.abort() }))).toMatchObject({
      code: 'CANCELLED',
    });
  });

  it('at once reaches a statement that is still on its way', async () => {
    const abort = new AbortController();
    const long = failure(query(session, ENDLESS, { signal: abort.signal }));
    abort.abort();
    expect(await long).toMatchObject({ code: 'CANCELLED' });
    expect((await query(session, SHORT)).texts).toEqual([['10']]);
  });

  it('by interruptAll ends what runs', async () => {
    const long = failure(query(session, ENDLESS));
    await delay(1000);
    await session.interruptAll();
    expect(await long).toMatchObject({ code: 'CANCELLED', condition: 'OPERATION_CANCELED' });
  });

  it('by reading no further stops the statement on the server', async () => {
    for await (const event of session.execute(ENDLESS)) if (event.type === 'progress' && event.tasks > 0) break;
    expect((await query(session, SHORT)).texts).toEqual([['10']]);
  });
});

describe('a connection that is cut', () => {
  it('a hundred times at random bytes costs no row and repeats none', { timeout: 300_000 }, async () => {
    const { host, port } = parseSparkUrl(inject('stack').spark);
    // A fixed generator: a failure can be run again. (Numerical Recipes' linear congruence.)
    let seed = 20_261_124;
    const random = (below: number) => (seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0) % below;
    let wanted = 0;
    let cuts = 0;
    const cutting = await proxy(
      { host, port },
      { budget: () => (cuts < wanted ? 1 + random(1_500_000) : undefined), onCut: () => cuts++ },
    );
    const cutSession = await connect({ spark: { url: `sc://127.0.0.1:${cutting.port}` } });
    try {
      // One result has fewer bytes than a hundred cuts need: each result is cut ten times or more, and its checksum is right.
      let results = 0;
      for (; cuts < 100; results++) {
        if (results >= 12) throw new Error(`only ${cuts} cuts in ${results} results`);
        const before = cuts;
        wanted = before + 12;
        cutting.cutAll();
        let next = 0n;
        let checksum = 0n;
        let rows = 0;
        for await (const event of cutSession.execute(
          "SELECT id, concat('row ', id) AS s, id * 7 AS k FROM range(1000000)",
        )) {
          if (event.type === 'complete') rows = event.rowCount;
          if (event.type !== 'batch') continue;
          const batch = decodeBatch(event.data);
          for (let row = 0; row < batch.rowCount; row++) {
            if (batch.value(0, row) !== next) throw new Error(`row ${next} is missing or twice, after ${cuts} cuts`);
            next++;
            checksum += batch.value(2, row) as bigint;
          }
        }
        expect(rows).toBe(1_000_000);
        expect(next).toBe(1_000_000n);
        expect(checksum).toBe(7n * 499_999_500_000n);
        expect(cuts - before).toBeGreaterThanOrEqual(10);
      }
      expect(results).toBeGreaterThanOrEqual(8);
    } finally {
      cutSession.disconnect();
      await cutting.close();
    }
  });

  it('for good is an error that says so, soon', async () => {
    const { host, port } = parseSparkUrl(inject('stack').spark);
    const open = await proxy({ host, port });
    const through = await connect({ spark: { url: `sc://127.0.0.1:${open.port}` } });
    const long = failure(query(through, 'SELECT sum(sin(id)) FROM range(0, 1000000000000, 1, 8)'));
    await delay(500);
    const at = Date.now();
    await open.close();
    expect(await long).toMatchObject({
      code: 'CONNECTION_REFUSED',
      nextStep: { label: 'Start Lakehouse', command: 'lakehouse.startStack' },
    });
    expect(Date.now() - at).toBeLessThan(5000);
    expect(await failure(query(through, 'SELECT 1'))).toMatchObject({ code: 'CONNECTION_REFUSED' });
    expect(await failure(through.getConfig(['x']))).toMatchObject({ code: 'CONNECTION_REFUSED' });
    await through.close();
    // What it left behind must not keep the cores busy.
    const back = await connect({ spark: spark(), sessionId: through.sessionId });
    await back.interruptAll();
    await back.close();
  });
});
