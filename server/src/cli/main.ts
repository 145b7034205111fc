/** The command line, `dist/cli.js`: what the library can do, and the SQL language for files. */
import { COMMANDS, main } from '../../../lakehouse/src/cli/main';

const commands = {
  ...COMMANDS,
  check: { what: 'say what is wrong in SQL files', load: () => import('./check') },
  format: { what: 'lay SQL files out', load: () => import('./format') },
};

void main(process.argv.slice(2), commands).then((code) => {
  process.exitCode = code;
});
