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

/** Puts `sql` into the open editor and runs it as a person does; answers the frame of the results. */
export async function runQuery(workbench: Workbench, sql: string): Promise<Frame> {
  await workbench.replaceText(sql);
  await workbench.page.keyboard.press('Escape');
  await workbench.page.keyboard.press('Control+Enter');
  return workbench.webview('.status[data-state]', 60_000);
}

/** Waits until the newest result is in `state`; answers its text. */
export async function resultText(frame: Frame, state: 'done' | 'error', timeoutMs = 60_000): Promise<string> {
  await frame.locator(`.status[data-state="${state}"]`).last().waitFor({ timeout: timeoutMs });
  return frame.locator('body').innerText();
}
