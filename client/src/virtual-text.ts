import * as vscode from 'vscode';

const SCHEME = 'lakehouse-text';

/** Read-only documents that exist only in memory: error details and logs. */
export class VirtualText implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly texts = new Map<string, string>();
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  private readonly disposables: vscode.Disposable[];
  readonly onDidChange = this.changed.event;

  constructor() {
    this.disposables = [
      this.changed,
      vscode.workspace.registerTextDocumentContentProvider(SCHEME, this),
      vscode.workspace.onDidCloseTextDocument((document) => {
        if (document.uri.scheme === SCHEME) this.texts.delete(document.uri.toString());
      }),
    ];
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.texts.get(uri.toString()) ?? '';
  }

  /** Opens `text` in a tab called `title`, replacing what that tab showed; `atEnd` scrolls to the last line. */
  async open(title: string, text: string, atEnd = false): Promise<void> {
    const uri = this.put(title.replaceAll('/', '∕'), text);
    const document = await vscode.workspace.openTextDocument(uri);
    const editor = await vscode.window.showTextDocument(document, { preview: true });
    const line = atEnd ? document.lineCount - 1 : 0;
    editor.revealRange(new vscode.Range(line, 0, line, 0));
  }

  /** The address at which `text` can be opened; its ending says its language. */
  put(path: string, text: string): vscode.Uri {
    const uri = vscode.Uri.from({ scheme: SCHEME, path: `/${path}` });
    this.texts.set(uri.toString(), text);
    this.changed.fire(uri);
    return uri;
  }

  dispose(): void {
    vscode.Disposable.from(...this.disposables).dispose();
  }
}
