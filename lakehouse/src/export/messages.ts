/** What the extension asks of the thread that writes a file. */
import type { ErrorData } from '../errors';
import type { FileFormat, FileOptions } from './types';

export type ExportRequest =
  | { readonly type: 'open'; readonly path: string; readonly format: FileFormat; readonly options: FileOptions }
  /** Rows of one batch, by index; null: all. */
  | { readonly type: 'batch'; readonly data: Uint8Array; readonly rows: Uint32Array | null }
  /** A batch whose rows are written with `ordered`, once all are there. */
  | { readonly type: 'hold'; readonly data: Uint8Array }
  /** Row `rows[i]` of held batch `which[i]`. */
  | { readonly type: 'ordered'; readonly rows: Uint32Array; readonly which: Uint32Array }
  | { readonly type: 'end' }
  | { readonly type: 'discard' };

export interface ExportAnswer {
  readonly error?: ErrorData;
}
