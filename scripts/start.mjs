#!/usr/bin/env node
// `npm start`: from a clone to a running lakehouse with VS Code open on it. `--port N` for the page,
// `--runtime embedded|compose` for the stack. Ctrl-C stops every process this started.
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { dataFolder } from './lib/cache.mjs';
import { codeServerInstalled, installCodeServer, startCodeServer } from './lib/code-server.mjs';
import { ensurePackages } from './lib/npm.mjs';
import { requirePrerequisites } from './lib/prerequisites.mjs';
import { isStopping, onEnd, stopAll } from './lib/processes.mjs';
import { down, status, up } from './lib/stack.mjs';
import { duration, say, step } from './lib/steps.mjs';
import { ensurePackage } from './package.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const DEFAULT_PORT = '8420';
const { values } = parseArgs({
  options: {
    port: { type: 'string', default: DEFAULT_PORT },
    runtime: { type: 'string', default: 'embedded' },
  },
});

try {
  await main();
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  await stopAll();
  process.exit(1);
}

async function main() {
  const begun = Date.now();
  requirePrerequisites({ compiler: !codeServerInstalled() });
  await ensurePackages(root);
  const [vsix] = await Promise.all([ensurePackage(), installCodeServer()]);
  const [server] = await Promise.all([startEditor(vsix), startStack()]);
  say(`\nLakehouse is running (${duration(Date.now() - begun)}). Open\n\n    ${server.url}\n`);
  say('Ctrl-C stops it; data and files stay.');
  const { code, signal } = await server.exited;
  if (isStopping()) return;
  say(`VS Code ended (${code ?? signal}).`);
  await stopAll();
  process.exit(1);
}

async function startEditor(vsix) {
  const home = join(dataFolder(), 'editor');
  const workspace = sampleWorkspace();
  const server = await step('Starting VS Code', () =>
    startCodeServer({
      home,
      workspace,
      vsix,
      port: Number(values.port),
      settings: { 'lakehouse.stack.runtime': values.runtime },
    }),
  );
  return server;
}

async function startStack() {
  // One that runs already, started from an editor say, is not ours to stop.
  const before = await status({ runtime: values.runtime }).catch(() => undefined);
  if (before === undefined || before.state === 'stopped') {
    onEnd(() => step('Stopping the lakehouse', () => down({ runtime: values.runtime })));
  }
  await step('Starting the lakehouse', (note) =>
    up({
      runtime: values.runtime,
      onLine: (line) => {
        note(line);
        if (!process.stdout.isTTY || /download/i.test(line)) say(`  ${line}`);
      },
    }),
  );
}

/** A copy of the sample workspace that the user may change; files that are there already stay as they are. */
function sampleWorkspace() {
  const workspace = join(dataFolder(), 'workspace');
  mkdirSync(workspace, { recursive: true });
  cpSync(join(root, 'test', 'fixtures', 'workspace'), workspace, { recursive: true, force: false });
  if (values.runtime !== 'embedded') useRuntime(join(workspace, 'lakehouse.json'));
  return workspace;
}

function useRuntime(file) {
  if (!existsSync(file)) return;
  const text = readFileSync(file, 'utf8');
  writeFileSync(file, text.replace(/("stack":\s*")\w+"/, `$1${values.runtime}"`));
}
