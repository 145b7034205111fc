import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CompletionItem, SignatureHelp } from 'vscode-languageserver/node';
import { SESSION_ZONE, SET_CONNECTIONS } from '../../server/src/protocol';
import { TestClient } from './lib/client';

const folder = mkdtempSync(join(tmpdir(), 'lakehouse-completion-'));
const file = join(folder, 'catalog.json');
// As a catalog with names in mixed case might be written; the id does not fit a double.
writeFileSync(
  file,
  `{ "version": 1, "catalogs": [{ "name": "lake", "type": "hive", "namespaces": [{ "name": ["Sales"], "location": "s3://lake/sales",
    "tables": [
      { "name": "Orders", "format": "iceberg", "comment": "one row an order", "partitionFields": ["days(ts)"],
        "columns": [{ "name": "id", "type": "bigint", "nullable": false }, { "name": "ts", "type": "timestamp", "comment": "when" }],
        "snapshots": [{ "id": 5660770991823815685, "timestampMs": 1767225600000, "operation": "append",
          "summary": { "added-records": "7", "total-records": "7" } }],
        "refs": [{ "name": "main", "type": "branch", "snapshotId": 5660770991823815685 }] }] }] }] }`,
);
afterAll(() => rmSync(folder, { recursive: true }));

const options = {
  catalogSnapshots: [file],
  commands: ['editor.action.triggerSuggest', 'editor.action.triggerParameterHints'],
};
const snippets = { textDocument: { completion: { completionItem: { snippetSupport: true } } } };

const newText = (item: CompletionItem | undefined): string | undefined => item?.textEdit?.newText;

describe('completion over the connection', () => {
  let client: TestClient;
  let document = 0;
  beforeAll(async () => {
    client = await TestClient.start(options, snippets);
  });
  afterAll(async () => {
    expect(await client.stop()).toBe(0);
  });

  const items = (marked: string): Promise<CompletionItem[]> => client.completeAt(marked, `untitled:${++document}.sql`);
  const item = async (marked: string, label: string): Promise<CompletionItem | undefined> =>
    (await items(marked)).find((one) => one.label === label);
  const resolve = (one: CompletionItem | undefined): Promise<CompletionItem> =>
    client.connection.sendRequest<CompletionItem>('completionItem/resolve', one);

  it('works from a catalog snapshot file alone, in any case', async () => {
    expect((await items('SELECT * FROM lake.sales.|')).map(({ label }) => label)).toEqual(['Orders']);
    const columns = await items('SELECT | FROM lake.SALES.orders');
    expect(columns.slice(0, 2).map(({ label }) => label)).toEqual(['id', 'ts']);
    expect((await items('SELECT * FROM lake.sales.orders VERSION AS OF |')).map(({ label }) => label)).toEqual([
      'main',
      '5660770991823815685',
    ]);
  });

  it('puts the caret between a function’s parentheses and asks for its parameters', async () => {
    const found = await item('SELECT coal| FROM lake.sales.orders', 'coalesce');
    expect(found).toMatchObject({ insertTextFormat: 2, command: { command: 'editor.action.triggerParameterHints' } });
    expect(newText(found)).toBe('coalesce($0)');
    const written = await item('SELECT coal|(id) FROM lake.sales.orders', 'coalesce');
    expect(newText(written)).toBe('coalesce');
    expect(written?.command).toBeUndefined();
    expect(newText(await item('SELECT current_d| FROM lake.sales.orders', 'current_date'))).toBe('current_date()$0');
    expect(newText(await item('SELECT COAL| FROM lake.sales.orders', 'COALESCE'))).toBe('COALESCE($0)');
  });

  it('sends documentation only when it is asked for', async () => {
    const given = await item('SELECT date_a| FROM lake.sales.orders', 'date_add');
    expect(given?.documentation).toBeUndefined();
    const { documentation } = await resolve(given);
    expect(documentation).toMatchObject({ kind: 'markdown' });
    expect(JSON.stringify(documentation)).toContain('2026-02-01');
  });

  it('tells of a table what it is, once that is loaded', async () => {
    const { documentation } = await resolve(await item('SELECT * FROM lake.sales.|', 'Orders'));
    for (const part of ['one row an order', 'days(ts)', 'id bigint NOT NULL', '7 rows'])
      expect(JSON.stringify(documentation)).toContain(part);
  });

  it('gives an item of an older list back as it was', async () => {
    const old = await item('SELECT date_a| FROM lake.sales.orders', 'date_add');
    await items('SELECT 1 |');
    expect(await resolve(old)).toEqual(old);
  });

  it('adds the FROM of a column, at its end or where the list ends', async () => {
    const other = 'SELECT 1 FROM lake.sales.orders;\n';
    expect(newText(await item(`${other}SELECT t|`, 'ts'))).toBe('ts$0 FROM lake.sales.orders');
    const inside = await item(`${other}SELECT t|, 1 AS one WHERE true`, 'ts');
    expect(newText(inside)).toBe('ts');
    expect(inside?.additionalTextEdits).toEqual([
      {
        range: { start: { line: 1, character: 18 }, end: { line: 1, character: 18 } },
        newText: ' FROM lake.sales.orders',
      },
    ]);
  });

  it('offers known folders', async () => {
    await items('SELECT * FROM lake.|');
    const found = await items("CREATE TABLE lake.sales.n (id INT) LOCATION '|'");
    expect(found.map(({ label }) => label)).toEqual(["'s3://lake/sales'"]);
  });

  it('offers times in the zone of the session, once one is open', async () => {
    const first = async () => (await items('SELECT * FROM lake.sales.orders TIMESTAMP AS OF |'))[0]?.label;
    expect(await first()).toBe("'2026-01-01 00:00:00.000'");
    await client.connection.sendNotification(SET_CONNECTIONS, { connections: [{ name: 'local' }], active: 'local' });
    await client.connection.sendNotification(SESSION_ZONE, { connection: 'local', timeZone: 'Europe/Berlin' });
    expect(await first()).toBe("'2026-01-01 01:00:00.000'");
  });

  it('shows the parameters of a function', async () => {
    const uri = 'untitled:signature.sql';
    await client.open(uri, 'SELECT date_add(ts, ');
    const help = await client.connection.sendRequest<SignatureHelp>('textDocument/signatureHelp', {
      textDocument: { uri },
      position: { line: 0, character: 20 },
    });
    expect(help.signatures[0]?.label).toBe('date_add(start, days)');
    expect(help.activeParameter).toBe(1);
  });
});

describe('completion in an editor without snippets', () => {
  it('gets plain text, and no commands it did not say it has', async () => {
    const client = await TestClient.start({ catalogSnapshots: [file] });
    const [found] = await client.completeAt('SELECT coalesc| FROM lake.sales.orders', 'untitled:a.sql');
    expect(found).toMatchObject({ label: 'coalesce', textEdit: { newText: 'coalesce' } });
    expect(found?.insertTextFormat).toBeUndefined();
    expect(found?.command).toBeUndefined();
    const template = (await client.completeAt('merge|', 'untitled:b.sql')).find(({ kind }) => kind === 15);
    expect(template?.textEdit?.newText).toContain('merge into target t\nusing source s');
    expect(JSON.stringify(template)).not.toContain('${');
    expect(await client.stop()).toBe(0);
  });
});
