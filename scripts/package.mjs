#!/usr/bin/env node
// Builds the product and packs it as dist/lakehouse.vsix.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensurePackages, node24, plainEnvironment } from './lib/npm.mjs';
import { run, stopAll } from './lib/processes.mjs';
import { say, step } from './lib/steps.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
/** Where packaged extensions begin to be a burden to install: the budget of the design. */
const LIMIT_BYTES = 8_000_000;
/** All that decides what is in the package. */
const inputs = [
  ...[
    'client',
    'server',
    'lakehouse',
    'stack',
    'media',
    'syntaxes',
    'package.json',
    'package-lock.json',
    '.vscodeignore',
  ],
  ...['README.md', 'CHANGELOG.md', 'LICENSE', 'scripts/build.mjs', 'scripts/generate.mjs', 'scripts/package.mjs'],
];

export const vsixPath = join(root, 'dist', 'lakehouse.vsix');

/** Packs, unless the package there was made from these very sources. The answer: the path of the .vsix. */
export async function ensurePackage() {
  await ensurePackages(root);
  const stamp = join(root, 'dist', 'sources.sha256');
  const now = sourcesHash();
  if (existsSync(vsixPath) && existsSync(stamp) && readFileSync(stamp, 'utf8') === now) return vsixPath;
  await makePackage();
  writeFileSync(stamp, now);
  return vsixPath;
}

async function makePackage() {
  const { build } = await import('./build.mjs');
  await step('Building', () => build());
  const node = await node24();
  await step('Packing dist/lakehouse.vsix', () =>
    run(
      node.executable,
      [
        'node_modules/@vscode/vsce/vsce',
        'package',
        '--no-dependencies',
        '--allow-missing-repository',
        '--no-rewrite-relative-links',
        '--out',
        vsixPath,
      ],
      { cwd: root, env: plainEnvironment({ PATH: node.path }), timeoutMs: 120_000 },
    ),
  );
  const size = statSync(vsixPath).size;
  if (size > LIMIT_BYTES) {
    throw new Error(`dist/lakehouse.vsix has ${size} bytes; the budget is ${LIMIT_BYTES}`);
  }
}

function sourcesHash() {
  const hash = createHash('sha256');
  for (const file of inputs.flatMap((input) => filesBelow(input)).sort()) {
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(root, file)))
      .update('\0');
  }
  return hash.digest('hex');
}

function filesBelow(path) {
  const full = join(root, path);
  if (!existsSync(full)) return [];
  if (!statSync(full).isDirectory()) return [path];
  return readdirSync(full, { withFileTypes: true })
    .filter((entry) => entry.name !== 'generated' && entry.name !== 'screenshots')
    .flatMap((entry) => filesBelow(`${path}/${entry.name}`));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    await ensurePackage();
    say(`dist/lakehouse.vsix: ${(statSync(vsixPath).size / 1_000_000).toFixed(1)} MB`);
  } catch (error) {
    process.stderr.write(`${error.message}\n`);
    await stopAll();
    process.exit(1);
  }
}
