/** Results and history follow the theme: what they say can be read in the light one as in the dark one. */
import type { Frame } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFailed, test } from 'vitest';
import { ensureStack, runQuery, seeCell, seeRunning } from './lib/steps';
import { Workbench } from './lib/workbench';

/** What WCAG asks of text. */
const READABLE = 4.5;

let workbench: Workbench;

beforeAll(async () => {
  await ensureStack();
  workbench = await Workbench.open({ settings: { 'workbench.colorTheme': 'Default Light Modern' } });
}, 300_000);
afterAll(() => workbench.close());

test('results and history can be read in the light theme', { timeout: 180_000 }, async () => {
  onTestFailed(() => workbench.screenshot('light-failed'));
  await workbench.openFile('first-look.sql');
  await seeRunning(workbench);
  await workbench.showExplorer();
  await workbench.expand('hive_prod', 'sales');
  const results = await runQuery(workbench, `SELECT 'a light cell' AS cell, * FROM hive_prod.ops.every_type`);
  await seeCell(results, 'a light cell');
  expect(await contrast(results, '.pane:not(.off) regular-table td')).toBeGreaterThanOrEqual(READABLE);
  await workbench.screenshot('workbench-light');

  const table = workbench.treeRow('orders');
  await table.hover();
  await table.locator('.action-label[aria-label*="History"]').click();
  const history = await workbench.webview('.list .row:not(.header)');
  expect(await contrast(history, '.list .row:not(.header) .cell.time')).toBeGreaterThanOrEqual(READABLE);
  await workbench.screenshot('history-light');
  expect(workbench.suspicious()).toEqual([]);
});

interface Colors {
  readonly text: string;
  readonly behind: string;
}

/** The contrast of the text of the first element that matches with what is painted behind it, and that it is dark on light. */
async function contrast(frame: Frame, selector: string): Promise<number> {
  const { text, behind } = await frame.evaluate<Colors>(`(() => {
    const element = document.querySelector(${JSON.stringify(selector)});
    const clear = (color) => color === 'transparent' || /, 0\\)$/.test(color);
    let under = element;
    while (under && clear(getComputedStyle(under).backgroundColor)) under = under.parentElement;
    const page = getComputedStyle(document.documentElement);
    const behind = under ? getComputedStyle(under).backgroundColor : page.getPropertyValue('--vscode-editor-background');
    return { text: getComputedStyle(element).color, behind };
  })()`);
  const [dark, light] = [luminance(text), luminance(behind)];
  return (light + 0.05) / (dark + 0.05);
}

/** Relative luminance of `rgb(…)` or `#rrggbb`, 0 to 1. */
function luminance(color: string): number {
  const hex = /^\s*#(..)(..)(..)/.exec(color);
  const parts = hex
    ? hex.slice(1).map((part) => parseInt(part, 16))
    : (color.match(/[\d.]+/g) ?? []).slice(0, 3).map(Number);
  const [r = 0, g = 0, b = 0] = parts.map((part) => {
    const share = part / 255;
    return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
