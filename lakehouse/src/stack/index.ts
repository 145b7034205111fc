/** The stack: one interface over its two runtimes. */
import type { StackRuntimeName } from '../config/types';
import { ComposeRuntime } from './compose';
import { dockerAnswers } from './composeDocker';
import { EmbeddedRuntime } from './embedded';
import { isAlive } from './processes';
import { readState } from './state';
import type { StackOptions, StackRuntime } from './types';

export { cacheFolder, defaultStackHome, findStackFolder } from './paths';
export * from './types';

/**
 * Opens the runtime that `runtime` names. `auto` is the embedded one while it runs in this home, else compose where a Docker
 * daemon with Compose answers, else embedded.
 */
export async function openStack(options: StackOptions & { readonly runtime: StackRuntimeName }): Promise<StackRuntime> {
  const { runtime, ...rest } = options;
  const compose =
    runtime === 'compose' || (runtime === 'auto' && !(await runsIn(rest.home)) && (await dockerAnswers()));
  return compose ? new ComposeRuntime(rest) : new EmbeddedRuntime(rest);
}

/** Whether any process of an embedded stack lives. */
async function runsIn(home: string): Promise<boolean> {
  const alive = await Promise.all(Object.values(readState(home).services).map(isAlive));
  return alive.includes(true);
}
