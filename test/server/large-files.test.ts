/** A file of 10 MB in the real server: open, typed into and run from, with no more than statements to be had of it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CompletionList } from 'vscode-languageserver/node';
import { HELP_ANYWAY, LARGE_DOCUMENT, type LargeDocumentParams, RUN_STATEMENT } from '../../server/src/protocol';
import { STATEMENT_AT, STATEMENTS, type StatementAtResult, type StatementsResult } from '../../server/src/protocol';
import { TestClient } from './lib/client';

const URI = 'file:///workspace/large%20one.sql';
const statement = (n: number) =>
  `SELECT o.order_id, sum(o.amount * ${n}) AS total\nFROM lake.sales.orders AS o\nWHERE o.amount > ${n}`;
const COUNT = Math.ceil(10_000_000 / (statement(10_000).length + 3));
const TEXT = `${Array.from({ length: COUNT }, (_, n) => statement(n)).join(';\n\n')};\nSELEC 1`;

describe('a file of 10 MB', () => {
  let client: TestClient;
  const told: LargeDocumentParams[] = [];
  beforeAll(async () => {
    client = await TestClient.start({ largeDocuments: true, commands: [RUN_STATEMENT] });
    client.connection.onNotification(LARGE_DOCUMENT, (params: LargeDocumentParams) => {
      told.push(params);
    });
  });
  afterAll(async () => {
    expect(await client.stop()).toBe(0);
  });

  /** Inserts a text as an editor does with a key. */
  const type = (version: number, line: number, text: string) =>
    client.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri: URI, version },
      contentChanges: [{ range: { start: { line, character: 0 }, end: { line, character: 0 } }, text }],
    });
  const complete = () =>
    client.connection.sendRequest<CompletionList | null>('textDocument/completion', {
      textDocument: { uri: URI },
      position: { line: 0, character: 7 },
    });
  const other = async () => {
    const begun = performance.now();
    await client.completeAt('SELECT |', `untitled:${begun}.sql`);
    return performance.now() - begun;
  };

  it('is opened and typed into without keeping others waiting, and told of', async () => {
    await other();
    await client.open(URI, TEXT);
    expect(await other()).toBeLessThan(15_000);
    for (let key = 0; key < 30; key++) await type(2 + key, 30, 'x');
    // Thirty keys, each of which would have the whole text read again: far more than that.
    expect(await other()).toBeLessThan(15_000);
    await expect.poll(() => told).toEqual([{ uri: URI, isLarge: true }]);
  });

  it('has its statements found and run, as they are now', { timeout: 20_000 }, async () => {
    const all = await client.connection.sendRequest<StatementsResult>(STATEMENTS, { uri: URI });
    expect(all).toHaveLength(COUNT + 1);
    const position = { line: 4 * 7_000, character: 0 };
    const at = await client.connection.sendRequest<StatementAtResult>(STATEMENT_AT, { uri: URI, position });
    expect(at?.text).toBe(statement(7_000));
  });

  it('has nothing else', async () => {
    expect(await complete()).toBeNull();
    const textDocument = { uri: URI };
    expect(await client.connection.sendRequest('textDocument/codeLens', { textDocument })).toEqual([]);
    expect((await client.connection.sendRequest('textDocument/documentSymbol', { textDocument })) ?? []).toEqual([]);
  });
});

describe('the limit', () => {
  it('is a setting, and a document may cross it both ways', async () => {
    const client = await TestClient.start();
    const limit = (millions: number) =>
      client.connection.sendNotification('workspace/didChangeConfiguration', {
        settings: { lakehouse: { largeFiles: { limit: millions } } },
      });
    const uri = 'file:///workspace/q.sql';
    await limit(0.000_02);
    await client.open(uri, 'SELEC 1');
    await client.diagnosticsOf(uri, (found) => found.length === 1);
    await client.change(uri, 'SELEC 1, 2, 3, 4, 5, 6, 7, 8');
    await client.diagnosticsOf(uri, (found) => found.length === 0);
    // An editor without a place for it is shown a message.
    await expect.poll(() => client.messages.join()).toContain('q.sql is large');
    await limit(0);
    await client.diagnosticsOf(uri, (found) => found.length > 0);
    await limit(0.000_02);
    await client.diagnosticsOf(uri, (found) => found.length === 0);
    await client.connection.sendNotification(HELP_ANYWAY, { uri });
    await client.diagnosticsOf(uri, (found) => found.length > 0);
    expect(await client.stop()).toBe(0);
  });
});
