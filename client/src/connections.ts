import * as vscode from 'vscode';
import {
  type ConnectionConfig,
  type ParameterSet,
  type StackRuntimeName,
  resolveSecrets,
  secretNames,
} from '../../lakehouse/src/config';
import { LakehouseError } from '../../lakehouse/src/errors';
import type { StackStatus } from '../../lakehouse/src/stack/types';
import { settings } from './config';
import type { ConfigFiles, SourceError } from './config-file';
import type { ErrorUi } from './errors-ui';
import { COMMANDS, CONFIG_FILE, SETTINGS } from './ids';
import type { Secrets } from './secrets';
import { stackError } from './stack/status-view';

/** What exists when neither a file nor a setting names a connection. */
const IMPLICIT: ConnectionConfig = { name: 'local', stack: 'auto' };

/**
 * The connections of the workspace, the active one, and how each is reached now. A stack connection is reached where the
 * running stack says. Nothing is resolved in an untrusted workspace.
 */
export class Connections implements vscode.Disposable {
  private configs: readonly ConnectionConfig[] = [];
  private sourceErrors: readonly SourceError[] = [];
  private stack: StackStatus | null = null;
  private shownErrors = '';
  private loading: Promise<void> | undefined;
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly problems = vscode.languages.createDiagnosticCollection(CONFIG_FILE);
  private readonly disposables: vscode.Disposable[];

  /** Fires when the list, the active connection or a way to reach one changed. */
  readonly onDidChange = this.changed.event;

  constructor(
    private readonly files: ConfigFiles,
    private readonly secrets: Secrets,
    private readonly errors: ErrorUi,
  ) {
    this.disposables = [
      this.changed,
      this.problems,
      settings.onDidChange([SETTINGS.activeConnection, SETTINGS.stackRuntime], () => this.changed.fire()),
    ];
  }

  /** Reads all sources again. What is wrong is shown, once, and the last good connections stay. */
  async reload(): Promise<void> {
    const { connections, errors } = await this.files.load();
    this.configs = connections.length > 0 ? connections : [IMPLICIT];
    this.sourceErrors = errors;
    this.report();
    this.changed.fire();
  }

  /** Resolves once the sources have been read for the first time. */
  ready(): Promise<void> {
    this.loading ??= this.reload();
    return this.loading;
  }

  /** What the stack says now; fires only when a connection is reached differently for it. */
  setStack(status: StackStatus | null): void {
    const before = JSON.stringify([this.stack?.connection, this.stack?.state]);
    this.stack = status;
    if (before !== JSON.stringify([status?.connection, status?.state])) this.changed.fire();
  }

  list(): readonly ConnectionConfig[] {
    return this.configs;
  }

  /** The sets of parameters of all `lakehouse.json`. */
  async parameterSets(): Promise<Readonly<Record<string, ParameterSet>>> {
    await this.ready();
    return this.files.parameterSets();
  }

  configErrors(): readonly LakehouseError[] {
    return this.sourceErrors.map(({ error }) => error);
  }

  /** The connection that runs queries; throws CONNECTION_UNKNOWN when the setting names none that exists. */
  active(): ConnectionConfig {
    const wanted = settings.activeConnection();
    const found = wanted === '' ? this.configs[0] : this.configs.find(({ name }) => name === wanted);
    return found ?? this.unknown(wanted);
  }

  activeName(): string | null {
    const wanted = settings.activeConnection();
    return this.configs.find(({ name }) => wanted === '' || name === wanted)?.name ?? null;
  }

  find(name: string): ConnectionConfig {
    return this.configs.find((config) => config.name === name) ?? this.unknown(name);
  }

  /** The runtime the stack is wanted on: what the active, else the first stack connection says; `auto` is the setting. */
  stackRuntime(): StackRuntimeName {
    const active = this.configs.find(({ name }) => name === this.activeName());
    const wanted = active?.stack ?? this.configs.find(({ stack }) => stack !== undefined)?.stack ?? 'auto';
    return wanted === 'auto' ? settings.stackRuntime() : wanted;
  }

  usesStack(): boolean {
    return this.configs.some(({ stack }) => stack !== undefined);
  }

  /** No connection leads anywhere but to the local stack. */
  onlyStack(): boolean {
    return this.configs.every(({ stack }) => stack !== undefined);
  }

  /**
   * A connection with addresses and secrets in place. With `ask`, a missing secret is asked for.
   * Throws UNTRUSTED_WORKSPACE, CONNECTION_UNKNOWN, STACK_NOT_RUNNING, CONFIG_SECRET_MISSING.
   */
  async resolve(name: string, ask: boolean): Promise<ConnectionConfig> {
    if (!vscode.workspace.isTrusted) throw untrusted();
    await this.ready();
    const config = this.find(name);
    if (config.stack === undefined) return resolveSecrets(config, this.secrets.sources(ask));
    const wanted = config.stack === 'auto' ? undefined : config.stack;
    const reached = this.stack?.connection;
    if (reached === null || reached === undefined || (wanted !== undefined && this.stack?.runtime !== wanted)) {
      throw stackError(this.stack, config);
    }
    return { ...reached, name: config.name, readOnly: config.readOnly };
  }

  /** Every connection that can be reached without asking anybody anything. */
  async reachable(): Promise<readonly ConnectionConfig[]> {
    const resolved = await Promise.all(
      this.configs.map(({ name }) => this.resolve(name, false).catch(() => undefined)),
    );
    return resolved.filter((config) => config !== undefined);
  }

  /** Lets the user pick the active connection. */
  async select(): Promise<void> {
    await this.ready();
    const active = this.activeName();
    const items = this.configs.map((config) => ({
      label: config.name,
      description: describeConnection(config),
      detail: config.name === active ? 'Active' : undefined,
    }));
    const picked = await vscode.window.showQuickPick(items, { title: 'Connection for queries and completion' });
    if (picked !== undefined) await settings.setActiveConnection(picked.label);
  }

  /** Asks for a secret: the one named, else one of those the connections use. */
  async setSecret(argument?: unknown): Promise<void> {
    await this.ready();
    const name = typeof argument === 'string' ? argument : undefined;
    const known = [...new Set(this.configs.flatMap((config) => secretNames(config)))];
    const title = 'Secret to set';
    if (name === undefined && known.length === 0) {
      void vscode.window.showInformationMessage('No connection uses ${secret:NAME}.');
      return;
    }
    const picked = name ?? (known.length === 1 ? known[0] : await vscode.window.showQuickPick(known, { title }));
    if (picked !== undefined && (await this.secrets.ask(picked)) !== undefined) this.changed.fire();
  }

  private unknown(name: string): never {
    throw new LakehouseError('CONNECTION_UNKNOWN', `There is no connection "${name}"`, {
      nextStep: { label: 'Select Connection', command: COMMANDS.selectConnection },
    });
  }

  private report(): void {
    this.problems.clear();
    for (const { file, error } of this.sourceErrors) {
      if (file === null) continue;
      const { line, col, start, end } = error.position ?? { line: 1, col: 1, start: 0, end: 1 };
      const range = new vscode.Range(line - 1, col - 1, line - 1, col - 1 + Math.max(1, end - start));
      this.problems.set(file, [new vscode.Diagnostic(range, error.message, vscode.DiagnosticSeverity.Error)]);
    }
    const messages = this.sourceErrors.map(({ error }) => error.message).join('\n');
    if (messages !== this.shownErrors)
      this.sourceErrors.forEach(({ error }) => this.errors.show(error, 'configuration'));
    this.shownErrors = messages;
  }

  dispose(): void {
    vscode.Disposable.from(...this.disposables).dispose();
  }
}

/** One line that says what a connection is, without secrets. */
export function describeConnection(config: ConnectionConfig): string {
  const stack = config.stack === 'auto' ? 'local stack' : `local stack, ${config.stack}`;
  const address = config.spark?.url.replace(/[;?].*$/, '').replace(/\/$/, '') ?? 'no Spark';
  const place = config.stack === undefined ? address : stack;
  return config.readOnly === true ? `${place}, read-only` : place;
}

export function untrusted(): LakehouseError {
  return new LakehouseError(
    'UNTRUSTED_WORKSPACE',
    'This workspace is not trusted: nothing connects and nothing starts',
    {
      nextStep: { label: 'Manage Workspace Trust', command: 'workbench.trust.manage' },
    },
  );
}
