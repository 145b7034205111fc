/** Messages between the extension and its webviews: the only file of ours, besides lakehouse/src/arrow, a webview imports. */
import type { ErrorData } from '../../lakehouse/src/errors';
import type { TextFormat, TextOptions } from '../../lakehouse/src/arrow/text/types';
import type { HistoryEntry, RefInfo, SnapshotInfo } from '../../lakehouse/src/catalog/types';

/** What a result panel is told. Arrow batches cross as the bytes Spark sent, one IPC stream a message. */
export type ResultsInbound =
  | {
      readonly type: 'start';
      readonly runId: number;
      readonly sql: string;
      readonly connection: string;
      readonly timeZone: string;
    }
  | { readonly type: 'progress'; readonly runId: number; readonly text: string; readonly fraction: number | null }
  | { readonly type: 'batch'; readonly runId: number; readonly data: Uint8Array; readonly rowCount: number }
  | { readonly type: 'done'; readonly runId: number; readonly elapsedMs: number; readonly rowCount: number }
  | { readonly type: 'error'; readonly runId: number; readonly error: ErrorData; readonly elapsedMs: number }
  | { readonly type: 'cancelled'; readonly runId: number; readonly elapsedMs: number; readonly rowCount: number };

/** A chart as it was drawn, to be written to a file. */
export interface SaveChart {
  readonly type: 'saveChart';
  readonly format: 'svg' | 'png';
  readonly data: Uint8Array;
}

/** What a result panel asks for. */
export type ResultsOutbound =
  | { readonly type: 'ready' }
  | { readonly type: 'cancel'; readonly runId: number }
  | { readonly type: 'rerun'; readonly runId: number }
  | { readonly type: 'copy'; readonly text: string }
  | { readonly type: 'reveal'; readonly runId: number }
  | TransferOutbound
  | SaveChart
  | { readonly type: 'nextStep'; readonly command: string; readonly args: readonly unknown[] };

/** Cells of a result: rows and columns by index from 0, ends included. */
export interface CellRange {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

/** A result, or a part of it, that someone wants as text or as a file. */
export interface TransferSource {
  readonly runId: number;
  readonly rowCount: number;
  readonly columnCount: number;
  /** The session's, for what carries none of its own. */
  readonly timeZone: string;
  /** Null: all rows and columns. */
  readonly selection: CellRange | null;
}

/** Asks for a result: as text, or as the batches it is in. */
export type TransferStart = {
  readonly transferId: number;
  readonly runId: number;
  /** Rows there were when it was asked for: what arrives later is not part of it. */
  readonly rowCount: number;
  readonly selection: CellRange | null;
} & (
  | {
      readonly type: 'textStart';
      readonly format: TextFormat;
      readonly options: Omit<TextOptions, 'columns' | 'timeZone'>;
    }
  | { readonly type: 'rowsStart' }
);

/**
 * A result on its way from the panel to the extension. One chunk, of about 128,000 characters or one batch, is under way at
 * a time: the next comes when `transferAck` has told that this one was taken.
 */
export type TransferInbound =
  | TransferStart
  | { readonly type: 'transferAck'; readonly transferId: number }
  | { readonly type: 'transferStop'; readonly transferId: number }
  /** Asks for `export` of the result that is shown. */
  | { readonly type: 'exportShown' }
  /** Something to say in the status line of a run. */
  | { readonly type: 'note'; readonly runId: number; readonly text: string };

export type TransferChunk = {
  readonly transferId: number;
  /** Rows sent with this chunk and those before. */
  readonly done: number;
  readonly last: boolean;
} & (
  | { readonly type: 'text'; readonly text: string }
  | {
      readonly type: 'rows';
      /** One IPC stream as Spark sent it; empty with `order`. */
      readonly data: Uint8Array;
      /** Which rows of the batch, null for all; `hold` for a batch whose rows `order` picks once all batches are there. */
      readonly rows: Uint32Array | null | 'hold';
      readonly order?: { readonly rows: Uint32Array; readonly which: Uint32Array };
    }
);

export type TransferOutbound =
  | ({ readonly type: 'export' | 'copyAs' } & TransferSource)
  /** No result with columns is shown. */
  | { readonly type: 'nothingToExport' }
  | TransferChunk
  | { readonly type: 'transferFailed'; readonly transferId: number; readonly message: string };

/** What an output of a notebook cell says besides its batches; without batches the statement gave no rows. */
export interface NotebookResult {
  readonly sql: string;
  readonly connection: string;
  /** The cell's address: where the statement is found again. */
  readonly cell: string;
  readonly timeZone: string;
  readonly elapsedMs: number;
  readonly rowCount: number;
  /** There are more rows than an output may keep. */
  readonly cut: boolean;
  readonly cancelled: boolean;
}

/** `position` of the error counts in the cell where it was found there, else in the statement. */
export interface NotebookFailure {
  readonly error: ErrorData;
  readonly cell: string;
}

/** What an output of a notebook cell asks for. */
export type NotebookOutbound =
  | { readonly type: 'openInResults'; readonly cell: string; readonly sql: string }
  | SaveChart
  | { readonly type: 'reveal'; readonly cell: string; readonly line: number; readonly col: number }
  | { readonly type: 'copy'; readonly text: string }
  | { readonly type: 'nextStep'; readonly command: string; readonly args: readonly unknown[] };

export type HistoryInbound =
  | { readonly type: 'loading'; readonly table: string }
  | {
      readonly type: 'history';
      readonly table: string;
      readonly currentSnapshotId: string | null;
      readonly snapshots: readonly SnapshotInfo[];
      readonly refs: readonly RefInfo[];
      readonly log: readonly HistoryEntry[];
    }
  | { readonly type: 'error'; readonly table: string; readonly error: ErrorData };

export type HistoryOutbound =
  | { readonly type: 'ready' }
  | { readonly type: 'refresh' }
  | { readonly type: 'queryAsOf'; readonly snapshotId: string }
  | { readonly type: 'copy'; readonly text: string }
  | { readonly type: 'nextStep'; readonly command: string; readonly args: readonly unknown[] };
