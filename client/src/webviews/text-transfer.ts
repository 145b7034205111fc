/** Takes the text of a result from a panel, chunk by chunk, into a sink. Knows no VS Code. */
import { LakehouseError } from '../../../lakehouse/src/errors';
import type { TransferInbound, TransferOutbound } from '../../webview/messages';

/** Where a text goes. After `end` or `discard` nothing more comes. */
export interface TextSink {
  write(text: string): Promise<void>;
  /** All is written: makes it what was wanted. */
  end(): Promise<void>;
  /** Leaves nothing behind. */
  discard(): Promise<void>;
}

export type TransferRequest = Omit<Extract<TransferInbound, { type: 'textStart' }>, 'type' | 'transferId'>;
type Chunk = Extract<TransferOutbound, { type: 'text' | 'textFailed' }>;

interface Transfer {
  readonly take: (chunk: Chunk) => void;
  readonly fail: (error: unknown) => void;
}

export class TextTransfers {
  private readonly running = new Map<number, Transfer>();
  private nextId = 1;

  /** `post` says whether there is a panel to take the message. */
  constructor(private readonly post: (message: TransferInbound) => boolean) {}

  /**
   * Asks the panel for a text and writes it to `sink`; resolves with its number of rows once the sink has ended. When the
   * panel or the sink fails, or `signal` aborts (CANCELLED), the sink is discarded before this rejects.
   */
  async receive(
    request: TransferRequest,
    sink: TextSink,
    signal: AbortSignal,
    onRows: (rows: number) => void,
  ): Promise<number> {
    const transferId = this.nextId++;
    let work = Promise.resolve();
    const cancel = (): void => this.running.get(transferId)?.fail(new LakehouseError('CANCELLED', 'Cancelled'));
    try {
      const rows = await new Promise<number>((resolve, reject) => {
        const write = async (chunk: Extract<Chunk, { type: 'text' }>): Promise<void> => {
          if (!this.running.has(transferId)) return;
          await sink.write(chunk.text);
          if (!this.running.has(transferId)) return;
          onRows(chunk.rows);
          if (chunk.last) resolve(chunk.rows);
          else this.post({ type: 'textAck', transferId });
        };
        this.running.set(transferId, {
          fail: reject,
          take: (chunk) => {
            if (chunk.type === 'textFailed') reject(new LakehouseError('EXPORT_FAILED', chunk.message));
            else work = work.then(() => write(chunk)).catch(reject);
          },
        });
        signal.addEventListener('abort', cancel);
        if (signal.aborted) return cancel();
        if (!this.post({ type: 'textStart', transferId, ...request })) reject(panelClosed());
      });
      signal.removeEventListener('abort', cancel);
      await sink.end();
      return rows;
    } catch (error) {
      this.post({ type: 'textStop', transferId });
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
  take(chunk: Chunk): void {
    this.running.get(chunk.transferId)?.take(chunk);
  }

  /** The panel is gone, and with it what was still to come. */
  panelClosed(): void {
    for (const { fail } of [...this.running.values()]) fail(panelClosed());
  }
}

function panelClosed(): LakehouseError {
  return new LakehouseError('EXPORT_FAILED', 'The results panel was closed before all rows were written');
}
