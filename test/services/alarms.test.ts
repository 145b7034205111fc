/**
 * No false alarm: queries on the sample lakehouse, and queries made wrong at random, are diagnosed with the real catalog and
 * analysed by Spark. What Spark takes, no rule may call wrong; of what Spark refuses, most is to be caught.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { openCatalog } from '../../lakehouse/src/catalog';
import { snapshotText, takeSnapshot } from '../../lakehouse/src/catalog/snapshot';
import { connect, type SparkSession } from '../../lakehouse/src/spark';
import { diagnose } from '../../server/src/features/diagnostics';
import type { CatalogPicture } from '../../server/src/sql/catalog-picture';
import { SqlDocument } from '../../server/src/sql/document';
import { type CatalogSnapshot, staticPicture } from '../../server/src/sql/static-picture';
import { hiveConfig } from './catalogs';
import { complaint } from './explain';

const FILE = join(import.meta.dirname, '../fixtures/sql/sample/queries.sql');
const queries = readFileSync(FILE, 'utf8')
  .split(';\n')
  .filter((text) => text.trim() !== '');
const MUTATIONS = 160;

/** About what Spark runs, but nobody should; and what fails only once a row is there. */
const ADVICE = new Set([
  ...['change-without-where', 'insert-select-star', 'insert-missing-column', 'null-comparison', 'not-in-nullable'],
  ...['unused-cte', 'order-in-subquery', 'deprecated-form', 'keyword-as-name'],
]);
const LATER = / is no (?:number|boolean|date|timestamp)\.$/;

describe('what Spark takes is not called wrong', () => {
  let session: SparkSession;
  let picture: CatalogPicture;
  beforeAll(async () => {
    session = await connect({ spark: { url: inject('stack').spark } });
    const reader = openCatalog(hiveConfig);
    const taken = await takeSnapshot('hive_prod', reader, { namespaces: ['sales', 'ops'] });
    await reader.close();
    picture = staticPicture(JSON.parse(snapshotText([taken])) as CatalogSnapshot);
  });
  afterAll(() => session.close());

  const alarms = (text: string): string[] =>
    diagnose(new SqlDocument(text), picture).diagnostics.flatMap(({ code, message, start, end }) =>
      ADVICE.has(code) || LATER.test(message) ? [] : [`${code}: ${message} (${text.slice(start, end)})`],
    );

  it.each(queries)('%s', async (text) => {
    expect(alarms(text)).toEqual([]);
    expect(await complaint(session, text)).toBe('');
  });

  it('made wrong at random', { timeout: 300_000 }, async () => {
    const random = randomOf(20_261_124);
    let refused = 0;
    let caught = 0;
    const wrong: string[] = [];
    for (let n = 0; n < MUTATIONS; n++) {
      const text = mutated(queries[n % queries.length] ?? '', random);
      const found = alarms(text);
      if ((await complaint(session, text)) === '') wrong.push(...found.map((alarm) => `${text}\n  ${alarm}`));
      else {
        refused++;
        if (found.length > 0) caught++;
      }
    }
    expect(wrong).toEqual([]);
    expect(refused).toBeGreaterThan(MUTATIONS / 4);
    expect(caught / refused).toBeGreaterThan(0.6);
  });
});

type Random = (below: number) => number;

function randomOf(seed: number): Random {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fff_ffff;
    return state % below;
  };
}

const VALUES = ["'abc'", '5', "DATE '2026-01-01'", 'true', 'array(1)', "map('a', 1)", "named_struct('a', 1)"];

/** One column another, or a value; one argument more, or none; one token less. */
function mutated(text: string, random: Random): string {
  const document = new SqlDocument(text);
  const [statement] = document.statements;
  const pick = <T>(items: readonly T[]): T | undefined => items[random(Math.max(items.length, 1))];
  const put = ({ start, end }: { start: number; end: number }, by: string): string => {
    const offset = statement?.start ?? 0;
    return text.slice(0, offset + start) + by + text.slice(offset + end);
  };
  const { columns = [], calls = [] } = statement?.parsed ?? {};
  const column = pick(columns);
  const other = pick(columns);
  const call = pick(calls);
  const way = random(5);
  if (way <= 1 && column !== undefined && other !== undefined) {
    return put(column, statement?.text.slice(other.start, other.end) ?? '');
  }
  if (way === 2 && column !== undefined) return put(column, pick(VALUES) ?? '');
  const [arg] = call?.args ?? [];
  if (way === 3 && arg !== undefined) {
    const written = statement?.text.slice(arg.start, arg.end) ?? '';
    return put(arg, `${written}, ${written}`);
  }
  const { starts, ends, count } = document.tokens;
  const at = random(count);
  return text.slice(0, starts[at]) + text.slice(ends[at]);
}
