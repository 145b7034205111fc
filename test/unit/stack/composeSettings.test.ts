import { cp, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  imageTag,
  newKeys,
  projectName,
  readSettings,
  settingsFile,
  sparkMemory,
  writeSettings,
  type ComposeSettings,
} from '../../../lakehouse/src/stack/composeSettings';

const GIB = 2 ** 30;
const stack = join(__dirname, '../../../stack');
let home: string;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'lakehouse-compose-unit-'));
});
afterEach(() => rm(home, { recursive: true, force: true }));

function settings(): ComposeSettings {
  return {
    ...newKeys(),
    bucket: 'lakehouse',
    ports: { s3: 9000, metastore: 9083, glue: 5000, spark: 15002 },
    tag: '0123456789ab',
    sparkMemoryBytes: 4 * GIB,
  };
}

describe('the environment file of a compose stack', () => {
  it('gives back what was written, and only its owner may read it', async () => {
    const written = settings();
    await writeSettings(home, written);
    expect(await readSettings(home)).toEqual(written);
    expect((await stat(settingsFile(home))).mode & 0o777).toBe(0o600);
    expect((await stat(join(home, 'compose'))).mode & 0o777).toBe(0o700);
  });

  it('leaves Spark room beside its heap', async () => {
    await writeSettings(home, settings());
    expect(await readFile(settingsFile(home), 'utf8')).toContain('LAKEHOUSE_SPARK_HEAP=3072m\n');
  });

  it('has a value for every variable that compose.yaml insists on', async () => {
    await writeSettings(home, settings());
    const given = new Set((await readFile(settingsFile(home), 'utf8')).split('\n').map((line) => line.split('=')[0]));
    const yaml = await readFile(join(stack, 'compose', 'compose.yaml'), 'utf8');
    const asked = new Set([...yaml.matchAll(/\$\{(\w+):\?\}/g)].map((match) => match[1]));
    // Given with each call, as it is a path.
    asked.delete('LAKEHOUSE_BUILD_SETTINGS');
    expect(asked.size).toBeGreaterThan(8);
    expect([...asked].filter((name) => !given.has(name))).toEqual([]);
  });

  it.each(['', 'LAKEHOUSE_TAG=x\n', 'nonsense'])('is made anew when it holds only %j', async (text) => {
    await writeSettings(home, settings());
    await writeFile(settingsFile(home), text);
    expect(await readSettings(home)).toBeNull();
  });

  it('is made anew when a port is no number', async () => {
    await writeSettings(home, settings());
    const text = await readFile(settingsFile(home), 'utf8');
    await writeFile(settingsFile(home), text.replace('LAKEHOUSE_S3_PORT=9000', 'LAKEHOUSE_S3_PORT=abc'));
    expect(await readSettings(home)).toBeNull();
  });

  it('has other keys in every home, none of which needs quoting', () => {
    const [one, other] = [newKeys(), newKeys()];
    for (const key of ['accessKey', 'secretKey', 'postgresPassword'] as const) {
      expect(one[key]).not.toBe(other[key]);
      expect(one[key]).toMatch(/^[a-z0-9]{16,40}$/);
    }
  });
});

describe('names and sizes', () => {
  it('keeps the stacks of two homes apart, however the home is written', () => {
    expect(projectName('/data/one')).toMatch(/^lakehouse-[0-9a-f]{10}$/);
    expect(projectName('/data/one')).not.toBe(projectName('/data/other'));
    expect(projectName('/data/x/../one')).toBe(projectName('/data/one'));
  });

  it('gives Spark two fifths of what Docker has, within 1 and 3 GiB of heap', () => {
    expect(sparkMemory(64 * GIB)).toBe(4 * GIB);
    expect(sparkMemory(5 * GIB)).toBe(3 * GIB);
    expect(sparkMemory(0)).toBe(2 * GIB);
  });

  it('names images by what they are built from', async () => {
    const copy = join(home, 'stack');
    for (const part of ['compose', 'spark', 'metastore', 'glue']) {
      await cp(join(stack, part), join(copy, part), { recursive: true });
    }
    const before = await imageTag(copy);
    expect(before).toMatch(/^[0-9a-f]{12}$/);
    expect(await imageTag(stack)).toBe(before);
    await writeFile(join(copy, 'spark', 'other.txt'), 'not part of an image');
    expect(await imageTag(copy)).toBe(before);
    const pom = join(copy, 'spark', 'pom.xml');
    await writeFile(pom, (await readFile(pom, 'utf8')).replace('4.0.1', '4.0.2'));
    expect(await imageTag(copy)).not.toBe(before);
  });
});

describe('compose.yaml', () => {
  it('publishes every port on loopback only', async () => {
    const yaml = await readFile(join(stack, 'compose', 'compose.yaml'), 'utf8');
    const ports = [...yaml.matchAll(/^ +ports: \[(.*)\]$/gm)].map((match) => match[1] ?? '');
    expect(ports).toHaveLength(4);
    for (const port of ports) expect(port).toMatch(/^'127\.0\.0\.1:\$\{LAKEHOUSE_\w+_PORT:\?\}:\d+'$/);
    expect(yaml).not.toContain('network_mode');
  });

  it('holds no secret', async () => {
    for (const name of ['compose.yaml', 'Dockerfile', 'metastore-site.xml', 'spark-defaults.conf']) {
      const text = await readFile(join(stack, 'compose', name), 'utf8');
      expect(text).not.toMatch(/(PASSWORD|SECRET_KEY|ACCESS_KEY(_ID)?)['"]?\s*[:=]\s*['"]?(?!\$\{)[\w-]+/);
    }
  });
});
