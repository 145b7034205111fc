#!/usr/bin/env node
// VS Code in a browser (code-server from npm): for people without VS Code, and for the tests.
//   node scripts/lib/code-server.mjs install
//   node scripts/lib/code-server.mjs start --workspace DIR [--extension VSIX] [--home DIR] [--port N] [--driver]
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { cached, cachedPath, sweepPartial } from './cache.mjs';
import { node24, npm, plainEnvironment } from './npm.mjs';
import { freePort, listening } from './ports.mjs';
import { compilerProblems } from './prerequisites.mjs';
import { onEnd, run, start, stopAll } from './processes.mjs';
import { say, step } from './steps.mjs';

const VERSION = '4.139.1';
const key = `code-server-${VERSION}-${process.platform}-${process.arch}`;

/** Settings that keep the window for the product: no assistant, no second side bar, no welcome page. */
const baseSettings = {
  'chat.disableAIFeatures': true,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'security.workspace.trust.enabled': false,
  'extensions.ignoreRecommendations': true,
  // The services listen for this machine's own browser and tools; nothing is to be forwarded.
  'remote.autoForwardPorts': false,
};

/** True when a start needs no download. */
export function codeServerInstalled() {
  return existsSync(cachedPath(key));
}

/** Installs code-server into the cache when it is not there. The answer: what `startCodeServer` needs. */
export async function installCodeServer() {
  const node = await node24();
  const entry = (folder) => join(folder, 'node_modules', 'code-server', 'out', 'node', 'entry.js');
  if (codeServerInstalled()) return { node, entry: entry(cachedPath(key)) };
  const problems = compilerProblems();
  if (problems.length > 0) throw new Error(problems.join('\n'));
  sweepPartial();
  const folder = await step(`Installing code-server ${VERSION} (about 200 MB to download, 757 MB on disk)`, (note) =>
    cached(key, (partial) => fill(partial, node, note)),
  );
  return { node, entry: entry(folder) };
}

async function fill(folder, node, note) {
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  const env = plainEnvironment({ PATH: node.path, npm_config_nodedir: node.home });
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund'];
  note('package');
  await npm(['install', '--no-save', ...quiet, `code-server@${VERSION}`], { cwd: folder, env });
  const vscode = join(folder, 'node_modules', 'code-server', 'lib', 'vscode');
  note('what VS Code needs');
  await npm(['install', '--omit=dev', ...quiet], { cwd: vscode, env });
  note('compiling two native modules');
  await npm(['rebuild', '@vscode/spdlog', '@vscode/native-watchdog'], { cwd: vscode, env });
  note('built-in extensions');
  await npm(['install', '--omit=dev', ...quiet], { cwd: join(vscode, 'extensions'), env });
}

/**
 * Starts VS Code on loopback. `home` keeps the user's data and extensions; `settings` adds user settings; with `driver`
 * tests can run in its extension host (and no notification is shown); with `trust` a folder must be trusted first.
 * The answer: `url`, `port`, `pid`, `stop()`, `exited`, and the folder of its logs.
 */
export async function startCodeServer({
  home,
  workspace,
  vsix,
  port = 0,
  settings = {},
  driver = false,
  trust = false,
  env = {},
}) {
  const { node, entry } = await installCodeServer();
  const userData = join(home, 'user-data');
  const extensions = join(home, 'extensions');
  mkdirSync(join(userData, 'User'), { recursive: true });
  mkdirSync(extensions, { recursive: true });
  const settingsFile = join(userData, 'User', 'settings.json');
  if (!existsSync(settingsFile)) {
    writeFileSync(settingsFile, `${JSON.stringify({ ...baseSettings, ...settings }, null, 2)}\n`);
  }
  const configFile = join(home, 'code-server.yaml');
  writeFileSync(configFile, '{}\n');
  const folders = ['--config', configFile, '--user-data-dir', userData, '--extensions-dir', extensions];
  const environment = plainEnvironment({
    ...env,
    PATH: node.path,
    EXTENSIONS_GALLERY: '{"serviceUrl":""}',
    // Set when we are started from a terminal of VS Code itself; code-server would take them for its own.
    VSCODE_IPC_HOOK_CLI: '',
  });
  if (vsix !== undefined) await installExtension({ node, entry, folders, environment, vsix });
  const chosen = await freePort(port);
  const log = join(home, 'code-server.log');
  const args = [entry, '--auth', 'none', '--bind-addr', `127.0.0.1:${chosen}`, ...folders];
  args.push('--disable-telemetry', '--disable-update-check');
  if (!trust) args.push('--disable-workspace-trust');
  args.push('--disable-getting-started-override', '--ignore-last-opened');
  if (driver) args.push('--vscode-option', 'enable-smoke-test-driver');
  const server = start(node.executable, args, { cwd: home, env: environment, logFile: log });
  if (!(await listening(chosen, 30_000, () => !server.running()))) {
    await server.stop();
    throw new Error(`code-server did not start; its log: ${log}`);
  }
  const url = `http://127.0.0.1:${chosen}/?folder=${encodeURI(resolve(workspace))}`;
  return {
    url,
    port: chosen,
    pid: server.pid,
    log,
    logs: join(userData, 'logs'),
    stop: server.stop,
    exited: server.exited,
  };
}

async function installExtension({ node, entry, folders, environment, vsix }) {
  const args = [entry, ...folders, '--install-extension', resolve(vsix), '--force'];
  await run(node.executable, args, { env: environment, timeoutMs: 120_000 });
}

async function main() {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      workspace: { type: 'string', default: '.' },
      extension: { type: 'string' },
      home: { type: 'string' },
      port: { type: 'string', default: '0' },
      driver: { type: 'boolean', default: false },
    },
  });
  if (positionals[0] === 'install') {
    say((await installCodeServer()).entry);
    return;
  }
  if (positionals[0] !== 'start') throw new Error('Say install or start');
  const home = values.home ?? (await mkdtemp(join(tmpdir(), 'lakehouse-code-')));
  if (values.home === undefined) onEnd(() => rmSync(home, { recursive: true, force: true }));
  const server = await startCodeServer({
    home: resolve(home),
    workspace: values.workspace,
    vsix: values.extension,
    port: Number(values.port),
    driver: values.driver,
  });
  say(`${server.url}\nlogs: ${server.logs}\nCtrl-C stops it.`);
  await server.exited;
  await stopAll();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  main().catch(async (error) => {
    process.stderr.write(`${error.message}\n`);
    await stopAll();
    process.exit(1);
  });
}
