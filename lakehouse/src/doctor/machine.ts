/** What the machine has of what the local stack needs. */
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { StackRuntimeName } from '../config/types';
import { USUAL_PORTS } from '../stack/addresses';
import { checkDocker, type DockerRun, runDocker } from '../stack/composeDocker';
import { isFree } from '../stack/ports';
import { inspectTool, type Machine, THIS_MACHINE, type Tool, TOOLS } from '../stack/prerequisites';
import { SERVICE_NAMES, type StackStatus } from '../stack/types';
import { type CheckResult, failure, ok, problem } from './types';

const MIN_NODE = 20;

export interface MachineOptions {
  /** The runtime that is meant; null when no connection means the local stack. */
  readonly runtime: StackRuntimeName | null;
  readonly machine?: Machine;
  readonly docker?: DockerRun;
  readonly signal?: AbortSignal;
}

export function checkNode(version = process.versions.node): CheckResult {
  if (Number.parseInt(version, 10) >= MIN_NODE) return ok('node', version);
  return problem('node', 'fail', `Node ${version} is too old`, `Install Node ${MIN_NODE} or newer`);
}

/**
 * The programs that the two runtimes need. What only the other runtime needs, or no connection, is a warning; with `auto`,
 * one of the two has to be whole.
 */
export async function checkPrograms(options: MachineOptions): Promise<CheckResult[]> {
  const { runtime, machine = THIS_MACHINE, docker = runDocker, signal } = options;
  const [tools, container] = await Promise.all([
    Promise.all(TOOLS.map((tool) => checkTool(tool, machine))),
    checkContainers(docker, signal),
  ]);
  const hasTools = tools.every(({ status }) => status === 'ok');
  const needsTools = runtime === 'embedded' || (runtime === 'auto' && container.status !== 'ok');
  const needsDocker = runtime === 'compose' || (runtime === 'auto' && !hasTools);
  return [...tools.map((each) => weighed(each, needsTools)), weighed(container, needsDocker)];
}

function weighed(result: CheckResult, isNeeded: boolean): CheckResult {
  return result.status === 'ok' || isNeeded ? result : { ...result, status: 'warn' };
}

const NAMES: Readonly<Record<Tool, string>> = { java: 'java', compiler: 'javac', maven: 'maven', python: 'python' };

async function checkTool(tool: Tool, machine: Machine): Promise<CheckResult> {
  const { version, problem: wrong, install } = await inspectTool(tool, machine);
  const name = NAMES[tool];
  if (wrong === null) return ok(name, version ?? 'found');
  return problem(name, 'fail', `The embedded stack needs ${wrong}`, `Install with: ${install}`);
}

async function checkContainers(docker: DockerRun, signal: AbortSignal | undefined): Promise<CheckResult> {
  try {
    const { serverVersion, composeVersion, memoryBytes } = await checkDocker(docker, signal);
    const memory = `${(memoryBytes / 2 ** 30).toFixed(1)} GiB of memory`;
    return ok('docker', `${serverVersion}, Compose ${composeVersion}, ${memory}`);
  } catch (error) {
    return failure('docker', error);
  }
}

/** The ports people expect the services at: taken by others, the stack takes other ones. */
export async function checkPorts(running: StackStatus | null): Promise<CheckResult> {
  const own = new Set(running?.services.map(({ address }) => Number(address?.split(':').pop())));
  const taken: string[] = [];
  for (const service of SERVICE_NAMES) {
    const port = USUAL_PORTS[service];
    if (!own.has(port) && !(await isFree(port))) taken.push(`${port} (${service})`);
  }
  if (taken.length === 0) {
    const ports = SERVICE_NAMES.map((service) => USUAL_PORTS[service]).join(', ');
    return ok('ports', `${ports} are free or the lakehouse's own`);
  }
  const message = `${taken.join(', ')} ${taken.length === 1 ? 'is' : 'are'} taken by other programs`;
  return problem('ports', 'warn', message, 'Nothing needs to be done: the lakehouse takes other ports');
}

/** A folder the stack writes to, or would make where it can. Nothing is made here. */
export async function checkFolder(check: string, folder: string): Promise<CheckResult> {
  try {
    await access(await nearest(folder), constants.W_OK);
    return ok(check, folder);
  } catch (error) {
    const message = `${folder} cannot be written to: ${(error as Error).message}`;
    return problem(
      check,
      'fail',
      message,
      'Make it writable, or set LAKEHOUSE_CACHE and LAKEHOUSE_DATA to other folders',
    );
  }
}

/** The folder itself, or what is there of the way to it. */
async function nearest(folder: string): Promise<string> {
  try {
    await access(folder);
    return folder;
  } catch (error) {
    const parent = dirname(folder);
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || parent === folder) return folder;
    return nearest(parent);
  }
}

export function checkStack(status: StackStatus): CheckResult[] {
  if (status.state === 'stopped') {
    return [ok('stack', `not running (${status.runtime}, ${status.home}); lakehouse up starts it`)];
  }
  return status.services.map(({ name, state, title, address, error }) => {
    const check = `stack: ${name}`;
    if (state === 'running') return ok(check, `${title} at ${address ?? '?'}`);
    if (error !== null) return problem(check, 'fail', error.message, error.nextStep?.label);
    return problem(check, 'warn', `${title} is ${state}`, `lakehouse up --services ${name}`);
  });
}
