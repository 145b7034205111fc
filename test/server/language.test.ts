import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CodeLens } from 'vscode-languageserver/node';
import {
  EXPLAIN_STATEMENT,
  RUN_STATEMENT,
  STATEMENT_AT,
  STATEMENTS,
  TREE_CHILDREN,
  type StatementAtResult,
  type StatementsResult,
} from '../../server/src/protocol';
import { TestClient } from './lib/client';

const catalog = join(import.meta.dirname, '../fixtures/catalogs/lake.json');

describe('the language server over its connection', () => {
  let client: TestClient;
  beforeAll(async () => {
    client = await TestClient.start({ catalogSnapshots: [catalog], sparkVersion: '4.0' });
  });
  afterAll(async () => {
    expect(await client.stop()).toBe(0);
  });

  const labels = async (marked: string, uri?: string) =>
    (await client.completeAt(marked, uri)).map(({ label }) => label);

  it('completes catalogs, namespaces, tables and columns', async () => {
    expect(await labels('SELECT * FROM |', 'untitled:1.sql')).toContain('lake');
    expect(await labels('SELECT * FROM lake.|', 'untitled:2.sql')).toEqual(expect.arrayContaining(['sales', 'ops']));
    expect(await labels('SELECT * FROM lake.sales.|', 'untitled:3.sql')).toEqual(['orders', 'regions']);
    const columns = await labels('SELECT | FROM lake.sales.orders o', 'untitled:4.sql');
    expect(columns.slice(0, 4).sort()).toEqual(['amount', 'customer', 'order_id', 'ts']);
    expect(await labels('SELECT o.customer.| FROM lake.sales.orders o', 'untitled:5.sql')).toEqual(['id', 'name']);
  });

  it('offers the commit times of the very table, newest first', async () => {
    const items = await client.completeAt('SELECT * FROM lake.sales.orders TIMESTAMP AS OF |', 'untitled:6.sql');
    const times = items.filter(({ kind }) => kind === 23);
    const ordered = [...times].sort((a, b) => (a.sortText ?? '').localeCompare(b.sortText ?? ''));
    expect(ordered.map(({ label }) => label)).toEqual([
      expect.stringContaining('2026-01-01 01:00:00'),
      expect.stringContaining('2026-01-01 00:00:00'),
    ]);
    expect(ordered[0]?.detail).toContain('overwrite');
  });

  it('offers snapshot ids, branches and tags after VERSION AS OF', async () => {
    const found = await labels('SELECT * FROM lake.sales.orders VERSION AS OF |', 'untitled:7.sql');
    expect(found.join(' ')).toContain('8271638172635928431');
    expect(found.join(' ')).toContain('audit');
  });

  it('says nothing about a blank that asks for nothing', async () => {
    const uri = 'untitled:8.sql';
    await client.open(uri, 'SELECT 1 ');
    const list = await client.connection.sendRequest<{ items: unknown[] }>('textDocument/completion', {
      textDocument: { uri },
      position: { line: 0, character: 9 },
      context: { triggerKind: 2, triggerCharacter: ' ' },
    });
    expect(list.items).toEqual([]);
  });

  it('reports what cannot be a statement, and nothing else', async () => {
    const uri = 'untitled:d.sql';
    await client.open(uri, 'SELECT 1;\nSELEC 2;\nSELECT 3');
    const [fault, ...rest] = await client.diagnosticsOf(uri, (found) => found.length > 0);
    expect(rest).toEqual([]);
    expect(fault?.range.start).toEqual({ line: 1, character: 0 });
    await client.change(uri, 'SELECT 1;\nSELECT 2;\nSELECT 3');
    expect(await client.diagnosticsOf(uri, (found) => found.length === 0)).toEqual([]);
  });

  it('shows a table on hover, its comment as text', async () => {
    const text = await client.hoverAt('SELECT * FROM lake.sales.ord|ers', 'untitled:9.sql');
    expect(text).toContain('orders');
    expect(text).toContain('days(ts)');
    expect(text).not.toContain(' *order*');
  });

  it('finds the statement at a position and the statements of a range', async () => {
    const uri = 'untitled:s.sql';
    await client.open(uri, "SELECT ';' AS a;\n\n-- second\nSELECT 2;\nSELECT 3");
    const at = await client.connection.sendRequest<StatementAtResult>(STATEMENT_AT, {
      uri,
      position: { line: 3, character: 4 },
    });
    expect(at?.text).toBe('SELECT 2');
    expect(at?.range.start).toEqual({ line: 3, character: 0 });
    const all = await client.connection.sendRequest<StatementsResult>(STATEMENTS, { uri });
    expect(all.map(({ text }) => text)).toEqual(["SELECT ';' AS a", 'SELECT 2', 'SELECT 3']);
  });

  it('gives no code lenses to an editor that has no commands for them', async () => {
    const uri = 'untitled:l.sql';
    await client.open(uri, 'SELECT 1');
    const params = { textDocument: { uri } };
    expect(await client.connection.sendRequest('textDocument/codeLens', params)).toEqual([]);
  });

  it('answers an unknown connection with an error that says what to do', async () => {
    const result = await client.connection.sendRequest(TREE_CHILDREN, { path: { connection: 'nowhere' } });
    expect(result).toMatchObject({
      error: { code: 'CONNECTION_UNKNOWN', nextStep: { command: 'lakehouse.openConfig' } },
    });
  });
});

describe('code lenses', () => {
  const titles = async (client: TestClient, uri: string) => {
    const lenses = await client.connection.sendRequest<CodeLens[]>('textDocument/codeLens', { textDocument: { uri } });
    return lenses.map(({ range, command }) => `${range.start.line}:${range.start.character} ${command?.title}`);
  };

  it('stand over each statement: Run, and Explain over what has a plan', async () => {
    const client = await TestClient.start({ commands: [RUN_STATEMENT, EXPLAIN_STATEMENT] });
    const uri = 'untitled:lens.sql';
    const text = [
      '-- first',
      'USE hive_prod;',
      '  SELECT 1;',
      'SELEC 2;',
      'CREATE TABLE t AS SELECT 1;',
      'CREATE TABLE u (a INT)',
    ];
    await client.open(uri, text.join('\r\n'));
    expect(await titles(client, uri)).toEqual([
      '1:0 Run',
      '2:2 Run',
      '2:2 Explain',
      '3:0 Run',
      '4:0 Run',
      '4:0 Explain',
      '5:0 Run',
    ]);
    const [lens] = await client.connection.sendRequest<CodeLens[]>('textDocument/codeLens', { textDocument: { uri } });
    const position = { line: 1, character: 0 };
    expect(lens?.command).toEqual({ title: 'Run', command: RUN_STATEMENT, arguments: [{ uri, version: 1, position }] });
    await client.change(uri, '');
    expect(await titles(client, uri)).toEqual([]);
    await client.stop();
  });

  it('go with their setting, and with the command the editor lacks', async () => {
    const client = await TestClient.start({ commands: [RUN_STATEMENT] });
    const uri = 'untitled:lens.sql';
    await client.open(uri, 'SELECT 1');
    expect(await titles(client, uri)).toEqual(['0:0 Run']);
    const settings = { lakehouse: { codeLens: false } };
    await client.connection.sendNotification('workspace/didChangeConfiguration', { settings });
    expect(await titles(client, uri)).toEqual([]);
    await client.stop();
  });
});

describe('a server with a bad catalog snapshot', () => {
  it('names the file and goes on', async () => {
    const client = await TestClient.start({ catalogSnapshots: ['/nonexistent/lake.json'] });
    await client.completeAt('SELECT |');
    await expect.poll(() => client.messages.join('\n')).toContain('/nonexistent/lake.json');
    expect(await client.stop()).toBe(0);
  });
});
