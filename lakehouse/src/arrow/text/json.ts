/** JSON, as `jsonText` has each value: all digits of a number, times as ISO 8601 with their offset, binary as base64. */
import { jsonText } from '../format';
import { eachRow, pick, uniqueNames, zoneOf, type Picked } from './columns';
import type { TextOptions, TextWriter } from './types';

/** One array, an object a line. */
export function jsonWriter(options: TextOptions): TextWriter {
  const row = objects(options);
  let first = true;
  return {
    head(columns) {
      row.start(pick(columns, options));
      return '[';
    },
    rows: (batch, from, to) =>
      row.write(batch, from, to, (object) => {
        const text = `${first ? '\n' : ',\n'}${object}`;
        first = false;
        return text;
      }),
    tail: () => (first ? ']\n' : '\n]\n'),
  };
}

/** An object a line, and nothing else. */
export function ndjsonWriter(options: TextOptions): TextWriter {
  const row = objects(options);
  return {
    head(columns) {
      row.start(pick(columns, options));
      return '';
    },
    rows: (batch, from, to) => row.write(batch, from, to, (object) => `${object}\n`),
    tail: () => '',
  };
}

function objects(options: TextOptions) {
  let picked: Picked[] = [];
  let keys: string[] = [];
  return {
    start(columns: Picked[]): void {
      picked = columns;
      keys = uniqueNames(picked).map((name) => JSON.stringify(name));
    },
    write: (
      batch: Parameters<TextWriter['rows']>[0],
      from: number,
      to: number,
      line: (object: string) => string,
    ): string =>
      eachRow(
        batch,
        picked,
        from,
        to,
        (value, type, position) => `${keys[position]}:${jsonText(value, type, zoneOf(type, options))}`,
        (cells) => line(`{${cells.join(',')}}`),
      ),
  };
}
