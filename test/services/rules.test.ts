/** The pages of the rules, asked of Spark: what they call flagged it refuses, what they call not flagged it takes. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { connect, type SparkSession } from '../../lakehouse/src/spark';
import { catalogue } from '../../server/src/features/rules/catalogue';
import { complaint } from './explain';

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

  it.each(rules)('$code', async ({ code }) => {
    const text = readFileSync(join(PAGES, `${code}.md`), 'utf8');
    const [flagged = '', fine = ''] = [...text.matchAll(/```sql\n([^]*?);\n```/g)].map(([, sql = '']) => sql);
    expect(await complaint(session, flagged)).not.toBe('');
    expect(await complaint(session, fine)).toBe('');
  });
});
