/** The language server: `node dist/server.js --stdio`, or over IPC when the extension starts it. */
import {
  createConnection,
  type InitializeResult,
  MessageType,
  ProposedFeatures,
  ShowMessageNotification,
} from 'vscode-languageserver/node';
import { PictureSource } from './catalog/picture';
import { CatalogService } from './catalog/service';
import { readCatalogSnapshot } from './catalog/snapshot-file';
import { LakehouseError } from '../../lakehouse/src/errors';
import { serveCatalogs } from './lsp/catalogs';
import { COMPLETION_TRIGGERS, Language } from './lsp/language';
import { safely } from './lsp/runner';
import type { InitializationOptions } from './protocol';

const connection = createConnection(ProposedFeatures.all);
const log = connection.console;
const service = new CatalogService();
let options: InitializationOptions = {};
let snapshotsRead = Promise.resolve();
const language = new Language(connection, new PictureSource(service), log, () => snapshotsRead);

connection.onInitialize((params): InitializeResult => {
  options = (params.initializationOptions as InitializationOptions | undefined) ?? {};
  return {
    serverInfo: { name: 'lakehouse' },
    capabilities: {
      textDocumentSync: language.sync,
      completionProvider: { triggerCharacters: COMPLETION_TRIGGERS },
      hoverProvider: true,
    },
  };
});

connection.onInitialized(() => {
  snapshotsRead = Promise.all((options.catalogSnapshots ?? []).map(readSnapshots)).then(() => undefined);
});

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

service.onChanged(() => language.catalogChanged());
serveCatalogs(connection, service, log);

connection.onShutdown(async () => {
  language.dispose();
  await service.dispose();
});
// A fault nobody awaited is a bug: it is logged with its stack, and the server goes on.
process.on('unhandledRejection', (reason) =>
  log.error(`unhandled rejection: ${LakehouseError.from(reason).detail ?? ''}`),
);
process.on('uncaughtException', (error) => log.error(`uncaught exception: ${error.stack ?? error.message}`));

connection.listen();
