/** The text formats, row by row from the one implementation that the result panel copies with. */
import { createTextWriter, type TextFormat } from '../arrow';
import type { Rows } from './rows';
import type { ByteSink, FileOptions, FileWriter } from './types';

/** Rows turned to text at once: bounds the memory of the text. */
const CHUNK = 1000;

/** Throws when an INSERT has no table. */
export function textFile(format: TextFormat, options: FileOptions, sink: ByteSink): FileWriter {
  const writer = createTextWriter(format, options);
  let begun = false;
  return {
    async write(rows) {
      if (!begun) await sink.write(writer.head(rows.columns));
      begun = true;
      for (const { batch, from, to } of stretches(rows)) await sink.write(writer.rows(batch, from, to));
    },
    async end() {
      if (begun) await sink.write(writer.tail());
    },
  };
}

/** Neighbouring rows together: most results are written in the order they came. */
function* stretches(rows: Rows) {
  let start = 0;
  for (let index = 1; index <= rows.length; index++) {
    const follows =
      index < rows.length &&
      index - start < CHUNK &&
      rows.batchAt(index) === rows.batchAt(start) &&
      rows.rowAt(index) === rows.rowAt(index - 1) + 1;
    if (follows) continue;
    const from = rows.rowAt(start);
    yield { batch: rows.batch(rows.batchAt(start)).result, from, to: from + index - start };
    start = index;
  }
}
