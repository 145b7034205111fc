import * as vscode from 'vscode';
import { SERVICE_NAMES, type ServiceName, type ServiceStatus } from '../../../lakehouse/src/stack/types';
import { untrusted } from '../connections';
import { COMMANDS } from '../ids';
import type { VirtualText } from '../virtual-text';
import type { StackController } from './controller';
import type { OpenOptions } from './open';
import { SERVICE_TITLES, statusView } from './status-view';

/** How many lines of a service's log are shown. */
const LOG_LINES = 5_000;

/** The commands of the stack, each with progress and cancel. */
export class StackCommands {
  constructor(
    private readonly controller: StackController,
    private readonly texts: VirtualText,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  async start(): Promise<void> {
    await this.withProgress('Starting the lakehouse', (options) => this.controller.start(options));
  }

  async stop(): Promise<void> {
    await this.withProgress('Stopping the lakehouse', (options) => this.controller.stop(options));
  }

  /** Says what will be deleted, asks, then deletes it. */
  async reset(): Promise<void> {
    this.refuseUntrusted();
    await this.controller.refresh();
    const home = this.controller.status?.home;
    const answer = await vscode.window.showWarningMessage(
      'Reset the lakehouse?',
      {
        modal: true,
        detail: `Stops all services and deletes every table, catalog entry and log of the local lakehouse${
          home === undefined ? '' : ` in ${home}`
        }. Downloads are kept. This cannot be undone.`,
      },
      'Delete All Data',
    );
    if (answer === undefined) return;
    await this.withProgress('Resetting the lakehouse', (options) => this.controller.reset(options));
  }

  /** Starts one service again; asks which when not told. */
  async restart(argument: unknown): Promise<void> {
    this.refuseUntrusted();
    const service = isServiceName(argument) ? argument : await this.pickService('Service to restart');
    if (service === undefined) return;
    await this.withProgress(`Restarting ${SERVICE_TITLES[service]}`, (options) =>
      this.controller.start(options, [service]),
    );
  }

  /** Opens the log of a service, or the extension's own. */
  async showLogs(argument: unknown): Promise<void> {
    const service = isServiceName(argument) ? argument : await this.pickService('Log to show', true);
    if (service === undefined) return;
    if (service === 'extension') {
      this.log.show();
      return;
    }
    const text = await this.controller.logs(service, LOG_LINES);
    await this.texts.open(`${SERVICE_TITLES[service]}.log`, text === '' ? 'The log is empty.\n' : text, true);
  }

  /** What a click on the status bar offers: each service with its state, then what can be done with all. */
  async menu(): Promise<void> {
    const view = statusView(this.controller.status);
    const state = this.controller.status?.state ?? 'stopped';
    const actions: readonly (vscode.QuickPickItem & { readonly command?: string; readonly argument?: ServiceName })[] =
      [
        ...(state === 'stopped' ? [{ label: '$(play) Start Lakehouse', command: COMMANDS.startStack }] : []),
        ...(state === 'degraded' ? [{ label: '$(play) Start What Is Down', command: COMMANDS.startStack }] : []),
        ...(this.controller.status?.services ?? []).map(({ name }, index) => ({
          label: `$(${view.services[index]?.icon ?? 'server'}) ${SERVICE_TITLES[name]}`,
          detail: view.services[index]?.text,
          description: 'show log',
          command: COMMANDS.showLogs,
          argument: name,
        })),
        { label: '', kind: vscode.QuickPickItemKind.Separator },
        ...(state === 'running' || state === 'degraded'
          ? [
              { label: '$(debug-restart) Restart Service…', command: COMMANDS.restartService },
              { label: '$(debug-stop) Stop Lakehouse', command: COMMANDS.stopStack },
            ]
          : []),
        { label: '$(trash) Reset Lakehouse…', command: COMMANDS.resetStack },
        { label: '$(output) Show Logs', command: COMMANDS.showLogs },
      ];
    const picked = await vscode.window.showQuickPick(actions, { title: view.heading });
    if (picked?.command === undefined) return;
    await vscode.commands.executeCommand(picked.command, ...(picked.argument === undefined ? [] : [picked.argument]));
  }

  /** Tells that services died, with a button that mends it. */
  async tellDied(services: readonly ServiceStatus[]): Promise<void> {
    const titles = services.map(({ name }) => SERVICE_TITLES[name]);
    const button = services.length === 1 ? `Restart ${titles[0]}` : 'Restart All';
    const verb = services.length === 1 ? 'has stopped' : 'have stopped';
    const chosen = await vscode.window.showWarningMessage(
      `${titles.join(', ')} ${verb} unexpectedly.`,
      button,
      'Show Logs',
    );
    if (chosen === button) {
      await this.withProgress(`Restarting ${titles.join(', ')}`, (options) =>
        this.controller.start(
          options,
          services.map(({ name }) => name),
        ),
      );
    } else if (chosen === 'Show Logs') {
      await this.showLogs(services[0]?.name);
    }
  }

  private async withProgress(title: string, work: (options: OpenOptions) => Promise<void>): Promise<void> {
    this.refuseUntrusted();
    await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title, cancellable: true },
      async (progress, token) => {
        const abort = new AbortController();
        const subscription = token.onCancellationRequested(() => abort.abort());
        let shown = 0;
        let logged = '';
        try {
          await work({
            signal: abort.signal,
            onProgress: ({ message, fraction }) => {
              const percent = fraction === undefined ? shown : Math.max(shown, Math.min(100, fraction * 100));
              progress.report({ message, increment: fraction === undefined ? undefined : percent - shown });
              shown = percent;
              if (message !== logged) this.log.info(`stack: ${message}`);
              logged = message;
            },
          });
        } finally {
          subscription.dispose();
        }
      },
    );
  }

  private refuseUntrusted(): void {
    if (!vscode.workspace.isTrusted) throw untrusted();
  }

  private async pickService(title: string): Promise<ServiceName | undefined>;
  private async pickService(title: string, extension: true): Promise<ServiceName | 'extension' | undefined>;
  private async pickService(title: string, extension = false): Promise<ServiceName | 'extension' | undefined> {
    const view = statusView(this.controller.status);
    const items: (vscode.QuickPickItem & { readonly service: ServiceName | 'extension' })[] = SERVICE_NAMES.map(
      (service) => {
        const line = view.services.find(({ title: name }) => name === SERVICE_TITLES[service]);
        return { label: SERVICE_TITLES[service], description: line?.text, service };
      },
    );
    if (extension)
      items.push({ label: 'Extension', description: 'what the extension itself says', service: 'extension' });
    return (await vscode.window.showQuickPick(items, { title }))?.service;
  }
}

function isServiceName(value: unknown): value is ServiceName {
  return SERVICE_NAMES.some((name) => name === value);
}
