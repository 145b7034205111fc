/** What the doctor finds: one line a check. */
import { LakehouseError } from '../errors';

/** `warn`: something does not work that is not needed now. */
export type CheckStatus = 'ok' | 'warn' | 'fail';

export interface CheckResult {
  /** What was checked: `java`, `prod: hive_prod`. */
  readonly check: string;
  readonly status: CheckStatus;
  readonly message: string;
  /** What to do; not of what is ok. */
  readonly nextStep?: string;
}

export const ok = (check: string, message: string): CheckResult => ({ check, status: 'ok', message });

export function problem(check: string, status: 'warn' | 'fail', message: string, nextStep?: string): CheckResult {
  return { check, status, message, ...(nextStep === undefined ? {} : { nextStep }) };
}

/** A failure as a line. Throws CANCELLED on. */
export function failure(check: string, thrown: unknown, status: 'warn' | 'fail' = 'fail'): CheckResult {
  const error = LakehouseError.from(thrown);
  if (error.code === 'CANCELLED') throw error;
  return problem(check, status, `${error.code} ${error.message}`, stepOf(error));
}

/** The editor's buttons as a terminal has them. */
const COMMANDS: Readonly<Record<string, string>> = {
  'lakehouse.startStack': 'lakehouse up',
  'lakehouse.openConfig': 'Correct the connection in lakehouse.json',
  'lakehouse.restartService': 'lakehouse up mends what does not run',
};

function stepOf({ nextStep, code }: LakehouseError): string | undefined {
  if (code === 'CONFIG_SECRET_MISSING' && nextStep?.command !== undefined) {
    return 'The command line reads secrets from the environment only: write it as ${env:NAME}';
  }
  return COMMANDS[nextStep?.command ?? ''] ?? nextStep?.label;
}
