/** The extension: constructs its parts, gives each what it needs, registers and disposes them. Decisions live elsewhere. */
import * as vscode from 'vscode';
import { ConfigFiles } from './config-file';
import { Connections } from './connections';
import { ErrorUi } from './errors-ui';
import { ExplorerCommands } from './explorer/commands';
import { CatalogTree } from './explorer/provider';
import { ServerSource } from './explorer/source';
import { welcomePage } from './explorer/welcome';
import { COMMANDS, VIEWS } from './ids';
import { LanguageServer } from './language-server';
import { queryParts } from './query/parts';
import { LargeFiles } from './large-files';
import { Runner } from './runner';
import { Secrets } from './secrets';
import { StackCommands } from './stack/commands';
import { StackController } from './stack/controller';
import { runtimeOpener } from './stack/open';
import { StackStatusBar } from './stack/status-bar';
import { TableDocuments } from './table-documents';
import { VirtualText } from './virtual-text';
import { HistoryPanels } from './webviews/history';
import { pushConnections, wire } from './wiring';

export function activate(context: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel('Lakehouse', { log: true });
  const texts = new VirtualText();
  const errors = new ErrorUi(log, texts);
  const runner = new Runner(errors);

  const server = new LanguageServer(context.asAbsolutePath('dist/server.js'), log);
  const files = new ConfigFiles();
  const connections = new Connections(files, new Secrets(context.secrets), errors);
  const openRuntime = runtimeOpener(context.asAbsolutePath('stack'));
  const stack = new StackController(openRuntime, () => connections.stackRuntime(), log);
  const statusBar = new StackStatusBar(stack);
  const stackCommands = new StackCommands(stack, texts, log);

  const source = new ServerSource(
    connections,
    server,
    () => pushConnections({ connections, server }),
    () => welcomePage(connections, stack) !== '',
  );
  const tree = new CatalogTree(source, errors);
  const view = vscode.window.createTreeView(VIEWS.catalog, { treeDataProvider: tree, showCollapseAll: true });
  const histories = new HistoryPanels(context.extensionUri, server, runner);
  const explorer = new ExplorerCommands(tree, server, connections, histories);

  const tables = new TableDocuments(server, runner);
  const largeFiles = new LargeFiles(server, runner);
  const queries = queryParts({ context, connections, server, errors, texts, runner, log });

  const commands = runner.commands({
    [COMMANDS.startStack]: () => stackCommands.start(),
    [COMMANDS.stopStack]: () => stackCommands.stop(),
    [COMMANDS.resetStack]: () => stackCommands.reset(),
    [COMMANDS.showLogs]: (service) => stackCommands.showLogs(service),
    [COMMANDS.restartService]: (service) => stackCommands.restart(service),
    [COMMANDS.stackMenu]: () => stackCommands.menu(),
    [COMMANDS.refreshCatalog]: (node) => explorer.refresh(node),
    [COMMANDS.showHistory]: (node) => explorer.showHistory(node),
    [COMMANDS.selectRows]: (node) => explorer.selectRows(node),
    [COMMANDS.copyName]: (node) => explorer.copyName(node),
    [COMMANDS.showMore]: (node) => explorer.showMore(node),
    [COMMANDS.cancelLoading]: (node) => explorer.cancelLoading(node),
    [COMMANDS.openConfig]: (line, col, file) => files.openAt(line, col, file),
    [COMMANDS.helpAnyway]: (uri) => largeFiles.helpAnyway(uri),
    [COMMANDS.selectConnection]: () => connections.select(),
    [COMMANDS.setSecret]: (name) => connections.setSecret(name),
    ...queries.handlers,
  });

  // Disposed in this order: what uses a part goes before the part.
  context.subscriptions.push(
    wire({ files, connections, server, tree, sessions: queries.sessions, stack, statusBar, stackCommands, runner }),
    ...[commands, ...queries.disposables, histories, view, tree],
    ...[tables, largeFiles, statusBar, stack, connections, files, server, texts, log],
  );
}
