#!/usr/bin/env node
// npm run fuzz -- [--minutes N] [--seed N] [--limit MS]: edits texts at random and feeds each to the lexer, the splitter, the
// parser, the rules, completion, hover and the formatter. Prints every throw, every step over the limit and growth of the
// heap, each with its text; the same seed makes the same texts. Exit code 1 with any fault.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { importBundled } from './lib/bundle.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '5' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    limit: { type: 'string', default: '100' },
  },
});

const outfile = join(root, 'out/fuzz/main.cjs');
const { run } = await importBundled(root, join(root, 'test/fuzz/main.ts'), outfile);
const faults = run({
  root,
  minutes: Number(values.minutes),
  seed: Number(values.seed),
  limit: Number(values.limit),
});
process.exitCode = faults > 0 ? 1 : 0;
