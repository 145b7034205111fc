import * as vscode from 'vscode';
import { LakehouseError } from '../../../lakehouse/src/errors';
import {
  HISTORY,
  type HistoryParams,
  type HistoryResult,
  REFRESH,
  type RefreshParams,
} from '../../../server/src/protocol';
import type { HistoryInbound, HistoryOutbound } from '../../webview/messages';
import { type TablePath, covers, pathId } from '../explorer/nodes';
import type { LanguageServer } from '../language-server';
import type { Runner } from '../runner';
import { quoteName } from '../sql-names';
import { Channel } from './channel';
import { loadPage } from './page';
import { runNextStep } from './results';

const BUDGET = { replayBytes: 1, inFlight: 8 };

/** The snapshot history of tables: one editor tab a table. */
export class HistoryPanels implements vscode.Disposable {
  private readonly panels = new Map<string, HistoryPanel>();
  private readonly subscription: vscode.Disposable;

  constructor(
    private readonly extension: vscode.Uri,
    private readonly server: LanguageServer,
    private readonly runner: Runner,
  ) {
    this.subscription = server.onCatalogChanged((changed) => {
      for (const panel of this.panels.values()) if (covers(changed, panel.path)) panel.load();
    });
  }

  show(path: TablePath): void {
    const id = pathId(path);
    const existing = this.panels.get(id);
    if (existing !== undefined) {
      existing.reveal();
      return;
    }
    const panel = new HistoryPanel(path, this.extension, this.server, this.runner, () => this.panels.delete(id));
    this.panels.set(id, panel);
    panel.load();
  }

  dispose(): void {
    this.subscription.dispose();
    for (const panel of this.panels.values()) panel.dispose();
  }
}

class HistoryPanel implements vscode.Disposable {
  private readonly panel: vscode.WebviewPanel;
  private readonly channel = new Channel<HistoryInbound>(
    BUDGET,
    () => 0,
    (kept) => kept,
  );
  private readonly table: string;
  private sqlName: string;
  private asking: vscode.CancellationTokenSource | undefined;

  constructor(
    readonly path: TablePath,
    extension: vscode.Uri,
    private readonly server: LanguageServer,
    private readonly runner: Runner,
    onClosed: () => void,
  ) {
    this.sqlName = quoteName([path.catalog, ...path.namespace, path.table]);
    this.table = [path.catalog, ...path.namespace, path.table].join('.');
    this.panel = vscode.window.createWebviewPanel(
      'lakehouse.history',
      `History: ${path.table}`,
      vscode.ViewColumn.Active,
      {
        retainContextWhenHidden: true,
      },
    );
    const icon = (theme: string): vscode.Uri => vscode.Uri.joinPath(extension, 'media', `history-${theme}.svg`);
    this.panel.iconPath = { light: icon('light'), dark: icon('dark') };
    this.panel.webview.onDidReceiveMessage(
      runner.listener('history panel', (message: HistoryOutbound) => this.receive(message)),
    );
    this.panel.onDidDispose(() => {
      this.asking?.cancel();
      this.channel.close();
      onClosed();
    });
    loadPage(this.panel.webview, extension, 'history', `History of ${this.table}`);
  }

  reveal(): void {
    this.panel.reveal();
  }

  /** Asks for the history and shows it; an answer that a newer question overtook is dropped. */
  load(): void {
    this.runner.start('history', async () => {
      this.asking?.cancel();
      const asking = new vscode.CancellationTokenSource();
      this.asking = asking;
      this.channel.restart();
      await this.channel.send({ type: 'loading', table: this.table });
      const message = await this.ask(asking.token);
      if (this.asking === asking && message !== undefined) await this.channel.send(message);
      asking.dispose();
    });
  }

  private async ask(token: vscode.CancellationToken): Promise<HistoryInbound | undefined> {
    const params: HistoryParams = { path: this.path };
    try {
      const { history } = await this.server.request<HistoryResult>(HISTORY, params, token);
      this.sqlName = history.sqlName;
      const { currentSnapshotId, snapshots, refs, log } = history;
      return { type: 'history', table: this.table, currentSnapshotId, snapshots, refs, log };
    } catch (thrown) {
      const error = LakehouseError.from(thrown);
      if (error.code === 'CANCELLED') return undefined;
      return { type: 'error', table: this.table, error: error.toData() };
    }
  }

  private async receive(message: HistoryOutbound): Promise<unknown> {
    switch (message.type) {
      case 'ready':
        this.channel.open((item) => this.panel.webview.postMessage(item));
        return undefined;
      case 'refresh': {
        const params: RefreshParams = { path: this.path };
        await this.server.request(REFRESH, params);
        this.load();
        return undefined;
      }
      case 'queryAsOf':
        return openAsOf(this.sqlName, message.snapshotId);
      case 'copy':
        return vscode.env.clipboard.writeText(message.text);
      case 'nextStep':
        return runNextStep(message.command, message.args);
    }
  }

  dispose(): void {
    this.panel.dispose();
  }
}

/** Opens an editor that reads the table as one snapshot had it. */
async function openAsOf(sqlName: string, snapshotId: string): Promise<void> {
  if (!/^\d+$/.test(snapshotId)) throw new LakehouseError('INTERNAL', 'A snapshot id is a number');
  const content = `SELECT * FROM ${sqlName} VERSION AS OF ${snapshotId} LIMIT 100;\n`;
  const document = await vscode.workspace.openTextDocument({ language: 'sql', content });
  await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Active });
}
