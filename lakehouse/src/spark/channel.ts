/** The gRPC connection of one session: one TCP connection of its own, typed calls, deadlines and cancelling. */
import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import type {
  DescMessage,
  DescMethodServerStreaming,
  DescMethodUnary,
  MessageInitShape,
  MessageShape,
} from '@bufbuild/protobuf';
import { Client, credentials, Metadata, status } from '@grpc/grpc-js';
import type { ClientReadableStream, ClientUnaryCall, ServiceError } from '@grpc/grpc-js';
import { SparkConnectService } from '../../generated/spark/connect/base_pb';
import { LakehouseError } from '../errors';
import type { SparkAddress } from './url';

export interface CallOptions {
  /** Milliseconds until the call ends with DEADLINE_EXCEEDED. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

/** Bytes of window per stream and connection: without it each 64 kB of a result waits for an acknowledgement. */
const WINDOW = 4 * 1024 * 1024;

export class Channel {
  private readonly client: Client;
  private readonly metadata = new Metadata();

  constructor(readonly target: SparkAddress) {
    const security = target.tls ? credentials.createSsl() : credentials.createInsecure();
    this.client = new Client(target.address, security, {
      'grpc.max_receive_message_length': -1,
      'grpc.max_send_message_length': -1,
      'grpc-node.flow_control_window': WINDOW,
      // Reattaching is ours to decide; and a session must not share its connection with another one's settings.
      'grpc.enable_retries': 0,
      'grpc.use_local_subchannel_pool': 1,
      'grpc.initial_reconnect_backoff_ms': 100,
      'grpc.max_reconnect_backoff_ms': 2000,
      'grpc.enable_http_proxy': target.loopback ? 0 : 1,
    });
    for (const [key, value] of Object.entries(target.headers)) this.metadata.set(key, value);
    if (target.token !== undefined) this.metadata.set('authorization', `Bearer ${target.token}`);
  }

  /** One request, one answer. Rejects with grpc-js's ServiceError, or CANCELLED when the signal was aborted. */
  unary<I extends DescMessage, O extends DescMessage>(
    method: DescMethodUnary<I, O>,
    request: MessageInitShape<I>,
    options: CallOptions,
  ): Promise<MessageShape<O>> {
    const { signal } = options;
    return new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(cancelled());
        return;
      }
      const onAbort = () => call.cancel();
      const call: ClientUnaryCall = this.client.makeUnaryRequest(
        path(method),
        (message: MessageShape<I>) => Buffer.from(toBinary(method.input, message)),
        (bytes: Buffer) => fromBinary(method.output, plain(bytes)),
        create(method.input, request),
        this.metadata,
        { deadline: Date.now() + options.timeoutMs },
        (error, answer) => {
          signal?.removeEventListener('abort', onAbort);
          if (error) reject(signal?.aborted ? cancelled() : error);
          else if (answer) resolve(answer);
          else reject(new LakehouseError('INTERNAL', 'gRPC gave neither an answer nor an error'));
        },
      );
      signal?.addEventListener('abort', onAbort, { once: true });
    });
  }

  /**
   * One request, many answers, each read by `read`. No deadline: the caller watches it (see watchdog.ts) and cancels it.
   */
  stream<I extends DescMessage, O extends DescMessage>(
    method: DescMethodServerStreaming<I, O>,
    request: MessageShape<I>,
    read: (bytes: Uint8Array<ArrayBuffer>) => MessageShape<O>,
  ): ClientReadableStream<MessageShape<O>> {
    return this.client.makeServerStreamRequest(
      path(method),
      (message: MessageShape<I>) => Buffer.from(toBinary(method.input, message)),
      (bytes: Buffer) => read(plain(bytes)),
      request,
      this.metadata,
    );
  }

  close(): void {
    this.client.close();
  }
}

/** The same memory without Buffer's own `slice`, which would not copy. */
function plain(bytes: Buffer): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes.buffer as ArrayBuffer, bytes.byteOffset, bytes.length);
}

function path(method: { readonly name: string }): string {
  return `/${SparkConnectService.typeName}/${method.name}`;
}

export function cancelled(): LakehouseError {
  return new LakehouseError('CANCELLED', 'Cancelled');
}

export function isServiceError(thrown: unknown): thrown is ServiceError {
  return thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'number' && 'metadata' in thrown;
}

export { status };
export type { ServiceError };
