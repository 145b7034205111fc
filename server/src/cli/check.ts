/** `lakehouse check`: the editor's diagnostics for files. */
import { parseArgs } from 'node:util';
import { interruptible, MISUSE, printError } from '../../../lakehouse/src/cli/output';
import { STACK_OPTIONS, STACK_OPTIONS_HELP } from '../../../lakehouse/src/cli/stackOptions';
import { LakehouseError } from '../../../lakehouse/src/errors';
import type { PictureSource } from '../catalog/picture';
import { diagnose } from '../features/diagnostics';
import type { Diagnostic, DiagnosticOptions, DiagnosticSeverity } from '../features/types';
import { emptyPicture } from '../sql/catalog-picture';
import { SqlDocument } from '../sql/document';
import { type SparkVersion, sparkVersionOf } from '../sql/spark-version';
import { openCatalogs } from './catalogs';
import { findSqlFiles, readSql } from './files';
import { Positions } from './positions';
import { WorkspaceSettings } from './workspace';

const HELP = `Usage: lakehouse check FILE… [OPTIONS]

Says what is wrong in SQL files, as the editor does: FILE:LINE:COL: severity code message. A folder means the .sql files
below it, - is standard input. The exit code is 1 when there is an error, else 0. What .vscode/settings.json in this
folder says of lakehouse.diagnostics.severity, lakehouse.catalogSnapshots and lakehouse.sparkVersion counts here as well.

  --json               an array of { file, line, col, severity, code, message }; lines and columns count from 1
  --syntax-only        asks no catalog
  --connection NAME    whose catalogs are asked (default: the first of lakehouse.json in this folder; none without it)
  --snapshot FILE      a file that lakehouse catalog export wrote, instead of a connection; may be given more
                       than once
  --severity CODE=S    error, warning, information, hint or off for what has that code; may be given more than once
  --spark-version V    4.0 (default) or 4.1
${STACK_OPTIONS_HELP}`;

const OPTIONS = {
  ...STACK_OPTIONS,
  json: { type: 'boolean' },
  'syntax-only': { type: 'boolean' },
  connection: { type: 'string' },
  snapshot: { type: 'string', multiple: true },
  severity: { type: 'string', multiple: true },
  'spark-version': { type: 'string' },
} as const;

/** One line of the answer. */
interface Finding {
  readonly file: string;
  readonly line: number;
  readonly col: number;
  readonly severity: Diagnostic['severity'];
  readonly code: string;
  readonly message: string;
}

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
  const sparkVersion = versionOf(values['spark-version'], settings);
  const options: DiagnosticOptions = { sparkVersion, severities: severitiesOf(values.severity ?? [], settings) };
  const snapshots =
    values.snapshot ?? (values.connection === undefined ? listOf(settings.get('lakehouse.catalogSnapshots')) : []);
  return interruptible(async (signal) => {
    const files = await findSqlFiles(positionals);
    const catalogs =
      values['syntax-only'] === true ? null : await openCatalogs({ ...values, snapshot: snapshots }, signal);
    const findings: Finding[] = [];
    let failed = false;
    try {
      for (const file of files) {
        try {
          const document = new SqlDocument(await readSql(file), { sparkVersion });
          const found =
            catalogs === null
              ? diagnose(document, emptyPicture, options).diagnostics
              : await diagnoseWith(document, options, catalogs.source, signal);
          const own = findingsOf(file, document.text, found);
          if (values.json !== true) for (const finding of own) process.stdout.write(`${lineOf(finding)}\n`);
          findings.push(...own);
        } catch (thrown) {
          // A file that cannot be read costs only itself.
          if (LakehouseError.from(thrown).code === 'CANCELLED') throw thrown;
          printError(thrown);
          failed = true;
        }
      }
    } finally {
      await catalogs?.close();
    }
    if (values.json === true) process.stdout.write(`${JSON.stringify(findings, null, 2)}\n`);
    else process.stderr.write(`${summary(findings, files.length)}\n`);
    return failed || findings.some(({ severity }) => severity === 'error') ? 1 : 0;
  });
}

function versionOf(text: string | undefined, settings: WorkspaceSettings): SparkVersion {
  if (text === undefined) return sparkVersionOf(settings.get('lakehouse.sparkVersion'));
  if (/^\d+\.\d/.test(text)) return sparkVersionOf(text);
  throw new LakehouseError('CONFIG_INVALID', `There is no Spark version “${text}”`, {
    nextStep: { label: 'Use 4.0 or 4.1' },
  });
}

const LEVELS: readonly string[] = ['error', 'warning', 'information', 'hint', 'off'];
type Level = DiagnosticSeverity | 'off';
const isLevel = (level: unknown): level is Level => typeof level === 'string' && LEVELS.includes(level);

/** What the command line says of a code stands above the folder's settings. */
function severitiesOf(given: readonly string[], settings: WorkspaceSettings): Readonly<Record<string, Level>> {
  const shared = settings.get('lakehouse.diagnostics.severity');
  const severities = new Map<string, Level>();
  for (const [code, level] of Object.entries(typeof shared === 'object' ? (shared ?? {}) : {})) {
    if (isLevel(level)) severities.set(code, level);
  }
  for (const text of given) {
    const [code = '', level] = text.split('=');
    if (!isLevel(level)) {
      throw new LakehouseError('CONFIG_INVALID', `--severity takes CODE=SEVERITY, not “${text}”`, {
        nextStep: { label: `Use one of ${LEVELS.join(', ')}, such as unknown-table=error` },
      });
    }
    severities.set(code, level);
  }
  return Object.fromEntries(severities);
}

const listOf = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];

/** More rounds of questions than a name has parts are never needed. */
const ROUNDS = 8;

async function diagnoseWith(
  document: SqlDocument,
  options: DiagnosticOptions,
  source: PictureSource,
  signal: AbortSignal,
): Promise<readonly Diagnostic[]> {
  for (let round = 0; ; round++) {
    const { diagnostics, wanted } = diagnose(document, source.picture(true), options);
    if (wanted.length === 0 || round === ROUNDS || !(await source.load(wanted, signal))) {
      if (signal.aborted) throw new LakehouseError('CANCELLED', 'Cancelled');
      return diagnostics;
    }
  }
}

function findingsOf(file: string, text: string, diagnostics: readonly Diagnostic[]): Finding[] {
  const positions = new Positions(text);
  return diagnostics.map(({ start, severity, code, message }) => ({
    file,
    ...positions.at(start),
    severity,
    code,
    message,
  }));
}

function lineOf({ file, line, col, severity, code, message }: Finding): string {
  return `${file}:${line}:${col}: ${severity} ${code} ${message.replace(/\s*\n\s*/g, ' ')}`;
}

function summary(findings: readonly Finding[], files: number): string {
  const count = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? '' : 's'}`;
  const of = (severity: Finding['severity']): number => findings.filter((each) => each.severity === severity).length;
  const parts = [count(of('error'), 'error'), count(of('warning'), 'warning')];
  return `${count(files, 'file')} checked: ${parts.join(', ')}`;
}
