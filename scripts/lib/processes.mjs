// Child processes that never outlive us: each is the leader of a process group, and every group still there is stopped
// when this process ends, however it ends. Killing only the parent leaves an extension host or a JVM for hours.
import { spawn, spawnSync } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';

const windows = process.platform === 'win32';
const SAME_SIGNAL_MS = 1_000;
const groups = new Set();
const cleanups = [];
let hooked = false;
let stopping;

/** Runs `cleanup` (may be async) when this process ends or `stopAll` is called; the last one registered runs first. */
export function onEnd(cleanup) {
  hook();
  cleanups.push(cleanup);
}

/**
 * Starts a process in a group of its own. Its output goes to `logFile`, or line by line to `onLine`, or is dropped.
 * The answer: `pid`, `exited` (promise of `{ code, signal }`), `running()`, `stop()`.
 */
export function start(command, args, options = {}) {
  const { cwd, env = process.env, logFile, onLine, stopMs = 10_000, command: isCommand = false } = options;
  hook();
  const log = logFile === undefined ? undefined : openSync(logFile, 'a');
  const out = log ?? (onLine === undefined ? 'ignore' : 'pipe');
  const child = spawn(command, args, { cwd, env, stdio: ['ignore', out, out], detached: !windows, windowsHide: true });
  if (log !== undefined) closeSync(log);
  if (onLine !== undefined && log === undefined) {
    splitLines(child.stdout, onLine);
    splitLines(child.stderr, onLine);
  }
  let ended = false;
  const group = { pid: child.pid, isCommand };
  groups.add(group);
  const exited = new Promise((resolve) => {
    child.once('error', (error) => {
      ended = true;
      groups.delete(group);
      resolve({ code: null, signal: null, error });
    });
    child.once('exit', (code, signal) => {
      ended = true;
      // The leader is gone, but the group may not be.
      if (!signalGroup(group.pid, 0)) groups.delete(group);
      resolve({ code, signal });
    });
  });
  return {
    pid: child.pid,
    exited,
    running: () => !ended,
    stop: () => stopGroup(group, exited, stopMs),
  };
}

/**
 * Runs a command to its end and answers `{ code, output }`. Rejects, with the last lines of its output, when it exits
 * with anything but 0 (unless `check` is false) or does not end within `timeoutMs`.
 */
export async function run(command, args, { cwd, env, timeoutMs, onLine, check = true } = {}) {
  const lines = [];
  const child = start(command, args, {
    cwd,
    env,
    command: true,
    onLine: (line) => {
      lines.push(line);
      if (lines.length > 20_000) lines.splice(0, 10_000);
      onLine?.(line);
    },
  });
  let timedOut = false;
  const timer =
    timeoutMs === undefined
      ? undefined
      : setTimeout(() => {
          timedOut = true;
          void child.stop();
        }, timeoutMs);
  const { code, signal, error } = await child.exited;
  clearTimeout(timer);
  // Output may still be on its way when the process has ended.
  await new Promise((resolve) => setTimeout(resolve, 20));
  const output = lines.join('\n');
  const shown = `${command} ${args.join(' ')}`;
  if (error) throw new Error(`${shown}: ${error.message}`);
  if (timedOut) throw new Error(`${shown}: not done after ${timeoutMs / 1000} s\n${lines.slice(-20).join('\n')}`);
  if (check && code !== 0) {
    throw new Error(`${shown}: ended with ${code ?? signal}\n${lines.slice(-20).join('\n')}`);
  }
  return { code: code ?? 1, output };
}

/** Stops everything this process started and runs what `onEnd` was given. */
export function stopAll() {
  stopping ??= (async () => {
    // Commands first: a start that is under way must have ended before a cleanup stops what it started.
    const commands = [...groups].filter(({ isCommand }) => isCommand);
    await Promise.all(commands.map((group) => stopGroup(group, undefined, 20_000)));
    for (const cleanup of cleanups.splice(0).reverse()) {
      try {
        await cleanup();
      } catch (error) {
        process.stderr.write(`while stopping: ${error.message}\n`);
      }
    }
    await Promise.all([...groups].map((group) => stopGroup(group, undefined, 10_000)));
    stopping = undefined;
  })();
  return stopping;
}

/** True while `stopAll` is at work: what ends now was meant to. */
export function isStopping() {
  return stopping !== undefined;
}

/** Waits up to `ms` for `promise`; false when the time is up first. */
export async function within(promise, ms) {
  let timer;
  const late = new Promise((resolve) => {
    timer = setTimeout(() => resolve(false), ms);
  });
  const done = await Promise.race([promise.then(() => true), late]);
  clearTimeout(timer);
  return done;
}

async function stopGroup(group, exited, stopMs) {
  if (!groups.has(group)) return;
  signalGroup(group.pid, 'SIGTERM');
  const deadline = Date.now() + stopMs;
  while (signalGroup(group.pid, 0)) {
    if (Date.now() > deadline) {
      signalGroup(group.pid, 'SIGKILL');
      break;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  groups.delete(group);
  if (exited) await within(exited, 2_000);
}

/** True when the group is there (and was told). A zombie that its parent has yet to reap counts as there. */
function signalGroup(pid, signal) {
  if (pid === undefined) return false;
  try {
    if (windows) {
      if (signal === 0) process.kill(pid, 0);
      else spawnSync('taskkill', ['/pid', String(pid), '/T', '/F'], { stdio: 'ignore' });
    } else {
      process.kill(-pid, signal);
    }
    return true;
  } catch {
    return false;
  }
}

function splitLines(stream, onLine) {
  let rest = '';
  stream.setEncoding('utf8');
  stream.on('data', (chunk) => {
    const parts = (rest + chunk).split(/\r?\n/);
    rest = parts.pop() ?? '';
    for (const part of parts) onLine(part);
  });
  stream.on('end', () => {
    if (rest !== '') onLine(rest);
  });
}

function hook() {
  if (hooked) return;
  hooked = true;
  let asked = 0;
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ]) {
    process.on(signal, () => {
      // npm passes on the Ctrl-C that the terminal has sent here already: one within a moment is the same one. A second one
      // does not wait for a clean end; the exit hook below kills what is left.
      if (asked > 0 && Date.now() - asked < SAME_SIGNAL_MS) return;
      if (asked > 0) process.exit(code);
      asked = Date.now();
      void stopAll().then(() => process.exit(code));
    });
  }
  process.on('uncaughtException', (error) => {
    process.stderr.write(`${error.stack ?? error}\n`);
    void stopAll().then(() => process.exit(1));
  });
  process.on('exit', () => {
    for (const group of groups) signalGroup(group.pid, 'SIGKILL');
  });
}
