/** The renderer of notebook outputs in a browser, under the policy of our own webviews, which is stricter than VS Code's. */
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { NotebookFailure, NotebookResult } from '../../client/webview/messages';
import { encodePacket, type PacketBatch } from '../../lakehouse/src/arrow/packet';
import { hostile, kinds, noRows, orders } from './webview/arrow';
import { launch, open, type OpenOptions, type WebviewPage } from './webview/page';
import { picture } from './webview/picture';

let browser: Browser;
let view: WebviewPage;

beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());
afterEach(async () => {
  const { problems } = view;
  await view.close();
  expect(problems).toEqual([]);
});

const head = (rowCount: number, more: Partial<NotebookResult> = {}): NotebookResult => ({
  ...{ sql: 'SELECT 1', connection: 'local', cell: 'cell:1', timeZone: 'UTC', elapsedMs: 340, rowCount },
  ...{ cut: false, cancelled: false, ...more },
});

async function result(id: string, head: NotebookResult, batches: readonly PacketBatch[]): Promise<void> {
  await view.post({ id, mime: 'application/vnd.lakehouse.result', data: encodePacket({ head, batches }) });
}

async function failure(id: string, value: NotebookFailure): Promise<void> {
  const data = new TextEncoder().encode(JSON.stringify(value));
  await view.post({ id, mime: 'application/vnd.lakehouse.error', data });
}

async function begin(options?: OpenOptions): Promise<void> {
  view = await open(browser, 'notebook', options);
}

const output = (id: string) => view.page.locator(`#${id} .lakehouse-output`);
const last = async (type: string) => (await view.sent()).filter((message) => message['type'] === type).at(-1);

describe('a result', () => {
  it('is the grid of the results panel, as high as its rows, with keys and copying', async () => {
    await begin();
    await result('a', head(3), [{ data: kinds(), rowCount: 3 }]);
    await result('b', head(5000), [
      { data: orders(3000), rowCount: 3000 },
      { data: orders(2000, 3000), rowCount: 2000 },
    ]);
    const [small, large] = [output('a').getByRole('grid'), output('b').getByRole('grid')];
    await small.getByRole('gridcell', { name: '9223372036854775807' }).waitFor();
    await large.getByRole('gridcell', { name: 'customer 919' }).first().waitFor();
    const heights = await Promise.all([small, large].map(async (grid) => (await grid.boundingBox())?.height ?? 0));
    expect(heights[0]).toBeLessThan(150);
    expect(heights[1]).toBeGreaterThan(300);
    expect(heights[1]).toBeLessThan(480);
    await picture(view.page, 'notebook-output-dark');

    await large.getByRole('gridcell').first().click();
    await view.page.keyboard.press('Control+ArrowDown');
    await large.getByRole('gridcell', { name: '4999', exact: true }).waitFor();
    await view.page.keyboard.press('Shift+ArrowRight');
    await view.page.keyboard.press('Control+c');
    await expect.poll(async () => (await last('copy'))?.['text']).toBe('4999\tcustomer 81');
    expect(await output('b').locator('.status').innerText()).toMatch(/Copied 1 row/);
    expect(await output('a').locator('.status').innerText()).not.toMatch(/Copied/);
    expect(await view.page.evaluate('window.hacked')).toBeUndefined();
  });

  it('shows a value in full below the grid, and gives the focus back', async () => {
    await begin();
    await result('a', head(3), [{ data: kinds(), rowCount: 3 }]);
    await output('a').getByRole('gridcell', { name: '9007199254740993' }).dblclick();
    await output('a').locator('.viewer pre', { hasText: '"id": 9007199254740993' }).waitFor();
    await picture(view.page, 'notebook-viewer-dark');
    await view.page.keyboard.press('Escape');
    await expect.poll(() => output('a').locator('.viewer').count()).toBe(0);
    expect(await view.page.evaluate('document.activeElement.localName')).toBe('regular-table');
  });

  it('says when there are more rows than it keeps, and where they are', async () => {
    await begin();
    await result('a', head(10, { cut: true, sql: hostile }), [{ data: orders(10), rowCount: 10 }]);
    expect(await output('a').locator('.status').innerText()).toMatch(/First 10 rows[^]*There are more/);
    await output('a').getByRole('button', { name: 'Open in Results' }).click();
    expect(await last('openInResults')).toEqual({ type: 'openInResults', cell: 'cell:1', sql: hostile });
  });

  it('says what came of a statement without rows, of none, and of one that was cancelled', async () => {
    await begin();
    await result('a', head(0), []);
    await result('b', head(0), [{ data: noRows(), rowCount: 0 }]);
    await result('c', head(7, { cancelled: true }), [{ data: orders(7), rowCount: 7 }]);
    expect(await output('a').innerText()).toMatch(/^\s*Done. The statement gives no rows.\s+340 ms\s+local\s*$/);
    expect(await output('b').innerText()).toMatch(/order_id[^]*0 rows/);
    expect(await output('c').innerText()).toMatch(/Cancelled\s+7 rows had arrived/);
    await view.page.evaluate(`window.disposeItem('c')`);
    expect(await output('c').innerText()).toBe('');
  });

  it('is told apart from bytes that are none', async () => {
    await begin();
    await view.post({ id: 'a', mime: 'application/vnd.lakehouse.result', data: Uint8Array.of(1, 2, 3) });
    expect(await output('a').getByRole('alert').innerText()).toContain('cannot be shown');
    const cut = encodePacket({ head: head(5), batches: [{ data: orders(5), rowCount: 5 }] }).slice(0, 900);
    await view.post({ id: 'b', mime: 'application/vnd.lakehouse.result', data: cut });
    expect(await output('b').getByRole('alert').innerText()).toContain('incomplete');
  });

  it.each(['light', 'contrast'] as const)('follows the theme: %s', async (theme) => {
    await begin({ theme });
    await result('a', head(5, { cut: true }), [{ data: orders(5), rowCount: 5 }]);
    await output('a').getByRole('gridcell').first().click();
    await picture(view.page, `notebook-output-${theme}`);
    const color = await view.page.evaluate(
      `getComputedStyle(document.querySelector('.lakehouse-output')).backgroundColor`,
    );
    expect(color).toBe(theme === 'light' ? 'rgb(255, 255, 255)' : 'rgb(0, 0, 0)');
  });
});

it('an error says condition, place and next step, and its stack trace only when asked', async () => {
  await begin();
  await failure('a', {
    cell: 'cell:9',
    error: {
      code: 'QUERY_FAILED',
      condition: 'UNRESOLVED_COLUMN',
      sqlState: '42703',
      message: hostile,
      position: { start: 7, end: 9, line: 2, col: 8 },
      detail: 'at org.apache.spark.Main.run(Main.java:1)',
      nextStep: { label: 'Refresh', command: 'lakehouse.refreshCatalog' },
    },
  });
  const alert = output('a').getByRole('alert');
  expect(await alert.innerText()).toContain(hostile);
  expect(await alert.innerText()).not.toContain('Main.java');
  await picture(view.page, 'notebook-error-dark');
  await alert.getByRole('button', { name: 'Line 2, column 8' }).click();
  expect(await last('reveal')).toEqual({ type: 'reveal', cell: 'cell:9', line: 2, col: 8 });
  await alert.getByRole('button', { name: 'Refresh' }).click();
  expect(await last('nextStep')).toEqual({ type: 'nextStep', command: 'lakehouse.refreshCatalog', args: [] });
  await alert.getByRole('button', { name: 'Show stack trace' }).click();
  expect(await alert.innerText()).toContain('Main.java:1');
  expect(await view.page.evaluate('window.hacked')).toBeUndefined();
});
