/** Charts in the real VS Code: in the panel and below a notebook cell, in each kind of theme, and saved through its dialog. */
import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, onTestFailed, test } from 'vitest';
import { ensureStack, runQuery, seeDone, seeRunning } from './lib/steps';
import { Workbench } from './lib/workbench';

const REVENUE = `SELECT to_date(ordered_at) AS day, status, sum(amount) AS amount
FROM hive_prod.sales.orders
WHERE ordered_at < DATE '2026-01-11'
GROUP BY ALL ORDER BY day`;

let workbench: Workbench;

beforeAll(async () => {
  await ensureStack();
  workbench = await Workbench.open({
    files: { 'revenue.lakehouse-sql': `-- %% [markdown]\n-- # Revenue by day\n\n-- %%\n${REVENUE}\n;\n` },
  });
}, 300_000);
afterAll(() => workbench.close());

test('the result in the panel is drawn, and saved as SVG and PNG', { timeout: 180_000 }, async () => {
  onTestFailed(() => workbench.screenshot('chart-failed'));
  const { page } = workbench;
  await workbench.openFile('first-look.sql');
  await seeRunning(workbench);
  const results = await runQuery(workbench, REVENUE);
  await seeDone(results);
  await results.locator('.pane:not(.off)').getByRole('button', { name: 'Chart', exact: true }).click();
  const chart = results.locator('.pane:not(.off) .lakehouse-chart');
  await chart.locator('path.line').first().waitFor({ timeout: 20_000 });
  await workbench.screenshot('chart-dark', { readme: true });

  const input = page.locator('.quick-input-widget input').first();
  for (const format of ['svg', 'png']) {
    await chart.getByRole('button', { name: `Save ${format.toUpperCase()}` }).click();
    await expect.poll(() => input.inputValue(), { timeout: 10_000 }).toMatch(new RegExp(`chart\\.${format}$`));
    const path = workbench.path(`picture.${format}`);
    await input.fill(path);
    await page.keyboard.press('Enter');
    await expect.poll(() => existsSync(path), { timeout: 10_000 }).toBe(true);
  }
  expect(workbench.read('picture.svg')).toMatch(/<svg [^]*<path [^>]*stroke="#[0-9a-f]{6}"/);
  expect(readFileSync(workbench.path('picture.png')).subarray(1, 4).toString()).toBe('PNG');
  expect(workbench.suspicious()).toEqual([]);
});

test('the output of a cell is drawn, in the colours of each theme', { timeout: 180_000 }, async () => {
  onTestFailed(() => workbench.screenshot('chart-notebook-failed'));
  const { page } = workbench;
  // The whole output must be on screen.
  await page.setViewportSize({ width: 1440, height: 1400 });
  await workbench.openFile('revenue.lakehouse-sql', page.locator('.notebookOverlay .cell .monaco-editor').first());
  await page.locator('.notebookOverlay .cell .monaco-editor').first().click();
  await page.keyboard.press('Control+Enter');
  const frame = await workbench.webview('.lakehouse-output');
  await frame.getByRole('button', { name: 'Chart', exact: true }).click({ timeout: 60_000 });
  const line = frame.locator('.lakehouse-chart path.line').first();
  await line.waitFor({ timeout: 20_000 });
  await workbench.screenshot('notebook-chart-dark');
  const color = () =>
    frame.evaluate<string>(`getComputedStyle(document.querySelector('.lakehouse-chart')).backgroundColor`);
  for (const [name, theme, background] of [
    ['light', 'Light Modern', 'rgb(255, 255, 255)'],
    ['contrast', 'Dark High Contrast', 'rgb(0, 0, 0)'],
  ] as const) {
    await workbench.command('Preferences: Color Theme');
    await page.locator('.quick-input-widget input').first().fill(theme);
    await page.keyboard.press('Enter');
    await expect.poll(color, { timeout: 10_000 }).toBe(background);
    await page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
    await workbench.screenshot(`notebook-chart-${name}`);
  }
  expect(workbench.suspicious()).toEqual([]);
});
