/** Starts VS Code in a browser on a copy of the sample workspace, everything of it in one folder that goes at the end. */
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { findChromium } from '../../../scripts/lib/chromium.mjs';
import { startCodeServer, type CodeServer } from '../../../scripts/lib/code-server.mjs';
import { stackEnvironment } from '../../../scripts/lib/stack.mjs';

export const ROOT = join(import.meta.dirname, '..', '..', '..');
const SAMPLE_WORKSPACE = join(ROOT, 'test', 'fixtures', 'workspace');
/** The pictures of the README are of this size. */
const VIEWPORT = { width: 1440, height: 900 };

const BROWSER_FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export interface LaunchOptions {
  readonly settings?: Record<string, unknown>;
  /** Files laid over the sample workspace: path → text. */
  readonly files?: Record<string, string>;
  /** The folder of the stack the extension works with; default: that of scripts/test.mjs. */
  readonly stackHome?: string;
  /** Run with VS Code's test driver: tests in the extension host, no notifications. */
  readonly driver?: boolean;
  /** The workspace must be trusted before anything runs. */
  readonly trust?: boolean;
  /** The packaged extension to install; null for none. */
  readonly vsix?: string | null;
}

/** What a browser said that a user would not see. */
export interface RendererNotes {
  readonly console: string[];
  readonly errors: string[];
}

export interface Launched {
  readonly server: CodeServer;
  readonly browser: Browser;
  readonly page: Page;
  readonly workspace: string;
  readonly notes: RendererNotes;
  close(): Promise<void>;
}

/** The stack scripts/test.mjs started for us, or the user's own. */
export function sharedStackHome(): string | undefined {
  return process.env['LAKEHOUSE_TEST_STACK_HOME'] || undefined;
}

/** Starts the server and the browser; the page is not yet gone to. */
export async function launch(options: LaunchOptions = {}): Promise<Launched> {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error('No Chromium: npm test installs one where it may');
  const home = mkdtempSync(join(tmpdir(), 'lakehouse-e2e-'));
  const workspace = join(home, 'workspace');
  cpSync(SAMPLE_WORKSPACE, workspace, { recursive: true });
  for (const [path, text] of Object.entries(options.files ?? {})) {
    mkdirSync(dirname(join(workspace, path)), { recursive: true });
    writeFileSync(join(workspace, path), text);
  }
  const vsix =
    options.vsix === null
      ? undefined
      : (options.vsix ?? process.env['LAKEHOUSE_TEST_VSIX'] ?? join(ROOT, 'dist', 'lakehouse.vsix'));
  const server = await startCodeServer({
    home,
    workspace,
    vsix,
    driver: options.driver ?? false,
    trust: options.trust ?? false,
    settings: {
      'files.autoSave': 'off',
      'files.hotExit': 'off',
      'lakehouse.stack.runtime': 'embedded',
      'workbench.colorTheme': 'Default Dark Modern',
      ...options.settings,
    },
    env: stackEnvironment(options.stackHome ?? sharedStackHome()),
  });
  const browser = await chromium.launch({ executablePath, args: BROWSER_FLAGS });
  const context = await browser.newContext({ viewport: VIEWPORT });
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: new URL(server.url).origin });
  const page = await context.newPage();
  const notes: RendererNotes = { console: [], errors: [] };
  page.on('console', (message) => {
    if (message.type() === 'error') notes.console.push(message.text());
  });
  page.on('pageerror', (error) => notes.errors.push(error.stack ?? error.message));
  return {
    server,
    browser,
    page,
    workspace,
    notes,
    async close() {
      await browser.close();
      await server.stop();
      rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    },
  };
}
