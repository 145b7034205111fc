/** `lakehouse reset`: stops the stack and deletes what it holds. */
import { parseArgs } from 'node:util';
import { STACK_OPTIONS, STACK_OPTIONS_HELP, stackOf } from './stackOptions';

const HELP = `Usage: lakehouse reset --yes [OPTIONS]

Stops the lakehouse and deletes every table, file and log of it. Downloads stay.

  --yes           do it; without, nothing is deleted
${STACK_OPTIONS_HELP}`;

export async function run(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { ...STACK_OPTIONS, yes: { type: 'boolean' } } });
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const stack = await stackOf(values);
  if (!values.yes) {
    const { home } = await stack.status();
    process.stderr.write(`This would delete everything the lakehouse in ${home} holds. Say --yes to do it.\n`);
    return 2;
  }
  await stack.reset();
  process.stdout.write('The lakehouse is empty.\n');
  return 0;
}
