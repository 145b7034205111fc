/** The product as a new user meets it, from Start Lakehouse to the rows of a moment that completion offered. */
import { afterAll, beforeAll, expect, onTestFailed, test } from 'vitest';
import { down } from '../../scripts/lib/stack.mjs';
import { sharedStackHome } from './lib/launch';
import { seeDone, seeRunning } from './lib/steps';
import { Workbench } from './lib/workbench';

const QUERY = 'SELECT * FROM hive_prod.sales.orders TIMESTAMP AS OF ';
const TIME = /\d{4}-\d\d-\d\d[ T]\d\d:\d\d/;

let workbench: Workbench;

beforeAll(async () => {
  await down({ home: sharedStackHome() });
  workbench = await Workbench.open();
});
afterAll(() => workbench.close());

test('from Start Lakehouse to the rows of a time that was offered', { timeout: 400_000 }, async () => {
  onTestFailed(() => workbench.screenshot('lakehouse-failed'));
  const { page } = workbench;

  await workbench.showExplorer();
  const start = page.locator('.sidebar .monaco-button', { hasText: 'Start Lakehouse' });
  await start.waitFor({ timeout: 30_000 });
  await workbench.screenshot('1-welcome');
  await start.click();
  await seeRunning(workbench, 240_000);

  await workbench.expand('glue_catalog');
  await workbench.expand('hive_prod', 'sales', 'orders');
  await workbench.screenshot('2-catalogs');

  const table = workbench.treeRow('orders');
  await table.hover();
  await table.locator('.action-label[aria-label*="History"]').click();
  const history = await workbench.webview('.list .row:not(.header)');
  await expect.poll(() => history.locator('.list .row:not(.header)').count()).toBeGreaterThanOrEqual(15);
  await workbench.screenshot('history-dark', { readme: true });

  await workbench.openFile('time-travel.sql');
  await workbench.replaceText('');
  await workbench.type(QUERY);
  const times = async () => (await workbench.suggestions()).filter((label) => TIME.test(label)).length;
  await expect.poll(times, { timeout: 10_000 }).toBeGreaterThanOrEqual(5);
  await workbench.screenshot('3-times');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect.poll(() => workbench.editorText()).toMatch(new RegExp(`TIMESTAMP AS OF .*${TIME.source}`));

  await page.keyboard.press('Control+Enter');
  const results = await workbench.webview('.status[data-state]', 60_000);
  expect(await seeDone(results)).toMatch(/[1-9][\d,]* rows/);
  await results.locator('.pane:not(.off) regular-table td').first().waitFor();
  await workbench.screenshot('4-rows');

  // The picture of the README: tree, query, result, and the times offered for the next one.
  await workbench.editor().locator('.view-lines').click();
  await page.keyboard.press('Control+End');
  await workbench.type(`;\n\n${QUERY}`);
  await workbench.suggestions();
  await workbench.screenshot('workbench-dark', { readme: true });
  await page.keyboard.press('Escape');

  expect(workbench.suspicious()).toEqual([]);
});
