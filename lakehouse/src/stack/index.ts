/** The stack: one interface over its two runtimes. */
import type { StackRuntimeName } from '../config/types';
import { ComposeRuntime } from './compose';
import { dockerAnswers } from './composeDocker';
import { EmbeddedRuntime } from './embedded';
import type { StackOptions, StackRuntime } from './types';

export { cacheFolder, defaultStackHome, findStackFolder } from './paths';
export * from './types';

/** Opens the runtime that `runtime` names; `auto` is compose where a Docker daemon with Compose answers, else embedded. */
export async function openStack(options: StackOptions & { readonly runtime: StackRuntimeName }): Promise<StackRuntime> {
  const { runtime, ...rest } = options;
  const compose = runtime === 'compose' || (runtime === 'auto' && (await dockerAnswers()));
  return compose ? new ComposeRuntime(rest) : new EmbeddedRuntime(rest);
}
