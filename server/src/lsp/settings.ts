/**
 * The user's settings of the section `lakehouse`, for every editor alike: what the initialization options say, over it
 * what the editor answers to `workspace/configuration` or sends with `workspace/didChangeConfiguration`.
 */
import { type Connection, DidChangeConfigurationNotification, type InitializeParams } from 'vscode-languageserver/node';
import { type Log, safely } from './runner';

const SECTION = 'lakehouse';
type Values = Readonly<Record<string, unknown>>;

export class SettingsStore {
  private initial: Values = {};
  private pulled: Values = {};
  private isPulling = false;
  private firstPull = Promise.resolve();
  private readonly listeners: (() => void)[] = [];

  constructor(
    private readonly connection: Connection,
    private readonly log: Log,
  ) {
    connection.onDidChangeConfiguration(({ settings }: { settings?: unknown }) => {
      if (this.isPulling) void this.pull();
      else this.take(isValues(settings) ? settings[SECTION] : undefined);
    });
  }

  /** At `initialize`: the options may hold any setting, by its name without `lakehouse.`. */
  initialize({ initializationOptions, capabilities }: InitializeParams): void {
    this.initial = isValues(initializationOptions) ? initializationOptions : {};
    this.isPulling = capabilities.workspace?.configuration === true;
  }

  /** At `initialized`: asks the editor, and asks to be told of changes where that must be asked for. */
  initialized(canRegister: boolean): void {
    if (!this.isPulling) return;
    this.firstPull = this.pull();
    if (!canRegister) return;
    void safely(this.log, 'settings', undefined, async () => {
      await this.connection.client.register(DidChangeConfigurationNotification.type, { section: SECTION });
    });
  }

  /** Settled once the editor's settings are known, where it has any. */
  ready(): Promise<void> {
    return this.firstPull;
  }

  /** A setting by its name without `lakehouse.`, dots and all (`format.lineWidth`); undefined where it is not set. */
  get(name: string): unknown {
    return lookUp(this.pulled, name) ?? lookUp(this.initial, name);
  }

  boolean(name: string, fallback: boolean): boolean {
    const value = this.get(name);
    return typeof value === 'boolean' ? value : fallback;
  }
  string(name: string, fallback: string): string {
    const value = this.get(name);
    return typeof value === 'string' ? value : fallback;
  }
  number(name: string, fallback: number): number {
    const value = this.get(name);
    return typeof value === 'number' && Number.isFinite(value) ? value : fallback;
  }

  /** Called after a change of any setting, and when the editor's settings are first known. */
  onChanged(listener: () => void): void {
    this.listeners.push(listener);
  }

  private async pull(): Promise<void> {
    await safely(this.log, 'settings', undefined, async () => {
      this.take(await this.connection.workspace.getConfiguration(SECTION));
    });
  }

  private take(values: unknown): void {
    this.pulled = isValues(values) ? values : {};
    for (const listener of this.listeners) listener();
  }
}

/** Editors send `{ format: { lineWidth } }`; options by hand may say `{ "format.lineWidth": … }` as well. */
function lookUp(values: Values, name: string): unknown {
  const direct = values[name];
  if (direct !== undefined && direct !== null) return direct;
  let at: unknown = values;
  for (const part of name.split('.')) at = isValues(at) ? at[part] : undefined;
  return at ?? undefined;
}

function isValues(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
