/** Each service is killed while the product is open: the state must be clear, a button must mend it. */
import { afterAll, beforeAll, expect, onTestFailed, test } from 'vitest';
import { status } from '../../scripts/lib/stack.mjs';
import { SERVICE_NAMES, type ServiceName } from '../../lakehouse/src/stack/types';
import { sharedStackHome } from './lib/launch';
import { ensureStack, runQuery, seeCell, seeRunning } from './lib/steps';
import { Workbench } from './lib/workbench';

const TITLES: Readonly<Record<ServiceName, string>> = {
  s3: 'Object Store',
  metastore: 'Hive Metastore',
  glue: 'Glue',
  spark: 'Spark',
};

/** What works only while all services do: both catalogs, the object store behind them, Spark. `note` tells runs apart. */
const query = (note: string): string =>
  `SELECT (SELECT max(amount) FROM hive_prod.sales.orders) AS hive,
  (SELECT count(url) FROM glue_catalog.marketing.clicks) AS glue, '${note}' AS note`;

let workbench: Workbench;

beforeAll(async () => {
  await ensureStack();
  workbench = await Workbench.open();
  await workbench.openFile('time-travel.sql');
  await seeRunning(workbench);
}, 300_000);
afterAll(() => workbench.close());

for (const service of SERVICE_NAMES) {
  test(`a killed ${TITLES[service]} is told and mended by a button`, { timeout: 180_000 }, async () => {
    onTestFailed(() => workbench.screenshot(`killed-${service}-failed`));
    await seeCell(await runQuery(workbench, query(`before ${service} died`)), `before ${service} died`);

    await kill(service);
    const item = workbench.statusItem();
    await item.filter({ hasText: `${TITLES[service]} is down` }).waitFor({ timeout: 30_000 });
    const told = workbench.notification(new RegExp(`${TITLES[service]} has stopped unexpectedly`));
    await told.waitFor({ timeout: 10_000 });
    await workbench.screenshot(`killed-${service}`);

    await told.locator('.monaco-button', { hasText: `Restart ${TITLES[service]}` }).click();
    await seeRunning(workbench);
    await seeCell(await runQuery(workbench, query(`after ${service} died`)), `after ${service} died`, 90_000);
    expect(workbench.suspicious()).toEqual([]);
  });
}

async function kill(service: ServiceName): Promise<void> {
  const { services } = await status({ home: sharedStackHome() });
  const pid = services.find(({ name }) => name === service)?.pid;
  if (pid == null) throw new Error(`${service} has no process`);
  process.kill(pid, 'SIGKILL');
}
