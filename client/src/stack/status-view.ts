/** What the state of the stack looks like, as plain data: no VS Code here. */
import type { ConnectionConfig } from '../../../lakehouse/src/config';
import { LakehouseError } from '../../../lakehouse/src/errors';
import type { ServiceName, ServiceState, ServiceStatus, StackStatus } from '../../../lakehouse/src/stack/types';
import { COMMANDS } from '../ids';

/** Names people know the services by. */
export const SERVICE_TITLES: Readonly<Record<ServiceName, string>> = {
  s3: 'Object Store',
  metastore: 'Hive Metastore',
  glue: 'Glue',
  spark: 'Spark',
};

const STATE_ICONS: Readonly<Record<ServiceState, string>> = {
  stopped: 'circle-outline',
  starting: 'sync~spin',
  running: 'pass-filled',
  stopping: 'sync~spin',
  failed: 'error',
};

export type StackState = StackStatus['state'];

export interface StatusView {
  readonly text: string;
  readonly severity: 'normal' | 'warning';
  readonly heading: string;
  readonly services: readonly { readonly icon: string; readonly title: string; readonly text: string }[];
}

/** The status bar item for `status`, null when it is not known yet. */
export function statusView(status: StackStatus | null): StatusView {
  const services = (status?.services ?? []).map((service) => ({
    icon: STATE_ICONS[service.state],
    title: SERVICE_TITLES[service.name],
    text: serviceText(service),
  }));
  const failed = downServices(status).map(({ name }) => SERVICE_TITLES[name]);
  const runtime = status === null ? '' : ` (${status.runtime})`;
  switch (status?.state) {
    case 'running':
      return {
        text: '$(pass-filled) Lakehouse',
        severity: 'normal',
        heading: `Lakehouse is running${runtime}`,
        services,
      };
    case 'degraded':
      if (failed.length === 0) {
        const coming = status.services
          .filter(({ state }) => state === 'starting')
          .map(({ name }) => SERVICE_TITLES[name]);
        return {
          text: `$(sync~spin) Lakehouse: starting ${coming.join(', ')}`,
          severity: 'normal',
          heading: `Lakehouse waits for ${coming.join(', ')}${runtime}`,
          services,
        };
      }
      return {
        text: `$(warning) Lakehouse: ${failed.length === 1 ? `${failed[0]} is down` : `${failed.length} services are down`}`,
        severity: 'warning',
        heading: `Lakehouse runs without ${failed.join(', ')}${runtime}`,
        services,
      };
    case 'starting':
    case 'stopping':
      return {
        text: `$(sync~spin) Lakehouse: ${status.state}`,
        severity: 'normal',
        heading: `Lakehouse is ${status.state}${runtime}`,
        services,
      };
    case 'stopped':
    case undefined:
      return { text: '$(circle-outline) Lakehouse', severity: 'normal', heading: 'Lakehouse is stopped', services };
  }
}

function serviceText({ state, title, address, error }: ServiceStatus): string {
  return [title, state, address ?? undefined, error?.message].filter((part) => part !== undefined).join(', ');
}

/** Services that should run and do not, while others do. */
export function downServices(status: StackStatus | null): readonly ServiceStatus[] {
  if (status?.state !== 'degraded') return [];
  return status.services.filter(({ state }) => state === 'failed' || state === 'stopped');
}

/** Services that ran at `before` and are down at `now`: those that died. */
export function diedSince(before: StackStatus | null, now: StackStatus): readonly ServiceStatus[] {
  return now.services.filter(({ name, state }) => {
    const was = before?.services.find((service) => service.name === name)?.state;
    return was === 'running' && (state === 'failed' || state === 'stopped');
  });
}

/** Why a stack connection cannot be reached now, and what to do about it. */
export function stackError(status: StackStatus | null, config: ConnectionConfig): LakehouseError {
  if (status?.state === 'starting') {
    return new LakehouseError('STACK_BUSY', 'The lakehouse is still starting', {
      nextStep: { label: 'Show Logs', command: COMMANDS.showLogs },
    });
  }
  const other = status?.connection != null && config.stack !== 'auto' && status.runtime !== config.stack;
  const message = other
    ? `Connection "${config.name}" is the ${config.stack} lakehouse, but the ${status.runtime} one runs`
    : 'The lakehouse is not running';
  return new LakehouseError('STACK_NOT_RUNNING', message, {
    nextStep: { label: 'Start Lakehouse', command: COMMANDS.startStack },
  });
}
