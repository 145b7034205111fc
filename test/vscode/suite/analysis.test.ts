import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { openSql } from './editor';
import { test, until } from './harness';

/** Made and dropped here: no other test may know this name. */
const SCHEMA = 'hive_prod.vscode_analysis';

function ofSpark(uri: vscode.Uri): vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'Spark');
}

async function run(text: string): Promise<void> {
  await openSql(text);
  await vscode.commands.executeCommand('lakehouse.runAtCursor');
}

async function edit(document: vscode.TextDocument, from: string, to: string): Promise<void> {
  const at = document.getText().indexOf(from);
  const change = new vscode.WorkspaceEdit();
  change.replace(document.uri, new vscode.Range(document.positionAt(at), document.positionAt(at + from.length)), to);
  await vscode.workspace.applyEdit(change);
}

const one = (uri: vscode.Uri) =>
  until("Spark's word", async () => (ofSpark(uri).length === 1 ? ofSpark(uri)[0] : undefined));
const none = (uri: vscode.Uri) => until('nothing of Spark', async () => (ofSpark(uri).length === 0 ? true : undefined));

// A function that only the session can know: of what our own rules find, Spark's word is not said twice.
test('Spark finds fault with a query that nobody ran, where it is, until it is mended', async () => {
  await run('SELECT 1|');
  const { document } = await openSql('-- first\nSELECT 1;\n\nSELECT\n  nobodys_function(id)|\nFROM range(3);\n');
  const fault = await one(document.uri);
  assert.equal(document.getText(fault.range), 'nobodys_function(id)');
  assert.match(fault.message, /nobodys_function/);
  await edit(document, '-- first', '-- first\n-- one more line');
  assert.equal(document.getText(ofSpark(document.uri)[0]?.range), 'nobodys_function(id)');
  await edit(document, 'nobodys_function(id)', 'max(id)');
  assert.deepEqual(ofSpark(document.uri), []);
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  assert.deepEqual(ofSpark(document.uri), []);
});

test('the rows of an INSERT are analysed, and nothing is written', async () => {
  await run(`CREATE SCHEMA IF NOT EXISTS ${SCHEMA}|`);
  await run(`CREATE OR REPLACE TABLE ${SCHEMA}.t (id BIGINT) USING iceberg|`);
  const { document } = await openSql(`INSERT INTO ${SCHEMA}.t\nSELECT nobodys_function(id) FROM range(3)|`);
  const fault = await one(document.uri);
  assert.equal(document.getText(fault.range), 'nobodys_function(id)');
  await edit(document, 'nobodys_function(id)', 'max(id)');
  await none(document.uri);
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  // A table that was written has a snapshot, for which this query fails.
  const check = await openSql(`SELECT raise_error('written') FROM ${SCHEMA}.t.snapshots|`);
  await vscode.commands.executeCommand('lakehouse.runAtCursor');
  assert.deepEqual(ofSpark(check.document.uri), []);
  await run(`DROP TABLE ${SCHEMA}.t|`);
  await run(`DROP SCHEMA ${SCHEMA}|`);
});

test('what the text itself makes is not missed, and is missed where nothing makes it', async () => {
  const made = await openSql('CREATE TEMP VIEW not_yet AS SELECT 1 AS x;\nSELECT x FROM not_yet;|');
  const missing = await openSql('SELECT x FROM nowhere_at_all|');
  const fault = await one(missing.document.uri);
  assert.equal(missing.document.getText(fault.range), 'nowhere_at_all');
  await vscode.window.showTextDocument(made.document);
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  assert.deepEqual(ofSpark(made.document.uri), []);
});

test('the setting ends it', async () => {
  const settings = vscode.workspace.getConfiguration('lakehouse.diagnostics');
  const { document } = await openSql('SELECT x FROM nowhere_at_all|');
  await one(document.uri);
  await settings.update('spark', false, vscode.ConfigurationTarget.Global);
  try {
    await none(document.uri);
  } finally {
    await settings.update('spark', undefined, vscode.ConfigurationTarget.Global);
  }
  await one(document.uri);
});
