/** The pages of the rules, asked of Spark: what they call flagged it refuses, what they call not flagged it takes. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { connect, type SparkSession } from '../../lakehouse/src/spark';
import { catalogue } from '../../server/src/features/rules/catalogue';
import { LakehouseError } from '../../lakehouse/src/errors';
import { query } from './spark-rows';

const PAGES = join(import.meta.dirname, '../../docs/rules');
/** Warnings about what Spark finds out before it runs anything. */
const ANALYSED = new Set([
  ...[
    'unknown-catalog',
    'unknown-namespace',
    'unknown-table',
    'unknown-column',
    'ambiguous-column',
    'unknown-function',
  ],
  ...['unknown-procedure', 'type-mismatch', 'condition-type', 'insert-type'],
]);
const rules = catalogue.filter(({ code, severity }) => severity === 'error' || ANALYSED.has(code));

describe('Spark', () => {
  let session: SparkSession;
  beforeAll(async () => {
    session = await connect({ spark: { url: inject('stack').spark } });
  });
  afterAll(() => session.close());

  /** What is wrong with a statement, by EXPLAIN, which runs nothing; empty when nothing is. */
  async function complaint(sql: string): Promise<string> {
    try {
      const { texts } = await query(session, `EXPLAIN ${sql}`);
      const plan = texts.flat().join('\n');
      return /Error occurred during query planning/.test(plan) ? plan : '';
    } catch (error) {
      return LakehouseError.from(error).message;
    }
  }

  it.each(rules)('$code', async ({ code }) => {
    const text = readFileSync(join(PAGES, `${code}.md`), 'utf8');
    const [flagged = '', fine = ''] = [...text.matchAll(/```sql\n([^]*?);\n```/g)].map(([, sql = '']) => sql);
    expect(await complaint(flagged)).not.toBe('');
    expect(await complaint(fine)).toBe('');
  });
});
