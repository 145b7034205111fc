/** A result on its way to a file and to the clipboard in the real VS Code: dialogs, progress, cancel, and what is written. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { tableFromIPC } from '@uwdata/flechette';
import { strFromU8, unzipSync } from 'fflate';
import { parquetReadObjects } from 'hyparquet';
import type { Frame } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFailed, test } from 'vitest';
import { ensureStack, runQuery, seeDone, seeRunning } from './lib/steps';
import { Workbench } from './lib/workbench';

const ROWS = 300_000;

let workbench: Workbench;

beforeAll(async () => {
  await ensureStack();
  workbench = await Workbench.open();
  await workbench.openFile('first-look.sql');
  await seeRunning(workbench);
}, 300_000);
afterAll(() => workbench.close());

const input = () => workbench.page.locator('.quick-input-widget input').first();

/** Picks the format, and types the path into the dialog that asks for it. */
async function exportAs(format: string, file: string): Promise<void> {
  const { page } = workbench;
  await workbench.command('Export Result');
  await expect.poll(() => input().getAttribute('placeholder')).toBe('Format');
  await page.keyboard.type(format);
  await page.keyboard.press('Enter');
  await expect.poll(() => input().inputValue()).toMatch(/result-\d+\./);
  await input().fill(workbench.path(file));
  await page.keyboard.press('Enter');
}

async function run(sql: string): Promise<Frame> {
  const results = await runQuery(workbench, sql);
  await seeDone(results, 120_000);
  return results;
}

test('goes whole into files of each kind, without running again', { timeout: 240_000 }, async () => {
  onTestFailed(() => workbench.screenshot('export-failed'));
  await run(`SELECT id, CAST(id AS DECIMAL(20,2)) AS price, concat('row ', id) AS name FROM range(${ROWS})`);

  await exportAs('Parquet', 'rows.parquet');
  await workbench
    .notification(`Exported ${ROWS.toLocaleString('en')} rows to rows.parquet`)
    .waitFor({ timeout: 60_000 });
  await workbench.screenshot('export-done');
  const bytes = readFileSync(workbench.path('rows.parquet'));
  const rows = (await parquetReadObjects({
    file: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength),
    columns: ['id', 'name'],
  })) as { id: bigint; name: string }[];
  expect(rows).toHaveLength(ROWS);
  expect(rows.every(({ id, name }, index) => id === BigInt(index) && name === `row ${index}`)).toBe(true);

  await exportAs('Arrow', 'rows.arrow');
  await workbench.notification('rows to rows.arrow.').waitFor({ timeout: 60_000 });
  expect(tableFromIPC(readFileSync(workbench.path('rows.arrow'))).numRows).toBe(ROWS);

  await exportAs('NDJSON', 'rows.ndjson');
  await workbench.notification('rows to rows.ndjson.').waitFor({ timeout: 60_000 });
  const lines = workbench.read('rows.ndjson').trimEnd().split('\n');
  expect(lines).toHaveLength(ROWS);
  expect(lines.at(-1)).toBe(`{"id":${ROWS - 1},"price":${ROWS - 1}.00,"name":"row ${ROWS - 1}"}`);
  expect(workbench.suspicious()).toEqual([]);
});

test('shows how far it is, and leaves nothing behind when it is cancelled', { timeout: 120_000 }, async () => {
  onTestFailed(() => workbench.screenshot('export-cancel-failed'));
  const { page } = workbench;
  await exportAs('Excel', 'rows.xlsx');
  const notice = workbench.notification('Exporting to rows.xlsx');
  await notice.waitFor({ timeout: 20_000 });
  await expect.poll(() => notice.innerText(), { timeout: 20_000 }).toMatch(/[\d,]{5,} rows/);
  await workbench.screenshot('export-progress');
  await notice.getByRole('button', { name: 'Cancel' }).click();
  await notice.waitFor({ state: 'hidden', timeout: 20_000 });
  await page.waitForTimeout(500);
  expect(existsSync(workbench.path('rows.xlsx'))).toBe(false);
  expect(readdirSync(workbench.path('.')).filter((name) => name.endsWith('.part'))).toEqual([]);
  expect(workbench.suspicious()).toEqual([]);
});

test('takes only what is selected', { timeout: 120_000 }, async () => {
  onTestFailed(() => workbench.screenshot('export-selection-failed'));
  const { page } = workbench;
  const results = await run("SELECT id, id * 2 AS twice, 'ü' AS umlaut FROM range(10)");
  const cell = (row: number, column: number) =>
    results.locator('.pane:not(.off) tbody tr').nth(row).locator('td').nth(column);
  await cell(2, 0).click();
  await cell(4, 1).click({ modifiers: ['Shift'] });
  await workbench.command('Export Result');
  await expect.poll(() => input().getAttribute('placeholder')).toBe('Format');
  await page.keyboard.type('Excel');
  await page.keyboard.press('Enter');
  await expect.poll(() => input().getAttribute('placeholder')).toBe('Cells');
  await page.keyboard.type('Selection');
  await page.keyboard.press('Enter');
  await expect.poll(() => input().inputValue()).toMatch(/result-\d+\.xlsx/);
  await input().fill(workbench.path('part.xlsx'));
  await page.keyboard.press('Enter');
  await workbench.notification('Exported 3 rows to part.xlsx').waitFor({ timeout: 30_000 });
  const sheet = strFromU8(
    unzipSync(readFileSync(workbench.path('part.xlsx')))['xl/worksheets/sheet1.xml'] ?? new Uint8Array(),
  );
  expect([...sheet.matchAll(/<v>(\d+)<\/v>/g)].map(([, number]) => number)).toEqual(['2', '4', '3', '6', '4', '8']);
  expect(sheet).not.toContain('umlaut');

  // The same cells by way of the clipboard.
  await results.locator('.pane:not(.off)').getByRole('button', { name: 'Copy as…' }).click();
  await expect.poll(() => input().getAttribute('placeholder')).toBe('Format');
  await page.keyboard.type('Markdown');
  await page.keyboard.press('Enter');
  await results.locator('.pane:not(.off) .status', { hasText: 'Copied 3 rows as Markdown table' }).waitFor();
  expect(await page.evaluate('navigator.clipboard.readText()')).toBe(
    '| id | twice |\n| ---: | ---: |\n| 2 | 4 |\n| 3 | 6 |\n| 4 | 8 |\n',
  );
  expect(workbench.suspicious()).toEqual([]);
});
