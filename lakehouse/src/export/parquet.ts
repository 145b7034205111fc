/** Parquet, a row group at a time, compressed with Snappy as Spark does. */
import { ByteWriter, ParquetWriter, type SchemaElement } from 'hyparquet-writer';
import type { ResultColumn } from '../arrow';
import { parquetElements, parquetValue, type ParquetValue } from './parquet-schema';
import { wantedColumns } from './columns';
import type { Rows } from './rows';
import type { ByteSink, FileOptions, FileWriter } from './types';

/** A row group holds at most so many rows, cells, and bytes as Arrow has them: bounds the memory. */
const GROUP_ROWS = 65_536;
const GROUP_CELLS = 1_000_000;
const GROUP_BYTES = 24 * 1024 * 1024;
/** Dictionaries are tried only up to this size, in bytes: what is larger has few repeats. */
const DICTIONARY_BYTES = 1024 * 1024;

export function parquetFile({ columns: wanted }: FileOptions, sink: ByteSink): FileWriter {
  const bytes = new ByteWriter();
  let columns: readonly { readonly index: number; readonly name: string; readonly column: ResultColumn }[] = [];
  let writer: ParquetWriter | undefined;
  let group: ParquetValue[][] = [];
  let rowsInGroup = 0;
  let bytesInGroup = 0;

  const begin = (rows: Rows): ParquetWriter => {
    columns = wantedColumns(rows.columns, wanted);
    const elements = columns.flatMap(({ name, column }) => parquetElements(name, column.sparkType));
    const schema: SchemaElement[] = [{ name: 'spark_schema', num_children: columns.length }, ...elements];
    group = columns.map(() => []);
    return new ParquetWriter({ writer: bytes, schema, createdBy: 'lakehouse-vscode' });
  };

  /** What was encoded goes on to the sink; the writer counts offsets on its own. */
  const drain = async (): Promise<void> => {
    const part = bytes.getBytes().slice();
    bytes.index = 0;
    await sink.write(part);
  };

  const flush = async (): Promise<void> => {
    if (writer === undefined || rowsInGroup === 0) return;
    const columnData = columns.map(({ name }, position) => ({ name, data: group[position] ?? [] }));
    await writer.write({ columnData, rowGroupSize: rowsInGroup, dictionarySize: DICTIONARY_BYTES });
    group = columns.map(() => []);
    rowsInGroup = 0;
    bytesInGroup = 0;
    await drain();
  };

  return {
    async write(rows) {
      writer ??= begin(rows);
      const limit = Math.max(1, Math.min(GROUP_ROWS, Math.floor(GROUP_CELLS / Math.max(1, columns.length))));
      const rowBytes = rows.batches[0].bytes.byteLength / Math.max(1, rows.batches[0].result.rowCount);
      for (let index = 0; index < rows.length; index++) {
        const { result } = rows.batch(rows.batchAt(index));
        const row = rows.rowAt(index);
        for (let position = 0; position < columns.length; position++) {
          const picked = columns[position];
          if (picked !== undefined) {
            group[position]?.push(parquetValue(result.value(picked.index, row), picked.column.sparkType));
          }
        }
        rowsInGroup++;
        bytesInGroup += rowBytes;
        if (rowsInGroup >= limit || bytesInGroup > GROUP_BYTES) await flush();
      }
    },
    async end() {
      await flush();
      await writer?.finish();
      await drain();
    },
  };
}
