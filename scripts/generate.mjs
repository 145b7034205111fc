#!/usr/bin/env node
// Generates lakehouse/generated/ from lakehouse/proto/. Does nothing when the output is newer than every input.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const input = join(root, 'lakehouse/proto');
const output = join(root, 'lakehouse/generated');

const files = (folder) =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    : [];
const newest = (paths) => Math.max(0, ...paths.map((path) => statSync(path).mtimeMs));
const oldest = (paths) => (paths.length === 0 ? 0 : Math.min(...paths.map((path) => statSync(path).mtimeMs)));

export function generate() {
  const protos = files(input);
  if (protos.length === 0) return;
  if (oldest(files(output)) > newest([...protos, join(root, 'package-lock.json')])) return;
  // Written beside and swapped in, so that a build running meanwhile never sees half of it.
  const scratch = `${output}.${process.pid}`;
  try {
    const result = spawnSync(
      process.execPath,
      [
        join(root, 'node_modules/@bufbuild/buf/bin/buf'),
        'generate',
        '--template',
        join(input, 'buf.gen.yaml'),
        '--output',
        scratch,
        input,
      ],
      { cwd: root, stdio: 'inherit' },
    );
    if (result.status !== 0) throw new Error('buf generate failed');
    rmSync(output, { recursive: true, force: true });
    renameSync(scratch, output);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) generate();
