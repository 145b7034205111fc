/** A chart that was drawn in a webview, written to a file that the user names. */
import * as vscode from 'vscode';
import { LakehouseError } from '../../../lakehouse/src/errors';
import type { SaveChart } from '../../webview/messages';

const NAMES = { svg: 'SVG', png: 'PNG' } as const;

export async function saveChart({ format, data }: SaveChart): Promise<void> {
  const name = NAMES[format];
  if (name === undefined || !(data instanceof Uint8Array)) throw new LakehouseError('INTERNAL', 'This is no chart');
  const folder = vscode.workspace.workspaceFolders?.[0];
  const target = await vscode.window.showSaveDialog({
    title: `Save Chart as ${name}`,
    defaultUri: folder && vscode.Uri.joinPath(folder.uri, `chart.${format}`),
    filters: { [name]: [format] },
  });
  if (target === undefined) return;
  await vscode.workspace.fs.writeFile(target, data);
  const open = 'Open File';
  const chosen = await vscode.window.showInformationMessage(`Saved ${vscode.workspace.asRelativePath(target)}.`, open);
  if (chosen === open) await vscode.commands.executeCommand('vscode.open', target);
}
