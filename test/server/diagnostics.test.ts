/** Diagnostics and code actions of the real server: links, tags, severities that change while it runs, edits on demand. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type ClientCapabilities,
  type CodeAction,
  type Diagnostic,
  DiagnosticSeverity,
  DiagnosticTag,
} from 'vscode-languageserver/node';
import { TestClient } from './lib/client';

const catalog = join(import.meta.dirname, '../fixtures/catalogs/rules.json');
const capabilities: ClientCapabilities = {
  textDocument: {
    publishDiagnostics: { codeDescriptionSupport: true, tagSupport: { valueSet: [1, 2] } },
    codeAction: { dataSupport: true, resolveSupport: { properties: ['edit'] } },
  },
};

describe('diagnostics over the connection', () => {
  let client: TestClient;
  beforeAll(async () => {
    client = await TestClient.start({ catalogSnapshots: [catalog] }, capabilities);
  });
  afterAll(async () => {
    expect(await client.stop()).toBe(0);
  });

  const shown = async (uri: string, text: string): Promise<Diagnostic[]> => {
    await client.open(uri, text);
    return await client.diagnosticsOf(uri, (all) => all.length > 0);
  };
  const actionsFor = (uri: string, character: number, diagnostics: Diagnostic[] = [], only?: string[]) =>
    client.connection.sendRequest<CodeAction[] | null>('textDocument/codeAction', {
      textDocument: { uri },
      range: { start: { line: 0, character }, end: { line: 0, character } },
      context: { diagnostics, only },
    });

  it('have a code with a link to a page that is there', async () => {
    const [found] = await shown('untitled:page.sql', 'DELETE FROM hive_prod.sales.orders');
    expect(found).toMatchObject({
      code: 'change-without-where',
      severity: DiagnosticSeverity.Warning,
      source: 'lakehouse',
    });
    const page = fileURLToPath(found?.codeDescription?.href ?? '');
    expect(page.endsWith(join('docs', 'rules', 'change-without-where.md'))).toBe(true);
    expect(existsSync(page)).toBe(true);
  });

  it('are tagged where the editor is to fade or strike them', async () => {
    const [unused] = await shown('untitled:tag.sql', 'WITH c AS (SELECT 1) SELECT 2');
    expect(unused).toMatchObject({
      code: 'unused-cte',
      tags: [DiagnosticTag.Unnecessary],
      severity: DiagnosticSeverity.Hint,
    });
  });

  it('follow the setting while the document is open', async () => {
    const uri = 'untitled:severity.sql';
    await shown(uri, 'DELETE FROM hive_prod.sales.orders');
    const set = (severity: object) =>
      client.connection.sendNotification('workspace/didChangeConfiguration', {
        settings: { lakehouse: { diagnostics: { severity } } },
      });
    await set({ 'change-without-where': 'error' });
    await client.diagnosticsOf(uri, ([one]) => one?.severity === DiagnosticSeverity.Error);
    await set({ 'change-without-where': 'off', nonsense: 3 });
    await client.diagnosticsOf(uri, (all) => all.length === 0);
    await set({});
    await client.diagnosticsOf(uri, ([one]) => one?.severity === DiagnosticSeverity.Warning);
  });

  it('are fixed by an action that names them', async () => {
    const uri = 'untitled:fix.sql';
    const diagnostics = await shown(uri, 'SELECT amout FROM hive_prod.sales.orders');
    const actions = (await actionsFor(uri, 9, diagnostics)) ?? [];
    const fix = actions.find(({ title }) => title === 'Change to amount');
    expect(fix).toMatchObject({ kind: 'quickfix', isPreferred: true, diagnostics: [{ code: 'unknown-column' }] });
    expect(fix?.edit?.changes?.[uri]).toEqual([
      { range: { start: { line: 0, character: 7 }, end: { line: 0, character: 12 } }, newText: 'amount' },
    ]);
    expect(actions.map(({ title }) => title)).toContain('Ignore unknown-column here');
  });

  it('are asked for by kind', async () => {
    const uri = 'untitled:kind.sql';
    await client.open(uri, 'SELECT * FROM hive_prod.sales.products WHERE price = NULL');
    const kinds = async (only: string[]) => [...new Set((await actionsFor(uri, 7, [], only))?.map(({ kind }) => kind))];
    expect(await kinds(['refactor'])).toEqual(['refactor.rewrite']);
    expect(await kinds(['refactor.rewrite'])).toEqual(['refactor.rewrite']);
    expect(await kinds(['source'])).toEqual([]);
  });

  it('rewrites are resolved to what the catalog says', async () => {
    const uri = 'untitled:star.sql';
    await client.open(uri, 'SELECT * FROM hive_prod.sales.products');
    const [action] = ((await actionsFor(uri, 7)) ?? []).filter(({ title }) => title === 'Expand *');
    expect(action).toBeDefined();
    const resolved = await client.connection.sendRequest<CodeAction>('codeAction/resolve', action);
    expect(resolved.edit?.changes?.[uri]?.[0]?.newText).toBe('product_id, name, price');
  });
});
