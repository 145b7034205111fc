import { CodeLensRefreshRequest, MessageType, SemanticTokensRefreshRequest } from 'vscode-languageserver/node';
import { HELP_ANYWAY, LARGE_DOCUMENT, type HelpAnywayParams, type LargeDocumentParams } from '../../protocol';
import { DEFAULT_LARGE } from '../documents';
import type { Host, Provider } from '../provider';
import { safely } from '../runner';

const MEGA = 1_000_000;

/** Above a size, only finding and running statements is left of the help with a document, and the user is told so. */
export const largeFiles: Provider = {
  start(host) {
    const { connection, documents, settings, log } = host;
    settings.onChanged(() => documents.setLargest(settings.number('largeFiles.limit', DEFAULT_LARGE / MEGA) * MEGA));
    documents.onLarge((uri, isLarge) => {
      void safely(log, LARGE_DOCUMENT, undefined, () => tell(host, uri, isLarge));
    });
    connection.onNotification(HELP_ANYWAY, ({ uri }: HelpAnywayParams) =>
      safely(log, HELP_ANYWAY, undefined, async () => {
        documents.helpAnyway(uri);
        await refresh(host);
      }),
    );
  },
};

async function tell(host: Host, uri: string, isLarge: boolean): Promise<void> {
  const { connection, documents, settings } = host;
  await settings.ready();
  // The settings may have said by now that it is none.
  if (isLarge && documents.get(uri) !== null) return;
  const params: LargeDocumentParams = { uri, isLarge };
  if (settings.boolean('largeDocuments', false)) await connection.sendNotification(LARGE_DOCUMENT, params);
  else if (isLarge) {
    const name = decodeURIComponent(uri.slice(uri.lastIndexOf('/') + 1));
    const message = `${name} is large: completion, diagnostics and the like are off for it. The setting lakehouse.largeFiles.limit (in millions of characters) says from where on.`;
    await connection.sendNotification('window/showMessage', { type: MessageType.Info, message });
  }
  if (!isLarge) await refresh(host);
}

/** Has the editor ask again for what it does not ask for with each change. */
async function refresh({ connection, client }: Host): Promise<void> {
  const { workspace } = client();
  if (workspace?.codeLens?.refreshSupport === true) await connection.sendRequest(CodeLensRefreshRequest.type);
  if (workspace?.semanticTokens?.refreshSupport === true)
    await connection.sendRequest(SemanticTokensRefreshRequest.type);
}
