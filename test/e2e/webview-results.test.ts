/** The result panel's bundle in a browser, under the extension's content security policy. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ErrorData } from '../../lakehouse/src/errors';
import { hostile, kinds, noRows, orders, wide } from './webview/arrow';
import { bundle, encode, launch, open, type OpenOptions, type WebviewPage } from './webview/page';
import { picture } from './webview/picture';

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

const begin = (runId = 1, sql = 'SELECT * FROM hive_prod.sales.orders') => ({
  type: 'start',
  runId,
  sql,
  connection: 'local',
  timeZone: 'Europe/Berlin',
});
const batch = (data: Uint8Array, rowCount: number, runId = 1) => ({ type: 'batch', runId, data, rowCount });
const done = (rowCount: number, runId = 1) => ({ type: 'done', runId, elapsedMs: 1234, rowCount });

async function show(messages: readonly unknown[], options?: OpenOptions): Promise<WebviewPage> {
  view = await open(browser, 'results', options);
  for (const message of messages) await view.post(message);
  return view;
}

/** The texts of a body row, its number left out. */
async function rowTexts(number: number): Promise<string[]> {
  const row = view.page.locator('.pane:not(.off) tbody tr').nth(number);
  await row.waitFor();
  return row.locator('td').allTextContents();
}

const status = () => view.page.locator('.pane:not(.off) .status').innerText();
const last = async (type: string) => (await view.sent()).filter((message) => message['type'] === type).at(-1);

describe('values', () => {
  it('shows each type exactly, nulls apart from empty and from the word', async () => {
    await show([begin(), batch(kinds(), 3), done(3)], { width: 1900 });
    expect(await rowTexts(0)).toEqual([
      '9223372036854775807',
      '',
      'first↵second⇥end',
      'NaN',
      '12.50',
      'true',
      '2026-01-31',
      '0x00FF4142',
      `{"id":9007199254740993,"tags":["a",${JSON.stringify(hostile)}]}`,
      '{"k":1}',
      'x',
    ]);
    expect((await rowTexts(1)).slice(0, 5)).toEqual(['-9223372036854775808', 'NULL', hostile, '-Infinity', '-0.01']);
    const grid = view.page.getByRole('grid', { name: 'Query result' });
    expect(await grid.getByRole('gridcell', { name: '12.50', exact: true }).count()).toBe(1);
    expect(await grid.getByRole('columnheader', { name: 'price' }).count()).toBe(1);
    expect(await grid.getByRole('rowheader').count()).toBe(3);
    const nulls = await view.page.locator('tbody td.null').allTextContents();
    expect(nulls).toEqual(Array<string>(11).fill('NULL'));
    await picture(view.page, 'results-kinds-dark');
  });

  it('says name and type of each column, also of a hostile name, and runs none of it', async () => {
    await show([begin(1, hostile), batch(kinds(), 3), { ...done(3) }, begin(2, hostile)], { width: 1900 });
    await view.post({ type: 'progress', runId: 2, text: hostile, fraction: 0.5 });
    await view.page.locator('[role=tab]').first().click();
    const [names, types] = await view.page.locator('.pane:not(.off) thead tr').all();
    expect(await names?.locator('th').allTextContents()).toContain(hostile);
    expect(await types?.locator('th').allTextContents()).toContain('struct<id:bigint,tags:array<string>>');
    expect(await view.page.evaluate('window.hacked')).toBeUndefined();
    expect(await view.page.locator('img, tbody script').count()).toBe(0);
  });

  it('shows timestamps in the zone of the session', async () => {
    await show([begin(), batch(orders(5), 5), done(5)]);
    expect((await rowTexts(1)).at(-1)).toBe('2026-01-01 01:00:01');
  });

  it('opens a nested value indented, closes on Escape, and gives the focus back', async () => {
    await show([begin(), batch(kinds(), 3), done(3)], { width: 1900 });
    await view.page.locator('tbody tr').first().locator('td').nth(8).dblclick();
    const dialog = view.page.locator('dialog');
    expect(await dialog.locator('pre').innerText()).toContain('"id": 9007199254740993,\n  "tags": [\n    "a",');
    await picture(view.page, 'results-viewer-dark');
    await dialog.getByRole('button', { name: 'Copy' }).click();
    expect((await last('copy'))?.['text']).toContain('9007199254740993');
    await view.page.keyboard.press('Escape');
    await expect.poll(() => dialog.count()).toBe(0);
    await view.page.keyboard.press('ArrowLeft');
    await view.page.keyboard.press('Enter');
    expect(await dialog.locator('pre').innerText()).toContain('00 ff 41 42'.toUpperCase());
  });
});

describe('states', () => {
  it('runs: clock, progress, rows so far, and a Cancel that asks once', async () => {
    await show([begin(), { type: 'progress', runId: 1, text: 'Stage 2 of 3', fraction: 0.4 }]);
    expect(await status()).toMatch(/Stage 2 of 3/);
    await view.post(batch(orders(100), 100));
    expect(await status()).toMatch(/100 rows so far/);
    await view.page.getByRole('button', { name: 'Cancel' }).click();
    expect(await last('cancel')).toEqual({ type: 'cancel', runId: 1 });
    expect(await view.page.getByRole('button', { name: 'Cancelling…' }).isDisabled()).toBe(true);
    await picture(view.page, 'results-running-dark');
    await view.post({ type: 'cancelled', runId: 1, elapsedMs: 2100, rowCount: 100 });
    expect(await view.page.locator('.notice').innerText()).toBe(
      'Cancelled after 2.10 s. 100 rows had arrived and are kept.',
    );
    await view.page.getByRole('button', { name: 'Run again' }).click();
    expect(await last('rerun')).toEqual({ type: 'rerun', runId: 1 });
  });

  it('shows an error with condition, position, next step, and its stack trace only when asked', async () => {
    const error: ErrorData = {
      code: 'QUERY_FAILED',
      condition: 'TABLE_OR_VIEW_NOT_FOUND',
      sqlState: '42P01',
      message: `The table or view \`${hostile}\` cannot be found.`,
      position: { start: 14, end: 20, line: 3, col: 8 },
      detail: `org.apache.spark.sql.AnalysisException: ${hostile}\n\tat org.apache.spark.Main.run(Main.java:1)`,
      nextStep: { label: 'Refresh the catalog', command: 'lakehouse.refreshCatalog', args: ['hive_prod'] },
    };
    await show([begin(), { type: 'error', runId: 1, error, elapsedMs: 88 }]);
    const alert = view.page.getByRole('alert').filter({ visible: true });
    expect(await alert.innerText()).toContain(hostile);
    expect(await alert.innerText()).not.toContain('AnalysisException');
    await view.page.getByRole('button', { name: 'Show stack trace' }).click();
    expect(await alert.innerText()).toContain('Main.java:1');
    await picture(view.page, 'results-error-dark');
    await view.page.getByRole('button', { name: 'Hide stack trace' }).click();
    expect(await alert.innerText()).not.toContain('Main.java:1');
    await view.page.getByRole('button', { name: 'Line 3, column 8' }).click();
    expect(await last('reveal')).toEqual({ type: 'reveal', runId: 1 });
    await view.page.getByRole('button', { name: 'Refresh the catalog' }).click();
    expect(await last('nextStep')).toEqual({
      type: 'nextStep',
      command: 'lakehouse.refreshCatalog',
      args: ['hive_prod'],
    });
    expect(await view.page.evaluate('window.hacked')).toBeUndefined();
  });

  it('shows the columns of a result without rows, and that a statement gave none', async () => {
    await show([begin(), batch(noRows(), 0), done(0)]);
    expect(await view.page.locator('.notice').innerText()).toBe('0 rows');
    expect(await view.page.locator('thead tr').first().locator('th').allTextContents()).toEqual([
      '',
      'order_id',
      'region',
    ]);
    await view.post(begin(2, 'CREATE TABLE t (id INT)'));
    await view.post(done(0, 2));
    expect(await view.page.locator('.pane:not(.off) .notice').innerText()).toBe(
      'Done in 1.23 s. The statement gives no rows.',
    );
  });

  it('keeps the rows it has when bytes are no Arrow, and says so', async () => {
    await show([begin(), batch(orders(10), 10), begin(2), batch(new Uint8Array([1, 2, 3]), 5, 2)]);
    expect(await view.page.getByRole('alert').filter({ visible: true }).innerText()).toContain(
      'cannot be read as Arrow',
    );
    expect(await last('cancel')).toEqual({ type: 'cancel', runId: 2 });
    await view.page.locator('[role=tab]').first().click();
    expect((await rowTexts(0))[0]).toBe('0');
  });

  it('keeps ten runs in tabs, drops the oldest, and closes one by its cross', async () => {
    await show([]);
    for (let run = 1; run <= 11; run++) {
      await view.post(begin(run, `SELECT ${run}`));
      await view.post(batch(orders(50, run * 1000), 50, run));
      await view.post(done(50, run));
    }
    const tabs = view.page.getByRole('tab');
    expect(await tabs.allTextContents()).toEqual(Array.from({ length: 10 }, (_, i) => `SELECT ${i + 2}`));
    await tabs.nth(3).click();
    expect((await rowTexts(0))[0]).toBe('5000');
    await picture(view.page, 'results-tabs-dark');
    await view.page.getByRole('button', { name: 'Close result 5' }).click();
    expect(await tabs.count()).toBe(9);
    expect((await rowTexts(0))[0]).toBe('11000');
  });
});

describe('selection', () => {
  it('moves by keys as a spreadsheet does, keeps the focused cell on screen, and copies as TSV', async () => {
    await show([begin(), batch(orders(1000), 1000), done(1000)]);
    const { page } = view;
    await page.locator('tbody td').first().click();
    const active = page.locator('td.active');
    await page.keyboard.press('Control+End');
    await expect.poll(() => active.textContent()).toBe('2026-01-01 01:16:39');
    await page.keyboard.press('Home');
    await expect.poll(() => active.textContent()).toBe('999');
    await page.keyboard.press('PageUp');
    await expect.poll(async () => Number(await active.textContent())).toBeLessThan(985);
    await page.keyboard.press('Control+Home');
    await expect.poll(() => active.textContent()).toBe('0');
    await page.keyboard.press('Shift+ArrowDown');
    await page.keyboard.press('Shift+ArrowRight');
    await page.keyboard.press('Shift+ArrowRight');
    await page.keyboard.press('Control+c');
    await expect
      .poll(() => last('copy'))
      .toEqual({
        type: 'copy',
        text: '0\tcustomer 0\t\n1\tcustomer 919\tsouth',
      });
    expect(await status()).toContain('Copied 2 rows');
    expect(await page.locator('regular-table').getAttribute('aria-activedescendant')).toBe(
      await active.getAttribute('id'),
    );
  });

  it('selects by dragging, by row number and by column name', async () => {
    await show([begin(), batch(orders(20), 20), done(20)]);
    const { page } = view;
    const cell = (row: number, col: number) => page.locator('tbody tr').nth(row).locator('td').nth(col);
    await cell(1, 1).hover();
    await page.mouse.down();
    await cell(3, 2).hover();
    await page.mouse.up();
    expect(await page.locator('td.selected').count()).toBe(6);
    await page.locator('tbody th').nth(4).click();
    expect(await page.locator('td.selected').count()).toBe(6);
    await page.locator('thead th').filter({ hasText: 'region' }).click();
    const shown = await page.locator('tbody tr').count();
    expect(await page.locator('td.selected').count()).toBe(shown);
    await picture(page, 'results-selection-dark');
  });

  it('reaches the last of many columns, whole', async () => {
    await show([begin(), batch(wide(300, 40), 40), done(40)]);
    const { page } = view;
    await page.locator('tbody td').first().click();
    await page.keyboard.press('End');
    const active = page.locator('td.active');
    await expect.poll(() => active.textContent()).toBe('0');
    await expect
      .poll(async () => {
        const box = await active.boundingBox();
        return box !== null && box.x + box.width <= 1100;
      })
      .toBe(true);
    await picture(page, 'results-wide-dark');
    await page.keyboard.press('Home');
    await expect.poll(() => active.textContent()).toBe('0:0 with some more text');
  });

  it('resizes a column by dragging, and fits it again by a double click', async () => {
    await show([begin(), batch(orders(50), 50), done(50)]);
    const { page } = view;
    const header = page.locator('thead tr').first().locator('th').filter({ hasText: 'customer' });
    await header.waitFor();
    const width = async () => Math.round((await header.boundingBox())?.width ?? 0);
    const fitted = await width();
    const handle = header.locator('.rt-column-resize');
    const box = await handle.boundingBox();
    if (box === null) throw new Error('no handle');
    await page.mouse.move(box.x + 3, box.y + 5);
    await page.mouse.down();
    await page.mouse.move(box.x + 83, box.y + 5, { steps: 4 });
    await page.mouse.up();
    await expect.poll(width).toBe(fitted + 80);
    await page.waitForTimeout(600);
    await handle.dblclick();
    await expect.poll(width).toBe(fitted);
  });
});

/** Answers each chunk as the extension does. */
const acknowledge = () =>
  view.page.evaluate(`(() => {
    const sent = window.sentMessages;
    sent.push = (message) => {
      sent[sent.length] = message;
      if (message.type === 'text' && !message.last)
        setTimeout(() => window.deliver({ type: 'transferAck', transferId: message.transferId }));
    };
  })()`);

const chunks = async () => (await view.sent()).filter(({ type }) => type === 'text');

describe('copying as and exporting', () => {
  const ask = (extra: object) => ({ type: 'textStart', transferId: 7, runId: 1, rowCount: 3, options: {}, ...extra });

  it('are asked for by keyboard with what is selected, and give hostile texts as they are', async () => {
    await show([begin(), batch(kinds(), 3), done(3)], { width: 1900 });
    const { page } = view;
    const copyAs = page.getByRole('toolbar', { name: 'Result' }).getByRole('button', { name: 'Copy as…' });
    await copyAs.focus();
    await page.keyboard.press('Enter');
    const everything = { runId: 1, rowCount: 3, columnCount: 11, timeZone: 'Europe/Berlin' };
    expect(await last('copyAs')).toEqual({ type: 'copyAs', ...everything, selection: null });
    await page.locator('tbody tr').nth(1).locator('td').nth(1).click();
    await page.keyboard.press('Shift+ArrowRight');
    await page.keyboard.press('Tab');
    await expect.poll(() => page.locator('button:focus').textContent()).toBe('Find');
    await page.keyboard.press('Tab');
    await expect.poll(() => page.locator('button:focus').textContent()).toBe('Copy as…');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    const selection = { top: 1, bottom: 1, left: 1, right: 2 };
    expect(await last('export')).toEqual({ type: 'export', ...everything, selection });

    await view.post(ask({ format: 'insert', options: { table: 't' }, selection }));
    await expect
      .poll(() => last('text'))
      .toEqual({
        type: 'text',
        transferId: 7,
        text: `INSERT INTO t (\`text\`, \`lines\`) VALUES\n  ('NULL', '${hostile}');\n`,
        done: 1,
        last: true,
      });
    await view.post(ask({ transferId: 8, format: 'markdown', selection: null }));
    await expect.poll(async () => (await last('text'))?.['transferId']).toBe(8);
    expect((await last('text'))?.['text']).toContain(hostile.replace(/[<>]/g, '\\$&'));
    await view.post({ type: 'note', runId: 1, text: hostile });
    expect(await status()).toContain(hostile);
    expect(await page.evaluate('window.hacked')).toBeUndefined();
    expect(await page.locator('img, .status script').count()).toBe(0);
    await picture(page, 'results-export-dark');
  });

  it('ask for the shown result, or say that there is none or that it has gone', async () => {
    await show([]);
    await view.post({ type: 'exportShown' });
    expect(await last('nothingToExport')).toEqual({ type: 'nothingToExport' });
    await view.post(begin());
    await view.post(batch(orders(5), 5));
    await view.post({ type: 'exportShown' });
    expect(await last('export')).toMatchObject({
      type: 'export',
      runId: 1,
      rowCount: 5,
      columnCount: 6,
      selection: null,
    });
    await view.post(ask({ runId: 99, format: 'csv', selection: null }));
    await expect.poll(() => last('transferFailed')).toMatchObject({ transferId: 7 });
  });

  it('send one chunk at a time, and none after a stop', async () => {
    await show([begin(), batch(orders(10_000), 10_000), done(10_000)]);
    await view.post(ask({ format: 'csv', rowCount: 10_000, selection: null }));
    await expect.poll(async () => (await chunks()).length).toBe(1);
    await view.page.waitForTimeout(200);
    expect(await chunks()).toHaveLength(1);
    await view.post({ type: 'transferAck', transferId: 7 });
    await expect.poll(async () => (await chunks()).length).toBe(2);
    await view.post({ type: 'transferStop', transferId: 7 });
    await view.post({ type: 'transferAck', transferId: 7 });
    await view.page.waitForTimeout(200);
    expect(await chunks()).toHaveLength(2);
    expect((await chunks()).map((chunk) => chunk['last'])).toEqual([false, false]);
  });

  it('write a million rows without holding up the panel', async () => {
    await show([begin()]);
    const { page } = view;
    await page.evaluate(`(() => {
      const message = window.decodeMessage(${JSON.stringify(encode(batch(orders(10_000), 10_000)))});
      for (let i = 0; i < 100; i++) window.deliver({ ...message, data: message.data.slice() });
    })()`);
    await view.post(done(1_000_000));
    await acknowledge();
    await page.evaluate(`(() => {
      window.longest = 0;
      new PerformanceObserver((list) => {
        for (const { duration } of list.getEntries()) window.longest = Math.max(window.longest, duration);
      }).observe({ type: 'longtask' });
    })()`);
    const start = performance.now();
    await view.post(ask({ format: 'csv', rowCount: 1_000_000, selection: null }));
    await expect
      .poll(() => page.evaluate('window.sentMessages.at(-1)?.last'), { timeout: 90_000, interval: 200 })
      .toBe(true);
    const took = performance.now() - start;
    const sum = await page.evaluate<{ lines: number; most: number; rows: number; count: number }>(`(() => {
      const chunks = window.sentMessages.filter(({ type }) => type === 'text');
      let lines = 0;
      for (const { text } of chunks) for (const char of text) if (char === '\\n') lines++;
      const most = Math.max(...chunks.map(({ text }) => text.length));
      return { lines, most, rows: chunks.at(-1).done, count: chunks.length };
    })()`);
    expect(sum).toMatchObject({ lines: 1_000_001, rows: 1_000_000 });
    expect(sum.most).toBeLessThanOrEqual(128 * 1024);
    const longest = await page.evaluate<number>('window.longest');
    say(`1 million rows as CSV: ${took.toFixed(0)} ms, ${sum.count} chunks, longest task ${longest.toFixed(0)} ms`);
    // The clock runs on while other work has the processor; made in one go, the text would hold the page for seconds.
    expect(longest).toBeLessThan(150);
    // The observer does see a task that is too long.
    await page.evaluate(`setTimeout(() => { const end = performance.now() + 200; while (performance.now() < end); })`);
    await expect.poll(() => page.evaluate('window.longest')).toBeGreaterThan(150);
  });
});

describe('looks', () => {
  for (const theme of ['light', 'contrast'] as const) {
    it(`in the ${theme} theme`, async () => {
      await show([begin(), batch(orders(500), 500), done(500)], { theme });
      await view.page.locator('tbody td').nth(8).click();
      await view.page.keyboard.press('Shift+ArrowDown');
      await view.page.keyboard.press('Shift+ArrowRight');
      expect(await view.page.locator('td.selected').count()).toBe(4);
      await picture(view.page, `results-${theme}`);
    });
  }
});

describe('speed', () => {
  it('has the first row on screen within 100 ms of the first batch', async () => {
    await show([begin()]);
    const message = encode(batch(orders(10_000), 10_000));
    await view.page.evaluate(`window.batch = window.decodeMessage(${JSON.stringify(message)})`);
    const { value: ms, cpu } = await processorTime(view.page, () =>
      view.page.evaluate<number>(`new Promise((resolve) => {
        const start = performance.now();
        window.deliver(window.batch);
        const look = () => document.querySelector('tbody td')?.textContent === '0'
          ? requestAnimationFrame(() => resolve(performance.now() - start)) : requestAnimationFrame(look);
        look();
      })`),
    );
    say(`first row after ${ms.toFixed(1)} ms, main thread ${cpu.toFixed(1)} ms`);
    // With other work on the machine the clock says more than ours takes.
    expect(Math.min(ms, cpu)).toBeLessThan(100);
  });

  for (const millions of [1, 10]) {
    it(`scrolls ${millions} million rows smoothly, each of them reachable`, async () => {
      await show([begin()]);
      const { page } = view;
      const count = millions * 1_000_000;
      const took = await page.evaluate<number>(`(() => {
        const message = window.decodeMessage(${JSON.stringify(encode(batch(orders(10_000), 10_000)))});
        const start = performance.now();
        // Each message brings its own bytes, as from the extension.
        for (let i = 0; i < ${count / 10_000}; i++) window.deliver({ ...message, data: message.data.slice() });
        return performance.now() - start;
      })()`);
      await view.post(done(count));
      await page.locator('tbody td').first().click();
      const { p95, cpu } = await scroll(page);
      say(
        `${millions} million rows: batches taken in ${took.toFixed(0)} ms, ` +
          `frame p95 ${p95.toFixed(1)} ms, main thread ${cpu.toFixed(1)} ms a frame`,
      );
      // Frames get longer with other work on the machine; the processor time of one does not.
      expect(cpu).toBeLessThan(12);

      // Rows lie closer than pixels here, so the wheel and the keys must still reach each.
      const first = async () => Number(await page.locator('tbody tr').first().locator('th').textContent());
      const before = await first();
      await page.mouse.wheel(0, 100);
      await expect.poll(async () => (await first()) - before).toBeGreaterThan(2);
      expect((await first()) - before).toBeLessThan(8);
      await page.keyboard.press('Control+End');
      const active = page.locator('td.active');
      await expect.poll(() => active.textContent()).toBe('2026-01-01 03:46:39');
      for (const row of [1, 2, 3]) {
        await page.keyboard.press('ArrowUp');
        const number = page.locator('tr:has(td.active) th');
        await expect.poll(() => number.textContent()).toBe(String(count - row));
      }
    });
  }

  it('is a small bundle', async () => {
    view = await open(browser, 'results');
    expect((await bundle('results')).length).toBeLessThan(150_000);
  });
});

/** Scrolls for 240 frames: p95 of the time between two, and processor time of the page's main thread for one, in ms. */
async function scroll(page: Page): Promise<{ p95: number; cpu: number }> {
  const { value: frames, cpu } = await processorTime(page, () =>
    page.evaluate<number[]>(`new Promise((resolve) => {
      const grid = document.querySelector('regular-table');
      const frames = [];
      let last = performance.now();
      const step = () => {
        const now = performance.now();
        frames.push(now - last);
        last = now;
        if (frames.length > 240) return resolve(frames);
        grid.scrollTop += frames.length % 40 === 0 ? 100000 : 90;
        requestAnimationFrame(step);
      };
      requestAnimationFrame(step);
    })`),
  );
  frames.sort((a, b) => a - b);
  return { p95: frames[Math.floor(frames.length * 0.95)] ?? NaN, cpu: cpu / frames.length };
}

/** Processor time of the page's main thread while something is done, in milliseconds. */
async function processorTime<T>(page: Page, work: () => Promise<T>): Promise<{ value: T; cpu: number }> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const busy = async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? NaN) * 1000;
  };
  const before = await busy();
  const value = await work();
  const cpu = (await busy()) - before;
  await session.detach();
  return { value, cpu };
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
