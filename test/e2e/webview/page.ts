/**
 * A webview bundle in a browser without VS Code: a server on loopback serves the bundle and its styles in the page the
 * extension makes, under its content security policy. Only VS Code's own `acquireVsCodeApi` is stood in for.
 */
import { createServer, type Server } from 'node:http';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { chromium, type Browser, type Page } from 'playwright-core';
import { findChromium } from '../../../scripts/lib/chromium.mjs';
import { webviewHtml } from '../../../client/src/webviews/html';
import { themes, type Theme } from './themes';

const root = fileURLToPath(new URL('../../..', import.meta.url));

export interface WebviewPage {
  readonly page: Page;
  /** Posts a message as the extension does; a Uint8Array in it arrives as one. */
  post(message: unknown): Promise<void>;
  /** What the page has sent so far. */
  sent(): Promise<Record<string, unknown>[]>;
  /** Breaches of the policy and errors on the console so far. */
  readonly problems: string[];
  close(): Promise<void>;
}

/** A bundle's bytes, made as `npm run build` makes it. */
export async function bundle(name: 'results' | 'history'): Promise<Uint8Array> {
  const result = await build({
    entryPoints: [`${root}client/webview/${name}/main.ts`],
    bundle: true,
    minify: true,
    write: false,
    platform: 'browser',
    target: 'es2022',
    format: 'iife',
    loader: { '.css': 'text' },
    legalComments: 'none',
    logLevel: 'silent',
  });
  const [file] = result.outputFiles;
  if (file === undefined) throw new Error('esbuild wrote nothing');
  return file.contents;
}

/** The browser the end-to-end tests use. */
export async function launch(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error('No Chromium: npm test installs one where it may');
  return chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
  });
}

export interface OpenOptions {
  readonly theme?: Theme;
  readonly width?: number;
  readonly height?: number;
}

export async function open(
  browser: Browser,
  name: 'results' | 'history',
  { theme = 'dark', width = 1100, height = 620 }: OpenOptions = {},
): Promise<WebviewPage> {
  const script = await bundle(name);
  const { server, origin } = await serve(name, script, theme);
  const context = await browser.newContext({ viewport: { width, height } });
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') problems.push(message.text());
  });
  page.on('pageerror', (error) => problems.push(String(error)));
  await page.goto(origin);
  await page.waitForFunction('window.sentMessages?.length > 0');
  return {
    page,
    problems,
    async post(message) {
      await page.evaluate(`window.receiveMessage(${JSON.stringify(encode(message))})`);
    },
    sent: () => page.evaluate('window.sentMessages'),
    async close() {
      await context.close();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** JSON with byte arrays as `{ $bytes: base64 }`: the page's side is `window.decodeMessage`. */
export function encode(message: unknown): string {
  return JSON.stringify(message, (_key, value: unknown) =>
    value instanceof Uint8Array ? { $bytes: Buffer.from(value).toString('base64') } : value,
  );
}

const stub = `
  window.sentMessages = [];
  window.webviewState = undefined;
  window.acquireVsCodeApi = () => ({
    postMessage: (message) => { window.sentMessages.push(message); },
    getState: () => window.webviewState,
    setState: (state) => { window.webviewState = state; },
  });
  window.decodeMessage = (text) => JSON.parse(text, (key, value) =>
    value && typeof value.$bytes === 'string' ? Uint8Array.from(atob(value.$bytes), (c) => c.charCodeAt(0)) : value);
  window.deliver = (data) => window.dispatchEvent(new MessageEvent('message', { data }));
  window.receiveMessage = (text) => window.deliver(window.decodeMessage(text));
`;

async function serve(name: string, script: Uint8Array, theme: Theme): Promise<{ server: Server; origin: string }> {
  const nonce = 'r4nd0mN0nce';
  let origin = '';
  const server = createServer((request, response) => {
    const send = (type: string, body: string | Uint8Array) => {
      response.writeHead(200, { 'content-type': `${type}; charset=utf-8` });
      response.end(body);
    };
    const css = /^\/(webview|results|history)\.css$/.exec(request.url ?? '');
    if (css) return send('text/css', readFileSync(`${root}media/${css[1]}.css`));
    if (request.url === '/theme.css') return send('text/css', themes[theme].css);
    if (request.url === '/main.js') return send('text/javascript', script);
    if (request.url !== '/') return void response.writeHead(404).end();
    const html = webviewHtml(
      { title: name, cspSource: origin, script: '/main.js', styles: ['/theme.css', '/webview.css', `/${name}.css`] },
      nonce,
    );
    send(
      'text/html',
      html
        .replace('<head>', '<head><link rel="icon" href="data:,">')
        .replace('<body>', `<body class="${themes[theme].bodyClass}"><script nonce="${nonce}">${stub}</script>`),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no address');
  origin = `http://127.0.0.1:${address.port}`;
  return { server, origin };
}
