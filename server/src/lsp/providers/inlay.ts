import { type InlayHint, InlayHintKind, InlayHintRefreshRequest, MarkupKind } from 'vscode-languageserver/node';
import { inlayHints, type InlayOptions, type InlayResult } from '../../features/inlay';
import type { OpenDocument } from '../documents';
import type { Host, Provider } from '../provider';
import { safely } from '../runner';
import type { SettingsStore } from '../settings';

/** Inlay hints go out with what is known; once more is, the editor is told to ask again. */
export const inlay: Provider = {
  capabilities: () => ({ inlayHintProvider: true }),
  start(host) {
    const { connection, documents, settings, source, log } = host;
    const loading = new Map<string, AbortController>();
    documents.onClosed((uri) => loading.get(uri)?.abort());
    const refresh = refresher(host);
    settings.onChanged(refresh);
    host.onCatalogChanged(refresh);
    const load = (uri: string, { wanted }: InlayResult): void => {
      if (loading.has(uri)) return;
      const abort = new AbortController();
      loading.set(uri, abort);
      void safely(log, 'inlay hints', undefined, async () => {
        try {
          await source.ready;
          if (await source.load(wanted, abort.signal)) refresh();
        } finally {
          loading.delete(uri);
        }
      });
    };
    connection.languages.inlayHint.on(({ textDocument: { uri }, range }) =>
      safely<InlayHint[]>(log, 'inlay hints', [], async () => {
        await settings.ready();
        const document = documents.whole(uri);
        if (document === null) return [];
        const { sql, text } = document;
        const [from, to] = [text.offsetAt(range.start), text.offsetAt(range.end)];
        const result = inlayHints(sql, source.picture(true), from, to, optionsOf(settings));
        if (result.wanted.length > 0) load(uri, result);
        return result.hints.map((hint) => toHint(document, hint));
      }),
    );
  },
};

function optionsOf(settings: SettingsStore): InlayOptions {
  return {
    star: settings.boolean('inlayHints.star', true),
    starColumns: Math.max(0, settings.number('inlayHints.starColumns', 5)),
    insertColumns: settings.boolean('inlayHints.insertColumns', true),
    timeTravel: settings.boolean('inlayHints.timeTravel', true),
  };
}

function toHint({ text }: OpenDocument, { offset, label, tooltip, kind }: InlayResult['hints'][number]): InlayHint {
  const isColumn = kind === 'column';
  return {
    position: text.positionAt(offset),
    label: isColumn ? `${label}:` : label,
    ...(isColumn ? { kind: InlayHintKind.Parameter, paddingRight: true } : { paddingLeft: true }),
    ...(tooltip === '' ? {} : { tooltip: { kind: MarkupKind.Markdown, value: tooltip } }),
  };
}

/** Once for all that comes within a moment. */
function refresher({ client, connection, log }: Host): () => void {
  let timer: NodeJS.Timeout | undefined;
  return () => {
    if (client().workspace?.inlayHint?.refreshSupport !== true) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      void safely(log, 'inlay hints', undefined, () => connection.sendRequest(InlayHintRefreshRequest.type));
    }, 100).unref();
  };
}
