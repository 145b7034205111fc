import * as vscode from 'vscode';
import type { SecretSources } from '../../lakehouse/src/config';

/** Secrets of connections: kept in VS Code's secret storage, asked for when missing, never written anywhere else. */
export class Secrets {
  /** Names the user left unanswered: asked again only on demand. */
  private readonly declined = new Set<string>();

  constructor(private readonly storage: vscode.SecretStorage) {}

  /** Where placeholders get their values; with `ask`, a missing secret opens an input box once. */
  sources(ask: boolean): SecretSources {
    return {
      secret: async (name) => {
        const stored = await this.storage.get(storageKey(name));
        if (stored !== undefined || !ask || this.declined.has(name)) return stored;
        return this.ask(name);
      },
      env: (name) => process.env[name],
    };
  }

  /** Asks for a secret and stores it; undefined when the user leaves the box. */
  async ask(name: string): Promise<string | undefined> {
    const value = await vscode.window.showInputBox({
      title: `Secret "${name}"`,
      prompt: 'Kept in the secret storage of VS Code, never in a file.',
      password: true,
      ignoreFocusOut: true,
    });
    if (value === undefined) {
      this.declined.add(name);
      return undefined;
    }
    this.declined.delete(name);
    await this.storage.store(storageKey(name), value);
    return value;
  }
}

function storageKey(name: string): string {
  return `lakehouse.secret.${name}`;
}
