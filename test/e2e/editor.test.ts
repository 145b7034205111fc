/** What the editor shows around SQL: code lenses over the statements, help with the SQL inside Python, and large files. */
import { afterAll, beforeAll, expect, onTestFailed, test } from 'vitest';
import { ensureStack, seeCell, seeDone } from './lib/steps';
import { Workbench } from './lib/workbench';

const STATEMENTS = ['-- the first', 'SELECT 41 + 1 AS answer;', '', 'SELECT count(*)', 'FROM range(', '  7', ');', ''];

const JOB = [
  'import sys',
  'from pyspark.sql import SparkSession',
  '',
  'spark = SparkSession.builder.getOrCreate()',
  'day = sys.argv[1]',
  'status = spark.sql("SELECT statuss FROM hive_prod.sales.orders")  # wrong',
  'orders = spark.sql(f"""',
  '    SELECT order_id, amount * {sys.argv[2]} AS amount  -- a comment',
  "    FROM hive_prod.sales.orders TIMESTAMP AS OF '{day}'",
  '    WHERE status IN (\'paid\', "shipped") AND ordered_at > current_date() - INTERVAL 7 DAYS',
  '""")',
  'print("SELECT 1")',
  '',
];

const LARGE = 'SELECT order_id, amount FROM hive_prod.sales.orders WHERE amount > 1;\n\n'.repeat(140_000);

let workbench: Workbench;

beforeAll(async () => {
  await ensureStack();
  workbench = await Workbench.open({
    files: { 'lenses.sql': STATEMENTS.join('\n'), 'job.py': JOB.join('\n'), 'large.sql': LARGE },
  });
});
afterAll(() => workbench.close());

const lens = (title: string) =>
  workbench.editor().locator('.codelens-decoration a', { hasText: new RegExp(`^${title}$`) });

test('a statement runs and is explained from the lens above it', async () => {
  onTestFailed(() => workbench.screenshot('lenses-failed'));
  await workbench.openFile('lenses.sql');
  await expect.poll(() => lens('Run').count(), { timeout: 30_000 }).toBe(2);
  await lens('Run').last().click();
  const results = await workbench.webview('.status[data-state]', 60_000);
  await seeDone(results);
  await seeCell(results, '7');
  await workbench.screenshot('lenses');
  await lens('Explain').first().click();
  await workbench.tab('Plan: SELECT 41 + 1 AS answer').waitFor({ timeout: 30_000 });
  await expect.poll(() => workbench.editorText()).toContain('== Physical Plan ==');
  await workbench.screenshot('lenses-plan');
});

test('what runs says so above itself, and is cancelled there', async () => {
  onTestFailed(() => workbench.screenshot('lenses-running-failed'));
  await workbench.openFile('lenses.sql');
  await workbench.replaceText('SELECT sum(a.id * b.id) FROM range(3000000) a CROSS JOIN range(3000000) b;');
  await expect.poll(() => lens('Run').count(), { timeout: 30_000 }).toBe(1);
  await lens('Run').click();
  await workbench.editor().locator('.codelens-decoration', { hasText: 'Running…' }).waitFor({ timeout: 20_000 });
  await workbench.screenshot('lenses-running');
  await lens('Cancel').click();
  await lens('Run').waitFor({ timeout: 20_000 });
  expect(await lens('Cancel').count()).toBe(0);
});

test('SQL inside Python is coloured, judged and completed', async () => {
  onTestFailed(() => workbench.screenshot('python-failed'));
  const { page } = workbench;
  await workbench.openFile('job.py');
  await workbench.editor().locator('.squiggly-warning, .squiggly-error').first().waitFor({ timeout: 30_000 });
  // VS Code gives each colour a class.
  const colourOf = (text: RegExp) =>
    workbench.editor().locator('.view-line span span', { hasText: text }).first().getAttribute('class');
  expect(await colourOf(/^SELECT$/)).not.toBe(await colourOf(/^"SELECT.1"$/));
  await workbench.editor().locator('.view-lines').click();
  await page.keyboard.press('Control+End');
  await workbench.type('spark.sql("SELECT * FROM hive_prod.sales.');
  await expect.poll(async () => (await workbench.suggestions()).join()).toContain('orders');
  await workbench.screenshot('python-tables');
  await page.keyboard.press('Escape');
  await workbench.type('orders TIMESTAMP AS OF ');
  await expect.poll(async () => (await workbench.suggestions()).join()).toMatch(/\d{4}-\d\d-\d\d \d\d:\d\d/);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect.poll(() => workbench.editorText()).toMatch(/orders TIMESTAMP AS OF '\d{4}-\d\d-\d\d [\d:.]+'"/);
  await workbench.screenshot('python');
});

test('a file of 10 MB opens at once, says what is off, and its statements run', async () => {
  onTestFailed(() => workbench.screenshot('large-failed'));
  const { page } = workbench;
  const begun = Date.now();
  await workbench.openFile('large.sql', workbench.editor(), 30_000);
  await workbench.editor().locator('.view-line', { hasText: 'order_id' }).first().waitFor();
  // Most of it is VS Code bringing the file over.
  expect(Date.now() - begun).toBeLessThan(30_000);
  const told = workbench.notification(/large\.sql is large/);
  await told.waitFor({ timeout: 20_000 });
  expect(await told.locator('.monaco-button').allInnerTexts()).toEqual(['Turn On Anyway', 'Change Limit']);
  await workbench.editor().locator('.view-lines').click();
  await page.keyboard.press('Control+End');
  const typed = Date.now();
  await workbench.type('SELECT 6 + 1 AS seven');
  await expect.poll(() => workbench.editorText(), { interval: 20 }).toContain('SELECT 6 + 1 AS seven');
  // Twenty-one keys with 15 ms between them.
  expect(Date.now() - typed).toBeLessThan(5_000);
  expect(await lens('Run').count()).toBe(0);
  await workbench.screenshot('large');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+Enter');
  const results = await workbench.webview('.status[data-state]', 60_000);
  await seeCell(results, '7');
  await workbench.screenshot('large-run');
});

test('nothing went unhandled', () => {
  expect(workbench.suspicious()).toEqual([]);
});
