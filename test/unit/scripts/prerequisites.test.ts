import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const PREREQUISITES = join(import.meta.dirname, '../../../scripts/lib/prerequisites.mjs');

function check(path: string) {
  const script = `import { requirePrerequisites } from ${JSON.stringify(PREREQUISITES)}; requirePrerequisites({ compiler: true });`;
  return spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    encoding: 'utf8',
    env: { PATH: path, HOME: process.env['HOME'] },
  });
}

test('everything missing is named at once, each with the command that installs it', () => {
  const empty = mkdtempSync(join(tmpdir(), 'lakehouse-path-'));
  try {
    const { status, stderr } = check(empty);
    expect(status).toBe(1);
    for (const name of ['Java runtime, 17', 'Maven', 'Python 3.10', 'git', 'make, g++']) expect(stderr).toContain(name);
    const named = stderr.split('\n').filter((line) => /^ {2}\S/.test(line));
    const commands = stderr.split('\n').filter((line) => /^ {6}\S/.test(line));
    expect(commands.length).toBe(named.length);
    for (const command of commands) expect(command).toMatch(/apt-get install|dnf install|brew install|winget install/);
  } finally {
    rmSync(empty, { recursive: true });
  }
});
