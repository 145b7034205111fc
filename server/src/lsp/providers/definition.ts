import {
  type CancellationToken,
  type DefinitionLink,
  type Location,
  type Range,
  type TextDocumentPositionParams,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { definition as definitionAt, type DefinitionTarget, typeDefinition } from '../../features/definition';
import { definitionText } from '../../features/definition-text';
import { TABLE_DOCUMENT, type TableDocumentParams, type TableDocumentResult } from '../../protocol';
import { askWithCatalogs } from '../asking';
import { rangeOf } from '../convert';
import type { OpenDocument } from '../documents';
import type { Host, Provider } from '../provider';
import { answering, safely, signalOf } from '../runner';
import { describedTable, tableOfUri, tableUri } from '../table-documents';

/** Go to definition and to type definition, and the documents that tables lead to. */
export const definition: Provider = {
  capabilities: () => ({ definitionProvider: true, typeDefinitionProvider: true }),
  start(host) {
    const { connection, log, source } = host;
    connection.onDefinition((params, token) =>
      safely(log, 'definition', null, () => answer(host, params, definitionAt, signalOf(token))),
    );
    connection.onTypeDefinition((params, token) =>
      safely(log, 'type definition', null, () => answer(host, params, typeDefinition, signalOf(token))),
    );
    connection.onRequest(
      TABLE_DOCUMENT,
      ({ uri }: TableDocumentParams, token: CancellationToken): Promise<TableDocumentResult> =>
        answering(log, TABLE_DOCUMENT, async () => {
          const address = tableOfUri(uri);
          const { table } = await source.describe(address, signalOf(token), address.connection);
          return { text: definitionText(describedTable(address, table)).text };
        }),
    );
  },
};

async function answer(
  host: Host,
  { textDocument, position }: TextDocumentPositionParams,
  feature: typeof definitionAt,
  signal: AbortSignal,
): Promise<DefinitionLink[] | Location[] | null> {
  const document = host.documents.get(textDocument.uri);
  if (document === null) return null;
  const offset = document.text.offsetAt(position);
  const result = await askWithCatalogs(host.source, signal, (picture) => feature(document.sql, offset, picture), true);
  if (result === null) return null;
  const origin = rangeOf(document.text, result.start, result.end);
  const links: DefinitionLink[] = [];
  for (const target of result.targets) {
    const link = target.kind === 'here' ? inDocument(document, target) : await inCatalog(host, target, signal);
    if (link !== null) links.push({ ...link, originSelectionRange: origin });
  }
  if (host.client().textDocument?.definition?.linkSupport === true) return links;
  return links.map(({ targetUri, targetSelectionRange }) => ({ uri: targetUri, range: targetSelectionRange }));
}

function inDocument({ text }: OpenDocument, target: DefinitionTarget & { kind: 'here' }): DefinitionLink {
  return {
    targetUri: text.uri,
    targetRange: rangeOf(text, target.whole.start, target.whole.end),
    targetSelectionRange: rangeOf(text, target.start, target.end),
  };
}

/** Null where the editor cannot show such a document. */
async function inCatalog(
  { settings, source }: Host,
  target: DefinitionTarget & { kind: 'table' },
  signal: AbortSignal,
): Promise<DefinitionLink | null> {
  if (!settings.boolean('tableDocuments', false)) return null;
  const { connection, table } = await source.describe(target, signal);
  const address = { ...target, connection, name: table.name };
  const { text, name, columns } = definitionText(describedTable(address, table));
  const range = rangeIn(text, columns.get(target.column?.toLowerCase() ?? '') ?? name);
  return { targetUri: tableUri(address), targetRange: range, targetSelectionRange: range };
}

function rangeIn(text: string, [start, end]: readonly [number, number]): Range {
  return rangeOf(TextDocument.create('', '', 0, text), start, end);
}
