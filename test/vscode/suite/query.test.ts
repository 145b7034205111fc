import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { completions, errorsOf, openSql } from './editor';
import { test, until } from './harness';

/** Made and dropped here: no other test may know this name. */
const SCHEMA = 'hive_prod.vscode_suite';

function sparkErrors(uri: vscode.Uri): vscode.Diagnostic[] {
  return errorsOf(uri).filter(({ source }) => source === 'Spark');
}

/** Waits until the stack's connection is known, then runs the statement at the caret; resolves when it is over. */
async function run(text: string): Promise<vscode.TextDocument> {
  const { document } = await openSql(text);
  await vscode.commands.executeCommand('lakehouse.runAtCursor');
  return document;
}

test('a query runs without complaint', async () => {
  await until('a connection', async () => {
    const labels = await completions(await openSql('SELECT * FROM |'));
    return labels.includes('hive_prod') ? true : undefined;
  });
  const document = await run('SELECT 1 AS on|e');
  assert.deepEqual(errorsOf(document.uri), []);
});

test("Spark's error stands at its place and has no stack trace", async () => {
  const document = await run('SELECT order_id,\n  no_such_column| FROM hive_prod.sales.orders');
  const [error] = sparkErrors(document.uri);
  assert.ok(error, 'no error of Spark');
  assert.equal(document.getText(error.range), 'no_such_column');
  assert.match(error.message, /no_such_column/);
  assert.doesNotMatch(error.message, /\bat org\.apache\b/);
  assert.equal(error.code, 'UNRESOLVED_COLUMN.WITH_SUGGESTION');
});

test('an edit takes the error away', async () => {
  const document = await run('SELECT no_such_column|');
  assert.equal(sparkErrors(document.uri).length, 1);
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, new vscode.Range(0, 7, 0, 21), '1');
  await vscode.workspace.applyEdit(edit);
  assert.equal(sparkErrors(document.uri).length, 0);
});

test('what a statement changed in a catalog is known to completion', async () => {
  await run(`DROP SCHEMA IF EXISTS ${SCHEMA}|`);
  await run(`CREATE SCHEMA ${SCHEMA}|`);
  await until('the new schema offered', async () => {
    const labels = await completions(await openSql('SELECT * FROM hive_prod.|'));
    return labels.includes('vscode_suite') ? true : undefined;
  });
  await run(`DROP SCHEMA ${SCHEMA}|`);
  await until('the dropped schema offered no more', async () => {
    const labels = await completions(await openSql('SELECT * FROM hive_prod.|'));
    return labels.length > 0 && !labels.includes('vscode_suite') ? true : undefined;
  });
});
