/** `lakehouse logs`: the end of the services' logs. */
import { parseArgs } from 'node:util';
import { LakehouseError } from '../errors';
import { SERVICE_NAMES } from '../stack';
import { serviceName, STACK_OPTIONS, STACK_OPTIONS_HELP, stackOf } from './stackOptions';

const HELP = `Usage: lakehouse logs [SERVICE] [OPTIONS]

Shows the end of the log of s3, metastore, glue or spark; of each without SERVICE.

  -n LINES        how many lines (default: 100)
${STACK_OPTIONS_HELP}`;

export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { ...STACK_OPTIONS, lines: { type: 'string', short: 'n', default: '100' } },
  });
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const lines = Number(values.lines);
  if (!Number.isInteger(lines) || lines < 1) {
    throw new LakehouseError('CONFIG_INVALID', `-n takes a number of lines, not “${values.lines}”`);
  }
  const services = positionals.length === 0 ? SERVICE_NAMES : positionals.map(serviceName);
  const stack = await stackOf(values);
  for (const service of services) {
    if (services.length > 1) process.stdout.write(`== ${service}\n`);
    const text = await stack.logs(service, lines);
    if (text !== '') process.stdout.write(`${text}\n`);
  }
  return 0;
}
