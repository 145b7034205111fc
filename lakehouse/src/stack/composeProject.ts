/** One project of Docker Compose: its images, containers and logs. Knows nothing of what the services answer. */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LakehouseError } from '../errors';
import { BuildProgress, buildError } from './composeBuild';
import { writeBuildSettings } from './composeBuildSettings';
import { lastLines, type DockerResult, type DockerRun, type DockerRunOptions } from './composeDocker';
import { projectName, settingsFile } from './composeSettings';
import { CONTAINERS, containerState, parseContainers, serviceError, TITLES, type Container } from './composeStatus';
import { SERVICE_NAMES, type ServiceName, type StackOptions } from './types';

const IMAGES = ['s3', 'postgres', 'metastore', 'glue', 'spark'];
const UP_SECONDS = 300;
const STOP_SECONDS = 20;
/** Of each service's log when its container goes. */
const KEPT_LINES = 5_000;

export class ComposeProject {
  readonly name: string;
  readonly #options: StackOptions;
  readonly #docker: DockerRun;
  readonly #folder: string;

  constructor(options: StackOptions, docker: DockerRun) {
    this.name = projectName(options.home);
    this.#options = options;
    this.#docker = docker;
    this.#folder = join(options.home, 'compose');
  }

  /** Whether every image of this version is there. */
  async hasImages(tag: string): Promise<boolean> {
    const images = IMAGES.map((name) => `lakehouse/${name}:${tag}`);
    const { signal } = this.#options;
    return (await this.#docker(['image', 'inspect', '--format', '{{.Id}}', ...images], { signal })).code === 0;
  }

  /** Builds the images, which takes minutes the first time. Throws `STACK_PREPARE_FAILED`. */
  async build(tag: string): Promise<void> {
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
    await this.#removeOldImages(tag);
  }

  /** Every container of the project, whether or not it runs. */
  async containers(timeoutMs?: number): Promise<Container[]> {
    const { code, stdout, stderr } = await this.#compose(['ps', '--all', '--format', 'json'], { timeoutMs });
    if (code === 0) return parseContainers(stdout);
    throw new LakehouseError('STACK_NOT_RUNNING', `Docker does not tell what runs: ${lastLines(stderr, 1)}`);
  }

  /** Starts the services and what they need, waits until Docker calls them healthy. Throws `STACK_SERVICE_FAILED`. */
  async up(services: readonly ServiceName[]): Promise<void> {
    const { onProgress } = this.#options;
    const healthy = new Set<ServiceName>();
    const onLine = (line: string): void => {
      const [, container, event] = /Container \S+-(\w+)-\d+\s+(Started|Healthy)/.exec(line) ?? [];
      const service = services.find((name) => name === container);
      if (service === undefined || healthy.has(service)) return;
      if (event === 'Healthy') healthy.add(service);
      const message = event === 'Healthy' ? `${TITLES[service]} runs` : `Starting ${TITLES[service]}`;
      onProgress?.({ message, service, fraction: healthy.size / services.length });
    };
    const names = services.flatMap((name) => CONTAINERS[name]);
    const wait = ['--no-build', '--wait', '--wait-timeout', String(UP_SECONDS)];
    const result = await this.#compose(['up', '--detach', ...wait, ...names], { onLine });
    if (result.code !== 0) throw await this.#upError(services, result);
  }

  /** Removes the containers of these services; their data stays in its volumes, their logs in files. */
  async remove(services: readonly ServiceName[]): Promise<void> {
    await this.#keepLogs(services);
    const names = services.flatMap((name) => CONTAINERS[name]);
    await this.#orFail(['rm', '--stop', '--force', ...names]);
  }

  /** Removes every container and the network; with `data`, the volumes too. Not cancelled: half a stop helps nobody. */
  async down({ data }: { readonly data: boolean }): Promise<void> {
    if (!data) await this.#keepLogs(SERVICE_NAMES);
    const volumes = data ? ['--volumes'] : [];
    await this.#orFail(['down', '--remove-orphans', '--timeout', String(STOP_SECONDS), ...volumes]);
  }

  /** The last lines of a service, from its container before where this one has not written as many. */
  async logs(service: ServiceName, lines: number): Promise<string> {
    const kept = await readFile(this.#logFile(service), 'utf8').catch(() => '');
    const { code, stdout } = await this.#compose([
      'logs',
      '--no-color',
      '--tail',
      String(lines),
      ...CONTAINERS[service],
    ]);
    return lastLines(`${kept}${code === 0 ? stdout : ''}`, lines);
  }

  async #orFail(args: readonly string[]): Promise<void> {
    const { code, stderr } = await this.#compose(args, { signal: undefined });
    if (code === 0) return;
    throw new LakehouseError('STACK_SERVICE_FAILED', `The stack did not stop: ${lastLines(stderr, 1)}`, {
      nextStep: { label: 'Stop Lakehouse Again', command: 'lakehouse.stopStack' },
      detail: lastLines(stderr, 40),
    });
  }

  /** Which service did not come up, in the words of its own log. */
  async #upError(services: readonly ServiceName[], result: DockerResult): Promise<LakehouseError> {
    const containers = await this.containers();
    for (const service of services) {
      const sick = containers.some((each) => each.health === 'unhealthy' && CONTAINERS[service].includes(each.service));
      const { state, error } = containerState(service, containers);
      if (state !== 'failed' && !sick) continue;
      const why = error?.message ?? `it was not ready after ${UP_SECONDS} s`;
      const log = await this.logs(service, 60);
      return error === null
        ? serviceError(service, why, log)
        : new LakehouseError(error.code, why, { ...error, detail: log });
    }
    return new LakehouseError('STACK_SERVICE_FAILED', `The stack did not start: ${lastLines(result.stderr, 1)}`, {
      nextStep: { label: 'Start Lakehouse Again', command: 'lakehouse.startStack' },
      detail: lastLines(result.stderr, 40),
    });
  }

  /** Containers take their logs with them. */
  async #keepLogs(services: readonly ServiceName[]): Promise<void> {
    await mkdir(join(this.#options.home, 'logs'), { recursive: true, mode: 0o700 });
    for (const service of services) {
      const names = CONTAINERS[service];
      const { code, stdout } = await this.#compose(['logs', '--no-color', '--tail', String(KEPT_LINES), ...names]);
      if (code === 0 && stdout !== '') await writeFile(this.#logFile(service), stdout, { mode: 0o600 });
    }
  }

  /** Images of earlier versions, a few gigabytes each; Docker keeps those that a container still uses. */
  async #removeOldImages(tag: string): Promise<void> {
    const format = ['--format', '{{.Repository}}:{{.Tag}}'];
    const list = await this.#docker(['image', 'ls', '--filter', 'reference=lakehouse/*', ...format]);
    const old = list.stdout.split('\n').filter((image) => {
      const [, name = '', version = ''] = /^lakehouse\/(\w+):([0-9a-f]{12})$/.exec(image.trim()) ?? [];
      return IMAGES.includes(name) && version !== tag;
    });
    if (old.length > 0) await this.#docker(['image', 'rm', ...old]);
  }

  #compose(args: readonly string[], options: DockerRunOptions = {}): Promise<DockerResult> {
    const { home, stackFolder, signal } = this.#options;
    const file = join(stackFolder, 'compose', 'compose.yaml');
    const project = ['--project-name', this.name, '--env-file', settingsFile(home), '--file', file];
    return this.#docker(['compose', '--progress', 'plain', ...project, ...args], {
      signal,
      ...options,
      env: { LAKEHOUSE_BUILD_SETTINGS: join(this.#folder, 'build') },
    });
  }

  #logFile(service: ServiceName): string {
    return join(this.#options.home, 'logs', `compose-${service}.log`);
  }
}
