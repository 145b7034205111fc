/** The buttons of Spark Connect's errors. */
import type { NextStep } from '../errors';

const OPEN_CONFIG: NextStep = { label: 'Open lakehouse.json', command: 'lakehouse.openConfig' };

/** On this machine the stack may just not run; elsewhere the address is to be looked at. */
export function addressStep(target: { readonly loopback: boolean }): NextStep {
  return target.loopback ? { label: 'Start Lakehouse', command: 'lakehouse.startStack' } : OPEN_CONFIG;
}

export const AGAIN: NextStep = { label: 'Run Again', command: 'lakehouse.runAtCursor' };
