import * as vscode from 'vscode';
import type { LakehouseError } from '../../../lakehouse/src/errors';
import type { WireStatement } from '../../../server/src/protocol';
import { LANGUAGES } from '../ids';

/** Spark's errors at their place in the editor; gone with the next edit or run. */
export class SparkDiagnostics implements vscode.Disposable {
  private readonly collection = vscode.languages.createDiagnosticCollection('Spark');
  private readonly subscriptions: readonly vscode.Disposable[];

  constructor() {
    this.subscriptions = [
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0 && LANGUAGES.some((id) => id === document.languageId)) this.clear(document.uri);
      }),
      vscode.workspace.onDidCloseTextDocument((document) => this.clear(document.uri)),
    ];
  }

  /**
   * Marks `error` in the document and tells where, unless the document was edited since the statement was read from
   * `version`.
   */
  set(
    document: vscode.TextDocument,
    version: number,
    statement: WireStatement,
    error: LakehouseError,
  ): vscode.Position | undefined {
    if (document.isClosed || document.version !== version) return undefined;
    const range = rangeOf(document, statement, error);
    const diagnostic = new vscode.Diagnostic(range, error.message);
    diagnostic.source = 'Spark';
    diagnostic.code = error.condition ?? error.code;
    this.collection.set(document.uri, [diagnostic]);
    return range.start;
  }

  clear(uri: vscode.Uri): void {
    if (this.collection.has(uri)) this.collection.delete(uri);
  }

  dispose(): void {
    vscode.Disposable.from(this.collection, ...this.subscriptions).dispose();
  }
}

/** Where Spark says it is; a single point grows to its word, no position at all is the statement's first line. */
export function rangeOf(document: vscode.TextDocument, statement: WireStatement, error: LakehouseError): vscode.Range {
  const first = new vscode.Position(statement.range.start.line, statement.range.start.character);
  if (error.position === undefined) return new vscode.Range(first, document.lineAt(first.line).range.end);
  const base = document.offsetAt(first);
  const start = document.positionAt(base + error.position.start);
  const end = document.positionAt(base + error.position.end);
  if (end.isAfter(start)) return new vscode.Range(start, end);
  return document.getWordRangeAtPosition(start) ?? new vscode.Range(start, start.translate(0, 1));
}
