import {
  type DocumentSymbol,
  type FoldingRange,
  FoldingRangeKind,
  type SelectionRange,
  type SymbolInformation,
  SymbolKind,
} from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { folding } from '../../features/folding';
import { selectionAt } from '../../features/selection';
import { type SymbolItem, type SymbolKind as Kind, symbols } from '../../features/symbols';
import { rangeOf } from '../convert';
import type { Provider } from '../provider';
import { safely } from '../runner';

const KINDS: Readonly<Record<Kind, SymbolKind>> = {
  query: SymbolKind.Event,
  change: SymbolKind.Method,
  table: SymbolKind.Struct,
  view: SymbolKind.Interface,
  namespace: SymbolKind.Namespace,
  function: SymbolKind.Function,
  cte: SymbolKind.Class,
  column: SymbolKind.Field,
  variable: SymbolKind.Variable,
  block: SymbolKind.Module,
  setting: SymbolKind.Property,
};

/** The outline, folding, and what "expand selection" takes: they need no catalog. */
export const structure: Provider = {
  capabilities: () => ({
    documentSymbolProvider: { label: 'Spark SQL' },
    foldingRangeProvider: true,
    selectionRangeProvider: true,
  }),
  start({ connection, documents, log, client }) {
    connection.onDocumentSymbol(({ textDocument }) =>
      safely<DocumentSymbol[] | SymbolInformation[]>(log, 'outline', [], () => {
        const document = documents.whole(textDocument.uri);
        if (document === null) return [];
        const found = symbols(document.sql).map((item) => toSymbol(document.text, item));
        const isTree = client().textDocument?.documentSymbol?.hierarchicalDocumentSymbolSupport === true;
        return isTree ? found : found.flatMap((symbol) => flat(symbol, document.text.uri));
      }),
    );
    connection.onFoldingRanges(({ textDocument }) =>
      safely<FoldingRange[]>(log, 'folding', [], () => {
        const document = documents.whole(textDocument.uri);
        return document === null ? [] : foldingRanges(document.text, folding(document.sql));
      }),
    );
    connection.onSelectionRanges(({ textDocument, positions }) =>
      safely<SelectionRange[] | null>(log, 'selection', null, () => {
        const document = documents.whole(textDocument.uri);
        if (document === null) return null;
        return positions.map((position) => {
          const spans = selectionAt(document.sql, document.text.offsetAt(position));
          let outer: SelectionRange | undefined;
          for (const { start, end } of spans.reverse()) {
            const range = rangeOf(document.text, start, end);
            outer = outer === undefined ? { range } : { range, parent: outer };
          }
          return outer ?? { range: { start: position, end: position } };
        });
      }),
    );
  },
};

function toSymbol(text: TextDocument, item: SymbolItem): DocumentSymbol {
  return {
    name: item.name === '' ? '…' : item.name,
    detail: item.detail,
    kind: KINDS[item.kind],
    range: rangeOf(text, item.start, item.end),
    selectionRange: rangeOf(text, item.nameStart, item.nameEnd),
    children: item.children.map((child) => toSymbol(text, child)),
  };
}

function flat(
  { name, kind, range, children }: DocumentSymbol,
  uri: string,
  containerName?: string,
): SymbolInformation[] {
  const own: SymbolInformation = { name, kind, location: { uri, range }, containerName };
  return [own, ...(children ?? []).flatMap((child) => flat(child, uri, name))];
}

/** One range for each line it can be folded at, the largest. */
function foldingRanges(text: TextDocument, spans: ReturnType<typeof folding>): FoldingRange[] {
  const ranges = new Map<number, FoldingRange>();
  for (const { start, end, kind } of spans) {
    const [startLine, endLine] = [text.positionAt(start).line, text.positionAt(end).line];
    if (endLine <= startLine || (ranges.get(startLine)?.endLine ?? -1) >= endLine) continue;
    const named =
      kind === 'code' ? {} : { kind: kind === 'comment' ? FoldingRangeKind.Comment : FoldingRangeKind.Region };
    ranges.set(startLine, { startLine, endLine, ...named });
  }
  return [...ranges.values()];
}
