/** A lakehouse.json that cannot be read, and connections that lead nowhere: each names the thing and the next step. */
import { writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { afterAll, beforeAll, expect, onTestFailed, test } from 'vitest';
import { Workbench } from './lib/workbench';

let workbench: Workbench;
let other: Server;

beforeAll(async () => {
  // Something that listens and is neither a metastore nor Spark.
  other = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    socket.end('220 mail.example.com ESMTP\r\n');
  });
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const address = other.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  workbench = await Workbench.open({ files: { 'lakehouse.json': config(port) } });
});
afterAll(async () => {
  await workbench.close();
  other.close();
});

function config(port: number): string {
  const spark = { url: 'sc://127.0.0.1:9' };
  return JSON.stringify({
    connections: [
      {
        name: 'wrong',
        spark,
        catalogs: [
          { name: 'nowhere', type: 'hive', uri: 'thrift://nowhere.invalid:9083' },
          { name: 'mail', type: 'hive', uri: `thrift://127.0.0.1:${port}` },
        ],
      },
    ],
  });
}

test('a wrong host and a port that answers something else are named in the tree', async () => {
  onTestFailed(() => workbench.screenshot('wrong-addresses-failed'));
  await workbench.showExplorer();
  await workbench.expand('nowhere');
  await workbench.expand('mail');
  await expect
    .poll(async () => (await workbench.treeLabels()).join('\n'), { timeout: 60_000 })
    .toMatch(/nowhere\.invalid/);
  await expect
    .poll(async () => (await workbench.treeLabels()).filter((label) => /127\.0\.0\.1:\d+/.test(label)), {
      timeout: 60_000,
    })
    .not.toEqual([]);
  await workbench.screenshot('wrong-addresses');
});

test('a query on a Spark that is not there fails with its address', async () => {
  onTestFailed(() => workbench.screenshot('no-spark-failed'));
  await workbench.openFile('time-travel.sql');
  await workbench.page.keyboard.press('Control+Enter');
  const frame = await workbench.webview('.error', 60_000);
  expect(await frame.locator('.error').first().innerText()).toContain('127.0.0.1:9');
  await workbench.screenshot('no-spark');
});

test('a corrupt lakehouse.json is told where it is wrong, and a button opens it there', async () => {
  onTestFailed(() => workbench.screenshot('corrupt-config-failed'));
  writeFileSync(
    workbench.path('lakehouse.json'),
    '{\n  "connections": [\n    { "name": "local" "stack": "embedded" }\n  ]\n}\n',
  );
  const told = workbench.notification(/lakehouse\.json/);
  await told.waitFor({ timeout: 20_000 });
  expect(await told.innerText()).toMatch(/3/);
  await workbench.screenshot('corrupt-config');
  await told.locator('.monaco-button', { hasText: 'lakehouse.json' }).click();
  await workbench.tab('lakehouse.json').waitFor();
  expect(workbench.suspicious()).toEqual([]);
});
