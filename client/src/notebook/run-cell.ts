/** Runs the statements of one cell in the session of the active connection, and shows each one's outcome below it. */
import * as vscode from 'vscode';
import type { PacketBatch } from '../../../lakehouse/src/arrow/packet';
import type { ConnectionConfig } from '../../../lakehouse/src/config';
import { LakehouseError } from '../../../lakehouse/src/errors';
import {
  type Effect,
  STATEMENTS,
  type StatementsParams,
  type StatementsResult,
  type WireStatement,
} from '../../../server/src/protocol';
import { settings } from '../config';
import type { StatementParameters } from '../../../lakehouse/src/spark/types';
import type { Connections } from '../connections';
import type { ErrorUi } from '../errors-ui';
import type { Recorder } from '../history-log/recorder';
import type { LanguageServer } from '../language-server';
import type { SparkDiagnostics } from '../query/diagnostics';
import type { Guard } from '../query/guard';
import type { ParameterForm } from '../query/parameters';
import type { OpenSession, Sessions } from '../query/sessions';
import { type Execution, isLostSession, recordOf, withRetry, writtenBy } from '../query/statement-run';
import { errorItems, resultItems } from './outputs';

/** How long a statement runs before it says how far it is, and how often it says so, in milliseconds. */
const QUIET_MS = 700;
const TICK_MS = 400;

export interface CellDependencies {
  readonly connections: Connections;
  readonly sessions: Sessions;
  readonly server: LanguageServer;
  readonly diagnostics: SparkDiagnostics;
  readonly errors: ErrorUi;
  readonly record: Recorder;
  readonly guard: Guard;
  readonly form: ParameterForm;
  /** Called after a statement that may have changed a catalog. */
  readonly onChanged: (connection: string) => void;
}

interface Fetched extends Execution {
  readonly batches: PacketBatch[];
  bytes: number;
  /** There were more rows than may be kept. */
  cut: boolean;
  timeZone: string;
}

export class CellRun {
  /** What looks for the snapshot of the last write. */
  private looking: Promise<void> = Promise.resolve();
  /** Values for the statement that runs. */
  private parameters: StatementParameters | undefined;

  constructor(
    private readonly parts: CellDependencies,
    private readonly cell: vscode.NotebookCell,
    private readonly execution: vscode.NotebookCellExecution,
    private readonly signal: AbortSignal,
  ) {}

  /** True when every statement succeeded; the first that does not is the last that runs. Never rejects. */
  async run(): Promise<boolean> {
    const { document } = this.cell;
    this.parts.diagnostics.clear(document.uri);
    await this.execution.clearOutput();
    const version = document.version;
    try {
      const params: StatementsParams = { uri: document.uri.toString(), text: document.getText() };
      const statements = await this.parts.server.request<StatementsResult>(STATEMENTS, params);
      if (statements.length === 0) return true;
      const texts = statements.map(({ text }) => text);
      const effects = await this.parts.guard.effects(texts);
      const config = await this.connection(texts, effects);
      const parameters = await this.parts.form.ask(effects);
      const session = async () => (await this.parts.sessions.get(config, this.signal)).session;
      const { guard } = this.parts;
      if (parameters === undefined || !(await guard.confirmLosses(effects, config.name, session, this.signal))) {
        const items = [vscode.NotebookCellOutputItem.text('Not run.')];
        await this.execution.appendOutput(new vscode.NotebookCellOutput(items));
        return false;
      }
      for (const [index, statement] of statements.entries()) {
        this.parameters = parameters[index];
        const effect = effects[index];
        if (effect === undefined || !(await this.runOne(config, statement, effect, version))) return false;
      }
      return true;
    } catch (thrown) {
      const error = LakehouseError.from(thrown, 'QUERY_FAILED');
      this.parts.errors.record(error, 'notebook');
      const failure = { error: error.toData(), cell: document.uri.toString() };
      await this.execution.appendOutput(new vscode.NotebookCellOutput(errorItems(failure, error)));
      return false;
    }
  }

  private async connection(texts: readonly string[], effects: readonly Effect[]): Promise<ConnectionConfig> {
    const { connections } = this.parts;
    await connections.ready();
    const config = await connections.resolve(connections.active().name, true);
    this.parts.guard.refuseWrites(config, texts, effects);
    return config;
  }

  private async runOne(
    config: ConnectionConfig,
    statement: WireStatement,
    effect: Effect,
    version: number,
  ): Promise<boolean> {
    // The snapshot of the write before is known before another can be made.
    if (effect.writes.length > 0) await this.looking;
    const startedMs = Date.now();
    const started = performance.now();
    const elapsedMs = (): number => performance.now() - started;
    const fetched: Fetched = {
      batches: [],
      rows: 0,
      bytes: 0,
      cut: false,
      timeZone: 'UTC',
      bytesRead: 0,
      answered: false,
    };
    const output = new Output(this.execution);
    const { sessions } = this.parts;
    const record = recordOf(this.parts.record, config.name, statement.text, fetched, { startedMs, elapsedMs });
    const show = async (cancelled: boolean): Promise<void> =>
      output.show(
        await resultItems(
          {
            sql: statement.text,
            connection: config.name,
            cell: this.cell.document.uri.toString(),
            timeZone: fetched.timeZone,
            elapsedMs: elapsedMs(),
            rowCount: fetched.rows,
            cut: fetched.cut,
            cancelled,
          },
          fetched.batches,
        ),
      );
    try {
      await withRetry(sessions, config.name, effect, fetched, () => this.fetch(config, statement, fetched, output));
      const durationMs = elapsedMs();
      await show(false);
      if (!effect.reads) this.parts.onChanged(config.name);
      if (effect.writes.length === 0) record('done', undefined, durationMs);
      else {
        this.looking = writtenBy(this.parts, config, effect, elapsedMs, this.signal).then((written) =>
          record('done', undefined, durationMs, written),
        );
      }
      return true;
    } catch (thrown) {
      const error = LakehouseError.from(thrown, 'QUERY_FAILED');
      if (isLostSession(error) || error.code === 'CONNECTION_LOST') this.parts.sessions.drop(config.name);
      if (error.code === 'CANCELLED' || this.signal.aborted) {
        record('cancelled');
        await show(true);
        return false;
      }
      record('failed', error);
      this.parts.errors.record(error, 'notebook');
      await output.show(errorItems(this.failure(statement, version, error), error));
      return false;
    } finally {
      output.dispose();
    }
  }

  /** Marks the error in the cell, if Spark gave it, and says where. */
  private failure(statement: WireStatement, version: number, error: LakehouseError) {
    const { document } = this.cell;
    const cell = document.uri.toString();
    const at =
      error.code === 'QUERY_FAILED' ? this.parts.diagnostics.set(document, version, statement, error) : undefined;
    const data = error.toData();
    if (data.position === undefined || at === undefined) return { error: data, cell };
    const position = { ...data.position, line: at.line + 1, col: at.character + 1 };
    return { error: { ...data, position }, cell };
  }

  private async fetch(
    config: ConnectionConfig,
    statement: WireStatement,
    fetched: Fetched,
    output: Output,
  ): Promise<void> {
    const { session, timeZone } = await this.open(config, output);
    fetched.timeZone = timeZone;
    const { rows: maxRows, bytes: maxBytes } = settings.notebookLimits();
    const limit = maxRows < 2 ** 31 - 1 ? maxRows + 1 : undefined;
    for await (const event of session.execute(statement.text, {
      signal: this.signal,
      limit,
      parameters: this.parameters,
    })) {
      switch (event.type) {
        case 'started':
        case 'complete':
          break;
        case 'progress':
          fetched.answered = true;
          fetched.bytesRead = Math.max(fetched.bytesRead, event.inputBytes);
          output.progress(event.tasks === 0 ? 'Running' : `${event.completedTasks} of ${event.tasks} tasks`);
          break;
        case 'batch':
          fetched.answered = true;
          // The first batch is kept whatever its size: it has the columns.
          if (fetched.batches.length > 0 && fetched.bytes + event.data.length > maxBytes) {
            fetched.cut = true;
            return;
          }
          fetched.cut ||= fetched.rows + event.rowCount > maxRows;
          fetched.batches.push({ data: event.data, rowCount: Math.min(event.rowCount, maxRows - fetched.rows) });
          fetched.bytes += event.data.length;
          fetched.rows = Math.min(maxRows, fetched.rows + event.rowCount);
          if (fetched.cut) return;
          output.progress(`${fetched.rows.toLocaleString('en')} rows`);
          break;
      }
    }
  }

  private async open(config: ConnectionConfig, output: Output): Promise<OpenSession> {
    const { sessions } = this.parts;
    if (!sessions.has(config)) output.progress(`Connecting to ${config.name}`);
    const session = await sessions.get(config, this.signal);
    if (sessions.takeLost(config.name)) {
      void vscode.window.showInformationMessage(
        `The Spark session of "${config.name}" was lost and a new one was opened. Its variables, temporary views and settings are gone.`,
      );
    }
    return session;
  }
}

/** One output of the cell: while its statement runs, how far it is, then what came of it. */
class Output {
  private output: vscode.NotebookCellOutput | undefined;
  private text = 'Running';
  private readonly ticker: ReturnType<typeof setInterval>;
  private readonly started = performance.now();
  private shown = '';

  constructor(private readonly execution: vscode.NotebookCellExecution) {
    this.ticker = setInterval(() => this.tick(), TICK_MS);
  }

  progress(text: string): void {
    this.text = text;
  }

  async show(items: vscode.NotebookCellOutputItem[]): Promise<void> {
    this.dispose();
    if (this.output === undefined) await this.execution.appendOutput(new vscode.NotebookCellOutput(items));
    else await this.execution.replaceOutputItems(items, this.output);
  }

  private tick(): void {
    if (performance.now() - this.started < QUIET_MS || this.text === this.shown) return;
    this.shown = this.text;
    const items = [vscode.NotebookCellOutputItem.text(`${this.text}…`)];
    if (this.output === undefined) {
      this.output = new vscode.NotebookCellOutput(items);
      void this.execution.appendOutput(this.output);
    } else {
      void this.execution.replaceOutputItems(items, this.output);
    }
  }

  dispose(): void {
    clearInterval(this.ticker);
  }
}
