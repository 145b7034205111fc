/** What the doctor says of a machine: what is missing is a failure only where it is needed. */
import { createServer, type Server } from 'node:net';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { checkFolder, checkNode, checkPorts, checkPrograms, checkStack } from '../../../lakehouse/src/doctor/machine';
import type { DockerRun } from '../../../lakehouse/src/stack/composeDocker';
import type { Machine } from '../../../lakehouse/src/stack/prerequisites';
import type { ServiceStatus, StackStatus } from '../../../lakehouse/src/stack/types';

const ANSWERS: Readonly<Record<string, string>> = {
  java: 'openjdk version "17.0.15" 2025-04-15',
  javac: 'javac 17.0.15',
  mvn: '\u001b[1mApache Maven 3.8.7\u001b[m',
  python3: '3.11\n',
};
const machine = (...missing: string[]): Machine => ({
  platform: 'linux',
  env: { PATH: '' },
  run: async (command) =>
    missing.includes(command) ? { code: 127, output: '' } : { code: 0, output: ANSWERS[command] ?? '' },
});
const docker: DockerRun = async (args) => {
  const info = JSON.stringify({ MemTotal: 16 * 2 ** 30, ServerVersion: '27.1.0', OSType: 'linux' });
  return { code: 0, stdout: args[0] === 'compose' ? '2.40.3\n' : info, stderr: '' };
};
const noDocker: DockerRun = async () => ({ code: 1, stdout: '', stderr: 'Cannot connect to the Docker daemon' });

const statuses = async (options: Parameters<typeof checkPrograms>[0]) =>
  Object.fromEntries((await checkPrograms(options)).map(({ check, status }) => [check, status]));

describe('the programs', () => {
  it('are named with their versions', async () => {
    const found = await checkPrograms({ runtime: 'auto', machine: machine(), docker });
    expect(found.map(({ check, message }) => `${check} ${message}`)).toEqual([
      'java 17.0.15',
      'javac 17.0.15',
      'maven 3.8.7',
      'python 3.11',
      'docker 27.1.0, Compose 2.40.3, 16.0 GiB of memory',
    ]);
    expect(new Set(found.map(({ status }) => status))).toEqual(new Set(['ok']));
  });

  it('that are missing fail where the runtime needs them', async () => {
    const [java, , maven] = await checkPrograms({ runtime: 'embedded', machine: machine('java', 'mvn'), docker });
    expect(java).toMatchObject({ status: 'fail', message: expect.stringContaining('no java was found') as string });
    expect(maven).toMatchObject({ status: 'fail', nextStep: expect.stringContaining('maven') as string });
    expect(await statuses({ runtime: 'embedded', machine: machine(), docker: noDocker })).toMatchObject({
      docker: 'warn',
    });
    expect(await statuses({ runtime: 'compose', machine: machine('mvn'), docker: noDocker })).toMatchObject({
      maven: 'warn',
      docker: 'fail',
    });
  });

  it('of one runtime are enough for "auto", and none is needed for connections elsewhere', async () => {
    const auto = { runtime: 'auto' as const };
    expect(await statuses({ ...auto, machine: machine('mvn'), docker })).toMatchObject({ maven: 'warn', docker: 'ok' });
    expect(await statuses({ ...auto, machine: machine(), docker: noDocker })).toMatchObject({ docker: 'warn' });
    expect(await statuses({ ...auto, machine: machine('mvn'), docker: noDocker })).toMatchObject({
      maven: 'fail',
      docker: 'fail',
    });
    expect(await statuses({ runtime: null, machine: machine('java'), docker: noDocker })).toMatchObject({
      java: 'warn',
      docker: 'warn',
    });
  });

  it('include Node', () => {
    expect(checkNode('20.1.0').status).toBe('ok');
    expect(checkNode('18.19.0')).toMatchObject({ status: 'fail', nextStep: 'Install Node 20 or newer' });
  });
});

const service = (name: ServiceStatus['name'], rest: Partial<ServiceStatus>): ServiceStatus => ({
  name,
  state: 'running',
  title: name.toUpperCase(),
  address: null,
  pid: null,
  error: null,
  ...rest,
});
const status = (state: StackStatus['state'], services: readonly ServiceStatus[]): StackStatus => ({
  runtime: 'embedded',
  state,
  services,
  connection: null,
  home: '/home/x',
});

describe('the stack', () => {
  it('that does not run is no fault, one of its services that failed is', () => {
    expect(checkStack(status('stopped', []))).toMatchObject([{ check: 'stack', status: 'ok' }]);
    const error = { code: 'STACK_SERVICE_FAILED' as const, message: 'glue ended', nextStep: { label: 'Restart glue' } };
    const services = [
      service('s3', { address: '127.0.0.1:9000' }),
      service('glue', { state: 'failed', error }),
      service('spark', { state: 'stopped' }),
    ];
    expect(checkStack(status('degraded', services))).toEqual([
      { check: 'stack: s3', status: 'ok', message: 'S3 at 127.0.0.1:9000' },
      { check: 'stack: glue', status: 'fail', message: 'glue ended', nextStep: 'Restart glue' },
      { check: 'stack: spark', status: 'warn', message: 'SPARK is stopped', nextStep: 'lakehouse up --services spark' },
    ]);
  });
});

describe('the ports', () => {
  let server: Server | undefined;
  afterEach(() => server?.close());

  it('that others took are named, those of our own stack are not', async () => {
    // Whoever runs a stack beside the test has the port already: then the test needs none of its own.
    server = createServer();
    await new Promise<void>((resolve) => {
      server?.once('error', () => resolve()).listen(15002, '127.0.0.1', () => resolve());
    });
    expect(await checkPorts(null)).toMatchObject({
      status: 'warn',
      message: expect.stringContaining('15002 (spark)') as string,
    });
    const own = status('running', [service('spark', { address: '127.0.0.1:15002' })]);
    expect((await checkPorts(own)).message).not.toContain('15002 (spark)');
  });
});

describe('a folder', () => {
  it('that is not there yet is looked at where it would be made, and not made', async () => {
    const scratch = mkdtempSync(join(tmpdir(), 'lakehouse-doctor-'));
    const folder = join(scratch, 'a/b');
    expect(await checkFolder('data', folder)).toEqual({ check: 'data', status: 'ok', message: folder });
    expect(await checkFolder('data', join(scratch, 'a'))).toMatchObject({ status: 'ok' });
    // The superuser may write anywhere.
    if (process.getuid?.() !== 0) {
      chmodSync(scratch, 0o500);
      expect(await checkFolder('data', folder)).toMatchObject({ status: 'fail' });
    }
    rmSync(scratch, { recursive: true });
  });
});
