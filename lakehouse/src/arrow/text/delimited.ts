/** CSV and TSV. */
import { formatValue } from '../format';
import { eachRow, pick, zoneOf, type Picked } from './columns';
import type { TextOptions, TextWriter } from './types';

/**
 * RFC 4180: lines end in CR LF. An empty string is `""` and a text that reads as `nullText` is quoted, so that NULL,
 * which is never quoted, stays apart from both.
 */
export function csvWriter(options: TextOptions): TextWriter {
  const { nullText = '' } = options;
  return delimited(options, ',', '\r\n', (text) => (text === nullText ? quoted(text) : csvField(text)));
}

/** Tab-separated as spreadsheets read it from the clipboard: lines end in LF. */
export function tsvWriter(options: TextOptions): TextWriter {
  return delimited(options, '\t', '\n', tsvField);
}

function delimited(
  options: TextOptions,
  separator: string,
  lineEnd: string,
  field: (text: string) => string,
): TextWriter {
  const { header = true, nullText = '' } = options;
  let picked: Picked[] = [];
  const line = (cells: readonly string[]): string => cells.join(separator) + lineEnd;
  return {
    head(columns) {
      picked = pick(columns, options);
      return header ? line(picked.map(({ column }) => field(column.name))) : '';
    },
    rows: (batch, from, to) =>
      eachRow(
        batch,
        picked,
        from,
        to,
        (value, type) => {
          const { kind, text } = formatValue(value, type, zoneOf(type, options));
          return kind === 'null' ? nullText : field(text);
        },
        line,
      ),
    tail: () => '',
  };
}

function csvField(text: string): string {
  return text === '' || /[",\r\n]|^\s|\s$/.test(text) ? quoted(text) : text;
}

/** One field of tab-separated values: quoted when it holds a tab, a line break or a quote at its start. */
export function tsvField(text: string): string {
  return /[\t\r\n]|^"/.test(text) ? quoted(text) : text;
}

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}
