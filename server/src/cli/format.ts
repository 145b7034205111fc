/** `lakehouse format`: the editor's formatter for files. */
import { parseArgs } from 'node:util';
import { MISUSE, printError } from '../../../lakehouse/src/cli/output';
import { LakehouseError } from '../../../lakehouse/src/errors';
import { apply, DEFAULT_FORMAT, format, type FormatOptions } from '../features/format';
import { SqlDocument } from '../sql/document';
import { findSqlFiles, readSql, STDIN, writeSql } from './files';
import { indentationOf } from './indentation';
import { Positions } from './positions';
import { WorkspaceSettings } from './workspace';

/** VS Code's `editor.tabSize` where nobody set it. */
const EDITOR_TAB_SIZE = 4;

const HELP = `Usage: lakehouse format FILE… [OPTIONS]

Lays SQL files out, in place, as the editor does. A folder means the .sql files below it; - reads standard input and
writes standard output. A statement that is broken stays as it is and is named on standard error. Without options, the
settings lakehouse.format.… in .vscode/settings.json of this folder count, and else what they are in an editor.

  --check             changes nothing: lists the files that would change, exit code 1 when there are any
  --keyword-case C    upper (default), lower or preserve: the words of the grammar; names stay as they are
  --indent N          blanks of one level (default: as the file is indented, else ${EDITOR_TAB_SIZE})
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
  const settings = await WorkspaceSettings.read('.');
  const wanted: Wanted = {
    keywordCase: keywordCase(values['keyword-case'] ?? settings.string('lakehouse.format.keywordCase')),
    lineWidth:
      number('--line-width', values['line-width'], [1, 10_000]) ?? settings.number('lakehouse.format.lineWidth'),
    indent: number('--indent', values.indent, [1, 16]),
    useTabs: values.tabs,
  };
  let code = 0;
  for (const file of await findSqlFiles(positionals)) {
    try {
      const changed = await formatFile(file, (text) => optionsFor(text, wanted, settings), values.check === true);
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
async function formatFile(file: string, options: (text: string) => FormatOptions, isCheck: boolean): Promise<boolean> {
  const text = await readSql(file);
  const document = new SqlDocument(text);
  const { changes, faults } = format(document, options(text));
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

interface Wanted {
  readonly keywordCase: FormatOptions['keywordCase'];
  readonly lineWidth: number | undefined;
  readonly indent: number | undefined;
  readonly useTabs: boolean | undefined;
}

/** The editor's indentation where nobody says another: what it finds in the file, or else its own. */
function optionsFor(text: string, wanted: Wanted, settings: WorkspaceSettings): FormatOptions {
  const { keywordCase: words, lineWidth = DEFAULT_FORMAT.lineWidth } = wanted;
  const own = settings.number('lakehouse.format.indent') ?? 0;
  const found = settings.boolean('editor.detectIndentation') === false ? null : indentationOf(text);
  const tabSize = settings.number('editor.tabSize') ?? EDITOR_TAB_SIZE;
  const isSaid = wanted.indent !== undefined || own > 0;
  const useTabs = wanted.useTabs ?? (!isSaid && (found?.useTabs ?? settings.boolean('editor.insertSpaces') === false));
  const indent = wanted.indent ?? (own > 0 ? own : useTabs ? tabSize : (found?.size ?? tabSize));
  return { keywordCase: words, lineWidth: Math.max(1, lineWidth), indent: Math.max(1, Math.trunc(indent)), useTabs };
}

function keywordCase(text: string | undefined): FormatOptions['keywordCase'] {
  if (text === undefined) return DEFAULT_FORMAT.keywordCase;
  if (text === 'upper' || text === 'lower' || text === 'preserve') return text;
  throw new LakehouseError('CONFIG_INVALID', `There is no keyword case “${text}”`, {
    nextStep: { label: 'Use upper, lower or preserve' },
  });
}

function number(
  option: string,
  text: string | undefined,
  [least, most]: readonly [number, number],
): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text.trim() !== '' && Number.isInteger(value) && value >= least && value <= most) return value;
  throw new LakehouseError('CONFIG_INVALID', `${option} takes a number from ${least} to ${most}, not “${text}”`);
}
