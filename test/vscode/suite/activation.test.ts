import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { openSql } from './editor';
import { test, until } from './harness';

interface Manifest {
  readonly contributes: { readonly commands: readonly { readonly command: string }[] };
}

function extension(): vscode.Extension<unknown> {
  const found = vscode.extensions.getExtension('lakehouse.lakehouse');
  assert.ok(found, 'the extension is not installed');
  return found;
}

test('an SQL document activates the extension', async () => {
  await openSql('SELECT 1');
  await until('activation', async () => (extension().isActive ? true : undefined));
});

test('every command of the manifest is registered', async () => {
  await extension().activate();
  const registered = new Set(await vscode.commands.getCommands(true));
  const { commands } = (extension().packageJSON as Manifest).contributes;
  assert.deepEqual(
    commands.map(({ command }) => command).filter((command) => !registered.has(command)),
    [],
  );
});
