import * as vscode from 'vscode';
import type { LargeDocumentParams } from '../../server/src/protocol';
import { COMMANDS, SERVER_SETTINGS, SETTINGS_PAGE } from './ids';
import type { LanguageServer } from './language-server';
import type { Runner } from './runner';

const TURN_ON = 'Turn On Anyway';
const CHANGE = 'Change Limit';

/** Says that help with a large file is off: once as a message, and as long as it is so in the editor's language status. */
export class LargeFiles implements vscode.Disposable {
  private readonly items = new Map<string, vscode.LanguageStatusItem>();
  private readonly told = new Set<string>();
  private readonly subscriptions: readonly vscode.Disposable[];

  constructor(
    private readonly server: LanguageServer,
    private readonly runner: Runner,
  ) {
    this.subscriptions = [
      server.onLargeDocument((params) => this.changed(params)),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.forget(uri.toString())),
    ];
  }

  /** Turns the help on for a file, or for the one in the active editor. */
  async helpAnyway(argument?: unknown): Promise<void> {
    const uri = typeof argument === 'string' ? argument : vscode.window.activeTextEditor?.document.uri.toString();
    if (uri !== undefined) await this.server.helpAnyway(uri);
  }

  private changed({ uri, isLarge }: LargeDocumentParams): void {
    this.items.get(uri)?.dispose();
    this.items.delete(uri);
    if (!isLarge) return;
    const { scheme, path } = vscode.Uri.parse(uri);
    const item = vscode.languages.createLanguageStatusItem(`lakehouse.large.${uri}`, { scheme, pattern: path });
    item.name = 'Lakehouse';
    item.text = 'Large file: Lakehouse help is off';
    item.detail = 'Its statements can be run.';
    item.severity = vscode.LanguageStatusSeverity.Warning;
    item.command = { title: TURN_ON, command: COMMANDS.helpAnyway, arguments: [uri] };
    this.items.set(uri, item);
    if (this.told.has(uri)) return;
    this.told.add(uri);
    this.runner.start('large file', () => this.tell(uri, path.slice(path.lastIndexOf('/') + 1)));
  }

  private async tell(uri: string, name: string): Promise<void> {
    const message = `${name} is large. So that it opens and scrolls at once, completion, problems and the like are off for it; its statements can be run.`;
    const chosen = await vscode.window.showInformationMessage(message, TURN_ON, CHANGE);
    if (chosen === TURN_ON) await this.helpAnyway(uri);
    else if (chosen === CHANGE) await vscode.commands.executeCommand(SETTINGS_PAGE, SERVER_SETTINGS.largeFilesLimit);
  }

  private forget(uri: string): void {
    this.items.get(uri)?.dispose();
    this.items.delete(uri);
    this.told.delete(uri);
  }

  dispose(): void {
    vscode.Disposable.from(...this.subscriptions, ...this.items.values()).dispose();
  }
}
