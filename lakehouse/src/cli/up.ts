/** `lakehouse up`: starts the stack, says where it is, and leaves it running. */
import { parseArgs } from 'node:util';
import { serviceName, STACK_OPTIONS, STACK_OPTIONS_HELP, stackOf } from './stackOptions';
import type { StackStatus } from '../stack';

const HELP = `Usage: lakehouse up [OPTIONS]

Starts the lakehouse, fetching what is missing, and returns when every service answers. It keeps running:
\`lakehouse down\` stops it. Ctrl-C stops what this has started.

  --sample        load the sample lakehouse, unless it is there
  --services A,B  only these of s3, metastore, glue, spark: to mend one that died
${STACK_OPTIONS_HELP}`;

export async function run(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: { ...STACK_OPTIONS, sample: { type: 'boolean' }, services: { type: 'string' } },
  });
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const services = values.services?.split(',').map((name) => serviceName(name.trim()));
  const interrupt = new AbortController();
  const onSignal = (): void => interrupt.abort();
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, onSignal);
  try {
    const stack = await stackOf(values, interrupt.signal);
    const status = await stack.start({ sample: values.sample, services });
    process.stdout.write(addresses(status));
    return 0;
  } finally {
    for (const signal of signals) process.off(signal, onSignal);
  }
}

function addresses({ services, connection }: StackStatus): string {
  const lines = services.map(({ name, title, address }) => `${name.padEnd(10)} ${address ?? '-'}  ${title}\n`);
  const spark = connection?.spark?.url;
  return `${lines.join('')}${spark === undefined ? '' : `Spark Connect: ${spark}\n`}`;
}
