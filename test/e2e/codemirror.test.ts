/** Another editor: CodeMirror with its own language server client, in a browser, on the server as it is shipped. */
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFailed, test } from 'vitest';
import type { ServerCapabilities } from 'vscode-languageserver/node';
import { type Bridge, bridge } from './codemirror/bridge';
import { ROOT } from './lib/launch';
import { keepScreenshot } from './lib/screenshots';
import { launch } from './webview/page';

let browser: Browser;
let page: Page;
let server: Bridge;

beforeAll(async () => {
  browser = await launch();
  page = await browser.newPage({ viewport: { width: 900, height: 400 } });
  server = await bridge(page, {
    catalogSnapshots: [join(ROOT, 'test/fixtures/catalogs/lake.json')],
    sparkVersion: '4.0',
  });
});
afterAll(async () => {
  await browser.close();
});

let opened = 0;
const open = (text: string, language = 'sql') =>
  page.evaluate(`editor.open(${JSON.stringify(`q${++opened}`)}, ${JSON.stringify(text)}, ${JSON.stringify(language)})`);
const text = () => page.evaluate<string>('editor.text()');
const offers = () => page.locator('.cm-tooltip-autocomplete li').allInnerTexts();
/** The caret to the first place of `word`, or of the nth. */
const go = async (word: string, nth = 0) => {
  let at = -1;
  for (let n = 0; n <= nth; n++) at = (await text()).indexOf(word, at + 1);
  await page.evaluate(`editor.caret(${at + 1})`);
};

test('connects and is told what the server can do', async () => {
  const capabilities = await page.evaluate<ServerCapabilities>('editor.connect()');
  expect(capabilities).toMatchObject({ hoverProvider: true, documentFormattingProvider: true });
  expect(capabilities.completionProvider?.triggerCharacters).toContain('.');
});

test('completes what is typed', async () => {
  onTestFailed(() => keepScreenshot(page, 'codemirror-completion-failed', false));
  await open('');
  await page.keyboard.type('SELECT * FROM lake.sales.o', { delay: 20 });
  await expect.poll(async () => (await offers()).join(), { timeout: 10_000 }).toContain('orders');
  await page.waitForTimeout(150);
  await page.keyboard.press('Tab');
  await expect.poll(text).toBe('SELECT * FROM lake.sales.orders');
  await page.keyboard.type(' WHERE am', { delay: 20 });
  await expect.poll(async () => (await offers()).join(), { timeout: 10_000 }).toContain('amount');
  await keepScreenshot(page, 'codemirror-completion', false);
  await page.keyboard.press('Escape');
});

test('shows what is wrong, and takes it back', async () => {
  onTestFailed(() => keepScreenshot(page, 'codemirror-diagnostics-failed', false));
  await open('SELECT 1;\nSELEC 2');
  await page.locator('.cm-lintRange-error', { hasText: 'SELEC' }).waitFor();
  await page.evaluate('editor.caret(15)');
  await page.keyboard.type('T');
  await expect.poll(() => page.locator('.cm-lintRange-error').count()).toBe(0);
});

test('explains a table under the pointer', async () => {
  onTestFailed(() => keepScreenshot(page, 'codemirror-hover-failed', false));
  await open('SELECT order_id FROM lake.sales.orders');
  const box = await page.locator('.cm-line').first().boundingBox();
  const width = await page.evaluate<number>(
    'document.querySelector(".cm-line").firstChild.getBoundingClientRect?.().width ?? 0',
  );
  expect(box).not.toBeNull();
  // Letters are of one width: the end of the line is the table's name.
  await page.mouse.move((box?.x ?? 0) + (width > 0 ? width : 280) - 10, (box?.y ?? 0) + 8);
  await expect.poll(() => page.locator('.cm-tooltip-hover, .cm-lsp-hover-tooltip').allInnerTexts()).not.toEqual([]);
  expect((await page.locator('.cm-tooltip').allInnerTexts()).join()).toContain('days(ts)');
  await keepScreenshot(page, 'codemirror-hover', false);
});

test('formats and renames by its own keys', async () => {
  onTestFailed(() => keepScreenshot(page, 'codemirror-rename-failed', false));
  await open('with recent as (select 1 as one) select one from recent where one>0');
  await page.keyboard.press('Shift+Alt+f');
  await expect.poll(text).toContain('WITH');
  expect((await text()).split('\n').length).toBeGreaterThan(2);
  await go('recent', 1);
  await page.keyboard.press('F2');
  await page.locator('.cm-panel input').first().waitFor();
  await page.keyboard.press('Control+a');
  await page.keyboard.type('latest');
  await page.keyboard.press('Enter');
  await expect.poll(text).not.toContain('recent');
  expect((await text()).split('latest')).toHaveLength(3);
});

test('goes to a definition', async () => {
  await open('WITH recent AS (SELECT 1 AS one) SELECT one FROM recent');
  await go('recent', 1);
  await page.keyboard.press('F12');
  await expect.poll(() => page.evaluate('editor.where()')).toBe('WITH '.length);
});

test('helps with SQL inside Python', async () => {
  await open('spark.sql("SELECT * FROM lake.sales.', 'python');
  await page.keyboard.type('o', { delay: 20 });
  await expect.poll(async () => (await offers()).join(), { timeout: 10_000 }).toContain('orders');
});

test('the server ends when it is asked to', async () => {
  expect(await server.close()).toBe(0);
});
