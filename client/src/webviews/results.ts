import * as vscode from 'vscode';
import { LakehouseError } from '../../../lakehouse/src/errors';
import type { ResultsInbound, ResultsOutbound, TransferInbound } from '../../webview/messages';
import { COMMANDS, VIEWS, isAllowedCommand } from '../ids';
import type { Runner } from '../runner';
import { Channel } from './channel';
import { ResultExport } from './export';
import { loadPage } from './page';
import { saveChart } from './save-chart';
import { Transfers } from './transfer';

/** Arrow bytes kept to fill the panel again after it was closed; batches on their way to it at one time. */
const BUDGET = { replayBytes: 32 * 1024 * 1024, inFlight: 8 };

/** What the panel's buttons ask of whoever runs queries. */
export interface ResultsHandlers {
  cancel(runId: number): void;
  rerun(runId: number): unknown;
  reveal(runId: number): unknown;
}

/** The results view in the bottom panel. Arrow batches pass through undecoded. */
export class ResultsView implements vscode.WebviewViewProvider, vscode.Disposable {
  private view: vscode.WebviewView | undefined;
  private handlers: ResultsHandlers | undefined;
  private readonly channel = new Channel<ResultsInbound>(BUDGET, keptBytes, whenLost);
  private readonly transfers = new Transfers((message) => this.post(message));
  private readonly exporting: ResultExport;
  private readonly registration: vscode.Disposable;

  constructor(
    private readonly extension: vscode.Uri,
    private readonly runner: Runner,
  ) {
    const worker = vscode.Uri.joinPath(extension, 'dist', 'export-worker.js').fsPath;
    this.exporting = new ResultExport(this.transfers, (message) => this.post(message), worker);
    this.registration = vscode.window.registerWebviewViewProvider(VIEWS.results, this, {
      webviewOptions: { retainContextWhenHidden: true },
    });
  }

  connect(handlers: ResultsHandlers): void {
    this.handlers = handlers;
  }

  resolveWebviewView(view: vscode.WebviewView): void {
    this.view = view;
    loadPage(view.webview, this.extension, 'results', 'Lakehouse Results');
    view.webview.onDidReceiveMessage(
      this.runner.listener('results panel', (message: ResultsOutbound) => this.receive(view, message)),
    );
    view.onDidDispose(() => {
      if (this.view !== view) return;
      this.view = undefined;
      this.channel.close();
      this.transfers.panelClosed();
    });
  }

  /** Brings the panel up without taking the focus from the editor. */
  async show(): Promise<void> {
    if (this.view === undefined)
      await vscode.commands.executeCommand(`${VIEWS.results}.focus`, { preserveFocus: true });
    else this.view.show(true);
  }

  /** The next message begins a run: what was shown before need not be kept. */
  restart(): void {
    this.channel.restart();
  }

  /** Resolves when the next message may be sent; never rejects. */
  send(message: ResultsInbound): Promise<void> {
    return this.channel.send(message.type === 'batch' ? { ...message, data: ownBuffer(message.data) } : message);
  }

  /** Exports the result that is shown in the panel. */
  exportShown(): void {
    if (this.view === undefined) sayNothingToExport();
    else this.post({ type: 'exportShown' });
  }

  /** Straight to the page that asked: a page opened later has no use for it. */
  private post(message: TransferInbound): boolean {
    const { view } = this;
    if (view === undefined) return false;
    this.runner.start('results panel', () => view.webview.postMessage(message));
    return true;
  }

  private receive(view: vscode.WebviewView, message: ResultsOutbound): unknown {
    switch (message.type) {
      case 'ready':
        this.channel.open((item) => view.webview.postMessage(item));
        return undefined;
      case 'cancel':
        return this.handlers?.cancel(message.runId);
      case 'rerun':
        return this.handlers?.rerun(message.runId);
      case 'reveal':
        return this.handlers?.reveal(message.runId);
      case 'copy':
        return vscode.env.clipboard.writeText(message.text);
      case 'export':
        return this.exporting.toFile(message);
      case 'copyAs':
        return this.exporting.toClipboard(message);
      case 'nothingToExport':
        return sayNothingToExport();
      case 'text':
      case 'rows':
      case 'transferFailed':
        return this.transfers.take(message);
      case 'saveChart':
        return saveChart(message);
      case 'nextStep':
        return runNextStep(message.command, message.args);
    }
  }

  dispose(): void {
    this.registration.dispose();
  }
}

function sayNothingToExport(): void {
  void vscode.window.showInformationMessage('There is no result to export. Run a statement first.');
}

/** A button in a webview may run only the commands an error's next step may name. */
export function runNextStep(command: string, args: readonly unknown[]): unknown {
  if (!isAllowedCommand(command)) throw new LakehouseError('INTERNAL', `A button asked for the command ${command}`);
  return vscode.commands.executeCommand(command, ...args);
}

function keptBytes(message: ResultsInbound): number | null {
  if (message.type === 'progress') return null;
  return message.type === 'batch' ? message.data.byteLength : 0;
}

function whenLost(kept: readonly ResultsInbound[]): readonly ResultsInbound[] {
  const start = kept.findLast(({ type }) => type === 'start');
  if (start === undefined) return kept;
  const error = new LakehouseError('INTERNAL', 'The panel was closed, and this result is too large to be kept', {
    nextStep: { label: 'Run Again', command: COMMANDS.runAtCursor },
  });
  return [start, { type: 'error', runId: start.runId, error: error.toData(), elapsedMs: 0 }];
}

/** VS Code copies the whole buffer beneath a view: a batch must not carry its neighbours along. */
function ownBuffer(data: Uint8Array): Uint8Array {
  return data.byteLength === data.buffer.byteLength ? data : data.slice();
}
