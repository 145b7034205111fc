/** What the editor shows around SQL: code lenses over the statements. */
import { afterAll, beforeAll, expect, onTestFailed, test } from 'vitest';
import { ensureStack, seeCell, seeDone } from './lib/steps';
import { Workbench } from './lib/workbench';

const STATEMENTS = ['-- the first', 'SELECT 41 + 1 AS answer;', '', 'SELECT count(*)', 'FROM range(', '  7', ');', ''];

let workbench: Workbench;

beforeAll(async () => {
  await ensureStack();
  workbench = await Workbench.open({ files: { 'lenses.sql': STATEMENTS.join('\n') } });
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

test('nothing went unhandled', () => {
  expect(workbench.suspicious()).toEqual([]);
});
