#!/usr/bin/env node
// Bundles every program of the product into dist/. `--watch` keeps going, `--dev` adds source maps and skips minifying.
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';
import { generate } from './generate.mjs';
import { webviewBundle, webviewNames } from './lib/webviews.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

const shared = { bundle: true, logLevel: 'warning', absWorkingDir: root, legalComments: 'none' };
// ES modules first: jsonc-parser's main file loads its parts in a way no bundler sees.
const node = { ...shared, platform: 'node', target: 'node20', format: 'cjs', mainFields: ['module', 'main'] };

/**
 * What the extension loads only when it is needed, as files of their own: what starts with the editor stays small.
 * Each is asked for by its folder, `lakehouse/src/NAME`, and found as `./NAME.js` beside the bundle that asks.
 */
const parts = ['stack', 'spark', 'arrow'];
const asFiles = (self) => ({
  name: 'parts as files',
  setup({ onResolve }) {
    onResolve({ filter: new RegExp(`/(${parts.join('|')})$`) }, ({ path, resolveDir }) => {
      const part = parts.find((name) => join(resolveDir, path) === join(root, 'lakehouse/src', name));
      return part === undefined || part === self ? undefined : { path: `./${part}.js`, external: true };
    });
  },
});

/** Entry points: a bundle whose source is not there is left out, so that parts can be built alone. */
const bundles = [
  { ...node, entryPoints: { extension: 'client/src/extension.ts' }, external: ['vscode'], plugins: [asFiles()] },
  ...parts.map((name) => ({
    ...node,
    entryPoints: { [name]: `lakehouse/src/${name}/index.ts` },
    plugins: [asFiles(name)],
  })),
  { ...node, entryPoints: { 'export-worker': 'lakehouse/src/export/worker.ts' } },
  { ...node, entryPoints: { server: 'server/src/main.ts' } },
  { ...node, entryPoints: { cli: 'server/src/cli/main.ts' }, banner: { js: '#!/usr/bin/env node' } },
  ...webviewNames.map((name) => ({ ...shared, ...webviewBundle(name) })),
].filter((bundle) => Object.values(bundle.entryPoints).every((path) => existsSync(join(root, path))));

export async function build({ watch = false, dev = false } = {}) {
  generate();
  if (!watch) rmSync(join(root, 'dist'), { recursive: true, force: true });
  mkdirSync(join(root, 'dist'), { recursive: true });
  const options = bundles.map((bundle) => ({
    ...bundle,
    outdir: 'dist',
    minify: !dev,
    sourcemap: dev ? 'linked' : false,
  }));
  if (!watch) {
    await Promise.all(options.map((option) => esbuild.build(option)));
    return;
  }
  const contexts = await Promise.all(options.map((option) => esbuild.context(option)));
  await Promise.all(contexts.map((context) => context.watch()));
  process.stdout.write('watching\n');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await build({
    watch: process.argv.includes('--watch'),
    dev: process.argv.includes('--dev') || process.argv.includes('--watch'),
  });
}
