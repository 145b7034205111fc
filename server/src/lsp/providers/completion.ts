import type { CompletionItem, CompletionList, CompletionParams } from 'vscode-languageserver/node';
import { MarkupKind } from 'vscode-languageserver/node';
import { regionAt, type Region } from '../../embedded/python';
import { complete } from '../../features/completion';
import { tableText } from '../../features/table-text';
import type { CompletionItem as Item, CompletionKind, TableAddress } from '../../features/types';
import { isShape } from '../../sql/binder';
import { trackWanted } from '../../sql/catalog-picture';
import { quoteName } from '../../sql/names';
import { askWithCatalogs } from '../asking';
import { type CompletionStyle, toCompletionItem } from '../convert';
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

/** The items given last: details are told of these when the editor asks. */
interface Given {
  readonly id: number;
  readonly items: readonly Item[];
}

export const completion: Provider = {
  capabilities: () => ({
    completionProvider: { triggerCharacters: ['.', ' ', "'", '`'], resolveProvider: true },
  }),
  start(host) {
    let given: Given = { id: 0, items: [] };
    host.connection.onCompletion((params, token) =>
      safely(host.log, 'completion', null, async () => {
        const answered = await answer(host, params, signalOf(token), given.id + 1);
        if (answered === null) return null;
        given = { id: given.id + 1, items: answered.items };
        return answered.list;
      }),
    );
    host.connection.onCompletionResolve((item, token) =>
      safely(host.log, 'completion details', item, () => resolved(host, item, given, signalOf(token))),
    );
  },
};

async function answer(
  { documents, source, settings, client }: Host,
  { textDocument, position, context }: CompletionParams,
  signal: AbortSignal,
  id: number,
): Promise<{ readonly list: CompletionList; readonly items: readonly Item[] } | null> {
  const document = documents.get(textDocument.uri);
  if (document === null) return null;
  const offset = document.text.offsetAt(position);
  const sparkVersion = settings.string('sparkVersion', '4.0');
  const result = await askWithCatalogs(
    source,
    signal,
    (picture) => complete(document.sql, offset, picture, { sparkVersion }),
    false,
  );
  if (result === null) return null;
  const fitted = fit(document.embedded === null ? null : regionAt(document.embedded, offset));
  const isWanted = context?.triggerCharacter !== ' ' || result.items.some(({ kind }) => AFTER_BLANK.has(kind));
  const items = isWanted ? result.items.map(fitted) : [];
  const style: CompletionStyle = {
    snippets: client().textDocument?.completion?.completionItem?.snippetSupport === true,
    commands: commandsOf(settings.get('commands')),
    list: id,
  };
  return {
    list: {
      isIncomplete: result.incomplete,
      items: items.map((item, i) => toCompletionItem(document.text, item, i, style)),
    },
    items,
  };
}

const commandsOf = (value: unknown): ReadonlySet<unknown> => new Set(Array.isArray(value) ? value : []);

/** Documentation, and of a table its columns and size, once somebody looks at it. */
async function resolved(
  { source }: Host,
  item: CompletionItem,
  { id, items }: Given,
  signal: AbortSignal,
): Promise<CompletionItem> {
  const place: unknown = item.data;
  if (!Array.isArray(place) || place[0] !== id) return item;
  const given = items[Number(place[1])];
  const words = given?.documentation?.() ?? '';
  const table = given?.table === undefined ? '' : await tableWords(source, given.table, signal);
  const value = [words, table].filter((part) => part !== '').join('\n\n');
  return value === '' ? item : { ...item, documentation: { kind: MarkupKind.Markdown, value } };
}

async function tableWords(source: Host['source'], { catalog, namespace, name }: TableAddress, signal: AbortSignal) {
  const path = [catalog, ...namespace, name].map(quoteName).join('.');
  const answered = await askWithCatalogs(
    source,
    signal,
    (picture) => {
      const tracked = trackWanted(picture);
      const shape = tracked.table(catalog, namespace, name);
      const text = isShape(shape) ? tableText(shape, path, picture.timeZone ?? 'UTC') : '';
      return { text, wanted: tracked.wanted };
    },
    true,
  );
  return answered?.text ?? '';
}

/**
 * Within quotes of one sign, an offer must not hold that sign, for which Spark's strings have two to choose from, nor go over
 * several lines.
 */
function fit(region: Region | null): (item: Item) => Item {
  const quote = region?.quote;
  if (quote !== "'" && quote !== '"') return (item) => item;
  const other = quote === "'" ? '"' : "'";
  const fitted = (text: string): string => text.replaceAll(quote, other).replace(/\s*\n\s*/g, ' ');
  return (item) => ({
    ...item,
    insertText: fitted(item.insertText),
    snippet: item.snippet && fitted(item.snippet),
    edits: item.edits?.map(({ at, text }) => ({ at, text: fitted(text) })),
  });
}
