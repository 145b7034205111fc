/** What happens when something changes elsewhere: each line of `wire` is one such consequence. */
import * as vscode from 'vscode';
import type { StackStatus } from '../../lakehouse/src/stack/types';
import { REFRESH } from '../../server/src/protocol';
import { settings } from './config';
import type { ConfigFiles } from './config-file';
import type { Connections } from './connections';
import type { CatalogTree } from './explorer/provider';
import { welcomePage } from './explorer/welcome';
import { CONTEXT, SETTINGS } from './ids';
import type { LanguageServer } from './language-server';
import type { Sessions } from './query/sessions';
import type { Runner } from './runner';
import type { StackCommands } from './stack/commands';
import type { StackController } from './stack/controller';
import type { StackStatusBar } from './stack/status-bar';

export interface Parts {
  readonly files: ConfigFiles;
  readonly connections: Connections;
  readonly server: LanguageServer;
  readonly tree: CatalogTree;
  readonly sessions: Sessions;
  readonly stack: StackController;
  readonly statusBar: StackStatusBar;
  readonly stackCommands: StackCommands;
  readonly runner: Runner;
}

export function wire(parts: Parts): vscode.Disposable {
  const { files, connections, server, tree, stack, stackCommands, runner } = parts;
  const begin = (): void => runner.start('start', () => beginWork(parts));
  const subscriptions = [
    files.onDidChange(runner.listener('configuration', () => connections.reload())),
    connections.onDidChange(
      runner.listener('connections', async () => {
        await pushConnections(parts);
        await showWelcome(parts);
        tree.reload();
      }),
    ),
    stack.onDidChange(
      runner.listener('stack', (status) => {
        dropDeadSessions(parts, status);
        connections.setStack(status);
        return showWelcome(parts);
      }),
    ),
    stack.onDidDie(runner.listener('stack', (services) => stackCommands.tellDied(services))),
    server.onCatalogChanged(runner.listener('catalog', (path) => tree.reloadPath(path))),
    settings.onDidChange([SETTINGS.catalogSnapshots, SETTINGS.sparkVersion], () =>
      runner.start('language server', () => server.restart()),
    ),
    vscode.workspace.onDidGrantWorkspaceTrust(begin),
  ];
  begin();
  return vscode.Disposable.from(...subscriptions);
}

/** The language works anywhere; the rest only where the workspace is trusted. */
async function beginWork(parts: Parts): Promise<void> {
  await parts.server.start();
  if (!vscode.workspace.isTrusted) return;
  await parts.connections.ready();
  await showWelcome(parts);
  if (parts.connections.usesStack()) {
    parts.statusBar.show();
    parts.stack.watch();
  }
}

/** A Spark that went away took its sessions along; the next statement opens a new one and says so. */
function dropDeadSessions({ connections, sessions }: Parts, status: StackStatus | null): void {
  const spark = status?.services.find(({ name }) => name === 'spark');
  if (spark?.state !== 'stopped' && spark?.state !== 'failed') return;
  for (const { name, stack } of connections.list()) if (stack !== undefined) sessions.drop(name);
}

/** Tells the language server every connection that can be reached now. */
export async function pushConnections({ connections, server }: Pick<Parts, 'connections' | 'server'>): Promise<void> {
  await server.setConnections(await connections.reachable(), connections.activeName());
}

/** After a statement that may have changed something: what is cached of the connection is asked for again. */
export async function forgetCatalogs(server: LanguageServer, connection: string): Promise<void> {
  await server.request(REFRESH, { path: { connection } });
}

async function showWelcome({ connections, stack }: Parts): Promise<void> {
  await vscode.commands.executeCommand('setContext', CONTEXT.welcome, welcomePage(connections, stack));
}
