/** What the language says of Spark's functions, asked of Spark: their names, and how many arguments they take. */
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { connect, type SparkSession } from '../../lakehouse/src/spark';
import { aritiesKnown, arityOf } from '../../server/src/sql/language/arities';
import { functionNamed } from '../../server/src/sql/language/functions';
import { failure, query } from './spark-rows';

const stack = inject('stack');

describe('functions', () => {
  let session: SparkSession;
  beforeAll(async () => {
    session = await connect({ spark: { url: stack.spark }, userAgent: 'lakehouse-test' });
  });
  afterAll(() => session.close());

  it('are all known by name: a rule must not take one for a slip', async () => {
    const { texts } = await query(session, 'SHOW SYSTEM FUNCTIONS');
    const names = texts.flat().filter((name) => /^[a-z]\w*$/.test(name) && name.length > 3);
    expect(names.length).toBeGreaterThan(350);
    expect(names.filter((name) => functionNamed(name) === null && !OPERATORS.has(name))).toEqual([]);
  });

  it('refuse one argument more or less than the language says', { timeout: 300_000 }, async () => {
    const wrong: string[] = [];
    for (const name of aritiesKnown) {
      const { least = 0, most = null } = arityOf(name) ?? {};
      const kind = functionNamed(name)?.kind;
      for (const count of [least - 1, ...(most === null ? [] : [most + 1])]) {
        if (count < 0) continue;
        const args = Array.from({ length: count }, () => 'NULL').join(', ');
        const sql = kind === 'table' ? `SELECT * FROM ${name}(${args})` : `SELECT ${name}(${args})`;
        const error = await failure(query(session, sql)).catch(() => null);
        if (error === null || !REFUSALS.test(error.condition ?? ''))
          wrong.push(`${sql}: ${error?.condition ?? 'taken'}`);
      }
    }
    expect(wrong).toEqual([]);
  });
});

const REFUSALS = /^(?:WRONG_NUM_ARGS|REQUIRED_PARAMETER_NOT_FOUND|DATATYPE_MISMATCH\.WRONG_NUM_ARGS)/;

/** Words of the language that Spark lists among its functions. */
const OPERATORS = new Set(['case', 'cast', 'when', 'between', 'like', 'ilike']);
