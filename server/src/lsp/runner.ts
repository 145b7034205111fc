/** Every handler runs through here: a bug costs one answer, not the server. */
import { type CancellationToken, LSPErrorCodes, ResponseError } from 'vscode-languageserver/node';
import { LakehouseError, type ErrorData } from '../../../lakehouse/src/errors';

export interface Log {
  warn(message: string): void;
  error(message: string): void;
}

/** Runs a handler whose failure means "no answer": it is logged and `fallback` is returned. Cancellation is passed on. */
export async function safely<T>(log: Log, name: string, fallback: T, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    const error = LakehouseError.from(thrown);
    if (error.code === 'CANCELLED') throw new ResponseError(LSPErrorCodes.RequestCancelled, `${name} cancelled`);
    log.error(`${name}: ${error.code} ${error.message}${error.code === 'INTERNAL' ? `\n${error.detail ?? ''}` : ''}`);
    return fallback;
  }
}

/** Runs a handler whose failure is part of its answer. A bug is logged with its stack, a service's failure with its words. */
export async function answering<T extends object>(
  log: Log,
  name: string,
  work: () => Promise<T>,
): Promise<T | { readonly error: ErrorData }> {
  try {
    return await work();
  } catch (thrown) {
    const error = LakehouseError.from(thrown);
    if (error.code === 'CANCELLED') throw new ResponseError(LSPErrorCodes.RequestCancelled, `${name} cancelled`);
    if (error.code === 'INTERNAL') log.error(`${name}: ${error.message}\n${error.detail ?? ''}`);
    else log.warn(`${name}: ${error.code} ${error.message}`);
    return { error: error.toData() };
  }
}

/** An AbortSignal that fires when the token does. */
export function signalOf(token: CancellationToken): AbortSignal {
  const controller = new AbortController();
  if (token.isCancellationRequested) controller.abort();
  else token.onCancellationRequested(() => controller.abort());
  return controller.signal;
}
