#!/usr/bin/env node
// `npm test`: everything, self-contained. `npm test -- STAGE…` runs only those stages; `--update-screenshots` also
// renews the pictures of the README. Prints the sum of all tests as its last line and exits 1 unless every one passed.
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { check } from './check.mjs';
import { ensureChromium } from './lib/chromium.mjs';
import { codeServerInstalled, installCodeServer } from './lib/code-server.mjs';
import { ensurePackages } from './lib/npm.mjs';
import { requirePrerequisites } from './lib/prerequisites.mjs';
import { isStopping, onEnd, stopAll } from './lib/processes.mjs';
import { down, stackEnvironment, up } from './lib/stack.mjs';
import { duration, say, step } from './lib/steps.mjs';
import { testNames, vitest } from './lib/vitest.mjs';
import { ensurePackage, vsixPath } from './package.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const MINUTE = 60_000;
/** The whole may take this long with empty caches; what is still running then has failed. */
const LIMIT_MS = 45 * MINUTE;

/** In the order they run. `needs`: what must be there first. `limit`: when a stage counts as hanging. */
const stages = {
  check: { title: 'Types, lint, format, unit and server tests', needs: [], limit: 8 * MINUTE },
  services: { title: 'Client code against the real services', needs: ['stack'], limit: 15 * MINUTE },
  vscode: { title: "The extension inside VS Code's extension host", needs: ['stack', 'editor'], limit: 10 * MINUTE },
  e2e: { title: 'End to end in the browser', needs: ['stack', 'editor'], limit: 15 * MINUTE },
  compose: { title: 'The stack in Docker', needs: ['noStack'], limit: 25 * MINUTE },
};

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { 'update-screenshots': { type: 'boolean', default: false } },
});
const unknown = positionals.filter((name) => !(name in stages));
if (unknown.length > 0) {
  process.stderr.write(`No such stage: ${unknown.join(', ')}. There are: ${Object.keys(stages).join(', ')}\n`);
  process.exit(2);
}
const chosen = Object.keys(stages).filter((name) => positionals.length === 0 || positionals.includes(name));

const begun = Date.now();
const scratch = mkdtempSync(join(tmpdir(), 'lakehouse-test-'));
const stackHome = join(scratch, 'data', 'default');
const total = { passed: 0, failed: 0, skipped: [] };
let stackIsUp = false;

onEnd(async () => {
  await stopStack();
  rmSync(scratch, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
});
const alarm = setTimeout(() => {
  say(`✗ Not done after ${duration(LIMIT_MS)}: stopping`);
  total.failed++;
  void finish();
}, LIMIT_MS);

await main();

async function main() {
  const editor = chosen.some((name) => stages[name].needs.includes('editor'));
  requirePrerequisites({ compiler: editor && !codeServerInstalled() });
  try {
    await ensurePackages(root);
    for (const name of chosen) if (!isStopping()) await runStage(name);
  } catch (error) {
    // Setting up failed: no stage after this one could run, which is a failure and not a skip.
    say(`✗ ${error.message}`);
    total.failed++;
  }
  await finish();
}

async function runStage(name) {
  const { title, needs, limit } = stages[name];
  say(`\n== ${name}: ${title}`);
  const missing = await prepare(needs);
  if (missing !== undefined) {
    for (const test of testNames(`test/${name}`)) total.skipped.push({ name: test, reason: missing });
    return;
  }
  const stageBegun = Date.now();
  const counts = name === 'check' ? await check() : await runTests(name, limit);
  total.passed += counts.passed;
  total.failed += counts.failed;
  total.skipped.push(...counts.skipped);
  const sum = `${counts.passed} passed, ${counts.failed} failed, ${counts.skipped.length} skipped`;
  say(`${counts.failed === 0 ? '✓' : '✗'} ${name}: ${sum} in ${duration(Date.now() - stageBegun)}`);
}

/** Sees to what a stage needs. The answer: why it cannot run here, or undefined. */
async function prepare(needs) {
  if (needs.includes('stack')) await ensurePackage();
  if (needs.includes('editor')) {
    const browser = await ensureChromium();
    if (browser.reason !== undefined) return browser.reason;
    await installCodeServer();
  }
  if (needs.includes('stack')) await startStack();
  if (needs.includes('noStack')) await stopStack();
  return undefined;
}

function runTests(name, timeoutMs) {
  return vitest([name], {
    timeoutMs,
    onLine: (line) => say(line),
    args: ['--no-file-parallelism'],
    env: {
      ...stackEnvironment(stackHome),
      LAKEHOUSE_TEST_STACK_HOME: stackIsUp ? stackHome : '',
      LAKEHOUSE_TEST_VSIX: vsixPath,
      LAKEHOUSE_UPDATE_SCREENSHOTS: values['update-screenshots'] ? '1' : '',
    },
  });
}

/** One lakehouse with its sample for all stages that want one. Those that break it mend it. */
async function startStack() {
  stackIsUp = true;
  await step('Starting the lakehouse with its sample', (note) =>
    up({
      home: stackHome,
      onLine: (line) => {
        note(line);
        if (/download/i.test(line)) say(`  ${line}`);
      },
    }),
  );
}

async function stopStack() {
  if (!stackIsUp) return;
  stackIsUp = false;
  await step('Stopping the lakehouse', () => down({ home: stackHome }));
}

async function finish() {
  clearTimeout(alarm);
  await stopAll();
  if (existsSync(scratch)) rmSync(scratch, { recursive: true, force: true });
  for (const { name, reason } of total.skipped) say(`skipped: ${name}: ${reason}`);
  say(`\nTook ${duration(Date.now() - begun)}`);
  say(`${total.passed} passed, ${total.failed} failed, ${total.skipped.length} skipped`);
  process.exit(total.failed === 0 && total.passed > 0 ? 0 : 1);
}
