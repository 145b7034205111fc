/** The command line: each command is a file beside this one, loaded when it is asked for. `dist/cli.js` adds the SQL ones. */
import { MISUSE, printError } from './output';

export interface Command {
  /** Gives the exit code; a LakehouseError it throws is printed with its next step. */
  run(args: string[]): Promise<number>;
}

export type Commands = Readonly<Record<string, { readonly what: string; readonly load: () => Promise<Command> }>>;

export const COMMANDS: Commands = {
  up: { what: 'start the lakehouse', load: () => import('./up') },
  down: { what: 'stop it; its data stays', load: () => import('./down') },
  status: { what: 'say what runs', load: () => import('./status') },
  logs: { what: 'show the log of a service', load: () => import('./logs') },
  sql: { what: 'run SQL and print what comes', load: () => import('./sql') },
  reset: { what: 'stop it and delete its data', load: () => import('./reset') },
  catalog: { what: 'write what the catalogs hold to a file', load: () => import('./catalog') },
  doctor: { what: 'say what is missing, and what to do', load: () => import('./doctor') },
};

/** Runs the command that `args` name; gives the exit code. */
export async function main(args: readonly string[], commands: Commands = COMMANDS): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
    (name === undefined ? process.stderr : process.stdout).write(usage(commands));
    return name === undefined ? MISUSE : 0;
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command === undefined) {
    process.stderr.write(`There is no command ${name}.\n\n${usage(commands)}`);
    return MISUSE;
  }
  // The SDK warns of Node 20 at each call; which Node we run on is said in package.json.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
  try {
    return await (await command.load()).run(rest);
  } catch (error) {
    return printError(error);
  }
}

function usage(commands: Commands): string {
  return `Usage: lakehouse COMMAND [OPTIONS]

${Object.entries(commands)
  .map(([name, { what }]) => `  ${name.padEnd(10)}${what}`)
  .join('\n')}

lakehouse COMMAND --help says more of a command.
`;
}
