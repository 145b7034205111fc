/** Reads what `docker compose ps` says, and puts it in the words of the stack: service, state, what failed and why. */
import { LakehouseError, type ErrorData } from '../errors';
import type { ServiceName, ServiceState, StackStatus } from './types';

export interface Container {
  readonly id: string;
  /** The compose service: ours, or `postgres`. */
  readonly service: string;
  /** `created`, `running`, `paused`, `restarting`, `removing`, `exited`, `dead`. */
  readonly state: string;
  /** `starting`, `healthy`, `unhealthy`, or empty without a health check. */
  readonly health: string;
  readonly exitCode: number;
}

/** Which containers a service is made of; the one it listens in comes last. */
export const CONTAINERS: Readonly<Record<ServiceName, readonly string[]>> = {
  s3: ['s3'],
  metastore: ['postgres', 'metastore'],
  glue: ['glue'],
  spark: ['spark'],
};

export const TITLES: Readonly<Record<ServiceName, string>> = {
  s3: 'MinIO',
  metastore: 'Hive Metastore 3.1.3 over PostgreSQL 15',
  glue: 'Glue (moto)',
  spark: 'Spark Connect 4.0.1 with Iceberg 1.11.0',
};

/** Up to Compose 2.20 one array, later one object a line. Throws `INTERNAL` on anything else. */
export function parseContainers(output: string): Container[] {
  const text = output.trim();
  if (text === '') return [];
  try {
    const rows = (
      text.startsWith('[') ? JSON.parse(text) : text.split('\n').map((line) => JSON.parse(line) as unknown)
    ) as readonly Record<string, unknown>[];
    return rows.map((row) => ({
      id: string(row['ID']),
      service: string(row['Service']),
      state: string(row['State']).toLowerCase(),
      health: string(row['Health']).toLowerCase(),
      exitCode: Number(row['ExitCode'] ?? 0),
    }));
  } catch (error) {
    throw new LakehouseError('INTERNAL', 'docker compose ps gave an answer that cannot be read', { cause: error });
  }
}

/** What the containers of a service say, before it is asked itself: `running` still has to be proved. */
export function containerState(
  service: ServiceName,
  containers: readonly Container[],
): { readonly state: ServiceState; readonly error: ErrorData | null } {
  const states = CONTAINERS[service].map((name) =>
    stateOf(
      service,
      name,
      containers.find((c) => c.service === name),
    ),
  );
  const first = (state: ServiceState) => states.find((each) => each.state === state);
  const stopped = states.every((each) => each.state === 'stopped');
  if (stopped) return { state: 'stopped', error: null };
  // One container gone while the other is there is a failure, too: PostgreSQL without the metastore.
  const gone = states.findIndex((each) => each.state === 'stopped');
  const missing = gone < 0 ? undefined : failed(service, `its container ${CONTAINERS[service][gone] ?? ''} is gone`);
  return first('failed') ?? first('starting') ?? missing ?? { state: 'running', error: null };
}

/** The state of the whole: running only when everything is, starting while nothing has failed yet. */
export function overallState(states: readonly ServiceState[]): StackStatus['state'] {
  if (states.includes('stopping')) return 'stopping';
  if (states.every((state) => state === 'running')) return 'running';
  if (states.every((state) => state === 'stopped')) return 'stopped';
  if (states.includes('starting') && !states.includes('failed')) return 'starting';
  return 'degraded';
}

/** The error of a service that does not do its work, with the button that starts it again. */
export function serviceError(service: ServiceName, why: string, detail?: string): LakehouseError {
  return new LakehouseError('STACK_SERVICE_FAILED', `${TITLES[service]}: ${why}`, {
    nextStep: { label: 'Restart', command: 'lakehouse.restartService', args: [service] },
    detail,
  });
}

function stateOf(
  service: ServiceName,
  name: string,
  container: Container | undefined,
): { state: ServiceState; error: ErrorData | null } {
  if (container === undefined) return { state: 'stopped', error: null };
  switch (container.state) {
    case 'running':
      if (container.health === 'starting') return { state: 'starting', error: null };
      return { state: 'running', error: null };
    case 'created':
    case 'restarting':
      return { state: 'starting', error: null };
    case 'paused':
      return failed(service, `its container ${name} is paused`);
    default:
      return failed(service, endText(name, container.exitCode));
  }
}

function endText(name: string, exitCode: number): string {
  // 128 + 9: SIGKILL, which is also how the kernel ends what outgrows its memory limit.
  if (exitCode === 137) return `its container ${name} was killed, perhaps for using too much memory`;
  return `its container ${name} ended with exit code ${exitCode}`;
}

function failed(service: ServiceName, why: string): { state: ServiceState; error: ErrorData | null } {
  return { state: 'failed', error: serviceError(service, why).toData() };
}

function string(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
