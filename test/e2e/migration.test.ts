/**
 * A person writes a migration of some 200 lines with the sample lakehouse: help is asserted where it is typed for, and the
 * whole then runs on Spark without an error.
 */
import { afterAll, beforeAll, expect, onTestFailed, test } from 'vitest';
import { ensureStack, seeCell, seeDone, seeRunning } from './lib/steps';
import { Workbench } from './lib/workbench';
import * as part from './migration/parts';
import { Writer } from './migration/writer';

const FILE = 'migration.sql';
const TIME = /\d{4}-\d\d-\d\d \d\d:\d\d:[\d.]+/;

let workbench: Workbench;
let writer: Writer;

beforeAll(async () => {
  await ensureStack();
  workbench = await Workbench.open({
    files: { [FILE]: '', 'clean-up.sql': '' },
    settings: { 'editor.autoClosingBrackets': 'never', 'editor.autoClosingQuotes': 'never' },
  });
  writer = new Writer(workbench);
});
afterAll(() => workbench.close());

/** Runs the whole file, and says yes where a loss is asked about. */
async function runFile(outcome: string): Promise<void> {
  const { page } = workbench;
  await workbench.command('Lakehouse: Run File');
  const asked = page.locator('.monaco-dialog-box').getByRole('button', { name: 'Run All', exact: true });
  const running = page.locator('.statusbar-item[id*="lakehouse.query"]');
  await asked.or(running).first().waitFor({ timeout: 60_000 });
  if (await asked.isVisible()) await asked.click();
  const frame = await workbench.webview('.status[data-state]', 60_000);
  await seeCell(frame, outcome, 150_000);
  await seeDone(frame);
  expect(await frame.locator('.status[data-state="error"]').count()).toBe(0);
}

async function picture(name: string): Promise<void> {
  await workbench.screenshot(`migration-${name}`);
}

test('begins: a catalog, the tables and what they are made of are offered', { timeout: 120_000 }, async () => {
  onTestFailed(() => picture('failed'));
  await seeRunning(workbench);
  await workbench.openFile(FILE);
  await workbench.editor().locator('.view-lines').click();
  await writer.paste(part.HEAD);
  await writer.accept('USE hive', 'hive_prod', 'USE hive_prod');
  await writer.type(';\n\n');
  await writer.paste(part.AFRESH);
  await writer.paste(part.ORDERS);
  await writer.accept('USING ice', 'iceberg', 'USING iceberg');
  await writer.seeOffered('\nPARTITIONED BY (', 'order_id', 'ordered_at', 'days', 'bucket', 'truncate');
  await picture('1-partitioned-by');
  await writer.accept('day', 'days', 'PARTITIONED BY (days(');
  await writer.accept('orde', 'ordered_at', 'PARTITIONED BY (days(ordered_at)');
  await writer.end();
  await writer.type(')\n');
  await writer.paste(part.ORDERS_END);
  await writer.paste(part.PAGE_VIEWS);
  await writer.paste(part.CORRECTIONS);
  await writer.accept('FROM hive_prod.sales.', 'orders', 'FROM hive_prod.sales.orders');
  await writer.type('\n');
  await writer.paste(part.CORRECTIONS_END);
  await writer.noErrors();
});

test('moves the rows: what is misspelt is marked, a table explains itself', { timeout: 200_000 }, async () => {
  onTestFailed(() => picture('failed'));
  const { page } = workbench;
  await writer.paste(part.LOOK);
  await writer.squiggle().waitFor({ timeout: 20_000 });
  await picture('2-misspelt');
  await writer.goTo('statuss');
  await page.keyboard.press('Control+.');
  const fix = page.locator('.action-widget .monaco-list-row', { hasText: /\bstatus\b/ }).first();
  await fix.waitFor({ timeout: 20_000 });
  await picture('3-quick-fix');
  await fix.click();
  await expect.poll(() => workbench.editorText()).toContain('SELECT status, count');
  await writer.squiggle().waitFor({ state: 'detached', timeout: 20_000 });

  await writer.goTo('hive_prod.sales.orders');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Control+k');
  await page.keyboard.press('Control+i');
  const hover = page.locator('.monaco-hover:visible', { hasText: 'Partitioned by' }).first();
  await hover.waitFor({ timeout: 20_000 });
  expect(await hover.innerText()).toContain('One row an order');
  await picture('4-hover');

  await writer.end();
  await writer.paste(part.ORDERS_ROWS);
  await writer.accept('WHERE ordered', 'ordered_at', 'WHERE ordered_at');
  await writer.type(' IS NOT NULL;\n\n');
  await writer.paste(part.VIEWS_ROWS);
  await writer.paste(part.TAG);
  await writer.paste("SELECT 'half way' AS so_far;\n\n");
  await writer.noErrors();
  await runFile('half way');
  await picture('5-half-way');
});

test('changes the shape and merges, with the columns of what was made by now', { timeout: 120_000 }, async () => {
  onTestFailed(() => picture('failed'));
  await writer.toEditor();
  await writer.paste(part.SHAPE);
  await writer.seeOffered('ALTER TABLE hive_prod.migration.orders ADD PARTITION FIELD buck', 'bucket');
  await writer.type('et(4, ');
  await writer.accept('cust', 'customer_id', 'bucket(4, customer_id');
  await writer.type(');\n\n');
  await writer.paste(part.SHAPE_END);
  await writer.paste(part.MERGE);
  await writer.accept('ON t.', 'order_id', 'ON t.order_id');
  await writer.type(' = ');
  await writer.accept('c.', 'order_id', 'ON t.order_id = c.order_id');
  await writer.type('\n');
  await picture('6-merge');
  await writer.paste(part.MERGE_END);
  await writer.type('DELETE FROM hive_prod.migration.orders;');
  await writer.squiggle().waitFor({ timeout: 20_000 });
  await picture('6-delete');
  await workbench.page.keyboard.press('Backspace');
  await writer.paste(
    "\nWHERE state = 'new' AND ordered_at < date_trunc('YEAR', current_timestamp()) - INTERVAL 10 YEARS;\n\n",
  );
  await writer.squiggle().waitFor({ state: 'detached', timeout: 20_000 });
  await writer.noErrors();
});

test(
  'keeps house and looks back: procedures, the tag and real commit times are offered',
  { timeout: 120_000 },
  async () => {
    onTestFailed(() => picture('failed'));
    const { page } = workbench;
    await writer.paste(part.HOUSE);
    await writer.seeOffered('CALL hive_prod.system.rewr', 'rewrite_data_files', 'rewrite_manifests');
    await picture('7-call');
    await writer.type('ite_data_files(');
    await writer.seeOffered('', 'table', 'options');
    await writer.type("table => 'migration.orders', options => map('min-input-files', '2'));\n\n");
    await writer.paste(part.HOUSE_END);
    await writer.paste(part.BEFORE);
    await writer.accept('VERSION AS OF ', 'before_changes', "VERSION AS OF 'before_changes'");
    await writer.type(';\n\n');
    await writer.paste(part.THEN);
    const times = (await writer.seeOffered('TIMESTAMP AS OF ', "'20")).filter((label) => TIME.test(label));
    expect(times.length).toBeGreaterThanOrEqual(5);
    await picture('8-times');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    const chosen = TIME.exec(times[2] ?? '')?.[0] ?? 'none';
    await expect.poll(() => workbench.editorText()).toContain(`TIMESTAMP AS OF '${chosen}`);
    await writer.end();
    await writer.type(';\n\n');
    await writer.paste(part.HISTORY);
    await writer.noErrors();
  },
);

test('checks, renames, formats, and runs as a whole', { timeout: 300_000 }, async () => {
  onTestFailed(() => picture('failed'));
  const { page } = workbench;
  await writer.paste(part.CHECKS);
  await writer.goTo('shifted');
  await page.keyboard.press('F2');
  // The box is there before it has the focus: keys at once would still go to the text.
  const box = page.locator('.rename-box input.rename-input');
  await box.waitFor({ timeout: 20_000 });
  await box.fill('moved');
  await picture('9-rename');
  await box.press('Enter');
  await expect.poll(() => workbench.editorText()).not.toContain('shifted');
  await writer.end();
  await writer.paste(part.BACK);
  await page.keyboard.press('Shift+Alt+f');
  await page.keyboard.press('Control+s');
  await expect.poll(() => workbench.read(FILE)).toContain('WITH moved AS');
  const text = workbench.read(FILE);
  expect(text).not.toContain('shifted');
  expect(text.split('\n').length).toBeGreaterThan(180);
  // What is formatted already stays as it is.
  await page.keyboard.press('Shift+Alt+f');
  await page.keyboard.press('Control+s');
  expect(workbench.read(FILE)).toBe(text);
  await writer.noErrors();
  await picture('10-written');
  await runFile('migrated');
  await picture('11-run');
});

test('leaves nothing behind', { timeout: 120_000 }, async () => {
  await workbench.openFile('clean-up.sql');
  await writer.toEditor();
  await writer.paste(part.CLEAN_UP);
  await runFile('gone');
  expect(workbench.suspicious()).toEqual([]);
});
