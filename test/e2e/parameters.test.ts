/** Statements with `:name` and `?` in the real VS Code: the form, what it remembers, and the sets of lakehouse.json. */
import { afterAll, beforeAll, expect, onTestFailed, test } from 'vitest';
import { ensureStack, seeCell, seeRunning } from './lib/steps';
import { Workbench } from './lib/workbench';

let workbench: Workbench;

beforeAll(async () => {
  await ensureStack();
  workbench = await Workbench.open({
    files: {
      'lakehouse.json': JSON.stringify({
        connections: [{ name: 'local', stack: 'embedded' }],
        parameters: { 'winter 2026': { day: '2026-01-31', unrelated: 1 } },
      }),
    },
  });
  await workbench.openFile('first-look.sql');
  await seeRunning(workbench);
}, 300_000);
afterAll(() => workbench.close());

/** Types a statement and runs it; what comes next is the form. */
async function begin(sql: string): Promise<void> {
  await workbench.replaceText(sql);
  await expect.poll(() => workbench.editorText()).toContain(sql.slice(-12));
  await workbench.page.keyboard.press('Escape');
  await workbench.page.keyboard.press('Control+Enter');
}

const form = () => workbench.page.locator('.quick-input-widget:visible');
const title = async (text: string) =>
  expect.poll(() => form().locator('.quick-input-title').innerText(), { timeout: 15_000 }).toBe(text);

test(
  'the values of parameters are asked for, checked, remembered and taken from a set',
  { timeout: 180_000 },
  async () => {
    onTestFailed(() => workbench.screenshot('parameters-failed'));
    const { page } = workbench;
    const sql = "SELECT concat(:who, ' ', date_format(:day, 'd MMMM'), ' ', :count + 1) AS said";
    await begin(sql);
    await title('Parameters');
    await workbench.screenshot('parameters-dark');
    // Enter fills in one after the other.
    await page.keyboard.press('Enter');
    await title('Value of :who');
    await page.keyboard.type("O'Hara; DROP TABLE t");
    await page.keyboard.press('Enter');
    await title('Parameters');
    await form().locator('.monaco-list-row', { hasText: 'winter 2026' }).click();
    await expect
      .poll(() => form().locator('.monaco-list-row', { hasText: ':day' }).innerText())
      .toContain('2026-01-31');
    await page.keyboard.press('Enter');
    await title('Value of :count');
    await page.keyboard.type('41');
    await expect.poll(() => form().innerText()).toContain('number:');
    await page.keyboard.press('Enter');
    await title('Parameters');
    await page.keyboard.press('Enter');
    const results = await workbench.webview('.status[data-state]', 60_000);
    await seeCell(results, "O'Hara; DROP TABLE t 31 January 42");

    // What was filled in is there the next time.
    await begin(`${sql}, 1 AS again`);
    await title('Parameters');
    await expect.poll(() => form().locator('.monaco-list-row').first().innerText()).toContain('Run with these values');
    await workbench.screenshot('parameters-remembered-dark');
    await page.keyboard.press('Escape');
    await form().waitFor({ state: 'hidden' });
    await begin('SELECT ? + ? AS sum');
    await title('Parameters');
    for (const value of ['40', '2']) {
      await page.keyboard.press('Enter');
      await expect.poll(() => form().locator('.quick-input-title').innerText()).toContain('Value of ?');
      await page.keyboard.type(value);
      await page.keyboard.press('Enter');
      await title('Parameters');
    }
    await page.keyboard.press('Enter');
    await seeCell(results, '42');
    expect(workbench.suspicious()).toEqual([]);
  },
);
