/**
 * What the server does for SQL inside other languages. An editor's own selection of documents is for all features alike;
 * these are registered one by one, so that no formatter, outline or colouring of ours gets into a Python file.
 */
import {
  BulkRegistration,
  CompletionRequest,
  type Connection,
  DefinitionRequest,
  DidChangeTextDocumentNotification,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  HoverRequest,
  type ServerCapabilities,
  SignatureHelpRequest,
  TextDocumentSyncKind,
} from 'vscode-languageserver/node';
import type { InitializationOptions } from '../protocol';
import { type Log, safely } from './runner';

export async function registerEmbedded(
  connection: Connection,
  selector: NonNullable<InitializationOptions['embeddedIn']>,
  capabilities: ServerCapabilities,
  log: Log,
): Promise<void> {
  if (selector.length === 0) return;
  const documentSelector = selector.map(({ language, scheme }) => ({ language, ...(scheme && { scheme }) }));
  const { completionProvider, hoverProvider, signatureHelpProvider, definitionProvider } = capabilities;
  const all = BulkRegistration.create();
  all.add(DidOpenTextDocumentNotification.type, { documentSelector });
  all.add(DidChangeTextDocumentNotification.type, { documentSelector, syncKind: TextDocumentSyncKind.Incremental });
  all.add(DidCloseTextDocumentNotification.type, { documentSelector });
  if (completionProvider) all.add(CompletionRequest.type, { ...completionProvider, documentSelector });
  if (hoverProvider) all.add(HoverRequest.type, { documentSelector });
  if (signatureHelpProvider) all.add(SignatureHelpRequest.type, { ...signatureHelpProvider, documentSelector });
  if (definitionProvider) all.add(DefinitionRequest.type, { documentSelector });
  await safely(log, 'registration', undefined, async () => {
    await connection.client.register(all);
  });
}
