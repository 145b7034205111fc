/** The stack as child processes on loopback: S3Proxy, Hive Metastore, moto's Glue, Spark Connect. */
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { LakehouseError } from '../errors';
import { linkedController, throwFirstFailure, throwIfCancelled } from './abort';
import { addressOf, BUCKET, connectionTo, GLUE_CATALOG, HIVE_CATALOG, REGION, type StackAddresses } from './addresses';
import { artefact, artefacts, fetchArtefact, isFetched, type Artefact } from './artefacts';
import { CHECKED_CATALOGS, readBack, type CheckedCatalog } from './check';
import { archiveFile, makeArchive } from './classArchives';
import { endedError, endServices, launchServices, restartStep, type LaunchContext } from './launcher';
import { limitLog, logPath, tailLog } from './logs';
import { choosePorts, LOOPBACK } from './ports';
import { javaVersion, requireTools, type Tool } from './prerequisites';
import { probe } from './probes';
import { isAlive } from './processes';
import { loadSample } from './sample';
import { EMBEDDED_CREDENTIALS, HOME_FOLDERS } from './serviceFiles';
import { titleOf } from './services';
import { lockHolder, readState, takeLock, updateState, type LockHolder, type StackState } from './state';
import {
  SERVICE_NAMES,
  type ServiceName,
  type ServiceStatus,
  type StackOptions,
  type StackRuntime,
  type StackStatus,
  type StartOptions,
} from './types';

/** `status` must be quick: whoever has not answered by then is said not to answer. */
const STATUS_MS = 1_500;
/** Services whose start an archive of classes makes faster. */
const ARCHIVED = ['s3', 'metastore', 'spark'] as const;

export class EmbeddedRuntime implements StackRuntime {
  readonly name = 'embedded';
  readonly #options: StackOptions;
  readonly #sparkSessionId = randomUUID();
  #javaVersion: string | undefined;

  constructor(options: StackOptions) {
    this.#options = options;
  }

  async prepare(): Promise<void> {
    const { cache, onProgress, signal, stackFolder } = this.#options;
    throwIfCancelled(signal);
    const missing = artefacts(this.#options).filter((each) => !isFetched(each));
    const tools = new Set<Tool>(['java', ...missing.flatMap((each) => each.tools)]);
    if (this.#javaVersion === undefined || missing.length > 0) {
      await requireTools([...tools]);
      this.#javaVersion = (await javaVersion()) ?? undefined;
    }
    // Of Maven one at a time, since all write to one local repository; pip goes on beside it.
    const fetch = async (which: readonly Artefact[]): Promise<void> => {
      for (const each of which) {
        await fetchArtefact(each, { cache, stackFolder, signal: stop.signal, onProgress: (p) => onProgress?.(p) });
      }
    };
    const stop = linkedController(signal);
    const lanes = [missing.filter(({ key }) => key !== 'glue'), missing.filter(({ key }) => key === 'glue')];
    const results = await Promise.allSettled(
      lanes.map((lane) =>
        fetch(lane).catch((error: unknown) => {
          stop.abort();
          throw error;
        }),
      ),
    );
    throwFirstFailure(results, signal);
  }

  async start(options: StartOptions = {}): Promise<StackStatus> {
    return this.#exclusively('start', async () => {
      await this.prepare();
      const { home, signal, onProgress } = this.#options;
      for (const folder of Object.values(HOME_FOLDERS)) mkdirSync(join(home, folder), { recursive: true, mode: 0o700 });
      const before = readState(home);
      const { services, addresses } = await this.#plan(options.services ?? SERVICE_NAMES, before);
      const context = this.#context(addresses);
      if (services.length > 0) await this.#launch(services, before, context);
      const catalogs = checkedCatalogs(services, readState(home));
      try {
        if (catalogs.length > 0) {
          onProgress?.({ message: 'Making a table in each catalog and reading it back' });
          await readBack(addresses, catalogs, signal);
        }
        if (options.sample) {
          await loadSample({ addresses, stackFolder: this.#options.stackFolder, onProgress, signal });
        }
        await this.#archiveClasses();
      } catch (error) {
        // What was half started goes; services that answer stay when it is only the sample that failed.
        if (signal?.aborted) await endServices(pick(readState(home), services), home);
        throw error;
      }
      return this.status();
    });
  }

  async stop(): Promise<StackStatus> {
    return this.#exclusively('stop', async () => {
      const { home, onProgress } = this.#options;
      const { services } = readState(home);
      if (Object.keys(services).length > 0) onProgress?.({ message: 'Stopping the lakehouse' });
      await endServices(pick(readState(home), SERVICE_NAMES), home);
      return this.#statusWith(null);
    });
  }

  async status(): Promise<StackStatus> {
    return this.#statusWith(await lockHolder(this.#options.home));
  }

  async logs(service: ServiceName, lines: number): Promise<string> {
    return tailLog(this.#options.home, service, lines);
  }

  logFile(service: ServiceName): string | null {
    return logPath(this.#options.home, service);
  }

  async reset(): Promise<void> {
    await this.stop();
    await this.#exclusively('reset', async () => {
      for (const folder of Object.values(HOME_FOLDERS)) {
        rmSync(join(this.#options.home, folder), { recursive: true, force: true, maxRetries: 3 });
      }
    });
  }

  /** What has to be started, and at which ports. Ends what runs of it without answering. */
  async #plan(wanted: readonly ServiceName[], before: StackState) {
    const services: ServiceName[] = [];
    for (const name of wanted) {
      if (!(await this.#answers(name, before))) services.push(name);
    }
    await endServices(pick(before, services), this.#options.home);
    const ports = await choosePorts(services, before.ports);
    // Those who know an address that changed must be started with the new one.
    const moved = (name: ServiceName): boolean =>
      before.ports[name] !== undefined && ports[name] !== before.ports[name];
    const follow = (['metastore', 'spark'] as const).filter(
      (name) =>
        before.services[name] !== undefined &&
        !services.includes(name) &&
        (moved('s3') || (name === 'spark' && (moved('metastore') || moved('glue')))),
    );
    await endServices(pick(before, follow), this.#options.home);
    return { services: [...services, ...follow], addresses: this.#addresses(ports) };
  }

  async #answers(name: ServiceName, { services, ports }: StackState): Promise<boolean> {
    const entry = services[name];
    // One that was never ready is what a start that was killed left half done.
    if (entry === undefined || !entry.ready || !(await isAlive(entry))) return false;
    const addresses = this.#addresses({ ...ports, [name]: entry.port });
    try {
      await probe(name, { ...this.#probeOptions(addresses), timeoutMs: 10_000, signal: this.#options.signal });
      return true;
    } catch (error) {
      if (LakehouseError.from(error).code === 'CANCELLED') throw error;
      return false;
    }
  }

  async #launch(services: readonly ServiceName[], before: StackState, context: LaunchContext): Promise<void> {
    const { home } = this.#options;
    try {
      await launchServices(services, context);
    } catch (error) {
      // A service that cannot be mended stays one that should run, so that its state is `failed` and not `stopped`.
      updateState(home, (state) => ({ ...state, services: { ...pickEntries(before, services), ...state.services } }));
      throw error;
    }
  }

  /** Once for a set of jars and a Java: makes later starts faster. Never fails a start. */
  async #archiveClasses(): Promise<void> {
    const { services } = readState(this.#options.home);
    for (const name of ARCHIVED) {
      const entry = services[name];
      const file = archiveFile(artefact(this.#options, name).folder, name, this.#javaVersion ?? '');
      if (entry === undefined || existsSync(file)) continue;
      this.#options.onProgress?.({
        message: `Making the next start of ${titleOf(this.#options, name)} faster`,
        service: name,
      });
      await makeArchive(file, entry.pid, this.#options.signal);
    }
  }

  async #statusWith(holder: LockHolder | null): Promise<StackStatus> {
    const { home } = this.#options;
    const state = readState(home);
    const services = await Promise.all(SERVICE_NAMES.map((name) => this.#serviceStatus(name, state, holder)));
    const runs = services.some((service) => service.state === 'running');
    const ports = { ...state.ports };
    return {
      runtime: 'embedded',
      state: overall(services),
      services,
      connection: runs ? connectionTo(this.#addresses(ports)) : null,
      home,
    };
  }

  async #serviceStatus(name: ServiceName, state: StackState, holder: LockHolder | null): Promise<ServiceStatus> {
    const title = titleOf(this.#options, name);
    const entry = state.services[name];
    if (entry === undefined) return { name, state: 'stopped', title, address: null, pid: null, error: null };
    const addresses = this.#addresses({ ...state.ports, [name]: entry.port });
    const base = { name, title, address: addressOf(addresses, name), pid: entry.pid, error: null };
    if (holder?.action === 'stop') return { ...base, state: 'stopping' };
    if (!(await isAlive(entry))) {
      return { ...base, state: 'failed', pid: null, error: endedError(name, { options: this.#options }).toData() };
    }
    limitLog(this.#options.home, name);
    if (!entry.ready && holder !== null) return { ...base, state: 'starting' };
    try {
      await probe(name, { ...this.#probeOptions(addresses), timeoutMs: STATUS_MS });
      return { ...base, state: 'running' };
    } catch (thrown) {
      const { code, message, detail } = LakehouseError.from(thrown, 'STACK_SERVICE_FAILED');
      const error = { code, message: `${title}: ${message}`, detail, nextStep: restartStep(name) };
      // One that is merely slow, in a long query say, still runs.
      return { ...base, state: code === 'TIMEOUT' ? 'running' : 'failed', error };
    }
  }

  async #exclusively<T>(action: string, work: () => Promise<T>): Promise<T> {
    const lock = await takeLock(this.#options.home, action);
    try {
      return await work();
    } finally {
      lock.release();
    }
  }

  #context(addresses: StackAddresses): LaunchContext {
    const { onProgress, signal } = this.#options;
    return {
      options: this.#options,
      addresses,
      javaVersion: this.#javaVersion ?? '',
      onProgress: (progress) => onProgress?.(progress),
      signal,
    };
  }

  #probeOptions(addresses: StackAddresses) {
    return { addresses, sparkSessionId: this.#sparkSessionId };
  }

  #addresses(ports: Readonly<Partial<Record<ServiceName, number>>>): StackAddresses {
    const all = Object.fromEntries(SERVICE_NAMES.map((name) => [name, ports[name] ?? 0])) as Record<
      ServiceName,
      number
    >;
    return { ...EMBEDDED_CREDENTIALS, host: LOOPBACK, ports: all, region: REGION, bucket: BUCKET };
  }
}

function overall(services: readonly ServiceStatus[]): StackStatus['state'] {
  const states = services.map((service) => service.state);
  if (states.includes('stopping')) return 'stopping';
  if (states.includes('starting')) return 'starting';
  if (states.every((state) => state === 'running')) return 'running';
  return states.every((state) => state === 'stopped') ? 'stopped' : 'degraded';
}

/** The catalogs that are whole now and that a start of `services` changed something for. */
function checkedCatalogs(services: readonly ServiceName[], state: StackState): CheckedCatalog[] {
  const own: Record<CheckedCatalog, ServiceName> = { [HIVE_CATALOG]: 'metastore', [GLUE_CATALOG]: 'glue' };
  return CHECKED_CATALOGS.filter((catalog) => {
    const parts: ServiceName[] = ['s3', 'spark', own[catalog]];
    return parts.some((part) => services.includes(part)) && parts.every((part) => state.services[part]?.ready);
  });
}

function pickEntries(state: StackState, names: readonly ServiceName[]): StackState['services'] {
  return Object.fromEntries(Object.entries(state.services).filter(([name]) => names.includes(name as ServiceName)));
}

function pick(state: StackState, names: readonly ServiceName[]) {
  return new Map(
    Object.entries(pickEntries(state, names)) as [ServiceName, NonNullable<StackState['services'][ServiceName]>][],
  );
}
