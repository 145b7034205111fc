/** Our parser against dt-sql-parser's Spark grammar (ANTLR), the one most web editors of SQL use. */
import { SparkSQL } from 'dt-sql-parser';
import { SqlDocument } from '../../server/src/sql/document';
import { alternate, timed } from './lib';
import type { BenchContext, BenchResults } from './lib';

const LINES = 5_000;

/** Ten lines that both accept: the peer knows neither three-part names nor what Iceberg adds. */
const statement = (n: number): string => `WITH recent AS (
  SELECT o.order_id, o.customer_id, o.amount * 1.${n} AS gross, o.ts
  FROM sales.orders o LEFT JOIN sales.regions r ON o.region = r.region AND r.active = ${n}
  WHERE o.ts >= '2026-01-01' AND o.status IN ('new', 'paid', 'sent') AND o.amount BETWEEN ${n} AND 500
)
SELECT customer_id, count(*) AS orders, sum(gross) AS total, max(ts) AS last_order,
  CASE WHEN sum(gross) > ${n} THEN 'big' WHEN sum(gross) > 10 THEN 'middle' ELSE 'small' END AS size,
  row_number() OVER (PARTITION BY customer_id ORDER BY max(ts) DESC) AS place
FROM recent GROUP BY customer_id HAVING count(*) > 1
ORDER BY total DESC LIMIT ${n};
`;

/** A script that has not been read before: neither side may answer from what it keeps. */
function script(turn: number): string {
  const first = turn * LINES;
  return Array.from({ length: LINES / 10 }, (_, i) => statement(first + i)).join('');
}

function accepted(who: string, errors: number): void {
  if (errors > 0) throw new Error(`${who} finds ${errors} errors: that is no comparison`);
}

export async function run(context: BenchContext): Promise<BenchResults> {
  context.log(`${LINES} lines`);
  let turn = 0;
  const ours = () => {
    const text = script(turn++);
    return timed(async () => {
      const { statements } = new SqlDocument(text);
      let errors = 0;
      for (const { parsed, lexicalErrors } of statements) errors += parsed.errors.length + lexicalErrors.length;
      accepted('ours', errors + Math.abs(statements.length - LINES / 10));
    });
  };
  const peer = () => {
    const text = script(turn++);
    return timed(async () => accepted('dt-sql-parser', new SparkSQL().validate(text).length));
  };
  const cold = await alternate(ours, peer, { warmup: 3, measured: 15 });
  return { 'parse/5000-lines-cold/dt-sql-parser': cold };
}
