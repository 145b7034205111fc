/**
 * What image builds need to reach this machine's registries: certificates, mirrors, proxies. Taken from the settings of
 * the ordinary clients, handed to the build as secrets, so that none of it reaches an image or a repository.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';

/** Where settings are looked for; tests give their own. */
export interface BuildMachine {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
}

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;
const CERTIFICATE_VARIABLES = [
  'NODE_EXTRA_CA_CERTS',
  'SSL_CERT_FILE',
  'REQUESTS_CA_BUNDLE',
  'PIP_CERT',
  'CURL_CA_BUNDLE',
];
/** pip's settings about reaching an index; others are about the machine that has them. */
const PIP_KEYS = ['index-url', 'extra-index-url', 'trusted-host', 'proxy', 'timeout', 'retries'];
const GO_KEYS = ['GOPROXY', 'GOPRIVATE', 'GONOPROXY', 'GOSUMDB', 'GONOSUMDB', 'GOINSECURE', 'GOAUTH'];

/** Writes the secrets named in compose.yaml into `folder`, each only readable by its owner, empty where nothing is set. */
export async function writeBuildSettings(
  folder: string,
  machine: BuildMachine = { env: process.env, home: homedir() },
): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const files: Record<string, string> = {
    'certificates.pem': await certificates(machine),
    'maven-settings.xml': await readOr(join(machine.home, '.m2', 'settings.xml')),
    'pip.conf': await pipConfig(machine),
    'go.env': await goEnvironment(machine),
  };
  await Promise.all(Object.entries(files).map(([name, text]) => writeFile(join(folder, name), text, { mode: 0o600 })));
}

/** The certificates this machine trusts beyond those that everybody does. */
async function certificates({ env }: BuildMachine): Promise<string> {
  const known = new Set(rootCertificates.map(squeeze));
  const extra = new Map<string, string>();
  for (const file of new Set(CERTIFICATE_VARIABLES.map((name) => env[name] ?? ''))) {
    for (const [pem] of (await readOr(file)).matchAll(CERTIFICATE)) {
      if (!known.has(squeeze(pem))) extra.set(squeeze(pem), pem);
    }
  }
  return [...extra.values()].map((pem) => `${pem}\n`).join('');
}

async function pipConfig({ env, home }: BuildMachine): Promise<string> {
  const found = new Map<string, string>();
  // As pip does: system, user, named file, then the environment; the later wins.
  const files = ['/etc/pip.conf', join(home, '.pip', 'pip.conf'), join(home, '.config', 'pip', 'pip.conf')];
  for (const file of [...files, env['PIP_CONFIG_FILE'] ?? '']) {
    for (const [key, value] of iniSettings(await readOr(file), ['global', 'install'])) found.set(key, value);
  }
  for (const key of PIP_KEYS) {
    const value = env[`PIP_${key.toUpperCase().replaceAll('-', '_')}`];
    if (value !== undefined && value !== '') found.set(key, value);
  }
  const lines = PIP_KEYS.filter((key) => found.has(key)).map((key) => `${key} = ${found.get(key) ?? ''}`);
  return lines.length === 0 ? '' : `[global]\n${lines.join('\n')}\n`;
}

/** Go's settings as a file for a shell to read. */
async function goEnvironment({ env, home }: BuildMachine): Promise<string> {
  const found = new Map<string, string>();
  for (const line of (await readOr(join(home, '.config', 'go', 'env'))).split('\n')) {
    const [, key, value] = /^(\w+)=(.*)$/.exec(line.trim()) ?? [];
    if (key !== undefined && value !== undefined) found.set(key, value);
  }
  for (const key of GO_KEYS) {
    const value = env[key];
    if (value !== undefined && value !== '') found.set(key, value);
  }
  const lines = GO_KEYS.filter((key) => found.has(key)).map((key) => `${key}=${shellQuote(found.get(key) ?? '')}\n`);
  return lines.join('');
}

function* iniSettings(text: string, sections: readonly string[]): Iterable<[string, string]> {
  let section = '';
  let last: [string, string] | undefined;
  for (const line of text.split('\n')) {
    const continued = /^\s+(\S.*)$/.exec(line)?.[1];
    if (continued !== undefined && last !== undefined) {
      // Indented lines go on with the value above, as in a list of indexes.
      last[1] = `${last[1]} ${continued.trim()}`.trim();
      yield last;
      continue;
    }
    section = /^\[([^\]]+)\]/.exec(line)?.[1]?.trim() ?? section;
    const [, key, value] = /^([\w-]+)\s*[=:]\s*(.*)$/.exec(line) ?? [];
    last = undefined;
    if (key !== undefined && value !== undefined && sections.includes(section)) {
      last = [key.replaceAll('_', '-'), value.trim()];
      yield last;
    }
  }
}

function squeeze(pem: string): string {
  return pem.replace(/\s+/g, '');
}

function shellQuote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** A file's text, or nothing where there is no such file. */
async function readOr(file: string): Promise<string> {
  if (file === '') return '';
  try {
    return await readFile(file, 'utf8');
  } catch {
    return '';
  }
}
