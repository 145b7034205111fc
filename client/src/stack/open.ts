/** Opens the stack's runtime. Loaded on first use: activation does not pay for it. */
import type { StackRuntimeName } from '../../../lakehouse/src/config';
import type { StackProgress, StackRuntime } from '../../../lakehouse/src/stack/types';

export interface OpenOptions {
  readonly onProgress?: (progress: StackProgress) => void;
  readonly signal?: AbortSignal;
}

/** Opens the runtime `name`; `auto` asks whether a Docker daemon answers. */
export type OpenRuntime = (name: StackRuntimeName, options: OpenOptions) => Promise<StackRuntime>;

export function runtimeOpener(stackFolder: string): OpenRuntime {
  return async (name, options) => {
    const { cacheFolder, defaultStackHome, openStack } = await import('../../../lakehouse/src/stack');
    return openStack({ runtime: name, stackFolder, home: defaultStackHome(), cache: cacheFolder(), ...options });
  };
}
