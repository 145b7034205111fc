import * as vscode from 'vscode';
import { COMMANDS } from '../ids';
import type { LanguageServer } from '../language-server';
import type { Current, QueryRunner } from './run';

/** Above the statement that runs, `Running…` and Cancel take the place of Run and Explain. */
export class RunLenses implements vscode.Disposable {
  private current: Current | undefined;
  private readonly subscription: vscode.Disposable;

  constructor(server: LanguageServer, queries: QueryRunner) {
    server.decorateLenses = (document, lenses) => this.decorate(document, lenses);
    this.subscription = queries.onDidChangeCurrent((current) => {
      this.current = current;
      server.refreshLenses();
    });
  }

  private decorate(document: vscode.TextDocument, lenses: readonly vscode.CodeLens[]): vscode.CodeLens[] {
    const { current } = this;
    if (current?.document !== document || current.version !== document.version) return [...lenses];
    const { line, character } = current.statement.range.start;
    const at = new vscode.Range(line, character, line, character);
    const others = lenses.filter(({ range }) => !range.start.isEqual(at.start));
    const running = { title: '$(sync~spin) Running…', command: '' };
    return [
      ...others,
      new vscode.CodeLens(at, running),
      new vscode.CodeLens(at, { title: 'Cancel', command: COMMANDS.cancelQuery }),
    ];
  }

  dispose(): void {
    this.subscription.dispose();
  }
}
