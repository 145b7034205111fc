/** `lakehouse check`: the editor's diagnostics for files. */
import { parseArgs } from 'node:util';
import { interruptible, MISUSE, printError } from '../../../lakehouse/src/cli/output';
import { STACK_OPTIONS, STACK_OPTIONS_HELP } from '../../../lakehouse/src/cli/stackOptions';
import { LakehouseError } from '../../../lakehouse/src/errors';
import type { PictureSource } from '../catalog/picture';
import { diagnose } from '../features/diagnostics';
import type { Diagnostic } from '../features/types';
import { emptyPicture } from '../sql/catalog-picture';
import { SqlDocument } from '../sql/document';
import { type SparkVersion, sparkVersionOf } from '../sql/spark-version';
import { openCatalogs } from './catalogs';
import { findSqlFiles, readSql } from './files';
import { Positions } from './positions';

const HELP = `Usage: lakehouse check FILE… [OPTIONS]

Says what is wrong in SQL files, as the editor does: FILE:LINE:COL: severity code message. A folder means the .sql files
below it, - is standard input. The exit code is 1 when there is an error, else 0.

  --json               an array of { file, line, col, severity, code, message }; lines and columns count from 1
  --syntax-only        asks no catalog
  --connection NAME    whose catalogs are asked (default: the first of lakehouse.json in this folder; none without it)
  --snapshot FILE      a file that lakehouse catalog export wrote, instead of a connection; may be given more than once
  --spark-version V    4.0 (default) or 4.1
${STACK_OPTIONS_HELP}`;

const OPTIONS = {
  ...STACK_OPTIONS,
  json: { type: 'boolean' },
  'syntax-only': { type: 'boolean' },
  connection: { type: 'string' },
  snapshot: { type: 'string', multiple: true },
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
  const version = versionOf(values['spark-version']);
  return interruptible(async (signal) => {
    const files = await findSqlFiles(positionals);
    const catalogs = values['syntax-only'] === true ? null : await openCatalogs(values, signal);
    const findings: Finding[] = [];
    let failed = false;
    try {
      for (const file of files) {
        try {
          const document = new SqlDocument(await readSql(file), { sparkVersion: version });
          const found =
            catalogs === null ? diagnoseAlone(document) : await diagnoseWith(document, catalogs.source, signal);
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

function versionOf(text: string | undefined): SparkVersion {
  if (text === undefined || /^\d+\.\d/.test(text)) return sparkVersionOf(text);
  throw new LakehouseError('CONFIG_INVALID', `There is no Spark version “${text}”`, {
    nextStep: { label: 'Use 4.0 or 4.1' },
  });
}

const diagnoseAlone = (document: SqlDocument): readonly Diagnostic[] => diagnose(document, emptyPicture).diagnostics;

/** More rounds of questions than a name has parts are never needed. */
const ROUNDS = 8;

async function diagnoseWith(
  document: SqlDocument,
  source: PictureSource,
  signal: AbortSignal,
): Promise<readonly Diagnostic[]> {
  for (let round = 0; ; round++) {
    const { diagnostics, wanted } = diagnose(document, source.picture(true));
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
