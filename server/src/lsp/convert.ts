/** Plain data of the features to LSP's types. */
import {
  type Command,
  type CompletionItem,
  CompletionItemKind,
  type Diagnostic,
  DiagnosticSeverity,
  DiagnosticTag,
  type Hover,
  InsertTextFormat,
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
  template: CompletionItemKind.Snippet,
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
  hint: DiagnosticSeverity.Hint,
} as const;

export function rangeOf(document: TextDocument, start: number, end: number): Range {
  return { start: document.positionAt(start), end: document.positionAt(end) };
}

export interface CompletionStyle {
  /** The editor takes snippets. */
  readonly snippets: boolean;
  /** The commands the editor can run. */
  readonly commands: ReadonlySet<unknown>;
  /** The number of the list, by which an item is found again. */
  readonly list: number;
}

const NEXT = {
  suggest: { title: 'Suggest', command: 'editor.action.triggerSuggest' },
  parameters: { title: 'Parameters', command: 'editor.action.triggerParameterHints' },
} as const;

/** Without documentation: the editor asks for that when it shows it. */
export function toCompletionItem(
  document: TextDocument,
  item: Item,
  index: number,
  style: CompletionStyle,
): CompletionItem {
  const [start, end] = item.replace;
  const snippet = style.snippets ? item.snippet : undefined;
  return {
    label: item.label,
    kind: KINDS[item.kind],
    detail: item.detail,
    // Beside every row of the list, not only the selected one; a function's signature would crowd it.
    labelDetails: SHORT.has(item.kind) ? { description: item.detail } : undefined,
    filterText: item.filterText,
    sortText: item.sortText,
    textEdit: TextEdit.replace(rangeOf(document, start, end), snippet ?? item.insertText),
    insertTextFormat: snippet === undefined ? undefined : InsertTextFormat.Snippet,
    additionalTextEdits: item.edits?.map(({ at, text }) => TextEdit.insert(document.positionAt(at), text)),
    command: nextOf(item, snippet, style),
    commitCharacters: item.commitCharacters === undefined ? undefined : [...item.commitCharacters],
    data: [style.list, index],
  };
}

function nextOf(item: Item, snippet: string | undefined, { commands }: CompletionStyle): Command | undefined {
  // Without its parentheses a function has no parameters to show.
  const isReady = snippet !== undefined || item.snippet === undefined;
  const next = item.next === undefined || !isReady ? undefined : NEXT[item.next];
  return next !== undefined && commands.has(next.command) ? next : undefined;
}

const TAGS = { unnecessary: DiagnosticTag.Unnecessary, deprecated: DiagnosticTag.Deprecated } as const;

/** `page`: where the rule is explained; null where the editor shows no links or there is no page. */
export function toDiagnostic(document: TextDocument, fault: Fault, page: string | null): Diagnostic {
  return {
    range: rangeOf(document, fault.start, fault.end),
    severity: SEVERITIES[fault.severity],
    code: fault.code,
    source: 'lakehouse',
    message: fault.message,
    ...(page === null ? {} : { codeDescription: { href: page } }),
    ...(fault.tag === undefined ? {} : { tags: [TAGS[fault.tag]] }),
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
