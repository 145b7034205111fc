/** How a LakehouseError is shown: its message, a button for the next step, and its detail one click away. */
import * as vscode from 'vscode';
import { LakehouseError } from '../../lakehouse/src/errors';
import { isAllowedCommand } from './ids';
import type { VirtualText } from './virtual-text';

const SHOW_DETAILS = 'Show Details';

export class ErrorUi {
  constructor(
    private readonly log: vscode.LogOutputChannel,
    private readonly texts: VirtualText,
  ) {}

  /** Logs `thrown` and shows it with its buttons; what the user cancelled is only logged. Never rejects. */
  show(thrown: unknown, what?: string): void {
    const error = LakehouseError.from(thrown);
    this.record(error, what);
    if (error.code === 'CANCELLED') return;
    this.ask(error).then(undefined, (failure: unknown) =>
      this.log.error(failure instanceof Error ? failure : String(failure)),
    );
  }

  /** Logs `error` with its detail, without showing it. */
  record(error: LakehouseError, what?: string): void {
    const line = `${what === undefined ? '' : `${what}: `}${error.code} ${error.message}`;
    if (error.code === 'CANCELLED') this.log.debug(line);
    else this.log.error(error.detail === undefined ? line : `${line}\n${error.detail}`);
  }

  async showDetails(error: LakehouseError): Promise<void> {
    await this.texts.open(`Lakehouse ${error.condition ?? error.code}`, detailText(error));
  }

  private async ask(error: LakehouseError): Promise<void> {
    const step = error.nextStep;
    const button = step?.command !== undefined && isAllowedCommand(step.command) ? step.label : undefined;
    const hint = step !== undefined && button === undefined ? `. ${step.label}` : '';
    const buttons = [button, error.detail === undefined ? undefined : SHOW_DETAILS].filter(
      (item) => item !== undefined,
    );
    const chosen = await vscode.window.showErrorMessage(error.message + hint, ...buttons);
    if (chosen === undefined) return;
    if (chosen === button && step?.command !== undefined) {
      await vscode.commands.executeCommand(step.command, ...(step.args ?? []));
    } else if (chosen === SHOW_DETAILS) {
      await this.showDetails(error);
    }
  }
}

function detailText(error: LakehouseError): string {
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['Code', error.code],
    ['Condition', error.condition],
    ['SQLSTATE', error.sqlState],
    ['Next step', error.nextStep?.label],
  ];
  const lines = facts.filter(([, value]) => value !== undefined).map(([name, value]) => `${name}: ${value}`);
  return [error.message, '', ...lines, '', error.detail ?? ''].join('\n');
}
