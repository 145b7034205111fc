// What a machine must have before anything is downloaded. Everything missing is named at once, with the command that
// installs it here.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const packages = {
  node: { apt: 'nodejs', dnf: 'nodejs', brew: 'node', winget: 'OpenJS.NodeJS.LTS' },
  java: {
    apt: 'openjdk-17-jdk-headless',
    dnf: 'java-17-openjdk-headless',
    brew: 'openjdk@17',
    winget: 'EclipseAdoptium.Temurin.17.JDK',
  },
  maven: { apt: 'maven', dnf: 'maven', brew: 'maven', winget: 'Apache.Maven' },
  python: { apt: 'python3 python3-venv', dnf: 'python3', brew: 'python@3.12', winget: 'Python.Python.3.12' },
  venv: { apt: 'python3-venv', dnf: 'python3', brew: 'python@3.12', winget: 'Python.Python.3.12' },
  git: { apt: 'git', dnf: 'git', brew: 'git', winget: 'Git.Git' },
  compiler: {
    apt: 'build-essential python3',
    dnf: 'gcc-c++ make python3',
    brew: 'gcc make',
    winget: 'Microsoft.VisualStudio.2022.BuildTools',
  },
};

const checks = [
  { name: 'Node 20 or newer', key: 'node', found: () => Number(process.versions.node.split('.')[0]) >= 20 },
  { name: 'a Java runtime, 17 or newer', key: 'java', found: () => javaVersion() >= 17 },
  { name: 'Maven', key: 'maven', found: () => output('mvn', ['--version']) !== undefined },
  { name: 'Python 3.10 or newer', key: 'python', found: () => python() !== undefined },
  {
    name: "Python's venv module",
    key: 'venv',
    found: () => python() === undefined || output(python(), ['-c', 'import venv, ensurepip']) !== undefined,
  },
  { name: 'git', key: 'git', found: () => output('git', ['--version']) !== undefined },
];

/** One line for each thing that is missing: its name and the command that installs it. Empty when all is there. */
export function missingPrerequisites() {
  return checks.filter((check) => !check.found()).map((check) => missing(check.name, check.key));
}

/** The same for what building code-server's two native modules takes. */
export function compilerProblems() {
  if (process.platform === 'win32') return [];
  const tools = ['make', 'g++', 'python3'].filter((tool) => output(tool, ['--version']) === undefined);
  if (tools.length === 0) return [];
  return [missing(`${tools.join(', ')} (code-server compiles two native modules)`, 'compiler')];
}

/** Ends the program, having named everything that is missing, unless all is there. */
export function requirePrerequisites({ compiler = false } = {}) {
  const problems = [...missingPrerequisites(), ...(compiler ? compilerProblems() : [])];
  if (problems.length === 0) return;
  process.stderr.write(`Before this can run, install what is missing:\n${problems.join('\n')}\n`);
  process.exit(1);
}

function missing(name, key) {
  return `  ${name}\n      ${installCommand(packages[key])}`;
}

function installCommand(names) {
  if (process.platform === 'darwin') return `brew install ${names.brew}`;
  if (process.platform === 'win32') return `winget install ${names.winget}`;
  const sudo = process.getuid?.() === 0 ? '' : 'sudo ';
  if (existsSync('/etc/debian_version')) return `${sudo}apt-get install -y ${names.apt}`;
  if (isFedora()) return `${sudo}dnf install -y ${names.dnf}`;
  return `with your system's package manager; on Debian: ${sudo}apt-get install -y ${names.apt}`;
}

function isFedora() {
  return existsSync('/etc/os-release') && /\b(fedora|rhel)\b/.test(readFileSync('/etc/os-release', 'utf8'));
}

function javaVersion() {
  const home = process.env.JAVA_HOME;
  const candidates = [...(home ? [join(home, 'bin', 'java')] : []), 'java'];
  for (const java of candidates) {
    const version = /version "(\d+)/.exec(output(java, ['-version']) ?? '')?.[1];
    if (version !== undefined) return Number(version);
  }
  return 0;
}

let foundPython;
function python() {
  if (foundPython !== undefined) return foundPython || undefined;
  const test = 'import sys; sys.exit(0 if sys.version_info >= (3, 10) else 1)';
  foundPython = ['python3', 'python'].find((name) => output(name, ['-c', test]) !== undefined) ?? '';
  return foundPython || undefined;
}

/** What a command prints, or undefined when it is not there or fails. */
function output(command, args) {
  const shell = process.platform === 'win32' && command === 'mvn';
  const result = spawnSync(command, args, { encoding: 'utf8', shell, timeout: 30_000, windowsHide: true });
  return result.status === 0 ? `${result.stdout}${result.stderr}` : undefined;
}
