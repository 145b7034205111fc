// Runs a project of vitest.config.mts and answers its counts.
import { existsSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { plainEnvironment } from './npm.mjs';
import { run } from './processes.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Runs the tests of `projects`. The answer: `{ passed, failed, skipped: [{ name, reason }], output }`. A run that ends
 * badly without a failed test, or that runs no test, counts as one failure.
 */
export async function vitest(projects, { env = {}, timeoutMs, onLine, args = [] } = {}) {
  const counts = join(root, 'out', 'counts', `${projects.join('-')}.json`);
  rmSync(counts, { force: true });
  const options = projects.flatMap((project) => ['--project', project]);
  const reporters = ['--reporter=default', `--reporter=${join(root, 'scripts', 'lib', 'counts-reporter.mjs')}`];
  const command = [join(root, 'node_modules', 'vitest', 'vitest.mjs'), 'run', ...options, ...reporters, ...args];
  const environment = plainEnvironment({
    ...env,
    LAKEHOUSE_COUNTS: counts,
    NO_COLOR: '1',
    VITE_CONFIG_NATIVE_IGNORE_WARNING: 'true',
  });
  let result;
  try {
    result = await run(process.execPath, command, { cwd: root, env: environment, timeoutMs, onLine, check: false });
  } catch (error) {
    return { passed: 0, failed: 1, skipped: [], output: error.message };
  }
  const { code, output } = result;
  if (!existsSync(counts)) return { passed: 0, failed: 1, skipped: [], output };
  const { passed, failed, skipped } = JSON.parse(readFileSync(counts, 'utf8'));
  const silent = (code !== 0 && failed === 0) || passed + failed + skipped.length === 0;
  return { passed, failed: silent ? failed + 1 : failed, skipped, output };
}

/** The names of the tests in a folder, read from the text: for saying what was left out when none could run. */
export function testNames(folder) {
  const names = [];
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true, recursive: true })) {
    if (!entry.isFile() || !/\.(test|spec)\.ts$/.test(entry.name)) continue;
    const text = readFileSync(join(entry.parentPath ?? entry.path, entry.name), 'utf8');
    for (const match of text.matchAll(/^\s*(?:test|it)(?:\.\w+)*(?:\([^'"`]*\))?\(\s*(['"`])(.*?)\1/gm))
      names.push(match[2]);
  }
  return names;
}
