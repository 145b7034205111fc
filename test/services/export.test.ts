/** Files of a result as Spark itself reads them, and the command line that writes them. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { decodeBatch, jsonText } from '../../lakehouse/src/arrow';
import { connect } from '../../lakehouse/src/spark';
import type { SparkSession } from '../../lakehouse/src/spark';

const root = join(import.meta.dirname, '../..');
let folder: string;
let session: SparkSession;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lakehouse-files-'));
  session = await connect({ spark: { url: inject('stack').spark } });
});
afterAll(async () => {
  await session.close();
  rmSync(folder, { recursive: true });
});

function lakehouse(...args: string[]) {
  const command = [join(root, 'dist/cli.js'), 'sql', '--spark', inject('stack').spark, ...args];
  const { status, stderr } = spawnSync(process.execPath, command, { encoding: 'utf8', cwd: folder });
  return { status, stderr };
}

async function rows(sql: string): Promise<string[]> {
  const found: string[] = [];
  for await (const event of session.execute(sql)) {
    if (event.type !== 'batch') continue;
    const batch = decodeBatch(event.data);
    for (let row = 0; row < batch.rowCount; row++) {
      found.push(batch.columns.map(({ sparkType }, at) => jsonText(batch.value(at, row), sparkType)).join(','));
    }
  }
  return found;
}

describe('lakehouse sql --output', () => {
  it('writes Parquet that Spark reads back: every type, each value', async () => {
    const file = join(folder, 'every.parquet');
    const sql = 'SELECT * FROM hive_prod.ops.every_type ORDER BY id';
    expect(lakehouse('-c', sql, '-o', file)).toEqual({ status: 0, stderr: '' });
    const back = await rows(`SELECT * FROM parquet.\`file://${file}\` ORDER BY id`);
    expect(back.length).toBeGreaterThan(0);
    expect(back).toEqual(await rows(sql));
    const types = (await session.schema(`SELECT * FROM parquet.\`file://${file}\``)).map(({ type }) => type);
    expect(types).toEqual((await session.schema(sql)).map(({ type }) => type));
  });

  it('writes half a million rows in row groups, with the right sums', async () => {
    const file = join(folder, 'many.parquet');
    const sql = `SELECT id, CAST(id * 1.25 AS DECIMAL(20,2)) AS price, concat('n', id % 7) AS name,
      IF(id % 9 = 0, NULL, array(id, NULL)) AS list FROM range(500000)`;
    expect(lakehouse('-c', sql, '-o', file).status).toBe(0);
    const sums = 'SELECT count(*), sum(id), sum(price), count(DISTINCT name), count(list), sum(list[0])';
    expect(await rows(`${sums} FROM parquet.\`file://${file}\``)).toEqual(await rows(`${sums} FROM (${sql})`));
  });

  it('leaves no file of a statement that fails, of none that gives rows, or of two that do', () => {
    const before = readdirSync(folder);
    expect(lakehouse('-c', 'SELECT raise_error("no") FROM range(10)', '-o', 'no.csv').status).toBe(1);
    expect(lakehouse('-c', 'SET x.y = 1', '-o', 'odd.xls').stderr).toMatch(/CONFIG_INVALID The ending of odd\.xls/);
    expect(lakehouse('-c', 'SELECT 1', '--format', 'parquet').stderr).toMatch(/CONFIG_INVALID parquet needs --output/);
    expect(lakehouse('-c', 'SELECT 1', '--format', 'table', '-o', 'x').stderr).toMatch(/CONFIG_INVALID table/);
    expect(readdirSync(folder)).toEqual(before);
  });
});
