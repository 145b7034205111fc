/** Spark Connect addresses: `sc://host:port/;key=value;…`, as PySpark's `remote()` takes them. */
import { LakehouseError } from '../errors';
import type { SparkConfig } from '../config/types';

export interface SparkAddress {
  readonly host: string;
  readonly port: number;
  /** `host:port`, for messages; an IPv6 host is in brackets. */
  readonly address: string;
  readonly loopback: boolean;
  readonly tls: boolean;
  readonly token?: string;
  readonly userId?: string;
  readonly userAgent?: string;
  readonly sessionId?: string;
  /** Parameters that are none of Spark's own, sent as metadata with every call. */
  readonly headers: Readonly<Record<string, string>>;
}

export const DEFAULT_PORT = 15002;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * Reads an address. `token` is that of the connection, and stands above one in the url. A token turns TLS on, except
 * on loopback. Throws CONFIG_INVALID that names the part which is wrong; a token is never part of the message.
 */
export function parseSparkUrl(url: string, token?: string): SparkAddress {
  const match = /^sc:\/\/([^/;?#]*)(\/[^;]*)?(;.*)?$/.exec(url.trim());
  if (!match) {
    throw invalid(
      /^[a-z0-9+.-]+:\/\//i.test(url.trim())
        ? 'the scheme must be sc://'
        : 'it must look like sc://host:15002/;key=value',
    );
  }
  const [, authority = '', path = '/', parameters = ''] = match;
  if (path !== '/') throw invalid(`the path must be empty, found ${JSON.stringify(path)}`);
  const { host, port } = parseAuthority(authority);
  const values = parseParameters(parameters);
  const take = (key: string) => {
    const value = values.get(key);
    values.delete(key);
    return value;
  };

  const useSsl = parseBoolean('use_ssl', take('use_ssl'));
  const inUrl = take('token');
  const secret = token ?? inUrl;
  const userId = take('user_id');
  const userAgent = take('user_agent');
  const sessionId = take('session_id');
  if (sessionId !== undefined && !UUID.test(sessionId)) throw invalid('session_id must be a UUID');
  const loopback = isLoopback(host);
  if (secret !== undefined && useSsl === false && !loopback) {
    throw invalid('use_ssl=false would send the token unencrypted; leave use_ssl out or set it to true');
  }
  return {
    host,
    port,
    address: `${host.includes(':') ? `[${host}]` : host}:${port}`,
    loopback,
    tls: useSsl ?? (secret !== undefined && !loopback),
    token: secret,
    userId,
    userAgent,
    sessionId,
    headers: headersOf(values),
  };
}

/** The address of a connection's configuration. */
export function sparkAddress(config: SparkConfig): SparkAddress {
  return parseSparkUrl(config.url, config.token);
}

function parseAuthority(authority: string): { host: string; port: number } {
  if (authority.includes('@')) throw invalid('user and password do not belong in it; use ;token=…');
  const match = /^(?:\[([0-9a-f:.]+)\]|([^:[\]\s]+))(?::(.*))?$/i.exec(authority);
  const host = match?.[1] ?? match?.[2];
  if (!match || !host)
    throw invalid(authority === '' ? 'the host is missing' : `the host of ${JSON.stringify(authority)} is not one`);
  const text = match[3];
  if (text === undefined) return { host, port: DEFAULT_PORT };
  const port = Number(text);
  if (!/^\d+$/.test(text) || port < 1 || port > 65_535) {
    throw invalid(`the port must be a number from 1 to 65535, found ${JSON.stringify(text)}`);
  }
  return { host, port };
}

function parseParameters(text: string): Map<string, string> {
  const values = new Map<string, string>();
  for (const part of text.split(';')) {
    if (part === '') continue;
    const equals = part.indexOf('=');
    const key = equals === -1 ? part : part.slice(0, equals);
    if (equals < 1) throw invalid(`the parameter ${JSON.stringify(key)} must be key=value`);
    if (values.has(key)) throw invalid(`the parameter ${key} is there twice`);
    try {
      values.set(key, decodeURIComponent(part.slice(equals + 1)));
    } catch {
      throw invalid(`the value of ${key} has a percent sign that is no escape`);
    }
  }
  return values;
}

function parseBoolean(key: string, value: string | undefined): boolean | undefined {
  if (value === undefined) return undefined;
  const text = value.toLowerCase();
  if (text === 'true' || text === 'false') return text === 'true';
  throw invalid(`${key} must be true or false, found ${JSON.stringify(value)}`);
}

function headersOf(values: ReadonlyMap<string, string>): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [key, value] of values) {
    // What gRPC allows as metadata; `-bin` keys would be base64.
    if (!/^[a-z0-9_.-]+$/i.test(key) || /^grpc-/i.test(key) || /-bin$/i.test(key)) {
      throw invalid(`the parameter ${JSON.stringify(key)} cannot be a header`);
    }
    if (!/^[\x20-\x7e]*$/.test(value)) throw invalid(`the value of ${key} has characters that a header cannot hold`);
    headers[key.toLowerCase()] = value;
  }
  return headers;
}

/** This machine under any of its loopback names. */
export function isLoopback(host: string): boolean {
  return /^(?:localhost|.*\.localhost|127(?:\.\d{1,3}){3}|::1|0:0:0:0:0:0:0:1)$/i.test(host);
}

function invalid(problem: string): LakehouseError {
  return new LakehouseError('CONFIG_INVALID', `The Spark Connect url is wrong: ${problem}`, {
    nextStep: { label: 'Open lakehouse.json', command: 'lakehouse.openConfig' },
  });
}
