/** The language server: `node dist/server.js --stdio`, or over IPC when the extension starts it. */
import {
  type ClientCapabilities,
  createConnection,
  type InitializeResult,
  MessageType,
  ProposedFeatures,
  type ServerCapabilities,
  ShowMessageNotification,
  TextDocumentSyncKind,
} from 'vscode-languageserver/node';
import { PictureSource } from './catalog/picture';
import { CatalogService } from './catalog/service';
import { readCatalogSnapshot } from './catalog/snapshot-file';
import { LakehouseError } from '../../lakehouse/src/errors';
import { serveCatalogs } from './lsp/catalogs';
import { registerEmbedded } from './lsp/embedded';
import { Documents } from './lsp/documents';
import { providers } from './lsp/providers/index';
import { safely } from './lsp/runner';
import { SettingsStore } from './lsp/settings';
import type { InitializationOptions } from './protocol';
import { sparkVersionOf } from './sql/spark-version';

const connection = createConnection(ProposedFeatures.all);
const log = connection.console;
const service = new CatalogService();
const documents = new Documents();
const settings = new SettingsStore(connection, log);
let options: InitializationOptions = {};
let client: ClientCapabilities = {};
let capabilities: ServerCapabilities = {};
let snapshotsRead = Promise.resolve();

connection.onInitialize((params): InitializeResult => {
  options = (params.initializationOptions as InitializationOptions | undefined) ?? {};
  client = params.capabilities;
  settings.initialize(params);
  readSparkVersion();
  capabilities = { textDocumentSync: TextDocumentSyncKind.Incremental };
  for (const provider of providers) Object.assign(capabilities, provider.capabilities?.(client, options));
  return { serverInfo: { name: 'lakehouse' }, capabilities };
});

connection.onInitialized(() => {
  settings.initialized(client.workspace?.didChangeConfiguration?.dynamicRegistration === true);
  void registerEmbedded(connection, options.embeddedIn ?? [], capabilities, log);
  snapshotsRead = Promise.all((options.catalogSnapshots ?? []).map(readSnapshots)).then(() => undefined);
  source.ready = snapshotsRead;
});

const readSparkVersion = (): void => documents.setSparkVersion(sparkVersionOf(settings.get('sparkVersion')));
settings.onChanged(readSparkVersion);
settings.onChanged(() => documents.setPython(settings.boolean('python.sql', true)));

/** A catalog snapshot that cannot be read costs its own catalogs, and says so. */
function readSnapshots(file: string): Promise<void> {
  return safely(log, 'catalog snapshot', undefined, async () => {
    try {
      service.addFixed(file, await readCatalogSnapshot(file));
    } catch (thrown) {
      const { message, nextStep } = LakehouseError.from(thrown);
      const text = nextStep === undefined ? message : `${message}. ${nextStep.label}`;
      await connection.sendNotification(ShowMessageNotification.type, { type: MessageType.Error, message: text });
    }
  });
}

const source = new PictureSource(service);
for (const provider of providers) {
  provider.start({
    connection,
    documents,
    source,
    settings,
    log,
    client: () => client,
    ready: () => snapshotsRead,
    onCatalogChanged: (listener) => service.onChanged(listener),
  });
}
documents.listen(connection);
serveCatalogs(connection, service, log);

connection.onShutdown(async () => {
  documents.dispose();
  await service.dispose();
});
// A fault nobody awaited is a bug: it is logged with its stack, and the server goes on.
process.on('unhandledRejection', (reason) =>
  log.error(`unhandled rejection: ${LakehouseError.from(reason).detail ?? ''}`),
);
process.on('uncaughtException', (error) => log.error(`uncaught exception: ${error.stack ?? error.message}`));

connection.listen();
