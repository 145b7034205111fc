/** How a person writes: types where help is wanted, takes what is offered, pastes what is known by heart. */
import { expect } from 'vitest';
import type { Workbench } from '../lib/workbench';

const OFFERED_MS = 30_000;
/** A list that still lacks what is looked for is closed and asked for again, as a person does. */
const ASK_AGAIN_MS = 4_000;

export class Writer {
  constructor(private readonly workbench: Workbench) {}

  private get keyboard() {
    return this.workbench.page.keyboard;
  }

  /** Puts a text where the caret is, as it is. */
  async paste(text: string): Promise<void> {
    await this.keyboard.press('Escape');
    await this.workbench.page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(text)})`);
    await this.keyboard.press('Control+v');
    // A bare parenthesis is on the screen before.
    const last = text.split('\n').findLast((line) => line.trim().length > 8) ?? '';
    await expect.poll(() => this.workbench.editorText()).toContain(last.trim());
  }

  /** Types key by key, and closes whatever list that opened. */
  async type(text: string): Promise<void> {
    await this.workbench.type(text);
    await this.keyboard.press('Escape');
  }

  /** Types, and waits until all of `labels` are offered; answers all that is. */
  async seeOffered(text: string, ...labels: readonly string[]): Promise<string[]> {
    await this.workbench.type(text);
    let all: string[] = [];
    const missing = async (): Promise<string[]> => {
      all = await this.offers();
      return labels.filter((label) => !all.some((one) => one.startsWith(label)));
    };
    const deadline = Date.now() + OFFERED_MS;
    let asked = Date.now();
    while ((await missing()).length > 0 && Date.now() < deadline) {
      if (all.length > 0 && Date.now() > asked + ASK_AGAIN_MS) {
        await this.keyboard.press('Escape');
        all = [];
      }
      // A list that closed because nothing was known yet is asked for again.
      if (all.length === 0) {
        await this.keyboard.press('Control+Space');
        asked = Date.now();
      }
      await this.workbench.page.waitForTimeout(250);
    }
    expect(await missing(), `not offered after ${text}; there are ${all.join(', ')}`).toEqual([]);
    return all;
  }

  /** The labels on the list now; none when there is no list. */
  private async offers(): Promise<string[]> {
    const rows = await this.workbench.page.locator('.suggest-widget.visible .monaco-list-row').all();
    return Promise.all(rows.map(async (row) => (await row.getAttribute('aria-label').catch(() => null)) ?? ''));
  }

  /** Types, and takes an offer from the list; `written` is what then stands in the text. */
  async accept(text: string, label: string, written: string): Promise<void> {
    await this.seeOffered(text, label);
    const focused = this.workbench.page.locator('.suggest-widget.visible .monaco-list-row.focused');
    for (let row = 0; row < 12; row++) {
      const name = (await focused.getAttribute('aria-label').catch(() => null)) ?? '';
      if (name.startsWith(label)) break;
      await this.keyboard.press('ArrowDown');
    }
    await this.keyboard.press('Enter');
    await expect.poll(() => this.workbench.editorText()).toContain(written);
    // Out of the places of a snippet, to the end of what was taken.
    await this.keyboard.press('Escape');
    await this.keyboard.press('Escape');
  }

  /** Moves the caret into the last place of a text, by the find widget. */
  async goTo(text: string): Promise<void> {
    const { page } = this.workbench;
    await this.keyboard.press('Escape');
    await this.keyboard.press('Control+f');
    const input = page.locator('.find-widget.visible textarea').first();
    await input.waitFor();
    await input.fill(text);
    await this.keyboard.press('Shift+Enter');
    await this.keyboard.press('Escape');
    await page.locator('.find-widget.visible').waitFor({ state: 'hidden' });
  }

  async end(): Promise<void> {
    await this.keyboard.press('Control+End');
  }

  /** Puts the focus back into the text, at its end. */
  async toEditor(): Promise<void> {
    await this.workbench.editor().locator('.view-lines').click();
    await this.end();
  }

  /** The first underlined place on screen. */
  squiggle() {
    return this.workbench.editor().locator('.squiggly-error, .squiggly-warning').first();
  }

  /** Waits until the status bar says that there is no error anywhere. */
  async noErrors(): Promise<void> {
    const item = this.workbench.page.locator('.statusbar-item[id="status.problems"]');
    await expect.poll(() => item.innerText(), { timeout: 20_000 }).toMatch(/^\s*\S*\s*0\b/);
  }
}
