// The browser of the end-to-end tests: one that is installed, or, where we may, Debian's.
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { run } from './processes.mjs';
import { step } from './steps.mjs';

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome'];
const wellKnown = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** The path of a Chromium or Chrome, or undefined. `$LAKEHOUSE_CHROMIUM` overrides. */
export function findChromium() {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const candidates = names.flatMap((name) => folders.map((folder) => join(folder, name)));
  return [process.env.LAKEHOUSE_CHROMIUM, ...candidates, ...wellKnown].find((path) => path && existsSync(path));
}

/**
 * A Chromium, installed with apt where none is there and we are root on a Debian. The answer is
 * `{ executable }` or `{ reason }`, why there is none.
 */
export async function ensureChromium() {
  const found = findChromium();
  if (found !== undefined) return { executable: found };
  const apt = existsSync('/usr/bin/apt-get');
  if (!apt || process.getuid?.() !== 0) {
    const how = apt ? 'sudo apt-get install -y chromium' : 'install Chromium or Google Chrome';
    return { reason: `no Chromium or Chrome is installed (${how})` };
  }
  try {
    await step("Installing Debian's chromium (about 90 MB to download)", async () => {
      const options = { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }, timeoutMs: 600_000 };
      await run('apt-get', ['update', '-qq'], options);
      await run(
        'apt-get',
        ['install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-dejavu-core'],
        options,
      );
    });
  } catch (error) {
    return { reason: `Chromium could not be installed: ${error.message.split('\n')[0]}` };
  }
  const executable = findChromium();
  return executable === undefined ? { reason: 'apt-get installed no chromium' } : { executable };
}
