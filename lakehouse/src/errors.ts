/**
 * The one error class of the product. Every failure of a service, a file or an input becomes one of these at the
 * boundary where it is first seen, so that whoever shows it needs no knowledge of where it came from.
 */

/** What failed, in a form that settings, tests and documentation can name. `AREA_PROBLEM`, upper snake case. */
export type ErrorCode =
  // reaching a service
  | 'HOST_UNKNOWN'
  | 'CONNECTION_REFUSED'
  | 'CONNECTION_LOST'
  | 'TIMEOUT'
  | 'NOT_THIS_SERVICE'
  | 'TLS_FAILED'
  | 'AUTH_FAILED'
  | 'ACCESS_DENIED'
  | 'CANCELLED'
  // configuration
  | 'CONFIG_INVALID'
  | 'CONFIG_SECRET_MISSING'
  | 'CONNECTION_UNKNOWN'
  | 'UNTRUSTED_WORKSPACE'
  // catalogs and tables
  | 'CATALOG_UNSUPPORTED'
  | 'NAMESPACE_NOT_FOUND'
  | 'TABLE_NOT_FOUND'
  | 'METADATA_MISSING'
  | 'METADATA_INVALID'
  | 'BUCKET_NOT_FOUND'
  | 'OBJECT_NOT_FOUND'
  | 'CATALOG_FAILED'
  // queries
  | 'QUERY_FAILED'
  | 'SESSION_LOST'
  | 'READ_ONLY'
  | 'EXPORT_FAILED'
  // stack
  | 'PREREQUISITE_MISSING'
  | 'STACK_PREPARE_FAILED'
  | 'STACK_SERVICE_FAILED'
  | 'STACK_NOT_RUNNING'
  | 'STACK_BUSY'
  | 'INTERNAL';

/** A step the user can take next. `command` is an extension command id (shown as a button), without it a sentence. */
export interface NextStep {
  readonly label: string;
  readonly command?: string;
  readonly args?: readonly unknown[];
}

/** Where in a text an error lies: offsets in UTF-16 units from the start of the statement, `line` and `col` from 1. */
export interface TextPosition {
  readonly start: number;
  readonly end: number;
  readonly line: number;
  readonly col: number;
}

/** What an error is once it crosses a process boundary (JSON-RPC, webview, `--json` output). */
export interface ErrorData {
  readonly code: ErrorCode;
  readonly message: string;
  readonly nextStep?: NextStep;
  /** Spark's condition, such as `TABLE_OR_VIEW_NOT_FOUND`. */
  readonly condition?: string;
  readonly sqlState?: string;
  readonly position?: TextPosition;
  /** The technical cause: a stack trace, a server's own words. Shown only when asked for. */
  readonly detail?: string;
}

/** Marks our errors over all bundles: each has a class of its own. */
const BRAND = Symbol.for('lakehouse.error');

export class LakehouseError extends Error {
  readonly [BRAND] = true;
  readonly code: ErrorCode;
  readonly nextStep: NextStep | undefined;
  readonly condition: string | undefined;
  readonly sqlState: string | undefined;
  readonly position: TextPosition | undefined;
  readonly detail: string | undefined;

  constructor(
    code: ErrorCode,
    message: string,
    options: Omit<ErrorData, 'code' | 'message'> & { cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'LakehouseError';
    this.code = code;
    this.nextStep = options.nextStep;
    this.condition = options.condition;
    this.sqlState = options.sqlState;
    this.position = options.position;
    this.detail = options.detail ?? causeText(options.cause);
  }

  /** An error of another bundle is one of ours as well. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return typeof value === 'object' && value !== null && BRAND in value;
  }

  toData(): ErrorData {
    return {
      code: this.code,
      message: this.message,
      nextStep: this.nextStep,
      condition: this.condition,
      sqlState: this.sqlState,
      position: this.position,
      detail: this.detail,
    };
  }

  static fromData(data: ErrorData): LakehouseError {
    return new LakehouseError(data.code, data.message, data);
  }

  /** Any thrown value as a LakehouseError; what is one already stays itself, an abort becomes `CANCELLED`. */
  static from(thrown: unknown, fallback: ErrorCode = 'INTERNAL'): LakehouseError {
    if (thrown instanceof LakehouseError) return thrown;
    if (thrown instanceof Error && (thrown.name === 'AbortError' || thrown.name === 'CanceledError')) {
      return new LakehouseError('CANCELLED', 'Cancelled', { cause: thrown });
    }
    return new LakehouseError(fallback, thrown instanceof Error ? thrown.message : String(thrown), { cause: thrown });
  }
}

function causeText(cause: unknown): string | undefined {
  if (cause === undefined) return undefined;
  if (cause instanceof Error) return cause.stack ?? cause.message;
  if (typeof cause === 'string') return cause;
  try {
    return JSON.stringify(cause);
  } catch {
    return 'a value that cannot be shown';
  }
}

/**
 * The LakehouseError for a failed network call, from Node's system error code found anywhere in the cause chain, or
 * undefined when the failure is not one of the network. `service` and `address` name the thing in the message.
 */
export function networkError(
  thrown: unknown,
  service: string,
  address: string,
  nextStep?: NextStep,
): LakehouseError | undefined {
  const options = { cause: thrown, nextStep };
  switch (systemCode(thrown)) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new LakehouseError('HOST_UNKNOWN', `${service}: the host of ${address} is not known`, options);
    case 'ECONNREFUSED':
      return new LakehouseError('CONNECTION_REFUSED', `${service}: nothing answers at ${address}`, options);
    case 'ECONNRESET':
    case 'EPIPE':
      return new LakehouseError('CONNECTION_LOST', `${service}: the connection to ${address} was lost`, options);
    case 'ETIMEDOUT':
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return new LakehouseError('TIMEOUT', `${service}: ${address} does not answer`, options);
    default:
      return undefined;
  }
}

function systemCode(thrown: unknown): string | undefined {
  let current: unknown = thrown;
  for (let depth = 0; depth < 8 && typeof current === 'object' && current !== null; depth++) {
    const { code, errors, cause } = current as { code?: unknown; errors?: unknown; cause?: unknown };
    if (typeof code === 'string' && /^E[A-Z_]+$/.test(code)) return code;
    const next: unknown = Array.isArray(errors) && errors.length > 0 ? errors[0] : cause;
    current = next;
  }
  return undefined;
}
