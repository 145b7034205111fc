/** Takes a result from a panel, chunk by chunk, into a sink. Knows no VS Code. */
import { LakehouseError } from '../../../lakehouse/src/errors';
import type { TransferChunk, TransferInbound, TransferStart } from '../../webview/messages';

/** Where a result goes. After `end` or `discard` nothing more comes. */
export interface Sink<C extends TransferChunk = TransferChunk> {
  write(chunk: C): Promise<void>;
  /** All is written: makes it what was wanted. */
  end(): Promise<void>;
  /** Leaves nothing behind. */
  discard(): Promise<void>;
}

export type TextChunk = Extract<TransferChunk, { type: 'text' }>;
export type RowsChunk = Extract<TransferChunk, { type: 'rows' }>;

/** What is asked of the panel: a text for a sink of text, rows for one of rows. */
export type Request<C extends TransferChunk> = Omit<
  Extract<TransferStart, { type: C extends TextChunk ? 'textStart' : 'rowsStart' }>,
  'transferId'
>;

type Answer = TransferChunk | Extract<Parameters<Transfers['take']>[0], { type: 'transferFailed' }>;

interface Transfer {
  readonly take: (answer: Answer) => void;
  readonly fail: (error: unknown) => void;
}

export class Transfers {
  private readonly running = new Map<number, Transfer>();
  private nextId = 1;

  /** `post` says whether there is a panel to take the message. */
  constructor(private readonly post: (message: TransferInbound) => boolean) {}

  /**
   * Asks the panel for a result and writes it to `sink`; resolves with its number of rows once the sink has ended. When the
   * panel or the sink fails, or `signal` aborts (CANCELLED), the sink is discarded before this rejects.
   */
  async receive<C extends TransferChunk>(
    request: Request<C>,
    sink: Sink<C>,
    signal: AbortSignal,
    onRows: (rows: number) => void,
  ): Promise<number> {
    const transferId = this.nextId++;
    let work = Promise.resolve();
    const cancel = (): void => this.running.get(transferId)?.fail(new LakehouseError('CANCELLED', 'Cancelled'));
    try {
      const rows = await new Promise<number>((resolve, reject) => {
        const write = async (chunk: C): Promise<void> => {
          if (!this.running.has(transferId)) return;
          await sink.write(chunk);
          if (!this.running.has(transferId)) return;
          onRows(chunk.done);
          if (chunk.last) resolve(chunk.done);
          else this.post({ type: 'transferAck', transferId });
        };
        this.running.set(transferId, {
          fail: reject,
          take: (answer) => {
            if (answer.type === 'transferFailed') reject(new LakehouseError('EXPORT_FAILED', answer.message));
            else work = work.then(() => write(answer as C)).catch(reject);
          },
        });
        signal.addEventListener('abort', cancel);
        if (signal.aborted) return cancel();
        if (!this.post({ ...request, transferId } as unknown as TransferStart)) reject(panelClosed());
      });
      signal.removeEventListener('abort', cancel);
      await sink.end();
      return rows;
    } catch (error) {
      this.post({ type: 'transferStop', transferId });
      this.running.delete(transferId);
      // A write under way ends first: what it writes goes too.
      await work;
      await sink.discard();
      throw error;
    } finally {
      signal.removeEventListener('abort', cancel);
      this.running.delete(transferId);
    }
  }

  /** A chunk from the panel; of a transfer that has ended, nothing happens. */
  take(
    answer: TransferChunk | { readonly type: 'transferFailed'; readonly transferId: number; readonly message: string },
  ): void {
    this.running.get(answer.transferId)?.take(answer);
  }

  /** The panel is gone, and with it what was still to come. */
  panelClosed(): void {
    for (const { fail } of [...this.running.values()]) fail(panelClosed());
  }
}

function panelClosed(): LakehouseError {
  return new LakehouseError('EXPORT_FAILED', 'The results panel was closed before all rows were written');
}
