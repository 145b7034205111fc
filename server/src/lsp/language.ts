/** The editor's features over LSP: documents, diagnostics, completion, hover. The only place that knows both sides. */
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type CompletionList,
  type Connection,
  type Hover,
  TextDocumentSyncKind,
  TextDocuments,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { PictureSource } from '../catalog/picture';
import { complete } from '../features/completion';
import { diagnose } from '../features/diagnostics';
import { hover } from '../features/hover';
import { statementAt, statementsIn } from '../features/statements';
import type { CompletionKind, CompletionResult } from '../features/types';
import { STATEMENT_AT, type StatementAtParams, type StatementAtResult } from '../protocol';
import { STATEMENTS, type StatementsParams, type StatementsResult } from '../protocol';
import { SqlDocument } from '../sql/document';
import { toCompletionItem, toDiagnostic, toHover, toWireStatement } from './convert';
import { type Log, safely, signalOf } from './runner';

/** How long a completion waits for catalogs before it shows what is known, marked incomplete. */
const CATALOG_WAIT_MS = 1_500;
/** A completion that learns of new names asks for those too; more rounds than name parts are never needed. */
const ROUNDS = 4;
const DIAGNOSTICS_DELAY_MS = 60;
/** After a blank, completion opens by itself only where a name of the lakehouse is due, not at every word. */
const AFTER_BLANK: ReadonlySet<CompletionKind> = new Set([
  'snapshot',
  'branch',
  'tag',
  'catalog',
  'namespace',
  'table',
  'procedure',
]);

export const COMPLETION_TRIGGERS = ['.', ' ', "'", '`'];

interface OpenDocument {
  readonly sql: SqlDocument;
  timer: NodeJS.Timeout | undefined;
  loading: AbortController | undefined;
}

export class Language {
  readonly sync = TextDocumentSyncKind.Incremental;
  private readonly documents = new TextDocuments(TextDocument);
  private readonly open = new Map<string, OpenDocument>();

  constructor(
    private readonly connection: Connection,
    private readonly source: PictureSource,
    private readonly log: Log,
    /** Settled once the catalogs that need no connection are read. */
    private readonly ready: () => Promise<void>,
  ) {
    this.documents.onDidOpen(({ document }) => {
      this.open.set(document.uri, { sql: new SqlDocument(document.getText()), timer: undefined, loading: undefined });
    });
    this.documents.onDidChangeContent(({ document }) => this.changed(document));
    this.documents.onDidClose(({ document }) => this.closed(document.uri));
    connection.onCompletion(({ textDocument, position, context }, token) =>
      safely(log, 'completion', null, () =>
        this.complete(textDocument.uri, position, context?.triggerCharacter, signalOf(token)),
      ),
    );
    connection.onHover(({ textDocument, position }, token) =>
      safely(log, 'hover', null, () => this.hover(textDocument.uri, position, signalOf(token))),
    );
    connection.onRequest(STATEMENT_AT, (params: StatementAtParams) =>
      safely<StatementAtResult>(log, STATEMENT_AT, null, () => this.statementAt(params)),
    );
    connection.onRequest(STATEMENTS, (params: StatementsParams) =>
      safely<StatementsResult>(log, STATEMENTS, [], () => this.statements(params)),
    );
    this.documents.listen(connection);
  }

  /** Something became known or was forgotten: what was said of names may be wrong now. */
  catalogChanged(): void {
    for (const document of this.documents.all()) this.schedule(document);
  }

  dispose(): void {
    for (const uri of [...this.open.keys()]) this.closed(uri);
  }

  private changed(document: TextDocument): void {
    this.open.get(document.uri)?.sql.update(document.getText());
    this.schedule(document);
  }

  private closed(uri: string): void {
    const open = this.open.get(uri);
    clearTimeout(open?.timer);
    open?.loading?.abort();
    this.open.delete(uri);
    void safely(this.log, 'diagnostics', undefined, () => this.connection.sendDiagnostics({ uri, diagnostics: [] }));
  }

  private schedule(document: TextDocument): void {
    const open = this.open.get(document.uri);
    if (open === undefined) return;
    clearTimeout(open.timer);
    open.loading?.abort();
    open.timer = setTimeout(() => {
      void safely(this.log, 'diagnostics', undefined, () => this.diagnose(document.uri));
    }, DIAGNOSTICS_DELAY_MS);
  }

  private async diagnose(uri: string): Promise<void> {
    const open = this.open.get(uri);
    const document = this.documents.get(uri);
    if (open === undefined || document === undefined) return;
    const { version } = document;
    open.loading = new AbortController();
    const { signal } = open.loading;
    for (let round = 0; round < ROUNDS; round++) {
      const result = diagnose(open.sql, this.source.picture(true));
      const diagnostics = result.diagnostics.map((fault) => toDiagnostic(document, fault));
      await this.connection.sendDiagnostics({ uri, version, diagnostics });
      if (result.wanted.length === 0 || !(await this.source.load(result.wanted, signal))) return;
      if (signal.aborted || this.documents.get(uri)?.version !== version) return;
    }
  }

  private async complete(
    uri: string,
    position: { line: number; character: number },
    trigger: string | undefined,
    signal: AbortSignal,
  ): Promise<CompletionList | null> {
    const open = this.open.get(uri);
    const document = this.documents.get(uri);
    if (open === undefined || document === undefined) return null;
    const offset = document.offsetAt(position);
    await Promise.race([this.ready(), sleep(CATALOG_WAIT_MS, undefined, { ref: false })]);
    const ask = (allowStale: boolean) => complete(open.sql, offset, this.source.picture(allowStale));
    const result = await this.withCatalogs(ask, signal);
    const isWanted = trigger !== ' ' || result.items.some(({ kind }) => AFTER_BLANK.has(kind));
    return {
      isIncomplete: result.incomplete,
      items: isWanted ? result.items.map((item) => toCompletionItem(document, item)) : [],
    };
  }

  private async withCatalogs(
    ask: (allowStale: boolean) => CompletionResult,
    signal: AbortSignal,
  ): Promise<CompletionResult> {
    const wait = AbortSignal.any([signal, AbortSignal.timeout(CATALOG_WAIT_MS)]);
    for (let round = 0; round < ROUNDS && !wait.aborted; round++) {
      const result = ask(false);
      if (result.wanted.length === 0) return result;
      if (!(await this.source.load(result.wanted, wait))) break;
    }
    signal.throwIfAborted();
    return ask(true);
  }

  private async hover(
    uri: string,
    position: { line: number; character: number },
    signal: AbortSignal,
  ): Promise<Hover | null> {
    const open = this.open.get(uri);
    const document = this.documents.get(uri);
    if (open === undefined || document === undefined) return null;
    const offset = document.offsetAt(position);
    const wait = AbortSignal.any([signal, AbortSignal.timeout(CATALOG_WAIT_MS)]);
    for (let round = 0; round < ROUNDS && !wait.aborted; round++) {
      const result = hover(open.sql, offset, this.source.picture(true));
      if (result === null) return null;
      if (result.wanted.length === 0) return toHover(document, result);
      if (!(await this.source.load(result.wanted, wait))) break;
    }
    signal.throwIfAborted();
    const result = hover(open.sql, offset, this.source.picture(true));
    return result === null || result.markdown === '' ? null : toHover(document, result);
  }

  private statementAt({ uri, position }: StatementAtParams): StatementAtResult {
    const open = this.open.get(uri);
    const document = this.documents.get(uri);
    if (open === undefined || document === undefined) return null;
    const span = statementAt(open.sql, document.offsetAt(position));
    return span === null ? null : toWireStatement(document, span);
  }

  private statements({ uri, range }: StatementsParams): StatementsResult {
    const open = this.open.get(uri);
    const document = this.documents.get(uri);
    if (open === undefined || document === undefined) return [];
    const spans =
      range === undefined
        ? statementsIn(open.sql)
        : statementsIn(open.sql, document.offsetAt(range.start), document.offsetAt(range.end));
    return spans.map((span) => toWireStatement(document, span));
  }
}
