/** Spark Connect: opening sessions. */
import { randomUUID } from 'node:crypto';
import { userInfo } from 'node:os';
import { SparkConnectService } from '../../generated/spark/connect/base_pb';
import type { AnalyzePlanResponse } from '../../generated/spark/connect/base_pb';
import { LakehouseError } from '../errors';
import { Channel } from './channel';
import { toLakehouseError } from './errors';
import { Link } from './link';
import { diagnose } from './probe';
import { Session } from './session';
import type { ConnectOptions, SparkSession } from './types';
import { sparkAddress } from './url';

export type * from './types';
export { parseSparkUrl } from './url';
export type { SparkAddress } from './url';

const TIMEOUT = 30_000;
/** A server that has not answered for this long is looked at more closely, in milliseconds. */
const SUSPICIOUS = 3000;

/**
 * Opens a session: the server has answered with its version when this resolves. Fails with CONFIG_INVALID, HOST_UNKNOWN,
 * CONNECTION_REFUSED, TIMEOUT, TLS_FAILED, NOT_THIS_SERVICE or AUTH_FAILED, each naming host and port.
 */
export async function connect(options: ConnectOptions): Promise<SparkSession> {
  const target = sparkAddress(options.spark);
  const userName = options.userName ?? target.userId ?? userInfo().username;
  const channel = new Channel(target);
  const link = new Link(channel, {
    sessionId: options.sessionId ?? target.sessionId ?? randomUUID(),
    userContext: { userId: target.userId ?? userName, userName },
    clientType: options.userAgent ?? target.userAgent ?? 'lakehouse',
  });
  try {
    const answer = await firstAnswer(link, options);
    link.identity.clientObservedServerSideSessionId = answer.serverSideSessionId || undefined;
    const version = answer.result.case === 'sparkVersion' ? answer.result.value.version : '';
    const session = new Session(link, version);
    if (atLeast(version, 4, 1)) await uncompressed(session, options.signal);
    return session;
  } catch (error) {
    channel.close();
    throw error;
  }
}

async function firstAnswer(link: Link, options: ConnectOptions): Promise<AnalyzePlanResponse> {
  const { target } = link.channel;
  const { timeoutMs = TIMEOUT, signal } = options;
  const stop = new AbortController();
  const both = signal ? AbortSignal.any([signal, stop.signal]) : stop.signal;
  const started = Date.now();
  const remaining = () => Math.max(500, timeoutMs - (Date.now() - started));

  const answer = link.channel.unary(
    SparkConnectService.method.analyzePlan,
    { ...link.identity, analyze: { case: 'sparkVersion', value: {} } },
    { timeoutMs, signal: both },
  );
  // gRPC waits long for a port that says nothing or the wrong thing: one that is slow is asked in plain HTTP/2 as well.
  const suspicion = new Promise<LakehouseError>((resolve) => {
    const timer = setTimeout(
      () => void diagnose(target, remaining() - 300, timeoutMs).then((reason) => reason && resolve(reason)),
      Math.min(SUSPICIOUS, timeoutMs / 3),
    );
    const clear = () => clearTimeout(timer);
    answer.then(clear, clear);
  });
  try {
    const first = await Promise.race([answer, suspicion]);
    if (first instanceof LakehouseError) {
      stop.abort();
      throw first;
    }
    return first;
  } catch (error) {
    if (error instanceof LakehouseError) throw error;
    const mapped = toLakehouseError(error, { target });
    if (mapped.code !== 'CONNECTION_LOST' && mapped.code !== 'TIMEOUT') throw mapped;
    throw (await diagnose(target, Math.min(5000, remaining()), timeoutMs)) ?? mapped;
  }
}

/** Spark 4.1 can compress Arrow batches; what reads them here does not decompress. Not every server lets one set it. */
async function uncompressed(session: Session, signal: AbortSignal | undefined): Promise<void> {
  try {
    await session.setConfig({ 'spark.sql.execution.arrow.compression.codec': 'none' }, signal);
  } catch (error) {
    if (signal?.aborted) throw error;
  }
}

function atLeast(version: string, major: number, minor: number): boolean {
  const [first = 0, second = 0] = version.split('.').map(Number);
  return first > major || (first === major && second >= minor);
}
