import { setTimeout as sleep } from 'node:timers/promises';
import type { CompletionList, CompletionParams } from 'vscode-languageserver/node';
import { complete } from '../../features/completion';
import type { CompletionKind } from '../../features/types';
import { askWithCatalogs, CATALOG_WAIT_MS } from '../asking';
import { toCompletionItem } from '../convert';
import type { Host, Provider } from '../provider';
import { safely, signalOf } from '../runner';

/** After a blank, completion opens by itself only where a name of the lakehouse is due, not at every word. */
const AFTER_BLANK: ReadonlySet<CompletionKind> = new Set([
  'snapshot',
  'branch',
  'tag',
  'catalog',
  'namespace',
  'table',
  'procedure',
]);

export const completion: Provider = {
  capabilities: () => ({ completionProvider: { triggerCharacters: ['.', ' ', "'", '`'] } }),
  start(host) {
    host.connection.onCompletion((params, token) =>
      safely(host.log, 'completion', null, () => answer(host, params, signalOf(token))),
    );
  },
};

async function answer(
  { documents, source, ready }: Host,
  { textDocument, position, context }: CompletionParams,
  signal: AbortSignal,
): Promise<CompletionList | null> {
  const document = documents.get(textDocument.uri);
  if (document === null) return null;
  const offset = document.text.offsetAt(position);
  await Promise.race([ready(), sleep(CATALOG_WAIT_MS, undefined, { ref: false })]);
  const result = await askWithCatalogs(source, signal, (picture) => complete(document.sql, offset, picture), false);
  if (result === null) return null;
  const isWanted = context?.triggerCharacter !== ' ' || result.items.some(({ kind }) => AFTER_BLANK.has(kind));
  return {
    isIncomplete: result.incomplete,
    items: isWanted ? result.items.map((item) => toCompletionItem(document.text, item)) : [],
  };
}
