/** What the embedded runtime needs of the machine, each missing thing named with the command that installs it. */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { LakehouseError } from '../errors';
import { capture, type RunResult } from './run';

export const TOOLS = ['java', 'compiler', 'maven', 'python'] as const;
export type Tool = (typeof TOOLS)[number];

export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Runs a program to its end; code 127 when there is none of that name. */
  readonly run: (command: string, args: readonly string[]) => Promise<RunResult>;
}

export const THIS_MACHINE: Machine = { platform: process.platform, env: process.env, run: (c, a) => capture(c, a) };

/** Oldest versions that work. */
const MIN_JAVA = 17;
const MIN_PYTHON: readonly [number, number] = [3, 10];

const PACKAGES: Readonly<Record<Tool, Readonly<Record<'apt' | 'dnf' | 'brew', string>>>> = {
  java: { apt: 'openjdk-17-jdk-headless', dnf: 'java-17-openjdk-devel', brew: 'openjdk@17' },
  compiler: { apt: 'openjdk-17-jdk-headless', dnf: 'java-17-openjdk-devel', brew: 'openjdk@17' },
  maven: { apt: 'maven', dnf: 'maven', brew: 'maven' },
  python: { apt: 'python3 python3-venv', dnf: 'python3', brew: 'python@3.12' },
};

/** Checks `tools` and throws one PREREQUISITE_MISSING that names everything missing. Downloads nothing. */
export async function requireTools(tools: readonly Tool[], machine: Machine = THIS_MACHINE): Promise<void> {
  if (machine.platform === 'win32') {
    throw new LakehouseError(
      'PREREQUISITE_MISSING',
      'The embedded stack runs on Linux, macOS and in WSL, not on Windows',
      {
        nextStep: { label: 'Set lakehouse.stack.runtime to "compose" with Docker Desktop, or open the folder in WSL' },
      },
    );
  }
  const checked = await Promise.all(tools.map(async (tool) => ({ tool, problem: await CHECKS[tool](machine) })));
  const wrong = checked.filter(({ problem }) => problem !== null);
  if (wrong.length === 0) return;
  const problems = wrong.map(({ problem }) => problem);
  const command = installCommand(
    wrong.map(({ tool }) => tool),
    machine,
  );
  throw new LakehouseError('PREREQUISITE_MISSING', `The embedded stack needs ${problems.join('; ')}`, {
    nextStep: { label: `Install with: ${command}` },
  });
}

export interface ToolState {
  /** As the tool says it itself; null where it says none. */
  readonly version: string | null;
  /** What is wrong, as a part of a sentence; null when nothing is. */
  readonly problem: string | null;
  /** The command that installs it. */
  readonly install: string;
}

/** Looks at one tool, for people who want to know. */
export async function inspectTool(tool: Tool, machine: Machine = THIS_MACHINE): Promise<ToolState> {
  const command =
    tool === 'maven' ? 'mvn' : tool === 'python' ? 'python3' : javaTool(tool === 'java' ? 'java' : 'javac');
  const option = tool === 'python' ? '--version' : '-version';
  const [problem, { code, output }] = await Promise.all([CHECKS[tool](machine), machine.run(command, [option])]);
  const version = code === 0 ? (/\d+(?:\.\d+)+[\w.+-]*/.exec(output)?.[0] ?? null) : null;
  return { version, problem, install: installCommand([tool], machine) };
}

/** `java` of JAVA_HOME, else of the path. */
export function javaTool(name: 'java' | 'javac' | 'jar' | 'jcmd', env: Machine['env'] = process.env): string {
  const home = env['JAVA_HOME'];
  if (home) {
    const tool = join(home, 'bin', name);
    if (existsSync(tool)) return tool;
  }
  return name;
}

/** Java's version as it names itself (`17.0.15`); null when there is none. */
export async function javaVersion(machine: Machine = THIS_MACHINE): Promise<string | null> {
  const { code, output } = await machine.run(javaTool('java', machine.env), ['-version']);
  return code === 0 ? (/version "([^"]+)"/.exec(output)?.[1] ?? null) : null;
}

/** What is wrong with a tool, or null. */
type Check = (machine: Machine) => Promise<string | null>;

const CHECKS: Readonly<Record<Tool, Check>> = {
  java: async (machine) => {
    const version = await javaVersion(machine);
    if (version === null) return `a JDK, ${String(MIN_JAVA)} or newer (no java was found)`;
    const major = Number(/^(?:1\.)?(\d+)/.exec(version)?.[1]);
    return major >= MIN_JAVA ? null : `a JDK, ${String(MIN_JAVA)} or newer (java is ${version})`;
  },
  compiler: async (machine) => {
    const { code } = await machine.run(javaTool('javac', machine.env), ['-version']);
    return code === 0 ? null : 'a whole JDK (javac was not found)';
  },
  maven: async (machine) => {
    const { code } = await machine.run('mvn', ['-version']);
    return code === 0 ? null : 'Maven (no mvn was found)';
  },
  python: async (machine) => {
    const script = 'import sys; print("%d.%d" % sys.version_info[:2]); import venv, ensurepip';
    const { code, output } = await machine.run('python3', ['-c', script]);
    const wanted = `Python, ${MIN_PYTHON.join('.')} or newer`;
    const version = /^(\d+)\.(\d+)/.exec(output);
    if (version === null) return `${wanted} (no python3 was found)`;
    const [major, minor] = [Number(version[1]), Number(version[2])];
    if (major < MIN_PYTHON[0] || (major === MIN_PYTHON[0] && minor < MIN_PYTHON[1])) {
      return `${wanted} (python3 is ${version[0]})`;
    }
    return code === 0 ? null : "Python's venv module (python3 is there without it)";
  },
};

function installCommand(tools: readonly Tool[], machine: Machine): string {
  const names = (manager: 'apt' | 'dnf' | 'brew'): string =>
    [...new Set(tools.flatMap((tool) => PACKAGES[tool][manager].split(' ')))].join(' ');
  if (machine.platform === 'darwin') return `brew install ${names('brew')}`;
  if (onPath('apt-get', machine.env)) return `sudo apt-get install ${names('apt')}`;
  if (onPath('dnf', machine.env)) return `sudo dnf install ${names('dnf')}`;
  return `your package manager (on Debian: apt-get install ${names('apt')})`;
}

function onPath(program: string, env: Machine['env']): boolean {
  return (env['PATH'] ?? '').split(delimiter).some((folder) => folder !== '' && existsSync(join(folder, program)));
}
