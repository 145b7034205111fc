/** `lakehouse format`: the editor's formatter for files. */
import { parseArgs } from 'node:util';
import { MISUSE, printError } from '../../../lakehouse/src/cli/output';
import { LakehouseError } from '../../../lakehouse/src/errors';
import { apply, DEFAULT_FORMAT, format, type FormatOptions } from '../features/format';
import { SqlDocument } from '../sql/document';
import { findSqlFiles, readSql, STDIN, writeSql } from './files';
import { Positions } from './positions';

const HELP = `Usage: lakehouse format FILE… [OPTIONS]

Lays SQL files out, in place, as the editor does. A folder means the .sql files below it; - reads standard input and
writes standard output. A statement that is broken stays as it is and is named on standard error.

  --check             changes nothing: lists the files that would change, exit code 1 when there are any
  --keyword-case C    upper (default), lower or preserve: the words of the grammar; names stay as they are
  --indent N          blanks of one level (default: ${DEFAULT_FORMAT.indent})
  --tabs              indents with tabs
  --line-width N      breaks lines that are longer, where that can be done (default: ${DEFAULT_FORMAT.lineWidth})
  --help              this text
`;

const OPTIONS = {
  check: { type: 'boolean' },
  'keyword-case': { type: 'string' },
  indent: { type: 'string' },
  tabs: { type: 'boolean' },
  'line-width': { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, options: OPTIONS, allowPositionals: true });
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  if (positionals.length === 0) {
    process.stderr.write(HELP);
    return MISUSE;
  }
  const options: FormatOptions = {
    keywordCase: keywordCase(values['keyword-case'] ?? DEFAULT_FORMAT.keywordCase),
    indent: count('--indent', values.indent, 1, 16) ?? DEFAULT_FORMAT.indent,
    useTabs: values.tabs === true,
    lineWidth: count('--line-width', values['line-width'], 1, 10_000) ?? DEFAULT_FORMAT.lineWidth,
  };
  let code = 0;
  for (const file of await findSqlFiles(positionals)) {
    try {
      const changed = await formatFile(file, options, values.check === true);
      if (changed && values.check === true) code = 1;
    } catch (error) {
      // A file that cannot be read or written costs only itself.
      printError(error);
      code = 1;
    }
  }
  return code;
}

/** Whether the file is, or would be, another. */
async function formatFile(file: string, options: FormatOptions, isCheck: boolean): Promise<boolean> {
  const text = await readSql(file);
  const document = new SqlDocument(text);
  const { changes, faults } = format(document, options);
  const result = apply(text, changes);
  report(file, document, faults);
  if (isCheck) {
    if (result !== text) process.stdout.write(`${file}\n`);
  } else if (file === STDIN) process.stdout.write(result);
  else if (result !== text) {
    await writeSql(file, result);
    process.stderr.write(`${file} formatted\n`);
  }
  return result !== text;
}

/** Names the statements that stay as they are. */
function report(file: string, document: SqlDocument, faults: readonly { readonly start: number }[]): void {
  const positions = new Positions(document.text);
  const say = (offset: number, why: string): void => {
    const { line, col } = positions.at(offset);
    process.stderr.write(`${file}:${line}:${col}: not formatted: ${why}\n`);
  };
  for (const { start, parsed, lexicalErrors } of document.statements) {
    const [error] = [...lexicalErrors, ...parsed.errors];
    if (error !== undefined) say(start + error.start, error.message);
  }
  for (const { start } of faults)
    say(start, 'its tokens would not have stayed the same, which is a fault of the formatter');
}

function keywordCase(text: string): FormatOptions['keywordCase'] {
  if (text === 'upper' || text === 'lower' || text === 'preserve') return text;
  throw new LakehouseError('CONFIG_INVALID', `There is no keyword case “${text}”`, {
    nextStep: { label: 'Use upper, lower or preserve' },
  });
}

function count(option: string, text: string | undefined, least: number, most: number): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text.trim() !== '' && Number.isInteger(value) && value >= least && value <= most) return value;
  throw new LakehouseError('CONFIG_INVALID', `${option} takes a number from ${least} to ${most}, not “${text}”`);
}
