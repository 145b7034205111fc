/**
 * One stack with the sample lakehouse for all service tests: the one in LAKEHOUSE_TEST_STACK_HOME when that is set, else
 * one of our own in a fresh folder, removed again afterwards.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import type { ConnectionConfig } from '../../lakehouse/src/config';
import { progressPrinter } from '../../lakehouse/src/cli/output';
import { cacheFolder, findStackFolder, openStack, type StackStatus } from '../../lakehouse/src/stack';

/** Where the services are, for `inject('stack')`. */
export interface TestStack {
  /** `sc://127.0.0.1:15002` */
  readonly spark: string;
  /** `thrift://127.0.0.1:9083` */
  readonly hive: string;
  readonly glue: string;
  readonly s3: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly region: string;
  readonly bucket: string;
  readonly home: string;
  /** The same as lakehouse.json would say it. */
  readonly connection: ConnectionConfig;
}

declare module 'vitest' {
  interface ProvidedContext {
    stack: TestStack;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  // The SDK's word on Node versions, once a worker.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
  const given = process.env['LAKEHOUSE_TEST_STACK_HOME'];
  const scratch = given ? undefined : mkdtempSync(join(tmpdir(), 'lakehouse-services-'));
  const home = given ? given : join(scratch ?? '', 'default');
  const stack = await openStack({
    runtime: 'embedded',
    stackFolder: findStackFolder(join(__dirname, '../..')),
    home,
    cache: cacheFolder(),
    onProgress: progressPrinter(),
  });
  const begun = await stack.status();
  project.provide('stack', testStack(begun.state === 'running' ? begun : await stack.start({ sample: true })));
  return async () => {
    if (scratch === undefined) return;
    await stack.stop();
    rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
  };
}

function testStack({ connection, home, services }: StackStatus): TestStack {
  if (connection?.spark === undefined) throw new Error(`The stack in ${home} does not run`);
  const hive = connection.catalogs?.find((catalog) => catalog.type === 'hive');
  const address = (name: string): string => services.find((service) => service.name === name)?.address ?? '';
  const { accessKeyId = '', secretAccessKey = '', region = '' } = hive?.s3 ?? {};
  return {
    spark: connection.spark.url,
    hive: `thrift://${address('metastore')}`,
    glue: `http://${address('glue')}`,
    s3: `http://${address('s3')}`,
    accessKeyId,
    secretAccessKey,
    region,
    bucket: 'lakehouse',
    home,
    connection,
  };
}
