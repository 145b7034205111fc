/**
 * The thread in which the extension writes files: the extension host, which others share, only passes batches on. One
 * request at a time; each is answered when it has been done, which holds the sender back.
 */
import { parentPort } from 'node:worker_threads';
import { LakehouseError } from '../errors';
import { createFileWriter, fileSink, openBatch, Rows, type ByteSink, type FileWriter, type OpenBatch } from './index';
import type { ExportAnswer, ExportRequest } from './messages';

let sink: ByteSink | undefined;
let writer: FileWriter | undefined;
/** Batches that wait for the order their rows are written in. */
const held: OpenBatch[] = [];

async function handle(request: ExportRequest): Promise<void> {
  switch (request.type) {
    case 'open':
      sink = await fileSink(request.path);
      writer = createFileWriter(request.format, request.options, sink);
      return;
    case 'batch': {
      const batch = openBatch(request.data);
      return writer?.write(request.rows === null ? Rows.stretch(batch) : Rows.picked([batch], request.rows));
    }
    case 'hold':
      held.push(openBatch(request.data));
      return;
    case 'ordered': {
      const [first, ...others] = held;
      if (first === undefined) throw new Error('no batch was held');
      return writer?.write(Rows.picked([first, ...others], request.rows, request.which));
    }
    case 'end':
      await writer?.end();
      return sink?.end();
    case 'discard':
      return sink?.discard();
  }
}

parentPort?.on('message', (request: ExportRequest) => {
  const answer = (message: ExportAnswer): void => parentPort?.postMessage(message);
  handle(request).then(
    () => answer({}),
    (thrown: unknown) => answer({ error: LakehouseError.from(thrown, 'EXPORT_FAILED').toData() }),
  );
});
