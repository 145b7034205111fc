/** `lakehouse sql --output`: the rows of a statement as a file. */
import { LakehouseError } from '../errors';
import { createFileWriter, fileSink, FILE_FORMATS, formatOfFile, isFileFormat, openBatch, Rows } from '../export';
import type { ByteSink, FileFormat, FileOptions, FileWriter } from '../export';
import { FORMATS, type Format, type RowWriter } from './rows';

export type OutputFormat = Format | FileFormat;

/** What can only be written to a file. */
export function isBinary(format: OutputFormat): format is Exclude<FileFormat, Format> {
  return !FORMATS.some((name) => name === format);
}

/** From `--format`, else from the ending of `--output`, else a table. CONFIG_INVALID when they do not go together. */
export function outputFormat(flags: { readonly format?: string; readonly output?: string }): OutputFormat {
  const { format, output } = flags;
  const names = [...new Set([...FORMATS, ...FILE_FORMATS])];
  const known = names.find((name) => name === (format ?? (output === undefined ? 'table' : formatOfFile(output))));
  if (known === undefined) {
    const what = format === undefined ? `The ending of ${output} is no format` : `There is no format “${format}”`;
    throw new LakehouseError('CONFIG_INVALID', what, {
      nextStep: { label: `Use --format with one of ${names.join(', ')}` },
    });
  }
  if (output !== undefined && !isFileFormat(known)) {
    throw new LakehouseError('CONFIG_INVALID', `${known} is for reading on screen, not for a file`);
  }
  if (output === undefined && isBinary(known)) {
    throw new LakehouseError('CONFIG_INVALID', `${known} needs --output FILE`);
  }
  return known;
}

/** One file for the one statement that gives rows; it is there once `end` is done. */
export class ResultFile {
  private sink: ByteSink | undefined;
  private writer: FileWriter | undefined;

  constructor(
    private readonly path: string,
    private readonly format: OutputFormat,
    private readonly options: FileOptions,
  ) {}

  /** Takes the rows of one statement, at most `limit`. CONFIG_INVALID when one before it gave some. */
  statement(limit: number): RowWriter {
    let written = 0;
    let full = false;
    const earlier = this.writer;
    return {
      get full() {
        return full;
      },
      batch: async (data) => {
        if (earlier !== undefined) {
          throw new LakehouseError('CONFIG_INVALID', 'Only one statement can give the rows of --output');
        }
        const batch = openBatch(data);
        const { rowCount, columns } = batch.result;
        if (columns.length === 0) return;
        const writer = await this.open();
        const count = Math.min(rowCount, limit - written);
        if (count > 0 || written === 0) await writer.write(Rows.stretch(batch, 0, count));
        written += count;
        full = count < rowCount;
      },
      end: async () => undefined,
    };
  }

  /** CONFIG_INVALID when no statement gave rows. */
  async end(): Promise<void> {
    if (this.writer === undefined) throw new LakehouseError('CONFIG_INVALID', 'No statement gave rows for --output');
    await this.writer.end();
    await this.sink?.end();
  }

  async discard(): Promise<void> {
    await this.sink?.discard();
  }

  private async open(): Promise<FileWriter> {
    if (this.writer !== undefined) return this.writer;
    if (!isFileFormat(this.format)) throw new LakehouseError('INTERNAL', `${this.format} is no format of files`);
    this.sink = await fileSink(this.path);
    this.writer = createFileWriter(this.format, this.options, this.sink);
    return this.writer;
  }
}
