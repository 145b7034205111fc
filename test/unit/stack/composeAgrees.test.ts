/** What holds in the embedded runtime holds in the compose form: the same settings, but for names of hosts. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { StackAddresses } from '../../../lakehouse/src/stack/addresses';
import { metastoreSite, sparkSettings } from '../../../lakehouse/src/stack/serviceFiles';

const compose = join(__dirname, '../../../stack/compose');
const ADDRESSES: StackAddresses = {
  host: 'HOST',
  ports: { s3: 9000, metastore: 9083, glue: 5000, spark: 15002 },
  region: 'us-east-1',
  bucket: '@BUCKET@',
  accessKeyId: 'KEY',
  secretAccessKey: 'SECRET',
};
const NAMES: Readonly<Record<string, string>> = { '9000': 's3', '9083': 'metastore', '5000': 'glue' };

/** The embedded settings as they read inside the containers. */
function inContainers(settings: Readonly<Record<string, string>>): Record<string, string> {
  const renamed = Object.entries(settings).map(([key, value]) => [
    key,
    value.replace(/HOST:(\d+)/g, (_, port: string) => `${NAMES[port] ?? 'HOST'}:${port}`),
  ]);
  return Object.fromEntries(renamed) as Record<string, string>;
}

describe('Spark', () => {
  it('has the settings it has in the embedded runtime', async () => {
    const text = await readFile(join(compose, 'spark-defaults.conf'), 'utf8');
    const ours = Object.fromEntries(
      [...text.matchAll(/^(spark\S+)\s+(\S.*)$/gm)].map(([, key = '', value = '']) => [key, value]),
    );
    const expected = inContainers(sparkSettings(ADDRESSES, '/tmp'));
    // Keys come from the environment, and only the container sees its own loopback.
    for (const key of ['access', 'secret']) delete expected[`spark.hadoop.fs.s3a.${key}.key`];
    expected['spark.driver.host'] = '127.0.0.1';
    expected['spark.driver.bindAddress'] = '127.0.0.1';
    expected['spark.connect.grpc.binding.address'] = '0.0.0.0';
    expect(ours).toEqual(expected);
    expect(JSON.stringify(ours)).not.toContain('HOST');
  });
});

describe('the metastore', () => {
  it('has the settings it has in the embedded runtime, and PostgreSQL for Derby', async () => {
    const read = (xml: string): Map<string, string> =>
      new Map([...xml.matchAll(/<name>(.*?)<\/name><value>(.*?)<\/value>/g)].map(([, k = '', v = '']) => [k, v]));
    const ours = read(await readFile(join(compose, 'metastore-site.xml'), 'utf8'));
    const embedded = read(metastoreSite('/data'));
    const other = [...embedded].filter(([key, value]) => ours.get(key) !== value).map(([key]) => key);
    expect(other).toEqual(['javax.jdo.option.ConnectionURL', 'javax.jdo.option.ConnectionDriverName']);
    const spark = inContainers(sparkSettings(ADDRESSES, '/tmp'));
    for (const [key, value] of ours) {
      if (key.startsWith('fs.')) expect([key, value]).toEqual([key, spark[`spark.hadoop.${key}`]]);
    }
  });
});
