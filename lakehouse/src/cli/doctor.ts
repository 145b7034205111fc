/** `lakehouse doctor`: what works, what does not, and what to do about it. */
import { parseArgs } from 'node:util';
import type { ConnectionConfig, StackRuntimeName } from '../config';
import { checkConnection } from '../doctor/connection';
import { checkFolder, checkNode, checkPorts, checkPrograms, checkStack } from '../doctor/machine';
import { redactor } from '../doctor/secrets';
import { type CheckResult, failure, ok, problem } from '../doctor/types';
import { LakehouseError } from '../errors';
import { cacheFolder, type StackStatus } from '../stack';
import { CONFIG_FILE, connectionsHere, pickConnection, reachable } from './connections';
import { interruptible } from './output';
import { runtimeName, STACK_OPTIONS, STACK_OPTIONS_HELP, stackOf } from './stackOptions';

const HELP = `Usage: lakehouse doctor [OPTIONS]

Checks what a lakehouse needs of this machine, lakehouse.json in this folder, and every connection in it: Spark, catalogs
and object stores are each asked something real. A line each: ok, warn or fail, with the next step. The exit code is 1
when something fails. No secret is printed.

  --json              an array of { check, status, message, nextStep }
  --connection NAME   only this connection
${STACK_OPTIONS_HELP}`;

const OPTIONS = { ...STACK_OPTIONS, json: { type: 'boolean' }, connection: { type: 'string' } } as const;

export async function run(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: OPTIONS });
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const named = values.runtime === undefined ? undefined : runtimeName(values.runtime);
  return interruptible(async (signal) => {
    const secrets: ConnectionConfig[] = [];
    const all: CheckResult[] = [];
    const say = (results: readonly CheckResult[]): void => {
      const hide = redactor(secrets);
      for (const result of results) {
        const shown = { ...result, message: hide(result.message) };
        all.push(shown);
        if (values.json !== true) process.stdout.write(textOf(shown));
      }
    };
    say([checkNode()]);
    const { connections, result } = await configured(values.connection);
    secrets.push(...connections);
    say([result]);
    const runtime = named ?? runtimeOf(connections, result);
    say(await checkPrograms({ runtime, signal }));
    const status = await statusOf(values, say, signal);
    say([await checkPorts(status), await checkFolder('downloads', cacheFolder())]);
    for (const connection of connections) {
      try {
        const resolved = await reachable(connection, values, signal);
        secrets.push(resolved);
        say(await checkConnection(resolved, signal));
      } catch (error) {
        say([failure(connection.name, error, isOwnFault(error) ? 'fail' : 'warn')]);
      }
    }
    if (values.json === true) process.stdout.write(`${JSON.stringify(all, null, 2)}\n`);
    else process.stderr.write(`${summary(all)}\n`);
    return all.some((each) => each.status === 'fail') ? 1 : 0;
  });
}

/** The connections of lakehouse.json, or the one that is meant without it. */
async function configured(
  name: string | undefined,
): Promise<{ readonly connections: readonly ConnectionConfig[]; readonly result: CheckResult }> {
  try {
    const found = await connectionsHere();
    if (found === null && name === undefined) {
      const message = 'there is none in this folder: the lakehouse on this machine is meant';
      return { connections: [{ name: 'local', stack: 'auto' }], result: ok(CONFIG_FILE, message) };
    }
    const chosen = name === undefined ? undefined : pickConnection(found ?? [], name);
    const connections = chosen === undefined ? (found ?? []) : [chosen];
    if (connections.length === 0) {
      return { connections, result: problem(CONFIG_FILE, 'warn', 'names no connection', 'Add one to "connections"') };
    }
    return { connections, result: ok(CONFIG_FILE, `connections: ${connections.map((each) => each.name).join(', ')}`) };
  } catch (error) {
    return { connections: [], result: failure(CONFIG_FILE, error) };
  }
}

/** The stack need not run, and a secret that VS Code keeps is not lost because this program has none. */
function isOwnFault(thrown: unknown): boolean {
  const { code, nextStep } = LakehouseError.from(thrown);
  return code !== 'STACK_NOT_RUNNING' && !(code === 'CONFIG_SECRET_MISSING' && nextStep?.command !== undefined);
}

/** What the connections mean by "stack"; null when none does. */
function runtimeOf(connections: readonly ConnectionConfig[], { status }: CheckResult): StackRuntimeName | null {
  if (status === 'fail') return 'auto';
  const [first, ...others] = new Set(connections.flatMap(({ stack }) => stack ?? []));
  return first === undefined ? null : others.length === 0 ? first : 'auto';
}

async function statusOf(
  flags: Parameters<typeof stackOf>[0],
  say: (results: readonly CheckResult[]) => void,
  signal: AbortSignal,
): Promise<StackStatus | null> {
  try {
    const status = await (await stackOf(flags, signal)).status();
    say([...checkStack(status), await checkFolder('data', status.home)]);
    return status;
  } catch (error) {
    say([failure('stack', error, 'warn')]);
    return null;
  }
}

function textOf({ check, status, message, nextStep }: CheckResult): string {
  const line = `${status.padEnd(5)} ${check.padEnd(24)} ${message.replace(/\s*\n\s*/g, ' ')}\n`;
  return nextStep === undefined ? line : `${line}${' '.repeat(6)}next: ${nextStep}\n`;
}

function summary(results: readonly CheckResult[]): string {
  const count = (status: CheckResult['status'], noun: string): string => {
    const n = results.filter((each) => each.status === status).length;
    return `${n} ${noun}${n === 1 ? '' : 's'}`;
  };
  const passed = results.filter((each) => each.status === 'ok').length;
  return `${passed} of ${results.length} checks passed: ${count('warn', 'warning')}, ${count('fail', 'failure')}`;
}
