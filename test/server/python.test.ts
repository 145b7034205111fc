/** SQL inside Python, over the server's connection: what an editor is given there, and what it is not. */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CompletionList, Hover, RegistrationParams } from 'vscode-languageserver/node';
import { EXPLAIN_STATEMENT, RUN_STATEMENT } from '../../server/src/protocol';
import { TestClient } from './lib/client';

const catalog = join(import.meta.dirname, '../fixtures/catalogs/lake.json');
const URI = 'untitled:job.py';
const TEXT = [
  'import pyspark',
  "day = '2026-01-01'",
  "rows = spark.sql('SELECT * FROM lake.sales.orders TIMESTAMP AS OF ')",
  'spark.sql(f"""',
  "  SELECT nope, {day} FROM lake.sales.orders WHERE ts > '{day}'",
  '""")',
  'spark.sql("SELECT nope FROM lake.sales.orders")',
].join('\n');

describe('SQL inside Python', () => {
  let client: TestClient;
  const textDocument = { uri: URI };
  const registered: string[] = [];
  beforeAll(async () => {
    client = await TestClient.start({
      catalogSnapshots: [catalog],
      commands: [RUN_STATEMENT, EXPLAIN_STATEMENT],
      embeddedIn: [{ language: 'python', scheme: 'untitled' }],
    });
    client.connection.onRequest('client/registerCapability', ({ registrations }: RegistrationParams) => {
      registered.push(...registrations.map(({ method }) => method));
    });
    await client.open(URI, TEXT, 'python');
  });
  afterAll(async () => {
    expect(await client.stop()).toBe(0);
  });

  const complete = (line: number, character: number) =>
    client.connection.sendRequest<CompletionList | null>('textDocument/completion', {
      textDocument,
      position: { line, character },
    });

  it('is asked for feature by feature: nothing that would get in the way of Python', async () => {
    await expect.poll(() => registered).toContain('textDocument/completion');
    expect(registered).toEqual(expect.arrayContaining(['textDocument/didOpen', 'textDocument/hover']));
    expect(registered.filter((name) => /format|rename|symbol|folding|semantic|lens/i.test(name))).toEqual([]);
  });

  it('completes, in quotes that do not end the string', async () => {
    const list = await complete(2, (TEXT.split('\n')[2]?.length ?? 0) - 2);
    const [first] = list?.items ?? [];
    expect(first?.textEdit?.newText).toBe('"2026-01-01 01:00:00.000"');
  });

  it('offers nothing in Python itself', async () => {
    expect((await complete(1, 3))?.items ?? []).toEqual([]);
    expect((await complete(0, 0))?.items ?? []).toEqual([]);
  });

  it('shows a table on hover', async () => {
    const params = { textDocument, position: { line: 2, character: 42 } };
    const hover = await client.connection.sendRequest<Hover | null>('textDocument/hover', params);
    expect(JSON.stringify(hover?.contents)).toContain('days(ts)');
    expect(hover?.range?.start).toEqual({ line: 2, character: TEXT.split('\n')[2]?.indexOf('lake') });
  });

  it('says what is wrong, where nothing is left to Python, and takes it back', async () => {
    const found = await client.diagnosticsOf(URI, (all) => all.some(({ code }) => code === 'unknown-column'));
    // Of the f-string nothing is certain.
    expect(found.filter(({ code }) => code === 'unknown-column').map(({ range }) => range.start)).toEqual([
      { line: 6, character: 18 },
    ]);
    await client.change(
      URI,
      TEXT.replaceAll('spark.sql("SELECT nope', 'spark.sql("SELECT ts').replace(
        'AS OF ',
        "AS OF \\'2026-01-01 01:00:00\\'",
      ),
    );
    await client.diagnosticsOf(URI, (found) => found.length === 0);
    await client.change(URI, TEXT);
    await client.diagnosticsOf(URI, (found) => found.length > 0);
    await client.change(URI, 'import pyspark\n');
    await client.diagnosticsOf(URI, (found) => found.length === 0);
    await client.change(URI, TEXT);
  });

  it('is neither formatted nor renamed, and has no lenses', async () => {
    const options = { tabSize: 4, insertSpaces: true };
    const ask = (method: string, more: object = {}) =>
      client.connection.sendRequest(`textDocument/${method}`, { textDocument, ...more });
    expect((await ask('formatting', { options })) ?? []).toEqual([]);
    expect((await ask('codeLens')) ?? []).toEqual([]);
    await expect(ask('prepareRename', { position: { line: 6, character: 40 } })).rejects.toThrow('nothing to rename');
  });

  it('is left alone when the setting says so', async () => {
    await client.connection.sendNotification('workspace/didChangeConfiguration', {
      settings: { lakehouse: { python: { sql: false } } },
    });
    await client.diagnosticsOf(URI, (found) => found.length === 0);
    expect((await complete(6, 18))?.items ?? []).toEqual([]);
  });
});
