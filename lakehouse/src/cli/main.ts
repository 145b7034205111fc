/** The command line, `dist/cli.js`: each command is a file beside this one, loaded when it is asked for. */
import { printError } from './output';

interface Command {
  /** Gives the exit code; a LakehouseError it throws is printed with its next step. */
  run(args: string[]): Promise<number>;
}

const COMMANDS: Readonly<Record<string, { readonly what: string; readonly load: () => Promise<Command> }>> = {
  up: { what: 'start the lakehouse', load: () => import('./up') },
  down: { what: 'stop it; its data stays', load: () => import('./down') },
  status: { what: 'say what runs', load: () => import('./status') },
  logs: { what: 'show the log of a service', load: () => import('./logs') },
  sql: { what: 'run SQL and print what comes', load: () => import('./sql') },
  reset: { what: 'stop it and delete its data', load: () => import('./reset') },
};

const USAGE = `Usage: lakehouse COMMAND [OPTIONS]

${Object.entries(COMMANDS)
  .map(([name, { what }]) => `  ${name.padEnd(10)}${what}`)
  .join('\n')}

lakehouse COMMAND --help says more of a command.
`;

/** Exit code for a command line that cannot be understood. */
const MISUSE = 2;

async function main(args: string[]): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
    (name === undefined ? process.stderr : process.stdout).write(USAGE);
    return name === undefined ? MISUSE : 0;
  }
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command === undefined) {
    process.stderr.write(`There is no command ${name}.\n\n${USAGE}`);
    return MISUSE;
  }
  try {
    return await (await command.load()).run(rest);
  } catch (error) {
    return printError(error);
  }
}

// The SDK warns of Node 20 at each call; which Node we run on is said in package.json.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';

void main(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
