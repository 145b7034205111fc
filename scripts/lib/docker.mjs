// A Docker daemon with Compose v2 for the tests of the compose runtime: the machine's own where one answers; else, as
// root on Debian, one that is started here, apart from everything else on the machine, and stopped afterwards.
// Where no image registry can be reached, the base image of the Dockerfiles is made by debootstrap.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cached, cachedPath } from './cache.mjs';
import { onEnd, run, start } from './processes.mjs';

const COMPOSE_VERSION = 'v2.40.3';
const BASE_IMAGE = 'debian:bookworm-slim';
const PACKAGES = { dockerd: 'docker.io', debootstrap: 'debootstrap', iptables: 'iptables' };

/**
 * Runs `work(env)` with an environment in which `docker` and `docker compose` work; `note(text)` says what is going on.
 * Answers `{ ran: true, value }`, or `{ ran: false, reason }` where no daemon can be had.
 */
export async function withDocker(work, note = () => {}) {
  const docker = await startDocker(note);
  if (docker.env === undefined) return { ran: false, reason: docker.reason };
  try {
    return { ran: true, value: await work(docker.env) };
  } finally {
    await docker.stop();
  }
}

/** As `withDocker`, for callers that stop it themselves: `{ env, stop }`, or `{ reason }`. */
export async function startDocker(note = () => {}) {
  if (answers(process.env)) {
    if (composeWorks(process.env)) return { env: { ...process.env }, stop: async () => {} };
    return { reason: 'the Docker daemon answers, but its Compose plugin (v2) is not installed' };
  }
  const obstacle = whyNot();
  if (obstacle !== undefined) return { reason: obstacle };
  await installPackages(note);
  const config = await composePlugin(note);
  const daemon = await startDaemon(config, note);
  try {
    await baseImage(daemon.env, note);
  } catch (error) {
    await daemon.stop();
    throw error;
  }
  return daemon;
}

/** Why no daemon can be started here, or undefined. */
function whyNot() {
  if (process.platform !== 'linux') return 'no Docker daemon answers, and one is started here only on Linux';
  if (process.getuid() !== 0) return 'no Docker daemon answers, and only root can start one';
  const missing = Object.keys(PACKAGES).filter((program) => !onPath(program));
  if (missing.length > 0 && !onPath('apt-get')) {
    return `no Docker daemon answers, and ${missing.join(', ')} cannot be installed without apt-get`;
  }
  if (!composeWorks(process.env) && !existsSync(pluginFile()) && !onPath('go')) {
    return 'no Docker daemon answers, and Docker Compose v2 is not there nor a Go compiler to build it';
  }
  return undefined;
}

/** Debian's packages; a policy file keeps their installation from starting a daemon of the whole machine. */
async function installPackages(note) {
  const missing = Object.keys(PACKAGES).filter((program) => !onPath(program));
  if (missing.length === 0) return;
  note(`installing ${missing.map((program) => PACKAGES[program]).join(', ')}`);
  const policy = '/usr/sbin/policy-rc.d';
  const ours = !existsSync(policy);
  if (ours) writeFileSync(policy, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const apt = (...args) =>
      run('apt-get', ['-qq', '-o', 'DPkg::Lock::Timeout=300', ...args], { env, timeoutMs: 600_000 });
    const packages = missing.map((program) => PACKAGES[program]);
    const install = () => apt('install', '-y', '--no-install-recommends', ...packages);
    // Lists may be there and stale, or not there at all; both show only when installing.
    await install().catch(async () => {
      await apt('update');
      await install();
    });
  } finally {
    if (ours) rmSync(policy, { force: true });
  }
}

function pluginFile() {
  return join(cachedPath(`docker-compose-${COMPOSE_VERSION}`), 'cli-plugins', 'docker-compose');
}

/** The folder for DOCKER_CONFIG that holds the Compose plugin, built from its Go module where there is none. */
async function composePlugin(note) {
  if (composeWorks(process.env)) return process.env.DOCKER_CONFIG;
  return cached(`docker-compose-${COMPOSE_VERSION}`, async (folder) => {
    note(`building Docker Compose ${COMPOSE_VERSION} from its Go module`);
    const source = mkdtempSync(join(tmpdir(), 'lakehouse-compose-'));
    const go = (...args) =>
      run('go', args, { cwd: source, timeoutMs: 900_000, env: { ...process.env, CGO_ENABLED: '0' } });
    const program = 'github.com/docker/compose/v2/cmd';
    const version = `-X github.com/docker/compose/v2/internal.Version=${COMPOSE_VERSION}`;
    try {
      await go('mod', 'init', 'lakehouse.stack/compose');
      await go('get', `${program}@${COMPOSE_VERSION}`);
      await go(
        'build',
        '-trimpath',
        '-ldflags',
        `-s -w ${version}`,
        '-o',
        join(folder, 'cli-plugins', 'docker-compose'),
        program,
      );
    } finally {
      rmSync(source, { recursive: true, force: true });
    }
  });
}

/**
 * A daemon of our own: images stay in the cache, everything else lies in a folder that goes with it. It makes no bridge
 * and no firewall rule of its own, so that nothing is left on the machine: builds use the host's network, published
 * ports the userland proxy.
 */
async function startDaemon(config, note) {
  const data = cachedPath('docker-data');
  mkdirSync(data, { recursive: true });
  const lock = join(cachedPath('docker-data'), 'lakehouse-daemon.json');
  await takeLock(lock, note);
  const folder = mkdtempSync(join(tmpdir(), 'lakehouse-docker-'));
  const host = `unix://${join(folder, 'docker.sock')}`;
  const settings = join(folder, 'daemon.json');
  // Layers and downloads of the last builds stay, older ones go.
  writeFileSync(settings, JSON.stringify({ builder: { gc: { enabled: true, defaultKeepStorage: '6GB' } } }));
  const logFile = join(folder, 'dockerd.log');
  note('starting a Docker daemon');
  const daemon = start(
    'dockerd',
    [
      ...['--host', host, '--data-root', data, '--exec-root', join(folder, 'exec')],
      ...['--pidfile', join(folder, 'docker.pid'), '--config-file', settings, '--log-level', 'warn'],
      ...['--bridge=none', '--iptables=false', '--ip6tables=false', '--ip-forward=false', '--ip-masq=false'],
    ],
    { logFile, stopMs: 60_000 },
  );
  writeFileSync(lock, JSON.stringify({ owner: process.pid, daemon: daemon.pid, folder }));
  const env = { ...process.env, DOCKER_HOST: host, LAKEHOUSE_BUILD_NETWORK: 'host', DOCKER_BUILDKIT: '1' };
  delete env.DOCKER_CONTEXT;
  if (config !== undefined) env.DOCKER_CONFIG = config;
  let stopped;
  const stop = () => (stopped ??= stopDaemon(daemon, env, folder, lock));
  onEnd(stop);
  const deadline = Date.now() + 60_000;
  while (!answers(env)) {
    if (daemon.running() && Date.now() < deadline) {
      await sleep(200);
      continue;
    }
    const last = readFileSync(logFile, 'utf8').split('\n').slice(-15).join('\n');
    await stop();
    throw new Error(`The Docker daemon did not start:\n${last}`);
  }
  return { env, stop };
}

async function stopDaemon(daemon, env, folder, lock) {
  if (answers(env)) {
    const containers = docker(env, 'ps', '-aq').stdout.split('\n').filter(Boolean);
    if (containers.length > 0) docker(env, 'rm', '-f', '-v', ...containers);
    docker(env, 'network', 'prune', '-f');
    docker(env, 'image', 'prune', '-f');
  }
  await daemon.stop();
  await stopContainerd(folder);
  removeFolder(folder);
  rmSync(lock, { force: true });
}

/** The daemon ends its own containerd, unless it was killed: containerd runs in a session of its own. */
async function stopContainerd(folder) {
  const file = join(folder, 'exec', 'containerd', 'containerd.pid');
  const pid = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0;
  if (pid > 1 && commandLine(pid).includes(folder)) await endProcess(pid);
}

/** Takes the lock; waits while another process has it. What a process that is gone left running is stopped and removed. */
async function takeLock(lock, note) {
  const deadline = Date.now() + 1_500_000;
  for (let told = false; ; told = true) {
    try {
      writeFileSync(lock, JSON.stringify({ owner: process.pid }), { flag: 'wx' });
      return;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    const held = readLock(lock);
    if (held !== undefined && !isAlive(held.owner)) {
      if (held.folder !== undefined) await removeDaemon(held);
      rmSync(lock, { force: true });
      continue;
    }
    if (Date.now() > deadline) throw new Error(`The Docker daemon for tests is in use for too long: see ${lock}`);
    if (!told && held !== undefined) note(`waiting for process ${held.owner}, which uses the Docker daemon`);
    await sleep(500);
  }
}

/** Who has the lock. Undefined while it is being written or has just been released. */
function readLock(lock) {
  try {
    const held = JSON.parse(readFileSync(lock, 'utf8'));
    return Number.isInteger(held.owner) ? held : undefined;
  } catch {
    return undefined;
  }
}

async function removeDaemon({ daemon, folder }) {
  if (commandLine(daemon).includes(folder)) await endProcess(daemon);
  await stopContainerd(folder);
  removeFolder(folder);
}

/** The image the Dockerfiles start from: pulled where a registry answers, else made with debootstrap. */
async function baseImage(env, note) {
  if (docker(env, 'image', 'inspect', BASE_IMAGE).status === 0) return;
  note(`fetching ${BASE_IMAGE}`);
  const pulled = await run('docker', ['pull', '-q', BASE_IMAGE], { env, timeoutMs: 60_000, check: false }).catch(
    () => null,
  );
  if (pulled?.code === 0) return;
  note(`making ${BASE_IMAGE} with debootstrap`);
  const folder = mkdtempSync(join(tmpdir(), 'lakehouse-debian-'));
  try {
    await run('debootstrap', ['--variant=minbase', 'bookworm', join(folder, 'root')], { timeoutMs: 600_000 });
    await run('tar', ['-C', join(folder, 'root'), '-cf', join(folder, 'root.tar'), '.'], { timeoutMs: 300_000 });
    await run('docker', ['import', join(folder, 'root.tar'), BASE_IMAGE], { env, timeoutMs: 300_000 });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function answers(env) {
  return onPath('docker') && docker(env, 'version', '--format', '{{.Server.Version}}').status === 0;
}

function composeWorks(env) {
  return onPath('docker') && /^v?2|^v?[3-9]/.test(docker(env, 'compose', 'version', '--short').stdout);
}

function docker(env, ...args) {
  const done = spawnSync('docker', args, { env, encoding: 'utf8', timeout: 60_000 });
  return { status: done.status, stdout: done.stdout ?? '' };
}

function onPath(program) {
  return (process.env.PATH ?? '').split(':').some((folder) => folder !== '' && existsSync(join(folder, program)));
}

function commandLine(pid) {
  const file = `/proc/${pid}/cmdline`;
  return existsSync(file) ? readFileSync(file, 'utf8').replaceAll('\0', ' ') : '';
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

async function endProcess(pid) {
  for (const [signal, waitMs] of [
    ['SIGTERM', 30_000],
    ['SIGKILL', 5_000],
  ]) {
    try {
      process.kill(pid, signal);
    } catch {
      return;
    }
    for (const deadline = Date.now() + waitMs; Date.now() < deadline; await sleep(100)) {
      if (!isAlive(pid)) return;
    }
  }
}

/** A daemon that was killed leaves mounts (network namespaces, root file systems) that stand in the way of deletion. */
function removeFolder(folder) {
  const mounts = existsSync('/proc/mounts') ? readFileSync('/proc/mounts', 'utf8').split('\n') : [];
  const inside = mounts.map((line) => line.split(' ')[1] ?? '').filter((path) => path.startsWith(`${folder}/`));
  for (const path of inside.reverse()) spawnSync('umount', ['-l', path]);
  rmSync(folder, { recursive: true, force: true });
}

function sleep(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
