/** Messages between the extension and its webviews: the only file of ours, besides lakehouse/src/arrow, a webview imports. */
import type { ErrorData } from '../../lakehouse/src/errors';
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

/** What a result panel asks for. */
export type ResultsOutbound =
  | { readonly type: 'ready' }
  | { readonly type: 'cancel'; readonly runId: number }
  | { readonly type: 'rerun'; readonly runId: number }
  | { readonly type: 'copy'; readonly text: string }
  | { readonly type: 'reveal'; readonly runId: number }
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
