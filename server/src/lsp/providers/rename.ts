import { LSPErrorCodes, ResponseError, type WorkspaceEdit } from 'vscode-languageserver/node';
import { prepareRename, rename as renameAt } from '../../features/rename';
import { askWithCatalogs } from '../asking';
import { rangeOf } from '../convert';
import type { Provider } from '../provider';
import { safely, signalOf } from '../runner';

export const rename: Provider = {
  capabilities: (client) => ({
    renameProvider: client.textDocument?.rename?.prepareSupport === true ? { prepareProvider: true } : true,
  }),
  start({ connection, documents, source, log, client }) {
    connection.onPrepareRename(async ({ textDocument, position }, token) => {
      const result = await safely(log, 'prepare rename', null, async () => {
        const document = documents.whole(textDocument.uri);
        if (document === null) return null;
        const offset = document.text.offsetAt(position);
        const ask = (picture: Parameters<typeof renameAt>[3]) => prepareRename(document.sql, offset, picture);
        const found = await askWithCatalogs(source, signalOf(token), ask, true);
        return found === null ? null : { found, text: document.text };
      });
      if (result === null) throw refused('There is nothing to rename here.');
      if ('refusal' in result.found) throw refused(result.found.refusal);
      const { start, end, name } = result.found.target;
      return { range: rangeOf(result.text, start, end), placeholder: name };
    });
    connection.onRenameRequest(async ({ textDocument, position, newName }, token) => {
      const result = await safely(log, 'rename', null, async () => {
        const document = documents.whole(textDocument.uri);
        if (document === null) return null;
        const offset = document.text.offsetAt(position);
        const ask = (picture: Parameters<typeof renameAt>[3]) => renameAt(document.sql, offset, newName, picture);
        const found = await askWithCatalogs(source, signalOf(token), ask, true);
        return found === null ? null : { found, text: document.text };
      });
      if (result === null) throw refused('There is nothing to rename here.');
      if ('refusal' in result.found) throw refused(result.found.refusal);
      const { uri, version } = result.text;
      const edits = result.found.edits.map(({ start, end, text }) => ({
        range: rangeOf(result.text, start, end),
        newText: text,
      }));
      // With the version, an editor refuses the change when the text has moved on meanwhile.
      const versioned = client().workspace?.workspaceEdit?.documentChanges === true;
      const change: WorkspaceEdit = versioned
        ? { documentChanges: [{ textDocument: { uri, version }, edits }] }
        : { changes: { [uri]: edits } };
      return change;
    });
  },
};

/** The editor shows the message. */
const refused = (message: string): ResponseError<void> => new ResponseError(LSPErrorCodes.RequestFailed, message);
