import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { writeBuildSettings } from '../../../lakehouse/src/stack/composeBuildSettings';

const OWN = '-----BEGIN CERTIFICATE-----\nb3Vycw==\n-----END CERTIFICATE-----';
let home: string;
let out: string;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'lakehouse-build-settings-'));
  out = join(home, 'out');
});
afterEach(() => rm(home, { recursive: true, force: true }));

async function put(path: string, text: string): Promise<string> {
  const file = join(home, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
  return file;
}

const written = (name: string): Promise<string> => readFile(join(out, name), 'utf8');

it('leaves every secret empty on a machine that needs nothing', async () => {
  await writeBuildSettings(out, { env: {}, home });
  for (const name of ['certificates.pem', 'maven-settings.xml', 'go.env']) expect(await written(name)).toBe('');
});

it('keeps the files to their owner', async () => {
  await writeBuildSettings(out, { env: {}, home });
  expect((await stat(out)).mode & 0o777).toBe(0o700);
  expect((await stat(join(out, 'pip.conf'))).mode & 0o777).toBe(0o600);
});

it('passes on only certificates that are not everybody’s, each once', async () => {
  const [known = ''] = rootCertificates;
  const one = await put('one.pem', `${known}\n# ours\n${OWN}\n`);
  const other = await put('other.pem', `${OWN.replaceAll('\n', '\r\n')}\r\n`);
  await writeBuildSettings(out, {
    env: { NODE_EXTRA_CA_CERTS: one, SSL_CERT_FILE: other, PIP_CERT: '/nowhere' },
    home,
  });
  const pem = await written('certificates.pem');
  expect(pem.match(/BEGIN CERTIFICATE/g)).toHaveLength(1);
  expect(pem).toContain('b3Vycw==');
});

it('passes on Maven’s settings as they are', async () => {
  await put('.m2/settings.xml', '<settings><mirrors/></settings>');
  await writeBuildSettings(out, { env: {}, home });
  expect(await written('maven-settings.xml')).toBe('<settings><mirrors/></settings>');
});

it('takes from pip’s settings how to reach an index, the environment last', async () => {
  await put(
    '.config/pip/pip.conf',
    '[global]\nindex_url: http://one.example/simple\ncert = /only/here.pem\nextra-index-url =\n  http://a.example\n  http://b.example\n[freeze]\ntimeout = 1\n',
  );
  const named = await put('named.conf', '[install]\nproxy = http://proxy.example:3128\n');
  const env = { PIP_CONFIG_FILE: named, PIP_INDEX_URL: 'http://two.example/simple', PIP_TIMEOUT: '' };
  await writeBuildSettings(out, { env, home });
  const conf = await written('pip.conf');
  expect(conf).toMatch(/^\[global\]\n/);
  expect(conf).toContain('index-url = http://two.example/simple\n');
  expect(conf).toContain('extra-index-url = http://a.example http://b.example\n');
  expect(conf).toContain('proxy = http://proxy.example:3128\n');
  expect(conf).not.toMatch(/cert|timeout = 1\n/);
});

it('writes Go’s settings so that a shell reads them as they are', async () => {
  await put('.config/go/env', 'GOPROXY=http://file.example\nGOFLAGS=-mod=mod\nGOPRIVATE=example.com/*\n');
  await writeBuildSettings(out, { env: { GOPROXY: "http://a'b.example,direct", GONOSUMDB: '' }, home });
  expect(await written('go.env')).toBe("GOPROXY='http://a'\\''b.example,direct'\nGOPRIVATE='example.com/*'\n");
});
