/**
 * Runs suite/ inside VS Code's extension host, on the extension as it was built into dist/, and reports each of its tests
 * as one here. They run once, when this file is loaded: their names are known only then.
 */
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { expect, test } from 'vitest';
import { launch, ROOT, sharedStackHome } from '../e2e/lib/launch';
import { suspiciousLines } from '../e2e/lib/logs';
import type { HostResult } from './suite/harness';

const BUNDLE = join(ROOT, 'out', 'vscode-tests');
const LIMIT_MS = 300_000;
/**
 * Completion is then ours alone: by default VS Code adds every word of the open documents. And what asks first would never
 * run: with the test driver on, VS Code shows no dialogs.
 */
const SETTINGS = { 'editor.wordBasedSuggestions': 'off', 'lakehouse.query.confirmLosses': false };

const { results, exitCode, suspicious } = await runInExtensionHost();

test('the extension host ran the suite to its end', () => {
  expect(exitCode).toBe(0);
  expect(results.length).toBeGreaterThan(0);
});

for (const { name, error } of results) {
  test(name, () => {
    if (error !== null) throw new Error(error);
  });
}

test('no log tells of an unhandled error', () => {
  expect(suspicious).toEqual([]);
});

/** `suite/*.test.ts` as one module whose `run` VS Code calls. */
async function bundleSuite(): Promise<string> {
  rmSync(BUNDLE, { recursive: true, force: true });
  mkdirSync(BUNDLE, { recursive: true });
  const suite = join(import.meta.dirname, 'suite');
  const files = readdirSync(suite).filter((name) => name.endsWith('.test.ts'));
  const entry = [
    ...files.map((name) => `import ${JSON.stringify(join(suite, name))};`),
    `import { runTests } from ${JSON.stringify(join(suite, 'harness.ts'))};`,
    `export const run = () => runTests(process.env.LAKEHOUSE_RESULT_FILE);`,
  ].join('\n');
  await build({
    stdin: { contents: entry, resolveDir: suite, loader: 'ts' },
    outfile: join(BUNDLE, 'index.js'),
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    external: ['vscode'],
    logLevel: 'warning',
  });
  return join(BUNDLE, 'index');
}

async function runInExtensionHost() {
  const tests = await bundleSuite();
  const resultFile = join(BUNDLE, 'results.jsonl');
  writeFileSync(resultFile, '');
  const launched = await launch({ driver: true, vsix: null, settings: SETTINGS });
  const { page, server, notes } = launched;
  try {
    const remote = (path: string) => `vscode-remote://localhost:${server.port}${path}`;
    const environment = {
      LAKEHOUSE_RESULT_FILE: resultFile,
      LAKEHOUSE_TEST_HAS_STACK: sharedStackHome() === undefined ? '' : '1',
    };
    const payload = [
      ['extensionDevelopmentPath', remote(ROOT)],
      ['extensionTestsPath', remote(tests)],
      ['extensionEnvironment', JSON.stringify(environment)],
    ];
    const exit = new Promise<number>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`the suite is not done after ${LIMIT_MS} ms`)), LIMIT_MS);
      void page.exposeFunction('codeAutomationExit', (code: number) => {
        clearTimeout(timer);
        resolve(code);
      });
    });
    await page.exposeFunction('codeAutomationLog', () => undefined);
    await page.goto(
      `${server.url.replace('127.0.0.1', 'localhost')}&payload=${encodeURIComponent(JSON.stringify(payload))}`,
    );
    const code = await exit;
    return { results: readResults(resultFile), exitCode: code, suspicious: suspiciousLines(server, notes) };
  } finally {
    await launched.close();
  }
}

function readResults(file: string): HostResult[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as HostResult);
}
