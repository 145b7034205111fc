/** Plain data of the features to LSP's types. */
import {
  type CompletionItem,
  CompletionItemKind,
  type Diagnostic,
  DiagnosticSeverity,
  type Hover,
  MarkupKind,
  type Range,
  TextEdit,
} from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type {
  CompletionItem as Item,
  CompletionKind,
  Diagnostic as Fault,
  HoverResult,
  StatementSpan,
} from '../features/types';
import type { WireStatement } from '../protocol';

const KINDS: Readonly<Record<CompletionKind, CompletionItemKind>> = {
  keyword: CompletionItemKind.Keyword,
  catalog: CompletionItemKind.Module,
  namespace: CompletionItemKind.Folder,
  table: CompletionItemKind.Struct,
  view: CompletionItemKind.Interface,
  column: CompletionItemKind.Field,
  field: CompletionItemKind.Property,
  function: CompletionItemKind.Function,
  metadataTable: CompletionItemKind.Class,
  alias: CompletionItemKind.Variable,
  cte: CompletionItemKind.Struct,
  snapshot: CompletionItemKind.Event,
  branch: CompletionItemKind.Reference,
  tag: CompletionItemKind.Constant,
  procedure: CompletionItemKind.Method,
  argument: CompletionItemKind.TypeParameter,
  type: CompletionItemKind.TypeParameter,
  property: CompletionItemKind.Property,
  variable: CompletionItemKind.Variable,
  value: CompletionItemKind.Value,
};

const SHORT: ReadonlySet<CompletionKind> = new Set([
  'snapshot',
  'branch',
  'tag',
  'column',
  'field',
  'table',
  'view',
  'argument',
]);

const SEVERITIES = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
} as const;

export function rangeOf(document: TextDocument, start: number, end: number): Range {
  return { start: document.positionAt(start), end: document.positionAt(end) };
}

export function toCompletionItem(document: TextDocument, item: Item): CompletionItem {
  const [start, end] = item.replace;
  return {
    label: item.label,
    kind: KINDS[item.kind],
    detail: item.detail,
    // Beside every row of the list, not only the selected one; a function's signature would crowd it.
    labelDetails: SHORT.has(item.kind) ? { description: item.detail } : undefined,
    filterText: item.filterText,
    sortText: item.sortText,
    documentation:
      item.documentation === undefined ? undefined : { kind: MarkupKind.Markdown, value: item.documentation },
    textEdit: TextEdit.replace(rangeOf(document, start, end), item.insertText),
  };
}

export function toDiagnostic(document: TextDocument, fault: Fault): Diagnostic {
  return {
    range: rangeOf(document, fault.start, fault.end),
    severity: SEVERITIES[fault.severity],
    code: fault.code,
    source: 'lakehouse',
    message: fault.message,
  };
}

export function toHover(document: TextDocument, hover: HoverResult): Hover {
  return {
    contents: { kind: MarkupKind.Markdown, value: hover.markdown },
    range: rangeOf(document, hover.start, hover.end),
  };
}

export function toWireStatement(document: TextDocument, span: StatementSpan): WireStatement {
  return { text: span.text, range: rangeOf(document, span.start, span.end) };
}
