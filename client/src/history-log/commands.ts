import * as vscode from 'vscode';
import { LakehouseError } from '../../../lakehouse/src/errors';
import type { Connections } from '../connections';
import { COMMANDS, VIEWS } from '../ids';
import type { Guard } from '../query/guard';
import type { QueryRunner } from '../query/run';
import type { Sessions } from '../query/sessions';
import { planUndo, type UndoPlan } from '../query/undo-plan';
import type { Handler } from '../runner';
import { quoteName } from '../sql-names';
import type { VirtualText } from '../virtual-text';
import type { HistoryEntry, Written } from './entry';
import { type HistoryNode, canUndo, facts, oneLine } from './render';
import type { HistoryStore } from './store';
import type { HistoryView } from './view';

/** What the history's menus do. Each takes the node it was called on; from the palette the statement is picked from a list. */
export class HistoryCommands {
  constructor(
    private readonly store: HistoryStore,
    private readonly view: HistoryView,
    private readonly connections: Connections,
    private readonly queries: QueryRunner,
    private readonly guard: Guard,
    private readonly sessions: Sessions,
    private readonly texts: VirtualText,
  ) {}

  handlers() {
    return {
      [COMMANDS.openFromHistory]: (node) => this.open(node),
      [COMMANDS.runFromHistory]: (node) => this.runAgain(node),
      [COMMANDS.copyFromHistory]: (node) => this.copy(node),
      [COMMANDS.compareFromHistory]: (node, selected) => this.compare(node, selected),
      [COMMANDS.undoFromHistory]: (node) => this.undo(node),
      [COMMANDS.removeFromHistory]: (node, selected) => this.remove(node, selected),
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
    const [effect] = await this.guard.effects([entry.sql]);
    // What deletes or drops is asked about with all that is lost, by whoever runs it.
    const changes = effect?.reads !== true && !effect?.losses.length;
    if (!(await confirmed(entry, this.connections.active().name, changes))) return;
    await this.runSql(entry.sql);
  }

  private async runSql(text: string): Promise<void> {
    const document = await showSql(text);
    const range = { start: document.positionAt(0), end: document.positionAt(document.getText().length) };
    await this.queries.run({ document, version: document.version, statements: [{ text, range }] });
  }

  /** Two texts side by side, the older one to the left: the two that are selected, or one and another that is picked. */
  private async compare(argument: unknown, selected: unknown): Promise<void> {
    const chosen = (Array.isArray(selected) ? selected : [argument]).filter(isNode).flatMap(entriesOf);
    const one = chosen[0] ?? (await this.entry(undefined, 'Compare'));
    if (one === undefined) return;
    const other =
      chosen[1] ??
      (await this.pick(
        'Compare with',
        (await this.store.entries()).filter(({ id }) => id !== one.id),
      ));
    if (other === undefined) return;
    const [left, right] = one.startedMs <= other.startedMs ? [one, other] : [other, one];
    const [leftText, rightText] = [left, right].map((entry) =>
      this.texts.put(`history/${entry.id}.sql`, entry.sql),
    ) as [vscode.Uri, vscode.Uri];
    const title = [left, right].map((entry) => facts(entry)[0]).join(' ↔ ');
    await vscode.commands.executeCommand('vscode.diff', leftText, rightText, `Statement ${title}`);
  }

  /** Rolls the table back to the snapshot before the statement, after saying what else that drops. */
  private async undo(argument: unknown): Promise<void> {
    const entry = isNode(argument)
      ? entriesOf(argument)[0]
      : await this.pick('Undo', (await this.store.entries()).filter(canUndo));
    if (entry === undefined) return;
    const written = await pickWritten(entry);
    if (written === undefined) return;
    await this.connections.ready();
    if (this.connections.active().name !== entry.connection) {
      throw new LakehouseError(
        'CONNECTION_UNKNOWN',
        `This ran on "${entry.connection}", which is not the active connection`,
        {
          nextStep: { label: 'Select Connection', command: COMMANDS.selectConnection },
        },
      );
    }
    const plan = await this.plan(entry.connection, written);
    if (plan.kind === 'impossible') {
      void vscode.window.showInformationMessage(plan.reason);
      return;
    }
    const button = 'Roll Back';
    const options = { modal: true, detail: plan.detail };
    if ((await vscode.window.showWarningMessage(plan.message, options, button)) === button) await this.runSql(plan.sql);
  }

  private plan(connection: string, written: Written): Thenable<UndoPlan> {
    const title = `Looking at ${quoteName(written.table)}`;
    const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
    return vscode.window.withProgress(options, async (_, token) => {
      const abort = new AbortController();
      const subscription = token.onCancellationRequested(() => abort.abort());
      try {
        const config = await this.connections.resolve(connection, true);
        const { session } = await this.sessions.get(config, abort.signal);
        return await planUndo(session, written, abort.signal);
      } finally {
        subscription.dispose();
      }
    });
  }

  private async copy(argument: unknown): Promise<void> {
    const entry = await this.entry(argument, 'Copy');
    if (entry !== undefined) await vscode.env.clipboard.writeText(entry.sql);
  }

  private async remove(argument: unknown, selected: unknown): Promise<void> {
    const nodes = (Array.isArray(selected) ? selected : [argument]).filter(isNode);
    if (nodes.length > 0) await this.store.remove(nodes.flatMap(entriesOf).map(({ id }) => id));
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
    return this.pick(title, await this.store.entries());
  }

  private async pick(title: string, entries: readonly HistoryEntry[]): Promise<HistoryEntry | undefined> {
    if (entries.length === 0) {
      void vscode.window.showInformationMessage('The query history has no such statement yet.');
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

/** One of the snapshots of a statement: asked only where it made several. */
async function pickWritten({ written = [] }: HistoryEntry): Promise<Written | undefined> {
  if (written.length <= 1) return written[0];
  const items = written.map((one) => ({ label: quoteName(one.table), description: one.snapshotId, one }));
  return (await vscode.window.showQuickPick(items, { title: 'Table to roll back' }))?.one;
}

async function showSql(content: string): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument({ language: 'sql', content });
  await vscode.window.showTextDocument(document);
  return document;
}

/** Asks before what changes something happens twice, or what was meant for one connection happens on another. */
async function confirmed({ connection, sql }: HistoryEntry, active: string, changes: boolean): Promise<boolean> {
  const reasons = [
    ...(connection === active ? [] : [`It ran on "${connection}"; the active connection is "${active}".`]),
    ...(changes ? ['It may change data.'] : []),
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

function entriesOf(node: HistoryNode): readonly HistoryEntry[] {
  return node.kind === 'day' ? node.entries : [node.entry];
}
