import * as vscode from 'vscode';
import { LakehouseError } from '../../../lakehouse/src/errors';
import {
  REFRESH,
  type RefreshParams,
  TREE_CHILDREN,
  type TreeChildrenResult,
  type TreeItem,
} from '../../../server/src/protocol';
import type { Connections } from '../connections';
import { COMMANDS, LANGUAGES } from '../ids';
import type { LanguageServer } from '../language-server';
import { nameAt, quoteName, quotePart } from '../sql-names';
import type { HistoryPanels } from '../webviews/history';
import { type Node, type TablePath, refreshPath } from './nodes';
import type { CatalogTree } from './provider';

/** What the explorer's menus do. Each takes the node it was called on, or nothing from the palette. */
export class ExplorerCommands {
  constructor(
    private readonly tree: CatalogTree,
    private readonly server: LanguageServer,
    private readonly connections: Connections,
    private readonly histories: HistoryPanels,
  ) {}

  /** Forgets what is known at and below the node and asks again; without a node, everything. */
  async refresh(argument: unknown): Promise<void> {
    const node = this.target(argument);
    const path = refreshPath(node);
    if (path === undefined) await this.connections.reload();
    const params: RefreshParams = { path };
    await this.server.request(REFRESH, params);
    if (path === undefined) this.tree.reload();
    else this.tree.reloadPath(path);
  }

  /** Opens the history of the node's table, of the table under the cursor, or of one that is picked. */
  async showHistory(argument: unknown): Promise<void> {
    const path = tablePath(argument) ?? (await this.tableAtCursor()) ?? (await this.pickTable());
    if (path !== undefined) this.histories.show(path);
  }

  /** Opens an editor that reads the first rows of the table, and runs it. */
  async selectRows(argument: unknown): Promise<void> {
    const path = tablePath(argument);
    if (path === undefined) return;
    const name = quoteName([path.catalog, ...path.namespace, path.table]);
    const content = `SELECT * FROM ${name} LIMIT 100;\n`;
    const document = await vscode.workspace.openTextDocument({ language: 'sql', content });
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand(COMMANDS.runAtCursor);
  }

  async copyName(argument: unknown): Promise<void> {
    const name = isNode(argument) ? sqlName(argument) : undefined;
    if (name !== undefined) await vscode.env.clipboard.writeText(name);
  }

  showMore(argument: unknown): void {
    if (isNode(argument) && argument.kind === 'more') this.tree.showMore(argument.parent);
  }

  cancelLoading(argument: unknown): void {
    if (isNode(argument) && argument.kind === 'loading') this.tree.cancel(argument.parent);
  }

  /** An error node stands for what could not be shown. */
  private target(argument: unknown): Node | undefined {
    if (!isNode(argument)) return undefined;
    return argument.kind === 'error' ? this.tree.node(argument.parent) : argument;
  }

  private async tableAtCursor(): Promise<TablePath | undefined> {
    const editor = vscode.window.activeTextEditor;
    if (editor === undefined || !LANGUAGES.some((id) => id === editor.document.languageId)) return undefined;
    const { line, character } = editor.selection.active;
    const parts = nameAt(editor.document.lineAt(line).text, character);
    if (parts.length < 2) return undefined;
    const connection = this.connections.active().name;
    const catalogs = await this.children(connection, undefined, undefined);
    const names = catalogs.flatMap((item) => (item.kind === 'catalog' ? [item.name] : []));
    const [first = '', second = '', third] = parts;
    const named = names.find((name) => name.toLowerCase() === first.toLowerCase());
    if (named !== undefined && third !== undefined)
      return { connection, catalog: named, namespace: [second], table: third };
    // `schema.table` is of the default catalog, which comes first.
    const catalog = names[0];
    return catalog === undefined || named !== undefined
      ? undefined
      : { connection, catalog, namespace: [first], table: second };
  }

  private async pickTable(): Promise<TablePath | undefined> {
    const connection = this.connections.active().name;
    const catalog = await pick('Catalog', this.children(connection, undefined, undefined), (item) =>
      item.kind === 'catalog' ? item.name : undefined,
    );
    if (catalog === undefined) return undefined;
    const namespace = await pick('Namespace', this.children(connection, catalog, undefined), (item) =>
      item.kind === 'namespace' ? item.name.join('.') : undefined,
    );
    if (namespace === undefined) return undefined;
    const levels = namespace.split('.');
    const table = await pick('Table', this.children(connection, catalog, levels), (item) =>
      item.kind === 'table' && item.tableKind === 'table' ? item.name : undefined,
    );
    return table === undefined ? undefined : { connection, catalog, namespace: levels, table };
  }

  private async children(
    connection: string,
    catalog: string | undefined,
    namespace: readonly string[] | undefined,
  ): Promise<readonly TreeItem[]> {
    await this.connections.resolve(connection, true);
    const path = { connection, catalog, namespace };
    return (await this.server.request<TreeChildrenResult>(TREE_CHILDREN, { path })).items;
  }
}

async function pick(
  title: string,
  items: Promise<readonly TreeItem[]>,
  name: (item: TreeItem) => string | undefined,
): Promise<string | undefined> {
  const names = items.then((all) => all.map(name).filter((one) => one !== undefined));
  const found = await names;
  if (found.length === 0)
    throw new LakehouseError('TABLE_NOT_FOUND', `There is no ${title.toLowerCase()} to pick from`);
  return vscode.window.showQuickPick(found, { title });
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'kind' in value && 'id' in value;
}

/** The table of a node, or of an argument `{ path }` as other code gives it. */
function tablePath(argument: unknown): TablePath | undefined {
  const path = (argument as { readonly path?: Partial<TablePath> } | null | undefined)?.path;
  const { connection, catalog, namespace, table } = path ?? {};
  if (connection === undefined || catalog === undefined || namespace === undefined || table === undefined)
    return undefined;
  return { connection, catalog, namespace, table };
}

function sqlName(node: Node): string | undefined {
  switch (node.kind) {
    case 'catalog':
      return quotePart(node.path.catalog ?? '');
    case 'namespace':
      return quoteName([node.path.catalog ?? '', ...(node.path.namespace ?? [])]);
    case 'table':
      return quoteName([node.path.catalog, ...node.path.namespace, node.path.table]);
    case 'column':
      return quotePart(node.column.name);
    case 'field':
      return quotePart(node.field.name);
    case 'partition':
      return node.partition.path;
    case 'snapshot':
      return node.snapshot.id;
    case 'ref':
      return node.ref.name;
    default:
      return undefined;
  }
}
