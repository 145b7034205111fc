/** Sorting, filtering, finding and counting in the result panel's bundle, in a browser. */
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { orders } from './webview/arrow';
import { encode, launch, open, type OpenOptions, type WebviewPage } from './webview/page';
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

const begin = (runId = 1, sql = 'SELECT * FROM hive_prod.sales.orders') => ({
  type: 'start',
  runId,
  sql,
  connection: 'local',
  timeZone: 'Europe/Berlin',
});
const batch = (data: Uint8Array, rowCount: number, runId = 1) => ({ type: 'batch', runId, data, rowCount });
const done = (rowCount: number, runId = 1) => ({ type: 'done', runId, elapsedMs: 1234, rowCount });

async function show(messages: readonly unknown[], options?: OpenOptions): Promise<WebviewPage> {
  view = await open(browser, 'results', options);
  for (const message of messages) await view.post(message);
  return view;
}

/** The texts of a body row, its number left out. */
async function rowTexts(number: number): Promise<string[]> {
  const row = view.page.locator('.pane:not(.off) tbody tr').nth(number);
  await row.waitFor();
  return row.locator('td').allTextContents();
}

const status = () => view.page.locator('.pane:not(.off) .status').innerText();
const last = async (type: string) => (await view.sent()).filter((message) => message['type'] === type).at(-1);

describe('order and search', () => {
  const header = (name: string) =>
    view.page.locator('.pane:not(.off) thead tr').first().locator('th', { hasText: name });
  const item = (label: string) => view.page.getByRole('menu').getByText(label, { exact: true });
  const column = async (col: number, rows = 3) =>
    Promise.all(Array.from({ length: rows }, async (_, row) => (await rowTexts(row))[col]));

  async function columnMenu(name: string): Promise<void> {
    const cell = header(name);
    await cell.hover();
    const box = await cell.boundingBox();
    if (box === null) throw new Error(`no header ${name}`);
    await view.page.mouse.click(box.x + box.width - 14, box.y + box.height / 2);
    await view.page.getByRole('menu').waitFor();
  }

  it('sorts by a column from its menu, says so, and goes back', async () => {
    await show([begin(), batch(orders(1000), 1000), done(1000)]);
    const { page } = view;
    await columnMenu('order_id');
    await picture(page, 'results-menu-dark');
    await item('Sort Descending').click();
    await expect.poll(() => column(0)).toEqual(['999', '998', '997']);
    expect(await header('order_id').getAttribute('aria-sort')).toBe('descending');
    // The number beside a row is the one it came with.
    expect(await page.locator('.pane:not(.off) tbody tr').first().locator('th').innerText()).toBe('1000');
    await columnMenu('order_id');
    await item('Show All Rows as They Came').click();
    await expect.poll(() => column(0)).toEqual(['0', '1', '2']);
  });

  it('finds with the keyboard, and shows only the rows that match', async () => {
    await show([begin(), batch(orders(1000), 1000), done(1000)]);
    const { page } = view;
    await page.locator('tbody tr').first().locator('td').first().click();
    await page.keyboard.press('Control+f');
    await page.keyboard.type('customer 919');
    await expect.poll(status).toContain('1 of 1,000 rows');
    expect(await column(1, 1)).toEqual(['customer 919']);
    await picture(page, 'results-find-dark');
    await page.getByLabel('Only matching rows').uncheck();
    await expect.poll(status).not.toContain('of 1,000 rows');
    await page.getByLabel('Find in the result').focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => page.locator('td.active').innerText()).toBe('customer 919');
    await page.keyboard.press('Escape');
    expect(await page.locator('.find').isVisible()).toBe(false);
  });

  it('keeps the rows with the value of a cell, and exports and copies what it shows', async () => {
    await show([begin(), batch(orders(40), 40), done(40)]);
    const { page } = view;
    await page.locator('tbody tr').nth(1).locator('td').nth(2).click({ button: 'right' });
    await item('Only Rows with This Value').click();
    const north = 9;
    await expect.poll(status).toMatch(new RegExp(`^[^]*\\b${north} of 40 rows`));
    const shown = await column(2);
    expect(new Set(shown).size).toBe(1);
    await columnMenu('order_id');
    await item('Sort Descending').click();
    await expect.poll(async () => Number((await column(0, 1))[0])).toBeGreaterThan(30);
    const first = (await column(0, 1))[0];
    await view.post({ type: 'rowsStart', transferId: 4, runId: 1, rowCount: north, selection: null });
    await expect.poll(() => last('rows')).toMatchObject({ rows: 'hold' });
    await view.post({ type: 'transferAck', transferId: 4 });
    await expect.poll(() => last('rows')).toMatchObject({ done: north, last: true });
    const order = (await last('rows'))?.['order'] as { rows: Record<string, number> };
    expect(String(order.rows['0'])).toBe(first);
    await view.post({
      type: 'textStart',
      transferId: 5,
      runId: 1,
      rowCount: north,
      selection: { top: 0, bottom: 0, left: 0, right: 0 },
      format: 'csv',
      options: { header: false },
    });
    await expect.poll(() => last('text')).toMatchObject({ text: `${first}\r\n` });
  });

  it('counts what is selected, and all of a column in a dialog', async () => {
    await show([begin(), batch(orders(1000), 1000), done(1000)], { width: 1500 });
    const { page } = view;
    await page.locator('tbody tr').first().locator('td').first().click();
    await page
      .locator('tbody tr')
      .nth(3)
      .locator('td')
      .first()
      .click({ modifiers: ['Shift'] });
    await expect.poll(status).toContain('4 cells · 4 distinct · sum 6 · min 0 · max 3');
    await columnMenu('amount');
    await item('Column Statistics').click();
    const dialog = page.getByRole('dialog');
    await expect.poll(() => dialog.innerText()).toContain('Greatest\t1248.75');
    expect(await dialog.innerText()).toMatch(/Rows\t1,000\s[^]*Sum\t624375\.00/);
    expect(await dialog.locator('.bin').count()).toBe(20);
    await picture(page, 'results-stats-dark');
    await page.keyboard.press('Escape');
    await expect.poll(() => dialog.count()).toBe(0);
    await columnMenu('region');
    await page.keyboard.press('End');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Escape');
    expect(await page.getByRole('menu').count()).toBe(0);
  });

  it('sorts and filters a million rows without holding up the panel', async () => {
    await show([begin()]);
    const { page } = view;
    await page.evaluate(`(() => {
      const message = window.decodeMessage(${JSON.stringify(encode(batch(orders(10_000), 10_000)))});
      for (let i = 0; i < 100; i++) window.deliver({ ...message, data: message.data.slice() });
    })()`);
    await view.post(done(1_000_000));
    await page.waitForTimeout(500);
    // Turns of the page while it says that it sorts or filters: in one go there would be one or two.
    await page.evaluate(`(() => {
      window.turns = 0;
      const rows = document.querySelector('.pane:not(.off) .status .rows');
      setInterval(() => { if (rows.textContent.includes('…')) window.turns++; }, 10);
    })()`);
    const started = performance.now();
    await columnMenu('customer');
    await item('Sort Descending').click();
    await expect.poll(status).toContain('Sorting…');
    await expect.poll(status, { timeout: 60_000 }).not.toContain('Sorting…');
    expect(await column(1, 1)).toEqual(['customer 999']);
    const sorting = performance.now() - started;
    await page.keyboard.press('Control+f');
    await page.keyboard.type('customer 77');
    await expect.poll(status, { timeout: 60_000 }).toContain('of 1,000,000 rows');
    const turns = await page.evaluate<number>('window.turns');
    process.stdout.write(`1 million rows sorted in ${sorting.toFixed(0)} ms; the page had ${turns} turns meanwhile\n`);
    expect(turns).toBeGreaterThan(20);
  });
});
