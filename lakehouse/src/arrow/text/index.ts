/** A result as text, a few rows at a time: one implementation for the result panel and the command line. */
import { csvWriter, tsvWriter } from './delimited';
import { jsonWriter, ndjsonWriter } from './json';
import { markdownWriter } from './markdown';
import { inListWriter, insertWriter } from './sql';
import type { TextFormat, TextOptions, TextWriter } from './types';

export { TEXT_FORMATS } from './types';
export type { TextFormat, TextOptions, TextWriter } from './types';
export { tsvField } from './delimited';
export { isTableName } from './table-name';

/** A writer for one text. Throws when an INSERT has no table. */
export function createTextWriter(format: TextFormat, options: TextOptions = {}): TextWriter {
  switch (format) {
    case 'csv':
      return csvWriter(options);
    case 'tsv':
      return tsvWriter(options);
    case 'json':
      return jsonWriter(options);
    case 'ndjson':
      return ndjsonWriter(options);
    case 'markdown':
      return markdownWriter(options);
    case 'insert':
      return insertWriter(options);
    case 'in-list':
      return inListWriter(options);
  }
}
