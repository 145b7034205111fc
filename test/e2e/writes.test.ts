/** What changes data, in the real VS Code: refused where the connection only reads, asked about, kept in the history, undone. */
import type { Frame, Locator } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFailed, test } from 'vitest';
import { connect } from '../../lakehouse/src/spark';
import { status as stackStatus } from '../../scripts/lib/stack.mjs';
import { sharedStackHome } from './lib/launch';
import { ensureStack, runQuery, seeCell, seeDone, seeRunning } from './lib/steps';
import { Workbench } from './lib/workbench';

/** Made and dropped here: no other test may know it. */
const SCHEMA = 'hive_prod.writes_e2e';
const TABLE = `${SCHEMA}.orders`;

let workbench: Workbench;

beforeAll(async () => {
  await ensureStack();
  workbench = await Workbench.open({
    settings: { 'lakehouse.connections': [{ name: 'looking', stack: 'auto', readOnly: true }] },
  });
  await workbench.openFile('first-look.sql');
  await seeRunning(workbench);
  await workbench.showExplorer();
  await workbench.page.locator('.sidebar .pane-header[aria-label^="Query History"]').click();
  // The history takes the room of the tree.
  await catalogs().click();
  await drop();
}, 300_000);
afterAll(async () => {
  await drop();
  await workbench.close();
});

/** Also what a run before this one left. */
async function drop(): Promise<void> {
  const status = await stackStatus({ home: sharedStackHome() });
  if (status.connection?.spark === undefined) throw new Error('no Spark');
  const session = await connect({ spark: status.connection.spark });
  await session.texts(`DROP TABLE IF EXISTS ${TABLE}`);
  await session.texts(`DROP SCHEMA IF EXISTS ${SCHEMA}`);
  await session.close();
}

const catalogs = (): Locator => workbench.page.locator('.sidebar .pane-header[aria-label^="Catalogs"]');
const dialog = (): Locator => workbench.page.locator('.monaco-dialog-box');
const button = (name: string): Locator => dialog().getByRole('button', { name, exact: true });
const entry = (text: string): Locator =>
  workbench.page
    .locator('.sidebar .pane:has(> .pane-header[aria-label^="Query History"]) .monaco-list-row', { hasText: text })
    .first();

/** Picks from the menu that is open. A click right after it opened counts as the end of the one that opened it. */
async function choose(item: string): Promise<void> {
  const label = workbench.page.locator('.context-view .action-label', { hasText: item });
  await label.hover();
  await workbench.page.waitForTimeout(500);
  await label.click();
}

let runs = 0;

/** Runs to the end: the result on screen is not that of the statement before. */
async function run(sql: string): Promise<Frame> {
  const marked = sql.replace(' ', ` /* ${++runs} */ `);
  const results = await runQuery(workbench, marked);
  await results
    .locator(`[role=tab][aria-selected=true][title="${marked}"]`)
    .waitFor({ state: 'attached', timeout: 60_000 });
  await seeDone(results, 120_000);
  return results;
}

async function count(): Promise<Frame> {
  return run(`SELECT concat('rows: ', count(*)) AS n FROM ${TABLE}`);
}

test('a loss is asked about with rows and snapshot, and a no runs nothing', { timeout: 240_000 }, async () => {
  onTestFailed(() => workbench.screenshot('writes-failed'));
  await run(`CREATE SCHEMA IF NOT EXISTS ${SCHEMA}`);
  await run(`CREATE TABLE ${TABLE} (id BIGINT) USING iceberg`);
  await run(`INSERT INTO ${TABLE} SELECT id FROM range(10)`);
  await run(`INSERT INTO ${TABLE} SELECT id FROM range(1200)`);
  await runQuery(workbench, `DELETE FROM ${TABLE} WHERE id < 5`);
  await dialog().waitFor({ timeout: 30_000 });
  const text = await dialog().innerText();
  expect(text).toContain(`DELETE ${TABLE}`);
  expect(text).toMatch(/where id < 5; 1,210 rows now; current snapshot \d+, append of /);
  await workbench.screenshot('writes-delete-dark');
  await button('Cancel').click();
  await dialog().waitFor({ state: 'hidden' });
  await seeCell(await count(), 'rows: 1210');
  await runQuery(workbench, `DELETE FROM ${TABLE} WHERE id < 5`);
  await button('DELETE').click();
  await expect.poll(() => entry('DELETE FROM').isVisible(), { timeout: 30_000 }).toBe(true);
  await seeCell(await count(), 'rows: 1200');
});

test(
  'the history tells the snapshot of a write, and takes the table back before it',
  { timeout: 240_000 },
  async () => {
    onTestFailed(() => workbench.screenshot('undo-failed'));
    const { page } = workbench;
    const row = entry('INTO hive_prod');
    await row.hover();
    expect(await row.innerText()).toContain('append +1,200 rows');
    await workbench.screenshot('writes-history-dark');
    await row.click({ button: 'right' });
    await choose('Undo Write');
    await dialog().waitFor({ timeout: 30_000 });
    const text = await dialog().innerText();
    expect(text).toContain(`Roll ${TABLE} back to snapshot`);
    expect(text).toContain('These 2 snapshots go');
    expect(text).toContain('The table has 1,200 rows now, and 10 rows then.');
    await workbench.screenshot('writes-undo-dark');
    await button('Roll Back').click();
    await entry('CALL hive_prod.system.rollback_to_snapshot').waitFor({ timeout: 60_000 });
    await seeCell(await count(), 'rows: 10');

    // Two texts side by side.
    await entry('INTO hive_prod').click({ modifiers: ['Control'] });
    await entry('CALL').click({ modifiers: ['Control'] });
    await page.keyboard.press('Shift+F10');
    await choose('Compare Statements');
    const diff = page.locator('.editor-instance .monaco-diff-editor');
    await expect.poll(() => diff.innerText(), { timeout: 15_000 }).toMatch(/INTO[^]*CALL/);
    await workbench.screenshot('writes-compare-dark');
    await page.keyboard.press('Control+w');
  },
);

test('a connection that only reads refuses a write before it is sent', { timeout: 120_000 }, async () => {
  onTestFailed(() => workbench.screenshot('readonly-failed'));
  const { page } = workbench;
  await workbench.openFile('first-look.sql');
  await catalogs().click();
  await workbench.command('Select Connection');
  await page.locator('.quick-input-widget .monaco-list-row', { hasText: 'looking' }).click();
  await expect.poll(() => workbench.treeRow('looking').innerText()).toContain('local stack, read-only · active');
  for (const sql of [`INSERT INTO ${TABLE} VALUES (1)`, `FROM ${TABLE} INSERT INTO ${TABLE} SELECT *`]) {
    await runQuery(workbench, sql);
    await workbench.notification('Connection "looking" is read-only; nothing was run').waitFor({ timeout: 15_000 });
    await page.keyboard.press('Escape');
  }
  await workbench.screenshot('writes-readonly-dark');
  await seeCell(await count(), 'rows: 10');
  expect(workbench.suspicious()).toEqual([]);
});
