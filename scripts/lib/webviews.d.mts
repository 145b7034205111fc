import type { BuildOptions } from 'esbuild';

export type WebviewName = 'results' | 'history' | 'notebook' | 'chart';
export const webviewNames: readonly WebviewName[];
export function webviewBundle(name: WebviewName): BuildOptions;
