/** Documents and carets: a `|` in the text marks where the caret stands. */
import * as vscode from 'vscode';

export interface Opened {
  readonly document: vscode.TextDocument;
  readonly editor: vscode.TextEditor;
  readonly caret: vscode.Position;
}

export function workspaceUri(file: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  if (folder === undefined) throw new Error('no workspace folder is open');
  return vscode.Uri.joinPath(folder.uri, file);
}

/** Opens an untitled SQL document with the caret at `|`. */
export async function openSql(textWithCaret: string): Promise<Opened> {
  const offset = textWithCaret.indexOf('|');
  const content = offset < 0 ? textWithCaret : textWithCaret.slice(0, offset) + textWithCaret.slice(offset + 1);
  const document = await vscode.workspace.openTextDocument({ language: 'sql', content });
  const editor = await vscode.window.showTextDocument(document);
  const caret = document.positionAt(Math.max(offset, 0));
  editor.selection = new vscode.Selection(caret, caret);
  return { document, editor, caret };
}

/** The labels completion offers at the caret. */
export async function completions(opened: Opened): Promise<string[]> {
  const list = await vscode.commands.executeCommand<vscode.CompletionList>(
    'vscode.executeCompletionItemProvider',
    opened.document.uri,
    opened.caret,
  );
  return list.items.map(({ label }) => (typeof label === 'string' ? label : label.label));
}

/** The errors that stand at a document now. */
export function errorsOf(uri: vscode.Uri): vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(uri).filter(({ severity }) => severity === vscode.DiagnosticSeverity.Error);
}
