/** One interface for the embedded and the compose runtime. */
import type { ConnectionConfig } from '../config/types';
import type { ErrorData } from '../errors';

export const SERVICE_NAMES = ['s3', 'metastore', 'glue', 'spark'] as const;
export type ServiceName = (typeof SERVICE_NAMES)[number];

export type ServiceState = 'stopped' | 'starting' | 'running' | 'stopping' | 'failed';

export interface ServiceStatus {
  readonly name: ServiceName;
  readonly state: ServiceState;
  /** What the service is, for people: `S3Proxy 4.1.0`. */
  readonly title: string;
  /** Where it listens, `host:port`, when it runs. */
  readonly address: string | null;
  readonly pid: number | null;
  readonly error: ErrorData | null;
}

export interface StackStatus {
  readonly runtime: 'embedded' | 'compose';
  /** `running` only when every service is; `degraded` when some are. */
  readonly state: 'stopped' | 'starting' | 'running' | 'degraded' | 'stopping';
  readonly services: readonly ServiceStatus[];
  /** How to reach it, when at least one service runs: the connection that lakehouse.json's `"stack"` stands for. */
  readonly connection: ConnectionConfig | null;
  /** The folder that holds data, logs and state. */
  readonly home: string;
}

export interface StackProgress {
  /** What is happening, for people: `Downloading Spark Connect 4.0.1 (319 MB)`. */
  readonly message: string;
  readonly service?: ServiceName;
  /** Of the whole, 0 to 1, where it can be told. */
  readonly fraction?: number;
}

export interface StackOptions {
  /** The `stack/` folder of the package: poms, compose files, configuration, sample lakehouse. */
  readonly stackFolder: string;
  /** Data, logs and state of this stack; see `defaultStackHome`. */
  readonly home: string;
  /** Downloads shared by all stacks, outside any repository, keyed by version; see `cacheFolder`. */
  readonly cache: string;
  readonly onProgress?: (progress: StackProgress) => void;
  readonly signal?: AbortSignal;
}

export interface StartOptions {
  /** Load the sample lakehouse when its tables are not there yet. */
  readonly sample?: boolean;
  /** Start only these (to mend one that died); default all. */
  readonly services?: readonly ServiceName[];
}

export interface StackRuntime {
  readonly name: 'embedded' | 'compose';
  /** Checks prerequisites, fetches what is missing. Idempotent; a second call takes well under a second. */
  prepare(): Promise<void>;
  /** Starts what is not running, waits until each service answers something real, then reads back a table it made. */
  start(options?: StartOptions): Promise<StackStatus>;
  stop(): Promise<StackStatus>;
  /** Asks each service; works from another process than the one that started it. Takes under 2 s. */
  status(): Promise<StackStatus>;
  /** The last `lines` lines of a service's log. */
  logs(service: ServiceName, lines: number): Promise<string>;
  logFile(service: ServiceName): string | null;
  /** Stops, then deletes the stack's data (not the downloads). The caller has asked the user. */
  reset(): Promise<void>;
}
