/** Starts embedded services and waits until each answers; undoes what it started when one does not or the user cancels. */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { LakehouseError } from '../errors';
import { linkedController, sleep, throwFirstFailure, throwIfCancelled } from './abort';
import { lastMeaningfulLine, rotateLog, tailLog } from './logs';
import { probe, proveS3 } from './probes';
import { endGroup, isAlive, launch, type ProcessRef } from './processes';
import { HOME_FOLDERS } from './serviceFiles';
import { serviceEnvironment, SERVICES, titleOf, type ServiceContext } from './services';
import { updateState, withService } from './state';
import type { NextStep } from '../errors';
import type { ServiceName, StackProgress } from './types';

/** A service that has not answered by then will not. Ample: an overloaded machine takes a minute. */
const READY_MS = 180_000;
const ASK_AGAIN_MS = 100;

export interface LaunchContext extends ServiceContext {
  readonly onProgress: (progress: StackProgress) => void;
  readonly signal: AbortSignal | undefined;
}

/**
 * Starts `services`, those that do not wait for one another at once. Throws STACK_SERVICE_FAILED or CANCELLED, having ended
 * everything it started.
 */
export async function launchServices(services: readonly ServiceName[], context: LaunchContext): Promise<void> {
  const started = new Map<ServiceName, ProcessRef>();
  const giveUp = linkedController(context.signal);
  const { signal } = giveUp;
  const ready = new Map<ServiceName, Promise<void>>();
  const startOne = async (service: ServiceName): Promise<void> => {
    for (const other of SERVICES[service].after) await ready.get(other);
    throwIfCancelled(signal);
    const ref = await startProcess(service, context);
    started.set(service, ref);
    await waitUntilReady(service, ref, { ...context, signal });
  };
  // In the order of SERVICES a service comes after those it waits for.
  for (const service of Object.keys(SERVICES) as ServiceName[]) {
    if (!services.includes(service)) continue;
    const one = startOne(service);
    one.catch(() => giveUp.abort());
    ready.set(service, one);
  }
  const results = await Promise.allSettled(ready.values());
  if (results.every((result) => result.status === 'fulfilled')) return;
  await endServices(started, context.options.home);
  throwFirstFailure(results, context.signal);
}

/** Ends services and forgets them. Spark first: it should not see the others go. */
export async function endServices(running: ReadonlyMap<ServiceName, ProcessRef>, home: string): Promise<void> {
  const end = async (service: ServiceName): Promise<void> => {
    const ref = running.get(service);
    if (ref === undefined) return;
    await endGroup(ref, SERVICES[service].graceMs);
    updateState(home, (state) => withService(state, service, null));
  };
  await end('spark');
  await Promise.all((['metastore', 'glue', 's3'] as const).map(end));
}

/** What a user does about a service that is down. */
export function restartStep(service: ServiceName): NextStep {
  return { label: `Restart ${service}`, command: 'lakehouse.restartService', args: [service] };
}

/** The error of a service whose process is gone, in its own last words. */
export function endedError(service: ServiceName, context: Pick<ServiceContext, 'options'>): LakehouseError {
  const { home } = context.options;
  const words = lastMeaningfulLine(home, service);
  const title = titleOf(context.options, service);
  return new LakehouseError('STACK_SERVICE_FAILED', `${title} ended${words === null ? '' : `: ${words}`}`, {
    nextStep: restartStep(service),
    detail: tailLog(home, service, 60),
  });
}

async function startProcess(service: ServiceName, context: LaunchContext): Promise<ProcessRef> {
  const { home } = context.options;
  context.onProgress({ message: `Starting ${titleOf(context.options, service)}`, service });
  const { command, args, env } = SERVICES[service].command(context);
  const logFile = rotateLog(home, service);
  const cwd = join(home, HOME_FOLDERS.tmp);
  const ref = await launch({ command, args, cwd, logFile, env: { ...serviceEnvironment(), ...env } });
  const port = context.addresses.ports[service];
  updateState(home, (state) => withService(state, service, { ...ref, port, ready: false }));
  return ref;
}

async function waitUntilReady(service: ServiceName, ref: ProcessRef, context: LaunchContext): Promise<void> {
  const { addresses, signal, options } = context;
  const begun = Date.now();
  const sparkSessionId = randomUUID();
  for (;;) {
    throwIfCancelled(signal);
    if (!(await isAlive(ref))) throw endedError(service, context);
    try {
      if (service === 's3') await proveS3(addresses, signal);
      else await probe(service, { addresses, sparkSessionId, timeoutMs: 60_000, signal });
      break;
    } catch (error) {
      throwIfCancelled(signal);
      if (Date.now() - begun > READY_MS) {
        const title = titleOf(options, service);
        throw new LakehouseError(
          'STACK_SERVICE_FAILED',
          `${title} does not answer after ${String(READY_MS / 1000)} s`,
          {
            cause: error,
            nextStep: { label: `Show the log of ${service}`, command: 'lakehouse.showLogs', args: [service] },
          },
        );
      }
    }
    await sleep(ASK_AGAIN_MS, signal);
  }
  updateState(options.home, (state) =>
    withService(state, service, { ...ref, port: addresses.ports[service], ready: true }),
  );
  const seconds = ((Date.now() - begun) / 1000).toFixed(1);
  context.onProgress({ message: `${titleOf(options, service)} answers (${seconds} s)`, service });
}
