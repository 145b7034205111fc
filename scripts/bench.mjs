#!/usr/bin/env node
// npm run bench -- [AREA…] [--json FILE] [--option NAME=VALUE]: measures ours against peers, in one run, and prints both.
// An area is a file test/bench/AREA.ts that exports `run(context)`; see test/bench/lib.ts. Without AREA: all of them.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { generate } from './generate.mjs';
import { importBundled } from './lib/bundle.mjs';
import { cacheFolder, cached } from './lib/cache.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = join(root, 'test/bench');
const NOT_AREAS = new Set(['lib', 'pyiceberg', 'spark-server']);

const areas = () =>
  readdirSync(folder)
    .filter((name) => /^[a-z-]+\.ts$/.test(name))
    .map((name) => name.replace(/\.ts$/, ''))
    .filter((name) => !NOT_AREAS.has(name))
    .sort();

/** Bundles an area as an ES module beside the other build output, and loads it. */
async function load(area) {
  const outfile = join(root, 'out/bench', `${area}.cjs`);
  // Areas may bundle something themselves.
  const more = { mainFields: ['module', 'main'], external: ['esbuild'] };
  return importBundled(root, join(folder, `${area}.ts`), outfile, more);
}

function print(results) {
  for (const [name, { ours, peer, unit }] of Object.entries(results)) {
    const ratio = peer > 0 ? `  ${(ours / peer).toFixed(2)} x` : '';
    process.stdout.write(`${name.padEnd(48)} ours ${format(ours)} ${unit}  peer ${format(peer)} ${unit}${ratio}\n`);
  }
}

const format = (value) => value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0).padStart(8);

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'string' }, option: { type: 'string', multiple: true, default: [] } },
});
const known = areas();
const wanted = positionals.length === 0 || positionals.includes('all') ? known : positionals;
const unknown = wanted.filter((area) => !known.includes(area));
if (unknown.length > 0) {
  process.stderr.write(`There is no area ${unknown.join(', ')}. There are: ${known.join(', ')}.\n`);
  process.exit(2);
}

generate();
mkdirSync(join(root, 'out/bench'), { recursive: true });
const context = {
  root,
  cache: cacheFolder(),
  cached,
  options: Object.fromEntries(values.option.map((text) => [text.split('=')[0], text.split('=').slice(1).join('=')])),
  log: (text) => process.stderr.write(`  ${text}\n`),
};
// Areas measured in separate runs may write to one file.
const all = values.json && existsSync(values.json) ? JSON.parse(readFileSync(values.json, 'utf8')) : {};
for (const area of wanted) {
  process.stderr.write(`${area}\n`);
  const { run } = await load(area);
  const results = await run(context);
  print(results);
  Object.assign(all, results);
  if (values.json) writeFileSync(values.json, `${JSON.stringify(all, null, 2)}\n`);
}
