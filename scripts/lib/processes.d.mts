export interface Started {
  readonly pid: number;
  readonly exited: Promise<{ code: number | null; signal: string | null }>;
  running(): boolean;
  stop(): Promise<void>;
}
export interface RunOptions {
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  onLine?: (line: string) => void;
}
export function start(command: string, args: readonly string[], options?: RunOptions & { logFile?: string }): Started;
export function run(
  command: string,
  args: readonly string[],
  options?: RunOptions & { timeoutMs?: number; check?: boolean },
): Promise<{ code: number; output: string }>;
export function onEnd(cleanup: () => void | Promise<void>): void;
export function stopAll(): Promise<void>;
export function within(promise: Promise<unknown>, ms: number): Promise<boolean>;
