/** How every command prints failures and progress. Results go to standard output, everything else to standard error. */
import { setMaxListeners } from 'node:events';
import { LakehouseError } from '../errors';
import type { StackProgress } from '../stack/types';

/** Prints `error: CODE message` and `next: …`; gives the exit code: 1, 2 for a wrong command line, 130 when interrupted. */
export function printError(thrown: unknown): number {
  if (isMisuse(thrown)) {
    process.stderr.write(`${thrown.message}\n`);
    return MISUSE;
  }
  const error = LakehouseError.from(thrown);
  process.stderr.write(`error: ${error.code} ${error.message}\n`);
  if (error.nextStep) process.stderr.write(`next: ${error.nextStep.label}\n`);
  if (process.env['LAKEHOUSE_DEBUG'] && error.detail) process.stderr.write(`${error.detail}\n`);
  return error.code === 'CANCELLED' ? 130 : 1;
}

/** A line for each thing that begins; a message that only counts on is not said again within two seconds. */
export function progressPrinter(): (progress: StackProgress) => void {
  let last = '';
  let saidAt = 0;
  return ({ message }) => {
    const subject = message.replace(/[\d.]+ ?%$/, '');
    if (subject === last && (message === subject || Date.now() - saidAt < 2000)) return;
    last = subject;
    saidAt = Date.now();
    process.stderr.write(`${message}\n`);
  };
}

/** What Node's parseArgs throws about an option it does not know. */
function isMisuse(thrown: unknown): thrown is Error {
  return thrown instanceof TypeError && String((thrown as { code?: unknown }).code).startsWith('ERR_PARSE_ARGS');
}

/** Exit code for a command line that cannot be understood. */
export const MISUSE = 2;

/** Runs `work` with a signal that Ctrl-C fires; a second Ctrl-C ends the program as ever. */
export async function interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const interrupt = new AbortController();
  // Whatever is under way listens to it.
  setMaxListeners(0, interrupt.signal);
  const onSignal = () => interrupt.abort();
  process.once('SIGINT', onSignal).once('SIGTERM', onSignal);
  try {
    return await work(interrupt.signal);
  } finally {
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
  }
}
