/** "Export…" and "Copy as…": asks how and where to, and shows progress with a cancel. */
import * as vscode from 'vscode';
import { isTableName } from '../../../lakehouse/src/arrow/text/table-name';
import type { TextFormat } from '../../../lakehouse/src/arrow/text/types';
import type { FileFormat } from '../../../lakehouse/src/export/types';
import { LakehouseError } from '../../../lakehouse/src/errors';
import type { TransferChunk, TransferInbound, TransferSource } from '../../webview/messages';
import type { Request, RowsChunk, Sink, TextChunk, Transfers } from './transfer';
import { clipboardSink, fileSink } from './transfer-sinks';

interface Choice<F extends string> extends vscode.QuickPickItem {
  readonly format: F;
  readonly header?: boolean;
  readonly extension: string;
}

const TEXTS = [
  { label: 'CSV', description: 'comma-separated, with column names', format: 'csv', extension: 'csv' },
  { label: 'CSV without column names', format: 'csv', header: false, extension: 'csv' },
  { label: 'TSV', description: 'tab-separated, with column names', format: 'tsv', extension: 'tsv' },
  { label: 'TSV without column names', format: 'tsv', header: false, extension: 'tsv' },
  { label: 'JSON', description: 'one array', format: 'json', extension: 'json' },
  { label: 'NDJSON', description: 'one object a line', format: 'ndjson', extension: 'ndjson' },
  { label: 'Markdown table', format: 'markdown', extension: 'md' },
  { label: 'SQL INSERT', description: 'statements that write the rows', format: 'insert', extension: 'sql' },
] as const satisfies readonly Choice<TextFormat & FileFormat>[];

const COPIES: readonly Choice<TextFormat>[] = [
  ...TEXTS,
  { label: 'SQL IN list', description: 'each value once, without NULL', format: 'in-list', extension: 'sql' },
];

const FILES: readonly Choice<FileFormat>[] = [
  ...TEXTS.slice(0, 1),
  { label: 'Parquet', description: "with Spark's types, compressed", format: 'parquet', extension: 'parquet' },
  { label: 'Excel', description: 'a workbook', format: 'xlsx', extension: 'xlsx' },
  { label: 'Arrow', description: 'an IPC file, as Spark sent the rows', format: 'arrow', extension: 'arrow' },
  ...TEXTS.slice(1),
];

/** Rows whose copy takes long enough to show a notification with a cancel. */
const LONG_COPY = 20_000;

export class ResultExport {
  constructor(
    private readonly transfers: Transfers,
    private readonly post: (message: TransferInbound) => void,
    /** The script of the thread that writes files. */
    private readonly worker: string,
  ) {}

  /** Asks for format, cells and file, and writes it. A question left unanswered ends it without a word. */
  async toFile(source: TransferSource): Promise<void> {
    const choice = await vscode.window.showQuickPick(FILES, { title: 'Export as', placeHolder: 'Format' });
    if (choice === undefined) return;
    const table = choice.format === 'insert' ? await askTable() : '';
    if (table === undefined) return;
    const cells = await askCells(source);
    if (cells === undefined) return;
    const path = await askFile(source, choice);
    if (path === undefined) return;
    const { runId, rowCount, timeZone } = source;
    const { selection } = cells;
    const columns = selection === null ? undefined : stretch(selection.left, selection.right);
    const options = { header: choice.header, table, columns, timeZone };
    const name = vscode.workspace.asRelativePath(path);
    const request: Request<RowsChunk> = { type: 'rowsStart', runId, rowCount, selection };
    const rows = await this.transfer(`Exporting to ${name}`, request, true, () =>
      fileSink(this.worker, { path: path.fsPath, format: choice.format, options }),
    );
    const open = 'Open File';
    const chosen = await vscode.window.showInformationMessage(`Exported ${countText(rows)} to ${name}.`, open);
    if (chosen === open) await vscode.commands.executeCommand('vscode.open', path);
  }

  /** Asks for a format and copies the selection, or everything where nothing is selected. */
  async toClipboard(source: TransferSource): Promise<void> {
    const choice = await vscode.window.showQuickPick(COPIES, { title: 'Copy as', placeHolder: 'Format' });
    if (choice === undefined) return;
    const table = choice.format === 'insert' ? await askTable() : '';
    if (table === undefined) return;
    const { runId, rowCount, selection } = source;
    const options = { header: choice.header, table };
    const request: Request<TextChunk> = {
      type: 'textStart',
      runId,
      rowCount,
      selection,
      format: choice.format,
      options,
    };
    const rows = await this.transfer('Copying', request, rowsOf(source) > LONG_COPY, async () =>
      clipboardSink((text) => vscode.env.clipboard.writeText(text)),
    );
    this.post({ type: 'note', runId, text: `Copied ${countText(rows)} as ${choice.label}` });
  }

  private transfer<C extends TransferChunk>(
    title: string,
    request: Request<C> & Pick<TransferSource, 'selection' | 'rowCount'>,
    notify: boolean,
    openSink: () => Promise<Sink<C>>,
  ): Thenable<number> {
    const location = notify ? vscode.ProgressLocation.Notification : vscode.ProgressLocation.Window;
    return vscode.window.withProgress({ location, title, cancellable: notify }, async (progress, token) => {
      const abort = new AbortController();
      const subscription = token.onCancellationRequested(() => abort.abort());
      const total = Math.max(1, rowsOf(request));
      let shown = 0;
      try {
        return await this.transfers.receive(request, await openSink(), abort.signal, (rows) => {
          progress.report({ message: countText(rows), increment: ((rows - shown) / total) * 100 });
          shown = rows;
        });
      } finally {
        subscription.dispose();
      }
    });
  }
}

/** Where to; undefined when the question was left unanswered. */
async function askFile(source: TransferSource, choice: Choice<FileFormat>): Promise<vscode.Uri | undefined> {
  const target = await vscode.window.showSaveDialog({
    title: `Export as ${choice.label}`,
    defaultUri: defaultFile(source.runId, choice.extension),
    filters: { [choice.label]: [choice.extension], 'All Files': ['*'] },
  });
  if (target === undefined || target.scheme === 'file') return target;
  throw new LakehouseError('EXPORT_FAILED', `A result can be written to files on disk only, not to ${target.scheme}:`);
}

function stretch(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}

/** The cells to export; asked only where more than one cell, but not all, is selected. */
async function askCells(
  source: TransferSource,
): Promise<{ readonly selection: TransferSource['selection'] } | undefined> {
  const { selection, rowCount, columnCount } = source;
  if (selection === null) return { selection };
  const rows = selection.bottom - selection.top + 1;
  const columns = selection.right - selection.left + 1;
  if (rows * columns === 1 || (rows === rowCount && columns === columnCount)) return { selection: null };
  return vscode.window.showQuickPick(
    [
      { label: 'All', description: countText(rowCount), selection: null },
      {
        label: 'Selection',
        description: `${countText(rows)}, ${columns === 1 ? '1 column' : `${columns} columns`}`,
        selection,
      },
    ],
    { title: 'Export', placeHolder: 'Cells' },
  );
}

function askTable(): Thenable<string | undefined> {
  return vscode.window.showInputBox({
    title: 'SQL INSERT',
    prompt: 'The table to insert into',
    value: 'table_name',
    validateInput: (text) => (isTableName(text) ? undefined : 'Parts with dots between, each plain or in backticks.'),
  });
}

function defaultFile(runId: number, extension: string): vscode.Uri | undefined {
  const folder = vscode.workspace.workspaceFolders?.find(({ uri }) => uri.scheme === 'file');
  return folder && vscode.Uri.joinPath(folder.uri, `result-${runId}.${extension}`);
}

function rowsOf({ selection, rowCount }: Pick<TransferSource, 'selection' | 'rowCount'>): number {
  return selection === null ? rowCount : selection.bottom - selection.top + 1;
}

function countText(rows: number): string {
  return `${rows.toLocaleString('en')} ${rows === 1 ? 'row' : 'rows'}`;
}
