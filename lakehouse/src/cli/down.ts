/** `lakehouse down`: stops the stack. */
import { parseArgs } from 'node:util';
import { STACK_OPTIONS, STACK_OPTIONS_HELP, stackOf } from './stackOptions';

const HELP = `Usage: lakehouse down [OPTIONS]

Stops the lakehouse. What it holds stays.

${STACK_OPTIONS_HELP}`;

export async function run(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: STACK_OPTIONS });
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const stack = await stackOf(values);
  await stack.stop();
  process.stdout.write('The lakehouse is stopped.\n');
  return 0;
}
