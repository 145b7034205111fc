import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { type Opened, openSql } from './editor';
import { test, until } from './harness';

const linksAt = ({ document, caret }: Opened) =>
  vscode.commands.executeCommand<(vscode.Location | vscode.LocationLink)[]>(
    'vscode.executeDefinitionProvider',
    document.uri,
    caret,
  );

const placeOf = (link: vscode.Location | vscode.LocationLink): { uri: vscode.Uri; range: vscode.Range } =>
  'targetUri' in link ? { uri: link.targetUri, range: link.targetSelectionRange ?? link.targetRange } : link;

test('the definition of a column is its line in the table’s DDL', async () => {
  const opened = await openSql('SELECT o.order_|id FROM hive_prod.sales.orders o');
  const { uri, range } = await until('a definition', async () => {
    const [link] = await linksAt(opened);
    return link === undefined ? undefined : placeOf(link);
  });
  assert.equal(uri.scheme, 'lakehouse-table');
  const document = await vscode.workspace.openTextDocument(uri);
  assert.equal(document.languageId, 'spark-sql');
  assert.match(document.getText(), /^CREATE TABLE hive_prod\.sales\.orders \(\n[\s\S]*\)\nUSING iceberg\n/);
  assert.match(document.getText(), /^LOCATION 's3/m);
  assert.equal(document.getText(range), 'order_id');
});

test('the definition of a CTE’s column is in the document', async () => {
  const opened = await openSql('WITH c AS (SELECT 1 AS total) SELECT to|tal FROM c');
  const [link] = await linksAt(opened);
  assert.ok(link !== undefined);
  const { uri, range } = placeOf(link);
  assert.equal(uri.toString(), opened.document.uri.toString());
  assert.equal(range.start.character, 23);
});

test('rename changes every use and keeps the document whole', async () => {
  const { document, caret } = await openSql("WITH |c AS (SELECT 'c' AS x)\nSELECT c.x FROM c -- c");
  const edit = await vscode.commands.executeCommand<vscode.WorkspaceEdit>(
    'vscode.executeDocumentRenameProvider',
    document.uri,
    caret,
    'my totals',
  );
  assert.ok(await vscode.workspace.applyEdit(edit));
  assert.equal(document.getText(), "WITH `my totals` AS (SELECT 'c' AS x)\nSELECT `my totals`.x FROM `my totals` -- c");
});

test('rename says why a table keeps its name', async () => {
  const { document, caret } = await openSql('SELECT * FROM hive_prod.sales.ord|ers');
  const rename = vscode.commands.executeCommand('vscode.executeDocumentRenameProvider', document.uri, caret, 'x');
  await assert.rejects(Promise.resolve(rename), /ALTER TABLE/);
});

test('the outline has statements and what is in them', async () => {
  const { document } = await openSql('WITH c AS (SELECT 1 AS x) SELECT x FROM c;\nCREATE TABLE s.t (a INT, b STRING)');
  const symbols = await until('an outline', async () => {
    const found = await vscode.commands.executeCommand<vscode.DocumentSymbol[] | undefined>(
      'vscode.executeDocumentSymbolProvider',
      document.uri,
    );
    return found === undefined || found.length === 0 ? undefined : found;
  });
  const names = (items: readonly vscode.DocumentSymbol[]): unknown[] =>
    items.map(({ name, children }) => (children.length === 0 ? name : [name, ...names(children)]));
  assert.deepEqual(names(symbols), [
    ['SELECT x', ['c', 'x']],
    ['CREATE TABLE s.t', 'a', 'b'],
  ]);
});

test('semantic tokens tell columns from tables', async () => {
  const { document } = await openSql('SELECT o.amount FROM orders o');
  const legend = await vscode.commands.executeCommand<vscode.SemanticTokensLegend>(
    'vscode.provideDocumentSemanticTokensLegend',
    document.uri,
  );
  const tokens = await vscode.commands.executeCommand<vscode.SemanticTokens>(
    'vscode.provideDocumentSemanticTokens',
    document.uri,
  );
  const types = [...tokens.data].filter((_, i) => i % 5 === 3).map((type) => legend.tokenTypes[type]);
  assert.deepEqual(types, ['interface', 'property', 'class', 'interface']);
});

test('inlay hints say what * stands for', async () => {
  const { document } = await openSql('SELECT * FROM hive_prod.sales.orders');
  const [hint] = await until('a hint', async () => {
    const hints = await vscode.commands.executeCommand<vscode.InlayHint[]>(
      'vscode.executeInlayHintProvider',
      document.uri,
      new vscode.Range(0, 0, 0, 36),
    );
    return hints.length === 0 ? undefined : hints;
  });
  assert.match(typeof hint?.label === 'string' ? hint.label : '', /^order_id, /);
  assert.equal(hint?.position.character, 8);
});
