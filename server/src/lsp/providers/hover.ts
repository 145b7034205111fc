import { hover as hoverAt } from '../../features/hover';
import { askWithCatalogs } from '../asking';
import { toHover } from '../convert';
import type { Provider } from '../provider';
import { safely, signalOf } from '../runner';

export const hover: Provider = {
  capabilities: () => ({ hoverProvider: true }),
  start({ connection, documents, source, log }) {
    connection.onHover(({ textDocument, position }, token) =>
      safely(log, 'hover', null, async () => {
        const document = documents.get(textDocument.uri);
        if (document === null) return null;
        const offset = document.text.offsetAt(position);
        const ask = (picture: Parameters<typeof hoverAt>[2]) => hoverAt(document.sql, offset, picture);
        const result = await askWithCatalogs(source, signalOf(token), ask, true);
        return result === null || result.markdown === '' ? null : toHover(document.text, result);
      }),
    );
  },
};
