/** What stands between a statement and the server: a read-only connection, and a question before something is lost. */
import * as vscode from 'vscode';
import type { ConnectionConfig } from '../../../lakehouse/src/config';
import { LakehouseError } from '../../../lakehouse/src/errors';
import { onlyReads } from '../../../lakehouse/src/spark/reads';
import { EFFECTS, type Effect, type EffectsParams, type EffectsResult } from '../../../server/src/protocol';
import { settings } from '../config';
import { COMMANDS } from '../ids';
import type { LanguageServer } from '../language-server';
import { askAbout } from './losses';
import type { Ask } from './table-state';

const UNKNOWN: Effect = { reads: false, writes: [], losses: [], parameters: { named: [], positional: 0 } };

export class Guard {
  constructor(
    private readonly server: LanguageServer,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  /** What each text does. A server that does not answer leaves it to the words, which say no less of writes. */
  async effects(texts: readonly string[]): Promise<readonly Effect[]> {
    const params: EffectsParams = { texts };
    let found: EffectsResult = [];
    try {
      found = await this.server.request<EffectsResult>(EFFECTS, params);
    } catch (error) {
      this.log.warn('effects', error);
    }
    return texts.map((text, index) => found[index] ?? { ...UNKNOWN, reads: onlyReads(text) });
  }

  /** READ_ONLY when the connection is and a text does more than read: before anything is sent. */
  refuseWrites(config: ConnectionConfig, texts: readonly string[], effects: readonly Effect[]): void {
    if (config.readOnly !== true) return;
    const refused = texts.find((_, index) => effects[index]?.reads !== true);
    if (refused === undefined) return;
    const words = refused.replace(/\s+/g, ' ').slice(0, 60);
    throw new LakehouseError(
      'READ_ONLY',
      `Connection "${config.name}" is read-only; nothing was run. Refused: ${words}`,
      { nextStep: { label: 'Select Connection', command: COMMANDS.selectConnection } },
    );
  }

  /** True when nothing is lost, or the user wants it so. `open` gives the session that knows the tables. */
  async confirmLosses(
    effects: readonly Effect[],
    connection: string,
    open: () => Promise<Ask>,
    signal: AbortSignal,
  ): Promise<boolean> {
    const losses = effects.flatMap((effect) => effect.losses);
    if (losses.length === 0 || !settings.confirmLosses()) return true;
    const options = { location: vscode.ProgressLocation.Window, title: 'Looking at what would be lost' };
    const { message, detail, button } = await vscode.window.withProgress(options, async () =>
      askAbout(await open(), losses, connection, signal),
    );
    return (await vscode.window.showWarningMessage(message, { modal: true, detail }, button)) === button;
  }
}
