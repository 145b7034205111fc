/** What a person does in VS Code, as steps of a test. Each waits for what a person would wait for. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Frame, type Locator, type Page } from 'playwright-core';
import { expect } from 'vitest';
import { launch, type Launched, type LaunchOptions } from './launch';
import { suspiciousLines } from './logs';
import { keepScreenshot } from './screenshots';

const SHORT_MS = 10_000;

export class Workbench {
  readonly page: Page;

  private constructor(private readonly launched: Launched) {
    this.page = launched.page;
  }

  /** Opens VS Code on a fresh copy of the sample workspace and waits until it can be used. */
  static async open(options: LaunchOptions = {}): Promise<Workbench> {
    const launched = await launch(options);
    const workbench = new Workbench(launched);
    try {
      await launched.page.goto(launched.server.url);
      await launched.page.locator('.monaco-workbench').waitFor({ timeout: 30_000 });
      await launched.page.locator('.activitybar .action-item').first().waitFor({ timeout: 30_000 });
    } catch (error) {
      await launched.close();
      throw error;
    }
    return workbench;
  }

  close(): Promise<void> {
    return this.launched.close();
  }

  /** The path of a file of the workspace copy. */
  path(file: string): string {
    return join(this.launched.workspace, file);
  }

  read(file: string): string {
    return readFileSync(this.path(file), 'utf8');
  }

  /** Runs a command of the palette by its title. Commands register late, so it tries again until it is offered. */
  async command(title: string): Promise<void> {
    const input = this.page.locator('.quick-input-widget input');
    const row = this.page.locator('.quick-input-widget .monaco-list-row', { hasText: title }).first();
    await eventually(async () => {
      await this.page.keyboard.press('Escape');
      await this.page.keyboard.press('F1');
      await input.waitFor({ state: 'visible', timeout: 2000 });
      await input.fill(`>${title}`);
      await row.click({ timeout: 2000 });
    });
  }

  /** Opens a file of the workspace by quick open, and waits until `shown` is on screen: by default a text editor. */
  async openFile(name: string, shown = this.editor(), timeoutMs = SHORT_MS): Promise<void> {
    const input = this.page.locator('.quick-input-widget input');
    const row = this.page.locator('.quick-input-widget .monaco-list-row', { hasText: name }).first();
    await eventually(async () => {
      await this.page.keyboard.press('Escape');
      await this.page.keyboard.press('Control+p');
      await input.waitFor({ state: 'visible', timeout: 2000 });
      await input.fill(name);
      await row.click({ timeout: 2000 });
    });
    await this.tab(name).waitFor({ timeout: timeoutMs });
    await shown.waitFor({ timeout: timeoutMs });
  }

  tab(name: string): Locator {
    return this.page.locator('.tab.active', { hasText: name }).first();
  }

  /** The text editor that has the focus, or had it last. */
  editor(): Locator {
    return this.page.locator('.editor-group-container.active .editor-instance .monaco-editor').first();
  }

  /** Puts the caret into the active editor and replaces its whole text, as typed, without automatic closing. */
  async replaceText(text: string): Promise<void> {
    await this.editor().locator('.view-lines').click();
    await this.page.keyboard.press('Control+a');
    await this.page.keyboard.press('Delete');
    await this.page.keyboard.insertText(text);
  }

  /** Types key by key, as a person does. */
  async type(text: string): Promise<void> {
    await this.page.keyboard.type(text, { delay: 15 });
  }

  /** The labels that completion offers now. */
  async suggestions(): Promise<string[]> {
    const rows = this.page.locator('.suggest-widget.visible .monaco-list-row');
    await rows.first().waitFor({ timeout: SHORT_MS });
    return Promise.all((await rows.all()).map(async (row) => (await row.getAttribute('aria-label')) ?? ''));
  }

  /** The text of the active editor as it is on screen. */
  async editorText(): Promise<string> {
    const lines = await this.editor().locator('.view-line').allInnerTexts();
    return lines.join('\n').replaceAll('\u00a0', ' ');
  }

  /** Shows the Lakehouse side bar. */
  async showExplorer(): Promise<void> {
    const icon = this.page.locator('.activitybar a[aria-label^="Lakehouse"]').first();
    await icon.waitFor({ timeout: 20_000 });
    const shown = this.page.locator('.sidebar .composite.title', { hasText: 'Lakehouse' });
    if (!(await shown.isVisible())) await icon.click();
    await shown.waitFor({ timeout: SHORT_MS });
  }

  /** The catalog view alone: the side bar has others below it. */
  private catalogs(): Locator {
    return this.page.locator('.sidebar .pane:has(> .pane-header[aria-label^="Catalogs"]) .pane-body');
  }

  /** A row of the catalog tree by its exact label. */
  treeRow(label: string): Locator {
    const exact = this.page.locator('.label-name', { hasText: new RegExp(`^${escapeRegExp(label)}$`) });
    return this.catalogs().locator('.monaco-list-row').filter({ has: exact }).first();
  }

  /** Expands the rows one below another; each must be there once the one before is open. Answers the last one. */
  async expand(...labels: string[]): Promise<Locator> {
    let row = this.treeRow('');
    for (const label of labels) {
      row = this.treeRow(label);
      await row.waitFor({ timeout: 30_000 });
      await row.scrollIntoViewIfNeeded();
      if ((await row.getAttribute('aria-expanded')) !== 'true') {
        await row.locator('.monaco-tl-twistie').click();
        await expect.poll(() => row.getAttribute('aria-expanded'), { timeout: SHORT_MS }).toBe('true');
      }
    }
    return row;
  }

  /** The labels of all rows of the tree that are on screen. */
  async treeLabels(): Promise<string[]> {
    const rows = this.catalogs().locator('.monaco-list-row .label-name');
    return rows.allInnerTexts();
  }

  /** The status bar item of the lakehouse: what it says. */
  statusItem(): Locator {
    return this.page.locator('.statusbar-item[id^="lakehouse.lakehouse"]').first();
  }

  /** A notification with this text. */
  notification(text: string | RegExp): Locator {
    return this.page.locator('.notifications-toasts .notification-list-item', { hasText: text }).first();
  }

  /** The inner frame of the webview in which `selector` is found. A webview is two frames deep. */
  async webview(selector: string, timeoutMs = 30_000): Promise<Frame> {
    const deadline = Date.now() + timeoutMs;
    while (Date.now() < deadline) {
      for (const frame of this.page.frames()) {
        if (frame.parentFrame()?.parentFrame() == null) continue;
        const found = await frame
          .locator(selector)
          .count()
          .catch(() => 0);
        if (found > 0) return frame;
      }
      await this.page.waitForTimeout(200);
    }
    throw new Error(`No webview shows ${selector} after ${timeoutMs} ms`);
  }

  /** Keeps a picture in test-results/, and in media/screenshots/ when they are to be renewed and `readme` says so. */
  async screenshot(name: string, options: { readme?: boolean } = {}): Promise<void> {
    await keepScreenshot(this.page, name, options.readme ?? false);
  }

  /** Lines of any log that tell of an unhandled error: none may be there at the end of a test. */
  suspicious(): string[] {
    return suspiciousLines(this.launched.server, this.launched.notes);
  }
}

/** Tries until it works; the last failure is the failure. */
async function eventually(attempt: () => Promise<void>, timeoutMs = 30_000): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    try {
      await attempt();
      return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
    }
  }
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
