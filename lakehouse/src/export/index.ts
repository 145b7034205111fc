/** Results as files, a few rows at a time: one implementation for the extension's worker and the command line. */
import { arrowFile } from './arrow';
import { parquetFile } from './parquet';
import { textFile } from './text';
import type { ByteSink, FileFormat, FileOptions, FileWriter } from './types';
import { xlsxFile } from './xlsx';

export { openBatch, Rows, type OpenBatch } from './rows';
export { fileSink } from './sink';
export * from './types';

/** A writer for one file. Throws when an INSERT has no table. */
export function createFileWriter(format: FileFormat, options: FileOptions, sink: ByteSink): FileWriter {
  switch (format) {
    case 'parquet':
      return parquetFile(options, sink);
    case 'arrow':
      return arrowFile(options, sink);
    case 'xlsx':
      return xlsxFile(options, sink);
    default:
      return textFile(format, options, sink);
  }
}
