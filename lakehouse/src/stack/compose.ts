/** The stack as containers: MinIO, PostgreSQL behind Hive Metastore, moto's Glue, Spark Connect; see stack/compose/. */
import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { LakehouseError } from '../errors';
import { sleep } from './abort';
import { addressOf, BUCKET, connectionTo, GLUE_CATALOG, HIVE_CATALOG } from './addresses';
import { CHECKED_CATALOGS, readBack, type CheckedCatalog } from './check';
import { checkDocker, runDocker, type DockerRun } from './composeDocker';
import { ComposeProject } from './composeProject';
import {
  addressesOf,
  imageTag,
  newKeys,
  readSettings,
  settingsFile,
  sparkMemory,
  writeSettings,
  type ComposeSettings,
} from './composeSettings';
import { containerState, overallState, serviceError, TITLES, type Container } from './composeStatus';
import { choosePorts } from './ports';
import { probe } from './probes';
import { loadSample } from './sample';
import { lockHolder, takeLock } from './state';
import {
  SERVICE_NAMES,
  type ServiceName,
  type ServiceState,
  type ServiceStatus,
  type StackOptions,
  type StackRuntime,
  type StackStatus,
  type StartOptions,
} from './types';

/** `status` must be quick: whoever has not answered by then is said not to answer. */
const STATUS_MS = 1_500;
/** How long a service that Docker calls healthy may take to answer a real question. */
const READY_MS = 120_000;
/** How long one that runs may take before it counts as hanging and is made anew. */
const ANSWER_MS = 10_000;
/** Which service keeps the tables of a catalog. */
const CATALOG_SERVICE: Readonly<Record<CheckedCatalog, ServiceName>> = {
  [HIVE_CATALOG]: 'metastore',
  [GLUE_CATALOG]: 'glue',
};

export class ComposeRuntime implements StackRuntime {
  readonly name = 'compose';
  readonly #options: StackOptions;
  readonly #docker: DockerRun;
  readonly #project: ComposeProject;
  /** One Spark session for all our questions. */
  readonly #sparkSessionId = randomUUID();

  constructor(options: StackOptions, docker: DockerRun = runDocker) {
    this.#options = options;
    this.#docker = docker;
    this.#project = new ComposeProject(options, docker);
  }

  async prepare(): Promise<void> {
    const { home, stackFolder, signal } = this.#options;
    const [docker, tag, known] = await Promise.all([
      checkDocker(this.#docker, signal),
      imageTag(stackFolder),
      readSettings(home),
    ]);
    const settings = known ?? (await newSettings());
    await writeSettings(home, { ...settings, tag, sparkMemoryBytes: sparkMemory(docker.memoryBytes) });
    if (!(await this.#project.hasImages(tag))) await this.#project.build(tag);
  }

  async start(options: StartOptions = {}): Promise<StackStatus> {
    return this.#exclusively('start', async () => {
      const services = options.services ?? SERVICE_NAMES;
      await this.prepare();
      const before = await this.#project.containers();
      try {
        await this.#clear(services, before);
        await this.#project.up(services);
        await Promise.all(services.map((service) => this.#ready(service)));
        await this.#prove(services, options.sample === true);
      } catch (error) {
        // A first start that is cancelled leaves nothing running; a repair leaves the others as they were.
        if (before.length === 0 && isCancelled(error)) await this.#project.down({ data: false });
        throw error;
      }
      return this.#statusNow(false);
    });
  }

  async stop(): Promise<StackStatus> {
    return this.#exclusively('stop', async () => {
      this.#options.onProgress?.({ message: 'Stopping the lakehouse' });
      if ((await readSettings(this.#options.home)) !== null) await this.#project.down({ data: false });
      return this.#statusNow(false);
    });
  }

  async status(): Promise<StackStatus> {
    return this.#statusNow((await lockHolder(this.#options.home))?.action === 'stop');
  }

  async logs(service: ServiceName, lines: number): Promise<string> {
    return (await readSettings(this.#options.home)) === null ? '' : this.#project.logs(service, lines);
  }

  /** A container's log is no file: `logs` asks Docker. */
  logFile(): null {
    return null;
  }

  async reset(): Promise<void> {
    const { home } = this.#options;
    await this.#exclusively('reset', async () => {
      // Data of a home whose settings were deleted is still found, by the project's name.
      if ((await readSettings(home)) === null) await writeSettings(home, await newSettings());
      await this.#project.down({ data: true });
      await rm(join(home, 'compose'), { recursive: true, force: true });
    });
  }

  /** Removes those of `services` that do not run as they should, and gives each that is to be started a free port. */
  async #clear(services: readonly ServiceName[], containers: readonly Container[]): Promise<void> {
    const settings = await this.#settings();
    const well = new Set<ServiceName>();
    await Promise.all(
      SERVICE_NAMES.map(async (name) => {
        if (containerState(name, containers).state !== 'running') return;
        if (!services.includes(name) || (await this.#ask(name, settings, ANSWER_MS)) === null) well.add(name);
      }),
    );
    const sick = services.filter((name) => !well.has(name) && containerState(name, containers).state !== 'stopped');
    if (sick.length > 0) await this.#project.remove(sick);
    const down = SERVICE_NAMES.filter((name) => !well.has(name));
    await writeSettings(this.#options.home, { ...settings, ports: await choosePorts(down, settings.ports) });
  }

  /** Asks a real question until it is answered. */
  async #ready(service: ServiceName): Promise<void> {
    const { signal } = this.#options;
    const settings = await this.#settings();
    const deadline = Date.now() + READY_MS;
    for (;;) {
      const answer = await this.#ask(service, settings, ANSWER_MS, signal);
      if (answer === null) return;
      if (Date.now() > deadline) throw serviceError(service, answer.message, await this.logs(service, 60));
      await sleep(500, signal);
    }
  }

  /** A table made and read back in each catalog that this start may have changed something for; then the sample. */
  async #prove(services: readonly ServiceName[], sample: boolean): Promise<void> {
    const { onProgress, signal, stackFolder } = this.#options;
    const addresses = addressesOf(await this.#settings());
    const both = services.includes('spark') || services.includes('s3');
    const catalogs = CHECKED_CATALOGS.filter((name) => both || services.includes(CATALOG_SERVICE[name]));
    onProgress?.({ message: 'Making a table in each catalog and reading it back' });
    await readBack(addresses, catalogs, signal);
    if (sample) await loadSample({ addresses, stackFolder, onProgress, signal });
  }

  /** What is wrong with a service, or null when it answers as it should. Throws only `CANCELLED`. */
  async #ask(
    service: ServiceName,
    settings: ComposeSettings,
    timeoutMs: number,
    signal?: AbortSignal,
  ): Promise<LakehouseError | null> {
    try {
      const addresses = addressesOf(settings);
      await probe(service, { addresses, sparkSessionId: this.#sparkSessionId, timeoutMs, signal });
      return null;
    } catch (thrown) {
      if (isCancelled(thrown)) throw thrown;
      return LakehouseError.from(thrown, 'STACK_SERVICE_FAILED');
    }
  }

  async #statusNow(stopping: boolean): Promise<StackStatus> {
    const settings = await readSettings(this.#options.home);
    if (settings === null) return this.#stackStatus(SERVICE_NAMES.map(stoppedService), null);
    // Asked at once: starting Docker's command line takes as long as the services' answers.
    const asked = SERVICE_NAMES.map((name) => this.#ask(name, settings, STATUS_MS));
    let containers: Container[];
    try {
      containers = await this.#project.containers(STATUS_MS);
    } catch (thrown) {
      const error = LakehouseError.from(thrown).toData();
      return this.#stackStatus(
        SERVICE_NAMES.map((name) => ({ ...stoppedService(name), error })),
        null,
      );
    }
    const services = await Promise.all(
      SERVICE_NAMES.map(async (name, index) => {
        const { state, error } = containerState(name, containers);
        if (state === 'stopped') return stoppedService(name);
        const base = { ...stoppedService(name), address: addressOf(addressesOf(settings), name) };
        if (stopping) return { ...base, state: 'stopping' as const };
        const answer = state === 'running' ? await asked[index] : null;
        if (answer == null) return { ...base, state, error };
        // One that is merely slow, in a long query say, still runs.
        const judged: ServiceState = answer.code === 'TIMEOUT' ? 'running' : 'failed';
        return { ...base, state: judged, error: serviceError(name, answer.message, answer.detail).toData() };
      }),
    );
    return this.#stackStatus(services, settings);
  }

  #stackStatus(services: readonly ServiceStatus[], settings: ComposeSettings | null): StackStatus {
    const runs = services.some(({ state }) => state === 'running');
    return {
      runtime: 'compose',
      state: overallState(services.map(({ state }) => state)),
      services,
      connection: runs && settings !== null ? connectionTo(addressesOf(settings)) : null,
      home: this.#options.home,
    };
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
}

/** Of a home that has none yet. The tag and the memory are filled in before anything is started. */
async function newSettings(): Promise<ComposeSettings> {
  const ports = await choosePorts(SERVICE_NAMES, {});
  return { ...newKeys(), bucket: BUCKET, ports, tag: 'none', sparkMemoryBytes: sparkMemory(0) };
}

function stoppedService(name: ServiceName): ServiceStatus {
  return { name, state: 'stopped', title: TITLES[name], address: null, pid: null, error: null };
}

function isCancelled(error: unknown): boolean {
  return LakehouseError.from(error).code === 'CANCELLED';
}
