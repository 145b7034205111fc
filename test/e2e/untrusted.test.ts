/** A workspace that is not trusted: the language helps, nothing connects and nothing starts; trusted, it connects at once. */
import { createServer, type Server } from 'node:net';
import { afterAll, beforeAll, expect, onTestFailed, test } from 'vitest';
import { Workbench } from './lib/workbench';

let workbench: Workbench;
let listener: Server;
let connections = 0;

beforeAll(async () => {
  // What the workspace's connection leads to: it only counts who comes.
  listener = createServer((socket) => {
    connections++;
    socket.on('error', () => socket.destroy());
    socket.end();
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const address = listener.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  workbench = await Workbench.open({
    trust: true,
    files: { 'lakehouse.json': config(port) },
    settings: { 'security.workspace.trust.enabled': true, 'security.workspace.trust.startupPrompt': 'never' },
  });
});
afterAll(async () => {
  await workbench.close();
  listener.close();
});

function config(port: number): string {
  const catalogs = [{ name: 'lake', type: 'hive', uri: `thrift://127.0.0.1:${port}` }];
  return JSON.stringify({ connections: [{ name: 'there', spark: { url: `sc://127.0.0.1:${port}` }, catalogs }] });
}

test('the explorer says why it is empty, and a query is refused with the way out', async () => {
  onTestFailed(() => workbench.screenshot('untrusted-failed'));
  await workbench.showExplorer();
  const welcome = workbench.page.locator('.sidebar .welcome-view-content', { hasText: /trust/i }).first();
  await welcome.waitFor({ timeout: 30_000 });
  await workbench.openFile('time-travel.sql');
  await workbench.page.keyboard.press('Control+Enter');
  const told = workbench.notification(/not trusted/);
  await told.waitFor({ timeout: 20_000 });
  expect(await told.locator('.monaco-button').allInnerTexts()).toContain('Manage Workspace Trust');
  await workbench.screenshot('untrusted');
  expect(connections).toBe(0);
});

test('starting the lakehouse is refused', async () => {
  onTestFailed(() => workbench.screenshot('untrusted-start-failed'));
  await workbench.command('Notifications: Clear All Notifications');
  await workbench.command('Lakehouse: Start Lakehouse');
  await workbench.notification(/not trusted/).waitFor({ timeout: 20_000 });
  expect(connections).toBe(0);
});

test('the language works: syntax errors are shown and keywords offered', async () => {
  onTestFailed(() => workbench.screenshot('untrusted-language-failed'));
  await workbench.openFile('time-travel.sql');
  await workbench.replaceText('SELEC 1');
  await workbench.editor().locator('.squiggly-error').first().waitFor({ timeout: 20_000 });
  await workbench.replaceText('');
  await workbench.type('SELE');
  await expect.poll(async () => (await workbench.suggestions()).join('\n'), { timeout: 20_000 }).toMatch(/SELECT/);
  await workbench.page.keyboard.press('Escape');
  expect(connections).toBe(0);
});

test('once trusted, the tree asks the catalog', async () => {
  onTestFailed(() => workbench.screenshot('trusted-failed'));
  await workbench.command('Workspaces: Manage Workspace Trust');
  await workbench.page
    .locator('.workspace-trust-buttons-row .monaco-button', { hasText: /^Trust$/ })
    .first()
    .click();
  await workbench.page.locator('.monaco-modal-editor-block .codicon-close').first().click();
  await workbench.showExplorer();
  await workbench.expand('lake');
  await expect.poll(() => connections, { timeout: 30_000 }).toBeGreaterThan(0);
  expect(workbench.suspicious()).toEqual([]);
});
