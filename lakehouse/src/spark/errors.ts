/** From gRPC's errors to ours: Spark's condition, SQLSTATE, message and position, or what is wrong with the connection. */
import { fromBinary } from '@bufbuild/protobuf';
import type { FetchErrorDetailsResponse } from '../../generated/spark/connect/base_pb';
import { ErrorInfoSchema, StatusSchema } from '../../generated/google/rpc/status_pb';
import { LakehouseError } from '../errors';
import type { TextPosition } from '../errors';
import { isServiceError, status } from './channel';
import type { ServiceError } from './channel';
import { innermost, shortMessage, stackTraceText } from './message';
import { fromContext, fromMessage } from './position';
import { notSpark } from './probe';
import { addressStep, AGAIN } from './steps';
import type { SparkAddress } from './url';

/** What Spark puts in the trailer `grpc-status-details-bin` of an error. */
export interface SparkErrorInfo {
  readonly condition: string | undefined;
  readonly sqlState: string | undefined;
  readonly errorId: string | undefined;
  readonly parameters: Readonly<Record<string, string>>;
}

/** The details of an error that Spark itself raised; undefined for one of the connection. */
export function sparkErrorInfo(error: ServiceError): SparkErrorInfo | undefined {
  const [bytes] = error.metadata.get('grpc-status-details-bin');
  if (!(bytes instanceof Uint8Array)) return undefined;
  try {
    for (const detail of fromBinary(StatusSchema, bytes).details) {
      if (!detail.typeUrl.endsWith('google.rpc.ErrorInfo')) continue;
      const { metadata } = fromBinary(ErrorInfoSchema, detail.value);
      return {
        condition: metadata.errorClass,
        sqlState: metadata.sqlState,
        errorId: metadata.errorId,
        parameters: parameters(metadata.messageParameters),
      };
    }
  } catch {
    // A proxy in between may send details of its own shape: the status and message still count.
  }
  return undefined;
}

/** Spark cuts this JSON at a limit, so it may not parse. */
function parameters(text: string | undefined): Record<string, string> {
  if (text === undefined) return {};
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, string>) : {};
  } catch {
    return {};
  }
}

/** True when the stream or connection broke, and Spark may still be at work: reattaching makes sense. */
export function isTransportLoss(thrown: unknown): boolean {
  if (!isServiceError(thrown)) return false;
  const condition = sparkErrorInfo(thrown)?.condition;
  if (condition !== undefined) return condition === 'INVALID_CURSOR.DISCONNECTED';
  if (/\[[A-Z][A-Z0-9_.]+\]/.test(thrown.details)) return thrown.details.includes('INVALID_CURSOR.DISCONNECTED');
  switch (thrown.code) {
    case status.UNAVAILABLE:
    case status.CANCELLED:
    case status.ABORTED:
    case status.DATA_LOSS:
    case status.DEADLINE_EXCEEDED:
      return true;
    case status.INTERNAL:
    case status.UNKNOWN:
      // grpc-js's own words for a stream that was cut; anything else of these codes is the server's answer.
      return /RST_STREAM|GOAWAY|HTTP\/2|http2|ECONN|EPIPE|socket|Stream|connection|Half|incomplete|protocol/i.test(
        thrown.details,
      );
    default:
      return false;
  }
}

const SESSION_GONE = /^INVALID_HANDLE\.SESSION_/;

export interface ErrorContext {
  readonly target: SparkAddress;
  /** The statement that ran. */
  readonly sql?: string;
  /** Of FetchErrorDetails, when it could be asked. */
  readonly details?: FetchErrorDetailsResponse;
}

/** Any failure of a call as ours. */
export function toLakehouseError(thrown: unknown, context: ErrorContext): LakehouseError {
  if (!isServiceError(thrown)) return LakehouseError.from(thrown);
  const info = sparkErrorInfo(thrown);
  const { target } = context;
  const detail = thrown.details || thrown.message;
  switch (thrown.code) {
    case status.UNAUTHENTICATED:
      return new LakehouseError('AUTH_FAILED', `${target.address} refuses the token: ${shortMessage(detail)}`, {
        detail,
        nextStep: { label: 'Open lakehouse.json', command: 'lakehouse.openConfig' },
      });
    case status.PERMISSION_DENIED:
      if (info) break;
      return new LakehouseError('ACCESS_DENIED', `${target.address} does not allow this: ${shortMessage(detail)}`, {
        detail,
        nextStep: { label: 'Open lakehouse.json', command: 'lakehouse.openConfig' },
      });
    case status.UNIMPLEMENTED:
      if (info) break;
      return notSpark(target, 'it does not know the call');
    case status.DEADLINE_EXCEEDED:
      return new LakehouseError('TIMEOUT', `Spark Connect: ${target.address} does not answer in time`, {
        detail,
        nextStep: addressStep(target),
      });
    default:
  }
  if (!info && isTransportLoss(thrown)) return connectionLost(target, detail);
  return queryError(thrown, info, context);
}

export function connectionLost(target: SparkAddress, detail: string): LakehouseError {
  return new LakehouseError('CONNECTION_LOST', `The connection to Spark at ${target.address} was lost`, {
    detail,
    nextStep: addressStep(target),
  });
}

function queryError(error: ServiceError, info: SparkErrorInfo | undefined, context: ErrorContext): LakehouseError {
  const { details, sql, target } = context;
  const text = innermost(rootMessage(details) ?? error.details);
  const condition = info?.condition ?? conditionOf(text);
  if (condition !== undefined && SESSION_GONE.test(condition)) {
    return new LakehouseError(
      'SESSION_LOST',
      `The session on ${target.address} is gone: Spark was restarted, or ended it. Temporary views and SET values are lost`,
      { condition, sqlState: info?.sqlState, detail: error.details, nextStep: AGAIN },
    );
  }
  if (
    condition === 'OPERATION_CANCELED' ||
    /^INVALID_HANDLE\.OPERATION_(?:ABANDONED|NOT_FOUND)/.test(condition ?? '')
  ) {
    return abandonedOrCancelled(condition, info, error.details);
  }
  return new LakehouseError('QUERY_FAILED', shortMessage(text) || 'Spark failed without saying why', {
    condition: conditionOf(text) ?? condition,
    sqlState: info?.sqlState ?? /SQLSTATE: ([0-9A-Z]{5})/.exec(text)?.[1],
    position: sql === undefined ? undefined : positionOf(sql, text, info, details),
    detail: details && details.errors.length > 0 ? stackTraceText(details.errors, details.rootErrorIdx) : error.details,
  });
}

function abandonedOrCancelled(
  condition: string | undefined,
  info: SparkErrorInfo | undefined,
  detail: string,
): LakehouseError {
  return condition === 'OPERATION_CANCELED'
    ? new LakehouseError('CANCELLED', 'Cancelled on the server', { condition, sqlState: info?.sqlState, detail })
    : new LakehouseError('QUERY_FAILED', 'Spark dropped the rest of this result, because nobody read it for minutes', {
        condition,
        detail,
        nextStep: AGAIN,
      });
}

function rootMessage(details: FetchErrorDetailsResponse | undefined): string | undefined {
  const index = details?.rootErrorIdx;
  return index === undefined ? undefined : details?.errors[index]?.message || undefined;
}

/** The condition that a message of Spark begins with. */
export function conditionOf(text: string): string | undefined {
  return /^\s*\[([A-Z][A-Z0-9_]+(?:\.[A-Z0-9_]+)*)\] /.exec(text)?.[1];
}

/** From the query contexts of the error or of one of its causes, else from the message. */
function positionOf(
  sql: string,
  text: string,
  info: SparkErrorInfo | undefined,
  details: FetchErrorDetailsResponse | undefined,
): TextPosition | undefined {
  for (const error of details?.errors ?? []) {
    for (const context of error.sparkThrowable?.queryContexts ?? []) {
      const found = fromContext(sql, context);
      if (found) return found;
    }
  }
  const token = info?.parameters.error?.replace(/^'|'$/g, '');
  return fromMessage(sql, text, token);
}
