#!/usr/bin/env node
// `npm run check`: generated code, types, lint, format, unit and server tests. No service needed; under a minute.
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { ensurePackages, plainEnvironment } from './lib/npm.mjs';
import { run, stopAll } from './lib/processes.mjs';
import { duration, say, step } from './lib/steps.mjs';
import { vitest } from './lib/vitest.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const LIMIT_MS = 300_000;

/** The README's tables of commands and settings, against the manifest. */
const README = ['README', 'scripts/docs.mjs', ['--check']];

/** Tools that answer with their exit code; the longest first, two at a time. */
const tools = [
  ['Lint', 'eslint/bin/eslint.js', ['.']],
  ['Types of the extension, the server and the library', 'typescript/bin/tsc', ['-p', 'tsconfig.json']],
  ['Types of the webviews', 'typescript/bin/tsc', ['-p', 'client/webview/tsconfig.json']],
  [
    'Format',
    'prettier/bin/prettier.cjs',
    ['--check', '--log-level', 'warn', '--cache', '--cache-location', 'out/prettier', '.'],
  ],
];

/** Runs everything. The answer: the counts of the tests, where a tool that complains counts as one failure. */
export async function check() {
  await ensurePackages(root);
  const { generate } = await import('./generate.mjs');
  generate();
  const counts = { passed: 0, failed: 0, skipped: [] };
  const jobs = [
    () => tests(counts),
    ...[...tools, README].map(([name, script, args]) => async () => {
      const path = join(root, script.startsWith('scripts/') ? '' : 'node_modules', script);
      if (!(await tool(name, path, args))) counts.failed++;
    }),
  ];
  const worker = async () => {
    for (let job = jobs.shift(); job; job = jobs.shift()) await job();
  };
  await Promise.all([worker(), worker()]);
  return counts;
}

async function tests(counts) {
  const result = await step('Unit and server tests', () => vitest(['unit', 'server'], { timeoutMs: LIMIT_MS }));
  if (result.failed > 0) say(result.output);
  counts.passed += result.passed;
  counts.failed += result.failed;
  counts.skipped.push(...result.skipped);
}

async function tool(name, script, args) {
  const command = [script, ...args];
  const options = { cwd: root, env: plainEnvironment({ NO_COLOR: '1' }), timeoutMs: LIMIT_MS, check: false };
  try {
    const { code, output } = await step(name, () => run(process.execPath, command, options));
    if (code !== 0) say(`✗ ${name}\n${output}`);
    return code === 0;
  } catch (error) {
    say(`✗ ${name}\n${error.message}`);
    return false;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const begun = Date.now();
  const { passed, failed, skipped } = await check();
  for (const { name, reason } of skipped) say(`skipped: ${name}: ${reason}`);
  say(`${passed} passed, ${failed} failed, ${skipped.length} skipped`);
  say(`Checked in ${duration(Date.now() - begun)}`);
  await stopAll();
  process.exitCode = failed > 0 ? 1 : 0;
}
