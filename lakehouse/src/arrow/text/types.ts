/** What writes a result as text, a few rows at a time. */
import type { ResultBatch, ResultColumn } from '../decode';

export const TEXT_FORMATS = ['csv', 'tsv', 'json', 'ndjson', 'markdown', 'insert', 'in-list'] as const;
export type TextFormat = (typeof TEXT_FORMATS)[number];

export interface TextOptions {
  /** Columns written, by index, in this order; default: all. */
  readonly columns?: readonly number[];
  /** CSV and TSV: column names in the first line; default true. */
  readonly header?: boolean;
  /** CSV, TSV and Markdown: what stands for NULL; default empty, in Markdown `NULL`. */
  readonly nullText?: string;
  /** INSERT: the table, as SQL names it. */
  readonly table?: string;
  /** Zone of the timestamps in a variant, which carries none; all others show in the session's, which their type carries. */
  readonly timeZone?: string;
}

/**
 * One text, in parts: `head` once, then `rows` for ranges of batches in order, then `tail` once. The parts put together
 * are the whole; nothing is kept between them but what the format needs.
 */
export interface TextWriter {
  head(columns: readonly ResultColumn[]): string;
  /** Rows `from` up to, not with, `to` of a batch with the columns that `head` was given. */
  rows(batch: ResultBatch, from: number, to: number): string;
  tail(): string;
}
