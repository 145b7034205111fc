import { type DocumentHighlight, DocumentHighlightKind, type Location } from 'vscode-languageserver/node';
import { references as referencesAt } from '../../features/references';
import { askWithCatalogs } from '../asking';
import { rangeOf } from '../convert';
import type { Provider } from '../provider';
import { safely, signalOf } from '../runner';

/** Find all references, and the highlights of the name at the caret. */
export const references: Provider = {
  capabilities: () => ({ referencesProvider: true, documentHighlightProvider: true }),
  start({ connection, documents, source, log }) {
    connection.onReferences(({ textDocument, position, context }, token) =>
      safely<Location[] | null>(log, 'references', null, async () => {
        const document = documents.get(textDocument.uri);
        if (document === null) return null;
        const { sql, text } = document;
        const offset = text.offsetAt(position);
        const ask = (picture: Parameters<typeof referencesAt>[2]) => referencesAt(sql, offset, picture);
        const result = await askWithCatalogs(source, signalOf(token), ask, true);
        return (result?.references ?? [])
          .filter(({ declares }) => context.includeDeclaration || !declares)
          .map(({ start, end }) => ({ uri: text.uri, range: rangeOf(text, start, end) }));
      }),
    );
    // With every move of the caret: what is known now is good enough.
    connection.onDocumentHighlight(({ textDocument, position }) =>
      safely<DocumentHighlight[] | null>(log, 'highlights', null, () => {
        const document = documents.get(textDocument.uri);
        if (document === null) return null;
        const { sql, text } = document;
        const result = referencesAt(sql, text.offsetAt(position), source.picture(true));
        if (result === null) return null;
        return result.references.map(({ start, end, writes }) => ({
          range: rangeOf(text, start, end),
          kind: writes ? DocumentHighlightKind.Write : DocumentHighlightKind.Read,
        }));
      }),
    );
  },
};
