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
import { webviewBundle, type WebviewName } from '../../../scripts/lib/webviews.mjs';
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
export async function bundle(name: WebviewName): Promise<Uint8Array> {
  const result = await build({
    ...webviewBundle(name),
    absWorkingDir: root,
    minify: true,
    write: false,
    outdir: 'out',
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
  name: WebviewName,
  { theme = 'dark', width = 1100, height = 620 }: OpenOptions = {},
): Promise<WebviewPage> {
  const [script, chart] = await Promise.all([bundle(name), bundle('chart')]);
  const { server, origin } = await serve(name, { script, chart }, theme);
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

/** What VS Code's page for the outputs of a notebook does: `post` an item, and it is rendered in an element of its own. */
const rendererPage = `
  import { activate } from '/main.js';
  const renderer = activate({ postMessage: (message) => window.sentMessages.push(message) });
  window.deliver = ({ id, mime, data }) => {
    let element = document.getElementById(id);
    if (!element) {
      element = document.createElement('div');
      element.id = id;
      document.body.append(element);
    }
    const text = () => new TextDecoder().decode(data);
    renderer.renderOutputItem({ id, mime, data: () => data, text, json: () => JSON.parse(text()) }, element);
  };
  window.disposeItem = (id) => renderer.disposeOutputItem(id);
  window.sentMessages.push({ type: 'ready' });
`;

/** An output shares its page with others: our styles are its own to bring. */
function pageStyles(name: WebviewName): string[] {
  return name === 'notebook' ? ['/theme.css'] : ['/theme.css', '/webview.css', `/${name}.css`];
}

async function serve(
  name: WebviewName,
  { script, chart }: Readonly<Record<'script' | 'chart', Uint8Array>>,
  theme: Theme,
): Promise<{ server: Server; origin: string }> {
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
    if (request.url === '/chart.js') return send('text/javascript', chart);
    if (request.url === '/renderer.js') return send('text/javascript', rendererPage);
    if (request.url !== '/') return void response.writeHead(404).end();
    const html = webviewHtml({ title: name, cspSource: origin, script: '/main.js', styles: pageStyles(name) }, nonce);
    send(
      'text/html',
      html
        .replace(`src="/main.js"`, name === 'notebook' ? 'type="module" src="/renderer.js"' : '$&')
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
