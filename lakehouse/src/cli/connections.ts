/** The connections of lakehouse.json in this folder, as the commands mean them. */
import { resolve } from 'node:path';
import { loadConfig, resolveSecrets } from '../config';
import type { ConnectionConfig } from '../config';
import { LakehouseError } from '../errors';
import { stackOf } from './stackOptions';
import type { StackFlags } from './stackOptions';

export const CONFIG_FILE = 'lakehouse.json';

/** Null where there is no lakehouse.json. Throws CONFIG_INVALID. */
export async function connectionsHere(): Promise<readonly ConnectionConfig[] | null> {
  return (await loadConfig(resolve(CONFIG_FILE)))?.connections ?? null;
}

/** The connection of that name, else the first; undefined where there is none. Throws CONNECTION_UNKNOWN. */
export function pickConnection(
  connections: readonly ConnectionConfig[],
  name: string | undefined,
): ConnectionConfig | undefined {
  if (name === undefined) return connections[0];
  const found = connections.find((each) => each.name === name);
  if (found) return found;
  const names = connections.map((each) => each.name);
  throw new LakehouseError('CONNECTION_UNKNOWN', `lakehouse.json in this folder has no connection "${name}"`, {
    nextStep: { label: names.length === 0 ? 'Write one into lakehouse.json' : `Use one of ${names.join(', ')}` },
  });
}

/** A connection with its secrets put in: of this program, only the environment holds any. Throws CONFIG_SECRET_MISSING. */
export function withSecrets(connection: ConnectionConfig): Promise<ConnectionConfig> {
  return resolveSecrets(connection, { secret: async () => undefined, env: (variable) => process.env[variable] });
}

/**
 * A connection with all it takes to connect: addresses of the stack that runs where it means one, secrets put in. Without
 * a connection, the stack that runs on this machine. Throws STACK_NOT_RUNNING, CONFIG_SECRET_MISSING.
 */
export async function reachable(
  connection: ConnectionConfig | undefined,
  flags: StackFlags,
  signal?: AbortSignal,
): Promise<ConnectionConfig> {
  if (connection !== undefined && connection.stack === undefined) return withSecrets(connection);
  const stack = await stackOf(
    { ...(connection?.stack === undefined ? {} : { runtime: connection.stack }), ...given(flags) },
    signal,
  );
  const { connection: running } = await stack.status();
  if (running !== null) {
    return { ...running, name: connection?.name ?? running.name, readOnly: connection?.readOnly === true };
  }
  throw new LakehouseError('STACK_NOT_RUNNING', 'No lakehouse runs on this machine', {
    nextStep: { label: 'Start one with `lakehouse up`, or name another connection with --connection' },
  });
}

/** A flag that was not given must not hide what the connection says. */
function given({ runtime, home }: StackFlags): StackFlags {
  return { ...(runtime === undefined ? {} : { runtime }), ...(home === undefined ? {} : { home }) };
}
