/** Where a result can go: the clipboard, or a file that a thread of its own writes. Knows no VS Code. */
import { Worker } from 'node:worker_threads';
import { LakehouseError } from '../../../lakehouse/src/errors';
import type { ExportAnswer, ExportRequest } from '../../../lakehouse/src/export/messages';
import type { FileFormat, FileOptions } from '../../../lakehouse/src/export/types';
import type { RowsChunk, Sink, TextChunk } from './transfer';

/** Keeps the text until all is there. EXPORT_FAILED when it gets longer than `limit` characters. */
export function clipboardSink(copy: (text: string) => PromiseLike<void>, limit = 64 * 1024 * 1024): Sink<TextChunk> {
  let parts: string[] = [];
  let length = 0;
  return {
    async write({ text }) {
      length += text.length;
      if (length > limit) {
        throw new LakehouseError('EXPORT_FAILED', 'This is too much for the clipboard', {
          nextStep: { label: 'Export to a File', command: 'lakehouse.exportResult' },
        });
      }
      parts.push(text);
    },
    end: async () => copy(parts.join('')),
    discard: async () => {
      parts = [];
    },
  };
}

export interface ExportTarget {
  readonly path: string;
  readonly format: FileFormat;
  readonly options: FileOptions;
}

/**
 * Opens a file in a thread that runs `script`. Batches go there as bytes; the thread answers each, so a slow disk holds the
 * panel back. EXPORT_FAILED when the file cannot be made.
 */
export async function fileSink(script: string, target: ExportTarget): Promise<Sink<RowsChunk>> {
  const thread = new ExportThread(script);
  try {
    await thread.ask({ type: 'open', ...target });
  } catch (error) {
    await thread.end();
    throw error;
  }
  return {
    write: ({ data, rows, order }) => {
      if (order !== undefined) return thread.ask({ type: 'ordered', ...order });
      const own = data.byteLength === data.buffer.byteLength ? data : data.slice();
      if (rows === 'hold') return thread.ask({ type: 'hold', data: own });
      return thread.ask({ type: 'batch', data: own, rows });
    },
    async end() {
      await thread.ask({ type: 'end' });
      await thread.end();
    },
    async discard() {
      try {
        await thread.ask({ type: 'discard' });
      } finally {
        await thread.end();
      }
    },
  };
}

class ExportThread {
  private readonly worker: Worker;
  private waiting: { readonly resolve: () => void; readonly reject: (error: unknown) => void } | undefined;
  private dead: LakehouseError | undefined;

  constructor(script: string) {
    this.worker = new Worker(script);
    this.worker.on('message', ({ error }: ExportAnswer) => {
      const { waiting } = this;
      this.waiting = undefined;
      if (error === undefined) waiting?.resolve();
      else waiting?.reject(LakehouseError.fromData(error));
    });
    const fail = (cause: unknown): void => {
      this.dead = new LakehouseError('EXPORT_FAILED', 'The thread that writes the file has ended', { cause });
      this.waiting?.reject(this.dead);
      this.waiting = undefined;
    };
    this.worker.on('error', fail);
    this.worker.on('exit', (code) => fail(`exit code ${code}`));
  }

  /** One question at a time. */
  ask(request: ExportRequest): Promise<void> {
    if (this.dead !== undefined) return Promise.reject(this.dead);
    return new Promise<void>((resolve, reject) => {
      this.waiting = { resolve, reject };
      this.worker.postMessage(request);
    });
  }

  async end(): Promise<void> {
    this.worker.removeAllListeners();
    this.dead ??= new LakehouseError('EXPORT_FAILED', 'The file is written no more');
    await this.worker.terminate();
  }
}
