import { type Range, SemanticTokensRefreshRequest } from 'vscode-languageserver/node';
import {
  differenceOf,
  encodeTokens,
  semanticTokens,
  TOKEN_MODIFIERS,
  TOKEN_TYPES,
  type TokenSegment,
  type TokensResult,
} from '../../features/tokens';
import type { OpenDocument } from '../documents';
import type { Host, Provider } from '../provider';
import { safely } from '../runner';

/** Semantic tokens, whole, of a part, or as the difference to those sent before. */
export const tokens: Provider = {
  capabilities: () => ({
    semanticTokensProvider: {
      legend: { tokenTypes: [...TOKEN_TYPES], tokenModifiers: [...TOKEN_MODIFIERS] },
      full: { delta: true },
      range: true,
    },
  }),
  start(host) {
    const { connection, documents, log } = host;
    const sent = new Map<string, Sent>();
    let count = 0;
    const refresher = new Refresher(host);
    documents.onClosed((uri) => {
      sent.delete(uri);
      refresher.stop(uri);
    });
    host.onCatalogChanged(() => refresher.refresh());
    const current = (document: OpenDocument, range?: Range): TokensResult => {
      const { sql, text } = document;
      const part = range === undefined ? [] : [text.offsetAt(range.start), text.offsetAt(range.end)];
      const result = semanticTokens(sql, host.source.picture(true), ...part);
      if (result.wanted.length > 0) refresher.load(document, result);
      return result;
    };
    const keep = (uri: string, { segments }: TokensResult): string => {
      const id = String(++count);
      sent.set(uri, { id, segments });
      return id;
    };
    connection.languages.semanticTokens.on(({ textDocument: { uri } }) =>
      safely(log, 'semantic tokens', { data: [] }, () => {
        const document = documents.whole(uri);
        if (document === null) return { data: [] };
        const result = current(document);
        return { resultId: keep(uri, result), data: encodeTokens(result.segments) };
      }),
    );
    connection.languages.semanticTokens.onDelta(({ textDocument: { uri }, previousResultId }) =>
      safely(log, 'semantic tokens', { data: [] }, () => {
        const document = documents.whole(uri);
        if (document === null) return { data: [] };
        const before = sent.get(uri);
        const result = current(document);
        const resultId = keep(uri, result);
        if (before?.id !== previousResultId) return { resultId, data: encodeTokens(result.segments) };
        const edits = differenceOf(before.segments, result.segments);
        return { resultId, edits: edits.map((edit) => ({ ...edit, data: [...edit.data] })) };
      }),
    );
    connection.languages.semanticTokens.onRange(({ textDocument: { uri }, range }) =>
      safely(log, 'semantic tokens', { data: [] }, () => {
        const document = documents.whole(uri);
        return { data: document === null ? [] : encodeTokens(current(document, range).segments) };
      }),
    );
  },
};

interface Sent {
  readonly id: string;
  readonly segments: readonly TokenSegment[];
}

/** Loads what the tokens lacked, and has the editor ask again once more is known. */
class Refresher {
  private readonly loading = new Map<string, AbortController>();
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly host: Host) {}

  load({ text: { uri } }: OpenDocument, { wanted }: TokensResult): void {
    if (this.loading.has(uri)) return;
    const abort = new AbortController();
    this.loading.set(uri, abort);
    void safely(this.host.log, 'semantic tokens', undefined, async () => {
      try {
        if (await this.host.source.load(wanted, abort.signal)) this.refresh();
      } finally {
        this.loading.delete(uri);
      }
    });
  }

  stop(uri: string): void {
    this.loading.get(uri)?.abort();
  }

  /** Once for all that comes within a moment. */
  refresh(): void {
    const { client, connection, log } = this.host;
    if (client().workspace?.semanticTokens?.refreshSupport !== true) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      void safely(log, 'semantic tokens', undefined, () => connection.sendRequest(SemanticTokensRefreshRequest.type));
    }, 100).unref();
  }
}
