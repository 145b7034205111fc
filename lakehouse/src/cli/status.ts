/** `lakehouse status`: what runs, for people or as JSON. */
import { parseArgs } from 'node:util';
import { STACK_OPTIONS, STACK_OPTIONS_HELP, stackOf } from './stackOptions';
import type { ConnectionConfig } from '../config/types';
import type { StackStatus } from '../stack';

const HELP = `Usage: lakehouse status [OPTIONS]

Asks every service. The exit code is 0 when all run, else 3.

  --json          the whole status as JSON
${STACK_OPTIONS_HELP}`;

const NOT_RUNNING = 3;

export async function run(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { ...STACK_OPTIONS, json: { type: 'boolean' } } });
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const stack = await stackOf(values);
  const status = await stack.status();
  process.stdout.write(values.json ? `${JSON.stringify(status, null, 2)}\n` : describe(status));
  return status.state === 'running' ? 0 : NOT_RUNNING;
}

function describe(status: StackStatus): string {
  const lines = status.services.flatMap(({ name, state, title, address, error }) => [
    `  ${name.padEnd(10)} ${state.padEnd(9)} ${(address ?? '-').padEnd(16)} ${title}`,
    ...(error === null ? [] : [`             ${error.message}`]),
    ...(error?.nextStep === undefined ? [] : [`             next: ${error.nextStep.label}`]),
  ]);
  return `${status.state} (${status.runtime}, ${status.home})\n${lines.join('\n')}\n${catalogs(status.connection)}`;
}

function catalogs(connection: ConnectionConfig | null): string {
  const names = connection?.catalogs?.map(({ name }) => name) ?? [];
  return names.length === 0 ? '' : `  catalogs   ${names.join(', ')}\n`;
}
