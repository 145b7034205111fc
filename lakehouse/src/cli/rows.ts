/** Rows of a result as a table, CSV or JSON, written as batches arrive. */
import type { Writable } from 'node:stream';
import { createTextWriter, decodeBatch, formatValue } from '../arrow';
import type { CellKind, TextWriter } from '../arrow';

export const FORMATS = ['table', 'csv', 'tsv', 'json', 'ndjson', 'markdown'] as const;
export type Format = (typeof FORMATS)[number];

export interface RowWriter {
  /** As many rows were written as are wanted, and there was at least one more. */
  readonly full: boolean;
  /** Writes an Arrow stream's rows; waits while the output is not read. */
  batch(data: Uint8Array): Promise<void>;
  end(): Promise<void>;
}

/** Rows turned to text at once: bounds memory, and how much is written after the reader has gone. */
const CHUNK = 1000;

export function createWriter(format: Format, output: Writable, limit: number): RowWriter {
  const layout = format === 'table' ? tableLayout() : createTextWriter(format);
  let written = 0;
  let started = false;
  let full = false;
  const write = async (text: string) => {
    if (text !== '' && !output.write(text) && !output.destroyed) await drained(output);
  };
  return {
    get full() {
      return full;
    },
    async batch(data) {
      const batch = decodeBatch(data);
      if (!started) await write(layout.head(batch.columns));
      started = true;
      const count = Math.min(batch.rowCount, limit - written);
      for (let from = 0; from < count; from += CHUNK) {
        await write(layout.rows(batch, from, Math.min(count, from + CHUNK)));
      }
      written += count;
      full = count < batch.rowCount;
    },
    async end() {
      if (started) await write(layout.tail());
    },
  };
}

function drained(output: Writable): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      output.off('drain', done).off('close', done).off('error', done);
      resolve();
    };
    output.once('drain', done).once('close', done).once('error', done);
  });
}

interface Cell {
  readonly text: string;
  readonly kind: CellKind;
}

/** Widths are those of the first rows; what comes later and is wider moves its line. */
function tableLayout(): TextWriter {
  let names: string[] = [];
  let widths: number[] | undefined;
  const line = (cells: readonly Cell[]) =>
    `${cells
      .map(({ text, kind }, column) => {
        const width = widths?.[column] ?? 0;
        return kind === 'number' ? text.padStart(width) : text.padEnd(width);
      })
      .join('  ')
      .trimEnd()}\n`;
  const header = (rows: readonly (readonly Cell[])[]) => {
    const size = (column: number) =>
      Math.max(names[column]?.length ?? 0, ...rows.map((row) => row[column]?.text.length ?? 0));
    widths = names.map((_, column) => Math.min(60, size(column)));
    return (
      line(names.map((text) => ({ text, kind: 'text' as const }))) +
      `${widths.map((width) => '-'.repeat(width)).join('  ')}\n`
    );
  };
  let count = 0;
  return {
    head: (columns) => {
      names = columns.map(({ name }) => visible(name));
      return '';
    },
    rows: (batch, from, to) => {
      const rows: Cell[][] = [];
      for (let row = from; row < to; row++) {
        rows.push(
          batch.columns.map(({ sparkType }, column) => {
            const cell = formatValue(batch.value(column, row), sparkType);
            return { text: visible(cell.text), kind: cell.kind };
          }),
        );
      }
      count += rows.length;
      return (widths ? '' : header(rows)) + rows.map(line).join('');
    },
    tail: () => `${widths ? '' : header([])}(${count} ${count === 1 ? 'row' : 'rows'})\n`,
  };
}

/** Control characters as escapes: a cell must not steer the terminal, nor break its line. */
function visible(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]/gu, (char) =>
    char === '\n' ? '\\n' : char === '\t' ? '\\t' : `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
