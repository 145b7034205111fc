/** The step to offer when a service cannot be used: start our own stack where it would be, else look at the settings. */
import { isIP } from 'node:net';
import type { NextStep } from '../errors';

const START: NextStep = { label: 'Start Lakehouse', command: 'lakehouse.startStack' };
const OPEN_CONFIG: NextStep = { label: 'Open lakehouse.json', command: 'lakehouse.openConfig' };

/** `where` is a host or a URL. */
export function nextStepFor(where: string | undefined): NextStep {
  return where !== undefined && isLoopback(hostOf(where)) ? START : OPEN_CONFIG;
}

/** The step for what starting a service does not mend: wrong credentials, a wrong name. */
export const openConfig = OPEN_CONFIG;

function hostOf(where: string): string {
  const match = /^[a-z][a-z0-9+.-]*:\/\/(\[[^\]]*\]|[^/:]*)/i.exec(where);
  return (match?.[1] ?? where).replace(/^\[|\]$/g, '');
}

function isLoopback(host: string): boolean {
  if (isIP(host) === 4) return host.startsWith('127.');
  return host === 'localhost' || host.endsWith('.localhost') || host === '::1';
}
