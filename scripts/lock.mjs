#!/usr/bin/env node
// Completes package-lock.json after `npm install`. A registry that lacks the binary package of some platform makes npm
// leave that package out of the lock file, and `npm ci` then refuses the file, on every platform. `--check` only tells.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const file = join(fileURLToPath(new URL('..', import.meta.url)), 'package-lock.json');
const systems = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32'];
const processors = { aarch64: 'arm64', armv7: 'arm' };
const libraries = { gnu: 'glibc', gnueabihf: 'glibc', musl: 'musl', musleabihf: 'musl' };

/** The optional packages that a lock file names as dependencies and has no entry for: `path` → entry. */
export function missingEntries(lock) {
  const missing = {};
  for (const [owner, entry] of Object.entries(lock.packages)) {
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
      const places = [`${owner}/node_modules/${name}`, `node_modules/${name}`];
      if (places.some((place) => place in lock.packages)) continue;
      missing[`node_modules/${name}`] = { version, ...platform(name), ...flags(entry), optional: true };
    }
  }
  return missing;
}

/** What a package of binaries runs on, from its name: all of them are called after it. */
function platform(name) {
  const words = name.slice(name.lastIndexOf('/') + 1).split('-');
  const at = words.findIndex((word) => systems.includes(word));
  if (at < 0) throw new Error(`${name}: its name does not say its platform`);
  const cpu = words[at + 1];
  const libc = words
    .slice(at + 2)
    .map((word) => libraries[word])
    .find((found) => found !== undefined);
  const linux = words[at] === 'linux';
  return {
    cpu: [processors[cpu] ?? cpu],
    ...(libc !== undefined && linux ? { libc: [libc] } : {}),
    os: [words[at]],
  };
}

function flags({ dev }) {
  return dev ? { dev: true } : {};
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const lock = JSON.parse(readFileSync(file, 'utf8'));
  const missing = missingEntries(lock);
  const names = Object.keys(missing);
  if (process.argv.includes('--check')) {
    process.stdout.write(names.map((name) => `missing: ${name}\n`).join(''));
    process.exitCode = names.length === 0 ? 0 : 1;
  } else if (names.length > 0) {
    const entries = Object.entries({ ...lock.packages, ...missing });
    lock.packages = Object.fromEntries(entries.sort(([a], [b]) => a.localeCompare(b, 'en')));
    writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
    process.stdout.write(`added ${names.length} entries\n`);
  }
}
