/** Arrow IPC files. Whole batches go through as the bytes that Spark sent. */
import { Column, Table, tableFromIPC, tableToIPC, type Batch } from '@uwdata/flechette';
import { footer, messagesOf, type Block } from './arrow-messages';
import { take } from './arrow-take';
import { wantedColumns } from './columns';
import type { OpenBatch, Rows } from './rows';
import type { ByteSink, FileOptions, FileWriter } from './types';

/** https://arrow.apache.org/docs/format/Columnar.html#ipc-file-format */
const MAGIC = new Uint8Array([0x41, 0x52, 0x52, 0x4f, 0x57, 0x31, 0, 0]);
const END_OF_STREAM = new Uint8Array([0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0]);
/** Rows gathered into one batch: what was sorted must not become one batch of everything. */
const BATCH_ROWS = 65_536;

export function arrowFile({ columns }: FileOptions, sink: ByteSink): FileWriter {
  let schema: Uint8Array | undefined;
  let offset = 0;
  const blocks: Block[] = [];

  const put = async (bytes: Uint8Array): Promise<void> => {
    offset += bytes.byteLength;
    await sink.write(bytes);
  };

  /** Writes the messages of a stream; of its schema only the first is written. */
  const stream = async (bytes: Uint8Array): Promise<void> => {
    for (const message of messagesOf(bytes)) {
      if (message.kind === 'schema') {
        if (schema !== undefined) continue;
        schema = message.metadata;
        await put(MAGIC);
      } else {
        blocks.push({ offset, metadataLength: message.metadata.byteLength + 8, bodyLength: message.bodyLength });
      }
      await put(message.bytes);
    }
  };

  return {
    async write(rows) {
      if (columns === undefined && rows.isWhole && rows.batches.length === 1 && distinct(rows)) {
        return stream(rows.batches[0].bytes);
      }
      for (let from = 0; from === 0 || from < rows.length; from += BATCH_ROWS) {
        await stream(taken(rows, from, Math.min(rows.length, from + BATCH_ROWS), columns));
      }
    },
    async end() {
      if (schema === undefined) return;
      await put(END_OF_STREAM);
      await put(footer(schema, blocks));
    },
  };
}

/** Files may hold a name twice, but hardly any reader takes it. */
function distinct({ columns }: Rows): boolean {
  return new Set(columns.map(({ name }) => name)).size === columns.length;
}

function taken(rows: Rows, from: number, to: number, columns: readonly number[] | undefined): Uint8Array {
  const tables = rows.batches.map(({ bytes }: OpenBatch) => tableFromIPC(bytes, { useBigInt: true }));
  const [first] = tables;
  if (first === undefined) throw new Error('no batch');
  const places = { rows: new Uint32Array(to - from), which: new Uint32Array(to - from) };
  for (let index = from; index < to; index++) {
    places.rows[index - from] = rows.rowAt(index);
    places.which[index - from] = rows.batchAt(index);
  }
  const wanted = wantedColumns(rows.columns, columns);
  const fields = wanted.map(({ index, name }) => {
    const field = first.schema.fields[index];
    if (field === undefined) throw new RangeError(`no column ${index}`);
    return { ...field, name };
  });
  const parts = wanted.map(({ index }, position) => {
    const type = fields[position]?.type ?? first.schema.fields[index]?.type;
    if (type === undefined) throw new RangeError(`no column ${index}`);
    const sources = to > from ? tables.map((table) => onlyBatch(table, index)) : [];
    return new Column([take(sources, type, places)], type);
  });
  const bytes = tableToIPC(new Table({ ...first.schema, fields }, parts), { format: 'stream' });
  if (bytes === null) throw new Error('nothing was encoded');
  return bytes;
}

/** Spark sends one record batch a stream. */
function onlyBatch(table: Table, index: number): Batch<unknown> {
  const [only, ...others] = (table.getChildAt(index)?.data ?? []) as readonly Batch<unknown>[];
  if (only === undefined || others.length > 0) throw new Error('not one record batch in a stream');
  return only;
}
