/** Waiting that can be cancelled. */
import { LakehouseError } from '../errors';

export function cancelled(cause?: unknown): LakehouseError {
  return new LakehouseError('CANCELLED', 'Cancelled', { cause });
}

/** Throws CANCELLED once the signal is aborted. */
export function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw cancelled();
}

/** Resolves after `ms` milliseconds; rejects with CANCELLED as soon as the signal is aborted. */
export function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(cancelled());
      return;
    }
    const onAbort = (): void => {
      clearTimeout(timer);
      reject(cancelled());
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    }, ms);
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}

/** A signal that is aborted after `ms` milliseconds or with `signal`, whichever is first. */
export function within(ms: number, signal?: AbortSignal): AbortSignal {
  const deadline = AbortSignal.timeout(ms);
  return signal === undefined ? deadline : AbortSignal.any([signal, deadline]);
}

/** A controller whose signal is also aborted with `signal`: lets work done side by side end when a part of it fails. */
export function linkedController(signal?: AbortSignal): AbortController {
  const controller = new AbortController();
  if (signal?.aborted) controller.abort();
  else signal?.addEventListener('abort', () => controller.abort(), { once: true, signal: controller.signal });
  return controller;
}

/**
 * Throws CANCELLED when `signal` is aborted, else the failure that ended the others: those were cancelled because of it.
 * Nothing when all succeeded.
 */
export function throwFirstFailure(results: readonly PromiseSettledResult<unknown>[], signal?: AbortSignal): void {
  const failures = results
    .filter((result) => result.status === 'rejected')
    .map((result) => LakehouseError.from(result.reason));
  const [first] = failures;
  if (first === undefined) return;
  throwIfCancelled(signal);
  throw failures.find((error) => error.code !== 'CANCELLED') ?? first;
}
