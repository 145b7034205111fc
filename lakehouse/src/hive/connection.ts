/** One TCP connection to a metastore: one call at a time, an answer or an error for each, never a hang. */
import { Socket } from 'node:net';
import { LakehouseError, networkError } from '../errors';
import { nextStepFor } from '../catalog/nextStep';
import { ApplicationError, DeclaredError, decodeAnswer, encodeCall, messageSeqId, UnknownMethodError } from './codec';
import { CALLS } from './metastore';
import { MessageScanner, NotThriftError } from './scanner';
import type { Call, Fields, StructType, ValueOf } from './schema';

export interface Address {
  readonly host: string;
  readonly port: number;
}

export interface ConnectionOptions {
  readonly transport: 'buffered' | 'framed';
  /** For the TCP connection, and again for the first answer. */
  readonly connectTimeoutMs: number;
  readonly callTimeoutMs: number;
}

interface Waiting {
  readonly seqId: number;
  resolve(message: Buffer): void;
  reject(error: LakehouseError): void;
}

export class MetastoreConnection {
  /** The methods this server said it does not know. */
  readonly unknownMethods = new Set<string>();
  /** What the metastore says its version is, once connected. */
  version: string | null = null;
  private readonly socket = new Socket();
  private readonly scanner: MessageScanner;
  private waiting: Waiting | undefined;
  private failure: LakehouseError | undefined;
  private answered = false;
  private seqId = 0;

  private constructor(
    private readonly address: Address,
    private readonly options: ConnectionOptions,
  ) {
    this.scanner = new MessageScanner(options.transport === 'framed');
  }

  /** Connects and asks for the version, so that what is not a metastore is known before it is used. */
  static async open(address: Address, options: ConnectionOptions, signal?: AbortSignal): Promise<MetastoreConnection> {
    const connection = new MetastoreConnection(address, options);
    try {
      await connection.connect(signal);
      connection.version =
        (await connection.callWithin(CALLS.getVersion, {}, options.connectTimeoutMs, signal).catch((error: unknown) => {
          if (error instanceof UnknownMethodError) return null;
          throw error;
        })) ?? null;
      return connection;
    } catch (error) {
      connection.close();
      throw error;
    }
  }

  get closed(): boolean {
    return this.failure !== undefined;
  }

  /**
   * Sends one call and waits for its answer. A cancelled or late call closes the connection: its answer, still to come,
   * would stand in the way of the next. Throws LakehouseError, UnknownMethodError, DeclaredError, ApplicationError.
   */
  call<A extends Fields, R>(
    call: Call<A, R>,
    args: ValueOf<StructType<A>>,
    signal?: AbortSignal,
  ): Promise<ValueOf<R> | undefined> {
    return this.callWithin(call, args, this.options.callTimeoutMs, signal);
  }

  close(): void {
    this.fail(new LakehouseError('CONNECTION_LOST', `The connection to the Hive Metastore at ${this.name} was closed`));
  }

  private get name(): string {
    return `${this.address.host}:${String(this.address.port)}`;
  }

  private connect(signal?: AbortSignal): Promise<void> {
    return this.until(this.options.connectTimeoutMs, signal, (resolve) => {
      this.socket.setNoDelay(true);
      this.socket.setKeepAlive(true, 30_000);
      this.socket.on('data', (chunk: Buffer) => this.received(chunk));
      this.socket.on('error', (error) => this.fail(this.socketError(error)));
      this.socket.on('close', () => this.fail(this.lost()));
      this.socket.once('connect', resolve);
      this.socket.connect(this.address.port, this.address.host);
    });
  }

  private async callWithin<A extends Fields, R>(
    call: Call<A, R>,
    args: ValueOf<StructType<A>>,
    timeoutMs: number,
    signal?: AbortSignal,
  ): Promise<ValueOf<R> | undefined> {
    const seqId = ++this.seqId;
    const bytes = encodeCall(call, args, seqId);
    const message = await this.until<Buffer>(timeoutMs, signal, (resolve, reject) => {
      this.waiting = { seqId, resolve, reject };
      this.socket.write(this.options.transport === 'framed' ? withLength(bytes) : bytes);
    }).finally(() => (this.waiting = undefined));
    try {
      return decodeAnswer(call, message);
    } catch (error) {
      if (error instanceof DeclaredError || error instanceof ApplicationError) throw error;
      if (error instanceof UnknownMethodError) {
        this.unknownMethods.add(call.name);
        throw error;
      }
      const wrong = this.notMetastore(error);
      this.fail(wrong);
      throw wrong;
    }
  }

  /** Runs `start` and settles as it says, or fails when the connection does, the time is over or the signal is given. */
  private until<T>(
    timeoutMs: number,
    signal: AbortSignal | undefined,
    start: (resolve: (value: T) => void, reject: (error: LakehouseError) => void) => void,
  ): Promise<T> {
    if (signal?.aborted) return Promise.reject(cancelled());
    if (this.failure) return Promise.reject(this.failure);
    return new Promise<T>((resolve, reject) => {
      const timer = setTimeout(() => this.fail(this.late(timeoutMs)), timeoutMs);
      const onAbort = () => this.fail(cancelled());
      const settle = () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', onAbort);
        this.onFailure = undefined;
      };
      const rejectWith = (error: LakehouseError) => {
        settle();
        reject(error);
      };
      signal?.addEventListener('abort', onAbort, { once: true });
      this.onFailure = rejectWith;
      start((value) => {
        settle();
        resolve(value);
      }, rejectWith);
    });
  }
  private onFailure: ((error: LakehouseError) => void) | undefined;

  private received(chunk: Buffer): void {
    let messages: Buffer[];
    try {
      messages = this.scanner.push(chunk);
    } catch (error) {
      this.fail(this.notMetastore(error));
      return;
    }
    for (const message of messages) {
      this.answered = true;
      if (this.waiting?.seqId === messageSeqId(message)) this.waiting.resolve(message);
      else this.fail(this.notMetastore(new NotThriftError('An answer came to no question')));
    }
  }

  private fail(error: LakehouseError): void {
    if (this.failure) return;
    this.failure = error;
    this.socket.destroy();
    this.onFailure?.(error);
  }

  private notMetastore(error: unknown): LakehouseError {
    const suggestion =
      error instanceof NotThriftError && error.suggest
        ? `; it answers in the ${error.suggest} transport: set "transport": "${error.suggest}"`
        : '';
    return new LakehouseError('NOT_THIS_SERVICE', `What answers at ${this.name} is no Hive Metastore${suggestion}`, {
      cause: error,
      nextStep: nextStepFor(this.address.host),
    });
  }

  private lost(): LakehouseError {
    const nextStep = nextStepFor(this.address.host);
    if (this.answered || this.socket.connecting) {
      return new LakehouseError('CONNECTION_LOST', `Hive Metastore: the connection to ${this.name} was lost`, {
        nextStep,
      });
    }
    return new LakehouseError(
      'NOT_THIS_SERVICE',
      `What listens at ${this.name} closed the connection without an answer: no Hive Metastore, one that asks for ` +
        `Kerberos or TLS, or another transport than ${this.options.transport}`,
      { nextStep },
    );
  }

  private late(timeoutMs: number): LakehouseError {
    const seconds = String(Math.round(timeoutMs / 100) / 10);
    return new LakehouseError('TIMEOUT', `Hive Metastore: ${this.name} did not answer in ${seconds} s`, {
      nextStep: nextStepFor(this.address.host),
    });
  }

  private socketError(error: Error): LakehouseError {
    const nextStep = nextStepFor(this.address.host);
    const known = networkError(error, 'Hive Metastore', this.name, nextStep);
    return (
      known ?? new LakehouseError('CONNECTION_LOST', `Hive Metastore: ${error.message}`, { cause: error, nextStep })
    );
  }
}

function withLength(bytes: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

function cancelled(): LakehouseError {
  return new LakehouseError('CANCELLED', 'Cancelled');
}
