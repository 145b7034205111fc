import * as vscode from 'vscode';
import { LakehouseError } from '../../lakehouse/src/errors';
import {
  TABLE_DOCUMENT,
  TABLE_DOCUMENT_SCHEME,
  type TableDocumentParams,
  type TableDocumentResult,
} from '../../server/src/protocol';
import type { LanguageServer } from './language-server';
import type { Runner } from './runner';

/** Read-only documents with the DDL of a table or view: where "go to definition" leads. They follow the catalog. */
export class TableDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  private readonly disposables: vscode.Disposable[];
  readonly onDidChange = this.changed.event;

  constructor(
    private readonly server: LanguageServer,
    runner: Runner,
  ) {
    this.disposables = [
      this.changed,
      vscode.workspace.registerTextDocumentContentProvider(TABLE_DOCUMENT_SCHEME, this),
      server.onCatalogChanged(runner.listener('table documents', () => this.reload())),
    ];
  }

  async provideTextDocumentContent(uri: vscode.Uri, token: vscode.CancellationToken): Promise<string> {
    const params: TableDocumentParams = { uri: uri.toString() };
    try {
      return (await this.server.request<TableDocumentResult>(TABLE_DOCUMENT, params, token)).text;
    } catch (thrown) {
      const { message, nextStep } = LakehouseError.from(thrown);
      // A comment each line: an editor shows why there is nothing to see, where it would be seen.
      const lines = [message, ...(nextStep === undefined ? [] : [nextStep.label])];
      return lines
        .flatMap((line) => line.split('\n'))
        .map((line) => `-- ${line}\n`)
        .join('');
    }
  }

  private reload(): void {
    for (const { uri } of vscode.workspace.textDocuments)
      if (uri.scheme === TABLE_DOCUMENT_SCHEME) this.changed.fire(uri);
  }

  dispose(): void {
    vscode.Disposable.from(...this.disposables).dispose();
  }
}
