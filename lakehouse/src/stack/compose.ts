/** The stack as containers: MinIO, PostgreSQL behind Hive Metastore, moto's Glue, Spark Connect; see stack/compose/. */
import { createHash } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LakehouseError } from '../errors';
import { sleep } from './abort';
import { addressOf, BUCKET, connectionTo } from './addresses';
import { BuildProgress, buildError } from './composeBuild';
import { writeBuildSettings } from './composeBuildSettings';
import {
  checkDocker,
  lastLines,
  runDocker,
  type DockerResult,
  type DockerRun,
  type DockerRunOptions,
} from './composeDocker';
import {
  addressesOf,
  imageTag,
  newKeys,
  projectName,
  readSettings,
  settingsFile,
  sparkMemory,
  writeSettings,
  type ComposeSettings,
} from './composeSettings';
import {
  CONTAINERS,
  containerState,
  overallState,
  parseContainers,
  serviceError,
  TITLES,
  type Container,
} from './composeStatus';
import { choosePorts } from './ports';
import { probe } from './probes';
import { takeLock } from './state';
import {
  SERVICE_NAMES,
  type ServiceName,
  type ServiceStatus,
  type StackOptions,
  type StackRuntime,
  type StackStatus,
  type StartOptions,
} from './types';

/** `status` must be quick: whoever has not answered by then does not answer. */
const STATUS_MS = 1_600;
/** A service that compose calls healthy has this long to answer a real question. */
const READY_MS = 60_000;
const UP_SECONDS = 300;
const STOP_SECONDS = 20;

export class ComposeRuntime implements StackRuntime {
  readonly name = 'compose';
  readonly #options: StackOptions;
  readonly #docker: DockerRun;
  readonly #project: string;
  readonly #folder: string;
  /** One Spark session for all our questions. */
  readonly #sparkSessionId: string;

  constructor(options: StackOptions, docker: DockerRun = runDocker) {
    this.#options = options;
    this.#docker = docker;
    this.#project = projectName(options.home);
    this.#folder = join(options.home, 'compose');
    this.#sparkSessionId = uuidOf(`${this.#project} status`);
  }

  async prepare(): Promise<void> {
    const { home, stackFolder, signal } = this.#options;
    const [docker, tag, known] = await Promise.all([
      checkDocker(this.#docker, signal),
      imageTag(stackFolder),
      readSettings(home),
    ]);
    const settings = known ?? (await this.#newSettings());
    await writeSettings(home, { ...settings, tag, sparkMemoryBytes: sparkMemory(docker.memoryBytes) });
    const images = ['s3', 'postgres', 'metastore', 'glue', 'spark'].map((name) => `lakehouse/${name}:${tag}`);
    const { code } = await this.#docker(['image', 'inspect', '--format', '{{.Id}}', ...images], { signal });
    if (code !== 0) await this.#build();
  }

  async start(options: StartOptions = {}): Promise<StackStatus> {
    return this.#exclusively('start', async () => {
      const before = (await readSettings(this.#options.home)) === null ? [] : await this.#containers();
      await this.prepare();
      const services = options.services ?? SERVICE_NAMES;
      await this.#ports(before);
      try {
        await this.#up(services);
        await Promise.all(services.map((service) => this.#ready(service)));
      } catch (error) {
        // A cancelled first start leaves nothing running; a cancelled repair leaves the rest as it was.
        if (before.length === 0 && isCancelled(error)) await this.#down([]);
        throw error;
      }
      return this.status();
    });
  }

  async stop(): Promise<StackStatus> {
    return this.#exclusively('stop', async () => {
      if ((await readSettings(this.#options.home)) !== null) {
        await this.#keepLogs();
        await this.#down([]);
      }
      return this.status();
    });
  }

  async status(): Promise<StackStatus> {
    const settings = await readSettings(this.#options.home);
    if (settings === null)
      return this.#statusOf(
        SERVICE_NAMES.map((name) => this.#service(name, 'stopped', null)),
        null,
      );
    const addresses = addressesOf(settings);
    const ask = async (service: ServiceName): Promise<LakehouseError | null> => {
      try {
        await probe(service, { addresses, sparkSessionId: this.#sparkSessionId, timeoutMs: STATUS_MS });
        return null;
      } catch (error) {
        return LakehouseError.from(error);
      }
    };
    const asked = SERVICE_NAMES.map(ask);
    let containers: Container[];
    try {
      containers = await this.#containers(STATUS_MS);
    } catch (error) {
      const data = LakehouseError.from(error).toData();
      return this.#statusOf(
        SERVICE_NAMES.map((name) => ({ ...this.#service(name, 'stopped', null), error: data })),
        null,
      );
    }
    const services = await Promise.all(
      SERVICE_NAMES.map(async (name, index): Promise<ServiceStatus> => {
        const { state, error } = containerState(name, containers);
        const answer = state === 'running' ? await asked[index] : null;
        if (answer != null) {
          return { ...this.#service(name, 'failed', settings), error: serviceError(name, answer.message).toData() };
        }
        return { ...this.#service(name, state, settings), error };
      }),
    );
    return this.#statusOf(services, settings);
  }

  async logs(service: ServiceName, lines: number): Promise<string> {
    if ((await readSettings(this.#options.home)) === null) return '';
    const result = await this.#compose(['logs', '--no-color', '--tail', String(lines), ...CONTAINERS[service]]);
    if (result.code === 0 && result.stdout !== '') return lastLines(result.stdout, lines);
    const kept = await readFile(this.#logFile(service), 'utf8').catch(() => '');
    return lastLines(kept, lines);
  }

  /** Containers have no file while they run: `logs` asks Docker. */
  logFile(): null {
    return null;
  }

  async reset(): Promise<void> {
    await this.#exclusively('reset', async () => {
      // Data of a home whose settings were deleted is still found by the project's name.
      if ((await readSettings(this.#options.home)) === null) {
        await writeSettings(this.#options.home, await this.#newSettings());
      }
      await this.#down(['--volumes']);
      await rm(this.#folder, { recursive: true, force: true });
    });
  }

  async #newSettings(): Promise<ComposeSettings> {
    return {
      ...newKeys(),
      bucket: BUCKET,
      ports: await choosePorts(SERVICE_NAMES, {}),
      tag: 'none',
      sparkMemoryBytes: sparkMemory(0),
    };
  }

  async #build(): Promise<void> {
    const { onProgress } = this.#options;
    const secrets = join(this.#folder, 'build');
    const logFile = join(this.#folder, 'build.log');
    onProgress?.({ message: 'Building the images (the first time takes several minutes)' });
    await writeBuildSettings(secrets);
    try {
      const progress = new BuildProgress();
      const { code, stdout, stderr } = await this.#compose(['build'], {
        onLine: (line) => {
          const message = progress.next(line);
          if (message !== undefined) onProgress?.({ message });
        },
      });
      await writeFile(logFile, stdout + stderr, { mode: 0o600 });
      if (code !== 0) throw buildError(stdout + stderr, logFile);
    } finally {
      await rm(secrets, { recursive: true, force: true });
    }
  }

  /** Services that run keep their ports, so that open sessions find them again. */
  async #ports(containers: readonly Container[]): Promise<void> {
    const { home } = this.#options;
    const settings = await this.#settings();
    const running = new Set(containers.filter(({ state }) => state === 'running').map(({ service }) => service));
    const others = SERVICE_NAMES.filter((name) => !running.has(name));
    await writeSettings(home, { ...settings, ports: await choosePorts(others, settings.ports) });
  }

  async #up(services: readonly ServiceName[]): Promise<void> {
    const { onProgress } = this.#options;
    const total = services.length;
    const up = new Set<ServiceName>();
    const onLine = (line: string): void => {
      const [, container, event] = /Container \S+-(\w+)-\d+\s+(Started|Healthy)/.exec(line) ?? [];
      const service = services.find((name) => name === container);
      if (service === undefined) return;
      if (event === 'Healthy') up.add(service);
      const what = event === 'Healthy' ? 'runs' : 'is starting';
      onProgress?.({ message: `${TITLES[service]} ${what}`, service, fraction: up.size / total });
    };
    const names = services.flatMap((name) => CONTAINERS[name]);
    const wait = ['--no-build', '--wait', '--wait-timeout', String(UP_SECONDS)];
    const result = await this.#compose(['up', '--detach', '--quiet-pull', ...wait, ...names], { onLine });
    if (result.code !== 0) throw await this.#upError(services, result);
  }

  /** Which service did not come up, in the words of its own log. */
  async #upError(services: readonly ServiceName[], result: DockerResult): Promise<LakehouseError> {
    const containers = await this.#containers();
    for (const service of services) {
      const { state, error } = containerState(service, containers);
      if (
        state === 'running' &&
        !containers.some((c) => c.health === 'unhealthy' && CONTAINERS[service].includes(c.service))
      )
        continue;
      const why = error?.message ?? `it was not ready after ${UP_SECONDS} s`;
      const log = await this.logs(service, 60);
      return serviceError(service, error === null ? why : lastLines(why, 1), log);
    }
    return new LakehouseError('STACK_SERVICE_FAILED', `The stack did not start: ${lastLines(result.stderr, 1)}`, {
      nextStep: { label: 'Start Lakehouse Again', command: 'lakehouse.startStack' },
      detail: lastLines(result.stderr, 40),
    });
  }

  /** Asks the service a real question until it answers; one whose container hangs is restarted once. */
  async #ready(service: ServiceName): Promise<void> {
    const { signal } = this.#options;
    const options = { addresses: addressesOf(await this.#settings()), sparkSessionId: this.#sparkSessionId, signal };
    let last: unknown;
    for (const attempt of ['first', 'after a restart']) {
      if (attempt !== 'first') await this.#compose(['restart', '--timeout', '5', ...CONTAINERS[service].slice(-1)]);
      const deadline = Date.now() + (attempt === 'first' ? READY_MS / 2 : READY_MS);
      while (Date.now() < deadline) {
        try {
          await probe(service, { ...options, timeoutMs: 10_000 });
          return;
        } catch (error) {
          if (isCancelled(error)) throw error;
          last = error;
        }
        await sleep(500, signal);
      }
    }
    throw serviceError(service, LakehouseError.from(last).message, await this.logs(service, 60));
  }

  async #down(more: readonly string[]): Promise<void> {
    // Not cancelled by the signal: half a stop helps nobody.
    const args = ['down', '--remove-orphans', '--timeout', String(STOP_SECONDS), ...more];
    const { code, stderr } = await this.#compose(args, { signal: undefined });
    if (code !== 0) {
      throw new LakehouseError('STACK_SERVICE_FAILED', `The stack did not stop: ${lastLines(stderr, 1)}`, {
        nextStep: { label: 'Stop Lakehouse Again', command: 'lakehouse.stopStack' },
        detail: lastLines(stderr, 40),
      });
    }
  }

  /** Containers take their logs with them. */
  async #keepLogs(): Promise<void> {
    await mkdir(join(this.#options.home, 'logs'), { recursive: true, mode: 0o700 });
    for (const service of SERVICE_NAMES) {
      const { code, stdout } = await this.#compose(['logs', '--no-color', '--tail', '5000', ...CONTAINERS[service]]);
      if (code === 0 && stdout !== '') await writeFile(this.#logFile(service), stdout, { mode: 0o600 });
    }
  }

  async #containers(timeoutMs?: number): Promise<Container[]> {
    const { code, stdout, stderr } = await this.#compose(['ps', '--all', '--format', 'json'], { timeoutMs });
    if (code === 0) return parseContainers(stdout);
    throw new LakehouseError('STACK_NOT_RUNNING', `Docker does not tell what runs: ${lastLines(stderr, 1)}`);
  }

  #compose(args: readonly string[], options: DockerRunOptions = {}): Promise<DockerResult> {
    const { home, stackFolder, signal } = this.#options;
    const file = join(stackFolder, 'compose', 'compose.yaml');
    const common = [
      '--progress',
      'plain',
      '--project-name',
      this.#project,
      '--env-file',
      settingsFile(home),
      '--file',
      file,
    ];
    return this.#docker(['compose', ...common, ...args], {
      signal,
      ...options,
      env: { LAKEHOUSE_BUILD_SETTINGS: join(this.#folder, 'build') },
    });
  }

  async #settings(): Promise<ComposeSettings> {
    const settings = await readSettings(this.#options.home);
    if (settings !== null) return settings;
    throw new LakehouseError('STACK_NOT_RUNNING', `${settingsFile(this.#options.home)} is missing or damaged`, {
      nextStep: { label: 'Start Lakehouse', command: 'lakehouse.startStack' },
    });
  }

  async #exclusively<T>(action: string, work: () => Promise<T>): Promise<T> {
    const lock = await takeLock(this.#options.home, action);
    try {
      return await work();
    } finally {
      lock.release();
    }
  }

  #service(name: ServiceName, state: ServiceStatus['state'], settings: ComposeSettings | null): ServiceStatus {
    const address = settings === null || state === 'stopped' ? null : addressOf(addressesOf(settings), name);
    return { name, state, title: TITLES[name], address, pid: null, error: null };
  }

  #statusOf(services: readonly ServiceStatus[], settings: ComposeSettings | null): StackStatus {
    const runs = services.some(({ state }) => state === 'running');
    return {
      runtime: 'compose',
      state: overallState(services.map(({ state }) => state)),
      services,
      connection: runs && settings !== null ? connectionTo(addressesOf(settings)) : null,
      home: this.#options.home,
    };
  }

  #logFile(service: ServiceName): string {
    return join(this.#options.home, 'logs', `compose-${service}.log`);
  }
}

function isCancelled(error: unknown): boolean {
  return LakehouseError.from(error).code === 'CANCELLED';
}

/** A UUID that is the same for the same text. */
function uuidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
