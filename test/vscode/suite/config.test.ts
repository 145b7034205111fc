import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { errorsOf, workspaceUri } from './editor';
import { test, until } from './harness';

async function write(file: vscode.Uri, text: string): Promise<void> {
  await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(text));
}

test('a corrupt lakehouse.json is an error at its line, gone once it is mended', async () => {
  const file = workspaceUri('lakehouse.json');
  const good = new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
  try {
    await write(file, '{\n  "connections": [\n    { "name": "local" "stack": "embedded" }\n  ]\n}\n');
    const [error] = await until('an error', async () => {
      const errors = errorsOf(file);
      return errors.length > 0 ? errors : undefined;
    });
    assert.equal(error?.range.start.line, 2);
  } finally {
    await write(file, good);
  }
  await until('no error', async () => (errorsOf(file).length === 0 ? true : undefined));
});

test('a connection without a name is an error that says so', async () => {
  const file = workspaceUri('lakehouse.json');
  const good = new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
  try {
    await write(file, '{ "connections": [{ "stack": "embedded" }] }');
    const [error] = await until('an error', async () => {
      const errors = errorsOf(file);
      return errors.length > 0 ? errors : undefined;
    });
    assert.match(error?.message ?? '', /name/);
  } finally {
    await write(file, good);
  }
  await until('no error', async () => (errorsOf(file).length === 0 ? true : undefined));
});
