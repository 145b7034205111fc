import * as vscode from 'vscode';
import type { ConnectionConfig } from '../../../lakehouse/src/config';
import { type ErrorData, LakehouseError } from '../../../lakehouse/src/errors';
import type { Effect, WireStatement } from '../../../server/src/protocol';
import type { StatementParameters } from '../../../lakehouse/src/spark/types';
import type { Connections } from '../connections';
import type { ErrorUi } from '../errors-ui';
import type { Recorder } from '../history-log/recorder';
import { CONTEXT } from '../ids';
import type { ResultsView } from '../webviews/results';
import type { SparkDiagnostics } from './diagnostics';
import type { Guard } from './guard';
import type { ParameterForm } from './parameters';
import { RunProgress } from './progress';
import type { OpenSession, Sessions } from './sessions';
import { type Execution, isLostSession, recordOf, withRetry, writtenBy } from './statement-run';

/** Statements of one document, as they were when they were read from it. */
export interface Script {
  readonly document: vscode.TextDocument;
  readonly version: number;
  readonly statements: readonly WireStatement[];
}

/** The statement that runs now. */
export interface Current {
  readonly document: vscode.TextDocument;
  readonly version: number;
  readonly statement: WireStatement;
}

interface Run {
  readonly script: Script;
  /** What each statement does, and the values of its parameters. */
  readonly effects: readonly Effect[];
  readonly parameters: readonly (StatementParameters | undefined)[];
  readonly abort: AbortController;
  readonly firstId: number;
  lastId: number;
  /** Where in the document a statement failed, by run id. */
  readonly failedAt: Map<number, vscode.Position>;
}

/** Runs scripts, one at a time, and shows what comes of it: results, progress, errors at their place. */
export class QueryRunner implements vscode.Disposable {
  private running: { readonly run: Run; readonly ended: Promise<void> } | undefined;
  private last: Run | undefined;
  private nextId = 1;
  private readonly current = new vscode.EventEmitter<Current | undefined>();

  /** Fires with each statement that begins, and with undefined when nothing runs any more. */
  readonly onDidChangeCurrent = this.current.event;

  /** What looks for the snapshot of the last write. */
  private looking: Promise<void> = Promise.resolve();
  private readonly closing = new AbortController();

  constructor(
    private readonly connections: Connections,
    private readonly sessions: Sessions,
    private readonly results: ResultsView,
    private readonly diagnostics: SparkDiagnostics,
    private readonly errors: ErrorUi,
    /** Called after a statement that may have changed a catalog. */
    private readonly onChanged: (connection: string) => void,
    private readonly record: Recorder,
    private readonly guard: Guard,
    private readonly form: ParameterForm,
  ) {
    results.connect({
      cancel: (runId) => this.cancel(runId),
      rerun: (runId) => this.rerun(runId),
      reveal: (runId) => this.reveal(runId),
    });
  }

  /** Runs the statements in order and stops at the first error. Resolves when all is over; errors are shown, not thrown. */
  async run(script: Script): Promise<void> {
    if (script.statements.length === 0) {
      void vscode.window.showInformationMessage('There is no statement to run here.');
      return;
    }
    await this.connections.ready();
    const texts = script.statements.map(({ text }) => text);
    const effects = await this.guard.effects(texts);
    this.guard.refuseWrites(this.connections.active(), texts, effects);
    const parameters = await this.form.ask(effects);
    if (parameters === undefined || !(await this.waitForTurn())) return;
    const firstId = this.nextId;
    const abort = new AbortController();
    const run: Run = { script, effects, parameters, abort, firstId, lastId: firstId, failedAt: new Map() };
    const ended = this.runAll(run);
    this.running = { run, ended };
    this.last = run;
    await setRunning(true);
    await ended;
  }

  /** Interrupts the running script on the server; with a run id, only if that run is meant. */
  cancel(runId?: number): void {
    const run = this.running?.run;
    if (run === undefined || (runId !== undefined && (runId < run.firstId || runId > run.lastId))) return;
    run.abort.abort();
  }

  private async rerun(runId: number): Promise<void> {
    const run = this.last;
    const statement = run?.script.statements[runId - run.firstId];
    if (run === undefined || statement === undefined) return;
    await this.run({ ...run.script, statements: [statement] });
  }

  private async reveal(runId: number): Promise<void> {
    const run = this.last;
    const statement = run?.script.statements[runId - run.firstId];
    if (run === undefined || statement === undefined) return;
    const editor = await vscode.window.showTextDocument(run.script.document);
    const { line, character } = statement.range.start;
    const position = run.failedAt.get(runId) ?? new vscode.Position(line, character);
    editor.selection = new vscode.Selection(position, position);
    editor.revealRange(editor.selection, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  }

  /** True when nothing runs any more. What runs is only ended by the user. */
  private async waitForTurn(): Promise<boolean> {
    if (this.running === undefined) return true;
    const button = 'Cancel It and Run';
    const chosen = await vscode.window.showWarningMessage('Another statement is still running.', button);
    if (chosen !== button) return false;
    this.running?.run.abort.abort();
    await this.running?.ended;
    return true;
  }

  private async runAll(run: Run): Promise<void> {
    const { script } = run;
    let progress: RunProgress | undefined;
    this.diagnostics.clear(script.document.uri);
    try {
      const config = await this.connections.resolve(this.connections.active().name, true);
      const texts = script.statements.map(({ text }) => text);
      this.guard.refuseWrites(config, texts, run.effects);
      const { signal } = run.abort;
      const session = async (): Promise<OpenSession['session']> => (await this.sessions.get(config, signal)).session;
      if (!(await this.guard.confirmLosses(run.effects, config.name, session, signal))) return;
      progress = new RunProgress(script.statements.length, () => run.abort.abort());
      await this.results.show();
      this.results.restart();
      for (const [index, statement] of script.statements.entries()) {
        this.current.fire({ document: script.document, version: script.version, statement });
        run.lastId = this.nextId++;
        progress.statement(index);
        const effect = run.effects[index];
        if (effect === undefined || !(await this.runOne(run, config, statement, effect, progress))) return;
      }
    } catch (error) {
      this.errors.show(error, 'query');
    } finally {
      progress?.dispose();
      this.running = undefined;
      this.current.fire(undefined);
      await setRunning(false);
    }
  }

  /**
   * True when the statement succeeded. Where the session is gone before a reading statement got an answer, it runs once
   * more in a new session; what may write is left to the user to run again.
   */
  private async runOne(
    run: Run,
    config: ConnectionConfig,
    statement: WireStatement,
    effect: Effect,
    progress: RunProgress,
  ): Promise<boolean> {
    // The snapshot of the write before is known before another can be made; nothing else waits for it.
    if (effect.writes.length > 0) await this.looking;
    const runId = run.lastId;
    const startedMs = Date.now();
    const started = performance.now();
    const elapsedMs = (): number => performance.now() - started;
    const execution: Execution = { rows: 0, bytesRead: 0, answered: false };
    const parts = { sessions: this.sessions, errors: this.errors };
    const record = recordOf(this.record, config.name, statement.text, execution, { startedMs, elapsedMs });
    try {
      await withRetry(this.sessions, config.name, effect, execution, () =>
        this.execute(run, config, statement, progress, execution),
      );
      const durationMs = elapsedMs();
      await this.send(run, { type: 'done', runId, elapsedMs: durationMs, rowCount: execution.rows });
      if (!effect.reads) this.onChanged(config.name);
      if (effect.writes.length === 0) record('done', undefined, durationMs);
      else {
        this.looking = writtenBy(parts, config, effect, elapsedMs, this.closing.signal).then((written) =>
          record('done', undefined, durationMs, written),
        );
      }
      return true;
    } catch (thrown) {
      const error = LakehouseError.from(thrown, 'QUERY_FAILED');
      if (isLostSession(error) || error.code === 'CONNECTION_LOST') this.sessions.drop(config.name);
      if (error.code === 'CANCELLED' || run.abort.signal.aborted) {
        record('cancelled');
        void this.results.send({ type: 'cancelled', runId, elapsedMs: elapsedMs(), rowCount: execution.rows });
      } else {
        record('failed', error);
        // The panel shows the error with its next step; a notification would only say it twice.
        void this.results.send({ type: 'error', runId, error: inDocument(error, statement), elapsedMs: elapsedMs() });
        if (error.code === 'QUERY_FAILED') {
          const at = this.diagnostics.set(run.script.document, run.script.version, statement, error);
          if (at !== undefined) run.failedAt.set(runId, at);
        }
        this.errors.record(error, 'query');
      }
      return false;
    }
  }

  private async execute(
    run: Run,
    config: ConnectionConfig,
    statement: WireStatement,
    progress: RunProgress,
    execution: Execution,
  ): Promise<void> {
    const { session, timeZone } = await this.open(run, config, statement, progress);
    const runId = run.lastId;
    const parameters = run.parameters[runId - run.firstId];
    await this.send(run, { type: 'start', runId, sql: statement.text, connection: config.name, timeZone });
    for await (const event of session.execute(statement.text, { signal: run.abort.signal, parameters })) {
      switch (event.type) {
        case 'started':
          break;
        case 'progress': {
          execution.answered = true;
          execution.bytesRead = Math.max(execution.bytesRead, event.inputBytes);
          const fraction = event.tasks === 0 ? null : event.completedTasks / event.tasks;
          const text = event.tasks === 0 ? 'Running' : `${event.completedTasks} of ${event.tasks} tasks`;
          progress.report(text, fraction);
          await this.send(run, { type: 'progress', runId, text, fraction });
          break;
        }
        case 'batch':
          execution.answered = true;
          execution.rows += event.rowCount;
          progress.report(`${execution.rows.toLocaleString('en')} rows`, null);
          await this.send(run, { type: 'batch', runId, data: event.data, rowCount: event.rowCount });
          break;
        case 'complete':
          execution.rows = Math.max(execution.rows, event.rowCount);
          break;
      }
    }
  }

  /** The session; while it is being opened the panel already shows the statement. */
  private async open(
    run: Run,
    config: ConnectionConfig,
    statement: WireStatement,
    progress: RunProgress,
  ): Promise<OpenSession> {
    const runId = run.lastId;
    if (!this.sessions.has(config)) {
      const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
      await this.send(run, { type: 'start', runId, sql: statement.text, connection: config.name, timeZone });
      await this.send(run, { type: 'progress', runId, text: `Connecting to ${config.name}`, fraction: null });
      progress.report(`Connecting to ${config.name}`, null);
    }
    const session = await this.sessions.get(config, run.abort.signal);
    if (this.sessions.takeLost(config.name)) {
      void vscode.window.showInformationMessage(
        `The Spark session of "${config.name}" was lost and a new one was opened. Its temporary views and settings are gone.`,
      );
    }
    return session;
  }

  /** Sends to the panel; a panel that does not come up must not keep a cancelled query alive. */
  private async send(run: Run, message: Parameters<ResultsView['send']>[0]): Promise<void> {
    const signal = run.abort.signal;
    signal.throwIfAborted();
    const ended = new AbortController();
    const aborted = new Promise<void>((resolve) => {
      signal.addEventListener('abort', () => resolve(), { signal: ended.signal });
    });
    await Promise.race([this.results.send(message), aborted]);
    ended.abort();
    signal.throwIfAborted();
  }

  dispose(): void {
    this.closing.abort();
    this.running?.run.abort.abort();
    this.current.dispose();
  }
}

/** The error with line and column as the document has them; its offsets stay those of the statement. */
function inDocument(error: LakehouseError, { range }: WireStatement): ErrorData {
  const data = error.toData();
  if (data.position === undefined) return data;
  const { line, col } = data.position;
  const { start } = range;
  return {
    ...data,
    position: { ...data.position, line: line + start.line, col: line === 1 ? col + start.character : col },
  };
}

async function setRunning(value: boolean): Promise<void> {
  await vscode.commands.executeCommand('setContext', CONTEXT.queryRunning, value);
}
