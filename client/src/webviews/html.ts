/** The page of every webview: one script, one style sheet, and a policy that lets nothing else in. */
import { randomBytes } from 'node:crypto';

export interface PageOptions {
  readonly title: string;
  /** Where the webview may load from: `webview.cspSource`. */
  readonly cspSource: string;
  /** Addresses as the webview sees them: `webview.asWebviewUri(…)`. */
  readonly script: string;
  readonly styles: readonly string[];
}

/** Complete HTML. Scripts run by nonce alone, inline code and `eval` never; there is no network. */
export function webviewHtml(options: PageOptions, nonce = randomBytes(16).toString('hex')): string {
  const policy = [
    `default-src 'none'`,
    `script-src 'nonce-${nonce}'`,
    `style-src ${options.cspSource} 'nonce-${nonce}'`,
    `font-src ${options.cspSource}`,
  ].join('; ');
  const styles = options.styles.map((style) => `<link rel="stylesheet" href="${attribute(style)}">`);
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${attribute(policy)}">
<title>${attribute(options.title)}</title>
${styles.join('\n')}
</head>
<body>
<main id="root"></main>
<script nonce="${nonce}" src="${attribute(options.script)}"></script>
</body>
</html>
`;
}

function attribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
