import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectionTo, type StackAddresses } from '../../../lakehouse/src/stack/addresses';
import { artefacts } from '../../../lakehouse/src/stack/artefacts';
import { findStackFolder } from '../../../lakehouse/src/stack/paths';
import {
  EMBEDDED_CREDENTIALS,
  metastoreSite,
  properties,
  sparkSettings,
} from '../../../lakehouse/src/stack/serviceFiles';
import { serviceEnvironment, sparkHeapMb } from '../../../lakehouse/src/stack/services';

const stackFolder = findStackFolder(__dirname.replace(/test.unit.stack$/, 'dist'));
const addresses: StackAddresses = {
  ...EMBEDDED_CREDENTIALS,
  host: '127.0.0.1',
  ports: { s3: 1, metastore: 2, glue: 3, spark: 4 },
  region: 'us-east-1',
  bucket: 'lakehouse',
};

describe('what the stack is made of', () => {
  let cache: string;
  beforeAll(() => {
    cache = mkdtempSync(join(tmpdir(), 'lakehouse-cache-'));
  });
  afterAll(() => rmSync(cache, { recursive: true }));

  it('is named with the versions of the files that list it, in folders of their own', () => {
    const all = artefacts({ stackFolder, cache });
    const version = (file: string, property: string): string =>
      new RegExp(`<${property}>(.+)<`).exec(readFileSync(join(stackFolder, file), 'utf8'))?.[1] ?? 'none';
    expect(all.map(({ title }) => title)).toEqual([
      `Spark Connect ${version('spark/pom.xml', 'spark.version')}`,
      `Hive Metastore ${version('metastore/pom.xml', 'hive.version')}`,
      `S3Proxy ${version('s3/pom.xml', 's3proxy.version')}`,
      expect.stringMatching(/^Glue \(moto 5\.2\.\d+\)$/),
    ]);
    expect(new Set(all.map(({ folder }) => folder)).size).toBe(4);
    for (const { folder } of all) expect(folder.startsWith(cache)).toBe(true);
  });
});

describe('configuration of the services', () => {
  it('tells every catalog of Spark where its objects and its catalog are', () => {
    const settings = sparkSettings(addresses, '/scratch');
    for (const catalog of ['hive_prod', 'glue_catalog', 'spark_catalog']) {
      expect(settings[`spark.sql.catalog.${catalog}.s3.endpoint`]).toBe('http://127.0.0.1:1');
      expect(settings[`spark.sql.catalog.${catalog}.warehouse`]).toMatch(/^s3:\/\/lakehouse\/\w+$/);
    }
    expect(settings['spark.sql.catalog.hive_prod.uri']).toBe('thrift://127.0.0.1:2');
    expect(settings['spark.sql.catalog.glue_catalog.glue.endpoint']).toBe('http://127.0.0.1:3');
    expect(settings['spark.sql.catalog.glue_catalog']).toBe('org.apache.iceberg.spark.SparkCatalog');
    expect(settings['spark.sql.defaultCatalog']).toBe('hive_prod');
    expect(settings['spark.sql.session.timeZone']).toBe('UTC');
  });

  it('is written so that Java reads what was meant', () => {
    expect(properties({ folder: 'C:\\data\\größe 東' })).toBe('folder=C:\\\\data\\\\gr\\u00f6\\u00dfe \\u6771\n');
    expect(metastoreSite('/a&b<c>')).toContain('databaseName=/a&amp;b&lt;c&gt;;create=true');
  });

  it('keeps settings of AWS and Spark that are meant for others from the services', () => {
    const env = serviceEnvironment({
      PATH: '/bin',
      AWS_PROFILE: 'prod',
      AWS_SESSION_TOKEN: 'x',
      SPARK_HOME: '/s',
      HOME: '/h',
    });
    expect(env).toEqual({ PATH: '/bin', HOME: '/h' });
  });

  it.each([
    [2, 1024],
    [8, 1024],
    [24, 3072],
    [256, 4096],
  ])('gives Spark on a machine of %i GiB a heap of %i MB', (gib, mb) => {
    expect(sparkHeapMb(gib * 2 ** 30)).toBe(mb);
  });
});

describe('the connection to a stack', () => {
  it('has the three catalogs with their addresses', () => {
    const { spark, catalogs } = connectionTo(addresses);
    expect(spark).toEqual({ url: 'sc://127.0.0.1:4' });
    expect(catalogs?.map(({ name, type }) => [name, type])).toEqual([
      ['hive_prod', 'hive'],
      ['glue_catalog', 'glue'],
      ['spark_catalog', 'hive'],
    ]);
    expect(catalogs?.every(({ s3 }) => s3?.endpoint === 'http://127.0.0.1:1' && s3.pathStyle === true)).toBe(true);
  });

  it('leaves out what was never started', () => {
    const { spark, catalogs } = connectionTo({ ...addresses, ports: { s3: 1, metastore: 0, glue: 3, spark: 0 } });
    expect(spark).toBeUndefined();
    expect(catalogs?.map(({ name }) => name)).toEqual(['glue_catalog']);
  });
});
