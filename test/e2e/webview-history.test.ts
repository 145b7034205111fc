/** The history panel's bundle in a browser, under the extension's content security policy. */
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ErrorData } from '../../lakehouse/src/errors';
import { hostile } from './webview/arrow';
import { bundle, launch, open, type OpenOptions, type WebviewPage } from './webview/page';
import { picture } from './webview/picture';
import { linear, ref, rolledBack, snapshot } from './webview/snapshots';

let browser: Browser;
let view: WebviewPage;

beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());
afterEach(async () => {
  const { problems } = view;
  await view.close();
  expect(problems).toEqual([]);
});

async function show(message: unknown, options: OpenOptions = { width: 1400 }): Promise<WebviewPage> {
  view = await open(browser, 'history', options);
  await view.post(message);
  return view;
}

const rows = () => view.page.locator('.panel .row');
/** A property of every element that a selector finds, in the order of the document. */
const all = <T>(selector: string, property: string) =>
  view.page.evaluate<T[]>(`[...document.querySelectorAll('${selector}')].map((found) => found.${property})`);
const last = async (type: string) => (await view.sent()).filter((message) => message['type'] === type).at(-1);

describe('history', () => {
  it('lists snapshots newest first with what each changed', async () => {
    await show(rolledBack());
    expect(await rows().locator('.cell.id').allTextContents()).toEqual(
      [8, 7, 6, 5, 4, 3, 2, 1].map((n) => `900719925474099${n}`),
    );
    expect(await rows().locator('.op').allTextContents()).toEqual([
      'unknown',
      'replace',
      'append',
      'overwrite',
      'delete',
      'append',
      'append',
      'append',
    ]);
    expect(await rows().nth(3).locator('.cell.rows').innerText()).toBe('+1,200\n−1,100');
    expect(await rows().nth(3).locator('.cell.files').innerText()).toBe('+2\n−2');
    expect(await rows().nth(3).locator('.cell.total').innerText()).toBe('7,000');
    expect(await rows().nth(3).locator('.cell.time').getAttribute('title')).toBe('2026-01-01 05:00:00.000 UTC');
    expect(await view.page.locator('.count').innerText()).toBe('8 snapshots');
    for (const column of ['time', 'id', 'operation', 'rows', 'refs', 'files', 'parent']) {
      const left = await all<number>(`.cell.${column}`, 'getBoundingClientRect().x');
      expect(new Set(left).size, column).toBe(1);
    }
    await picture(view.page, 'history-dark');
  });

  it('shows what is current, branches, tags, and what a rollback left aside', async () => {
    await show(rolledBack());
    expect(await rows().nth(1).locator('.badge').allTextContents()).toEqual(['current', 'main']);
    expect(await rows().nth(0).locator('.badge.branch').textContent()).toBe('audit');
    expect(await rows().nth(5).locator('.badge').allTextContents()).toEqual(['restored']);
    expect(await rows().nth(6).locator('.badge.tag').textContent()).toBe('eoy_2025');
    const lines = await all<string>('.panel .row', 'className');
    expect(lines.map((line) => line.split(' ')[1])).toEqual([
      'ref',
      'current',
      'current',
      'off',
      'off',
      'current',
      'current',
      'current',
    ]);
    // The current line is straight at the left; the undone snapshots and the branch have lanes beside it.
    const dots = await all<number>('.panel circle', 'cx.baseVal.value');
    const main = dots[7];
    expect(dots.map((x) => x === main)).toEqual([false, true, true, false, false, true, true, true]);
    expect(Math.min(...dots)).toBe(main);
    expect(await rows().nth(7).locator('path.expired').count()).toBe(1);
  });

  it('queries as of a snapshot and copies its id, by mouse and by keys', async () => {
    await show(rolledBack());
    await rows().nth(2).locator('.cell.id').hover();
    await rows().nth(2).getByRole('button', { name: 'Query as of' }).click();
    expect(await last('queryAsOf')).toEqual({ type: 'queryAsOf', snapshotId: '9007199254740996' });
    await rows().nth(6).hover();
    await rows().nth(6).getByRole('button', { name: 'Copy' }).click();
    expect(await last('copy')).toEqual({ type: 'copy', text: '9007199254740992' });
    await view.page.locator('.list').focus();
    await view.page.keyboard.press('Home');
    await view.page.keyboard.press('ArrowDown');
    await view.page.keyboard.press('Enter');
    expect(await last('queryAsOf')).toEqual({ type: 'queryAsOf', snapshotId: '9007199254740997' });
    await view.page.keyboard.press('Control+c');
    await expect.poll(() => last('copy')).toEqual({ type: 'copy', text: '9007199254740997' });
    // Tab goes to the buttons of the active row, and to no other's.
    await view.page.keyboard.press('Tab');
    await view.page.keyboard.press('Tab');
    await view.page.keyboard.press('Enter');
    const active = view.page.locator(':focus');
    expect(await active.getAttribute('aria-label')).toBe('Copy snapshot id 9007199254740997');
    expect((await view.sent()).filter((message) => message['type'] === 'copy').length).toBe(3);
  });

  it('filters by operation, id, time, branch and tag', async () => {
    await show(rolledBack());
    const filter = view.page.getByRole('searchbox', { name: 'Filter snapshots' });
    await filter.fill('delete');
    expect(await rows().locator('.cell.id').allTextContents()).toEqual(['9007199254740994']);
    await filter.fill('TAG eoy');
    expect(await rows().locator('.cell.id').allTextContents()).toEqual(['9007199254740992']);
    expect(await view.page.locator('.count').innerText()).toBe('1 of 8 snapshots');
    await filter.fill('2026-01-01 05:00');
    expect(await rows().count()).toBeGreaterThan(0);
    await filter.fill('nothing at all');
    expect(await view.page.locator('.notice').innerText()).toBe('No snapshot matches the filter.');
    await filter.fill('');
    expect(await rows().count()).toBe(8);
  });

  it('says that it reads, that a table is empty, and what failed with the next step', async () => {
    await show({ type: 'loading', table: 'hive_prod.sales.orders' });
    expect(await view.page.locator('.notice').innerText()).toBe('Reading the snapshots…');
    expect(await view.page.getByRole('button', { name: 'Refresh' }).isDisabled()).toBe(true);
    await view.post({ ...linear(0), table: 'hive_prod.sales.orders' });
    expect(await view.page.locator('.notice').innerText()).toContain('no snapshots yet');
    await view.page.getByRole('button', { name: 'Refresh' }).click();
    expect(await last('refresh')).toEqual({ type: 'refresh' });
    const error: ErrorData = {
      code: 'METADATA_MISSING',
      message: `The metadata file s3://lakehouse/${hostile} is gone.`,
      nextStep: { label: 'Show Logs', command: 'lakehouse.showLogs' },
    };
    await view.post({ type: 'error', table: 'hive_prod.sales.orders', error });
    expect(await view.page.getByRole('alert').filter({ visible: true }).innerText()).toContain(hostile);
    await picture(view.page, 'history-error-dark');
    await view.page.getByRole('button', { name: 'Show Logs' }).click();
    expect(await last('nextStep')).toEqual({ type: 'nextStep', command: 'lakehouse.showLogs', args: [] });
    await view.page.getByRole('button', { name: 'Try again' }).click();
    expect((await view.sent()).filter((message) => message['type'] === 'refresh').length).toBe(2);
    await view.post(rolledBack());
    expect(await rows().count()).toBe(8);
    expect(await view.page.locator('.notice').isVisible()).toBe(false);
  });

  it('keeps rows, filter and the active row when read again', async () => {
    await show(rolledBack());
    await rows().nth(4).locator('.cell.id').click();
    await view.post({ type: 'loading', table: 'hive_prod.sales.orders' });
    expect(await rows().count()).toBe(8);
    const history = rolledBack();
    const newer = snapshot('42', '9007199254740997', 20);
    await view.post({ ...history, currentSnapshotId: '42', snapshots: [...history.snapshots, newer] });
    expect(await rows().count()).toBe(9);
    expect(await view.page.locator('.row.active .cell.id').textContent()).toBe('9007199254740994');
  });

  it('never makes markup of names and summaries', async () => {
    const history = rolledBack(hostile);
    const bad = snapshot('7', null, 12, hostile, { 'added-records': hostile, 'total-records': hostile });
    await show({ ...history, snapshots: [...history.snapshots, bad], refs: [ref(hostile, 'branch', '7')] });
    expect(await rows().first().innerText()).toContain(hostile);
    expect(await view.page.locator('img, .panel script').count()).toBe(0);
    expect(await view.page.evaluate('window.hacked')).toBeUndefined();
  });

  it('keeps the buttons in sight in a narrow editor', async () => {
    await show(rolledBack(), { width: 620 });
    await rows().nth(1).locator('.cell.time').click();
    const box = await rows().nth(1).getByRole('button', { name: 'Copy' }).boundingBox();
    expect((box?.x ?? 620) + (box?.width ?? 0)).toBeLessThanOrEqual(620);
    await picture(view.page, 'history-narrow-dark');
  });

  for (const theme of ['light', 'contrast'] as const) {
    it(`looks right in the ${theme} theme`, async () => {
      await show(rolledBack(), { theme, width: 1400 });
      await view.page.locator('.list').focus();
      await view.page.keyboard.press('ArrowDown');
      expect(await view.page.locator('.row.active').count()).toBe(1);
      await picture(view.page, `history-${theme}`);
    });
  }

  it('draws 10,000 snapshots within a second, and reaches the last', async () => {
    view = await open(browser, 'history', { width: 1400 });
    const ms = await view.page.evaluate<number>(`new Promise((resolve) => {
      const message = ${JSON.stringify(linear(10_000))};
      const start = performance.now();
      window.deliver(message);
      requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now() - start)));
    })`);
    process.stdout.write(`10,000 snapshots after ${ms.toFixed(0)} ms\n`);
    expect(ms).toBeLessThan(1000);
    expect(await rows().count()).toBeLessThan(60);
    await view.page.locator('.list').focus();
    await view.page.keyboard.press('End');
    await expect.poll(() => view.page.locator('.row.active .cell.id').textContent()).toBe('1000000000000000000');
    const box = await view.page.locator('.row.active').boundingBox();
    expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(620);
    expect((await bundle('history')).length).toBeLessThan(60_000);
  });
});
