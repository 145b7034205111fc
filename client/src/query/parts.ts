/** Everything that runs statements and keeps what came of them, put together. */
import type * as vscode from 'vscode';
import { settings } from '../config';
import type { Connections } from '../connections';
import type { ErrorUi } from '../errors-ui';
import { HistoryCommands } from '../history-log/commands';
import { recorder } from '../history-log/recorder';
import { HistoryStore } from '../history-log/store';
import { HistoryView } from '../history-log/view';
import { COMMANDS } from '../ids';
import type { LanguageServer } from '../language-server';
import type { Handler, Runner } from '../runner';
import type { VirtualText } from '../virtual-text';
import { ResultsView } from '../webviews/results';
import { forgetCatalogs } from '../wiring';
import { notebookParts } from '../notebook/parts';
import { SparkAnalysis } from './analysis';
import { QueryCommands } from './commands';
import { connectSpark } from './connect';
import { SparkDiagnostics } from './diagnostics';
import { Guard } from './guard';
import { ParameterForm } from './parameters';
import { QueryRunner } from './run';
import { Sessions } from './sessions';
import { Explainer } from './explain';
import { RunLenses } from './lenses';

export interface QueryDependencies {
  readonly context: vscode.ExtensionContext;
  readonly connections: Connections;
  readonly server: LanguageServer;
  readonly errors: ErrorUi;
  readonly texts: VirtualText;
  readonly runner: Runner;
  readonly log: vscode.LogOutputChannel;
}

export function queryParts({ context, connections, server, errors, texts, runner, log }: QueryDependencies) {
  const results = new ResultsView(context.extensionUri, runner);
  const tellZone = (connection: string, timeZone: string) =>
    runner.start('session zone', () => server.tellZone({ connection, timeZone }));
  const sessions = new Sessions(connectSpark, log, tellZone);
  const diagnostics = new SparkDiagnostics();
  const store = new HistoryStore(context.globalStorageUri.fsPath, settings.historyLimit);
  const record = recorder(
    (entry) => store.append(entry),
    settings.historyMaskLiterals,
    (error) => log.warn('query history', error),
  );
  const changed = (connection: string) => runner.start('refresh', () => forgetCatalogs(server, connection));
  const guard = new Guard(server, log);
  const form = new ParameterForm(context.workspaceState, () => connections.parameterSets());
  const queries = new QueryRunner(connections, sessions, results, diagnostics, errors, changed, record, guard, form);
  const explainer = new Explainer(connections, sessions, diagnostics, texts);
  const commands = new QueryCommands(server, queries, explainer);
  const lenses = new RunLenses(server, queries);
  const analysis = new SparkAnalysis(connections, sessions, server, runner, queries);
  const history = new HistoryView(store, runner);
  const historyCommands = new HistoryCommands(store, history, connections, queries, guard, sessions, texts);
  const notebooks = notebookParts({
    ...{ connections, sessions, server, diagnostics, errors, record, guard, form, queries, runner },
    onChanged: changed,
  });
  return {
    sessions,
    handlers: {
      [COMMANDS.runAtCursor]: () => commands.runAtCursor(),
      [COMMANDS.runSelection]: () => commands.runSelection(),
      [COMMANDS.runFile]: () => commands.runFile(),
      [COMMANDS.runStatement]: (target) => commands.runStatement(target),
      [COMMANDS.explainStatement]: (target) => commands.explainStatement(target),
      [COMMANDS.cancelQuery]: () => queries.cancel(),
      [COMMANDS.exportResult]: () => results.exportShown(),
      ...historyCommands.handlers(),
      ...notebooks.handlers,
    } satisfies Readonly<Record<string, Handler>>,
    /** In the order in which they are to be disposed. */
    disposables: [
      ...notebooks.disposables,
      analysis,
      lenses,
      queries,
      sessions,
      diagnostics,
      results,
      history,
    ] as const,
  };
}
