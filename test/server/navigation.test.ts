import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type {
  DocumentHighlight,
  DocumentLink,
  InlayHint,
  Location,
  SelectionRange,
  SemanticTokens,
  SemanticTokensDelta,
  SymbolInformation,
  WorkspaceEdit,
} from 'vscode-languageserver/node';
import { TABLE_DOCUMENT, type TableDocumentResult } from '../../server/src/protocol';
import { TestClient } from './lib/client';

const catalog = join(import.meta.dirname, '../fixtures/catalogs/lake.json');

describe('navigation over the connection', () => {
  let client: TestClient;
  beforeAll(async () => {
    client = await TestClient.start({ catalogSnapshots: [catalog], tableDocuments: true });
  });
  afterAll(async () => {
    expect(await client.stop()).toBe(0);
  });

  /** Opens a text with `|` at the caret and asks there. */
  async function ask<T>(method: string, marked: string, uri: string, more: object = {}): Promise<T> {
    const offset = marked.indexOf('|');
    const before = marked.slice(0, offset);
    const position = { line: before.split('\n').length - 1, character: offset - (before.lastIndexOf('\n') + 1) };
    await client.open(uri, before + marked.slice(offset + 1));
    return client.connection.sendRequest<T>(method, { textDocument: { uri }, position, ...more });
  }

  it('goes from a column to its line in the table’s definition document', async () => {
    const found = await ask<Location[]>(
      'textDocument/definition',
      'SELECT am|ount FROM lake.sales.orders',
      'untitled:d1.sql',
    );
    expect(found).toHaveLength(1);
    const [location] = found;
    expect(location?.uri).toMatch(/^lakehouse-table:\/lake\/sales\/orders\.spark\.sql\?/);
    const result = await client.connection.sendRequest<TableDocumentResult>(TABLE_DOCUMENT, { uri: location?.uri });
    const lines = 'text' in result ? result.text.split('\n') : [];
    expect(lines[0]).toBe('CREATE TABLE lake.sales.orders (');
    const { start, end } = location?.range ?? { start: { line: -1, character: 0 }, end: { character: 0 } };
    expect(lines[start.line]?.slice(start.character, end.character)).toBe('amount');
    expect(lines[start.line]).toContain("DECIMAL(12,2) COMMENT 'gross'");
  });

  it('goes to a table and to a CTE', async () => {
    const [table] = await ask<Location[]>('textDocument/definition', 'SELECT * FROM sales.or|ders', 'untitled:d2.sql');
    expect(table?.range.start).toEqual({ line: 0, character: 13 });
    const uri = 'untitled:d3.sql';
    const [cte] = await ask<Location[]>(
      'textDocument/definition',
      'WITH c AS (\r\n SELECT 1)\r\nSELECT * FROM |c',
      uri,
    );
    expect(cte).toEqual({ uri, range: { start: { line: 0, character: 5 }, end: { line: 0, character: 6 } } });
    const [type] = await ask<Location[]>(
      'textDocument/typeDefinition',
      'SELECT |o.ts FROM sales.orders o',
      'untitled:d4.sql',
    );
    expect(type?.uri).toContain('orders.spark.sql');
  });

  it('says what is wrong with an address or a table that is gone', async () => {
    const bad = await client.connection.sendRequest(TABLE_DOCUMENT, { uri: 'lakehouse-table:/x' });
    expect(bad).toMatchObject({ error: { code: 'TABLE_NOT_FOUND' } });
    const query = encodeURIComponent(JSON.stringify([catalog, 'lake', 'sales', 'gone']));
    const gone = await client.connection.sendRequest(TABLE_DOCUMENT, { uri: `lakehouse-table:/x?${query}` });
    expect(gone).toMatchObject({ error: { code: 'TABLE_NOT_FOUND' } });
  });

  it('finds references and highlights', async () => {
    const text = 'WITH |c AS (SELECT 1 AS x) SELECT c.x FROM c';
    const references = await ask<Location[]>('textDocument/references', text, 'untitled:r1.sql', {
      context: { includeDeclaration: false },
    });
    expect(references.map(({ range }) => range.start.character)).toEqual([33, 42]);
    const highlights = await ask<DocumentHighlight[]>('textDocument/documentHighlight', text, 'untitled:r2.sql');
    expect(highlights.map(({ range, kind }) => [range.start.character, kind])).toEqual([
      [5, 3],
      [33, 2],
      [42, 2],
    ]);
  });

  it('renames, and says why not', async () => {
    const uri = 'untitled:n1.sql';
    const edit = await ask<WorkspaceEdit>('textDocument/rename', 'WITH |c AS (SELECT 1) SELECT * FROM c', uri, {
      newName: 'my c',
    });
    expect(edit.changes?.[uri]?.map(({ newText }) => newText)).toEqual(['`my c`', '`my c`']);
    const prepared = await ask('textDocument/prepareRename', 'SELECT |o.ts FROM sales.orders o', 'untitled:n2.sql');
    expect(prepared).toMatchObject({ placeholder: 'o' });
    await expect(ask('textDocument/prepareRename', 'SELECT 1 FROM sales.|orders', 'untitled:n3.sql')).rejects.toThrow(
      /ALTER TABLE/,
    );
    await expect(
      ask('textDocument/rename', 'SELECT 1 AS |a, 2 AS b', 'untitled:n4.sql', { newName: 'b' }),
    ).rejects.toThrow(/there already/);
    await expect(ask('textDocument/prepareRename', 'SEL|ECT 1', 'untitled:n5.sql')).rejects.toThrow(
      /nothing to rename/,
    );
  });
});

describe('structure and tokens over the connection', () => {
  let client: TestClient;
  beforeAll(async () => {
    client = await TestClient.start({ catalogSnapshots: [catalog] });
  });
  afterAll(async () => {
    expect(await client.stop()).toBe(0);
  });
  const send = <T>(method: string, uri: string, more: object = {}): Promise<T> =>
    client.connection.sendRequest<T>(method, { textDocument: { uri }, ...more });

  it('has an outline, a flat one for editors that know no other', async () => {
    const uri = 'untitled:s1.sql';
    await client.open(uri, 'WITH c AS (SELECT 1 AS x)\nSELECT x FROM c;\nDROP TABLE t');
    const symbols = await send<SymbolInformation[]>('textDocument/documentSymbol', uri);
    expect(symbols.map(({ name, containerName }) => [name, containerName])).toEqual([
      ['SELECT x', undefined],
      ['c', 'SELECT x'],
      ['x', 'c'],
      ['DROP TABLE t', undefined],
    ]);
    expect(symbols[0]?.location.range.end).toEqual({ line: 1, character: 16 });
  });

  it('folds lines, one range from each', async () => {
    const uri = 'untitled:f1.sql';
    await client.open(uri, '-- region a\r\nSELECT f(\r\n  1\r\n),\r\n  2;\r\n-- endregion\r\n/* x\r\n*/');
    expect(await send('textDocument/foldingRange', uri)).toEqual([
      { startLine: 0, endLine: 5, kind: 'region' },
      { startLine: 1, endLine: 4 },
      { startLine: 6, endLine: 7, kind: 'comment' },
    ]);
  });

  it('expands the selection at each caret', async () => {
    const uri = 'untitled:e1.sql';
    await client.open(uri, 'SELECT a.b FROM t');
    const positions = [
      { line: 0, character: 9 },
      { line: 0, character: 17 },
    ];
    const [first, second] = await send<SelectionRange[]>('textDocument/selectionRange', uri, { positions });
    expect([first?.range.start.character, first?.range.end.character]).toEqual([9, 10]);
    expect(first?.parent?.range.start.character).toBe(7);
    expect(second?.range.start.character).toBe(16);
  });

  it('sends tokens whole, then what changed, then those of a part', async () => {
    const uri = 'untitled:t1.sql';
    await client.open(uri, 'SELECT a FROM t;\nSELECT b FROM u;\nSELECT c FROM v');
    const whole = await send<SemanticTokens>('textDocument/semanticTokens/full', uri);
    expect(whole.data).toHaveLength(30);
    await client.change(uri, 'SELECT a FROM t;\nSELECT bb FROM u;\nSELECT c FROM v');
    const previousResultId = whole.resultId;
    const delta = await send<SemanticTokensDelta>('textDocument/semanticTokens/full/delta', uri, { previousResultId });
    expect(delta.edits).toHaveLength(1);
    expect(delta.edits[0]?.data?.length).toBeLessThan(10);
    const again = await send<SemanticTokens>('textDocument/semanticTokens/full/delta', uri, { previousResultId: 'x' });
    expect(again.data).toHaveLength(30);
    const range = { start: { line: 1, character: 0 }, end: { line: 1, character: 5 } };
    const part = await send<SemanticTokens>('textDocument/semanticTokens/range', uri, { range });
    expect(part.data).toHaveLength(10);
  });

  it('hints once the table is loaded', async () => {
    const uri = 'untitled:i1.sql';
    await client.open(uri, 'SELECT * FROM lake.sales.regions;\nINSERT INTO lake.sales.regions VALUES (1)');
    const range = { start: { line: 0, character: 0 }, end: { line: 1, character: 50 } };
    const hints = () => send<InlayHint[]>('textDocument/inlayHint', uri, { range });
    await expect
      .poll(async () => (await hints()).map(({ label, position }) => [label, position.line, position.character]))
      .toEqual([
        ['region', 0, 8],
        ['region:', 1, 39],
      ]);
    expect((await hints())[0]?.tooltip).toMatchObject({ kind: 'markdown', value: '- `region string`' });
  });

  it('links to the web and to files that are there', async () => {
    const uri = pathToFileURL(join(import.meta.dirname, 'links here.sql')).href;
    await client.open(
      uri,
      '-- https://iceberg.apache.org\n-- see lib/nowhere.sql\n-- see ../../package.json\nSELECT 1',
    );
    const links = await send<DocumentLink[]>('textDocument/documentLink', uri);
    expect(links.map(({ target }) => target)).toEqual([
      'https://iceberg.apache.org',
      pathToFileURL(join(import.meta.dirname, '../../package.json')).href,
    ]);
  });

  it('answers for a document that is not open', async () => {
    const uri = 'untitled:none.sql';
    expect(await send('textDocument/documentSymbol', uri)).toEqual([]);
    expect(await send('textDocument/semanticTokens/full', uri)).toEqual({ data: [] });
  });
});

describe('an editor that cannot show definition documents', () => {
  it('is led nowhere outside the document', async () => {
    const client = await TestClient.start({ catalogSnapshots: [catalog] });
    await client.open('untitled:x.sql', 'SELECT * FROM lake.sales.orders');
    const found = await client.connection.sendRequest('textDocument/definition', {
      textDocument: { uri: 'untitled:x.sql' },
      position: { line: 0, character: 26 },
    });
    expect(found).toEqual([]);
    expect(await client.stop()).toBe(0);
  });
});
