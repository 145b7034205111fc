import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { completions, openSql } from './editor';
import { test, until } from './harness';

/** In no other test: the history holds the statements of all of them. */
const SQL = 'SELECT 40 + 2 AS query_history_suite';

test('a statement that ran is offered by the history, newest first, and opens as it was', async () => {
  await until('a connection', async () => {
    const labels = await completions(await openSql('SELECT * FROM |'));
    return labels.includes('hive_prod') ? true : undefined;
  });
  await openSql(`${SQL}|`);
  await vscode.commands.executeCommand('lakehouse.runAtCursor');
  const { document: other } = await openSql('SELECT 0|');
  const opened = vscode.commands.executeCommand('lakehouse.openFromHistory');
  await until('the statement opened', async () => {
    await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
    const active = vscode.window.activeTextEditor?.document;
    return active !== undefined && active !== other && active.getText() === SQL ? true : undefined;
  });
  await opened;
  assert.equal(vscode.window.activeTextEditor?.document.languageId, 'sql');
});
