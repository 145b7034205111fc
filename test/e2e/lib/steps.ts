/** Steps that several tests take: the state of the stack as the status bar shows it, and a query with its rows. */
import type { Frame } from 'playwright-core';
import { expect } from 'vitest';
import { status, up } from '../../../scripts/lib/stack.mjs';
import { sharedStackHome } from './launch';
import type { Workbench } from './workbench';

/** Waits until the status bar says that all services run. */
export async function seeRunning(workbench: Workbench, timeoutMs = 120_000): Promise<void> {
  const item = workbench.statusItem();
  await item.locator('.codicon-pass-filled').waitFor({ timeout: timeoutMs });
  expect((await item.innerText()).trim()).toMatch(/^\S*\s*Lakehouse$/);
}

/** Makes sure the stack of the tests runs, whatever the test before left. */
export async function ensureStack(): Promise<void> {
  const home = sharedStackHome();
  if ((await status({ home }).catch(() => undefined))?.state !== 'running') await up({ home });
}

/**
 * Puts `sql` into the open editor and runs it as a person does; answers the frame of the results. Where the key made a line
 * instead, as it does while the editor is still taking in the text, it is pressed again.
 */
export async function runQuery(workbench: Workbench, sql: string): Promise<Frame> {
  const lines = sql.split('\n').length;
  for (let attempt = 1; attempt <= 3; attempt++) {
    await workbench.replaceText(sql);
    await expect.poll(async () => (await workbench.editorText()).split('\n').length).toBe(lines);
    await workbench.page.keyboard.press('Escape');
    await workbench.page.keyboard.press('Control+Enter');
    await workbench.page.waitForTimeout(300);
    if ((await workbench.editorText()).split('\n').length === lines) break;
  }
  return workbench.webview('.status[data-state]', 60_000);
}

/** Waits until the result on screen is whole; answers its status line. */
export async function seeDone(frame: Frame, timeoutMs = 60_000): Promise<string> {
  const line = frame.locator('.pane:not(.off) .status[data-state="done"]');
  await line.waitFor({ timeout: timeoutMs });
  return line.innerText();
}

/** Waits until the result on screen has a cell with this text. Results of earlier runs are there, out of sight. */
export async function seeCell(frame: Frame, text: string, timeoutMs = 60_000): Promise<void> {
  await frame.locator('.pane:not(.off) regular-table td', { hasText: text }).first().waitFor({ timeout: timeoutMs });
}
