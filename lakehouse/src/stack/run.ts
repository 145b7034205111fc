/** Runs a program to its end: Maven, pip, javac, the schema tool. Cancelling ends it with everything it started. */
import { spawn } from 'node:child_process';
import { cancelled } from './abort';

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  /** Each line of either stream as it comes. */
  readonly onLine?: (line: string) => void;
}

export interface RunResult {
  /** The exit code; 127 when there is no such program, -1 when a signal ended it. */
  readonly code: number;
  /** The end of both streams, 64 KB at most. */
  readonly output: string;
}

const KEPT_CHARACTERS = 65_536;
const NO_SUCH_PROGRAM = 127;

/** Never rejects for an exit code; rejects with CANCELLED when the signal is aborted. */
export function capture(command: string, args: readonly string[], options: RunOptions = {}): Promise<RunResult> {
  return new Promise((resolve, reject) => {
    const { signal } = options;
    if (signal?.aborted) {
      reject(cancelled());
      return;
    }
    const child = spawn(command, [...args], {
      cwd: options.cwd,
      env: { ...process.env, ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
      // A group of its own, so that what it starts ends with it.
      detached: process.platform !== 'win32',
      windowsHide: true,
    });
    let output = '';
    const take = (chunk: string): void => {
      output = (output + chunk).slice(-KEPT_CHARACTERS);
    };
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8');
      stream.on('data', take);
      if (options.onLine) eachLine(stream, options.onLine);
    }
    const onAbort = (): void => endTree(child.pid);
    signal?.addEventListener('abort', onAbort, { once: true });
    child.once('error', (error: NodeJS.ErrnoException) => {
      signal?.removeEventListener('abort', onAbort);
      resolve({ code: error.code === 'ENOENT' ? NO_SUCH_PROGRAM : -1, output: error.message });
    });
    child.once('close', (code) => {
      signal?.removeEventListener('abort', onAbort);
      if (signal?.aborted) reject(cancelled());
      else resolve({ code: code ?? -1, output });
    });
  });
}

function eachLine(stream: NodeJS.ReadableStream, onLine: (line: string) => void): void {
  let rest = '';
  stream.on('data', (chunk: string) => {
    const lines = (rest + chunk).split(/\r?\n/);
    rest = lines.pop() ?? '';
    lines.forEach(onLine);
  });
}

/** SIGKILL: what these programs leave half done lies in folders that are thrown away. */
function endTree(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
