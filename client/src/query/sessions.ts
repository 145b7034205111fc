import type { ConnectionConfig } from '../../../lakehouse/src/config';
import { LakehouseError } from '../../../lakehouse/src/errors';
import type { SparkSession } from '../../../lakehouse/src/spark/types';
import { COMMANDS } from '../ids';
import type { Connect } from './connect';

export interface OpenSession {
  readonly session: SparkSession;
  /** The session's time zone, for showing timestamps as Spark does. */
  readonly timeZone: string;
}

interface Entry {
  /** What the session was opened with: another address or token needs another session. */
  readonly key: string;
  readonly opened: Promise<OpenSession>;
}

const TIME_ZONE = 'spark.sql.session.timeZone';

/** One Spark session a connection, opened when first needed and kept: temporary views and settings live in it. */
export class Sessions {
  private readonly entries = new Map<string, Entry>();
  /** Connections whose session was lost: the next one says so. */
  private readonly lost = new Set<string>();

  constructor(
    private readonly connect: Connect,
    private readonly log: { debug(text: string): void },
    /** Told of the time zone of each session that is opened. */
    private readonly onZone: (connection: string, timeZone: string) => void = () => undefined,
  ) {}

  /** Whether there is any session. */
  isAny(): boolean {
    return this.entries.size > 0;
  }

  /** The open session of a connection, or undefined when `get` would have to connect. */
  has(config: ConnectionConfig): boolean {
    return this.entries.get(config.name)?.key === keyOf(config);
  }

  /**
   * The session of a connection with addresses and secrets in place. Aborting ends the wait with CANCELLED.
   * Throws CONFIG_INVALID when the connection has no Spark, and whatever connecting throws.
   */
  async get(config: ConnectionConfig, signal: AbortSignal): Promise<OpenSession> {
    const spark = config.spark;
    if (spark === undefined) {
      throw new LakehouseError('CONFIG_INVALID', `Connection "${config.name}" has no Spark to run statements on`, {
        nextStep: { label: 'Open lakehouse.json', command: COMMANDS.openConfig },
      });
    }
    const existing = this.entries.get(config.name);
    if (existing?.key === keyOf(config)) return existing.opened;
    if (existing !== undefined) this.close(config.name);
    const opened = this.open({ ...config, spark }, signal);
    this.entries.set(config.name, { key: keyOf(config), opened });
    try {
      return await opened;
    } catch (error) {
      // A failure is not kept: the next statement connects again.
      if (this.entries.get(config.name)?.opened === opened) this.entries.delete(config.name);
      throw error;
    }
  }

  /** Forgets a session the server no longer has. */
  drop(name: string): void {
    if (this.entries.has(name)) this.lost.add(name);
    this.close(name);
  }

  /** Whether the session of a connection was lost since the last call: what lived in it is gone. */
  takeLost(name: string): boolean {
    return this.lost.delete(name);
  }

  private async open(
    config: ConnectionConfig & Required<Pick<ConnectionConfig, 'spark'>>,
    signal: AbortSignal,
  ): Promise<OpenSession> {
    const session = await this.connect({ spark: config.spark, signal, userAgent: 'lakehouse-vscode' });
    const values = await session.getConfig([TIME_ZONE], signal);
    const timeZone = values[TIME_ZONE] ?? 'UTC';
    this.onZone(config.name, timeZone);
    return { session, timeZone };
  }

  private close(name: string): void {
    const entry = this.entries.get(name);
    this.entries.delete(name);
    // Nobody waits for the server's goodbye: it may be gone itself.
    entry?.opened
      .then(({ session }) => session.close())
      .catch((error: unknown) => this.log.debug(`closing the session of ${name}: ${String(error)}`));
  }

  dispose(): void {
    for (const name of [...this.entries.keys()]) this.close(name);
  }
}

function keyOf(config: ConnectionConfig): string {
  return JSON.stringify(config.spark);
}
