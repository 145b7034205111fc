#!/usr/bin/env node
// node test/oracle/run.mjs [--mutations N] [--seed N] [--show N] [--ask]
// Compares our parser with Spark's over test/fixtures/sql and over mutations of it. A development script: it needs Java 17
// and the Spark jars that the embedded stack has fetched. --ask reads statements, one JSON string a line, and answers each.
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import * as esbuild from 'esbuild';

const root = fileURLToPath(new URL('../..', import.meta.url));
const outfile = join(root, 'out/oracle/compare.cjs');
await esbuild.build({
  entryPoints: [join(root, 'test/oracle/compare.ts')],
  outfile,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  logLevel: 'warning',
  absWorkingDir: root,
});
const module = await import(pathToFileURL(outfile).href);
await (module.default ?? module).main(root, process.argv.slice(2));
