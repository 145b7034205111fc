/** One ExecutePlan on the server, read to its end over as many connections as it takes. */
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { create } from '@bufbuild/protobuf';
import type { MessageInitShape } from '@bufbuild/protobuf';
import type { ClientReadableStream } from '@grpc/grpc-js';
import {
  ExecutePlanRequestSchema,
  InterruptRequest_InterruptType,
  ReattachExecuteRequestSchema,
  SparkConnectService,
} from '../../generated/spark/connect/base_pb';
import type {
  ExecutePlanResponse,
  PlanSchema,
  ReleaseExecuteRequestSchema,
} from '../../generated/spark/connect/base_pb';
import { cancelled, isServiceError } from './channel';
import { isTransportLoss, sparkErrorInfo } from './errors';
import type { Link } from './link';
import { diagnose } from './probe';
import { readResponse } from './response';
import { Watchdog } from './watchdog';

type Release = MessageInitShape<typeof ReleaseExecuteRequestSchema>['release'];
type Stream = ClientReadableStream<ExecutePlanResponse>;

const { method } = SparkConnectService;

/** How long to look for a server that went away, in milliseconds; on this machine a refusal is final much sooner. */
const LOST_FOR = 30_000;
const LOOPBACK_REFUSALS = 4;
/** The server keeps about 10 MB of what it has sent until it is released. */
const RELEASE_EVERY = 4 * 1024 * 1024;
/** How long the server may take to confirm that an operation has stopped. */
const INTERRUPT_FOR = 2000;
/**
 * An operation that has shown no work yet is interrupted no sooner than this after its start. Adaptive execution submits the
 * first stages from threads of its own (ShuffleExchangeExec); an interrupt that comes before they have ends the operation, but
 * not those stages: they would run on, unseen, until they are done.
 */
const SUBMITTED_AFTER = 500;

export class Operation {
  readonly id = randomUUID();
  private stream: Stream | undefined;
  private lastResponseId: string | undefined;
  /** The server is done with it, one way or the other. */
  private complete = false;
  private startedAt = 0;
  /** The server has told of stages or rows: its jobs are known to it and can be cancelled. */
  private underWay = false;
  private unreleased = 0;
  private releasing = false;

  constructor(
    private readonly link: Link,
    private readonly plan: MessageInitShape<typeof PlanSchema>,
    private readonly options: { readonly signal?: AbortSignal; readonly tags?: readonly string[] },
  ) {}

  /** Sends the plan. `responses` reads what comes of it. */
  start(): void {
    if (this.options.signal?.aborted) throw cancelled();
    this.startedAt = Date.now();
    this.stream = this.link.channel.stream(
      method.executePlan,
      create(ExecutePlanRequestSchema, {
        ...this.link.identity,
        plan: this.plan,
        operationId: this.id,
        tags: [...(this.options.tags ?? [])],
        requestOptions: [{ requestOption: { case: 'reattachOptions', value: { reattachable: true } } }],
      }),
      readResponse,
    );
    ignoreErrors(this.stream);
  }

  /**
   * Every response once, in order. Ends after the server said it was the last; throws gRPC's error, or CANCELLED after
   * the signal was aborted and the server has stopped, or has had two seconds to.
   */
  async *responses(): AsyncGenerator<ExecutePlanResponse, void, void> {
    const { signal } = this.options;
    let stopped: Promise<void> | undefined;
    const onAbort = () => {
      stopped = this.stop();
    };
    signal?.addEventListener('abort', onAbort, { once: true });
    try {
      if (signal?.aborted) onAbort();
      for await (const response of this.lossless()) {
        if (!signal?.aborted) yield response;
      }
      if (signal?.aborted) throw cancelled();
    } catch (error) {
      if (!signal?.aborted) throw error;
      await stopped;
      throw cancelled();
    } finally {
      signal?.removeEventListener('abort', onAbort);
      this.stream?.cancel();
      void this.end(stopped);
    }
  }

  /** What still runs when the reader gave up in the middle is of no use to anyone. */
  private async end(stopped: Promise<void> | undefined): Promise<void> {
    await stopped;
    if (!this.complete && !stopped) {
      await this.submitted();
      await this.interrupt();
    }
    await this.release(undefined);
  }

  /** Follows the operation from one stream to the next. */
  private async *lossless(): AsyncGenerator<ExecutePlanResponse, void, void> {
    const losses = new Losses();
    for (;;) {
      const stream = this.stream ?? this.reattach();
      const watchdog = new Watchdog(() => this.ping());
      try {
        const responses = watchdog.watch<ExecutePlanResponse>(stream);
        for await (const response of responses) {
          losses.clear();
          this.lastResponseId = response.responseId;
          this.underWay ||= isWork(response);
          if (response.responseType.case === 'resultComplete') {
            this.complete = true;
            return;
          }
          yield response;
          this.consumed(response);
        }
        // An end without ResultComplete: the server limits how long and how large one stream may be.
        this.stream = undefined;
        if (losses.count > 0) await delay(losses.pause());
        losses.add();
      } catch (error) {
        this.stream = undefined;
        if (this.options.signal?.aborted) throw error;
        if (this.neverArrived(error)) {
          this.start();
          continue;
        }
        if (!watchdog.barked && !isTransportLoss(error)) {
          this.complete = true;
          throw error;
        }
        losses.add();
        await this.giveUpOrWait(losses, error);
      } finally {
        watchdog.stop();
      }
    }
  }

  /** The server does not know the operation and nothing came of it: the plan was lost on its way, and may be sent again. */
  private neverArrived(error: unknown): boolean {
    if (this.lastResponseId !== undefined || !isServiceError(error)) return false;
    return sparkErrorInfo(error)?.condition === 'INVALID_HANDLE.OPERATION_NOT_FOUND';
  }

  private async giveUpOrWait(losses: Losses, error: unknown): Promise<void> {
    const { target } = this.link.channel;
    if (losses.lastedFor() > LOST_FOR) throw error;
    if (target.loopback && losses.count >= LOOPBACK_REFUSALS) {
      const reason = await diagnose(target, 2000);
      if (reason) throw reason;
    }
    await delay(losses.pause(), undefined, { signal: this.options.signal });
  }

  private reattach(): Stream {
    const { sessionId, userContext, clientType, clientObservedServerSideSessionId } = this.link.identity;
    this.stream = this.link.channel.stream(
      method.reattachExecute,
      create(ReattachExecuteRequestSchema, {
        sessionId,
        userContext,
        clientType,
        clientObservedServerSideSessionId,
        operationId: this.id,
        lastResponseId: this.lastResponseId,
      }),
      readResponse,
    );
    ignoreErrors(this.stream);
    return this.stream;
  }

  private consumed(response: ExecutePlanResponse): void {
    if (response.responseType.case === 'arrowBatch') this.unreleased += response.responseType.value.data.length;
    if (this.unreleased < RELEASE_EVERY || this.releasing) return;
    this.unreleased = 0;
    void this.release(response.responseId);
  }

  /** Lets the server forget responses up to one, or the whole operation. Never fails: the server forgets by itself later. */
  private async release(until: string | undefined): Promise<void> {
    this.releasing = true;
    try {
      const release: Release =
        until === undefined
          ? { case: 'releaseAll', value: {} }
          : { case: 'releaseUntil', value: { responseId: until } };
      await this.link.call(method.releaseExecute, { operationId: this.id, release }, { timeoutMs: 10_000 });
    } catch {
      // See above.
    } finally {
      this.releasing = false;
    }
  }

  /**
   * Interrupts on the server. The stream then ends by itself with OPERATION_CANCELED, once the server's thread has; it is
   * dropped when that takes too long.
   */
  private async stop(): Promise<void> {
    await this.submitted();
    setTimeout(() => this.stream?.cancel(), INTERRUPT_FOR).unref();
    await this.interrupt();
  }

  private async submitted(): Promise<void> {
    while (!this.underWay && !this.complete && Date.now() - this.startedAt < SUBMITTED_AFTER) await delay(25);
  }

  private async interrupt(): Promise<void> {
    const until = Date.now() + INTERRUPT_FOR;
    const request = {
      interruptType: InterruptRequest_InterruptType.OPERATION_ID,
      interrupt: { case: 'operationId' as const, value: this.id },
    };
    try {
      for (;;) {
        const { interruptedIds } = await this.link.call(method.interrupt, request, { timeoutMs: INTERRUPT_FOR });
        // Nothing interrupted, nothing answered: the plan is still on its way.
        if (interruptedIds.length > 0 || this.lastResponseId !== undefined || Date.now() > until) return;
        await delay(50);
      }
    } catch {
      // The server cannot be reached: there is nothing left to interrupt through.
    }
  }

  private async ping(): Promise<void> {
    await this.link.call(
      method.config,
      { operation: { opType: { case: 'getOption', value: { keys: [] } } } },
      { timeoutMs: 15_000 },
    );
  }
}

function isWork({ responseType }: ExecutePlanResponse): boolean {
  if (responseType.case === 'executionProgress') return responseType.value.stages.length > 0;
  return responseType.case === 'arrowBatch';
}

/** Failures since the last response. */
class Losses {
  count = 0;
  private since = 0;

  add(): void {
    if (this.count++ === 0) this.since = Date.now();
  }
  clear(): void {
    this.count = 0;
  }
  lastedFor(): number {
    return this.count === 0 ? 0 : Date.now() - this.since;
  }
  /** Milliseconds to wait before the next attempt: none at first, then growing to two seconds. */
  pause(): number {
    return this.count <= 1 ? 0 : Math.min(2000, 50 * 3 ** (this.count - 2));
  }
}

/** An error after nobody reads a stream any more must not become an unhandled one. */
function ignoreErrors(stream: Stream): void {
  stream.on('error', () => undefined);
}
