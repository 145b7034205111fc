import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { completions, errorsOf, openSql, workspaceUri } from './editor';
import { test, until } from './harness';

const RESULT = 'application/vnd.lakehouse.result';
const ERROR = 'application/vnd.lakehouse.error';

const code = (text: string) => new vscode.NotebookCellData(vscode.NotebookCellKind.Code, text, 'spark-sql');

async function write(name: string, text: string): Promise<vscode.Uri> {
  const uri = workspaceUri(name);
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  return uri;
}

const read = async (uri: vscode.Uri) =>
  new TextDecoder('utf-8', { ignoreBOM: true }).decode(await vscode.workspace.fs.readFile(uri));

async function connected(): Promise<void> {
  await until('a connection', async () => {
    const labels = await completions(await openSql('SELECT * FROM |'));
    return labels.includes('hive_prod') ? true : undefined;
  });
}

async function open(...texts: string[]): Promise<vscode.NotebookDocument> {
  await connected();
  const notebook = await vscode.workspace.openNotebookDocument(
    'lakehouse-sql',
    new vscode.NotebookData(texts.map(code)),
  );
  await vscode.window.showNotebookDocument(notebook);
  return notebook;
}

/** Runs cells as the button does; resolves when each of them has ended, or never begun after one that failed. */
async function run(notebook: vscode.NotebookDocument, start = 0, end = notebook.cellCount): Promise<void> {
  const cells = notebook.getCells().slice(start, end);
  const before = cells.map((cell) => cell.executionSummary?.executionOrder);
  await until('a kernel', async () => {
    const ranges = [{ start, end }];
    await vscode.commands.executeCommand('notebook.cell.execute', { ranges, document: notebook.uri });
    return cells.some((cell, index) => cell.executionSummary?.executionOrder !== before[index]) ? true : undefined;
  });
  await until('the cells to end', async () => {
    const first = cells.findIndex((cell) => cell.executionSummary?.success !== true);
    if (first < 0) return true;
    return cells[first]?.executionSummary?.success === false ? true : undefined;
  });
}

const cellAt = (notebook: vscode.NotebookDocument, index: number) => notebook.cellAt(index);

function item(cell: vscode.NotebookCell, mime: string, output = 0): string {
  const found = cell.outputs[output]?.items.find((candidate) => candidate.mime === mime);
  assert.ok(
    found,
    `no ${mime} but ${cell.outputs.map(({ items }) => items.map((one) => one.mime).join('+')).join(', ')}`,
  );
  return new TextDecoder().decode(found.data);
}

test('cells run in order in one session: a variable and a view of one are there in the next', async () => {
  const notebook = await open(
    "DECLARE OR REPLACE VARIABLE notebook_word = 'käse'; CREATE OR REPLACE TEMPORARY VIEW notebook_view AS SELECT 41 AS n",
    'SELECT notebook_word AS word, n + 1 AS n FROM notebook_view; SELECT NULL AS nothing',
    '-- only a comment',
  );
  await run(notebook);
  assert.equal(cellAt(notebook, 0).outputs.length, 2);
  assert.match(item(cellAt(notebook, 0), 'text/plain'), /Done/);
  assert.equal(item(cellAt(notebook, 1), 'text/plain'), 'word\tn\nkäse\t42\n');
  assert.match(item(cellAt(notebook, 1), RESULT), /"rowCount":1/);
  assert.equal(item(cellAt(notebook, 1), 'text/plain', 1), 'nothing\nNULL\n');
  assert.equal(cellAt(notebook, 2).outputs.length, 0);
  const orders = notebook.getCells().map((cell) => cell.executionSummary?.executionOrder);
  assert.deepEqual(orders, [1, 2, 3]);
  const complaints = notebook.getCells().flatMap((cell) => vscode.languages.getDiagnostics(cell.document.uri));
  assert.deepEqual(
    complaints.map(({ message }) => message),
    [],
  );
});

test('an error shows below its cell and at its place in it, and stops the cells after it', async () => {
  const notebook = await open('SELECT 1', 'SELECT\n  no_such_column_here FROM range(3)', 'SELECT 3');
  await run(notebook);
  const failed = cellAt(notebook, 1);
  const { error } = JSON.parse(item(failed, ERROR)) as { error: { condition: string; position: { line: number } } };
  assert.match(error.condition, /UNRESOLVED_COLUMN/);
  assert.equal(error.position.line, 2);
  const [marked] = errorsOf(failed.document.uri).filter(({ source }) => source === 'Spark');
  assert.equal(marked && failed.document.getText(marked.range), 'no_such_column_here');
  assert.equal(cellAt(notebook, 2).executionSummary?.executionOrder, undefined);
  assert.equal(cellAt(notebook, 2).outputs.length, 0);
});

test('an interrupt ends what runs and what waits, and the notebook runs again after it', async () => {
  const notebook = await open(
    'SELECT count(*) FROM range(0, 100000000000, 1, 4) WHERE sqrt(id) < 0',
    'SELECT 2',
    "SELECT 'again' AS word",
  );
  const [slow, waiting] = notebook.getCells();
  void vscode.commands.executeCommand('notebook.cell.execute', {
    ranges: [{ start: 0, end: 2 }],
    document: notebook.uri,
  });
  await until('the slow cell to run', async () => (slow?.outputs.length === 1 ? true : undefined));
  const begun = Date.now();
  await vscode.commands.executeCommand('notebook.cancelExecution', { document: notebook.uri });
  await until('the end of the slow cell', async () => (slow?.executionSummary?.success === false ? true : undefined));
  assert.ok(Date.now() - begun < 5_000, `interrupted only after ${Date.now() - begun} ms`);
  assert.equal(slow && item(slow, 'text/plain'), 'Cancelled');
  assert.equal(waiting?.executionSummary?.executionOrder, undefined);
  await run(notebook, 2, 3);
  assert.match(item(cellAt(notebook, 2), 'text/plain'), /again/);
});

test('an output keeps so many rows as the setting says, and says that there are more', async () => {
  const configuration = vscode.workspace.getConfiguration('lakehouse.notebook');
  await configuration.update('maxRows', 10, vscode.ConfigurationTarget.Workspace);
  try {
    const notebook = await open('SELECT id FROM range(25)', 'SELECT id FROM range(10)');
    await run(notebook);
    assert.match(item(cellAt(notebook, 0), RESULT), /"rowCount":10,"cut":true/);
    assert.match(item(cellAt(notebook, 1), RESULT), /"rowCount":10,"cut":false/);
  } finally {
    await configuration.update('maxRows', undefined, vscode.ConfigurationTarget.Workspace);
  }
});

test('names complete in a cell', async () => {
  const notebook = await open('SELECT * FROM hive_prod.sales.');
  const { document } = cellAt(notebook, 0);
  await until('tables offered', async () => {
    const labels = await completions({
      document,
      editor: vscode.window.activeTextEditor as vscode.TextEditor,
      caret: document.positionAt(document.getText().length),
    });
    return labels.includes('orders') ? true : undefined;
  });
});

test('a notebook file is a script with marked cells, and is saved without outputs', async () => {
  await connected();
  const text = '-- %% [markdown]\n-- # Title\n\n-- %%\nSELECT 1 AS one\n;\n';
  const uri = await write('suite.lakehouse-sql', text);
  const notebook = await vscode.workspace.openNotebookDocument(uri);
  await vscode.window.showNotebookDocument(notebook);
  assert.deepEqual(
    notebook.getCells().map(({ kind, document }) => [kind, document.languageId, document.getText()]),
    [
      [vscode.NotebookCellKind.Markup, 'markdown', '# Title'],
      [vscode.NotebookCellKind.Code, 'spark-sql', 'SELECT 1 AS one'],
    ],
  );
  await run(notebook, 1, 2);
  assert.equal(notebook.isDirty, false, 'an output made the file dirty');
  const edit = new vscode.WorkspaceEdit();
  edit.set(uri, [vscode.NotebookEdit.insertCells(2, [code('SELECT 2')])]);
  assert.ok(await vscode.workspace.applyEdit(edit));
  assert.ok(await notebook.save());
  assert.equal(await read(uri), `${text}\n-- %%\nSELECT 2\n;\n`);
});

test('with the setting on, outputs are saved with the notebook and are there when it opens again', async () => {
  const configuration = vscode.workspace.getConfiguration('lakehouse.notebook');
  await configuration.update('saveOutputs', true, vscode.ConfigurationTarget.Workspace);
  try {
    await connected();
    const uri = await write('outputs.lakehouse-sql', '-- %%\nSELECT 7 AS kept\n;\n');
    const notebook = await vscode.workspace.openNotebookDocument(uri);
    await vscode.window.showNotebookDocument(notebook);
    await run(notebook);
    assert.ok(await notebook.save());
    const saved = await read(uri);
    assert.match(saved, /^-- %%\nSELECT 7 AS kept\n;\n\n-- %% \[output\]\n-- \[\[\{"mime":/);
    // Opened under another name: as long as an editor has the first, its outputs are those it ran.
    const copy = await write('outputs-again.lakehouse-sql', saved);
    const again = await vscode.workspace.openNotebookDocument(copy);
    assert.equal(item(cellAt(again, 0), 'text/plain'), 'kept\n7\n');
  } finally {
    await configuration.update('saveOutputs', undefined, vscode.ConfigurationTarget.Workspace);
  }
});

test('an SQL file opens as a notebook by statement and is written as it was, but for what was edited', async () => {
  const text = '\uFEFF-- first\r\nSELECT 1; -- beside\r\n\r\n\r\nSELECT\t2 ;SELECT 3\r\n-- the end\r\n';
  const uri = await write('as-notebook.sql', text);
  await vscode.commands.executeCommand('lakehouse.openAsNotebook', uri);
  const notebook = await until('the notebook', async () => vscode.window.activeNotebookEditor?.notebook);
  assert.equal(notebook.notebookType, 'lakehouse-sql-file');
  assert.deepEqual(
    notebook.getCells().map(({ document }) => document.getText().replaceAll('\r\n', '\n')),
    ['-- first\nSELECT 1; -- beside', 'SELECT\t2 ;', 'SELECT 3\n-- the end'],
  );
  const edit = new vscode.WorkspaceEdit();
  edit.insert(cellAt(notebook, 1).document.uri, new vscode.Position(0, 0), 'x');
  assert.ok(await vscode.workspace.applyEdit(edit));
  assert.ok(await notebook.save());
  assert.equal(await read(uri), text.replace('SELECT\t2', 'xSELECT\t2'));
  const back = new vscode.WorkspaceEdit();
  back.delete(cellAt(notebook, 1).document.uri, new vscode.Range(0, 0, 0, 1));
  assert.ok(await vscode.workspace.applyEdit(back));
  assert.ok(await notebook.save());
  assert.equal(await read(uri), text);
});
