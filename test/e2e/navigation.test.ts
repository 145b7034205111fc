/** Finding one's way in a script: the outline, hints, a column's definition, a rename; in the dark theme and the light one. */
import { afterAll, beforeAll, expect, onTestFailed, test } from 'vitest';
import { ensureStack, seeRunning } from './lib/steps';
import { Workbench } from './lib/workbench';

const SCRIPT = `-- see first-look.sql, https://iceberg.apache.org/docs/latest/
WITH daily AS (
  SELECT date(o.ordered_at) AS day, sum(o.amount) AS total
  FROM hive_prod.sales.orders o
  GROUP BY date(o.ordered_at)
)
SELECT day, total,
       CASE WHEN total > 1000 THEN 'high' ELSE 'low' END AS level
FROM daily
ORDER BY day;

SELECT * FROM hive_prod.sales.orders;
SELECT status FROM hive_prod.sales.orders VERSION AS OF 'main';

INSERT INTO hive_prod.ops.every_type VALUES (1, 2, 3);

BEGIN
  DECLARE rounds INT DEFAULT 0;
  again: WHILE rounds < 3 DO
    SET rounds = rounds + 1;
  END WHILE again;
END;
`;

let workbench: Workbench;

beforeAll(async () => {
  await ensureStack();
  workbench = await Workbench.open({ files: { 'way.sql': SCRIPT } });
}, 300_000);
afterAll(() => workbench.close());

/** Puts the caret behind the first place where a text stands in the open editor. */
async function goTo(text: string): Promise<void> {
  const { page } = workbench;
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+Home');
  await page.keyboard.press('Control+f');
  const find = page.locator('.find-widget.visible textarea').first();
  await find.fill(text);
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  await page.keyboard.press('ArrowRight');
}

test('a script can be found one’s way in', { timeout: 240_000 }, async () => {
  onTestFailed(() => workbench.screenshot('navigation-failed'));
  const { page } = workbench;
  await workbench.openFile('way.sql');
  await seeRunning(workbench);

  // Hints come once the tables are loaded.
  const star = workbench.editor().locator('.view-line', { hasText: 'SELECT * ' }).first();
  await expect.poll(() => star.innerText(), { timeout: 60_000 }).toMatch(/\*.*order_id/);

  await workbench.command('Focus on Outline View');
  const outline = page.locator('.outline-tree .monaco-list-row');
  await outline.filter({ hasText: 'daily' }).first().waitFor({ timeout: 20_000 });
  await workbench.screenshot('navigation-dark');

  // A rename of the CTE's column reaches each use, and nothing else.
  await workbench.editor().locator('.view-lines').click();
  await goTo('AS total');
  await page.keyboard.press('F2');
  const box = page.locator('.rename-box input');
  await box.waitFor({ timeout: 20_000 });
  expect(await box.inputValue()).toBe('total');
  await box.fill('grand total');
  await page.keyboard.press('Enter');
  await expect.poll(() => workbench.editorText()).toContain('SELECT day, `grand total`');
  const text = await workbench.editorText();
  expect(text).toContain('sum(o.amount) AS `grand total`');
  expect(text).toContain("WHEN `grand total` > 1000 THEN 'high'");
  expect(text.match(/grand total/g)).toHaveLength(3);

  // A column's definition is its line in the table's DDL.
  await goTo('o.ordered_at');
  await page.keyboard.press('F12');
  await workbench.tab('orders.spark.sql').waitFor({ timeout: 20_000 });
  await expect.poll(() => workbench.editorText()).toContain('CREATE TABLE hive_prod.sales.orders (');
  const current = workbench
    .editor()
    .locator('.view-overlays .current-line, .margin-view-overlays .current-line-margin');
  await current.first().waitFor();
  await workbench.screenshot('navigation-definition');

  expect(workbench.suspicious()).toEqual([]);
});

test('what names are can be seen in the light theme too', { timeout: 120_000 }, async () => {
  onTestFailed(() => workbench.screenshot('navigation-light-failed'));
  const { page } = workbench;
  await workbench.openFile('way.sql');
  await workbench.command('Preferences: Color Theme');
  await page.locator('.quick-input-widget .monaco-list-row', { hasText: 'Light Modern' }).first().click();
  await expect
    .poll(() => page.evaluate<string>(`getComputedStyle(document.querySelector('.monaco-editor')).backgroundColor`))
    .toBe('rgb(255, 255, 255)');
  // A table and a column have colours of their own, and neither is that of plain text.
  const colour = (word: string): Promise<string> =>
    page.evaluate<string>(`(() => {
      const spans = [...document.querySelectorAll('.editor-group-container.active .view-line span > span')];
      const span = spans.find((one) => one.textContent.trim() === ${JSON.stringify(word)});
      return span ? getComputedStyle(span).color : '';
    })()`);
  await expect.poll(() => colour('orders')).not.toBe('');
  const [table, keyword] = [await colour('orders'), await colour('FROM')];
  expect(new Set([table, keyword, 'rgb(59, 59, 59)']).size).toBe(3);
  await workbench.screenshot('navigation-light');
  expect(workbench.suspicious()).toEqual([]);
});
