/** Charts in the result panel and below a notebook cell, in a browser under the extension's content security policy. */
import type { Browser, Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { NotebookResult } from '../../client/webview/messages';
import { encodePacket } from '../../lakehouse/src/arrow/packet';
import { hostile, kinds, noRows, orders, sales } from './webview/arrow';
import { launch, open, type OpenOptions, type WebviewPage } from './webview/page';
import { picture } from './webview/picture';

/** The machine may have much else to do. */
const SOON = { timeout: 20_000 };

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

const begin = { type: 'start', runId: 1, sql: 'SELECT 1', connection: 'local', timeZone: 'UTC' };
const batch = (data: Uint8Array, rowCount: number) => ({ type: 'batch', runId: 1, data, rowCount });
const done = (rowCount: number) => ({ type: 'done', runId: 1, elapsedMs: 12, rowCount });

async function show(batches: readonly (readonly [Uint8Array, number])[], options?: OpenOptions): Promise<Locator> {
  view = await open(browser, 'results', options);
  await view.post(begin);
  for (const [data, rows] of batches) await view.post(batch(data, rows));
  await view.post(done(batches.reduce((sum, [, rows]) => sum + rows, 0)));
  await view.page.getByRole('button', { name: 'Chart', exact: true }).click();
  return view.page.locator('.lakehouse-chart');
}

const choose = (chart: Locator, label: string, option: string) =>
  chart.getByLabel(label, { exact: true }).selectOption({ label: option });
const saved = async () => {
  await expect.poll(async () => (await view.sent()).some(({ type }) => type === 'saveChart'), SOON).toBe(true);
  const text = await view.page.evaluate<string>(`(() => {
    const { format, data } = window.sentMessages.findLast(({ type }) => type === 'saveChart');
    return format + ' ' + btoa(data.reduce((text, byte) => text + String.fromCharCode(byte), ''));
  })()`);
  const [format, data = ''] = text.split(' ');
  return { format, data: Buffer.from(data, 'base64') };
};

describe('a chart', () => {
  it('is guessed from the columns, and changes with what is chosen', async () => {
    const chart = await show([[sales(), 48]]);
    await chart.locator('path.line').first().waitFor();
    expect(await chart.locator('path.line').count()).toBe(4);
    expect(await chart.locator('text.label').allTextContents()).toEqual(['north', 'south', 'east', 'west']);
    await picture(view.page, 'chart-line-dark');

    await choose(chart, 'Chart', 'Bar');
    await expect.poll(() => chart.locator('rect.bar').count(), SOON).toBe(4);
    await picture(view.page, 'chart-bar-dark');
    await choose(chart, 'Chart', 'Pie');
    await expect.poll(() => chart.locator('path.slice').count(), SOON).toBe(4);
    await picture(view.page, 'chart-pie-dark');
    await choose(chart, 'Chart', 'Histogram');
    await expect.poll(() => chart.locator('rect.bar').count(), SOON).toBeGreaterThan(8);
    await picture(view.page, 'chart-histogram-dark');
    await choose(chart, 'Chart', 'Scatter');
    await expect.poll(() => chart.locator('circle.dot').count(), SOON).toBe(48);
    await choose(chart, 'Split by', 'region');
    await expect.poll(() => chart.locator('text.label').count(), SOON).toBe(4);
    await picture(view.page, 'chart-scatter-dark');
  });

  it('draws several values, and at least one', async () => {
    const chart = await show([[sales(), 48]]);
    await choose(chart, 'Split by', 'nothing');
    await chart.locator('summary').click();
    const boxes = chart.getByRole('group', { name: 'Values' });
    await boxes.getByLabel('orders').check();
    await expect.poll(() => chart.locator('path.line').count(), SOON).toBe(2);
    await picture(view.page, 'chart-values-dark');
    await boxes.getByLabel('revenue').uncheck();
    await expect.poll(() => chart.locator('path.line').count(), SOON).toBe(1);
    await boxes.getByLabel('orders').click();
    expect(await boxes.getByLabel('orders').isChecked()).toBe(true);
    await view.page.keyboard.press('Escape');
    expect(await boxes.isVisible()).toBe(false);
    expect(await view.page.evaluate('document.activeElement.localName')).toBe('summary');
  });

  it('is read with the keys, and says what the mouse is on', async () => {
    const chart = await show([[sales(), 48]]);
    await chart.locator('path.line').first().waitFor();
    await chart.locator('.plot').focus();
    const live = chart.locator('.live');
    await view.page.keyboard.press('ArrowRight');
    expect(await live.textContent()).toBe('north, day 2026-01-01: 100');
    await view.page.keyboard.press('ArrowRight');
    expect(await live.textContent()).toBe('north, day 2026-01-02: 104');
    await view.page.keyboard.press('ArrowDown');
    expect(await live.textContent()).toMatch(/^south, day 2026-01-02: /);
    await view.page.keyboard.press('End');
    expect(await live.textContent()).toMatch(/^south, day 2026-01-12: /);
    await picture(view.page, 'chart-keys-dark');
    await view.page.keyboard.press('Escape');
    expect(await chart.locator('.tip').isVisible()).toBe(false);
    await choose(chart, 'Chart', 'Bar');
    await chart
      .locator('rect.bar')
      .first()
      .hover({ position: { x: 5, y: 2 } });
    expect(await chart.locator('.tip').innerText()).toMatch(/^revenue\nnorth: 1,464$/);
  });

  it('is saved as SVG that needs no style of ours, and as PNG', async () => {
    const chart = await show([[sales(), 48]]);
    await chart.locator('path.line').first().waitFor();
    await chart.getByRole('button', { name: 'Save SVG' }).click();
    const svg = await saved();
    const text = svg.data.toString('utf8');
    expect(svg.format).toBe('svg');
    expect(text).toMatch(/^<\?xml[^]*<svg xmlns="http:\/\/www.w3.org\/2000\/svg"/);
    expect(text).toContain('stroke="#3794ff"');
    expect(text).toContain('fill="#1f1f1f"');
    expect(text).not.toMatch(/class=|style=|var\(|color-mix/);
    expect(text).toContain('>north</text>');
    await chart.getByRole('button', { name: 'Save PNG' }).click();
    await expect.poll(async () => (await saved()).format, SOON).toBe('png');
    const png = (await saved()).data;
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    expect(png.readUInt32BE(16)).toBeGreaterThan(2000);
    // The picture is on it: decoded again, it has the line's colour.
    const colors = await view.page.evaluate<number>(`(async () => {
      const { data } = window.sentMessages.findLast(({ type }) => type === 'saveChart');
      const bitmap = await createImageBitmap(new Blob([data], { type: 'image/png' }));
      const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
      const context = canvas.getContext('2d');
      context.drawImage(bitmap, 0, 0);
      const pixels = context.getImageData(0, 0, bitmap.width, bitmap.height).data;
      let found = 0;
      for (let at = 0; at < pixels.length; at += 4) if (pixels[at] === 0x37 && pixels[at + 1] === 0x94 && pixels[at + 2] === 0xff) found++;
      return found;
    })()`);
    expect(colors).toBeGreaterThan(500);
  });

  it('says what it leaves out of many rows, and stays quick', { timeout: 60_000 }, async () => {
    const batches = Array.from({ length: 20 }, (_, index) => [orders(10_000, index * 10_000), 10_000] as const);
    const chart = await show(batches);
    await chart.locator('path.line').first().waitFor({ timeout: 20_000 });
    await choose(chart, 'Chart', 'Scatter');
    await expect
      .poll(() => chart.locator('.notes').innerText(), { timeout: 20_000 })
      .toBe('A sample: 10,000 of 200,000 rows, by lot one of each 20.');
    expect(await chart.locator('circle.dot').count()).toBe(10_000);
    await picture(view.page, 'chart-sample-dark');
    await choose(chart, 'Chart', 'Bar');
    await choose(chart, 'Along', 'customer');
    await expect
      .poll(() => chart.locator('.notes').innerText(), { timeout: 20_000 })
      .toMatch(/The largest 40 of 1,000 values/);
    await picture(view.page, 'chart-many-dark');
  });

  it('takes names and cells for what they are: text', async () => {
    const chart = await show([[kinds(), 3]]);
    await choose(chart, 'Chart', 'Bar');
    await choose(chart, 'Along', 'lines');
    await choose(chart, 'Rows', 'Count of rows');
    await expect.poll(() => chart.locator('rect.bar').count(), SOON).toBe(3);
    await chart.locator('.plot').focus();
    for (const key of ['ArrowRight', 'ArrowRight']) await view.page.keyboard.press(key);
    expect(await chart.locator('.tip').innerText()).toContain(hostile);
    await chart.getByRole('button', { name: 'Save SVG' }).click();
    expect((await saved()).data.toString('utf8')).not.toMatch(/<img|<script/);
    expect(await view.page.evaluate('window.hacked')).toBeUndefined();
  });

  it('says when there is nothing to draw', async () => {
    const chart = await show([[noRows(), 0]]);
    await expect.poll(() => chart.locator('.word').innerText(), SOON).toBe('There are no rows to draw.');
    expect(await chart.getByRole('button', { name: 'Save PNG' }).isDisabled()).toBe(true);
  });

  it('gives way to the grid, and comes back as it was', async () => {
    const chart = await show([[sales(), 48]]);
    await choose(chart, 'Chart', 'Pie');
    await chart.locator('path.slice').first().waitFor();
    await view.page.getByRole('button', { name: 'Grid', exact: true }).click();
    expect(await chart.isVisible()).toBe(false);
    await view.page.getByRole('gridcell', { name: 'north' }).first().click();
    await view.page.getByRole('button', { name: 'Chart', exact: true }).click();
    expect(await chart.locator('path.slice').count()).toBe(4);
  });

  it.each(['light', 'contrast'] as const)('follows the theme: %s', async (theme) => {
    const chart = await show([[sales(), 48]], { theme });
    await chart.locator('path.line').first().waitFor();
    await chart.locator('.plot').focus();
    await view.page.keyboard.press('ArrowRight');
    await picture(view.page, `chart-line-${theme}`);
    await choose(chart, 'Chart', 'Bar');
    await expect.poll(() => chart.locator('rect.bar').count(), SOON).toBe(4);
    await picture(view.page, `chart-bar-${theme}`);
    await choose(chart, 'Chart', 'Pie');
    await chart.locator('path.slice').first().waitFor();
    await picture(view.page, `chart-pie-${theme}`);
  });
});

it('a notebook output has the same charts', async () => {
  view = await open(browser, 'notebook');
  const head: NotebookResult = {
    ...{ sql: 'SELECT 1', connection: 'local', cell: 'c', timeZone: 'UTC', elapsedMs: 5, rowCount: 48 },
    ...{ cut: false, cancelled: false },
  };
  const data = encodePacket({ head, batches: [{ data: sales(), rowCount: 48 }] });
  await view.post({ id: 'a', mime: 'application/vnd.lakehouse.result', data });
  await view.page.getByRole('button', { name: 'Chart', exact: true }).click();
  const chart = view.page.locator('.lakehouse-chart');
  await chart.locator('path.line').first().waitFor();
  await picture(view.page, 'chart-notebook-dark');
  await chart.getByRole('button', { name: 'Save SVG' }).click();
  expect((await saved()).format).toBe('svg');
});
