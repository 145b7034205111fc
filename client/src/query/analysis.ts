import * as vscode from 'vscode';
import type { ConnectionConfig } from '../../../lakehouse/src/config';
import { LakehouseError } from '../../../lakehouse/src/errors';
import {
  ANALYZABLE,
  type AnalyzableParams,
  type AnalyzableResult,
  type WireStatement,
} from '../../../server/src/protocol';
import { settings } from '../config';
import type { Connections } from '../connections';
import { LANGUAGES, SETTINGS } from '../ids';
import type { LanguageServer } from '../language-server';
import type { Runner } from '../runner';
import { Findings } from './findings';
import type { QueryRunner } from './run';
import type { Sessions } from './sessions';

/** How long nothing is typed before Spark is asked, in milliseconds. */
const QUIET_MS = 700;
/** Classes of SQLSTATE that are about the statement: not about a service, a file or Spark itself. */
const ABOUT_THE_TEXT = /^(?:0A|21|22|42)/;
/** Of a query that is run with values for its parameters. */
const NOT_A_FAULT = /^UNBOUND_SQL_PARAMETER/;

/**
 * Spark's own analysis of the queries one sees, once a session is open: what it finds wrong stands in the editor. It runs
 * nothing, waits for a pause in typing and for what runs, goes one query at a time, and never complains about a connection.
 */
export class SparkAnalysis implements vscode.Disposable {
  private readonly findings: Findings;
  /** What Spark said of a query, by connection and text; forgotten once something ran. */
  private known = new Map<string, LakehouseError | null>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private working = new AbortController();
  private isRunning = false;
  private readonly disposables: readonly vscode.Disposable[];

  constructor(
    private readonly connections: Connections,
    private readonly sessions: Sessions,
    private readonly server: LanguageServer,
    private readonly runner: Runner,
    queries: QueryRunner,
  ) {
    this.findings = new Findings();
    this.disposables = [
      this.findings,
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length === 0) return;
        this.findings.edited(document, contentChanges);
        if (isShown(document)) this.later();
      }),
      vscode.workspace.onDidCloseTextDocument((document) => this.findings.clear(document.uri)),
      vscode.window.onDidChangeVisibleTextEditors(() => this.later()),
      vscode.window.onDidChangeTextEditorVisibleRanges(() => this.later()),
      queries.onDidChangeCurrent((current) => {
        this.isRunning = current !== undefined;
        // What ran may have made what was missing.
        this.known = new Map();
        this.working.abort();
        if (!this.isRunning) this.later();
      }),
      connections.onDidChange(() => {
        this.known = new Map();
        this.later();
      }),
      settings.onDidChange([SETTINGS.diagnosticsSpark], () => {
        if (!settings.diagnosticsSpark()) this.findings.clearAll();
        this.later();
      }),
    ];
  }

  private later(): void {
    clearTimeout(this.timer);
    this.working.abort();
    if (this.isRunning || !settings.diagnosticsSpark()) return;
    this.timer = setTimeout(() => this.runner.start('analysis', () => this.analyse()), QUIET_MS);
  }

  private async analyse(): Promise<void> {
    const config = await this.connected();
    if (config === undefined || this.isRunning) return;
    const working = new AbortController();
    this.working = working;
    for (const editor of vscode.window.visibleTextEditors) {
      if (!LANGUAGES.some((id) => id === editor.document.languageId)) continue;
      try {
        await this.analyseEditor(editor, config, working.signal);
      } catch (thrown) {
        if (working.signal.aborted) return;
        // Of a connection the next statement that is run will tell.
        if (LakehouseError.from(thrown).code === 'INTERNAL') throw thrown;
        return;
      }
    }
  }

  private async analyseEditor(
    { document, visibleRanges }: vscode.TextEditor,
    config: ConnectionConfig,
    signal: AbortSignal,
  ): Promise<void> {
    const { version } = document;
    const uri = document.uri.toString();
    const found: { readonly query: WireStatement; readonly error: LakehouseError }[] = [];
    for (const { start, end } of visibleRanges) {
      const params: AnalyzableParams = { uri, range: { start, end } };
      for (const query of await this.server.request<AnalyzableResult>(ANALYZABLE, params)) {
        if (signal.aborted || document.version !== version) return;
        const error = await this.ask(config, query.text, signal);
        if (error !== null) found.push({ query, error });
      }
    }
    if (signal.aborted || document.version !== version) return;
    this.findings.set(document, visibleRanges, found);
  }

  /** What Spark has against a query. Throws when it could not be asked. */
  private async ask(config: ConnectionConfig, sql: string, signal: AbortSignal): Promise<LakehouseError | null> {
    const key = JSON.stringify([config.name, sql]);
    const before = this.known.get(key);
    if (before !== undefined) return before;
    const { known } = this;
    const { session } = await this.sessions.get(config, signal);
    let error: LakehouseError | null = null;
    try {
      await session.schema(sql, signal);
    } catch (thrown) {
      error = LakehouseError.from(thrown);
      if (error.code !== 'QUERY_FAILED') throw error;
      if (!ABOUT_THE_TEXT.test(error.sqlState ?? '') || NOT_A_FAULT.test(error.condition ?? '')) error = null;
    }
    signal.throwIfAborted();
    known.set(key, error);
    return error;
  }

  /** The active connection, if there is a session open on it: analysis opens none. */
  private async connected(): Promise<ConnectionConfig | undefined> {
    if (!vscode.workspace.isTrusted || !this.sessions.isAny()) return undefined;
    try {
      const config = await this.connections.resolve(this.connections.active().name, false);
      return this.sessions.has(config) ? config : undefined;
    } catch {
      // Whatever is wrong with it, the next statement that is run will tell.
      return undefined;
    }
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.working.abort();
    vscode.Disposable.from(...this.disposables).dispose();
  }
}

function isShown(document: vscode.TextDocument): boolean {
  return vscode.window.visibleTextEditors.some((editor) => editor.document === document);
}
