/**
 * Detached processes that outlive the program that starts them, each the leader of a process group, known by id and start
 * time: an id alone may be another process's by the time it is used.
 */
import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { LakehouseError } from '../errors';
import { sleep } from './abort';
import { capture } from './run';

export interface ProcessRef {
  readonly pid: number;
  /** When it started, in a form that only this machine, this boot and this process share. */
  readonly startTime: string;
}

export interface LaunchOptions {
  readonly command: string;
  readonly args: readonly string[];
  /** The whole environment. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** Both streams are appended here, so that the file may be shortened while the process runs. */
  readonly logFile: string;
}

/** Starts a process that outlives this one. Throws STACK_SERVICE_FAILED when there is no such program. */
export async function launch(options: LaunchOptions): Promise<ProcessRef> {
  const log = openSync(options.logFile, 'a', 0o600);
  try {
    const child = spawn(options.command, [...options.args], {
      cwd: options.cwd,
      env: options.env,
      detached: true,
      stdio: ['ignore', log, log],
    });
    await new Promise<void>((resolve, reject) => {
      child.once('spawn', resolve);
      child.once('error', (cause) => {
        reject(
          new LakehouseError('STACK_SERVICE_FAILED', `${options.command} cannot be started: ${cause.message}`, {
            cause,
          }),
        );
      });
    });
    child.unref();
    const pid = child.pid;
    if (pid === undefined) throw new LakehouseError('STACK_SERVICE_FAILED', `${options.command} has no process id`);
    return { pid, startTime: (await startTime(pid)) ?? 'gone' };
  } finally {
    closeSync(log);
  }
}

/** This process, for others to find. */
export async function selfRef(): Promise<ProcessRef> {
  return { pid: process.pid, startTime: (await startTime(process.pid)) ?? 'gone' };
}

/** Whether exactly this process still runs; one that ended and was not yet reaped does not. */
export async function isAlive(ref: ProcessRef): Promise<boolean> {
  return (await startTime(ref.pid)) === ref.startTime;
}

/**
 * Ends the group of `ref`: SIGTERM, then SIGKILL after `graceMs`. Resolves when the process is gone. Does nothing when it is
 * no longer the process it was.
 */
export async function endGroup(ref: ProcessRef, graceMs: number): Promise<void> {
  if (!(await isAlive(ref))) return;
  signalGroup(ref.pid, 'SIGTERM');
  if (await goneWithin(ref, graceMs)) {
    // Children of a leader that ended by itself would be left behind.
    signalGroup(ref.pid, 'SIGKILL');
    return;
  }
  signalGroup(ref.pid, 'SIGKILL');
  if (!(await goneWithin(ref, 10_000))) {
    throw new LakehouseError('STACK_SERVICE_FAILED', `Process ${String(ref.pid)} does not end`);
  }
}

async function goneWithin(ref: ProcessRef, ms: number): Promise<boolean> {
  const end = Date.now() + ms;
  for (;;) {
    if (!(await isAlive(ref))) return true;
    if (Date.now() >= end) return false;
    await sleep(50);
  }
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Null when there is no such process. */
async function startTime(pid: number): Promise<string | null> {
  if (process.platform === 'linux') return linuxStartTime(pid);
  const { code, output } = await capture('ps', ['-o', 'stat=,lstart=', '-p', String(pid)]);
  const [state, ...started] = output.trim().split(/\s+/);
  if (code !== 0 || state === undefined || state.startsWith('Z')) return null;
  return started.join(' ');
}

/** Fields 3 and 22 of /proc/PID/stat (proc(5)): state, and start in ticks since boot. The name in field 2 may hold anything. */
function linuxStartTime(pid: number): string | null {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
  } catch {
    return null;
  }
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const ticks = fields[19];
  if (fields[0] === 'Z' || fields[0] === 'X' || ticks === undefined) return null;
  return `${bootId()}-${ticks}`;
}

let boot: string | undefined;
function bootId(): string {
  boot ??= readBootId();
  return boot;
}

function readBootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim().slice(0, 8);
  } catch {
    return 'boot';
  }
}
