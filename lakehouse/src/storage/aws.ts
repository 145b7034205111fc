/** What the S3 and the Glue client have in common: credentials, timeouts, and errors told apart. */
import { openConfig, nextStepFor } from '../catalog/nextStep';
import { LakehouseError, networkError } from '../errors';

export interface AwsSettings {
  readonly endpoint?: string;
  readonly region?: string;
  readonly profile?: string;
  readonly accessKeyId?: string;
  readonly secretAccessKey?: string;
  readonly sessionToken?: string;
}

export interface AwsTimeouts {
  /** For a connection. Default 5 s. */
  readonly connectTimeoutMs?: number;
  /** For one try of one call, until its answer begins. Default 30 s. */
  readonly callTimeoutMs?: number;
  /** For the first answer from an endpoint, retries included: until then it may be anything. Default 10 s. */
  readonly firstAnswerMs?: number;
}

/** Settings of an AWS client. Without keys and profile, the SDK's own chain: environment, files, roles, instance. */
export function awsClientConfig(settings: AwsSettings, timeouts: AwsTimeouts = {}) {
  const { endpoint, region, profile, accessKeyId, secretAccessKey, sessionToken } = settings;
  const credentials =
    accessKeyId !== undefined && secretAccessKey !== undefined
      ? { accessKeyId, secretAccessKey, sessionToken }
      : undefined;
  return {
    ...(endpoint === undefined ? {} : { endpoint }),
    // An endpoint of one's own is not in an AWS region, but requests are signed for one.
    ...(region !== undefined ? { region } : endpoint !== undefined ? { region: 'us-east-1' } : {}),
    ...(profile === undefined ? {} : { profile }),
    ...(credentials ? { credentials } : {}),
    maxAttempts: 4,
    requestHandler: {
      connectionTimeout: timeouts.connectTimeoutMs ?? 5_000,
      requestTimeout: timeouts.callTimeoutMs ?? 30_000,
      throwOnRequestTimeout: true,
      httpAgent: { keepAlive: true, maxSockets: 64 },
      httpsAgent: { keepAlive: true, maxSockets: 64 },
    },
  };
}

/**
 * Runs calls of one endpoint, the first ones within a time limit for all their tries. Without it, an address that takes
 * connections and says nothing would keep the user waiting for each try in turn.
 */
export class FirstContact {
  private answered = false;

  constructor(
    private readonly service: string,
    private readonly settings: AwsSettings,
    private readonly limitMs = 10_000,
  ) {}

  /** Throws what `call` throws, or TIMEOUT. */
  async run<T>(call: (signal?: AbortSignal) => Promise<T>, signal?: AbortSignal): Promise<T> {
    if (this.answered) return call(signal);
    const limit = new AbortController();
    const timer = setTimeout(() => limit.abort(), this.limitMs);
    try {
      const result = await call(signal ? AbortSignal.any([signal, limit.signal]) : limit.signal);
      this.answered = true;
      return result;
    } catch (error) {
      const { $metadata } = (error ?? {}) as { $metadata?: { httpStatusCode?: number } };
      if ($metadata?.httpStatusCode !== undefined) this.answered = true;
      if (!this.answered && limit.signal.aborted) {
        const at = this.settings.endpoint ?? 'AWS';
        throw new LakehouseError('TIMEOUT', `${this.service}: ${at} does not answer`, {
          cause: error,
          nextStep: nextStepFor(this.settings.endpoint),
        });
      }
      throw error;
    } finally {
      // Not later: the body of the answer may still be on its way.
      clearTimeout(timer);
    }
  }
}

/** The SDK's warning about coming Node versions is for those who choose the SDK's version: not for users of this one. */
export function quietSdk(): void {
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
}

const BAD_CREDENTIALS = new Set([
  'InvalidAccessKeyId',
  'SignatureDoesNotMatch',
  'InvalidSignatureException',
  'UnrecognizedClientException',
  'InvalidClientTokenId',
  'IncompleteSignature',
  'AuthFailure',
  'AuthorizationHeaderMalformed',
  'MissingAuthenticationToken',
  'MissingAuthenticationTokenException',
]);
const EXPIRED = new Set(['ExpiredToken', 'ExpiredTokenException', 'RequestExpired', 'TokenRefreshRequired']);
const NO_CREDENTIALS = new Set(['CredentialsProviderError', 'TokenProviderError', 'ProviderError']);
const DENIED = new Set(['AccessDenied', 'AccessDeniedException', 'AllAccessDisabled', 'Forbidden', '403']);
const THROTTLED = new Set(['ThrottlingException', 'Throttling', 'TooManyRequestsException', 'SlowDown']);

/**
 * The LakehouseError of a failed AWS call, whatever it was about; undefined when it is one only the caller understands
 * (something not found). `what` says what was tried: `Reading s3://bucket/key`; `service` what was asked.
 */
export function awsError(
  thrown: unknown,
  service: string,
  what: string,
  settings: AwsSettings,
): LakehouseError | undefined {
  if (thrown instanceof LakehouseError) return thrown;
  const { name, message } = describe(thrown);
  const at = settings.endpoint ?? `AWS${settings.region === undefined ? '' : ` (${settings.region})`}`;
  const nextStep = nextStepFor(settings.endpoint);
  const options = { cause: thrown };
  if (name === 'AbortError') return new LakehouseError('CANCELLED', 'Cancelled', options);
  if (NO_CREDENTIALS.has(name) || /could not load credentials|resolved credential object/i.test(message)) {
    const from =
      settings.profile === undefined ? 'no credentials were found' : `profile ${settings.profile}: ${message}`;
    return new LakehouseError('AUTH_FAILED', `${service}: ${from}`, { ...options, nextStep: openConfig });
  }
  if (/region is missing/i.test(message)) {
    return new LakehouseError('CONFIG_INVALID', `${service}: no region is set`, { ...options, nextStep: openConfig });
  }
  if (EXPIRED.has(name)) {
    const text = `${service}: the credentials for ${at} have expired`;
    return new LakehouseError('AUTH_FAILED', text, { ...options, nextStep: openConfig });
  }
  if (BAD_CREDENTIALS.has(name)) {
    const key = settings.accessKeyId === undefined ? 'the credentials' : `the access key ${settings.accessKeyId}`;
    const text = `${service}: ${at} does not accept ${key}`;
    return new LakehouseError('AUTH_FAILED', text, { ...options, nextStep: openConfig });
  }
  if (DENIED.has(name)) {
    return new LakehouseError('ACCESS_DENIED', `${what} is not allowed at ${at}`, { ...options, nextStep: openConfig });
  }
  if (THROTTLED.has(name)) {
    return new LakehouseError('TIMEOUT', `${service}: ${at} asks to slow down; it was tried four times`, options);
  }
  // Before the name: the SDK calls a lost connection a TimeoutError too.
  const network = networkError(thrown, service, at, nextStep);
  if (network) return network;
  if (name === 'TimeoutError') {
    return new LakehouseError('TIMEOUT', `${service}: ${at} does not answer`, { ...options, nextStep });
  }
  if (isTls(thrown))
    return new LakehouseError('TLS_FAILED', `${service}: ${at}: ${message}`, { ...options, nextStep: openConfig });
  if (isForeign(thrown, name, message)) {
    return new LakehouseError('NOT_THIS_SERVICE', `What answers at ${at} is no ${service}`, { ...options, nextStep });
  }
  return undefined;
}

function describe(thrown: unknown): { name: string; message: string } {
  if (thrown instanceof Error) return { name: thrown.name, message: thrown.message };
  return { name: '', message: String(thrown) };
}

function isTls(thrown: unknown): boolean {
  const code = (thrown as { code?: unknown } | null)?.code;
  return typeof code === 'string' && /CERT|SSL|TLS|EPROTO/.test(code);
}

/** An answer that is no AWS answer: bytes that are not HTTP, or HTTP that the SDK could not read. */
function isForeign(thrown: unknown, name: string, message: string): boolean {
  const code = (thrown as { code?: unknown } | null)?.code;
  if (typeof code === 'string' && code.startsWith('HPE_')) return true;
  return (
    name === 'SyntaxError' || /deserialization|not valid JSON|XML|Parse Error|UnknownError/i.test(`${name} ${message}`)
  );
}
