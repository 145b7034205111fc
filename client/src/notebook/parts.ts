/** Notebooks, put together: their files, the cells that run, their outputs. */
import * as vscode from 'vscode';
import { settings } from '../config';
import type { NotebookOutbound } from '../../webview/messages';
import { COMMANDS, RENDERER, SETTINGS } from '../ids';
import type { QueryRunner } from '../query/run';
import type { Handler, Runner } from '../runner';
import { NOTEBOOK, SCRIPT_NOTEBOOK } from './cells';
import { NotebookCommands } from './commands';
import { NotebookControllers } from './controller';
import type { CellDependencies } from './run-cell';
import { NotebookSerializer, ScriptSerializer } from './serializer';

export interface NotebookDependencies extends CellDependencies {
  readonly queries: QueryRunner;
  readonly runner: Runner;
}

export function notebookParts(parts: NotebookDependencies) {
  const { connections, server, queries, runner } = parts;
  const scripts = new ScriptSerializer(server);
  const commands = new NotebookCommands(server, queries, scripts);
  const messages = vscode.notebooks.createRendererMessaging(RENDERER);
  return {
    handlers: {
      [COMMANDS.newNotebook]: () => commands.create(),
      [COMMANDS.openAsNotebook]: (uri) => commands.openScript(uri),
    } satisfies Readonly<Record<string, Handler>>,
    disposables: [
      new NotebookControllers(parts, connections, runner),
      new Registration(),
      vscode.workspace.registerNotebookSerializer(SCRIPT_NOTEBOOK, scripts, { transientOutputs: true }),
      messages.onDidReceiveMessage(
        runner.listener('notebook output', ({ message }) => commands.receive(message as NotebookOutbound)),
      ),
    ] as const,
  };
}

/** Whether outputs belong to the file is said when the serializer is registered, so it is registered anew with the setting. */
class Registration implements vscode.Disposable {
  private current = register();
  private readonly subscription = settings.onDidChange([SETTINGS.notebookSaveOutputs], () => {
    this.current.dispose();
    this.current = register();
  });

  dispose(): void {
    vscode.Disposable.from(this.subscription, this.current).dispose();
  }
}

function register(): vscode.Disposable {
  const options = { transientOutputs: !settings.notebookSavesOutputs() };
  return vscode.workspace.registerNotebookSerializer(NOTEBOOK, new NotebookSerializer(), options);
}
