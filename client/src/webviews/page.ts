import * as vscode from 'vscode';
import { webviewHtml } from './html';

export type PageName = 'results' | 'history';

/** Loads the page `name` (dist/webview/NAME.js, media/webview.css, media/NAME.css) into a webview. */
export function loadPage(webview: vscode.Webview, extension: vscode.Uri, name: PageName, title: string): void {
  const script = vscode.Uri.joinPath(extension, 'dist', 'webview');
  const media = vscode.Uri.joinPath(extension, 'media');
  webview.options = { enableScripts: true, localResourceRoots: [script, media] };
  webview.html = webviewHtml({
    title,
    cspSource: webview.cspSource,
    script: webview.asWebviewUri(vscode.Uri.joinPath(script, `${name}.js`)).toString(),
    styles: ['webview', name].map((style) =>
      webview.asWebviewUri(vscode.Uri.joinPath(media, `${style}.css`)).toString(),
    ),
  });
}
