import * as vscode from 'vscode';
import { toTreeItem } from '../explorer/provider';
import { SETTINGS, VIEWS } from '../ids';
import { settings } from '../config';
import type { Runner } from '../runner';
import { type HistoryNode, groupByDay, matching, renderNode } from './render';
import type { HistoryStore } from './store';

/** The tree of the history. It keeps nothing but the filter: the file is read when the view is seen and when it changed. */
export class HistoryView implements vscode.TreeDataProvider<HistoryNode>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<undefined>();
  private readonly tree: vscode.TreeView<HistoryNode>;
  private readonly disposables: vscode.Disposable[];
  private stopWatching: (() => void) | undefined;
  private disposed = false;
  private wanted = '';
  readonly onDidChangeTreeData = this.changed.event;

  constructor(
    private readonly store: HistoryStore,
    runner: Runner,
  ) {
    this.tree = vscode.window.createTreeView(VIEWS.queryHistory, { treeDataProvider: this, canSelectMany: true });
    this.disposables = [
      this.tree,
      this.changed,
      this.tree.onDidChangeVisibility(({ visible }) => {
        if (visible) this.reload();
      }),
      settings.onDidChange([SETTINGS.historyLimit], () => this.reload()),
    ];
    runner.start('query history', () => this.watch());
  }

  get filter(): string {
    return this.wanted;
  }

  set filter(text: string) {
    this.wanted = text.trim();
    this.reload();
  }

  getTreeItem(node: HistoryNode): vscode.TreeItem {
    return toTreeItem(node.kind === 'day' ? node.id : node.entry.id, renderNode(node, new Date()));
  }

  async getChildren(node?: HistoryNode): Promise<HistoryNode[]> {
    if (node?.kind === 'entry') return [];
    if (node !== undefined) return node.entries.map((entry) => ({ kind: 'entry', entry }));
    const found = matching(await this.store.entries(), this.wanted);
    // A message hides the page of the empty view, which would say that nothing was run.
    const none = found.length === 0 ? 'No statement matches' : 'Filter:';
    this.tree.message = this.wanted === '' ? undefined : `${none} "${this.wanted}"`;
    return groupByDay(found);
  }

  private reload(): void {
    this.changed.fire(undefined);
  }

  private async watch(): Promise<void> {
    const stop = await this.store.watch(() => this.reload());
    if (this.disposed) stop();
    else this.stopWatching = stop;
  }

  dispose(): void {
    this.disposed = true;
    this.stopWatching?.();
    vscode.Disposable.from(...this.disposables).dispose();
  }
}
