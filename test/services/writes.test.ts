/** What is said before a loss, which snapshot a write made, and how it is undone, on real Iceberg tables. */
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { askAbout } from '../../client/src/query/losses';
import { ancestors, qualify } from '../../client/src/query/table-state';
import { planUndo } from '../../client/src/query/undo-plan';
import { writtenSnapshots } from '../../client/src/query/written';
import { connect } from '../../lakehouse/src/spark';
import type { SparkSession } from '../../lakehouse/src/spark';
import { effectOf } from '../../server/src/features/effects';

/** Made and dropped here: no other test may know these names. */
const SCHEMA = 'hive_prod.writes_suite';
const { signal } = new AbortController();
let session: SparkSession;

beforeAll(async () => {
  session = await connect({ spark: { url: inject('stack').spark } });
  await run(`DROP SCHEMA IF EXISTS ${SCHEMA} CASCADE`);
  await run(`CREATE SCHEMA ${SCHEMA}`);
  await run(`CREATE TABLE ${SCHEMA}.\`order\` (id INT) USING iceberg`);
});
afterAll(async () => {
  await run(`DROP TABLE IF EXISTS ${SCHEMA}.\`order\``);
  await run(`DROP SCHEMA IF EXISTS ${SCHEMA} CASCADE`);
  await session.close();
});

const run = (sql: string) => session.texts(sql);

/** Runs a statement as the extension does; the snapshots it made. */
async function write(sql: string) {
  const started = performance.now();
  await run(sql);
  return writtenSnapshots(session, effectOf(sql).writes, () => performance.now() - started, signal);
}
const question = async (sql: string) => askAbout(session, effectOf(sql).losses, 'local', signal);
const rows = async () => (await run(`SELECT count(*) FROM ${SCHEMA}.\`order\``))[0]?.[0];

describe('a name', () => {
  it('is completed with what the session has as its own', async () => {
    await run(`USE ${SCHEMA}`);
    const full = ['hive_prod', 'writes_suite', 'order'];
    expect(await qualify(session, ['order'])).toEqual({ parts: full, branch: 'main' });
    expect(await qualify(session, ['writes_suite', 'order', 'branch_x'])).toEqual({ parts: full, branch: 'x' });
    expect(await qualify(session, full)).toEqual({ parts: full, branch: 'main' });
    await run('USE glue_catalog');
    expect((await qualify(session, ['a', 't'])).parts).toEqual(['glue_catalog', 'a', 't']);
    await run('USE hive_prod');
  });
});

describe('writes', () => {
  it('are known by the snapshot they made, and undone with what came after', async () => {
    const name = `${SCHEMA}.\`order\``;
    expect(await question(`DELETE FROM ${name}`)).toMatchObject({
      detail: 'DELETE hive_prod.writes_suite.`order`\nall rows go; no snapshot: the table is empty',
    });
    const [first] = await write(`INSERT INTO ${name} SELECT id FROM range(5)`);
    expect(first).toMatchObject({ parentId: null, operation: 'append', added: '5', branch: 'main' });
    if (first === undefined) throw new Error('no snapshot');
    expect(await planUndo(session, first)).toMatchObject({ kind: 'impossible' });

    const [second] = await write(`INSERT INTO ${name} VALUES (7), (8)`);
    expect(second).toMatchObject({ parentId: first.snapshotId, added: '2' });
    const [third] = await write(`DELETE FROM ${name} WHERE id = 0`);
    expect(third).toMatchObject({ parentId: second?.snapshotId });
    // The table was there, so no snapshot was made: the one before is not taken for it.
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect(await write(`CREATE TABLE IF NOT EXISTS ${name} (id INT)`)).toEqual([]);
    expect(await rows()).toBe('6');

    const asked = await question(`DELETE FROM ${name} WHERE id > 3`);
    expect(asked.message).toBe('DELETE on "local"?');
    expect(asked.detail).toMatch(
      /^DELETE hive_prod\.writes_suite\.`order`\nwhere id > 3; 6 rows now; current snapshot \d+, /,
    );
    expect(asked.detail).toContain(third?.snapshotId);
    expect(asked.button).toBe('DELETE');
    expect((await question(`DROP SCHEMA ${SCHEMA}`)).detail).toContain('1 table');
    expect(await question(`BEGIN DROP TABLE ${name}; TRUNCATE TABLE no.such.table; END`)).toMatchObject({
      message: '2 statements delete or drop something on "local".',
      button: 'Run All',
    });

    if (second === undefined || third === undefined) throw new Error('no snapshot');
    const plan = await planUndo(session, second);
    if (plan.kind !== 'roll back') throw new Error(plan.reason);
    expect(plan.detail).toMatch(/^These 2 snapshots go/);
    expect(plan.detail).toContain('+2 rows');
    expect(plan.detail).toContain('The table has 6 rows now, and 5 rows then.');
    await run(plan.sql);
    expect(await rows()).toBe('5');
    expect(await planUndo(session, second)).toMatchObject({
      kind: 'impossible',
      reason: expect.stringMatching(/undone/) as string,
    });
    expect(await planUndo(session, third)).toMatchObject({
      kind: 'impossible',
      reason: expect.stringMatching(/not part of/) as string,
    });
  });

  it('to a branch go back on that branch alone', async () => {
    const name = `${SCHEMA}.\`order\``;
    await run(`ALTER TABLE ${name} CREATE BRANCH audit`);
    const [made] = await write(`INSERT INTO ${name}.branch_audit VALUES (50)`);
    expect(made).toMatchObject({ branch: 'audit', added: '1' });
    if (made === undefined) throw new Error('no snapshot');
    const plan = await planUndo(session, made);
    if (plan.kind !== 'roll back') throw new Error(plan.reason);
    await run(plan.sql);
    const table = { parts: ['hive_prod', 'writes_suite', 'order'], branch: 'audit' };
    expect((await ancestors(session, table, 1))[0]?.id).toBe(made.parentId);
    expect(await rows()).toBe('5');
  });

  it('of other formats leave no snapshot, and no error', async () => {
    expect(await write('CREATE OR REPLACE TEMPORARY VIEW writes_view AS SELECT 1')).toEqual([]);
    expect(await writtenSnapshots(session, [['no', 'such', 'table'], ['x']], () => 1e9, signal)).toEqual([]);
  });
});
