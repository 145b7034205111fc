/** Puts secrets into a connection: `${secret:NAME}` from a store given by the caller, `${env:NAME}` from the environment. */
import { LakehouseError } from '../errors';
import type { ConnectionConfig } from './types';

export interface SecretSources {
  /** Undefined when the secret is not stored. */
  readonly secret: (name: string) => Promise<string | undefined>;
  readonly env: (name: string) => string | undefined;
}

const PLACEHOLDER = /\$\{(secret|env):([^}]+)\}/g;

/**
 * The connection with every placeholder replaced. The result lives in memory only: it is never written nor logged.
 * Throws CONFIG_SECRET_MISSING, naming the secret and the connection, never a value.
 */
export async function resolveSecrets(connection: ConnectionConfig, sources: SecretSources): Promise<ConnectionConfig> {
  const resolve = async (value: unknown): Promise<unknown> => {
    if (typeof value === 'string') return replace(value, connection.name, sources);
    if (Array.isArray(value)) return Promise.all(value.map(resolve));
    if (typeof value !== 'object' || value === null) return value;
    const entries = await Promise.all(
      Object.entries(value).map(async ([key, item]) => [key, await resolve(item)] as const),
    );
    return Object.fromEntries(entries);
  };
  return (await resolve(connection)) as ConnectionConfig;
}

/** The names of the `${secret:NAME}` placeholders in a connection, each once. */
export function secretNames(connection: ConnectionConfig): readonly string[] {
  const names = [...JSON.stringify(connection).matchAll(PLACEHOLDER)].filter((match) => match[1] === 'secret');
  return [...new Set(names.map((match) => match[2] ?? ''))];
}

async function replace(text: string, connection: string, sources: SecretSources): Promise<string> {
  let result = '';
  let from = 0;
  for (const match of text.matchAll(PLACEHOLDER)) {
    const [whole, kind, name = ''] = match;
    const value = kind === 'env' ? sources.env(name) : await sources.secret(name);
    if (value === undefined) throw missing(kind === 'env' ? 'env' : 'secret', name, connection);
    result += text.slice(from, match.index) + value;
    from = match.index + whole.length;
  }
  return result + text.slice(from);
}

function missing(kind: 'secret' | 'env', name: string, connection: string): LakehouseError {
  if (kind === 'env') {
    return new LakehouseError(
      'CONFIG_SECRET_MISSING',
      `Connection "${connection}": the environment variable ${name} is not set`,
      {
        nextStep: { label: `Set ${name} and start the program again` },
      },
    );
  }
  return new LakehouseError('CONFIG_SECRET_MISSING', `Connection "${connection}": the secret "${name}" is not stored`, {
    nextStep: { label: 'Enter Secret', command: 'lakehouse.setSecret', args: [name] },
  });
}
