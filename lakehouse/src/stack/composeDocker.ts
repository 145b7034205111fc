/** Runs the Docker command line, and says in the user's words what is missing when it cannot. */
import { spawn } from 'node:child_process';
import { LakehouseError } from '../errors';

export interface DockerResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface DockerRunOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  /** Milliseconds until the command is ended with `TIMEOUT`; none when absent. */
  readonly timeoutMs?: number;
  /** Called with each line of either stream as it comes. */
  readonly onLine?: (line: string) => void;
}

/** One call of `docker`; the seam at which tests put other answers. Never rejects for an exit code. */
export type DockerRun = (args: readonly string[], options?: DockerRunOptions) => Promise<DockerResult>;

export interface DockerInfo {
  readonly memoryBytes: number;
  readonly serverVersion: string;
  readonly composeVersion: string;
}

const INSTALL =
  process.platform === 'linux'
    ? 'Install Docker Engine with its Compose plugin (on Debian and Ubuntu: sudo apt-get install docker.io docker-compose-v2)'
    : 'Install Docker Desktop and start it';
const OTHERWISE = ', or set lakehouse.stack.runtime to "embedded"';
/** `up --wait`, build secrets, `--progress` and merged environments are all there from this version on. */
const MIN_COMPOSE: readonly [number, number] = [2, 20];
/** Below this the containers' memory limits do not fit. */
const MIN_MEMORY_BYTES = 3.5 * 2 ** 30;
const KEPT_CHARACTERS = 4_000_000;

/** Runs `docker ARGS` in a process group of its own, so that ending it ends its plugins too. */
export const runDocker: DockerRun = (args, options = {}) =>
  new Promise((resolve, reject) => {
    if (options.signal?.aborted === true) {
      reject(new LakehouseError('CANCELLED', 'Cancelled'));
      return;
    }
    const child = spawn('docker', [...args], {
      env: { ...process.env, ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
      windowsHide: true,
    });
    const out = collect(child.stdout, options.onLine);
    const err = collect(child.stderr, options.onLine);
    let ended: LakehouseError | undefined;
    let killTimer: NodeJS.Timeout | undefined;
    const end = (error: LakehouseError): void => {
      ended ??= error;
      signalTree(child.pid, 'SIGTERM');
      killTimer ??= setTimeout(() => signalTree(child.pid, 'SIGKILL'), 10_000);
    };
    const onAbort = (): void => end(new LakehouseError('CANCELLED', 'Cancelled'));
    options.signal?.addEventListener('abort', onAbort, { once: true });
    const timer =
      options.timeoutMs === undefined
        ? undefined
        : setTimeout(
            () => end(new LakehouseError('TIMEOUT', `docker ${args[0] ?? ''} gave no answer in time`)),
            options.timeoutMs,
          );
    const settle = (): void => {
      clearTimeout(timer);
      clearTimeout(killTimer);
      options.signal?.removeEventListener('abort', onAbort);
    };
    child.once('error', (error: NodeJS.ErrnoException) => {
      settle();
      reject(error.code === 'ENOENT' ? notInstalled() : LakehouseError.from(error, 'PREREQUISITE_MISSING'));
    });
    child.once('close', (code) => {
      settle();
      if (ended !== undefined) reject(ended);
      else resolve({ code: code ?? 1, stdout: out(), stderr: err() });
    });
  });

/** Asks whether Docker can run the stack. Throws `PREREQUISITE_MISSING` naming what is missing and how to get it. */
export async function checkDocker(run: DockerRun, signal?: AbortSignal): Promise<DockerInfo> {
  const options: DockerRunOptions = { signal, timeoutMs: 20_000 };
  const [info, compose] = await Promise.all([
    run(['info', '--format', '{{json .}}'], options),
    run(['compose', 'version', '--short'], options),
  ]);
  const { memoryBytes, serverVersion, osType } = readInfo(info);
  const composeVersion = compose.stdout.trim().replace(/^v/, '');
  if (compose.code !== 0 || !isAtLeast(composeVersion, MIN_COMPOSE)) {
    const found = compose.code === 0 ? `Docker Compose ${composeVersion} is too old` : 'Docker has no Compose plugin';
    throw new LakehouseError('PREREQUISITE_MISSING', `${found}; ${MIN_COMPOSE.join('.')} or newer is needed`, {
      nextStep: { label: `Install the Compose plugin (docker-compose-v2 or docker-compose-plugin)${OTHERWISE}` },
      detail: compose.stderr,
    });
  }
  if (osType !== 'linux') {
    throw new LakehouseError('PREREQUISITE_MISSING', `Docker runs ${osType} containers, the stack needs Linux ones`, {
      nextStep: { label: `Switch Docker Desktop to Linux containers${OTHERWISE}` },
    });
  }
  if (memoryBytes > 0 && memoryBytes < MIN_MEMORY_BYTES) {
    const has = (memoryBytes / 2 ** 30).toFixed(1);
    throw new LakehouseError('PREREQUISITE_MISSING', `Docker has ${has} GiB of memory, the stack needs 4 GiB`, {
      nextStep: { label: `Give Docker more memory (Docker Desktop: Settings, Resources)${OTHERWISE}` },
    });
  }
  return { memoryBytes, serverVersion, composeVersion };
}

/** True when a daemon and a Compose plugin answer within 5 s: what the runtime `auto` goes by. Never throws. */
export async function dockerAnswers(run: DockerRun = runDocker, signal?: AbortSignal): Promise<boolean> {
  const options: DockerRunOptions = { signal, timeoutMs: 5_000 };
  try {
    const [server, compose] = await Promise.all([
      run(['version', '--format', '{{.Server.Os}}'], options),
      run(['compose', 'version', '--short'], options),
    ]);
    const version = compose.stdout.trim().replace(/^v/, '');
    return server.code === 0 && server.stdout.trim() === 'linux' && isAtLeast(version, MIN_COMPOSE);
  } catch {
    return false;
  }
}

/** The last `count` lines of a command's output, for a message or its detail. */
export function lastLines(text: string, count: number): string {
  return text.trimEnd().split('\n').slice(-count).join('\n');
}

function readInfo(result: DockerResult): { memoryBytes: number; serverVersion: string; osType: string } {
  let info: { MemTotal?: number; ServerVersion?: string; OSType?: string; ServerErrors?: string[] } = {};
  try {
    info = JSON.parse(result.stdout) as typeof info;
  } catch {
    // Some versions print only the error.
  }
  const complaint = [...(info.ServerErrors ?? []), result.stderr].join('\n').trim();
  if (result.code !== 0 || info.ServerVersion === undefined || info.ServerVersion === '') {
    if (/permission denied/i.test(complaint)) {
      throw new LakehouseError('PREREQUISITE_MISSING', 'You are not allowed to use the Docker daemon', {
        nextStep: { label: `Join the group docker (sudo usermod -aG docker "$USER") and log in again${OTHERWISE}` },
        detail: complaint,
      });
    }
    const how = process.platform === 'linux' ? 'Start it (sudo systemctl start docker)' : 'Start Docker Desktop';
    throw new LakehouseError('PREREQUISITE_MISSING', 'Docker is installed, but its daemon does not answer', {
      nextStep: { label: `${how}${OTHERWISE}` },
      detail: complaint,
    });
  }
  return { memoryBytes: info.MemTotal ?? 0, serverVersion: info.ServerVersion, osType: info.OSType ?? 'linux' };
}

function notInstalled(): LakehouseError {
  return new LakehouseError('PREREQUISITE_MISSING', 'Docker is not installed', {
    nextStep: { label: `${INSTALL}${OTHERWISE}` },
  });
}

function isAtLeast(version: string, least: readonly [number, number]): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > least[0] || (major === least[0] && minor >= least[1]);
}

function collect(stream: NodeJS.ReadableStream, onLine: ((line: string) => void) | undefined): () => string {
  let all = '';
  let rest = '';
  stream.setEncoding('utf8');
  stream.on('data', (chunk: string) => {
    all = (all + chunk).slice(-KEPT_CHARACTERS);
    if (onLine === undefined) return;
    const lines = (rest + chunk).split(/\r?\n/);
    rest = lines.pop() ?? '';
    for (const line of lines) onLine(line);
  });
  stream.on('end', () => {
    if (rest !== '') onLine?.(rest);
  });
  return () => all;
}

function signalTree(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    if (process.platform === 'win32') process.kill(pid, signal);
    else process.kill(-pid, signal);
  } catch {
    // It has ended by itself.
  }
}
