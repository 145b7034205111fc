/** The options all stack commands share. */
import { resolve } from 'node:path';
import { LakehouseError } from '../errors';
import { cacheFolder, defaultStackHome, findStackFolder, openStack, SERVICE_NAMES } from '../stack';
import { progressPrinter } from './output';
import type { StackRuntimeName } from '../config/types';
import type { ServiceName, StackRuntime } from '../stack';

export const STACK_OPTIONS = {
  runtime: { type: 'string' },
  home: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

export const STACK_OPTIONS_HELP = `  --runtime NAME  auto (default: compose where Docker answers), embedded or compose
  --home FOLDER   where its data, logs and state are (default: ${defaultStackHome()})
  --help          this text
`;

export interface StackFlags {
  readonly runtime?: string | undefined;
  readonly home?: string | undefined;
}

/** Opens the stack that the flags mean. Throws CONFIG_INVALID for a runtime there is not. */
export function stackOf(flags: StackFlags, signal?: AbortSignal): Promise<StackRuntime> {
  return openStack({
    runtime: runtimeName(flags.runtime ?? 'auto'),
    stackFolder: findStackFolder(),
    home: flags.home === undefined ? defaultStackHome() : resolve(flags.home),
    cache: cacheFolder(),
    onProgress: progressPrinter(),
    signal,
  });
}

/** Throws CONFIG_INVALID for a service there is not. */
export function serviceName(text: string): ServiceName {
  const name = SERVICE_NAMES.find((each) => each === text);
  if (name === undefined) {
    throw new LakehouseError('CONFIG_INVALID', `There is no service “${text}”`, {
      nextStep: { label: `Use one of ${SERVICE_NAMES.join(', ')}` },
    });
  }
  return name;
}

/** Throws CONFIG_INVALID for a runtime there is not. */
export function runtimeName(text: string): StackRuntimeName {
  if (text === 'auto' || text === 'embedded' || text === 'compose') return text;
  throw new LakehouseError('CONFIG_INVALID', `There is no runtime “${text}”`, {
    nextStep: { label: 'Use auto, embedded or compose' },
  });
}
