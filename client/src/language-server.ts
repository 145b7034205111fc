import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import type { ConnectionConfig } from '../../lakehouse/src/config';
import { type ErrorData, LakehouseError } from '../../lakehouse/src/errors';
import {
  CATALOG_CHANGED,
  type CatalogChangedParams,
  type CatalogPath,
  HELP_ANYWAY,
  type HelpAnywayParams,
  LARGE_DOCUMENT,
  type LargeDocumentParams,
  type InitializationOptions,
  TABLE_DOCUMENT_SCHEME,
} from '../../server/src/protocol';
import {
  SESSION_ZONE,
  type SessionZoneParams,
  SET_CONNECTIONS,
  type SetConnectionsParams,
} from '../../server/src/protocol';
import { settings } from './config';
import { COMMANDS, HOST_LANGUAGES, LANGUAGES, SCHEMES } from './ids';

/** VS Code's commands that open what comes after an accepted completion. */
const EDITOR_COMMANDS = ['editor.action.triggerSuggest', 'editor.action.triggerParameterHints'];

/** Code lenses as they are shown, made of those the server gave. */
export type LensDecorator = (document: vscode.TextDocument, lenses: readonly vscode.CodeLens[]) => vscode.CodeLens[];

/** The language server as the rest of the extension sees it: requests, what changed, and being restarted. */
export class LanguageServer implements vscode.Disposable {
  private client: LanguageClient | undefined;
  private starting: Promise<LanguageClient> | undefined;
  private connections: SetConnectionsParams = { connections: [], active: null };
  private readonly zones = new Map<string, SessionZoneParams>();
  private readonly changed = new vscode.EventEmitter<CatalogPath | undefined>();

  /** Says what stands above a document's statements, given what the server says. */
  decorateLenses: LensDecorator = (_document, lenses) => [...lenses];

  private readonly large = new vscode.EventEmitter<LargeDocumentParams>();

  /** A document has become too large for most of the help with it, or is no longer. */
  readonly onLargeDocument = this.large.event;

  /** Something below the path changed; undefined is everything. */
  readonly onCatalogChanged = this.changed.event;

  constructor(
    private readonly module: string,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  /** Starts the server once; later calls wait for the same start. */
  async start(): Promise<void> {
    await this.running();
  }

  /** Starts the server anew, with the settings as they are now. */
  async restart(): Promise<void> {
    await (await this.running()).restart();
  }

  /** Tells the server what it may reach, if that is news. Kept, so that a restarted server is told again. */
  async setConnections(connections: readonly ConnectionConfig[], active: string | null): Promise<void> {
    const params: SetConnectionsParams = { connections, active };
    // The server answers the news with "everything changed": saying it twice would have the tree ask for ever.
    if (JSON.stringify(params) === JSON.stringify(this.connections)) return;
    this.connections = params;
    const client = await this.running();
    await client.sendNotification(SET_CONNECTIONS, this.connections);
  }

  /** Has a large document helped with all the same. */
  async helpAnyway(uri: string): Promise<void> {
    const params: HelpAnywayParams = { uri };
    await (await this.running()).sendNotification(HELP_ANYWAY, params);
  }

  /** Tells the server the time zone of a connection's session: in it times are read, and offered. */
  async tellZone(params: SessionZoneParams): Promise<void> {
    this.zones.set(params.connection, params);
    const client = await this.running();
    await client.sendNotification(SESSION_ZONE, params);
  }

  /** Sends a request; a result that holds an `error` is thrown as LakehouseError, so is whatever the transport says. */
  async request<R>(
    method: string,
    params: unknown,
    token?: vscode.CancellationToken,
  ): Promise<Exclude<R, { readonly error: ErrorData }>> {
    const result = await this.send<R>(method, params, token);
    if (isFailure(result)) throw LakehouseError.fromData(result.error);
    return result as Exclude<R, { readonly error: ErrorData }>;
  }

  /** Has the editor ask for the code lenses again. */
  refreshLenses(): void {
    const feature = this.client?.getFeature('textDocument/codeLens');
    for (const document of vscode.workspace.textDocuments) {
      if (!LANGUAGES.some((id) => id === document.languageId)) continue;
      feature?.getProvider(document)?.onDidChangeCodeLensEmitter.fire();
    }
  }

  private async send<R>(method: string, params: unknown, token?: vscode.CancellationToken): Promise<R> {
    try {
      const client = await this.running();
      // An undefined token would be sent along as a second parameter.
      return await (token === undefined
        ? client.sendRequest<R>(method, params)
        : client.sendRequest<R>(method, params, token));
    } catch (error) {
      if (error instanceof vscode.CancellationError || token?.isCancellationRequested === true) {
        throw new LakehouseError('CANCELLED', 'Cancelled', { cause: error });
      }
      throw new LakehouseError('INTERNAL', `The language server did not answer ${method}`, {
        cause: error,
        nextStep: { label: 'Show Logs', command: COMMANDS.showLogs, args: ['extension'] },
      });
    }
  }

  private running(): Promise<LanguageClient> {
    this.starting ??= this.launch();
    return this.starting;
  }

  private async launch(): Promise<LanguageClient> {
    const { LanguageClient, State, TransportKind } = await import('vscode-languageclient/node');
    // A function, so that a restart reads the settings again.
    const options = (): InitializationOptions => ({
      catalogSnapshots: settings.catalogSnapshots().map(inWorkspace),
      sparkVersion: settings.sparkVersion(),
      commands: [COMMANDS.runStatement, COMMANDS.explainStatement, ...EDITOR_COMMANDS],
      largeDocuments: true,
      embeddedIn: documents(HOST_LANGUAGES, SCHEMES),
      tableDocuments: true,
    });
    const client = new LanguageClient(
      'lakehouse',
      'Lakehouse',
      {
        run: { module: this.module, transport: TransportKind.ipc },
        debug: {
          module: this.module,
          transport: TransportKind.ipc,
          options: { execArgv: ['--nolazy', '--inspect=6009'] },
        },
      },
      {
        documentSelector: documents(LANGUAGES, [...SCHEMES, TABLE_DOCUMENT_SCHEME]),
        initializationOptions: options,
        outputChannel: this.log,
        middleware: {
          provideCodeLenses: async (document, token, next) =>
            this.decorateLenses(document, (await next(document, token)) ?? []),
        },
      },
    );
    client.onNotification(CATALOG_CHANGED, ({ path }: CatalogChangedParams) => this.changed.fire(path));
    client.onNotification(LARGE_DOCUMENT, (params: LargeDocumentParams) => this.large.fire(params));
    let first = true;
    client.onDidChangeState(({ newState }) => {
      if (newState !== State.Running) return;
      // A server that was restarted knows no connections, and the tree has to ask it again.
      if (!first) {
        const zones = [...this.zones.values()].map((zone) => client.sendNotification(SESSION_ZONE, zone));
        Promise.all([client.sendNotification(SET_CONNECTIONS, this.connections), ...zones]).then(
          () => this.changed.fire(undefined),
          (error: unknown) => this.log.warn(`language server: ${LakehouseError.from(error).message}`),
        );
      }
      first = false;
    });
    this.client = client;
    await client.start();
    return client;
  }

  dispose(): void {
    this.changed.dispose();
    this.large.dispose();
    // Stopping waits for the server's answer; a server that died cannot give one.
    this.client?.dispose().catch((error: unknown) => this.log.debug(`language server: ${String(error)}`));
  }
}

function isFailure(result: unknown): result is { readonly error: ErrorData } {
  return typeof result === 'object' && result !== null && 'error' in result;
}

function documents(languages: readonly string[], schemes: readonly string[]): { language: string; scheme: string }[] {
  return languages.flatMap((language) => schemes.map((scheme) => ({ language, scheme })));
}

/** A snapshot file's path is relative to the first workspace folder. */
function inWorkspace(file: string): string {
  const folder = vscode.workspace.workspaceFolders?.[0];
  return folder === undefined || /^([/\\]|[A-Za-z]:)/.test(file) ? file : vscode.Uri.joinPath(folder.uri, file).fsPath;
}
