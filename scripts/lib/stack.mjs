// The lakehouse through its own command line, dist/cli.js.
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { plainEnvironment } from './npm.mjs';
import { run } from './processes.mjs';

const cli = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

/**
 * The environment in which the command line and the extension use the stack in `home` (default: the user's own). The
 * folder must be called `default`: what is told is the one above it.
 */
export function stackEnvironment(home) {
  if (home === undefined) return {};
  if (basename(home) !== 'default') throw new Error(`${home}: a stack's folder is called default`);
  return { LAKEHOUSE_DATA: dirname(home) };
}

/** Starts the stack with the sample lakehouse; what the command line says goes to `onLine`. */
export async function up({ home, runtime = 'embedded', onLine, timeoutMs = 900_000 } = {}) {
  await command(['up', '--sample', '--runtime', runtime], { home, onLine, timeoutMs });
}

/** Stops the stack; its data stays. */
export async function down({ home, runtime = 'embedded' } = {}) {
  await command(['down', '--runtime', runtime], { home, timeoutMs: 120_000 });
}

/** What `lakehouse status --json` answers. */
export async function status({ home, runtime = 'embedded' } = {}) {
  const { output } = await command(['status', '--json', '--runtime', runtime], {
    home,
    timeoutMs: 30_000,
    check: false,
  });
  return JSON.parse(output.slice(output.indexOf('{')));
}

function command(args, { home, ...options }) {
  const env = plainEnvironment(stackEnvironment(home));
  return run(process.execPath, [cli, ...args], { env, cwd: join(cli, '../..'), ...options });
}
