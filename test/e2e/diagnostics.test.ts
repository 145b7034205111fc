/** Problems with their codes and pages, quick fixes and silencing, as a person meets them. */
import { afterAll, beforeAll, expect, onTestFailed, test } from 'vitest';
import { Workbench } from './lib/workbench';

const SQL = [
  'SELECT amout FROM hive_prod.sales.orders;',
  'DELETE FROM hive_prod.sales.orders;',
  "SELECT * FROM hive_prod.sales.orders TIMESTAMP AS OF '2001-01-01';",
  'SELECT * FROM hive_prod.sales.products;',
  '',
].join('\n');

let workbench: Workbench;
beforeAll(async () => {
  workbench = await Workbench.open({ files: { 'problems.sql': SQL } });
});
afterAll(() => workbench.close());

const problems = () => workbench.page.locator('.markers-panel .monaco-list-row');

/** Puts the caret on a line, counted from 1. */
async function goTo(line: number, column = 1): Promise<void> {
  await workbench.editor().locator('.view-lines').click();
  await workbench.page.keyboard.press('Control+g');
  const input = workbench.page.locator('.quick-input-widget input');
  await input.waitFor({ state: 'visible' });
  await input.fill(`:${line}:${column}`);
  await workbench.page.keyboard.press('Enter');
  await input.waitFor({ state: 'hidden' });
}

/** Opens the lightbulb's menu at the caret and takes the entry with this title. */
async function act(title: string): Promise<void> {
  const entry = workbench.page.locator('.action-widget .monaco-list-row', { hasText: title }).first();
  await expect
    .poll(
      async () => {
        await workbench.page.keyboard.press('Escape');
        await workbench.page.keyboard.press('Control+.');
        await entry.waitFor({ timeout: 3000 }).catch(() => undefined);
        return entry.isVisible();
      },
      { timeout: 30_000 },
    )
    .toBe(true);
  await entry.click();
}

test('the Problems panel shows each with its code, which leads to its page', async () => {
  onTestFailed(() => workbench.screenshot('problems-failed'));
  await workbench.openFile('problems.sql');
  await workbench.command('View: Focus Problems');
  await expect
    .poll(async () => (await problems().allInnerTexts()).join('\n'), { timeout: 60_000 })
    .toMatch(/unknown-column[^]*change-without-where[^]*time-travel-range/);
  await workbench.screenshot('problems');
  const link = workbench.page.locator('.markers-panel a', { hasText: 'change-without-where' }).first();
  await link.click({ modifiers: ['Control'] });
  await workbench.tab('change-without-where.md').waitFor({ timeout: 20_000 });
  expect(await workbench.editorText()).toContain('DELETE or UPDATE of every row');
  await workbench.screenshot('rule-page');
});

test('a quick fix writes the column that was meant', async () => {
  onTestFailed(() => workbench.screenshot('quick-fix-failed'));
  await workbench.openFile('problems.sql');
  await goTo(1, 9);
  await act('Change to amount');
  await expect.poll(() => workbench.editorText(), { timeout: 20_000 }).toContain('SELECT amount FROM');
});

test('a comment silences one place', async () => {
  onTestFailed(() => workbench.screenshot('silence-failed'));
  await goTo(2, 3);
  await act('Ignore change-without-where here');
  await expect
    .poll(() => workbench.editorText(), { timeout: 20_000 })
    .toContain('-- lakehouse-ignore: change-without-where');
  await workbench.command('View: Focus Problems');
  await expect
    .poll(async () => (await problems().allInnerTexts()).join('\n'), { timeout: 20_000 })
    .not.toMatch(/change-without-where/);
  await workbench.screenshot('silenced');
});

test('a star is expanded from the real catalog', async () => {
  onTestFailed(() => workbench.screenshot('expand-star-failed'));
  await goTo(5, 8);
  await act('Expand *');
  await expect
    .poll(() => workbench.editorText(), { timeout: 20_000 })
    .toContain('SELECT product_id, name, category, price, dimensions, attributes FROM');
  await workbench.screenshot('expanded');
  expect(workbench.suspicious()).toEqual([]);
});
