import { stat } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { DocumentLink } from 'vscode-languageserver/node';
import { links as linksOf, type LinkSpan } from '../../features/links';
import { rangeOf } from '../convert';
import type { Provider } from '../provider';
import { safely } from '../runner';

/** Addresses on the web, and files beside the document as far as they are there. */
export const links: Provider = {
  capabilities: () => ({ documentLinkProvider: { resolveProvider: false } }),
  start({ connection, documents, log }) {
    connection.onDocumentLinks(({ textDocument }) =>
      safely<DocumentLink[]>(log, 'links', [], async () => {
        const document = documents.whole(textDocument.uri);
        if (document === null) return [];
        const { sql, text } = document;
        const found = await Promise.all(
          linksOf(sql).map(async (link): Promise<DocumentLink[]> => {
            const target = await targetOf(link, text.uri);
            return target === null ? [] : [{ range: rangeOf(text, link.start, link.end), target }];
          }),
        );
        return found.flat();
      }),
    );
  },
};

async function targetOf({ kind, target }: LinkSpan, uri: string): Promise<string | null> {
  if (kind === 'web') return target;
  if (!uri.startsWith('file:')) return null;
  try {
    const path = fileURLToPath(new URL(target.split('/').map(encodeURIComponent).join('/'), uri));
    return (await stat(path)).isFile() ? pathToFileURL(path).href : null;
  } catch {
    // Not there, or no path of this machine: no link.
    return null;
  }
}
