/** Formatting in VS Code: the document, a selection, and each save, with the user's settings. */
import { afterAll, beforeAll, expect, onTestFailed, test } from 'vitest';
import { Workbench } from './lib/workbench';

const BEFORE = `-- what the day sold
select region, sum(amount) as total -- gross
, case when sum(amount) > 1000000 and count(*) > 100 and max(order_date) > current_date() - interval 7 days then 'large' else 'small' end as size
from hive_prod.sales.orders timestamp as of '2026-01-01 00:00:00' where status in ('open','paid') group by region;
selec  broken;
`;
const AFTER = `-- what the day sold
SELECT
  region,
  sum(amount) AS total, -- gross
  CASE
    WHEN sum(amount) > 1000000
      AND count(*) > 100
      AND max(order_date) > current_date() - INTERVAL 7 DAYS
    THEN 'large'
    ELSE 'small'
  END AS size
FROM hive_prod.sales.orders TIMESTAMP AS OF '2026-01-01 00:00:00'
WHERE status IN ('open', 'paid')
GROUP BY region;

selec  broken;
`;

let workbench: Workbench;

beforeAll(async () => {
  const settings = { 'editor.formatOnSave': true, 'editor.tabSize': 2, 'lakehouse.format.lineWidth': 90 };
  workbench = await Workbench.open({
    settings,
    files: {
      'document.sql': BEFORE,
      'selection.sql': 'select  1;\nselect  2;\nselect  3;\n',
      'saved.sql': 'select 1;\n',
    },
  });
});
afterAll(() => workbench.close());

test('a document is laid out, comments and a broken statement kept', async () => {
  onTestFailed(() => workbench.screenshot('format-failed'));
  await workbench.openFile('document.sql');
  await workbench.screenshot('format-before');
  await workbench.command('Format Document');
  await expect.poll(() => workbench.editorText(), { timeout: 30_000 }).toContain('WHEN sum(amount) > 1000000');
  await workbench.screenshot('format-after');
  await workbench.page.keyboard.press('Control+s');
  await expect.poll(() => workbench.read('document.sql'), { timeout: 10_000 }).toBe(AFTER);
});

test('a selection is laid out, the statements around it are not', async () => {
  onTestFailed(() => workbench.screenshot('format-selection-failed'));
  await workbench.openFile('selection.sql');
  await workbench.editor().locator('.view-line', { hasText: '2' }).click();
  await workbench.page.keyboard.press('Shift+Home');
  await workbench.command('Format Selection');
  await expect.poll(() => workbench.editorText()).toBe('select  1;\nSELECT 2;\nselect  3;\n');
});

test('saving lays out', async () => {
  onTestFailed(() => workbench.screenshot('format-save-failed'));
  await workbench.openFile('saved.sql');
  await workbench.replaceText('select  id from t order   by id');
  await workbench.page.keyboard.press('Control+s');
  await expect.poll(() => workbench.read('saved.sql'), { timeout: 20_000 }).toBe('SELECT id\nFROM t\nORDER BY id\n');
});

test('nothing went unhandled', () => {
  expect(workbench.suspicious()).toEqual([]);
});
