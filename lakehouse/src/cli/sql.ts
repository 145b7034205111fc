/** `lakehouse sql`: runs SQL on Spark Connect and prints what comes, as it comes. */
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { SparkConfig } from '../config';
import { LakehouseError } from '../errors';
import { connect } from '../spark';
import type { SparkSession } from '../spark';
import { onlyReads } from '../spark/reads';
import { splitStatements } from '../stack/statements';
import { connectionsHere, pickConnection, withSecrets } from './connections';
import { printError } from './output';
import { isBinary, outputFormat, ResultFile, type OutputFormat } from './resultFile';
import { createWriter } from './rows';
import { STACK_OPTIONS, STACK_OPTIONS_HELP, stackOf } from './stackOptions';
import type { StackFlags } from './stackOptions';

const HELP = `Usage: lakehouse sql -c STATEMENT | -f FILE [OPTIONS]

Runs SQL on Spark Connect. The address is that of --spark, else of a connection of lakehouse.json in this folder, else
of the lakehouse that runs on this machine.

  -c STATEMENT       one statement
  -f FILE            statements, each ended by a line that ends with ; (- is standard input)
  --connection NAME  of lakehouse.json (default: its first)
  --spark URL        sc://host:port/;use_ssl=true;token=…
  --format NAME      table (default), csv, tsv, json, ndjson, markdown; into a file also parquet, arrow, xlsx, insert
  --output FILE      write the rows of the one statement that gives some to FILE, whole or not at all; without --format
                     its ending says how
  --table NAME       of --format insert: the table that is inserted into
  --limit N          at most N rows of each statement
${STACK_OPTIONS_HELP}
json: an array of objects for each statement that gives rows, written as they come. 64-bit integers and decimals are
numbers with all their digits: read them with a parser that keeps them. NaN and infinities are strings, times ISO 8601,
binary base64. A failure is JSON on standard error: code, message, condition, sqlState, position, nextStep.
ndjson: an object a line. csv: RFC 4180; NULL is empty, an empty string is "". A file of parquet has Spark's types; xlsx
has as text what Excel's numbers cannot hold.
`;

const OPTIONS = {
  ...STACK_OPTIONS,
  command: { type: 'string', short: 'c' },
  file: { type: 'string', short: 'f' },
  connection: { type: 'string' },
  spark: { type: 'string' },
  format: { type: 'string' },
  output: { type: 'string', short: 'o' },
  table: { type: 'string' },
  limit: { type: 'string' },
} as const;

export async function run(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: OPTIONS });
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const format = outputFormat(values);
  const interrupt = new AbortController();
  const onSignal = () => interrupt.abort();
  process.once('SIGINT', onSignal).once('SIGTERM', onSignal);
  // Whoever read the output has enough of it: `lakehouse sql … | head`.
  let unread = false;
  process.stdout.on('error', () => {
    unread = true;
    interrupt.abort();
  });
  let statement: string | undefined;
  let session: SparkSession | undefined;
  let file: ResultFile | undefined;
  try {
    const limit = limitOf(values.limit);
    const statements = await statementsOf(values);
    const { spark, readOnly } = await address(values, interrupt.signal);
    session = await connect({ spark, userAgent: 'lakehouse-cli', signal: interrupt.signal });
    const { output, table } = values;
    file = output === undefined ? undefined : new ResultFile(resolve(output), format, { table });
    for (statement of statements) {
      if (readOnly && !onlyReads(statement)) throw refused(statement);
      await execute(session, statement, { format, limit, file, signal: interrupt.signal });
    }
    await file?.end();
    return 0;
  } catch (error) {
    await file?.discard();
    if (unread) return 0;
    return report(error, format, statement);
  } finally {
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
    await session?.close();
  }
}

interface PrintOptions {
  readonly format: OutputFormat;
  readonly limit: number;
  readonly file: ResultFile | undefined;
  readonly signal: AbortSignal;
}

async function execute(session: SparkSession, sql: string, options: PrintOptions): Promise<void> {
  // One more than is printed, to know that there are more.
  const serverLimit = options.limit < 2 ** 31 - 1 ? options.limit + 1 : undefined;
  const { format, limit, file } = options;
  const writer = file?.statement(limit) ?? (isBinary(format) ? undefined : createWriter(format, process.stdout, limit));
  if (writer === undefined) throw new LakehouseError('CONFIG_INVALID', `${format} needs --output FILE`);
  for await (const event of session.execute(sql, { signal: options.signal, limit: serverLimit })) {
    if (event.type !== 'batch') continue;
    await writer.batch(event.data);
    if (writer.full) {
      process.stderr.write(`there are more than these ${limit} rows\n`);
      break;
    }
  }
  await writer.end();
}

function report(thrown: unknown, format: OutputFormat, statement: string | undefined): number {
  const error = LakehouseError.from(thrown);
  const { position } = error;
  if (format === 'json' || format === 'ndjson') {
    const { detail, ...data } = error.toData();
    process.stderr.write(`${JSON.stringify(process.env['LAKEHOUSE_DEBUG'] ? { ...data, detail } : data)}\n`);
    return error.code === 'CANCELLED' ? 130 : 1;
  }
  const code = printError(thrown);
  if (position && statement !== undefined) {
    const line = statement.split('\n')[position.line - 1] ?? '';
    const marks = '^'.repeat(Math.max(1, Math.min(position.end - position.start, line.length - position.col + 1)));
    process.stderr.write(
      `line ${position.line}, column ${position.col}\n  ${line}\n  ${' '.repeat(position.col - 1)}${marks}\n`,
    );
  }
  return code;
}

function limitOf(text: string | undefined): number {
  if (text === undefined) return Infinity;
  const limit = Number(text);
  if (Number.isInteger(limit) && limit >= 0 && text.trim() !== '') return limit;
  throw new LakehouseError('CONFIG_INVALID', `--limit takes a number of rows, not “${text}”`);
}

async function statementsOf(flags: { readonly command?: string; readonly file?: string }): Promise<readonly string[]> {
  const { command, file } = flags;
  if ((command === undefined) === (file === undefined)) {
    throw new LakehouseError('CONFIG_INVALID', 'Say what to run: one of -c STATEMENT and -f FILE');
  }
  const statements = command === undefined ? splitStatements(await readText(file ?? '-')) : [command];
  if (statements.every((text) => text.trim() === ''))
    throw new LakehouseError('CONFIG_INVALID', 'There is no statement to run');
  return statements;
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file === '-' ? '/dev/stdin' : file, 'utf8');
  } catch (error) {
    throw new LakehouseError('CONFIG_INVALID', `${file} cannot be read: ${(error as Error).message}`, { cause: error });
  }
}

interface Address {
  readonly spark: SparkConfig;
  readonly readOnly: boolean;
}

async function address(
  flags: StackFlags & { readonly spark?: string; readonly connection?: string },
  signal: AbortSignal,
): Promise<Address> {
  if (flags.spark !== undefined) return { spark: { url: flags.spark }, readOnly: false };
  const connection = pickConnection((await connectionsHere()) ?? [], flags.connection);
  if (connection === undefined) return { spark: await stackAddress(flags, signal), readOnly: false };
  const readOnly = connection.readOnly === true;
  if (connection.stack !== undefined) {
    return { spark: await stackAddress({ runtime: connection.stack, ...flags }, signal), readOnly };
  }
  const { spark, name } = await withSecrets(connection);
  if (spark === undefined) throw new LakehouseError('CONFIG_INVALID', `Connection "${name}" has no Spark`);
  return { spark, readOnly };
}

async function stackAddress(flags: StackFlags, signal: AbortSignal): Promise<SparkConfig> {
  const stack = await stackOf(flags, signal);
  const { connection, services } = await stack.status();
  const running = services.some(({ name, state }) => name === 'spark' && state === 'running');
  if (connection?.spark && running) return connection.spark;
  throw new LakehouseError('STACK_NOT_RUNNING', 'No lakehouse runs on this machine', {
    nextStep: { label: 'Start one with `lakehouse up`, or say where Spark is with --spark' },
  });
}

function refused(statement: string): LakehouseError {
  const word = /[a-z]+/i.exec(statement)?.[0].toUpperCase() ?? 'This';
  return new LakehouseError('READ_ONLY', `The connection is read-only: ${word} was not run`);
}
