/** What writes a result to a file, and what it is given. */
import type { TextOptions } from '../arrow';
import type { Rows } from './rows';

export const FILE_FORMATS = ['csv', 'tsv', 'json', 'ndjson', 'markdown', 'insert', 'parquet', 'arrow', 'xlsx'] as const;
export type FileFormat = (typeof FILE_FORMATS)[number];

export function isFileFormat(text: string): text is FileFormat {
  return FILE_FORMATS.some((format) => format === text);
}

/** The format a file name asks for by its ending, or undefined. */
export function formatOfFile(path: string): FileFormat | undefined {
  const ending = /\.([^./\\]+)$/.exec(path)?.[1]?.toLowerCase();
  const others: Readonly<Record<string, FileFormat>> = {
    md: 'markdown',
    sql: 'insert',
    jsonl: 'ndjson',
    feather: 'arrow',
  };
  if (ending === undefined) return undefined;
  return others[ending] ?? (isFileFormat(ending) ? ending : undefined);
}

/** Text options, and of the binary formats the columns. */
export type FileOptions = TextOptions;

/** Where the bytes of a file go. After `end` or `discard` nothing more comes. */
export interface ByteSink {
  write(part: string | Uint8Array): Promise<void>;
  /** All is written: makes it what was wanted. */
  end(): Promise<void>;
  /** Leaves nothing behind. */
  discard(): Promise<void>;
}

/**
 * One file, in parts: rows in order, then `end` once. The first rows, of which there may be none, tell the columns. Holds
 * no more than a few batches in memory, however long the result.
 */
export interface FileWriter {
  write(rows: Rows): Promise<void>;
  end(): Promise<void>;
}
