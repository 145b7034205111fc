import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { BuildProgress, buildError } from '../../../lakehouse/src/stack/composeBuild';
import {
  checkDocker,
  dockerAnswers,
  runDocker,
  type DockerResult,
  type DockerRun,
} from '../../../lakehouse/src/stack/composeDocker';

const ok = (stdout: string): DockerResult => ({ code: 0, stdout, stderr: '' });
const bad = (stderr: string): DockerResult => ({ code: 1, stdout: '', stderr });
const INFO = { MemTotal: 16 * 2 ** 30, ServerVersion: '27.1.0', OSType: 'linux' };

/** A Docker that gives the answers that real ones give. */
function docker(info: DockerResult, compose: DockerResult): DockerRun {
  return (args) => Promise.resolve(args[0] === 'compose' ? compose : info);
}

afterEach(() => vi.unstubAllEnvs());

describe('what is missing is named', () => {
  const info = ok(JSON.stringify(INFO));

  it('nothing', async () => {
    expect(await checkDocker(docker(info, ok('v2.40.3\n')))).toEqual({
      memoryBytes: INFO.MemTotal,
      serverVersion: '27.1.0',
      composeVersion: '2.40.3',
    });
  });

  it.each([
    [bad("docker: 'compose' is not a docker command."), 'Docker has no Compose plugin'],
    [ok('2.3.3'), 'Docker Compose 2.3.3 is too old'],
    [ok('1.29.2'), 'Docker Compose 1.29.2 is too old'],
  ])('the Compose plugin: %j', async (compose, message) => {
    const error = checkDocker(docker(info, compose));
    await expect(error).rejects.toMatchObject({ code: 'PREREQUISITE_MISSING' });
    await expect(error).rejects.toThrow(message);
  });

  it.each([
    [bad('Cannot connect to the Docker daemon at unix:///var/run/docker.sock.'), 'its daemon does not answer'],
    // As Docker 20 to 24 print it: exit code 0 or 1, and the error within.
    [ok('{"ServerErrors":["Cannot connect to the Docker daemon"]}'), 'its daemon does not answer'],
    [bad('permission denied while trying to connect to the Docker daemon socket'), 'not allowed to use'],
    [ok(JSON.stringify({ ...INFO, MemTotal: 2 * 2 ** 30 })), 'Docker has 2.0 GiB of memory'],
    [ok(JSON.stringify({ ...INFO, OSType: 'windows' })), 'windows containers'],
  ])('the daemon: %j', async (answer, message) => {
    const error = checkDocker(docker(answer, ok('2.40.3')));
    await expect(error).rejects.toMatchObject({
      code: 'PREREQUISITE_MISSING',
      nextStep: { label: expect.stringContaining('embedded') as string },
    });
    await expect(error).rejects.toThrow(message);
  });

  it('Docker itself', async () => {
    const empty = await mkdtemp(join(tmpdir(), 'lakehouse-no-docker-'));
    try {
      vi.stubEnv('PATH', empty);
      await expect(checkDocker(runDocker)).rejects.toMatchObject({
        code: 'PREREQUISITE_MISSING',
        message: 'Docker is not installed',
      });
      expect(await dockerAnswers()).toBe(false);
    } finally {
      await rm(empty, { recursive: true });
    }
  });
});

it('cancels before anything is started', async () => {
  await expect(runDocker(['version'], { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'CANCELLED' });
});

describe('a build', () => {
  it('tells which of the long stages go on', () => {
    const progress = new BuildProgress();
    const told = [
      '#7 [s3 base 2/2] RUN apt-get update -qq',
      '#22 [s3 go 4/4] RUN --mount=type=cache mkdir /tmp/fetch',
      '#19 [spark spark-jars 2/2] RUN --mount=type=cache sh /build/copy-jars.sh',
      '#22 12.01 go: downloading golang.org/toolchain v0.0.1-go1.24.13.linux-amd64',
      '#22 DONE 32.3s',
      '#23 [minio-build 1/1] RUN CGO_ENABLED=0',
      '#19 DONE 41.0s',
      '#23 DONE 190.0s',
    ].map((line) => progress.next(line));
    expect(told).toEqual([
      undefined,
      'Building the images: fetching the Go compiler',
      'Building the images: fetching the Go compiler, downloading Spark and Iceberg (320 MB)',
      undefined,
      'Building the images: downloading Spark and Iceberg (320 MB)',
      'Building the images: downloading Spark and Iceberg (320 MB), compiling MinIO',
      'Building the images: compiling MinIO',
      undefined,
    ]);
  });

  it('that fails is explained by what the failing step said last', () => {
    const output = [
      '#22 ERROR: executor failed running [/bin/sh -c go version]: exit code: 2',
      '#17 CANCELED',
      '------',
      ' > [s3 go 4/4] RUN go mod download:',
      '0.100 go: downloading golang.org/toolchain',
      '0.237 /bin/sh: 1: .: cannot open /run/secrets/go_env: No such file',
      '------',
      'failed to solve: executor failed running [/bin/sh -c go version]: exit code: 2',
      '',
    ].join('\n');
    const error = buildError(output, '/home/build.log');
    expect(error.code).toBe('STACK_PREPARE_FAILED');
    expect(error.message).toBe(
      'The images could not be built: /bin/sh: 1: .: cannot open /run/secrets/go_env: No such file',
    );
    expect(error.detail).toContain('failed to solve');
    expect(error.detail).toContain('/home/build.log');
  });

  it('that fails otherwise is explained by its last line, a full disk by name', () => {
    expect(buildError('a\nfailed to solve: no such host\n', 'x').message).toContain('failed to solve: no such host');
    expect(buildError('write /x: no space left on device\n', 'x').message).toContain('the disk is full');
    expect(buildError('', 'x').message).toContain('no reason was given');
  });
});
