import * as vscode from 'vscode';
import type { StackStatus } from '../../../lakehouse/src/stack/types';
import { COMMANDS, CONTEXT } from '../ids';
import type { StackController } from './controller';
import { statusView } from './status-view';

/** The status bar item of the stack: its state at a glance, that of each service in the tooltip. */
export class StackStatusBar implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem('lakehouse.stack', vscode.StatusBarAlignment.Left, 10);
  private readonly subscription: vscode.Disposable;

  constructor(controller: StackController) {
    this.item.name = 'Lakehouse';
    this.item.command = COMMANDS.stackMenu;
    this.subscription = controller.onDidChange((status) => this.update(status));
    this.update(controller.status);
  }

  show(): void {
    this.item.show();
  }

  private update(status: StackStatus | null): void {
    const view = statusView(status);
    this.item.text = view.text;
    this.item.accessibilityInformation = { label: view.heading, role: 'button' };
    this.item.backgroundColor =
      view.severity === 'warning' ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
    const tooltip = new vscode.MarkdownString('', true);
    tooltip.appendText(view.heading);
    for (const service of view.services) {
      // Only our own icon name is markup; appendText escapes everything a service says about itself.
      tooltip.appendMarkdown(`\n\n$(${service.icon}) **${service.title}**: `);
      tooltip.appendText(service.text);
    }
    this.item.tooltip = tooltip;
    void vscode.commands.executeCommand('setContext', CONTEXT.stackState, status?.state ?? 'stopped');
  }

  dispose(): void {
    vscode.Disposable.from(this.item, this.subscription).dispose();
  }
}
