import * as vscode from 'vscode';
import { LakehouseError } from '../../../lakehouse/src/errors';
import type { CatalogPath } from '../../../server/src/protocol';
import type { ErrorUi } from '../errors-ui';
import { type CatalogSource, asksCatalog, loadChildren } from './loader';
import { type Node, ROOT, childId, pathId } from './nodes';
import { PAGE, type Rendered, render } from './render';

/** An answer that takes longer than this many milliseconds gets a "loading" node with a cancel button. */
const PATIENCE_MS = 300;

interface Load {
  readonly abort: AbortController;
  readonly children: Promise<Node[]>;
}

/**
 * The catalog tree. It keeps no catalog data: each expansion asks the server, which has the one cache. Kept here are
 * only answers on their way, how much of a long list is shown, and the latest node of each id.
 */
export class CatalogTree implements vscode.TreeDataProvider<Node>, vscode.Disposable {
  private readonly nodes = new Map<string, Node>();
  private readonly loads = new Map<string, Load>();
  /** Answers that came after their "loading" node was shown: taken once, by the refresh they cause. */
  private readonly arrived = new Map<string, Node[]>();
  private readonly limits = new Map<string, number>();
  private readonly changed = new vscode.EventEmitter<Node | undefined>();
  readonly onDidChangeTreeData = this.changed.event;

  constructor(
    private readonly source: CatalogSource,
    private readonly errors: ErrorUi,
  ) {}

  getTreeItem(node: Node): vscode.TreeItem {
    return toTreeItem(node.id, render(node));
  }

  async getChildren(node?: Node): Promise<Node[]> {
    const id = node?.id ?? ROOT;
    const children = this.arrived.get(id) ?? (await this.load(node, id));
    this.arrived.delete(id);
    const shown = this.page(id, children);
    for (const child of shown) this.nodes.set(child.id, child);
    return shown;
  }

  /** Shows a node anew, or everything; what was on its way is dropped. */
  reload(node?: Node): void {
    const id = node?.id ?? ROOT;
    for (const [key, { abort }] of this.loads) {
      if (key === id || key.startsWith(`${id}/`)) abort.abort();
    }
    for (const key of this.arrived.keys()) {
      if (key === id || key.startsWith(`${id}/`)) this.arrived.delete(key);
    }
    this.changed.fire(node === undefined ? undefined : this.nodes.get(id));
  }

  /** Shows what is at a path anew, if it was ever shown. */
  reloadPath(path: CatalogPath | undefined): void {
    if (path === undefined) {
      this.reload();
      return;
    }
    const node = this.nodes.get(pathId(path));
    if (node !== undefined) this.reload(node);
  }

  node(id: string): Node | undefined {
    return this.nodes.get(id);
  }

  showMore(parent: string): void {
    this.limits.set(parent, (this.limits.get(parent) ?? PAGE) + PAGE);
    this.changed.fire(this.nodes.get(parent));
  }

  cancel(parent: string): void {
    this.loads.get(parent)?.abort.abort();
  }

  /** The children, or a "loading" node when they take long: they then come with a refresh of their own. */
  private async load(node: Node | undefined, id: string): Promise<Node[]> {
    const running = this.loads.get(id) ?? this.begin(node, id);
    if (!asksCatalog(node)) return running.children;
    const children = await Promise.race([running.children, patience()]);
    if (children !== null) return children;
    void running.children.then((late) => {
      if (running.abort.signal.aborted && late[0]?.kind !== 'error') return;
      this.arrived.set(id, late);
      this.changed.fire(this.nodes.get(id));
    });
    return [{ kind: 'loading', id: childId(id, 'loading'), parent: id, text: 'Loading…' }];
  }

  private begin(node: Node | undefined, id: string): Load {
    const abort = new AbortController();
    const children = loadChildren(this.source, node, abort.signal)
      .catch((thrown: unknown): Node[] => {
        const error = LakehouseError.from(thrown);
        this.errors.record(error, `explorer ${id}`);
        return [{ kind: 'error', id: childId(id, 'error'), parent: id, error }];
      })
      .finally(() => {
        if (this.loads.get(id)?.abort === abort) this.loads.delete(id);
      });
    const load = { abort, children };
    this.loads.set(id, load);
    return load;
  }

  private page(id: string, children: Node[]): Node[] {
    const limit = this.limits.get(id) ?? PAGE;
    if (children.length <= limit) return children;
    const more: Node = { kind: 'more', id: childId(id, 'more'), parent: id, remaining: children.length - limit };
    return [...children.slice(0, limit), more];
  }

  dispose(): void {
    for (const { abort } of this.loads.values()) abort.abort();
    this.changed.dispose();
  }
}

function patience(): Promise<null> {
  return new Promise((resolve) => setTimeout(() => resolve(null), PATIENCE_MS));
}

const COLLAPSIBLE = {
  none: vscode.TreeItemCollapsibleState.None,
  collapsed: vscode.TreeItemCollapsibleState.Collapsed,
  expanded: vscode.TreeItemCollapsibleState.Expanded,
};

export function toTreeItem(id: string, rendered: Rendered): vscode.TreeItem {
  const item = new vscode.TreeItem(rendered.label, COLLAPSIBLE[rendered.collapsible]);
  item.id = id;
  item.description = rendered.description;
  item.contextValue = rendered.context;
  const color = rendered.color === undefined ? undefined : new vscode.ThemeColor(rendered.color);
  item.iconPath = new vscode.ThemeIcon(rendered.icon, color);
  item.tooltip = rendered.tooltip === undefined ? rendered.label : tooltip(rendered.tooltip);
  if (rendered.command !== undefined) {
    const { title, command, args } = rendered.command;
    item.command = { title, command, arguments: [...args] };
  }
  return item;
}

/** Names and comments come from catalogs: they are appended as text, never as markup. */
function tooltip(lines: readonly string[]): vscode.MarkdownString {
  const markdown = new vscode.MarkdownString();
  lines.forEach((line, index) => {
    if (index > 0) markdown.appendMarkdown('\n\n');
    markdown.appendText(line);
  });
  return markdown;
}
