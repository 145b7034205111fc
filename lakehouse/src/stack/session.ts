/** Spark Connect as the stack itself uses it: a session for a few statements, closed again. */
import { connect } from '../spark';
import type { SparkSession } from '../spark/types';
import { addressOf, type StackAddresses } from './addresses';
import { PROBE_USER } from './probes';

/** How long a session may take to open: Spark's first one loads most of its classes. */
const OPEN_MS = 120_000;

/** Opens a session, gives it to `use`, and closes it. */
export async function withSession<T>(
  addresses: StackAddresses,
  signal: AbortSignal | undefined,
  use: (session: SparkSession) => Promise<T>,
): Promise<T> {
  const spark = { url: `sc://${addressOf(addresses, 'spark')}` };
  const session = await connect({ spark, userName: PROBE_USER, timeoutMs: OPEN_MS, signal });
  try {
    return await use(session);
  } finally {
    // The answer counts, not whether the server, which may be gone by now, heard the goodbye.
    await session.close().catch(() => undefined);
  }
}

/** Runs one statement to its end and gives the number of its rows. */
export async function runStatement(session: SparkSession, sql: string, signal?: AbortSignal): Promise<number> {
  let rows = 0;
  for await (const event of session.execute(sql, { signal })) {
    if (event.type === 'complete') rows = event.rowCount;
  }
  return rows;
}
