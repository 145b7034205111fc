import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { requireTools, type Machine, type Tool } from '../../../lakehouse/src/stack/prerequisites';

const ALL: readonly Tool[] = ['java', 'compiler', 'maven', 'python'];
let withApt: string;

beforeAll(() => {
  withApt = mkdtempSync(join(tmpdir(), 'lakehouse-path-'));
  writeFileSync(join(withApt, 'apt-get'), '');
});

afterAll(() => rmSync(withApt, { recursive: true }));

const WHOLE: Record<string, { code: number; output: string }> = {
  java: { code: 0, output: 'openjdk version "17.0.15" 2025-04-15' },
  javac: { code: 0, output: 'javac 17.0.15' },
  mvn: { code: 0, output: 'Apache Maven 3.8.7' },
  python3: { code: 0, output: '3.11\n' },
};

/** A machine on which these programs answer otherwise, or (null) are not there. */
function machine(others: Record<string, { code: number; output: string } | null>, platform: NodeJS.Platform): Machine {
  const answers = { ...WHOLE, ...others };
  return {
    platform,
    env: { PATH: withApt },
    run: async (command) => answers[command] ?? { code: 127, output: '' },
  };
}

describe('what the embedded stack needs of a machine', () => {
  it('is all there', async () => {
    await expect(requireTools(ALL, machine({}, 'linux'))).resolves.toBeUndefined();
  });

  it.each<[string, Record<string, { code: number; output: string } | null>, NodeJS.Platform, RegExp, string]>([
    ['no Java', { java: null, javac: null }, 'linux', /a JDK, 17 or newer \(no java/, 'openjdk-17-jdk-headless'],
    ['an old Java', { java: { code: 0, output: 'java version "1.8.0_392"' } }, 'linux', /java is 1\.8/, 'openjdk-17'],
    ['Java 11', { java: { code: 0, output: 'openjdk version "11.0.2"' } }, 'linux', /java is 11\.0\.2/, 'openjdk-17'],
    ['a JRE only', { javac: null }, 'linux', /javac was not found/, 'openjdk-17-jdk-headless'],
    ['no Maven', { mvn: null }, 'linux', /Maven/, 'sudo apt-get install maven'],
    ['no Maven on a Mac', { mvn: null }, 'darwin', /Maven/, 'brew install maven'],
    ['no Python', { python3: null }, 'linux', /Python, 3\.10 or newer \(no python3/, 'python3-venv'],
    ['an old Python', { python3: { code: 1, output: '3.9\n' } }, 'linux', /python3 is 3\.9/, 'python3 python3-venv'],
    ['no venv', { python3: { code: 1, output: '3.11\nModuleNotFoundError' } }, 'linux', /venv module/, 'python3-venv'],
  ])('%s: is named, with what installs it', async (_, others, platform, problem, command) => {
    await expect(requireTools(ALL, machine(others, platform))).rejects.toMatchObject({
      code: 'PREREQUISITE_MISSING',
      message: expect.stringMatching(problem) as string,
      nextStep: { label: expect.stringContaining(command) as string },
    });
  });

  it('is named all at once, in one command', async () => {
    const bare = machine({ java: null, javac: null, mvn: null, python3: null }, 'linux');
    await expect(requireTools(ALL, bare)).rejects.toMatchObject({
      nextStep: {
        label: 'Install with: sudo apt-get install openjdk-17-jdk-headless maven python3 python3-venv',
      },
    });
  });

  it('cannot be had on Windows, where two other ways are named', async () => {
    await expect(requireTools(['java'], machine({}, 'win32'))).rejects.toMatchObject({
      code: 'PREREQUISITE_MISSING',
      nextStep: { label: expect.stringMatching(/compose.*WSL/) as string },
    });
  });
});
