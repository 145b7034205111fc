/** The list of built-in functions against Spark's own, and each example against what Spark gives. */
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { connect } from '../../lakehouse/src/spark';
import type { SparkSession } from '../../lakehouse/src/spark';
import { functions, tableFunctions } from '../../server/src/sql/language/functions';
import { query } from './spark-rows';

let session: SparkSession;
beforeAll(async () => {
  session = await connect({ spark: { url: inject('stack').spark } });
  // As the examples say it.
  await session.setConfig({ 'spark.sql.session.timeZone': 'UTC' });
});
afterAll(() => session.close());

const all = [...functions, ...tableFunctions].filter(({ since }) => since === '4.0');

describe('the built-in functions', () => {
  it('are those that Spark has', async () => {
    const { texts } = await query(session, 'SHOW SYSTEM FUNCTIONS');
    const words = new Set('and between case cast div ilike in like not or when'.split(' '));
    // Operators are no functions to call, and what catalogs bring has a dot.
    const theirs = texts.flat().filter((name) => /^\w+$/.test(name) && !words.has(name));
    expect(theirs.length).toBeGreaterThan(400);
    expect(theirs.filter((name) => !all.some((one) => one.name === name))).toEqual([]);
    expect(all.map(({ name }) => name).filter((name) => !theirs.includes(name))).toEqual([]);
  });

  it('give what their examples say', async () => {
    const wrong: string[] = [];
    for (const { name, example } of all) {
      if (example === null || example.result === null) continue;
      const sql = /^SELECT\b/.test(example.sql) ? example.sql : `SELECT ${example.sql}`;
      const { texts } = await query(session, sql);
      const found = texts.map((row) => row.join(', ')).join('; ');
      if (found.replace(/\s*\n\s*/g, ' ') !== example.result) wrong.push(`${name}: ${sql} gives ${found}`);
    }
    expect(wrong).toEqual([]);
  }, 300_000);
});
