/** What every call of a session shares: its channel, its identity, safe retries, and errors made ours. */
import { setTimeout as delay } from 'node:timers/promises';
import type { DescMessage, DescMethodUnary, MessageInitShape, MessageShape } from '@bufbuild/protobuf';
import { SparkConnectService } from '../../generated/spark/connect/base_pb';
import type { FetchErrorDetailsResponse } from '../../generated/spark/connect/base_pb';
import { LakehouseError } from '../errors';
import { isServiceError, status } from './channel';
import type { CallOptions, Channel } from './channel';
import { isTransportLoss, sparkErrorInfo, toLakehouseError } from './errors';
import { diagnose } from './probe';

export interface Identity {
  readonly sessionId: string;
  readonly userContext: { readonly userId: string; readonly userName: string };
  readonly clientType: string;
  /** Known after the first answer; with it a restarted server says so instead of starting afresh. */
  clientObservedServerSideSessionId?: string;
}

const RETRIES = 3;

export class Link {
  constructor(
    readonly channel: Channel,
    readonly identity: Identity,
  ) {}

  /**
   * A call that may safely be sent twice. Tries again with growing pauses while the connection is lost.
   * Rejects with gRPC's own error; `failure` makes it ours.
   */
  async call<I extends DescMessage, O extends DescMessage>(
    method: DescMethodUnary<I, O>,
    request: MessageInitShape<I>,
    options: CallOptions,
  ): Promise<MessageShape<O>> {
    for (let attempt = 0; ; attempt++) {
      try {
        return await this.channel.unary(method, { ...request, ...this.identity }, options);
      } catch (error) {
        const again = attempt < RETRIES && isTransportLoss(error) && !isDeadline(error);
        if (!again || options.signal?.aborted) throw error;
        await delay(50 * 4 ** attempt);
      }
    }
  }

  /** Any failure as a LakehouseError, with what the server or the network can still tell about it. */
  async failure(thrown: unknown, sql?: string): Promise<LakehouseError> {
    if (!isServiceError(thrown)) return LakehouseError.from(thrown);
    const { target } = this.channel;
    const info = sparkErrorInfo(thrown);
    const details = info?.errorId === undefined ? undefined : await this.errorDetails(info.errorId);
    if (!info && isTransportLoss(thrown) && !isDeadline(thrown)) {
      const reason = await diagnose(target, 2000);
      if (reason) return reason;
    }
    return toLakehouseError(thrown, { target, sql, details });
  }

  private async errorDetails(errorId: string): Promise<FetchErrorDetailsResponse | undefined> {
    try {
      return await this.call(SparkConnectService.method.fetchErrorDetails, { errorId }, { timeoutMs: 5000 });
    } catch {
      // The error itself is what counts; without details it has no stack trace.
      return undefined;
    }
  }
}

function isDeadline(thrown: unknown): boolean {
  return isServiceError(thrown) && thrown.code === status.DEADLINE_EXCEEDED;
}
