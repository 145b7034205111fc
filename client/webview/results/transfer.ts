/** Results for the extension, as text or as batches: a little at a time, so that the panel stays alive, and as fast as it is taken. */
import { createTextWriter } from '../../../lakehouse/src/arrow';
import { faultText } from '../shared/host';
import type { CellRange, TransferChunk, TransferOutbound, TransferStart } from '../messages';
import { Slices } from './slices';
import type { Run } from './run';
import type { View } from './view';

type TextStart = Extract<TransferStart, { type: 'textStart' }>;
/** A chunk without what is the same in all of a transfer. */
type Chunk = TransferChunk extends infer C ? (C extends TransferChunk ? Omit<C, 'transferId'> : never) : never;

/** Characters of one message. */
const chunkLength = 128 * 1024;
/** Cells written between two looks at the clock. */
const cellsAtOnce = 500;

interface Transfer {
  stopped: boolean;
  /** The chunk under way was taken, or the transfer ended. */
  wake: (() => void) | null;
}

export class Transfers {
  private readonly running = new Map<number, Transfer>();

  constructor(private readonly post: (message: TransferOutbound) => void) {}

  /** Sends a run, chunk by chunk. What goes wrong is sent too; never rejects. */
  async start(view: View | undefined, message: TransferStart): Promise<void> {
    const { transferId } = message;
    const transfer: Transfer = { stopped: false, wake: null };
    this.running.set(transferId, transfer);
    try {
      if (view?.run.columns == null) throw new Error('this result is no longer here');
      const stopped = (): boolean => transfer.stopped;
      const chunks = message.type === 'textStart' ? texts(view, message, stopped) : batches(view, message);
      for await (const chunk of chunks) {
        if (transfer.stopped) return;
        const taken = new Promise<void>((resolve) => (transfer.wake = resolve));
        this.post({ ...chunk, transferId });
        if (!chunk.last) await taken;
        if (transfer.stopped) return;
      }
    } catch (thrown) {
      this.post({ type: 'transferFailed', transferId, message: faultText(thrown) });
    } finally {
      this.running.delete(transferId);
    }
  }

  acknowledge(transferId: number): void {
    const transfer = this.running.get(transferId);
    transfer?.wake?.();
    if (transfer) transfer.wake = null;
  }

  stop(transferId: number): void {
    const transfer = this.running.get(transferId);
    if (transfer) transfer.stopped = true;
    this.acknowledge(transferId);
  }
}

async function* texts({ run, order }: View, start: TextStart, stopped: () => boolean): AsyncGenerator<Chunk> {
  const range = rangeFor(run, start);
  const columns = Array.from({ length: range.right - range.left + 1 }, (_, index) => range.left + index);
  const writer = createTextWriter(start.format, { ...start.options, columns, timeZone: run.timeZone });
  const step = Math.max(1, Math.floor(cellsAtOnce / columns.length));
  // Of no rows there is still a head; the first batch has the columns even then.
  let text = writer.head(run.schema());
  const slices = new Slices();
  let row = range.top;
  while (row <= range.bottom && !stopped()) {
    const at = order === null ? row : (order[row] ?? 0);
    const { batch, start: first } = run.exact(at);
    // Rows in an order of their own are written one by one.
    const count = order === null ? Math.min(step, range.bottom + 1 - row, first + batch.rowCount - row) : 1;
    text += writer.rows(batch, at - first, at - first + count);
    row += count;
    while (text.length >= chunkLength) {
      const end = wholeCharacters(text, chunkLength);
      yield { type: 'text', text: text.slice(0, end), done: row - range.top, last: false };
      text = text.slice(end);
      slices.restart();
    }
    await slices.pause();
  }
  text += writer.tail();
  for (; text.length > chunkLength; text = text.slice(wholeCharacters(text, chunkLength))) {
    yield { type: 'text', text: text.slice(0, wholeCharacters(text, chunkLength)), done: row - range.top, last: false };
  }
  yield { type: 'text', text, done: row - range.top, last: true };
}

/** The bytes as they came: what is written to a file is decoded in the thread that writes it. */
async function* batches({ run, order }: View, start: TransferStart): AsyncGenerator<Chunk> {
  const { top, bottom } = rangeFor(run, start);
  if (bottom < top) {
    yield { type: 'rows', data: run.firstBytes(), rows: new Uint32Array(0), done: 0, last: true };
    return;
  }
  if (order !== null) {
    yield* ordered(run, order.subarray(top, bottom + 1));
    return;
  }
  for (let row = top; row <= bottom;) {
    const { bytes, start: first, rowCount } = run.raw(row);
    const end = Math.min(bottom + 1, first + rowCount);
    const whole = row === first && end === first + rowCount;
    const rows = whole ? null : Uint32Array.from({ length: end - row }, (_, index) => row - first + index);
    yield { type: 'rows', data: bytes, rows, done: end - top, last: end > bottom };
    row = end;
  }
}

/** The batches that hold the rows first, then where each row is in them. */
async function* ordered(run: Run, order: Uint32Array): AsyncGenerator<Chunk> {
  const slices = new Slices();
  const held = new Map<number, number>();
  const which = new Uint32Array(order.length);
  const rows = new Uint32Array(order.length);
  for (const [index, row] of order.entries()) {
    const { bytes, start } = run.raw(row);
    if (!held.has(start)) {
      held.set(start, held.size);
      yield { type: 'rows', data: bytes, rows: 'hold', done: 0, last: false };
      slices.restart();
    }
    which[index] = held.get(start) ?? 0;
    rows[index] = row - start;
    if (index % 1024 === 0) await slices.pause();
  }
  yield { type: 'rows', data: new Uint8Array(0), rows: null, order: { rows, which }, done: order.length, last: true };
}

function rangeFor({ columns }: Run, { selection, rowCount }: TransferStart): CellRange {
  const right = (columns?.length ?? 0) - 1;
  if (selection === null) return { top: 0, bottom: rowCount - 1, left: 0, right };
  return { ...selection, right: Math.min(selection.right, right), bottom: Math.min(selection.bottom, rowCount - 1) };
}

/** Where to cut so that no surrogate pair is torn: each half alone is no character in UTF-8. */
function wholeCharacters(text: string, end: number): number {
  const code = text.charCodeAt(end - 1);
  return code >= 0xd800 && code < 0xdc00 ? end - 1 : end;
}
