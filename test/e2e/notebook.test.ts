/** A notebook as a person uses it: opened, run with keys, its outputs looked at, and an SQL file seen as one. */
import type { Frame } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFailed, test } from 'vitest';
import { ensureStack, seeRunning } from './lib/steps';
import { Workbench } from './lib/workbench';

const NOTEBOOK = `-- %% [markdown]
-- # Orders of the sample lakehouse

-- %%
DECLARE OR REPLACE VARIABLE wanted = 'EUR'
;

-- %%
SELECT status, count(*) AS orders, sum(amount) AS amount
FROM hive_prod.sales.orders WHERE currency = wanted GROUP BY status ORDER BY status
;

-- %%
SELECT '<img src=x onerror="window.hacked=1">' AS hostile, no_such_column
;

-- %%
SELECT id, id * id AS square FROM range(300)
;
`;

let workbench: Workbench;

beforeAll(async () => {
  await ensureStack();
  workbench = await Workbench.open({
    files: { 'orders.lakehouse-sql': NOTEBOOK },
    settings: { 'lakehouse.notebook.maxRows': 200 },
  });
}, 300_000);
afterAll(() => workbench.close());

const output = (frame: Frame, text: string) => frame.locator('.lakehouse-output', { hasText: text }).first();

test('a notebook runs with keys, and shows grids, errors and what there is beyond', { timeout: 180_000 }, async () => {
  onTestFailed(() => workbench.screenshot('notebook-failed'));
  const { page } = workbench;
  await workbench.openFile('orders.lakehouse-sql', page.locator('.notebookOverlay .cell .monaco-editor').first());
  await seeRunning(workbench);
  await page.locator('.notebookOverlay .cell .monaco-editor').first().click();
  await workbench.command('Notebook: Run All');
  const frame = await workbench.webview('.lakehouse-output');

  const grid = output(frame, 'status').getByRole('grid');
  await grid.getByRole('gridcell').first().waitFor({ timeout: 60_000 });
  expect(await grid.getByRole('columnheader', { name: 'amount', exact: true }).count()).toBe(1);
  await workbench.screenshot('notebook-dark');

  // The error stopped the cells after it.
  const failure = output(frame, 'UNRESOLVED_COLUMN');
  await failure.waitFor({ timeout: 30_000 });
  expect(await frame.locator('.lakehouse-output', { hasText: 'square' }).count()).toBe(0);
  await failure.getByRole('button', { name: 'Line 1, column' }).click();
  await expect.poll(() => page.locator('.notebookOverlay .cell .squiggly-error').count()).toBeGreaterThan(0);

  // The last cell, by its key; its output must be on screen.
  await page.setViewportSize({ width: 1440, height: 1700 });
  await page.locator('.notebookOverlay .cell .monaco-editor', { hasText: 'square' }).click();
  await page.keyboard.press('Control+Enter');
  const limited = output(frame, 'First 200 rows');
  await limited.waitFor({ timeout: 30_000 });
  await limited.getByRole('gridcell').first().click();
  await page.keyboard.press('Control+End');
  await limited.getByRole('gridcell', { name: '39601' }).waitFor();
  await page.keyboard.press('Enter');
  await limited.locator('.viewer pre', { hasText: '39601' }).waitFor();
  await workbench.screenshot('notebook-viewer-dark');
  await page.keyboard.press('Escape');
  await expect.poll(() => limited.locator('.viewer').count()).toBe(0);
  await page.keyboard.press('Control+c');
  await expect.poll(() => page.evaluate('navigator.clipboard.readText()')).toBe('39601');

  await limited.getByRole('button', { name: 'Open in Results' }).click();
  const results = await workbench.webview('.pane .status[data-state="done"]', 60_000);
  expect(await results.locator('.pane:not(.off) .status').innerText()).toContain('300 rows');
  expect(await frame.evaluate('window.hacked')).toBeUndefined();
  expect(workbench.suspicious()).toEqual([]);
});

test('an SQL file opens as a notebook from the palette', { timeout: 120_000 }, async () => {
  onTestFailed(() => workbench.screenshot('notebook-script-failed'));
  const before = workbench.read('first-look.sql');
  await workbench.openFile('first-look.sql');
  await workbench.command('Open as SQL Notebook');
  const first = workbench.page.locator('.notebookOverlay .code-cell-row', { hasText: 'runs the statement the caret' });
  await first.waitFor({ timeout: 30_000 });
  await workbench.screenshot('notebook-script-dark');
  expect(workbench.read('first-look.sql')).toBe(before);
  expect(workbench.suspicious()).toEqual([]);
});
