/**
 * Our parser against dt-sql-parser's Spark grammar (ANTLR), the one most web editors of SQL use, and node-sql-parser's Hive
 * grammar (PEG); our lexer against antlr4ng with dt-sql-parser's Spark lexer.
 */
import { CharStreams, CommonTokenStream } from 'antlr4ng';
import { SparkSQL } from 'dt-sql-parser';
import { SparkSqlLexer } from 'dt-sql-parser/dist/lib/spark/SparkSqlLexer';
import nodeSqlParser from 'node-sql-parser';
import { SqlDocument } from '../../server/src/sql/document';
import { lex } from '../../server/src/sql/lexer';
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
  const on = (work: (text: string) => void) => () => {
    const text = script(turn++);
    return timed(async () => work(text));
  };
  const ours = on((text) => {
    const { statements } = new SqlDocument(text);
    let errors = 0;
    for (const { parsed, lexicalErrors } of statements) errors += parsed.errors.length + lexicalErrors.length;
    accepted('ours', errors + Math.abs(statements.length - LINES / 10));
  });
  const dtSqlParser = on((text) => accepted('dt-sql-parser', new SparkSQL().validate(text).length));
  // It throws at what it does not know, and gives one tree a statement.
  const pegParser = new nodeSqlParser.Parser();
  const peg = on((text) => {
    const trees = pegParser.astify(text, { database: 'Hive' });
    accepted('node-sql-parser', Array.isArray(trees) ? Math.abs(trees.length - LINES / 10) : 1);
  });
  const lexOurs = on((text) => accepted('ours', lex(text).errors.length));
  const lexAntlr = on((text) => {
    const tokens = new CommonTokenStream(new SparkSqlLexer(CharStreams.fromString(text.toUpperCase())));
    tokens.fill();
    accepted('antlr4ng', tokens.size > LINES ? 0 : 1);
  });
  return {
    'parse/5000-lines-cold/dt-sql-parser': await alternate(ours, dtSqlParser, { warmup: 3, measured: 15 }),
    'parse/5000-lines-cold/node-sql-parser': await alternate(ours, peg, { warmup: 1, measured: 3 }),
    'parse/5000-lines-lex/antlr4ng': await alternate(lexOurs, lexAntlr, { warmup: 2, measured: 7 }),
  };
}
