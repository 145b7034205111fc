import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { ROOT } from './launch';

/** Writes test-results/NAME.png, and media/screenshots/NAME.png for those of the README when they are to be renewed. */
export async function keepScreenshot(page: Page, name: string, readme: boolean): Promise<void> {
  const folders = [join(ROOT, 'test-results')];
  if (readme && process.env['LAKEHOUSE_UPDATE_SCREENSHOTS']) folders.push(join(ROOT, 'media', 'screenshots'));
  for (const folder of folders) {
    mkdirSync(folder, { recursive: true });
    await page.screenshot({ path: join(folder, `${name}.png`) });
  }
}
