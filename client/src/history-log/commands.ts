import * as vscode from 'vscode';
import { onlyReads } from '../../../lakehouse/src/spark/reads';
import type { Connections } from '../connections';
import { COMMANDS, VIEWS } from '../ids';
import type { QueryRunner } from '../query/run';
import type { Handler } from '../runner';
import type { HistoryEntry } from './entry';
import { type HistoryNode, facts, oneLine } from './render';
import type { HistoryStore } from './store';
import type { HistoryView } from './view';

/** What the history's menus do. Each takes the node it was called on; from the palette the statement is picked from a list. */
export class HistoryCommands {
  constructor(
    private readonly store: HistoryStore,
    private readonly view: HistoryView,
    private readonly connections: Connections,
    private readonly queries: QueryRunner,
  ) {}

  handlers() {
    return {
      [COMMANDS.openFromHistory]: (node) => this.open(node),
      [COMMANDS.runFromHistory]: (node) => this.runAgain(node),
      [COMMANDS.copyFromHistory]: (node) => this.copy(node),
      [COMMANDS.removeFromHistory]: (node) => this.remove(node),
      [COMMANDS.filterQueryHistory]: () => this.filter(),
      [COMMANDS.clearQueryHistory]: () => this.clear(),
    } satisfies Readonly<Record<string, Handler>>;
  }

  private async open(argument: unknown): Promise<void> {
    const entry = await this.entry(argument, 'Open');
    if (entry !== undefined) await showSql(entry.sql);
  }

  private async runAgain(argument: unknown): Promise<void> {
    const entry = await this.entry(argument, 'Run Again');
    if (entry === undefined) return;
    if (!entry.whole) {
      await showSql(entry.sql);
      void vscode.window.showInformationMessage(
        'The history has this statement with masked literals or cut. Complete it before you run it.',
      );
      return;
    }
    await this.connections.ready();
    if (!(await confirmed(entry, this.connections.active().name))) return;
    const document = await showSql(entry.sql);
    const range = { start: document.positionAt(0), end: document.positionAt(document.getText().length) };
    await this.queries.run({ document, version: document.version, statements: [{ text: entry.sql, range }] });
  }

  private async copy(argument: unknown): Promise<void> {
    const entry = await this.entry(argument, 'Copy');
    if (entry !== undefined) await vscode.env.clipboard.writeText(entry.sql);
  }

  private async remove(argument: unknown): Promise<void> {
    if (!isNode(argument)) return;
    await this.store.remove(argument.kind === 'day' ? argument.entries.map(({ id }) => id) : [argument.entry.id]);
  }

  private async filter(): Promise<void> {
    const text = await vscode.window.showInputBox({
      title: 'Filter Query History',
      prompt: 'Words of the statement, connection, outcome or error. Empty shows all.',
      value: this.view.filter,
    });
    if (text === undefined) return;
    this.view.filter = text;
    await vscode.commands.executeCommand(`${VIEWS.queryHistory}.focus`);
  }

  private async clear(): Promise<void> {
    const button = 'Clear';
    const chosen = await vscode.window.showWarningMessage(
      'Clear the query history?',
      { modal: true, detail: 'The statements of all windows and workspaces are deleted from the disk.' },
      button,
    );
    if (chosen === button) await this.store.clear();
  }

  private async entry(argument: unknown, title: string): Promise<HistoryEntry | undefined> {
    if (isNode(argument)) return argument.kind === 'entry' ? argument.entry : undefined;
    const entries = await this.store.entries();
    if (entries.length === 0) {
      void vscode.window.showInformationMessage('No statement has run yet.');
      return undefined;
    }
    const items = entries.map((entry) => ({
      label: oneLine(entry.sql),
      description: [...facts(entry), entry.connection].join(' · '),
      entry,
    }));
    return (await vscode.window.showQuickPick(items, { title, matchOnDescription: true }))?.entry;
  }
}

async function showSql(content: string): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument({ language: 'sql', content });
  await vscode.window.showTextDocument(document);
  return document;
}

/** Asks before what changes something happens twice, or what was meant for one connection happens on another. */
async function confirmed({ connection, sql }: HistoryEntry, active: string): Promise<boolean> {
  const reasons = [
    ...(connection === active ? [] : [`It ran on "${connection}"; the active connection is "${active}".`]),
    ...(onlyReads(sql) ? [] : ['It may change data.']),
  ];
  if (reasons.length === 0) return true;
  const button = `Run on ${active}`;
  const detail = [...reasons, '', oneLine(sql)].join('\n');
  return (
    (await vscode.window.showWarningMessage('Run this statement again?', { modal: true, detail }, button)) === button
  );
}

function isNode(value: unknown): value is HistoryNode {
  return typeof value === 'object' && value !== null && 'kind' in value && ('entry' in value || 'entries' in value);
}
