import * as vscode from 'vscode';
import type { Connections } from '../connections';
import type { StackController } from '../stack/controller';

/**
 * Which welcome page stands in the tree's place, `` for none: where there is nothing but the local stack and it does not
 * run, the page says what to do. Must agree with the manifest's `viewsWelcome`.
 */
export function welcomePage(
  connections: Connections,
  stack: StackController,
): '' | 'stopped' | 'starting' | 'untrusted' {
  if (!vscode.workspace.isTrusted) return 'untrusted';
  if (!connections.onlyStack() || connections.configErrors().length > 0) return '';
  const state = stack.status?.state ?? 'stopped';
  return state === 'stopped' || state === 'starting' ? state : '';
}
