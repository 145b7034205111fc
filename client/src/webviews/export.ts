/** "Export…" and "Copy as…": asks how and where to, and shows progress with a cancel. */
import * as vscode from 'vscode';
import { isTableName } from '../../../lakehouse/src/arrow/text/table-name';
import type { TextFormat } from '../../../lakehouse/src/arrow/text/types';
import { LakehouseError } from '../../../lakehouse/src/errors';
import type { TransferInbound, TransferSource } from '../../webview/messages';
import { clipboardSink, fileSink } from './text-sinks';
import type { TextSink, TextTransfers, TransferRequest } from './text-transfer';

interface Choice extends vscode.QuickPickItem {
  readonly format: TextFormat;
  readonly header?: boolean;
  readonly extension: string;
}

const CHOICES: readonly Choice[] = [
  { label: 'CSV', description: 'comma-separated, with column names', format: 'csv', extension: 'csv' },
  { label: 'CSV without column names', format: 'csv', header: false, extension: 'csv' },
  { label: 'TSV', description: 'tab-separated, with column names', format: 'tsv', extension: 'tsv' },
  { label: 'TSV without column names', format: 'tsv', header: false, extension: 'tsv' },
  { label: 'JSON', description: 'one array', format: 'json', extension: 'json' },
  { label: 'NDJSON', description: 'one object a line', format: 'ndjson', extension: 'ndjson' },
  { label: 'Markdown table', format: 'markdown', extension: 'md' },
  { label: 'SQL INSERT', description: 'statements that write the rows', format: 'insert', extension: 'sql' },
  { label: 'SQL IN list', description: 'each value once, without NULL', format: 'in-list', extension: 'sql' },
];

/** Rows whose copy takes long enough to show a notification with a cancel. */
const LONG_COPY = 20_000;

export class ResultExport {
  constructor(
    private readonly transfers: TextTransfers,
    private readonly post: (message: TransferInbound) => void,
  ) {}

  /** Asks for format, cells and file, and writes it. A question left unanswered ends it without a word. */
  async toFile(source: TransferSource): Promise<void> {
    const asked = await this.ask(
      'Export as',
      source,
      CHOICES.filter(({ format }) => format !== 'in-list'),
    );
    if (asked === undefined) return;
    const cells = await askCells(source);
    if (cells === undefined) return;
    const { choice, request } = asked;
    const target = await vscode.window.showSaveDialog({
      title: `Export as ${choice.label}`,
      defaultUri: defaultFile(source.runId, choice.extension),
      filters: { [choice.label]: [choice.extension], 'All Files': ['*'] },
    });
    if (target === undefined) return;
    if (target.scheme !== 'file') {
      throw new LakehouseError(
        'EXPORT_FAILED',
        `A result can be written to files on disk only, not to ${target.scheme}:`,
      );
    }
    const name = vscode.workspace.asRelativePath(target);
    const wanted = { ...request, selection: cells.selection };
    const rows = await this.transfer(`Exporting to ${name}`, wanted, true, () => fileSink(target.fsPath));
    const open = 'Open File';
    const chosen = await vscode.window.showInformationMessage(`Exported ${countText(rows)} to ${name}.`, open);
    if (chosen === open) await vscode.commands.executeCommand('vscode.open', target);
  }

  /** Asks for a format and copies the selection, or everything where nothing is selected. */
  async toClipboard(source: TransferSource): Promise<void> {
    const asked = await this.ask('Copy as', source, CHOICES);
    if (asked === undefined) return;
    const { choice, request } = asked;
    const rows = await this.transfer('Copying', request, rowsOf(source) > LONG_COPY, async () =>
      clipboardSink((text) => vscode.env.clipboard.writeText(text)),
    );
    this.post({ type: 'note', runId: source.runId, text: `Copied ${countText(rows)} as ${choice.label}` });
  }

  private async ask(
    title: string,
    { runId, rowCount, selection }: TransferSource,
    choices: readonly Choice[],
  ): Promise<{ choice: Choice; request: TransferRequest } | undefined> {
    const choice = await vscode.window.showQuickPick(choices, { title, placeHolder: 'Format' });
    if (choice === undefined) return undefined;
    const table = choice.format === 'insert' ? await askTable() : '';
    if (table === undefined) return undefined;
    const options = { header: choice.header, table };
    return { choice, request: { runId, rowCount, selection, format: choice.format, options } };
  }

  private transfer(
    title: string,
    request: TransferRequest,
    notify: boolean,
    openSink: () => Promise<TextSink>,
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
