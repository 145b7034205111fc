import * as vscode from 'vscode';
import { LakehouseError } from '../../../lakehouse/src/errors';
import type { WireStatement } from '../../../server/src/protocol';
import type { Connections } from '../connections';
import type { VirtualText } from '../virtual-text';
import type { SparkDiagnostics } from './diagnostics';
import type { Script } from './run';
import type { Sessions } from './sessions';

/** How much of a statement its plan's tab is named by. */
const TITLE_LENGTH = 40;

/** Spark's plan of a statement, in a tab of its own. Nothing of the statement runs. */
export class Explainer {
  constructor(
    private readonly connections: Connections,
    private readonly sessions: Sessions,
    private readonly diagnostics: SparkDiagnostics,
    private readonly texts: VirtualText,
  ) {}

  /** Throws what Spark says against the statement, once it is marked in the document. */
  async explain({ document, version }: Script, statement: WireStatement): Promise<void> {
    await this.connections.ready();
    const config = await this.connections.resolve(this.connections.active().name, true);
    const options = { location: vscode.ProgressLocation.Notification, title: 'Explaining', cancellable: true };
    try {
      const plan = await vscode.window.withProgress(options, async (_progress, token) => {
        const abort = new AbortController();
        token.onCancellationRequested(() => abort.abort());
        const { session } = await this.sessions.get(config, abort.signal);
        return session.explain(statement.text, abort.signal);
      });
      await this.texts.open(`Plan: ${title(statement.text)}`, `${statement.text}\n\n${plan}`);
    } catch (thrown) {
      const error = LakehouseError.from(thrown, 'QUERY_FAILED');
      if (error.code === 'SESSION_LOST' || error.code === 'CONNECTION_LOST') this.sessions.drop(config.name);
      if (error.code === 'QUERY_FAILED') this.diagnostics.set(document, version, statement, error);
      throw error;
    }
  }
}

function title(sql: string): string {
  const words = sql.replace(/\s+/g, ' ');
  return words.length > TITLE_LENGTH ? `${words.slice(0, TITLE_LENGTH)}…` : words;
}
